"""Every answer set of a small model, against a plain reading of SCORING.md."""

from __future__ import annotations

from itertools import product

import small_models as small

from cxmaturity.evidence.answers import Level, NotApplicable, Unknown
from cxmaturity.scoring import judge, tally

PRACTICES = (("q1.a", 2), ("q1.b", 3), ("q2.a", 2), ("q2.b", 2))
VOICES = (
    None,
    Level.NOT,
    Level.PARTLY,
    Level.LARGELY,
    Level.FULLY,
    Unknown(),
    NotApplicable("outside_control"),
    NotApplicable("not_our_business"),
)


def passes(voice: object, high: bool) -> bool:
    if isinstance(voice, NotApplicable):
        return high or voice.reason != "outside_control"
    return voice >= Level.LARGELY if isinstance(voice, Level) else high


def climb(voices: dict[str, object], question: str, high: bool) -> int:
    stage = 1
    for gate in (2, 3, 4, 5):
        if any(
            not passes(voices[name], high) for name, number in PRACTICES if number == gate and name.startswith(question)
        ):
            return stage
        stage = gate
    return stage


def stage_of(voices: dict[str, object]) -> int | None:
    said = {
        question: any(
            isinstance(voices[name], (Level, NotApplicable)) for name, _ in PRACTICES if name.startswith(question)
        )
        for question in ("q1", "q2")
    }
    return (
        min(climb(voices, question, False) if said[question] else 1 for question in said)
        if any(said.values())
        else None
    )


def blockers_of(voices: dict[str, object]) -> tuple[str, ...]:
    reach = (stage_of(voices) or 1) + 1
    return tuple(name for name, gate in PRACTICES if gate <= reach and not passes(voices[name], False))


def flips_of(voices: dict[str, object]) -> tuple[str, ...]:
    found = set()
    for name, voice in voices.items():
        if isinstance(voice, Level):
            for level in (voice - 1, voice + 1):
                if 0 <= level <= 3 and stage_of(voices | {name: Level(level)}) != stage_of(voices):
                    found.add(name)
    return tuple(sorted(found))


def test_every_answer_set_of_a_small_model_agrees_with_a_plain_reading():
    model = small.model([small.practice(name, stage) for name, stage in PRACTICES])
    for choice in product(VOICES, repeat=4):
        voices = dict(zip((name for name, _ in PRACTICES), choice, strict=True))
        answers = [small.answer(name, voice) for name, voice in voices.items() if voice is not None]
        scores = tally(model, judge(model, answers, {}))
        high = min(climb(voices, question, True) for question in ("q1", "q2"))
        assert (scores.stage.value, scores.stage.low, scores.stage.high) == (
            stage_of(voices),
            stage_of(voices) or 1,
            high,
        ), voices
        assert scores.blockers == blockers_of(voices), voices
        assert scores.flips == flips_of(voices), voices
