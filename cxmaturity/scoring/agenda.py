"""The workshop's agenda: the practices that respondents see differently, the widest disagreement first.

Whether a practice applies at all is the widest disagreement there is: one who says that it does not says nothing of
how far it is in place.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final

from cxmaturity.evidence.answers import Answer, Level, NotApplicable
from cxmaturity.model.schema import Model, Practice
from cxmaturity.scoring.agreement import LEVELS
from cxmaturity.scoring.voices import lower_median
from cxmaturity.stats import r_wg

_WIDEST: Final = LEVELS - 1
"""Levels between not and fully."""


@dataclass(frozen=True)
class Disagreement:
    """A practice to which respondents gave different levels, or of which some say that it does not apply."""

    practice: Practice
    by_role: Mapping[str, tuple[Level, ...]]
    """Role to its respondents' levels, lowest first, none where all say N/A; roles in alphabetical order."""
    r_wg: float
    """Agreement within the group of respondents: 1 is full, 0 what chance gives, below 0 disagreement."""
    agreed: bool
    """A workshop has already agreed on an answer."""
    not_applicable: Mapping[str, int] = field(default_factory=dict)
    """Role to how many of its respondents say that the practice does not apply; roles without such a one are absent."""

    @property
    def medians(self) -> dict[str, Level]:
        """Role to the lower median of its levels: what the role says as one voice; roles without a level are absent."""
        return {role: lower_median(levels) for role, levels in self.by_role.items() if levels}

    @property
    def between_roles(self) -> int:
        """Levels between the highest and the lowest role, all there are where a whole role says N/A."""
        return _spread(self.medians.values()) if len(self.medians) == len(self.by_role) else _WIDEST

    @property
    def overall(self) -> int:
        """Levels between the highest and the lowest respondent, all there are where one says N/A."""
        return _WIDEST if self.not_applicable else _spread(level for given in self.by_role.values() for level in given)


def agenda(model: Model, answers: Iterable[Answer]) -> tuple[Disagreement, ...]:
    """Return every practice on which at least two respondents differ, the widest disagreement first.

    They differ by two levels, or by a level and N/A. Roles that disagree come before single respondents, because that
    is what a workshop can settle; then the widest spread, the lowest r_wg, the id. Practices already agreed on are in
    the list, and marked.
    """
    given: dict[str, dict[str, list[Level]]] = {}
    refused: dict[str, Counter[str]] = {}
    settled: set[str] = set()
    voices: dict[str, list[Answer]] = {}
    for answer in answers:
        voices.setdefault(answer.practice, []).append(answer)
        if answer.agreed:
            settled.add(answer.practice)
        elif isinstance(answer.voice, Level):
            given.setdefault(answer.practice, {}).setdefault(answer.role, []).append(answer.voice)
        elif isinstance(answer.voice, NotApplicable):
            given.setdefault(answer.practice, {}).setdefault(answer.role, [])
            refused.setdefault(answer.practice, Counter())[answer.role] += 1
    found = [
        _entry(practice, given[practice.id], refused.get(practice.id, Counter()), practice.id in settled)
        for practice in model.practices
        if differ(voices.get(practice.id, ()))
    ]
    return tuple(sorted(found, key=lambda item: (-item.between_roles, -item.overall, item.r_wg, item.practice.id)))


def differ(answers: Iterable[Answer]) -> bool:
    """Tell whether the voices on one practice differ: by a level, or by a level and N/A; agreed answers are no voices.

    Those who say that nobody knows differ from nobody.
    """
    voices = [answer.voice for answer in answers if not answer.agreed]
    is_refused = any(isinstance(voice, NotApplicable) for voice in voices)
    return len({voice for voice in voices if isinstance(voice, Level)}) + is_refused > 1


def _entry(
    practice: Practice, given: Mapping[str, Iterable[Level]], refused: Mapping[str, int], agreed: bool
) -> Disagreement:
    return Disagreement(practice, _sorted(given), _r_wg(given), agreed, dict(sorted(refused.items())))


def _sorted(roles: Mapping[str, Iterable[Level]]) -> dict[str, tuple[Level, ...]]:
    return {role: tuple(sorted(levels)) for role, levels in sorted(roles.items())}


def _r_wg(roles: Mapping[str, Iterable[Level]]) -> float:
    levels = sorted(int(level) for levels in roles.values() for level in levels)
    return r_wg(levels, LEVELS) or 0.0


def _spread(levels: Iterable[Level]) -> int:
    known = list(levels)
    return max(known) - min(known)
