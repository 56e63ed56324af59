"""When a figure of the contact audit passes the limit of a finding, and what the finding then says."""

from __future__ import annotations

from collections.abc import Iterator

from cxmaturity.checks.finding import Finding
from cxmaturity.evidence.measures import ContactFacts, Measure
from cxmaturity.model.schema import Check


def above(
    facts: ContactFacts,
    check: Check,
    compared: float | None = None,
    limit: float | None = None,
    *,
    at_limit: bool = False,
) -> Iterator[Finding]:
    """Yield the finding when a figure lies strictly above its limit, or with ``at_limit`` when it reaches it.

    ``compared`` is that figure where it is not the metric itself, ``limit`` the limit where it is not the check's.
    """
    value = number(facts.metrics.get(check.metric or ""))
    figure = value if compared is None else compared
    passed = (check.limit or 0) if limit is None else limit
    if value is None or figure is None or figure < passed or (figure == passed and not at_limit):
        return
    customers = number(facts.metrics.get("contacts.customers"))
    concerned = facts.concerned.get(check.id)
    yield Finding(
        check=check,
        severity="high" if check.high_above is not None and figure > check.high_above else check.severity,
        metric=check.metric,
        value=value,
        limit=passed,
        reach=concerned / customers if concerned is not None and customers else None,
        figures={"concerned": concerned, "customers": customers},
    )


def number(measure: Measure) -> float | None:
    """Return a measure that is a plain number, None for any other."""
    return measure if isinstance(measure, int | float) and not isinstance(measure, bool) else None
