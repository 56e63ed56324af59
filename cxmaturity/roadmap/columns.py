"""What is kept of an action in ``roadmap.yaml``, as columns of a table: written by exports and read back by updates."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from cxmaturity.evidence.facts import Status
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
BETWEEN: Final = "; "
"""What stands between several causes in one cell."""
