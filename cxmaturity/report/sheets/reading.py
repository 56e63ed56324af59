"""Results as the workbook of an edition reads them, and how a table is made of them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Final, Generic, TypeVar

from cxmaturity.assess import Assessment
from cxmaturity.evidence.measures import Estimate, Measure
from cxmaturity.model import load_metrics
from cxmaturity.model.schema import Metric
from cxmaturity.report.edition import Edition
from cxmaturity.report.tables import Cell, Column, Kind, Look, Sheet
from cxmaturity.report.view.names import Names, names
from cxmaturity.report.view.source import Source
from cxmaturity.report.view.speech import Speech
from cxmaturity.results import Results
from cxmaturity.roadmap.owners import without_persons
from cxmaturity.roadmap.plan import Roadmap
from cxmaturity.words import Text

Row = TypeVar("Row")
_LINES: Final = 8
"""Lines of a row that are seen at once."""


@dataclass(frozen=True)
class Field(Generic[Row]):
    """One column, and its cell in each row."""

    head: Text | str
    """Ours, or a name that somebody gave."""
    cell: Callable[[Row], Cell]
    kind: Kind = "text"
    width: float = 12
    kind_of: Callable[[Row], Kind] | None = None
    """What its cell in a row holds, where that is not the same in each."""


@dataclass(frozen=True)
class Reading:
    """Results as an edition may tell them: no person owns an action."""

    results: Results
    edition: Edition
    metrics: tuple[Metric, ...]
    """The catalogue, in its order."""

    @classmethod
    def of(cls, results: Results, edition: Edition) -> Reading:
        """Return the results without the names that no report has."""
        return cls(_discreet(results), edition, load_metrics())

    @property
    def assessment(self) -> Assessment:
        """What the workbook tells of."""
        return self.results.assessment

    @property
    def roadmap(self) -> Roadmap | None:
        """The plan; None where there is none."""
        return self.results.roadmap

    @cached_property
    def speech(self) -> Speech:
        """The language."""
        return Speech(self.edition.language, self._catalogue)

    @cached_property
    def names(self) -> Names:
        """What teams, sources and questions are called."""
        return names(self.assessment, self.speech)

    @cached_property
    def source(self) -> Source | None:
        """The plan as its own tables read it."""
        return Source(self.assessment, self.roadmap, self.speech) if self.roadmap else None

    def kind_of(self, metric: str) -> Kind:
        """Return how a metric's values are shown: shares by the hundred, all others as they are."""
        found = self._catalogue.get(metric)
        return "share" if found and found.unit == "share" else "number"

    def definition(self, metric: str) -> str | None:
        """Return what a metric is, in words; None where the catalogue does not have it."""
        found = self._catalogue.get(metric)
        return self.speech.words(found.definition) if found else None

    @cached_property
    def _catalogue(self) -> dict[str, Metric]:
        return {metric.id: metric for metric in self.metrics}

    def say(self, words: Text) -> str:
        """Return one of our own texts."""
        return self.speech.say(words)

    def sheet(  # what a table is made of
        self,
        file: str,
        name: Text,
        fields: Iterable[Field[Row]],
        rows: Iterable[Row],
        look: Callable[[Row], Look | None] | None = None,
        *,
        kept: int = 1,
    ) -> Sheet | None:
        """Return a table with one row each; None without rows. ``look`` is that of a row's first cell."""
        columns, given = tuple(fields), tuple(rows)
        if not given:
            return None
        kinds = {
            (number, place): field.kind_of(row)
            for place, field in enumerate(columns)
            if field.kind_of
            for number, row in enumerate(given)
        }
        looks = {(number, 0): found for number, row in enumerate(given) if look and (found := look(row))}
        return Sheet(
            self.say(name),
            tuple(Column(self._head(field.head), field.width, field.kind) for field in columns),
            tuple(tuple(field.cell(row) for field in columns) for row in given),
            kept=kept,
            looks=looks,
            lines=_LINES,
            kinds=kinds,
            file=file,
        )

    def _head(self, head: Text | str) -> str:
        return self.say(head) if isinstance(head, Text) else self.speech.tidy(head)


def ends(measure: Measure) -> tuple[Cell, Cell, Cell, int | None]:
    """Return a measure as cells: value, both ends of its interval, and its n."""
    if isinstance(measure, Estimate):
        return measure.value, measure.low, measure.high, measure.n
    value = int(measure) if isinstance(measure, bool) else measure
    return value, None, None, None


def numeric(value: object) -> int | float | None:
    """Return a cell of a table as a number; None where it is none."""
    return value if isinstance(value, int | float) and not isinstance(value, bool) else None


def _discreet(results: Results) -> Results:
    if results.roadmap is None:
        return results
    assessment = results.assessment
    return replace(results, roadmap=without_persons(results.roadmap, assessment.model, assessment.facts))
