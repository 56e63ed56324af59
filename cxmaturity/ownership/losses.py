"""Which sources depend on one team or one link alone: without it nobody, or nobody with a lever, serves them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

from cxmaturity.evidence.ownership_map import Source
from cxmaturity.ownership.facts import Loss
from cxmaturity.ownership.fragility import bridges, cut_points
from cxmaturity.ownership.view import View, teams_of


def lost_points(view: View) -> tuple[Loss, ...]:
    """Return the articulation points that sources depend on alone, by id.

    Without such a team a source has no team left, or none that owns a lever where it had one. An articulation point
    whose loss only cuts off a lever, or a team that others stand in for, is not among them.
    """
    stranded = _stranded(view)
    points = [node for node in cut_points(view) if node.kind == "team" and node.id in stranded]
    return tuple(Loss((point,), stranded[point.id]) for point in points)


def lost_links(view: View) -> tuple[Loss, ...]:
    """Return the bridges that sources depend on alone, by the ids of their ends.

    It is the link of a source with the only team that serves it, or of such teams with their only lever.
    """
    stranded, levers = _stranded(view), _levers(view)
    found = []
    for first, second in bridges(view):
        team = second if first.kind == "source" else first
        sources = stranded.get(team.id, ())
        if first.kind == "source":
            sources = (first.id,) if first.id in sources else ()
        elif levers[team.id] > 1 or view.map.levers is None:
            sources = ()
        if sources:
            found.append(Loss((first, second), sources))
    return tuple(found)


def _stranded(view: View) -> Mapping[str, tuple[str, ...]]:
    """Return for each team the sources that depend on it alone, in map order."""
    found: dict[str, list[str]] = defaultdict(list)
    for source in view.sources:
        if only := _only_team(view, source):
            found[only].append(source.id)
    return {team: tuple(sources) for team, sources in found.items()}


def _only_team(view: View, source: Source) -> str | None:
    """Return the team that a source depends on alone: its only one that owns a lever, else its only one."""
    teams = teams_of(source)
    able = teams & view.able or teams
    return next(iter(able)) if len(able) == 1 else None


def _levers(view: View) -> Mapping[str, int]:
    """Return how many levers each team owns."""
    found: dict[str, int] = defaultdict(int)
    for lever in view.map.levers or ():
        found[lever.owner or ""] += 1
    return found
