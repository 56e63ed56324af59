"""What a share is taken of: how many there are of what it counts, where the facts hold that."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from cxmaturity.assess import Assessment
from cxmaturity.evidence.measures import ContactFacts, Estimate
from cxmaturity.model.schema import Metric
from cxmaturity.ownership.claims.steering import accountable_teams, territories
from cxmaturity.ownership.view import View

_CLOSE: Final = 1e-6
"""How far part ÷ whole, times the whole, may lie from a whole number."""


def counts(metric: Metric, assessment: Assessment) -> tuple[int, int] | None:
    """Return the part and the whole of a share; None of what is no share, and where its whole is not known.

    A whole that does not make the part a whole number is not the one that the share was taken of.
    """
    measure = assessment.measures.get(metric.id)
    value = measure.value if isinstance(measure, Estimate) else measure
    if metric.unit != "share" or not isinstance(value, int | float):
        return None
    whole = measure.n if isinstance(measure, Estimate) else _whole(metric.id, assessment)
    if not whole or abs((part := value * whole) - round(part)) > _CLOSE:
        return None
    return round(part), whole


def _whole(metric: str, assessment: Assessment) -> int | None:
    facts = assessment.facts
    if metric in _OF_CONTACTS and facts.contacts:
        return _OF_CONTACTS[metric](facts.contacts)
    if metric in _OF_MAP and facts.map:
        return _OF_MAP[metric](View(facts.map, facts.contacts, facts.as_of, facts.team, facts.timezone))
    return None


def _number(contacts: ContactFacts, metric: str) -> int:
    found = contacts.metrics.get(metric)
    return found if isinstance(found, int) else 0


def _requests(contacts: ContactFacts) -> int:
    return _number(contacts, "contacts.count")


def _customers(contacts: ContactFacts) -> int:
    return _number(contacts, "contacts.customers")


def _pairs(contacts: ContactFacts) -> int:
    """Return the pairs of successive requests to one customer: all requests of each, but the first."""
    return _requests(contacts) - _customers(contacts)


def _answers(contacts: ContactFacts) -> int:
    return sum(number or 0 for number in contacts.responses.values())


def _alerts(view: View) -> int:
    return len(view.map.alerts or ())


def _teams(view: View) -> int:
    return len(view.teams)


_OF_CONTACTS: Final[Mapping[str, Callable[[ContactFacts], int]]] = {
    "contacts.top_decile_share": _requests,
    "contacts.unattributed_share": _requests,
    "fatigue.contacts_over_policy_share": _requests,
    "fatigue.customers_over_policy_share": _customers,
    "fragmentation.collision_share": _pairs,
    "response.largest_source_share": _answers,
}
_OF_MAP: Final[Mapping[str, Callable[[View], int]]] = {
    "map.relationship_regular_share": lambda view: sum(source.kind == "relationship" for source in view.sources),
    "map.sources_with_objective_share": lambda view: len(view.sources),
    "map.important_touchpoints_covered_share": lambda view: sum(
        place.important is True for place in view.map.touchpoints or ()
    ),
    "map.playbook_share": lambda view: 3,
    "map.expectations_met_share": lambda view: len(view.map.expectations or ()),
    "map.territories_share": lambda view: len(territories(view)),
    "map.accountable_weighted_share": lambda view: sum(view.volumes.values()),
    "map.alerts_complete_share": _alerts,
    "map.overseer_apart_share": _alerts,
    "map.lead_role_share": _teams,
    "map.team_metric_share": _teams,
    "map.communication_share": lambda view: len(view.map.kpis or ()) + len(accountable_teams(view)),
    "map.recipients_share": lambda view: len(accountable_teams(view)),
}
"""What each share counts, as its definition says."""
