"""What the contact audit says of senders and their data: findings of the family ``fragmentation``.

Each check is a claim; it yields its finding when the claim is false. Limits and words stand in checks.yaml.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Final

from cxmaturity.checks.finding import Finding
from cxmaturity.checks.passing import above
from cxmaturity.evidence.measures import ContactFacts
from cxmaturity.model.schema import Check


def sources_keep_apart(facts: ContactFacts, check: Check) -> Iterator[Finding]:
    """Few requests follow another source's request to the same customer within 7 days.

    Why it matters: the senders do not see each other's plans, and the customer meets one company.
    """
    return above(facts, check)


def customers_hear_from_few_sources(facts: ContactFacts, check: Check) -> Iterator[Finding]:
    """Nineteen customers in twenty hear from at most three sources.

    Why it matters: whoever is asked by four programmes has told the same company the same thing four times.
    """
    return above(facts, check, at_limit=True)


def no_question_is_put_again_by_another_source(facts: ContactFacts, check: Check) -> Iterator[Finding]:
    """Few requests put a question that another source had put to the same customer less than 30 days before.

    Why it matters: whoever reads the same question twice learns that the first answer went nowhere.
    """
    return above(facts, check)


def every_metric_has_one_scale(facts: ContactFacts, check: Check) -> Iterator[Finding]:
    """No metric occurs with more than one answer scale.

    Why it matters: results on two scales can be neither added up nor compared, yet they bear one name.
    """
    return above(facts, check)


def every_request_names_its_source(facts: ContactFacts, check: Check) -> Iterator[Finding]:
    """Nearly all requests say which source sent them.

    Why it matters: nobody can be made accountable for a request without a source, and no rule can be applied to it.
    """
    return above(facts, check)


def no_request_is_logged_twice(facts: ContactFacts, check: Check) -> Iterator[Finding]:
    """No two requests have the same customer, instant, source and channel.

    Why it matters: either the tool sent twice, or the export was written twice and inflates every figure.
    """
    return above(facts, check)


def no_two_sources_are_copies(facts: ContactFacts, check: Check) -> Iterator[Finding]:
    """No two sources hold exactly the same customers at the same instants.

    Why it matters: one log is most often a copy of the other, and everything counts double.
    """
    return above(facts, check)


def every_row_can_be_read(facts: ContactFacts, check: Check) -> Iterator[Finding]:
    """Every row has a readable customer and time.

    Why it matters: what cannot be read is left out of every figure, so pressure may be higher than shown.
    """
    return above(facts, check)


CHECKS: Final[Mapping[str, Callable[[ContactFacts, Check], Iterator[Finding]]]] = {
    "collisions": sources_keep_apart,
    "many_senders": customers_hear_from_few_sources,
    "repeated_questions": no_question_is_put_again_by_another_source,
    "metric_conflict": every_metric_has_one_scale,
    "unattributed_contacts": every_request_names_its_source,
    "duplicate_rows": no_request_is_logged_twice,
    "mirrored_sources": no_two_sources_are_copies,
    "rejected_rows": every_row_can_be_read,
}
"""Finding id to the claim whose failure it is."""
