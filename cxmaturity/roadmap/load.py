"""Who works: an action's effort by team, and how many days each team has."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from cxmaturity.errors import InputError, Problem, did_you_mean
from cxmaturity.evidence.facts import Facts
from cxmaturity.model.schema import Action
from cxmaturity.words import text


def effort_by_team(action: Action, facts: Facts) -> dict[str, float]:
    """Return an action's person-days by team; a role that nobody was named for is a team of its own."""
    teams = dict(facts.roles)
    days: dict[str, float] = {}
    for role, amount in action.effort.items():
        team = teams.get(role, role)
        days[team] = days.get(team, 0.0) + amount
    return days


def capacities(
    facts: Facts, months: int, overrides: Mapping[str, float] | None, working: Iterable[str]
) -> dict[str, tuple[float, ...]]:
    """Return days per month of every team that declares them: an override, else roadmap.yaml, else the map.

    ``working`` are the teams that have work. Raises InputError for an override of an unknown team or below 0.
    """
    given: dict[str, tuple[float, ...]] = {
        team.id: (team.capacity_days_per_month,)
        for team in (facts.map.teams or () if facts.map else ())
        if team.capacity_days_per_month is not None
    }
    given |= {team: days for team, days in facts.roadmap.capacity.items() if days}
    _check_overrides(overrides or {}, {*given, *working, *_teams_of_the_map(facts)})
    given |= {team: (days,) for team, days in (overrides or {}).items()}
    _check_days(given)
    return {team: _spread(days, months) for team, days in sorted(given.items())}


def _spread(days: tuple[float, ...], months: int) -> tuple[float, ...]:
    """Return one figure a month; the last one repeats."""
    return tuple(float(days[min(month, len(days) - 1)]) for month in range(months))


def _teams_of_the_map(facts: Facts) -> set[str]:
    return {team.id for team in (facts.map.teams or ())} if facts.map else set()


def _check_overrides(overrides: Mapping[str, float], known: set[str]) -> None:
    problems = [
        Problem(
            text("--capacity: there is no team “{team}”.", team=team),
            remedy=did_you_mean(team, known) or text("Teams are: {teams}.", teams=", ".join(sorted(known))),
        )
        for team in sorted(overrides.keys() - known)
    ]
    if problems:
        raise InputError(problems)


def _check_days(given: Mapping[str, tuple[float, ...]]) -> None:
    problems = [
        Problem(
            text("the capacity of the team “{team}” is below 0 in some month.", team=team),
            remedy=text("Give days per month from 0 up."),
        )
        for team, days in sorted(given.items())
        if not all(0 <= amount < float("inf") for amount in days)
    ]
    if problems:
        raise InputError(problems)
