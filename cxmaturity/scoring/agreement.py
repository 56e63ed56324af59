"""How far the voices agree: alpha over all practices, r_wg on each, and the gaps between roles."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations, islice
from typing import Final, Literal

from cxmaturity.evidence.answers import Answer, Level
from cxmaturity.evidence.measures import Gap
from cxmaturity.model.schema import Model, Practice
from cxmaturity.stats import holm, least_permutation_p, ordinal_alpha, permutation_ps, r_wg

LEVELS: Final = len(Level)
SIGNIFICANT: Final = Fraction(5, 100)
RELIABLE, TENTATIVE = 0.8, 0.667
"""Krippendorff's customary limits of alpha: from the one on, and from the other on with care."""
_HANDFUL: Final = 5
"""Practices that two voices speak of, below which alpha is a figure and no verdict."""
Reading = Literal["few", "high", "fair", "low", "none"]
"""What an alpha allows to conclude."""
_Means = Sequence[Fraction]
_Family = Mapping[str, tuple[_Means, _Means]]
"""What two roles say of each question that both speak of: their respondents' own means."""


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
    shared: int
    """Practices of the question to which both roles gave a level: without any, the gap compares unlike things."""
    answered: int
    """Practices of the question to which at least one of the two roles gave a level."""


@dataclass(frozen=True)
class Agreement:
    """Agreement of the voices before any workshop; agreed answers are left out."""

    alpha: float | None
    """Krippendorff's alpha, ordinal; None without variation or with one voice."""
    r_wg: Mapping[str, float]
    """Practice to r_wg; practices with fewer than two levels are absent."""
    gaps: tuple[PerceptionGap, ...]

    @property
    def reading(self) -> Reading:
        """What alpha allows to conclude; ``few`` without one."""
        if self.alpha is None or len(self.r_wg) < _HANDFUL:
            return "few"
        if self.alpha >= RELIABLE:
            return "high"
        if self.alpha >= TENTATIVE:
            return "fair"
        return "low" if self.alpha > 0 else "none"

    @property
    def largest_gap(self) -> Gap | None:
        """The largest gap on a question of which both roles gave a practice a level, in points.

        It is ``interview.perception_gap``; None when no two roles share a practice. Of equal ones it is the one that
        rests on most practices.
        """
        return _largest((abs(gap.gap), gap.shared) for gap in self.gaps)


def agreement(model: Model, answers: Iterable[Answer]) -> Agreement:
    """Return how far the respondents of a model's practices agree."""
    voices = _voices(model, answers)
    asked = sorted(practice.id for practice in model.practices)
    by_practice = {name: [int(given[name]) for given in voices.values() if name in given] for name in asked}
    on_each = {name: r_wg(levels, LEVELS) for name, levels in by_practice.items()}
    return Agreement(
        alpha=ordinal_alpha([voices[key] for key in sorted(voices)]),
        r_wg={name: value for name, value in on_each.items() if value is not None},
        gaps=_gaps(_families(model, voices), _spoken_of(model, voices)),
    )


def largest_gap(model: Model, answers: Iterable[Answer]) -> Gap | None:
    """Return ``agreement(model, answers).largest_gap`` without the rest of it, which takes its time."""
    voices = _voices(model, answers)
    spoken_of = _spoken_of(model, voices)
    return _largest(
        (abs(_gap(*groups)), len(spoken_of[question, one] & spoken_of[question, other]))
        for (one, other), family in _families(model, voices).items()
        for question, groups in family.items()
    )


def _largest(gaps: Iterable[tuple[float, int]]) -> Gap | None:
    """Return the largest of gaps, each with the number of practices that it rests on; without any it is no gap."""
    found = max((gap for gap in gaps if gap[1]), default=None)
    return None if found is None else Gap(*found)


def _voices(model: Model, answers: Iterable[Answer]) -> dict[tuple[str, str], dict[str, Level]]:
    """Return the levels that each respondent gave, by role and respondent."""
    asked = {practice.id for practice in model.practices}
    voices: dict[tuple[str, str], dict[str, Level]] = {}
    for answer in answers:
        if isinstance(answer.voice, Level) and not answer.agreed and answer.practice in asked:
            voices.setdefault((answer.role, answer.respondent), {})[answer.practice] = answer.voice
    return voices


def _families(model: Model, voices: Mapping[tuple[str, str], Mapping[str, Level]]) -> dict[tuple[str, str], _Family]:
    """Return, for each pair of roles and each question that both speak of, their respondents' own means."""
    asked = {question.id: model.practices_of(question.id) for question in model.questions}
    means: dict[tuple[str, str], list[Fraction]] = {}
    for (role, _), given in sorted(voices.items()):
        for question, practices in asked.items():
            mean = _mean(practices, given)
            if mean is not None:
                means.setdefault((question, role), []).append(mean)
    return {
        (one, other): {
            question.id: (means[question.id, one], means[question.id, other])
            for question in model.questions
            if (question.id, one) in means and (question.id, other) in means
        }
        for one, other in combinations(sorted({role for role, _ in voices}), 2)
    }


def _spoken_of(
    model: Model, voices: Mapping[tuple[str, str], Mapping[str, Level]]
) -> dict[tuple[str, str], frozenset[str]]:
    """Return, by question and role, the practices to which the role's respondents gave a level."""
    found: dict[tuple[str, str], set[str]] = {}
    question_of = {practice.id: practice.question for practice in model.practices}
    for (role, _), given in voices.items():
        for practice in given:
            found.setdefault((question_of[practice], role), set()).add(practice)
    return {key: frozenset(practices) for key, practices in found.items()}


def _testable(family: _Family) -> list[bool]:
    """Tell of each question of a pair of roles whether chance could be ruled out with so many voices."""
    least = holm([least_permutation_p(len(first), len(second)) for first, second in family.values()])
    return [possible <= SIGNIFICANT for possible in least]


def _gaps(
    families: Mapping[tuple[str, str], _Family], spoken_of: Mapping[tuple[str, str], frozenset[str]]
) -> tuple[PerceptionGap, ...]:
    """Return every gap; the questions of a pair of roles are one family of tests."""
    # all at once: comparisons of groups of the same sizes share their arrangements
    ps = iter(permutation_ps([groups for family in families.values() for groups in family.values()]))
    found = []
    for roles, family in families.items():
        adjusted = holm(list(islice(ps, len(family))))
        for (question, (first, second)), p, testable in zip(family.items(), adjusted, _testable(family), strict=True):
            one, other = (spoken_of[question, role] for role in roles)
            found.append(
                PerceptionGap(
                    question=question,
                    roles=roles,
                    gap=_gap(first, second),
                    p=float(p) if testable else None,
                    n=(len(first), len(second)),
                    shared=len(one & other),
                    answered=len(one | other),
                )
            )
    return tuple(found)


def _gap(first: _Means, second: _Means) -> float:
    return float(_plain(first) - _plain(second))


def _mean(practices: Iterable[Practice], given: Mapping[str, Level]) -> Fraction | None:
    """Return one respondent's own score of a question's practices, 0–100; None without a level in it."""
    said = [(Fraction(practice.weight), given[practice.id]) for practice in practices if practice.id in given]
    total = sum(weight for weight, _ in said)
    return Fraction(100, 3) * sum(weight * int(level) for weight, level in said) / total if said else None


def _plain(values: Sequence[Fraction]) -> Fraction:
    return sum(values, Fraction(0)) / len(values)
