"""How far actions are behind, or before, the plan of the cycle before."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from cxmaturity.evidence.facts import Tracked
from cxmaturity.roadmap import months
from cxmaturity.roadmap.plan import Month


@dataclass(frozen=True)
class Span:
    """The months that an action was planned for."""

    start: Month
    end: Month
    """Its last month."""


@dataclass(frozen=True)
class EarlierPlan:
    """The roadmap of an earlier cycle."""

    cycle: str
    spans: Mapping[str, Span]
    """Only of the actions that had a place in it."""
    day: date | None = None
    """The cycle's date, where it is known: what had begun by then was not to be planned any more."""

    @property
    def references(self) -> dict[str, str]:
        """Reference of each action, as in R1, as the plan's pages show it, and its id."""
        return {f"R{number}": id_ for number, id_ in enumerate(self.spans, start=1)}


@dataclass(frozen=True)
class Slip:
    """Months between plan and life: above 0 is late, below 0 early."""

    planned: Span | None
    """None where the action had no place in the plan."""
    start: int | None
    """Of its start; so far where it has not started. None where that is not due yet, or not known."""
    end: int | None
    """Of its end; so far where it has not ended."""

    @property
    def months(self) -> int | None:
        """The slip that counts: that of the end where it is known, else that of the start."""
        return self.start if self.end is None else self.end

    @property
    def is_due(self) -> bool:
        """Whether it is late in something that has not happened yet, or is to happen this month."""
        return self.months is not None and self.months >= 0


def slip(tracked: Tracked, plan: EarlierPlan | None, as_of: date) -> Slip:
    """Return an action's slip against an earlier plan, at a day. A dropped action has none."""
    planned = plan.spans.get(tracked.id) if plan else None
    if planned is None or tracked.status == "dropped":
        return Slip(planned, None, None)
    return Slip(planned, _start(tracked, planned, as_of), _end(tracked, planned, as_of))


def _start(tracked: Tracked, planned: Span, as_of: date) -> int | None:
    first = months.index(planned.start)
    if tracked.started is not None:
        return months.of(tracked.started) - first
    late = months.of(as_of) - first
    return late if tracked.status in ("proposed", "planned") and late >= 0 else None


def _end(tracked: Tracked, planned: Span, as_of: date) -> int | None:
    last = months.index(planned.end)
    if tracked.status == "finished":
        return months.of(tracked.ended) - last if tracked.ended else None
    late = months.of(as_of) - last
    return late if tracked.status == "running" and late > 0 else None
