"""What is kept of an action in ``roadmap.yaml``, as columns of a table: written by exports and read back by updates."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from cxmaturity.evidence.facts import Status
from cxmaturity.model.schema import ActionLevel
from cxmaturity.words import Text, text

TRACKED: Final[Mapping[str, Text]] = {
    "id": text("Id"),
    "status": text("Status"),
    "owner": text("Owner"),
    "started": text("Started on"),
    "ended": text("Ended on"),
    "result": text("Result"),
    "feedback": text("Caused by"),
}
"""Key in roadmap.yaml to the head of its column. Owners are the map's ids, dates are days, causes stand in one cell."""
STATUSES: Final[Mapping[Status, Text]] = {
    "proposed": text("proposed"),
    "planned": text("planned"),
    "running": text("running"),
    "finished": text("finished"),
    "dropped": text("dropped"),
}
"""Status to what a cell says."""
CLOSED: Final[frozenset[Status]] = frozenset({"finished", "dropped"})
"""Statuses of an action that may have an end."""
LEVELS: Final[Mapping[ActionLevel, Text]] = {
    "individual": text("individual"),
    "functional": text("functional"),
    "cross-functional": text("cross-functional"),
}
"""Level of an action to what a cell says."""
SHOWN: Final = (
    *(text("Ref"), text("Title"), text("Planned from"), text("Planned until"), text("Months"), text("Carried by")),
    *(text("Fixes the plan’s end"), text("Why it has no place"), text("Days of work"), text("Objective")),
    *(text("Background"), text("Impact"), text("Obstacles"), text("Goal"), text("Metric of the goal")),
    *(text("Value now"), text("Value to reach"), text("Plan of tasks"), text("Level of action"), text("Practices")),
    *(text("Practices, today and then"), text("Findings"), text("Findings in words"), text("Requires")),
    *(text("Value of the action"), text("For the score"), text("For the stage"), text("For the customers concerned")),
    *(text("Confidence"), text("First under"), text("Among the first three under"), text("Not settled against")),
    text("Why here"),
)
"""Heads of the other columns of an exported plan, which shows them and does not take them back."""
BETWEEN: Final = "; "
"""What stands between several causes in one cell."""
