"""Voices in words: who, in which role, what was said, and what was noted beside it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from cxmaturity.assess import Assessment
from cxmaturity.evidence.answer_words import REASON_WORDS
from cxmaturity.evidence.answers import Answer, Level, Link, NotApplicable, Unknown, Voice
from cxmaturity.report.view.names import level_word
from cxmaturity.report.view.speech import Speech
from cxmaturity.scoring import PracticeScore
from cxmaturity.scoring.voices import medians_by_role
from cxmaturity.words import Text, text


@dataclass(frozen=True)
class VoiceRow:
    """One voice on one practice."""

    who: str
    """The respondent."""
    role: str
    said: str
    """The level as a word, that it does not apply with the reason, or that nobody knows."""
    level: str
    """``l0`` to ``l3`` for the picture of a level, ``none`` without one."""
    agreed: bool
    """What a workshop agreed on: it stands above the others."""
    note: str
    internal: str
    """The note that stays among the assessors; empty unless it was asked for."""
    proof: tuple[str, ...]
    """Documents shown, each with its date where it has one."""


def voice_rows(score: PracticeScore, assessment: Assessment, internal: bool, speech: Speech) -> tuple[VoiceRow, ...]:
    """Return every voice on a practice, those agreed on last."""
    ranked = sorted(score.answers, key=lambda answer: answer.agreed)
    return tuple(
        VoiceRow(
            who=answer.respondent,
            role=role_name(answer.role, assessment, speech),
            said=voice_words(answer.voice, speech),
            level=level_mark(answer.voice),
            agreed=answer.agreed,
            note=answer.note,
            internal=answer.internal_note if internal else "",
            proof=tuple(_proof(link, speech) for link in answer.links),
        )
        for answer in ranked
    )


def role_name(role: str, assessment: Assessment, speech: Speech) -> str:
    """Return a role's name as the model has it, else as the answers have it."""
    known = assessment.model.header.roles.get(role)
    return speech.words(known) if known else role


def voice_words(voice: Voice | None, speech: Speech) -> str:
    """Return what a voice says, with the reason why a practice does not apply in full."""
    if isinstance(voice, Level):
        return level_word(voice, speech)
    if isinstance(voice, NotApplicable):
        given = voice.explanation if voice.reason == "other" else ""
        reason = given or speech.say(REASON_WORDS[voice.reason])
        words = speech.say(text("does not apply ({reason})", reason=reason))
        return f"{words}: {voice.explanation}" if voice.explanation and not given else words
    return speech.say(text("nobody knows") if isinstance(voice, Unknown) else text("not answered"))


def level_mark(voice: Voice | None) -> str:
    """Return the name of the picture of a level."""
    return f"l{int(voice)}" if isinstance(voice, Level) else "none"


def respondents(answers: Iterable[Answer]) -> tuple[str, ...]:
    """Return who gave answers of their own, sorted."""
    return tuple(sorted({answer.respondent for answer in answers if not answer.agreed}))


def unheard(score: PracticeScore, everybody: Sequence[str]) -> tuple[str, ...]:
    """Return the respondents who gave no answer to a practice: they skipped it, or were not asked."""
    heard = {answer.respondent for answer in score.answers}
    return tuple(name for name in everybody if name not in heard)


def combined(score: PracticeScore, assessment: Assessment, speech: Speech) -> str:
    """Return how the voices became one claim."""
    if score.claim is None:
        return speech.say(text("Nobody has answered: nothing is claimed."))
    levels = {role: level for role, level in medians_by_role(score.answers).items() if level is not None}
    if not levels:
        return speech.say(text("No voice gives a level."))
    if any(answer.agreed for answer in score.answers):
        return speech.say(text("What the workshop agreed on stands above every voice."))
    if len(score.answers) == 1:
        return speech.say(text("One voice, which is the claim."))
    return _of_levels(levels, score, assessment, speech)


def _of_levels(levels: Mapping[str, Level], score: PracticeScore, assessment: Assessment, speech: Speech) -> str:
    """Return how several voices became one claim, of which a role has one level or more."""
    if len(set(levels.values())) == 1:
        return speech.say(text("All roles alike.")) if len(levels) > 1 else ""
    if len(levels) == sum(isinstance(answer.voice, Level) for answer in score.answers):
        return speech.say(_middle(sorted(levels.values())))
    roles = ", ".join(_of_role(role, level, assessment, speech) for role, level in levels.items())
    return speech.say(text("By role: {roles}.", roles=roles))


def _middle(levels: Sequence[Level]) -> Text:
    """Return which of the levels, lowest first, is the claim."""
    half = len(levels) // 2
    if len(levels) % 2 or levels[half - 1] == levels[half]:
        return text("The middle level.")
    return text("The middle level, the lower one of two.")


def _of_role(role: str, level: Level, assessment: Assessment, speech: Speech) -> str:
    return speech.say(
        text("{role}: {level}", role=role_name(role, assessment, speech), level=level_word(level, speech))
    )


def _proof(link: Link, speech: Speech) -> str:
    return link.link if link.date is None else speech.say(text("{link} ({day:date})", link=link.link, day=link.date))
