"""Small assessment models and answers, built in Python, for tests of what follows from them."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from cxmaturity.evidence.answers import Answer, Level, Voice
from cxmaturity.model.schema import Bilingual, EvidenceRule, Header, Model, Practice, Question, Stage, Thresholds


def words(english: str) -> Bilingual:
    return Bilingual(en=english, fr=f"{english} (fr)")


def practice(
    practice_id: str, stage: int = 2, required: bool = True, weight: str = "1", evidence: Iterable[EvidenceRule] = ()
) -> Practice:
    texts = {name: words(f"{practice_id} {name}") for name in ("statement", "guidance", "proof", "fully", "not")}
    question = practice_id.partition(".")[0]
    return Practice(
        id=practice_id,
        question=question,
        stage=stage,
        required=required,
        weight=Decimal(weight),
        knows="cx",
        source=("six-steps",),
        evidence=tuple(evidence),
        **texts,
    )


def rule(
    metric: str, direction: str = "up", partly: float = 0.2, largely: float = 0.5, fully: float = 0.9
) -> EvidenceRule:
    return EvidenceRule(
        metric=metric, direction=direction, thresholds=Thresholds(partly=partly, largely=largely, fully=fully)
    )


def model(practices: Iterable[Practice], questions: Iterable[str] = ()) -> Model:
    practices = tuple(practices)
    ids = dict.fromkeys([*questions, *(item.question for item in practices)])
    return Model(
        header=Header(
            id="small", version="1", name=words("Small"), description=words("Small"), roles={"cx": words("CX")}
        ),
        questions=tuple(
            Question(
                id=name, name=words(name), claim=words(name), short=words(name), good=words(name), weak=words(name)
            )
            for name in ids
        ),
        stages=tuple(
            Stage(number=number, name=words(str(number)), description=words("d"), next=words("n"))
            for number in range(1, 6)
        ),
        practices=practices,
        actions=(),
        checks=(),
        hash="0",
    )


def answer(
    practice_id: str, voice: Voice = Level.FULLY, respondent: str = "anna", role: str = "cx", agreed: bool = False
) -> Answer:
    return Answer(practice_id, voice, respondent, role, agreed)
