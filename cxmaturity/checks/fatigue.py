"""What the contact audit says of fatigue: findings of the family ``fatigue``.

Each check is a claim; it yields its finding when the claim is false. Limits and words stand in checks.yaml.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Final

from cxmaturity.checks.finding import Finding
from cxmaturity.checks.passing import above, number
from cxmaturity.evidence.measures import ContactFacts
from cxmaturity.model.schema import Check


def nobody_is_asked_over_20_times_a_day(facts: ContactFacts, check: Check) -> Iterator[Finding]:
    """No customer is asked more than 20 times on one calendar day.

    Why it matters: at that rate nobody steers the sends. Source: the alarm that the seed articles name.
    """
    return above(facts, check)


def customers_are_asked_within_the_policy(facts: ContactFacts, check: Check) -> Iterator[Finding]:
    """Few customers are asked more often than the policy in force allows.

    Why it matters: a rule that is not kept protects nobody. Against a policy that the organisation has declared itself,
    a single customer is enough. Source: contact rules in circulation (policies.yaml).
    """
    return above(facts, check, limit=0 if facts.policy.get("declared") else None)


def customers_are_asked_once_a_day_at_most(facts: ContactFacts, check: Check) -> Iterator[Finding]:
    """Few customers are asked twice or more on one calendar day.

    Why it matters: it usually means that teams send without seeing one another. The limit is a share of all customers.
    """
    asked, customers = (number(facts.metrics.get(name)) for name in (check.metric or "", "contacts.customers"))
    return above(facts, check, compared=asked / customers if asked is not None and customers else None)


def times_are_possible(facts: ContactFacts, check: Check) -> Iterator[Finding]:
    """Every contact lies between 1990 and 2100.

    Why it matters: an instant outside shows a fault of an export or a clock, and other times may be wrong as well.
    """
    return above(facts, check)


CHECKS: Final[Mapping[str, Callable[[ContactFacts, Check], Iterator[Finding]]]] = {
    "over_20_a_day": nobody_is_asked_over_20_times_a_day,
    "over_policy": customers_are_asked_within_the_policy,
    "same_day_requests": customers_are_asked_once_a_day_at_most,
    "impossible_times": times_are_possible,
}
"""Finding id to the claim whose failure it is."""
