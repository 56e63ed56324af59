"""Shares that the audit prints without an interval, with the one that their customers give them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from cxmaturity.evidence.measures import Estimate, Measure
from cxmaturity.stats import wilson

_CUSTOMERS: Final = "contacts.customers"
_OF_CUSTOMERS: Final = frozenset({"fatigue.customers_over_policy_share", "fatigue.contacts_over_policy_share"})
"""Shares of customers, and of all that was sent to them. What is sent to one customer is alike, so that as many count
as there are customers; that makes the interval of the latter rather too wide than too narrow."""


def sampled(metric: str, measures: Mapping[str, Measure]) -> Measure:
    """Return a metric as it was measured, with Wilson's interval where it is a plain share of known customers."""
    value, customers = measures.get(metric), measures.get(_CUSTOMERS)
    if metric not in _OF_CUSTOMERS or not isinstance(value, int | float) or not isinstance(customers, int):
        return value
    ends = wilson(round(value * customers), customers)
    return value if ends is None else Estimate(float(value), *ends, customers)
