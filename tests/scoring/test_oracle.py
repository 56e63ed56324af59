"""Scores against a plain reading of SCORING.md: every answer set of a small model, and thousands of random cases."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from itertools import product
from random import Random

import pytest
import small_models as small
from scoring import plain_reading
from scoring.plain_reading import Plain

from cxmaturity.evidence.answers import Level, NotApplicable, Unknown
from cxmaturity.evidence.freshness import TooOld
from cxmaturity.evidence.measures import Estimate
from cxmaturity.scoring import Scores, agreement, judge, tally

REASONS = ("outside_control", "not_our_business", "other")
EVERY_VOICE = (None, 0, 1, 2, 3, "unknown", ("n/a", "outside_control"), ("n/a", "not_our_business"))
LIMITS = {"up": (0.2, 0.5, 0.9), "down": (0.5, 0.2, 0.05)}
TOO_OLD = TooOld("log", date(2025, 1, 31), 622, 400)
SHARES = (0.0, 0.05, 0.1, 0.2, 0.3, 0.5, 0.7, 0.9, 1.0)


def typed(voice):
    if voice == "unknown":
        return Unknown()
    return Level(voice) if isinstance(voice, int) else NotApplicable(voice[1])


def plain(voice):
    if voice is None or isinstance(voice, Level):
        return None if voice is None else int(voice)
    return "unknown" if isinstance(voice, Unknown) else ("n/a", voice.reason)


def model_of(questions, practices):
    built = [
        small.practice(
            item.id,
            item.stage,
            item.required,
            str(float(item.weight)),
            [small.rule(metric, direction, *limits) for metric, direction, limits in item.rules],
        )
        for item in practices
    ]
    return small.model(built, questions)


def answers_of(answers):
    return [small.answer(name, typed(voice), who, role, agreed) for name, voice, who, role, agreed in answers]


def shown(scores: Scores):
    """Return the package's scores in the form of the plain reading."""
    return {
        "practices": {
            item.practice.id: (plain(item.claim), plain(item.supported), plain(item.final), item.verdict)
            for item in scores.practices
        },
        "stage": (scores.stage.value, scores.stage.low, scores.stage.high),
        "claimed_stage": scores.claimed_stage,
        "questions": {
            item.id: {
                "score": (item.score.value, item.score.low, item.score.high, item.score.coverage),
                "claimed": (item.claimed.value, item.claimed.low, item.claimed.high, item.claimed.coverage),
                "headline": item.headline,
                "stage": (item.stage.value, item.stage.low, item.stage.high),
                "top": item.top,
                "own_blockers": list(item.own_blockers),
            }
            for item in scores.questions
        },
        "index": (scores.index.value, scores.index.low, scores.index.high),
        "blockers": list(scores.blockers),
        "flips": list(scores.flips),
    }


def agree(questions, practices, answers, measures, old=()):
    """Compare both readings; what is ``old`` is known to the package and unheard of in the plain reading."""
    model, given = model_of(questions, practices), answers_of(answers)
    known = {name: low if low == high else Estimate(low, low, high, 9) for name, (low, high) in measures.items()}
    fresh = {name: ends for name, ends in measures.items() if name not in old}
    expected = plain_reading.everything(questions, practices, answers, fresh)
    found = shown(tally(model, judge(model, given, known, old=dict.fromkeys(old, TOO_OLD))))
    assert found == expected, (practices, answers, measures, old)


def test_every_answer_set_of_a_small_model_agrees():
    shapes = [("q1.a", "q1", 2), ("q1.b", "q1", 3), ("q2.a", "q2", 2), ("q2.b", "q2", 2)]
    practices = [Plain(*shape, True, Fraction(1), ()) for shape in shapes]
    model = model_of(["q1", "q2"], practices)
    for choice in product(EVERY_VOICE, repeat=4):
        answers = [
            (item.id, voice, "anna", "cx", False)
            for item, voice in zip(practices, choice, strict=True)
            if voice is not None
        ]
        expected = plain_reading.everything(["q1", "q2"], practices, answers, {})
        assert shown(tally(model, judge(model, answers_of(answers), {}))) == expected, choice


CAPS = (None, (0.0, 0.0), (0.2, 0.5), (0.5, 0.5), (0.9, 1.0))
"""Nothing measured; a metric that supports nothing; partly to largely; largely exactly; fully."""


@pytest.mark.parametrize("ends", CAPS)
def test_every_answer_set_of_a_small_model_agrees_under_every_evidence(ends):
    """A practice of two rules, one of one rule and one of none, in two questions and two stages."""
    one, other = (("m1", "up", LIMITS["up"]), ("m2", "down", LIMITS["down"]))
    practices = [
        Plain("q1.a", "q1", 2, True, Fraction(1), (one, other)),
        Plain("q1.b", "q1", 3, True, Fraction(2), (one,)),
        Plain("q2.a", "q2", 2, True, Fraction(1), ()),
    ]
    for choice in product(EVERY_VOICE[:7], EVERY_VOICE[:7], (None, 1, 2, ("n/a", "outside_control"))):
        answers = [
            (item.id, voice, "anna", "cx", False)
            for item, voice in zip(practices, choice, strict=True)
            if voice is not None
        ]
        for second in CAPS[:3]:
            measures = {name: found for name, found in (("m1", ends), ("m2", second)) if found is not None}
            agree(["q1", "q2"], practices, answers, measures)


def random_practices(random: Random, questions: list[str]) -> list[Plain]:
    """Questions of zero to five practices; some without required ones, some with empty stages."""
    required = {question: random.choice((0.0, 0.6, 0.9, 1.0)) for question in questions}
    return [
        Plain(
            f"{question}.p{number}",
            question,
            random.randint(2, 5),
            random.random() < required[question],
            Fraction(random.choice(("1", "1", "2", "0.5", "3.25"))),
            tuple(
                (metric, direction := random.choice(("up", "down")), LIMITS[direction])
                for metric in ("m1", "m2", "m3")
                if random.random() < 0.25
            ),
        )
        for question in questions
        for number in range(random.randint(0, 5))
    ]


def random_answers(random: Random, practices: list[Plain]) -> list[tuple]:
    """From nobody to many voices; some cases refuse everything, some know nothing."""
    people = [(f"r{number}", random.choice(("cx", "executive", "sales"))) for number in range(random.randint(0, 6))]
    levels, refused, unknown, silent = random.choice(
        ((8, 1, 1, 2), (1, 0, 0, 0), (0, 1, 0, 0), (0, 0, 1, 1), (2, 3, 2, 1), (4, 1, 0, 0))
    )
    least = random.choice((0, 0, 2))

    def voice():
        kind = random.choices(("level", "n/a", "unknown", None), (levels, refused, unknown, silent))[0]
        if kind == "level":
            return random.randint(least, 3)
        return ("n/a", random.choice(REASONS)) if kind == "n/a" else kind

    said = [(item.id, voice(), who, role, False) for item in practices for who, role in people]
    agreed = [(item.id, voice(), "workshop", "cx", True) for item in practices if random.random() < 0.1]
    given = [answer for answer in said + agreed if answer[1] is not None]
    random.shuffle(given)
    return given


def random_case(seed: int):
    random = Random(seed)
    questions = [f"q{number}" for number in range(1, random.choice((1, 3, 3, 7)) + 1)]
    practices = random_practices(random, questions)
    ends = {name: sorted(random.choices(SHARES, k=2)) for name in ("m1", "m2", "m3") if random.random() < 0.5}
    return questions, practices, random_answers(random, practices), {name: tuple(end) for name, end in ends.items()}


@pytest.mark.parametrize("block", range(4))
def test_random_cases_agree(block):
    for seed in range(500 * block, 500 * (block + 1)):
        *case, measures = random_case(seed)
        agree(
            *case, measures, old=[name for name in measures if seed % 3 == 0 and Random(f"{seed}{name}").random() < 0.4]
        )


@pytest.mark.parametrize("block", range(2))
def test_agreement_of_random_cases_agrees(block):
    for seed in range(150 * block, 150 * (block + 1)):
        questions, practices, answers, _ = random_case(seed)
        found = agreement(model_of(questions, practices), answers_of(answers))
        expected = plain_reading.alpha(practices, answers)
        assert found.alpha == (None if expected is None else pytest.approx(float(expected), abs=1e-9)), seed
        assert found.r_wg == pytest.approx({k: float(v) for k, v in plain_reading.r_wg(practices, answers).items()})
        gaps = [(gap.question, gap.roles, gap.gap, gap.p, gap.n) for gap in found.gaps]
        assert gaps == [
            (question, roles, pytest.approx(float(gap)), None if p is None else pytest.approx(float(p)), n)
            for question, roles, gap, p, n in plain_reading.gaps(questions, practices, answers)
        ], seed


def test_gaps_between_larger_groups_agree():
    """Ten against five voices can be tested, five against five over seven questions cannot."""
    random = Random(1)
    questions = ["q1", "q2", "q3", "q4", "q5", "q6", "q7"]
    practices = [
        Plain(f"{question}.{name}", question, 2, True, Fraction(1), ()) for question in questions for name in "ab"
    ]
    people = [(f"r{number}", ("cx", "cx", "executive", "sales")[number % 4]) for number in range(20)]
    answers = [
        (item.id, min(3, random.randint(0, 2) + (role == "executive")), who, role, False)
        for item in practices
        for who, role in people
        if random.random() < 0.9
    ]
    expected = plain_reading.gaps(questions, practices, answers)
    found = agreement(model_of(questions, practices), answers_of(answers)).gaps
    assert [(gap.question, gap.roles, gap.n, gap.p) for gap in found] == [
        (question, roles, n, None if p is None else pytest.approx(float(p))) for question, roles, _, p, n in expected
    ]
    assert {p is None for *_, p, _ in expected} == {True, False}
