"""The ``map.*`` metrics: what the map alone, or map and log together, say to the evidence rules of practices.

A metric whose section is absent from the file is null: it was not described. One whose section is empty is 0. Where
sections are filled but nothing that the share is taken of stands in them, it is null as well.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable

from cxmaturity.evidence.measures import Measure
from cxmaturity.evidence.ownership_map import Source
from cxmaturity.ownership.claims.follow_up import is_complete
from cxmaturity.ownership.claims.steering import accountable_teams, programme_owners, seats, territories
from cxmaturity.ownership.view import View, is_given, owners

Metric = Callable[[View], Measure]


def measure(view: View) -> dict[str, Measure]:
    """Return every ``map.*`` metric by its id."""
    return {name: _measure_one(view, sections, metric) for name, (sections, metric) in METRICS.items()}


def share(part: Collection[object], whole: Collection[object]) -> float | None:
    """Return part ÷ whole; None of an empty whole."""
    return len(part) / len(whole) if whole else None


def _measure_one(view: View, sections: tuple[str, ...], metric: Metric) -> Measure:
    entries = [getattr(view.map, section) for section in sections]
    if any(entry is None for entry in entries):
        return None
    if any(entry == () for entry in entries):
        return 0
    return metric(view)


def _relationship_regular(view: View) -> Measure:
    """No relationship source at all is 0: what the claim speaks of does not exist on the map."""
    if view.contacts is None:
        return None
    found = _of_kind(view, "relationship")
    return share([source for source in found if source.every_days and not view.is_dead(source)], found) or 0


def _transactional_seen(view: View) -> Measure:
    if view.contacts is None:
        return None
    return sum(bool(view.contacts.sources.get(source.id)) for source in _of_kind(view, "transactional"))


def _with_objective(view: View) -> Measure:
    return share([source for source in view.sources if is_given(source.objective)], view.sources)


def _touchpoints_covered(view: View) -> Measure:
    important = {place.id for place in view.map.touchpoints or () if place.important}
    return share(important & {source.touchpoint for source in view.sources if source.touchpoint}, important)


def _segments(view: View) -> Measure:
    asked = [expectation for expectation in view.map.expectations or () if expectation.origin == "customer"]
    return len({segment for expectation in asked for segment in expectation.segments})


def _playbook(view: View) -> Measure:
    return len({play.class_ for play in view.map.playbook or ()}) / 3


def _expectations_met(view: View) -> Measure:
    met = {crossing.expectation for crossing in view.map.crossings or () if is_given(crossing.kpi)}
    expected = {expectation.id for expectation in view.map.expectations or ()}
    return share(expected & met, expected)


def _programme_owner(view: View) -> Measure:
    return len(programme_owners(view)) == 1


def _territories(view: View) -> Measure:
    named = territories(view)
    return share(named & seats(view), named)


def accountable_weighted(view: View) -> float | None:
    """Return the share of the volume of all sources whose source has exactly one accountable team."""
    return weighted(view, (source for source in view.sources if len(set(source.accountable)) == 1))


def weighted(view: View, sources: Iterable[Source]) -> float | None:
    """Return the share of all volume, shadow sources included, that some sources have; None without volume."""
    total = sum(view.volumes.values()) if view.map.sources is not None else 0
    return sum(view.volumes.get(source.id, 0) for source in sources) / total if total else None


def _alerts_complete(view: View) -> Measure:
    alerts = view.map.alerts or ()
    return share([alert for alert in alerts if is_complete(alert)], alerts)


def _overseers_apart(view: View) -> Measure:
    alerts = view.map.alerts or ()
    apart = [alert for alert in alerts if is_given(alert.overseer) and alert.overseer not in owners(alert.owner)]
    return share(apart, alerts)


def _objective_stated(view: View) -> Measure:
    return bool(view.map.programme and is_given(view.map.programme.objective))


def _lead_roles(view: View) -> Measure:
    return share([team for team in view.teams if is_given(team.lead_role)], view.teams)


def _team_metrics(view: View) -> Measure:
    return share([team for team in view.teams if is_given(team.metric)], view.teams)


def _kpi_families(view: View) -> Measure:
    return len({kpi.family for kpi in view.map.kpis or () if kpi.family})


def _communication(view: View) -> Measure:
    cells = view.map.communication or ()
    shown, audiences = {cell.kpi for cell in cells}, {cell.audience for cell in cells}
    kpis, teams = {kpi.id for kpi in view.map.kpis or ()}, accountable_teams(view)
    return share([*(kpis & shown), *(teams & audiences)], [*kpis, *teams])


def _recipients(view: View) -> Measure:
    teams = accountable_teams(view)
    return share(teams & {cell.audience for cell in view.map.communication or ()}, teams)


def _of_kind(view: View, kind: str) -> list[Source]:
    return [source for source in view.sources if source.kind == kind]


METRICS: dict[str, tuple[tuple[str, ...], Metric]] = {
    "map.relationship_regular_share": (("sources",), _relationship_regular),
    "map.transactional_sources_seen": (("sources",), _transactional_seen),
    "map.sources_with_objective_share": (("sources",), _with_objective),
    "map.important_touchpoints_covered_share": (("touchpoints", "sources"), _touchpoints_covered),
    "map.expectation_segments": (("expectations",), _segments),
    "map.playbook_share": (("playbook",), _playbook),
    "map.expectations_met_share": (("expectations", "crossings"), _expectations_met),
    "map.programme_owner": (("programme",), _programme_owner),
    "map.territories_share": (("teams", "committee"), _territories),
    "map.accountable_weighted_share": (("sources",), accountable_weighted),
    "map.alerts_complete_share": (("alerts",), _alerts_complete),
    "map.overseer_apart_share": (("alerts",), _overseers_apart),
    "map.objective_stated": (("programme",), _objective_stated),
    "map.lead_role_share": (("teams",), _lead_roles),
    "map.team_metric_share": (("teams",), _team_metrics),
    "map.kpi_families": (("kpis",), _kpi_families),
    "map.communication_share": (("communication", "kpis", "sources"), _communication),
    "map.recipients_share": (("communication", "sources"), _recipients),
}
"""Metric id to the sections that it needs, and how it is measured."""
