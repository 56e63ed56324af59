"""Many voices on one practice become one claim."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from cxmaturity.evidence.answers import Answer, Level, NotApplicable, Unknown, Voice


def claim_of(answers: Iterable[Answer]) -> Voice | None:
    """Return what the organisation claims of one practice, given all current answers to it.

    Lower median inside each role, then over the roles, so that ten voices of one role do not outvote one of another.
    ``unknown`` drops out beside a level; N/A stands only when every voice says so. Agreed answers stand above all.
    None when nobody answered.
    """
    counted = _counted(answers)
    levels = [level for level in medians_by_role(counted).values() if level is not None]
    if levels:
        return lower_median(levels)
    refusals = [answer.voice for answer in counted if isinstance(answer.voice, NotApplicable)]
    if counted and len(refusals) == len(counted):
        return min(
            refusals, key=lambda refusal: (refusal.reason != "outside_control", refusal.reason, refusal.explanation)
        )
    return Unknown() if counted else None


def medians_by_role(answers: Iterable[Answer]) -> Mapping[str, Level | None]:
    """Return the lower median of each role's levels, of the answers that count; None for a role without a level.

    Roles are in alphabetical order.
    """
    counted = _counted(answers)
    given = {
        role: [answer.voice for answer in counted if answer.role == role and isinstance(answer.voice, Level)]
        for role in sorted({answer.role for answer in counted})
    }
    return {role: lower_median(levels) if levels else None for role, levels in given.items()}


def _counted(answers: Iterable[Answer]) -> list[Answer]:
    """Return the answers that count: those agreed where there are any, else all."""
    voices = list(answers)
    return [answer for answer in voices if answer.agreed] or voices


def lower_median(levels: Iterable[Level]) -> Level:
    """Return the middle level, the lower of two middle ones."""
    ranked = sorted(levels)
    return ranked[(len(ranked) - 1) // 2]
