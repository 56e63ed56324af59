"""A roadmap with what its tables and pages need to speak of it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from cxmaturity.assess import Assessment
from cxmaturity.report.view.names import Names, names
from cxmaturity.report.view.roadmap import references
from cxmaturity.report.view.speech import Speech
from cxmaturity.roadmap.plan import Planned, Roadmap
from cxmaturity.words import Language


@dataclass(frozen=True)
class Source:
    """An assessment and its roadmap in one language."""

    assessment: Assessment
    roadmap: Roadmap
    speech: Speech

    @classmethod
    def of(cls, assessment: Assessment, roadmap: Roadmap, language: Language) -> Source:
        """Return a roadmap in that language."""
        from cxmaturity.model import load_metrics

        return cls(assessment, roadmap, Speech(language, {metric.id: metric for metric in load_metrics()}))

    @cached_property
    def names(self) -> Names:
        """What teams, sources and questions are called."""
        return names(self.assessment, self.speech)

    @cached_property
    def refs(self) -> dict[str, str]:
        """Reference of every action that has a place."""
        return references(self.roadmap)

    @cached_property
    def called(self) -> dict[str, str]:
        """Action to its title."""
        return {plan.action.id: self.speech.words(plan.action.title) for plan in self.roadmap.actions}

    @property
    def placed(self) -> list[Planned]:
        """The actions that have a place, by start."""
        return [plan for plan in self.roadmap.actions if plan.start is not None]

    @cached_property
    def teams(self) -> list[str]:
        """Every team that has work in some action, sorted."""
        return sorted({team for plan in self.roadmap.actions for team in plan.effort})
