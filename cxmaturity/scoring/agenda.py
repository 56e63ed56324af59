"""The workshop's agenda: the practices that respondents see differently, the widest disagreement first."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from cxmaturity.evidence.answers import Answer, Level
from cxmaturity.model.schema import Model, Practice
from cxmaturity.scoring.agreement import LEVELS
from cxmaturity.scoring.voices import lower_median
from cxmaturity.stats import r_wg


@dataclass(frozen=True)
class Disagreement:
    """A practice to which respondents gave different levels."""

    practice: Practice
    by_role: Mapping[str, tuple[Level, ...]]
    """Role to its respondents' levels, lowest first; roles in alphabetical order."""
    r_wg: float
    """Agreement within the group of respondents: 1 is full, 0 what chance gives, below 0 disagreement."""
    agreed: bool
    """A workshop has already agreed on an answer."""

    @property
    def medians(self) -> dict[str, Level]:
        """Role to the lower median of its levels: what the role says as one voice."""
        return {role: lower_median(levels) for role, levels in self.by_role.items()}

    @property
    def between_roles(self) -> int:
        """Levels between the highest and the lowest role."""
        return _spread(self.medians.values())

    @property
    def overall(self) -> int:
        """Levels between the highest and the lowest respondent."""
        return _spread(level for levels in self.by_role.values() for level in levels)


def agenda(model: Model, answers: Iterable[Answer]) -> tuple[Disagreement, ...]:
    """Return every practice on which at least two respondents gave different levels, the widest disagreement first.

    Roles that disagree come before single respondents, because that is what a workshop can settle; then the widest
    spread, the lowest r_wg, the id. Practices already agreed on are in the list, and marked.
    """
    given: dict[str, dict[str, list[Level]]] = {}
    settled = set()
    for answer in answers:
        if answer.agreed:
            settled.add(answer.practice)
        elif isinstance(answer.voice, Level):
            given.setdefault(answer.practice, {}).setdefault(answer.role, []).append(answer.voice)
    found = [
        Disagreement(practice, _sorted(given[practice.id]), _r_wg(given[practice.id]), practice.id in settled)
        for practice in model.practices
        if len({level for levels in given.get(practice.id, {}).values() for level in levels}) > 1
    ]
    return tuple(sorted(found, key=lambda item: (-item.between_roles, -item.overall, item.r_wg, item.practice.id)))


def _sorted(roles: Mapping[str, Iterable[Level]]) -> dict[str, tuple[Level, ...]]:
    return {role: tuple(sorted(levels)) for role, levels in sorted(roles.items())}


def _r_wg(roles: Mapping[str, Iterable[Level]]) -> float:
    levels = sorted(int(level) for levels in roles.values() for level in levels)
    return r_wg(levels, LEVELS) or 0.0


def _spread(levels: Iterable[Level]) -> int:
    known = list(levels)
    return max(known) - min(known)
