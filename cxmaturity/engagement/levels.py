"""How files write a level and a reason: words in English or in French, and for levels figures from 0 to 3."""

from __future__ import annotations

import unicodedata
from typing import Final

from cxmaturity.errors import did_you_mean
from cxmaturity.evidence.answers import REASONS, Level, NotApplicable, Reason, Unknown, Voice
from cxmaturity.words import Text, text

_WORDS: Final[dict[str, tuple[str, ...]]] = {
    "not": ("not", "not at all", "non", "pas", "pas du tout"),
    "partly": ("partly", "partially", "en partie", "partiellement", "partiel", "partielle"),
    "largely": ("largely", "largement", "en grande partie", "pour l'essentiel", "majoritairement"),
    "fully": ("fully", "pleinement", "entierement", "totalement", "completement", "tout a fait"),
    "not_applicable": ("not applicable", "n/a", "na", "non applicable", "sans objet", "s/o", "so", "s.o."),
    "unknown": ("unknown", "inconnu", "inconnue", "ne sait pas", "nsp", "je ne sais pas", "personne ne sait"),
}
_NAMES: Final[dict[str, str]] = {word: name for name, words in _WORDS.items() for word in words}
LEVEL_WORDS: Final[dict[str, Text]] = {
    "not": text("not"),
    "partly": text("partly"),
    "largely": text("largely"),
    "fully": text("fully"),
    "not_applicable": text("not applicable"),
    "unknown": text("unknown"),
}
"""What a form offers for each level; read back as that level in either language."""
REASON_WORDS: Final[dict[Reason, Text]] = {
    "not_our_business": text("no part of our business"),
    "outside_control": text("outside our control"),
    "other": text("other (see the note)"),
}
"""What a form offers for each reason; read back as that reason in either language."""
_REASON_NAMES: Final[dict[str, Reason]] = {
    "not our business": "not_our_business",
    "no part of our business": "not_our_business",
    "it is no part of our business": "not_our_business",
    "hors de notre activite": "not_our_business",
    "cela ne releve pas de notre activite": "not_our_business",
    "outside control": "outside_control",
    "outside our control": "outside_control",
    "somebody else decides on it": "outside_control",
    "hors de notre controle": "outside_control",
    "quelqu'un d'autre en decide": "outside_control",
    "other": "other",
    "other (see the note)": "other",
    "another reason": "other",
    "autre": "other",
    "autre (voir la note)": "other",
    "autre raison": "other",
    "une autre raison": "other",
}
"""The reasons' codes and labels, in forms and in the interview, as ``plain`` writes them."""


def level_name(written: object) -> str:
    """Return not, partly, largely, fully, not_applicable or unknown. Raises ValueError with a hint otherwise."""
    if isinstance(written, bool) or not isinstance(written, str | int | float):
        raise ValueError(text("“{value}” is not a level. {hint}", value=written, hint=_KNOWN))
    name = _of_figure(str(written)) or _NAMES.get(plain(str(written)))
    if name is None:
        hint = did_you_mean(plain(str(written)), _NAMES) or _KNOWN
        raise ValueError(text("“{value}” is not a level. {hint}", value=written, hint=hint))
    return name


_KNOWN = text("Levels are not, partly, largely, fully (or 0 to 3), not_applicable and unknown.")


def _of_figure(written: str) -> str | None:
    figures = {"0": "not", "1": "partly", "2": "largely", "3": "fully"}
    return figures.get(written.strip().removesuffix(".0"))


def plain(written: str) -> str:
    """Return the words in lower case, without accents, with single spaces."""
    letters = unicodedata.normalize("NFKD", written.casefold().replace("’", "'").replace("_", " "))
    return " ".join("".join(letter for letter in letters if not unicodedata.combining(letter)).split())


def voice_of(name: str, reason: str | None, note: str) -> Voice:
    """Return what an answer says. Raises ValueError when reason and level do not fit."""
    if name == "not_applicable":
        return _not_applicable(reason, note)
    if reason is not None:
        raise ValueError(text("a reason goes with the level not_applicable only."))
    return Unknown() if name == "unknown" else Level.of(name)


def _not_applicable(reason: str | None, note: str) -> NotApplicable:
    known = text("Reasons are {words}.", words=", ".join(REASONS))
    if reason is None:
        raise ValueError(text("not_applicable needs a reason. {hint}", hint=known))
    code = _REASON_NAMES.get(plain(reason))
    if code is None:
        hint = did_you_mean(reason, REASONS) or did_you_mean(plain(reason), _REASON_NAMES) or known
        raise ValueError(text("“{reason}” is not a reason. {hint}", reason=reason, hint=hint))
    if code == "other" and not note.strip():
        raise ValueError(text("the reason “other” needs a note that says which."))
    return NotApplicable(code, note if code == "other" else "")


def voice_word(voice: Voice) -> str:
    """Return how files write what an answer says, without its reason."""
    if isinstance(voice, Level):
        return voice.word
    return "unknown" if isinstance(voice, Unknown) else "not_applicable"
