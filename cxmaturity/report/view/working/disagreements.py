"""What the workshop should settle first: where voices differ, what records contradict, where roles see it otherwise."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from cxmaturity.assess import Assessment
from cxmaturity.evidence.answer_words import NOT_APPLICABLE
from cxmaturity.report.view.evidence import seen_words
from cxmaturity.report.view.names import Names, level_rank, level_word
from cxmaturity.report.view.speech import Speech
from cxmaturity.report.view.working.voices import respondents, role_name
from cxmaturity.scoring import Agreement, Contradiction, Disagreement, PerceptionGap, agenda, contradictions
from cxmaturity.scoring.agreement import RELIABLE, TENTATIVE
from cxmaturity.scoring.agreement_words import agreement_words, gap_words
from cxmaturity.words import Text, text

_FEW: Final = 5
"""Differences between roles that are shown where none can be tested."""


@dataclass(frozen=True)
class AgendaRow:
    """A practice on which voices differ."""

    rank: int
    id: str
    statement: str
    by_role: tuple[str, ...]
    """What each role says: its median, its range where its own respondents differ, N/A where one says so."""
    r_wg: str
    between: str
    """Levels between the highest and the lowest role."""
    state: str
    agreed: bool


@dataclass(frozen=True)
class ContradictionRow:
    """A claim that records contradict."""

    id: str
    statement: str
    levels: str
    """Claimed and supported."""
    rank: int | None
    """The supported level as a number, from 0 to 3."""
    seen: str
    cost: str
    state: str
    agreed: bool


@dataclass(frozen=True)
class GapRow:
    """How differently two roles see one question."""

    question: str
    gap: str
    n: str
    p: str
    shared: str


@dataclass(frozen=True)
class DisagreementsPage:
    """The pages of the workshop's agenda."""

    title: str
    lead: str
    agreement: tuple[str, ...]
    """How far the voices agree over all, and what the figures mean."""
    agenda: tuple[AgendaRow, ...]
    """Open ones first, the widest disagreement first."""
    no_agenda: str
    contradictions: tuple[ContradictionRow, ...]
    """Those that nobody has reviewed first, the largest effect first."""
    no_contradiction: str
    gaps: tuple[GapRow, ...]
    """Those that chance is least likely to give first; the widest few where voices are too few to test any."""
    untested: str
    """That none can be tested, where that is so; empty otherwise."""
    no_gap: str


def disagreements_page(assessment: Assessment, speech: Speech, names: Names) -> DisagreementsPage:
    """Return what a workshop should settle, in the order in which it should."""
    model, answers = assessment.model, assessment.facts.answers
    differ = sorted(agenda(model, answers), key=lambda item: item.agreed)
    agreed = {answer.practice for answer in answers if answer.agreed}
    against = sorted(contradictions(model, assessment.scores), key=lambda each: each.practice.id in agreed)
    voices = len(respondents(answers))
    gaps, tested = _ranked(assessment.agreement), any(gap.p is not None for gap in assessment.agreement.gaps)
    return DisagreementsPage(
        title=speech.title(
            _title(
                sum(not item.agreed for item in differ), sum(each.practice.id not in agreed for each in against), voices
            )
        ),
        lead=speech.say(_lead(voices)),
        agreement=tuple(speech.say(sentence) for sentence in _agreement(assessment.agreement, voices)),
        agenda=tuple(_agenda_row(rank, item, assessment, speech) for rank, item in enumerate(differ, start=1)),
        no_agenda=speech.say(_no_agenda(voices)),
        contradictions=tuple(
            _contradiction_row(each, assessment, each.practice.id in agreed, speech) for each in against
        ),
        no_contradiction=speech.say(text("The records contradict no claim.")),
        gaps=tuple(_gap_row(gap, assessment, speech, names) for gap in (gaps if tested else gaps[:_FEW])),
        untested="" if tested else speech.say(_untested(len(gaps))),
        no_gap=speech.say(text("No two roles gave levels to the same question.")),
    )


def _title(differ: int, against: int, voices: int) -> Text:
    if differ and against:
        return text(
            "The workshop has {n:int} {n:plural disagreement|disagreements} and {m:int} contradicted "
            "{m:plural claim|claims} to settle",
            n=differ,
            m=against,
        )
    if differ:
        return text("The workshop has {n:int} {n:plural disagreement|disagreements} to settle", n=differ)
    if against:
        return text("The workshop has {n:int} contradicted {n:plural claim|claims} to settle", n=against)
    if voices < 2:
        return text("Nothing to settle yet: disagreement takes two voices")
    return text("Nothing is left to settle: the voices agree and no claim is contradicted")


def _lead(voices: int) -> Text:
    if voices < 2:
        return text("Let further roles answer before the workshop: what one voice says, nobody has confirmed.")
    return text("Roles that disagree come first, because a workshop can settle that; then the widest spread.")


def _no_agenda(voices: int) -> Text:
    if not voices:
        return text("Nobody has answered the interview yet: there are no scores.")
    if voices == 1:
        return text("One voice alone has answered.")
    return text("On no practice do two voices differ.")


def _agreement(found: Agreement, voices: int) -> list[Text]:
    if voices < 2:
        return []
    told = agreement_words(found)
    if found.alpha is None:
        return [told]
    limits = text(
        "From {reliable:decimal2} on voices can be read as one, from {tentative:decimal2} on with care; 0 is what "
        "chance gives.",
        reliable=RELIABLE,
        tentative=TENTATIVE,
    )
    each = text(
        "r_wg says the same of one practice: 1 is full agreement, 0 what chance gives, below 0 there are camps."
    )
    return [told, limits, each]


def _agenda_row(rank: int, item: Disagreement, assessment: Assessment, speech: Speech) -> AgendaRow:
    between = text("{n:int} {n:plural level|levels}", n=item.between_roles)
    return AgendaRow(
        rank=rank,
        id=item.practice.id,
        statement=speech.words(item.practice.statement),
        by_role=_by_role(item, assessment, speech),
        r_wg=speech.decimal(assessment.agreement.r_wg.get(item.practice.id), 2),
        between=speech.say(between),
        state=_state(item.agreed, speech),
        agreed=item.agreed,
    )


def _state(agreed: bool, speech: Speech) -> str:
    return speech.say(text("agreed") if agreed else text("open"))


def _by_role(item: Disagreement, assessment: Assessment, speech: Speech) -> tuple[str, ...]:
    said = []
    for role, levels in item.by_role.items():
        whole = []
        if levels:
            least, median, most = (level_word(level, speech) for level in (levels[0], item.medians[role], levels[-1]))
            whole.append(median if least == most else f"{median} ({least}–{most})")
        if role in item.not_applicable:
            whole.append(speech.say(NOT_APPLICABLE))
        name = role_name(role, assessment, speech)
        said.append(speech.say(text("{role}: {level}", role=name, level=" / ".join(whole))))
    return tuple(said)


def _contradiction_row(found: Contradiction, assessment: Assessment, agreed: bool, speech: Speech) -> ContradictionRow:
    points = text("{n:decimal} points of its question", n=float(found.cost))
    stages = text("{points}, {n:int} {n:plural stage|stages}", points=points, n=found.stages_lost)
    return ContradictionRow(
        id=found.practice.id,
        statement=speech.words(found.practice.statement),
        levels=f"{level_word(found.claimed, speech)} → {level_word(found.supported, speech)}",
        rank=level_rank(found.supported),
        seen=seen_words(assessment.scores.practice(found.practice.id), speech),
        cost=speech.say(stages if found.stages_lost else points),
        state=_state(agreed, speech),
        agreed=agreed,
    )


def _ranked(found: Agreement) -> list[PerceptionGap]:
    """Return the gaps: those that share practices first, by p, then the widest."""
    return sorted(
        found.gaps,
        key=lambda gap: (not gap.shared, 1.0 if gap.p is None else gap.p, -abs(gap.gap), gap.question, gap.roles),
    )


def _untested(gaps: int) -> Text:
    told = text("Too few voices: no difference between two roles can be told from chance.")
    if gaps <= _FEW:
        return told
    return text("{told} The widest {shown:int} of {n:int} are shown.", told=told, shown=_FEW, n=gaps)


def _gap_row(gap: PerceptionGap, assessment: Assessment, speech: Speech, names: Names) -> GapRow:
    question = next(item for item in assessment.model.questions if item.id == gap.question)
    higher, lower = gap.roles if gap.gap >= 0 else gap.roles[::-1]
    told = text("both alike")
    if round(abs(gap.gap)):
        told = text(
            "{higher} {points:int} {points:plural point|points} above {lower}",
            higher=role_name(higher, assessment, speech),
            points=abs(gap.gap),
            lower=role_name(lower, assessment, speech),
        )
    n = gap.n if gap.gap >= 0 else gap.n[::-1]
    return GapRow(
        question=f"{names.references[question.id]} {speech.words(question.name)}",
        gap=speech.say(told),
        n=f"{n[0]} / {n[1]}",
        p=speech.say(gap_words(gap)),
        shared=speech.say(text("{part:int} of {all:int}", part=gap.shared, all=gap.answered)),
    )
