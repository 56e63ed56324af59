"""How far the voices agree: alpha over all practices, r_wg on each, and the gaps between roles."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations

from cxmaturity.evidence.answers import Answer, Level
from cxmaturity.model.schema import Model, Question
from cxmaturity.stats import holm, least_permutation_p, ordinal_alpha, permutation_p, r_wg

LEVELS = len(Level)


@dataclass(frozen=True)
class PerceptionGap:
    """How differently two roles see one question."""

    question: str
    roles: tuple[str, str]
    """In alphabetical order."""
    gap: float
    """Mean of the first role's respondents − mean of the second's, in points of 100."""
    p: float | None
    """Permutation p, adjusted by Holm over the questions of this pair of roles; None when too few to test."""
    n: tuple[int, int]
    """Respondents of each role."""


@dataclass(frozen=True)
class Agreement:
    """Agreement of the voices before any workshop; agreed answers are left out."""

    alpha: float | None
    """Krippendorff's alpha, ordinal; None without variation or with one voice."""
    r_wg: Mapping[str, float]
    """Practice to r_wg; practices with fewer than two levels are absent."""
    gaps: tuple[PerceptionGap, ...]

    @property
    def largest_gap(self) -> float | None:
        """The largest difference between two roles on any question, in points (``interview.perception_gap``)."""
        return max((abs(gap.gap) for gap in self.gaps), default=None)


def agreement(model: Model, answers: Iterable[Answer]) -> Agreement:
    """Return how far the respondents of a model's practices agree."""
    asked = {practice.id for practice in model.practices}
    voices: dict[tuple[str, str], dict[str, Level]] = {}
    for answer in answers:
        if isinstance(answer.voice, Level) and not answer.agreed and answer.practice in asked:
            voices.setdefault((answer.role, answer.respondent), {})[answer.practice] = answer.voice
    by_practice = {name: [int(given[name]) for given in voices.values() if name in given] for name in sorted(asked)}
    on_each = {name: r_wg(levels, LEVELS) for name, levels in by_practice.items()}
    return Agreement(
        alpha=ordinal_alpha([voices[key] for key in sorted(voices)]),
        r_wg={name: value for name, value in on_each.items() if value is not None},
        gaps=tuple(
            gap for pair in combinations(sorted({role for role, _ in voices}), 2) for gap in _gaps(model, voices, pair)
        ),
    )


def _gaps(
    model: Model, voices: Mapping[tuple[str, str], Mapping[str, Level]], roles: tuple[str, str]
) -> list[PerceptionGap]:
    means = {
        question.id: [
            [
                mean
                for (played, _), given in sorted(voices.items())
                if played == role and (mean := _mean(model, question, given)) is not None
            ]
            for role in roles
        ]
        for question in model.questions
    }
    seen = {name: (first, second) for name, (first, second) in means.items() if first and second}
    adjusted = holm([permutation_p(*groups) for groups in seen.values()])
    return [
        PerceptionGap(
            question=name,
            roles=roles,
            gap=float(_plain(first) - _plain(second)),
            p=p if least_permutation_p(len(first), len(second)) * len(seen) <= 0.05 else None,
            n=(len(first), len(second)),
        )
        for (name, (first, second)), p in zip(seen.items(), adjusted, strict=True)
    ]


def _mean(model: Model, question: Question, given: Mapping[str, Level]) -> Fraction | None:
    """Return one respondent's own score of a question, 0–100; None without a level in it."""
    said = [
        (Fraction(practice.weight), given[practice.id].points)
        for practice in model.practices_of(question.id)
        if practice.id in given
    ]
    return (
        100 * sum((weight * points for weight, points in said), Fraction(0)) / sum(weight for weight, _ in said)
        if said
        else None
    )


def _plain(values: Sequence[Fraction]) -> Fraction:
    return sum(values, Fraction(0)) / len(values)
