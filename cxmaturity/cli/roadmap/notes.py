"""What the reader of a roadmap should know before reading it, on standard error."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from cxmaturity.words import Text, text

if TYPE_CHECKING:
    from cxmaturity.roadmap import Roadmap


def notes(plan: Roadmap) -> Iterator[Text]:
    """Yield what the reader should know of the plan: teams without a limit, and how sure it is."""
    if plan.unlimited:
        yield text(
            "No capacity is declared for {teams}: their days do not limit the plan.", teams=", ".join(plan.unlimited)
        )
    if plan.actions and not any(item.start for item in plan.actions) and not plan.attainment:
        yield text("Nothing can be planned: no action has a place, neither in time nor in the days that there are.")
    if plan.by_quarter:
        yield text("There are more than 40 actions to place, so they are placed by quarters.")
    if not plan.proven:
        yield text("The time for planning was over: the plan may be {gap:percent1} short of the best.", gap=plan.gap)
