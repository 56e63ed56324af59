"""What the reader of a roadmap should know before reading it, on standard error."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from cxmaturity.words import Text, text

if TYPE_CHECKING:
    from cxmaturity.cli.roadmap.page import Shown
    from cxmaturity.roadmap import Roadmap


def notes(page: Shown) -> Iterator[Text]:
    """Yield what the reader should know of the plan: teams without a limit, and how sure it is."""
    plan = page.roadmap
    if plan.unlimited:
        yield text(
            "No capacity is declared for {teams}: their days do not limit the plan.",
            teams=page.team_names(plan.unlimited),
        )
    if plan.beside:
        yield running_beside(plan)
    if plan.actions and not any(item.start for item in plan.actions) and not plan.attainment:
        yield text("Nothing can be planned: no action has a place, neither in time nor in the days that there are.")
    if plan.by_quarter:
        yield text("There are more than 40 actions to place, so they are placed by quarters.")
    if plan.interrupted:
        yield text(
            "Interrupted: this is the best plan found until then, {gap:percent1} short of the best at most. It is not"
            " kept in results.json.",
            gap=plan.gap,
        )
    if plan.gains_left_out:
        teams = page.team_names(plan.gains_left_out)
        yield text("What a fifth more days would bring was not planned for {teams}.", teams=teams)
    if not plan.proven and not plan.interrupted:
        yield text("The time for planning was over: the plan may be {gap:percent1} short of the best.", gap=plan.gap)


def running_beside(plan: Roadmap) -> Text:
    """Say which running actions take days although nothing is left for them to bring."""
    return text(
        "{n:plural This action runs|These actions run} beside the plan and {n:plural takes|take} days of its teams: "
        "{ids}.",
        n=len(plan.beside),
        ids=", ".join(plan.beside),
    )
