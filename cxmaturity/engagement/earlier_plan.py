"""The plan that a cycle was left with: in its results.json, and apart from it once its actions have begun.

Whoever plans again in the same cycle gets a plan without what is finished. What slips is measured against the plan as
it was before, so that one is kept in ``plan.json``, once.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

from pydantic import BaseModel

from cxmaturity.comparison.slip import EarlierPlan, Span
from cxmaturity.engagement import atomic
from cxmaturity.engagement.folder import Cycle
from cxmaturity.evidence.facts import RoadmapState
from cxmaturity.roadmap import months

SCHEMA = "cxmaturity/plan/1"


def plan_of(cycle: Cycle) -> EarlierPlan | None:
    """Return a cycle's plan as it was before its actions began; None where none was recorded that can be read."""
    spans = _spans(_read(kept_plan(cycle)))
    return current_plan(cycle) if spans is None else EarlierPlan(cycle.name, spans, cycle.settings.date)


def current_plan(cycle: Cycle) -> EarlierPlan | None:
    """Return a cycle's plan as it was planned last; None where none was recorded that can be read."""
    spans = _spans(_read(cycle.results).get("roadmap"))
    return None if spans is None else EarlierPlan(cycle.name, spans, cycle.settings.date)


def keep_plan(cycle: Cycle, results: Mapping[str, object], state: RoadmapState) -> None:
    """Keep the plan that a cycle's results hold when some of its actions have begun since, and no plan is kept yet.

    To be called before results are written anew. Raises InputError when the folder refuses.
    """
    spans = _spans(results.get("roadmap"))
    if not spans or kept_plan(cycle).exists():
        return
    day = cycle.settings.date
    begun = any(
        tracked.id in spans and any(moment is not None and moment > day for moment in (tracked.started, tracked.ended))
        for tracked in state.actions
    )
    if begun:
        actions = [{"id": id_, "start": span.start, "end": span.end} for id_, span in spans.items()]
        atomic.write_json(kept_plan(cycle), {"schema": SCHEMA, "cycle": cycle.name, "actions": actions})


def kept_plan(cycle: Cycle) -> Path:
    """Return the file of the plan that a cycle's progress is measured against."""
    return cycle.folder / "plan.json"


def _read(path: Path) -> dict[str, object]:
    try:
        given = json.loads(path.read_bytes())
    except (OSError, ValueError, RecursionError):
        return {}
    return given if isinstance(given, dict) else {}


class _Placed(BaseModel):
    id: str
    start: str | None
    end: str | None


class _Plan(BaseModel):
    """What a recorded plan holds of the places of its actions."""

    actions: tuple[_Placed, ...]


def _spans(plan: object) -> dict[str, Span] | None:
    """Return the places of a recorded plan's actions; None where it is no plan."""
    try:
        placed = _Plan.model_validate(plan).actions
        return {item.id: Span(_month(item.start), _month(item.end)) for item in placed if item.start and item.end}
    except ValueError:  # pydantic's own are ValueErrors, too
        return None


def _month(given: str) -> str:
    return months.name(months.index(given))
