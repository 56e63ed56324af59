"""Claims about alerts, teams and touchpoints: who follows up, who watches, who hears."""

from __future__ import annotations

from collections.abc import Iterator

from cxmaturity.evidence.ownership_map import Alert, Touchpoint
from cxmaturity.ownership.claims.claim import Claim
from cxmaturity.ownership.fragility import cut_points, silos
from cxmaturity.ownership.view import View, is_given, owners


def every_alert_states_its_seven_components(view: View) -> Iterator[str]:
    """Each alert states trigger, owner or dispatch, informed, deadline, method, documentation and overseer.

    Why it matters: what an alert leaves open is settled by whoever has time, and the customer reads silence. Source:
    ocx-loop.
    """
    return (alert.id for alert in view.map.alerts or () if not is_complete(alert))


def every_overseer_is_somebody_else(view: View) -> Iterator[str]:
    """No alert is overseen by a team that handles it.

    Why it matters: a forgotten case is else noticed only by those who forgot it. Source: ocx-loop.
    """
    return (alert.id for alert in view.map.alerts or () if alert.overseer in owners(alert.owner))


def every_team_hears_its_touchpoints(view: View) -> Iterator[str]:
    """Each team that owns a touchpoint is accountable, responsible, consulted or informed at one of its sources.

    Why it matters: those who run an experience cannot improve it without hearing about it. Source: steering.
    """
    return (touchpoint.owner for touchpoint in unheard(view) if touchpoint.owner)


def every_important_touchpoint_has_a_source(view: View) -> Iterator[str]:
    """Each touchpoint marked as important is listened to.

    Why it matters: what customers live through there stays unknown until they leave. Source: steering.
    """
    heard = {source.touchpoint for source in view.sources}
    return (place.id for place in view.map.touchpoints or () if place.important and place.id not in heard)


def no_team_answers_for_too_many_sources(view: View) -> Iterator[str]:
    """No team is accountable for more sources than its ``max_sources``.

    Why it matters: beyond what a team can read, accountability exists only on paper. Limit: ours.
    """
    return (team.id for team in view.teams if len(view.accountable_for(team.id)) > team.max_sources)


def no_node_is_a_single_point_of_failure(view: View) -> Iterator[str]:
    """No source, team or lever holds parts of the map together alone (no articulation point).

    Why it matters: one reorganisation there cuts sources off from the teams and levers that serve them; worst where a
    team has no stand-in (``losses.py``). Source: graph theory (Hopcroft and Tarjan 1973).
    """
    return (node.id for node in cut_points(view))


def the_map_hangs_together(view: View) -> Iterator[str]:
    """Every source with its teams and levers is connected with the largest part of the map.

    Why it matters: what is learnt in an isolated part does not travel. Source: seven-questions (silos).
    """
    return (node.id for silo in silos(view)[1:] for node in silo)


def unheard(view: View) -> Iterator[Touchpoint]:
    """Yield the touchpoints whose owner hears none of their sources."""
    for touchpoint in view.map.touchpoints or ():
        if touchpoint.owner and touchpoint.owner not in _hearing(view, touchpoint):
            yield touchpoint


def is_complete(alert: Alert) -> bool:
    """Tell whether an alert states all of its seven components."""
    return not missing_components(alert)


def missing_components(alert: Alert) -> tuple[str, ...]:
    """Return those of an alert's seven components that it does not state, by their keys, in the order of their use."""
    stated = {
        "trigger": is_given(alert.trigger),
        "owner": bool(owners(alert.owner)),
        "informed": any(is_given(name) for name in alert.informed),
        "deadline_hours": alert.deadline_hours is not None,
        "method": is_given(alert.method),
        "documentation": is_given(alert.documentation),
        "overseer": is_given(alert.overseer),
    }
    return tuple(component for component, is_stated in stated.items() if not is_stated)


def _hearing(view: View, touchpoint: Touchpoint) -> set[str]:
    return {
        team
        for source in view.sources_at(touchpoint.id)
        for role in (source.accountable, source.responsible, source.consulted, source.informed)
        for team in role
    }


CLAIMS = (
    Claim("alert_incomplete", every_alert_states_its_seven_components, ("alerts",)),
    Claim("overseer_is_owner", every_overseer_is_somebody_else, ("alerts",)),
    Claim("silent_team", every_team_hears_its_touchpoints, ("touchpoints", "sources")),
    Claim("touchpoint_without_source", every_important_touchpoint_has_a_source, ("touchpoints", "sources")),
    Claim("overloaded_owner", no_team_answers_for_too_many_sources, ("sources",)),
    Claim("single_point_of_failure", no_node_is_a_single_point_of_failure, ("sources",)),
    Claim("isolated_component", the_map_hangs_together, ("sources",)),
)
