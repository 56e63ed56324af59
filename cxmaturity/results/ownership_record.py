"""What the ownership map says when it is asked, as JSON holds it."""

from __future__ import annotations

from collections.abc import Iterable

from cxmaturity.ownership.facts import Coverage, Load, Loss, OwnershipFacts


def ownership_record(facts: OwnershipFacts) -> dict[str, object]:
    """Return the answers, as a report tells them."""
    called = dict(facts.teams)
    return {
        "coverage": {"accountable": coverage_record(facts.accountable), "can_act": coverage_record(facts.can_act)},
        "shadow_share": facts.shadow_share,
        "in_time_share": facts.in_time_share,
        "resilience": facts.resilience,
        "worst_loss": facts.worst_loss,
        "volume_of": facts.volume_of,
        "sources": _sources(facts),
        "teams": [
            {
                "name": called.get(load.team, load.team),
                **load_record(load),
                "max_sources": load.max_sources,
                "capacity": load.capacity,
            }
            for load in facts.load
        ],
        "levers": [{"id": id_, "name": name, "team": team} for id_, name, team in facts.levers],
        "alerts": [
            {"id": alert.id, "name": alert.name, "source": alert.source, "lacking": list(alert.lacking)}
            for alert in facts.alerts
        ],
        "kpis": [{"id": id_, "family": family} for id_, family in facts.kpis],
        "gaps": {finding: list(subjects) for finding, subjects in facts.gaps.items()},
        "fragile": list(facts.fragile),
        "bridges": [list(link) for link in facts.bridges],
        "alone": _losses([*facts.points, *facts.links]),
        "silos": facts.silos,
        "conversations": [
            {"teams": [pair.first, pair.second], "collisions": pair.collisions} for pair in facts.conversations
        ],
        "unheard": [{"team": team, "touchpoint": place} for team, place in facts.unheard],
        "unseen": list(facts.unseen),
        "undescribed": list(facts.undescribed),
    }


def _sources(facts: OwnershipFacts) -> list[dict[str, object]]:
    return [
        {
            "id": source.id,
            "name": source.name,
            "on_map": source.on_map,
            "touchpoint": source.touchpoint,
            "accountable": list(source.accountable),
            "responsible": list(source.responsible),
            "informed": list(source.informed),
            "volume": source.volume,
            "silent_days": facts.silent_days.get(source.id),
            "in_time": facts.in_time.get(source.id),
        }
        for source in facts.sources
    ]


def coverage_record(coverage: Coverage) -> dict[str, float | None]:
    """Return shares of the sources as JSON holds them."""
    return {"share": coverage.share, "weighted_share": coverage.weighted_share}


def load_record(load: Load) -> dict[str, object]:
    """Return what one team carries as JSON holds it."""
    return {
        "team": load.team,
        "sources": load.sources,
        "volume_share": load.volume_share,
        "alerts": load.alerts,
        "room": load.room,
    }


def _losses(losses: Iterable[Loss]) -> list[dict[str, object]]:
    return [{"lost": [node.id for node in loss.nodes], "sources": list(loss.sources)} for loss in losses]
