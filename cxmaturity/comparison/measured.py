"""What one cycle measured, and of which time its records tell."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from cxmaturity.comparison.metrics import MetricChange, metric_change
from cxmaturity.comparison.samples import sampled
from cxmaturity.evidence.facts import Facts
from cxmaturity.evidence.measures import Measure
from cxmaturity.evidence.origins import Kind, kinds_of
from cxmaturity.model import load_metrics


@dataclass(frozen=True)
class Window:
    """The days that a record tells of."""

    first: date | None
    """None where it is not known."""
    last: date


@dataclass(frozen=True)
class Measured:
    """A cycle's metrics."""

    cycle: str
    day: date
    """The cycle's date."""
    measures: Mapping[str, Measure]
    windows: Mapping[Kind, Window]
    """Of logs and cases; what the map, roadmap.yaml and answers say holds at the cycle's date."""
    rule: Mapping[str, object] | None = None
    """The limits of the contact rule that was in force."""

    @classmethod
    def of(cls, facts: Facts, measures: Mapping[str, Measure]) -> Measured:
        """Return what a cycle measured, from its facts."""
        windows: dict[Kind, Window] = {}
        contacts, loop = facts.contacts, facts.loop
        if contacts and contacts.as_old_as:
            windows["log"] = Window(_day(contacts.metrics.get("contacts.first")), contacts.as_old_as)
        if loop and loop.as_old_as:
            windows["cases"] = Window(None, loop.as_old_as)
        rule = {key: contacts.policy.get(key) for key in ("limits", "counts", "exempt")} if contacts else None
        return cls(facts.cycle, facts.as_of, measures, windows, rule)

    def measure(self, metric: str) -> Measure:
        """Return a metric's value, None where it was not measured."""
        return sampled(metric, self.measures)

    def window(self, metric: str) -> Window:
        """Return the days that a metric's records tell of: up to the end of the one that ends first.

        What rests on the map, on roadmap.yaml or on answers first of all holds at the cycle's date.
        """
        found = [self.windows[kind] for kind in kinds_of(metric) if kind in self.windows] if is_recorded(metric) else []
        if not found:
            return Window(None, self.day)
        begins = [window.first for window in found if window.first]
        return Window(max(begins, default=None), min(window.last for window in found))


def change_of(metric: str, before: Measured, after: Measured) -> MetricChange:
    """Return how a metric moved from one cycle to another; one of two contact rules cannot tell."""
    then, now = before.measure(metric), after.measure(metric)
    if not are_of_one_rule(metric, before, after):
        return MetricChange(metric, then, now, None, None, None, "cannot_tell")
    census = next((known.census for known in load_metrics() if known.id == metric), False)
    return metric_change(metric, then, now, census)


def are_of_one_rule(metric: str, before: Measured, after: Measured) -> bool:
    """Tell whether what a metric counts was counted by one contact rule, where it counts what a rule forbids."""
    return "over_policy" not in metric or before.rule == after.rule


def is_recorded(metric: str) -> bool:
    """Tell whether a metric counts what logs or cases record, be it with the help of the map."""
    return kinds_of(metric)[0] in ("log", "cases")


def _day(instant: Measure) -> date | None:
    return datetime.fromisoformat(instant).date() if isinstance(instant, str) else None
