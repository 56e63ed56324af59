"""Many voices on one practice become one claim."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from cxmaturity.evidence.answers import Answer, Level, NotApplicable, Unknown, Voice


def claim_of(answers: Iterable[Answer]) -> Voice | None:
    """Return what the organisation claims of one practice, given all current answers to it.

    Lower median inside each role, then over the roles, so that ten voices of one role do not outvote one of another.
    ``unknown`` drops out beside a level; N/A stands only when every voice says so. Agreed answers stand above all.
    None when nobody answered.
    """
    voices = list(answers)
    agreed = [answer for answer in voices if answer.agreed]
    counted = agreed or voices
    levels = [lower_median(levels) for levels in _levels_by_role(counted) if levels]
    if levels:
        return lower_median(levels)
    refusals = [answer.voice for answer in counted if isinstance(answer.voice, NotApplicable)]
    if counted and len(refusals) == len(counted):
        return min(
            refusals, key=lambda refusal: (refusal.reason != "outside_control", refusal.reason, refusal.explanation)
        )
    return Unknown() if counted else None


def _levels_by_role(answers: Sequence[Answer]) -> list[list[Level]]:
    roles = sorted({answer.role for answer in answers})
    return [
        [answer.voice for answer in answers if answer.role == role and isinstance(answer.voice, Level)]
        for role in roles
    ]


def lower_median(levels: Sequence[Level]) -> Level:
    """Return the middle level, the lower of two middle ones."""
    return sorted(levels)[(len(levels) - 1) // 2]
