"""A theme: the colours, logo, names and confidentiality line of whoever hands the report over."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from cxmaturity.model import Bilingual
from cxmaturity.report.branding.pictures import Picture
from cxmaturity.report.colours import OWN, Palette
from cxmaturity.words import Language

Paper = Literal["A4", "Letter"]
"""Sizes of paper: the column of text is as wide and as tall on either."""


@dataclass(frozen=True)
class Look:
    """A theme in one language, as templates lay it out; an empty text stands for ours."""

    author: str = ""
    """Who hands the report over."""
    title: str = ""
    """The title on the cover."""
    confidentiality: str = ""
    """The line at the foot of each page."""
    logo: Picture | None = None
    """Of who hands it over."""
    client_logo: Picture | None = None
    """Of the organisation that it is about."""
    paper: Paper = "A4"


@dataclass(frozen=True)
class Theme:
    """How a report looks; every field left out is as ours."""

    palette: Palette = field(default_factory=lambda: Palette(OWN))
    author: str = ""
    """Who hands the report over."""
    title: Bilingual | None = None
    """The title on the cover."""
    confidentiality: Bilingual | None = None
    """The line at the foot of each page."""
    logo: Picture | None = None
    """Of who hands it over."""
    client_logo: Picture | None = None
    """Of the organisation that it is about."""
    paper: Paper = "A4"
    digests: Mapping[str, str] = field(default_factory=dict, hash=False)
    """SHA-256 of the theme's file and of each picture, by the name of the file."""

    def look(self, language: Language) -> Look:
        """Return the theme in a language."""
        return Look(
            author=self.author,
            title=self.title.show(language) if self.title else "",
            confidentiality=self.confidentiality.show(language) if self.confidentiality else "",
            logo=self.logo,
            client_logo=self.client_logo,
            paper=self.paper,
        )
