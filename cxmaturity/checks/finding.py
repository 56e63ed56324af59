"""What a check concluded from facts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from cxmaturity.evidence.measures import Scalar
from cxmaturity.model.schema import Check, Severity
from cxmaturity.words import Language, Text, fill, text

SEVERITIES: Final[Mapping[Severity, Text]] = {"high": text("high"), "medium": text("medium"), "low": text("low")}
"""Severity to what it is called, the most severe first."""


@dataclass(frozen=True)
class Finding:
    """Something that a check found; its words come from the model, its figures from the facts."""

    check: Check
    severity: Severity
    metric: str | None
    """The metric that it rests on."""
    value: float | None
    """The metric's value."""
    limit: float | None
    """The limit that the value passed."""
    reach: float | None
    """Share of the customers concerned; None where it concerns no countable customers."""
    weight: float | None = None
    """Share of the volume of feedback, or of the answers, that it concerns; None where nobody can tell."""
    subjects: tuple[str, ...] = ()
    """Ids of the sources, teams, alerts… that it is about, sorted."""
    figures: Mapping[str, Scalar | Text] = field(default_factory=dict)
    """What the placeholders of its words stand for."""

    @property
    def id(self) -> str:
        """The finding's id, the same in checks.yaml, JSON and actions."""
        return self.check.id

    def title(self, language: Language) -> str:
        """Return the full-sentence title in that language."""
        return fill(self.check.title.show(language), self._figures(), language)

    def detail(self, language: Language) -> str:
        """Return what was counted and what it means, in that language."""
        return fill(self.check.detail.show(language), self._figures(), language)

    def record(self, language: Language) -> dict[str, object]:
        """Return the finding as JSON holds it, its words in that language."""
        return {
            "id": self.id,
            "severity": self.severity,
            "title": self.title(language),
            "metric": self.metric,
            "value": self.value,
            "limit": self.limit,
            "reach": self.reach,
            "subjects": list(self.subjects),
            "detail": self.detail(language),
        }

    def _figures(self) -> dict[str, Scalar | Text]:
        known: dict[str, Scalar | Text] = {
            "value": self.value,
            "limit": self.limit,
            "reach": self.reach,
            "count": len(self.subjects),
            "subjects": ", ".join(self.subjects),
        }
        return known | dict(self.figures)
