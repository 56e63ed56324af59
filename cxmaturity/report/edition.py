"""For whom a report is made: its language, how much it tells, and how it looks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from cxmaturity.report.branding.template_folder import Templates
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
    templates: Templates | None = None
    """Templates that stand before ours."""

    @property
    def names_respondents(self) -> bool:
        """Tell whether respondents are named; elsewhere their roles stand."""
        return self.kind == "working"

    @property
    def theme_digests(self) -> Mapping[str, str]:
        """SHA-256 of the theme's file and of its pictures by name, as they were read; empty where it looks as ours."""
        return self.theme.digests

    @property
    def template_digests(self) -> Mapping[str, str]:
        """SHA-256 of the templates that stand before ours, by their path in their folder, as they were read."""
        return self.templates.digests if self.templates else {}
