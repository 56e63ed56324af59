"""How files write a level and a reason: words in English or in French, and for levels figures from 0 to 3."""

from __future__ import annotations

from typing import Final

from cxmaturity.errors import closest, did_you_mean
from cxmaturity.evidence import answer_words
from cxmaturity.evidence.answers import REASONS, Level, NotApplicable, Reason, Unknown, Voice
from cxmaturity.words import Language, Text, text
from cxmaturity.words.folding import plain

_WORDS: Final[dict[str, tuple[str, ...]]] = {
    "not": ("not", "not at all", "non", "pas", "pas du tout"),
    "partly": ("partly", "partially", "en partie", "partiellement", "partiel", "partielle"),
    "largely": ("largely", "largement", "en grande partie", "pour l'essentiel", "majoritairement"),
    "fully": ("fully", "pleinement", "entierement", "totalement", "completement", "tout a fait"),
    "not_applicable": (
        *("not applicable", "does not apply", "n/a", "na"),
        *("non applicable", "ne s'applique pas", "sans objet", "s/o", "so", "s.o."),
    ),
    "unknown": (
        *("unknown", "nobody knows", "nobody here knows"),
        *("inconnu", "inconnue", "ne sait pas", "nsp", "je ne sais pas", "personne ne sait"),
    ),
}
_NAMES: Final[dict[str, str]] = {word: name for name, words in _WORDS.items() for word in words}
LEVEL_WORDS: Final[dict[str, Text]] = {
    **{level.word: words for level, words in answer_words.LEVEL_WORDS.items()},
    "not_applicable": answer_words.NOT_APPLICABLE,
    "unknown": answer_words.UNKNOWN,
}
"""What a form offers for each level; read back as that level in either language."""
REASON_WORDS: Final[dict[Reason, Text]] = {**answer_words.REASON_WORDS, "other": text("other (see the note)")}
"""What a form offers for each reason; read back as that reason in either language."""
_REASON_NAMES: Final[dict[str, Reason]] = {
    "not our business": "not_our_business",
    "not part of our business": "not_our_business",
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
    "autre motif": "other",
    "un autre motif": "other",
}
"""The reasons' codes and labels, in forms and in the interview, as ``plain`` writes them."""


def level_name(written: object, language: Language | None = None) -> str:
    """Return not, partly, largely, fully, not_applicable or unknown. Raises ValueError with a hint otherwise.

    The hint speaks as the file does, whose ``language`` that is; as its reader does where that is not known.
    """
    if isinstance(written, bool) or not isinstance(written, str | int | float):
        raise ValueError(text("“{value}” is not a level. {hint}", value=written, hint=_known_levels(language)))
    name = _of_figure(str(written)) or _NAMES.get(plain(str(written)))
    if name is None:
        near = closest(plain(str(written)), _NAMES)
        hint = _did_you_mean(LEVEL_WORDS[_NAMES[near]], language) if near else _known_levels(language)
        raise ValueError(text("“{value}” is not a level. {hint}", value=written, hint=hint))
    return name


def _known_levels(language: Language | None) -> Text:
    figures = {name: _shown(label, language) for name, label in LEVEL_WORDS.items()}
    words = (
        "{not} (0), {partly} (1), {largely} (2), {fully} (3), {not_applicable} (not_applicable), {unknown} (unknown)"
    )
    return text("Levels are {words}.", words=Text(words, figures))


def _shown(label: Text, language: Language | None) -> Text | str:
    return label if language is None else label.show(language)


def _did_you_mean(label: Text, language: Language | None) -> Text:
    return text("Did you mean “{word}”?", word=_shown(label, language))


def _of_figure(written: str) -> str | None:
    figures = {"0": "not", "1": "partly", "2": "largely", "3": "fully"}
    return figures.get(written.strip().removesuffix(".0"))


def voice_of(name: str, reason: str | None, note: str, language: Language | None = None) -> Voice:
    """Return what an answer says. Raises ValueError, as ``level_name`` does, when reason and level do not fit."""
    if name == "not_applicable":
        return _not_applicable(reason, note, language)
    if reason is not None:
        label = _shown(LEVEL_WORDS["not_applicable"], language)
        raise ValueError(text("a reason goes with “{level}” (not_applicable) only.", level=label))
    return Unknown() if name == "unknown" else Level.of(name)


def _not_applicable(reason: str | None, note: str, language: Language | None) -> NotApplicable:
    if reason is None:
        label = _shown(LEVEL_WORDS["not_applicable"], language)
        hint = _known_reasons(language)
        raise ValueError(text("“{level}” (not_applicable) needs a reason. {hint}", level=label, hint=hint))
    code = _REASON_NAMES.get(plain(reason))
    if code is None:
        raise ValueError(text("“{reason}” is not a reason. {hint}", reason=reason, hint=_meant(reason, language)))
    if code == "other" and not note.strip():
        label = _shown(REASON_WORDS["other"], language)
        raise ValueError(text("the reason “{reason}” needs a note that says which.", reason=label))
    return NotApplicable(code, note if code == "other" else "")


def _meant(reason: str, language: Language | None) -> Text:
    """Return which reason was meant: by its code where a code was written, else in words; all of them for none."""
    if "_" in reason and (hint := did_you_mean(reason, REASONS)):
        return hint
    near = closest(plain(reason), _REASON_NAMES)
    return _did_you_mean(REASON_WORDS[_REASON_NAMES[near]], language) if near else _known_reasons(language)


def _known_reasons(language: Language | None) -> Text:
    figures: dict[str, object] = {name: _shown(label, language) for name, label in REASON_WORDS.items()}
    words = "{not_our_business} (not_our_business), {outside_control} (outside_control), {other}"
    return text("Reasons are {words}.", words=Text(words, figures))
