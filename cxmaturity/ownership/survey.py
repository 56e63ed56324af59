"""Ask the map every question."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import date

from cxmaturity.evidence.measures import ContactFacts, Table
from cxmaturity.evidence.ownership_map import OwnershipMap, Source
from cxmaturity.ownership.claims import CLAIMS
from cxmaturity.ownership.claims.follow_up import missing_components, unheard
from cxmaturity.ownership.facts import AlertNode, Conversation, Coverage, Load, OwnershipFacts, SourceNode
from cxmaturity.ownership.fragility import bridges, cut_points, resilience, silos, worst_loss
from cxmaturity.ownership.losses import lost_links, lost_points
from cxmaturity.ownership.metrics import measure, weighted
from cxmaturity.ownership.view import View, owners, teams_of


def survey(
    ownership_map: OwnershipMap,
    contacts: ContactFacts | None,
    as_of: date,
    team: str | None = None,
    timezone: str = "UTC",
) -> OwnershipFacts:
    """Return what the map says at that day, weighted by the log's volume where there is one.

    ``team`` limits which territories must sit on the committee to that one team's; None: the whole company's.
    ``timezone`` is the zone of calendar days.
    """
    view = View(ownership_map, contacts, as_of, team, timezone)
    parts = silos(view)
    failing = {claim.id: claim.failing(view) for claim in CLAIMS}
    return OwnershipFacts(
        accountable=_coverage(view, [source for source in view.sources if len(set(source.accountable)) == 1]),
        can_act=_able_coverage(view),
        load=tuple(_load(view)),
        sources=_nodes(view),
        teams=tuple((each.id, each.name or each.id) for each in view.teams),
        levers=tuple((lever.id, lever.name or lever.id, lever.owner) for lever in ownership_map.levers or ()),
        gaps={name: subjects for name, subjects in failing.items() if subjects},
        metrics=measure(view),
        shadow_share=_shadow_share(view),
        in_time_share=_in_time_share(view),
        resilience=resilience(view),
        worst_loss=worst_loss(view),
        fragile=tuple(node.id for node in cut_points(view)),
        bridges=tuple((first.id, second.id) for first, second in bridges(view)),
        points=lost_points(view),
        links=lost_links(view),
        silos=len(parts),
        apart=tuple(parts[1:]),
        conversations=_conversations(view),
        alerts=tuple(_alerts(view)),
        kpis=tuple((kpi.id, kpi.family) for kpi in ownership_map.kpis or ()),
        unheard=tuple((place.owner, place.id) for place in unheard(view) if place.owner),
        in_time=_in_time(view),
        silent_days=_silent_days(view),
        unseen=_unseen(view),
        volume_of=view.volume_of,
        undescribed=tuple(sorted({section for claim in CLAIMS for section in claim.missing(view)})),
        names=_names(ownership_map),
    )


def _coverage(view: View, covered: list[Source]) -> Coverage:
    total = len(view.sources) + len(view.shadows)
    known = view.map.sources is not None and total > 0
    return Coverage(len(covered) / total if known else None, weighted(view, covered))


def _able_coverage(view: View) -> Coverage:
    if view.map.levers is None:
        return Coverage(None, None)
    return _coverage(view, [source for source in view.sources if teams_of(source) & view.able])


def _load(view: View) -> Iterable[Load]:
    alerts = Counter(team for alert in view.map.alerts or () for team in owners(alert.owner))
    for team in view.teams:
        held = view.accountable_for(team.id)
        room = max(0, team.max_sources - len(held))
        yield Load(
            team=team.id,
            sources=len(held),
            volume_share=weighted(view, held),
            alerts=alerts[team.id],
            room=room,
            max_sources=team.max_sources,
            capacity=team.capacity_days_per_month,
        )


def _nodes(view: View) -> tuple[SourceNode, ...]:
    mapped = [
        SourceNode(
            id=source.id,
            name=source.name or source.id,
            accountable=source.accountable,
            responsible=source.responsible,
            informed=source.informed,
            volume=view.volume(source.id),
            on_map=True,
            touchpoint=source.touchpoint,
        )
        for source in view.sources
    ]
    return (*mapped, *(SourceNode(name, name, (), (), (), view.volume(name), False) for name in view.shadows))


def _shadow_share(view: View) -> float | None:
    total = sum(view.volumes.values())
    if not total:
        return None
    return sum(view.volumes.get(name, 0) for name in view.shadows) / total


def _in_time_share(view: View) -> float | None:
    share = view.contacts.metrics.get("timing.within_declared_share") if view.contacts else None
    return share if isinstance(share, float) else None


def _in_time(view: View) -> dict[str, float]:
    shares = view.contacts.as_declared if view.contacts else {}
    return {source.id: shares[source.id] for source in view.sources if source.timing and source.id in shares}


def _silent_days(view: View) -> dict[str, int]:
    days = ((source.id, view.days_silent(source.id)) for source in view.sources)
    return {source: silent for source, silent in days if silent is not None}


def _unseen(view: View) -> tuple[str, ...]:
    if (log := view.contacts) is None:
        return ()
    return tuple(each.id for each in view.sources if not log.sources.get(each.id) and not log.responses.get(each.id))


def _alerts(view: View) -> Iterable[AlertNode]:
    names = {source.id: source.name or source.id for source in view.sources}
    for alert in view.map.alerts or ():
        source = names.get(alert.source or "", alert.source or "")
        trigger = (alert.trigger or "").strip().replace("<=", "≤").replace(">=", "≥")
        name = f"{source} ({trigger})" if source and trigger else source or trigger or alert.id
        yield AlertNode(alert.id, name, alert.source, missing_components(alert))


def _conversations(view: View) -> tuple[Conversation, ...]:
    """Return the pairs of teams whose sources collide, most collisions first: those who must talk first."""
    accountable = {source.id: set(source.accountable) for source in view.sources}
    met: Counter[tuple[str, str]] = Counter()
    for row in _collisions(view):
        for first in accountable.get(str(row["a"]), set()):
            for second in accountable.get(str(row["b"]), set()) - {first}:
                met[min(first, second), max(first, second)] += int(row["collisions"] or 0)
    ranked = sorted(met.items(), key=lambda item: (-item[1], item[0]))
    return tuple(Conversation(*pair, collisions) for pair, collisions in ranked)


def _collisions(view: View) -> Table:
    return (view.contacts.tables.get("fragmentation.collision_pairs") if view.contacts else None) or ()


def _names(ownership_map: OwnershipMap) -> dict[str, dict[str, str]]:
    sections = ("sources", "teams", "touchpoints", "expectations", "levers", "kpis")
    return {
        section: {entry.id: entry.name for entry in getattr(ownership_map, section) or () if entry.name}
        for section in sections
    }
