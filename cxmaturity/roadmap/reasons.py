"""Why an action has no place in the schedule."""

from __future__ import annotations

from collections.abc import Mapping

from cxmaturity.roadmap import months
from cxmaturity.roadmap.catalogue import Entry
from cxmaturity.roadmap.greedy import free_days
from cxmaturity.roadmap.instance import TOLERANCE, Starts
from cxmaturity.roadmap.problem import Scheduling
from cxmaturity.words import Text, text


def why_not(action: str, entries: Mapping[str, Entry], scheduling: Scheduling, starts: Starts) -> Text:
    """Return why a candidate was not placed: the horizon, a requirement, the order of stages, or a team's capacity.

    ``entries`` are the candidates. The first of these reasons that holds is given.
    """
    instance, number = scheduling.instance, scheduling.job(action)
    job = instance.jobs[number]
    if job.length > instance.periods:
        return text(
            "It takes {n:int} {n:plural month|months}, and the plan has {horizon:int}.",
            n=entries[action].action.months,
            horizon=scheduling.periods.months,
        )
    missing = _missing(action, entries, scheduling, starts)
    if missing is not None:
        return missing
    ready = max([job.ready, *(instance.end(other, starts[other] or 0) + 1 for other in job.requires)])
    window = range(ready, instance.periods - job.length + 1)
    if not window:
        return text(
            "What it requires ends too late: it takes {n:int} {n:plural month|months}, the plan ends in {month:month}.",
            n=entries[action].action.months,
            month=months.first_day(months.name(scheduling.periods.start + scheduling.periods.months - 1)),
        )
    orders = [order for order in instance.orders if order.job == number]
    unmet = [order for order in orders if not instance.met(order, instance.end(number, window[-1]), starts)]
    if unmet:
        return text(
            "It builds on what the plan does not establish in time: {ids}.",
            ids=", ".join(sorted({scheduling.blockers[order] for order in unmet})),
        )
    kept = [
        start for start in window if all(instance.met(order, instance.end(number, start), starts) for order in orders)
    ]
    return _full(number, kept, scheduling, starts)


def _missing(action: str, entries: Mapping[str, Entry], scheduling: Scheduling, starts: Starts) -> Text | None:
    for key in entries[action].action.requires:
        if key in scheduling.jobs and starts[scheduling.job(key)] is None:
            return text("It requires “{id}”, which has no place in the plan.", id=key)
        if (
            key in scheduling.fixed
            and scheduling.periods.after(scheduling.fixed[key].done) >= scheduling.instance.periods
        ):
            return text("It requires “{id}”, which runs until the plan ends.", id=key)
    ready = scheduling.instance.jobs[scheduling.job(action)].ready
    if ready >= scheduling.instance.periods:
        gone = set(entries[action].action.requires) - entries.keys() - scheduling.finished
        return text("It requires what is dropped or left out: {ids}.", ids=", ".join(sorted(gone)))
    return None


def _full(number: int, window: list[int], scheduling: Scheduling, starts: Starts) -> Text:
    """Return which teams lack days, in the periods in which the action could run."""
    instance = scheduling.instance
    nobody = (None,) * len(starts)
    alone = _short(number, window, scheduling, nobody)
    if alone:
        job = instance.jobs[number]
        amount = next(amount for resource, amount in job.demand if resource == alone[0])
        return text(
            "It needs {days:short} {days:plural day|days} a month of the team “{team}”, which never has as many over "
            "its duration. Give it more months, or the team more days.",
            days=amount / scheduling.periods.step,
            team=scheduling.teams[alone[0]],
        )
    always = _short(number, window, scheduling, starts)
    some = sorted({team for start in window for team in _short(number, [start], scheduling, starts)})
    teams = [scheduling.teams[resource] for resource in always or some]
    if not teams:
        return text("It has no place beside the actions that are worth more.")
    return text(
        "The {n:plural team|teams} {teams} {n:plural has|have} no days left for it in any months that it could take.",
        n=len(teams),
        teams=", ".join(f"“{team}”" for team in teams),
    )


def _short(number: int, window: list[int], scheduling: Scheduling, starts: Starts) -> list[int]:
    """Return the resources that do not suffice, wherever in the window the job starts."""
    instance = scheduling.instance
    job = instance.jobs[number]
    free = free_days(instance, starts)
    return [
        resource
        for resource, amount in job.demand
        if all(
            any(free[resource][period] + TOLERANCE < amount for period in range(start, start + job.length))
            for start in window
        )
    ]
