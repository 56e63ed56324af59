"""Which practices an interview asks, given the answers so far: a pure function of model, mode and answers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set
from typing import Final, Literal, get_args

from cxmaturity.evidence.answers import Level, NotApplicable, Voice
from cxmaturity.model.schema import Model, Practice

Mode = Literal["ladder", "full", "quick"]
MODES: Final[tuple[Mode, ...]] = get_args(Mode)


def asked(
    model: Model, mode: Mode, voices: Mapping[str, Voice], skipped: Set[str] = frozenset()
) -> tuple[Practice, ...]:
    """Return the practices to ask as far as the answers so far tell, in the order of asking.

    ``voices`` holds this respondent's answers, ``skipped`` the practices passed over in this sitting. In ladder mode
    a question's next stage opens when its lower ones are through and at most one of their required practices is
    below ``largely``.
    """
    match mode:
        case "full":
            return model.practices
        case "quick":
            return tuple(practice for practice in model.practices if practice.screening)
        case "ladder":
            ladders = (_ladder(model.practices_of(question.id), voices, skipped) for question in model.questions)
            return tuple(practice for ladder in ladders for practice in ladder)


def _ladder(practices: Sequence[Practice], voices: Mapping[str, Voice], skipped: Set[str]) -> list[Practice]:
    climbed: list[Practice] = []
    for stage in sorted({practice.stage for practice in practices}):
        climbed += [practice for practice in practices if practice.stage == stage]
        through = all(practice.id in voices or practice.id in skipped for practice in climbed)
        if not through or _weak(climbed, voices) > 1:
            break
    return climbed


def _weak(practices: Sequence[Practice], voices: Mapping[str, Voice]) -> int:
    """Return how many required practices are not known to be at ``largely`` or above; N/A ones are no weakness."""
    return sum(practice.required and not _stands(voices.get(practice.id)) for practice in practices)


def _stands(voice: Voice | None) -> bool:
    return isinstance(voice, NotApplicable) or (isinstance(voice, Level) and voice >= Level.LARGELY)
