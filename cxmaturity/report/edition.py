"""For whom a report is made: its language, how much it tells, and how it looks."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from cxmaturity.report.theme import Theme
from cxmaturity.words import Language

Kind = Literal["leadership", "working"]
"""For executives, in roles and 8 to 14 pages; or for a workshop, with every practice, voice and finding."""


@dataclass(frozen=True)
class Edition:
    """What may differ between two reports of the same results."""

    language: Language
    kind: Kind = "leadership"
    internal: bool = False
    """Notes that stay among the assessors are printed too, and every page says so."""
    theme: Theme = field(default_factory=Theme)
    templates: Path | None = None
    """Folder of templates that stand before ours."""

    @property
    def names_respondents(self) -> bool:
        """Tell whether respondents are named; elsewhere their roles stand."""
        return self.kind == "working"
