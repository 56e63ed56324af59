"""What the contact audit says of fatigue: findings of the family ``fatigue``.

Each check is a claim; it yields its finding when the claim is false. Limits and words stand in checks.yaml.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Final

from cxmaturity.checks.finding import Finding
from cxmaturity.checks.passing import above, number
from cxmaturity.contacts.metrics.verdict import direction
from cxmaturity.evidence.measures import ContactFacts, Row, Slope
from cxmaturity.model.schema import Check
from cxmaturity.stats import Z99, newcombe


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


def nobody_is_asked_after_opting_out(facts: ContactFacts, check: Check) -> Iterator[Finding]:
    """No request is sent to a customer who has opted out.

    Why it matters: every such request breaks a promise, and may break the law. An opt-out counts for all sources.
    """
    return above(facts, check)


def nobody_is_asked_after_a_hard_bounce(facts: ContactFacts, check: Check) -> Iterator[Finding]:
    """No request is sent to a customer whose address is known to be invalid.

    Why it matters: it reaches nobody, and mail providers hold it against the sender.
    """
    return above(facts, check)


def few_customers_ignore_requests_in_a_row(facts: ContactFacts, check: Check) -> Iterator[Finding]:
    """Nineteen customers in twenty leave at most four requests in a row unanswered.

    Why it matters: whoever ignored five is unlikely to answer the sixth, and learns to ignore the company.
    """
    return above(facts, check, at_limit=True)


def response_holds_under_pressure(facts: ContactFacts, check: Check) -> Iterator[Finding]:
    """Whoever is asked more often than at other times does not answer less.

    Why it matters: answers lost to fatigue are missing everywhere. The slope within customers and the odds ratio must
    both be below none at 99 %, for at least 100 customers, and answering must not change contact; even so it is an
    association. Source: METHODS.md, negative controls.
    """
    slope = facts.metrics.get(check.metric or "")
    if isinstance(slope, Slope) and direction(facts.metrics) == "falls":
        yield Finding(check, check.severity, check.metric, slope.value, check.limit, reach=None)


def opt_outs_do_not_rise_with_pressure(facts: ContactFacts, check: Check) -> Iterator[Finding]:
    """Nobody opts out more often after the fourth request in 30 days, or a later one, than after a single one.

    Why it matters: an opt-out takes the customer out of every later survey. The rates must differ by Newcombe's 99 %
    interval.
    """
    rows = {str(row["pressure"]): row for row in facts.tables.get(check.metric or "") or ()}
    once, often = _opt_outs(rows, ("1",)), _opt_outs(rows, ("4", "5", "6+"))
    apart = newcombe(*often, *once, Z99)
    if apart is not None and apart[0] > 0:
        rates = {"often": 1000 * often[0] / often[1], "once": 1000 * once[0] / once[1]}
        yield Finding(
            check, check.severity, check.metric, rates["often"] / 1000, check.limit, reach=None, figures=rates
        )


def _opt_outs(rows: Mapping[str, Row], pressures: tuple[str, ...]) -> tuple[int, int]:
    """Return the opt-outs and the requests at some pressures."""
    opt_outs, requests = (
        sum(int(rows[pressure][name] or 0) for pressure in pressures if pressure in rows) for name in ("optouts", "n")
    )
    return opt_outs, requests


def times_are_possible(facts: ContactFacts, check: Check) -> Iterator[Finding]:
    """Every contact lies between 1990 and 2100.

    Why it matters: an instant outside shows a fault of an export or a clock, and other times may be wrong as well.
    """
    return above(facts, check)


CHECKS: Final[Mapping[str, Callable[[ContactFacts, Check], Iterator[Finding]]]] = {
    "over_20_a_day": nobody_is_asked_over_20_times_a_day,
    "over_policy": customers_are_asked_within_the_policy,
    "same_day_requests": customers_are_asked_once_a_day_at_most,
    "contact_after_opt_out": nobody_is_asked_after_opting_out,
    "contact_after_bounce": nobody_is_asked_after_a_hard_bounce,
    "ignored_runs": few_customers_ignore_requests_in_a_row,
    "response_falls_with_pressure": response_holds_under_pressure,
    "opt_out_rises_with_pressure": opt_outs_do_not_rise_with_pressure,
    "impossible_times": times_are_possible,
}
"""Finding id to the claim whose failure it is."""
