"""What levels and reasons are called, wherever a person reads them."""

from __future__ import annotations

from typing import Final

from cxmaturity.evidence.answers import Level, NotApplicable, Reason, Unknown, Voice
from cxmaturity.words import Text, text

LEVEL_WORDS: Final[dict[Level, Text]] = {
    Level.NOT: text("not"),
    Level.PARTLY: text("partly"),
    Level.LARGELY: text("largely"),
    Level.FULLY: text("fully"),
}
REASON_WORDS: Final[dict[Reason, Text]] = {
    "not_our_business": text("not part of our business"),
    "outside_control": text("outside our control"),
    "other": text("another reason"),
}
NOT_APPLICABLE: Final = text("does not apply")
UNKNOWN: Final = text("nobody knows")


def voice_short(voice: Voice) -> Text:
    """Return what an answer says in one or two words."""
    if isinstance(voice, Level):
        return LEVEL_WORDS[voice]
    return UNKNOWN if isinstance(voice, Unknown) else NOT_APPLICABLE


def voice_words(voice: Voice) -> Text:
    """Return what an answer says, with the reason why it does not apply."""
    if isinstance(voice, NotApplicable):
        return text("does not apply ({reason})", reason=REASON_WORDS[voice.reason])
    return voice_short(voice)


def voice_word(voice: Voice) -> str:
    """Return how files write what an answer says, without its reason."""
    if isinstance(voice, Level):
        return voice.word
    return "unknown" if isinstance(voice, Unknown) else "not_applicable"
