"""What a user reads, in English and in French: texts with figures in them, rendered at the edge.

A text is written in English where it arises, ``text("{n:int} rows rejected", n=3)``, travels as a value, and is put
into the reader's language when it is shown. The French stands in ``fr/*.po``; a test compares the two. Numbers, dates
and plurals follow the reader's language through Babel, which is imported only when a figure is shown.

Format of a placeholder: ``{x}`` plain · ``{x:int}`` 12,345 · ``{x:decimal}`` 3.4 · ``{x:decimal2}`` 3.41 ·
``{x:decimal3}`` 3.412 · ``{x:percent}`` 41% · ``{x:percent1}`` 41.3% · ``{x:percent2}`` 41.32%
``{x:short}`` 3.4, but 3 where it is whole · ``{x:date}`` 15 October 2026 · ``{x:month}`` October 2026 ·
``{x:quarter}`` Q4 2026, of ``2026-Q4`` · ``{n:plural row|rows}`` the right word · ``{x:lower}`` in small letters.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any, Final, Literal, get_args

from cxmaturity.words.figures import Figures

Language = Literal["en", "fr"]
LANGUAGES: Final[tuple[Language, ...]] = get_args(Language)
CLICK: Final = os.path.join(os.path.dirname(__file__), "click")  # noqa: PTH118, PTH120  # pathlib is not imported for this
"""Folder of the catalogue of click's own sentences, as gettext finds it."""


@dataclass(frozen=True)
class Text:
    """A sentence in English with named figures, ready to be shown in either language."""

    template: str
    """The English sentence, with ``{name:format}`` placeholders."""
    figures: Mapping[str, object] = field(default_factory=dict)
    """What the placeholders stand for; a value may itself be a Text."""

    def __str__(self) -> str:
        return self.show("en")

    def show(self, language: Language) -> str:
        """Return the sentence in that language, with its figures written as that language writes them."""
        return fill(translation(self.template, language), self.figures, language)


def text(template: str, **figures: object) -> Text:
    """Mark an English sentence for translation; a catalogue in ``fr/`` must hold its French."""
    return Text(template, figures)


def listed(parts: Sequence[Text]) -> Text:
    """Return texts as one, with commas between them."""
    names = [f"part{place}" for place in range(len(parts))]
    return Text(", ".join(f"{{{name}}}" for name in names), dict(zip(names, parts, strict=True)))


def series(parts: Iterable[str], language: Language) -> str:
    """Return parts as one line with semicolons between them, each with the language's space before it."""
    return ("\u00a0; " if language == "fr" else "; ").join(parts)


def fill(template: str, figures: Mapping[str, Any], language: Language) -> str:
    """Return a template of that language with its placeholders filled in."""
    shown = {name: value.show(language) if isinstance(value, Text) else value for name, value in figures.items()}
    return Figures(language).vformat(template, (), shown)


def translation(english: str, language: Language) -> str:
    """Return the sentence in that language, or the English one where the catalogue has none."""
    return english if language == "en" else _french().get(english, english)


def preferred_language(environment: Mapping[str, str] | None = None) -> Language:
    """Return the language that the user's environment asks for; English unless it asks for French."""
    variables = os.environ if environment is None else environment
    for name in ("CXMATURITY_LANG", "LC_ALL", "LC_MESSAGES", "LANG"):
        if value := variables.get(name):
            return "fr" if value.lower().startswith("fr") else "en"
    return "en"


@cache
def _french() -> dict[str, str]:
    from cxmaturity.words.catalogue import read_catalogue

    return read_catalogue("fr")
