"""What the reader of a roadmap should know before reading it, on standard error."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from cxmaturity.roadmap import months
from cxmaturity.words import Text, text

if TYPE_CHECKING:
    from cxmaturity.cli.roadmap.page import Shown
    from cxmaturity.roadmap import Roadmap
    from cxmaturity.roadmap.plan import Planned


def notes(page: Shown, *, is_printed: bool = False) -> Iterator[Text]:
    """Yield what the reader should know of the plan: teams without a limit, and how sure it is.

    Where the page is printed, what it says itself is left out.
    """
    plan = page.roadmap
    if not is_printed:
        yield from _on_the_page(page)
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


def running_early(page: Shown) -> Iterator[Text]:
    """Say which actions run although something that they require is still to come."""
    places = {plan.action.id: plan for plan in page.roadmap.actions}
    for plan in page.placed:
        for key in plan.action.requires if plan.status == "running" else ():
            if key in places:
                yield _too_early(page, plan, places[key])


def _too_early(page: Shown, plan: Planned, needed: Planned) -> Text:
    names = {
        "action": f"{page.refs[plan.action.id]} {page.called[plan.action.id]}",
        "needed": f"{page.refs.get(needed.action.id, '')} {page.called[needed.action.id]}".lstrip(),
    }
    if needed.start is None or needed.end is None:
        return text("“{action}” runs though it requires “{needed}”, which has no place in the plan.", **names)
    if needed.status == "running":
        last = months.first_day(needed.end)
        return text("“{action}” runs though it requires “{needed}”, which runs until {last:month}.", last=last, **names)
    first = months.first_day(needed.start)
    return text(
        "“{action}” runs though it requires “{needed}”, planned from {first:month}.",
        first=first,
        **names,
    )


def _on_the_page(page: Shown) -> Iterator[Text]:
    """Yield what the page says, too."""
    plan = page.roadmap
    if plan.unlimited:
        yield text(
            "No capacity is declared for {teams}: their days do not limit the plan.",
            teams=page.team_names(plan.unlimited),
        )
    if plan.beside:
        yield running_beside(plan)
    yield from running_early(page)
    if plan.actions and not any(item.start for item in plan.actions) and not plan.attainment:
        yield text("Nothing can be planned: no action has a place, neither in time nor in the days that there are.")
    if plan.by_quarter:
        yield text("There are more than 40 actions to place, so they are placed by quarters.")


def running_beside(plan: Roadmap) -> Text:
    """Say which running actions take days although nothing is left for them to bring."""
    return text(
        "{n:plural This action runs|These actions run} beside the plan and {n:plural takes|take} days of its teams: "
        "{ids}.",
        n=len(plan.beside),
        ids=", ".join(plan.beside),
    )
