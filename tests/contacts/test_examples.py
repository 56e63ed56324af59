"""Examples are the customers with the largest figure of a finding, ties by id, and leave the run as pseudonyms."""

from __future__ import annotations

from dataclasses import replace

import pytest
from contacts import naive, naive_figures, naive_responses, naive_scores
from contacts.logs import random_files, random_rows, write_csv

from cxmaturity.contacts import AuditSettings, Log, audit
from cxmaturity.contacts.kernel.summary import Summary
from cxmaturity.contacts.policy import parse_policy
from cxmaturity.contacts.pseudonyms import pseudonym
from cxmaturity.evidence.measures import contact_facts, contact_record

KEY = bytes(range(32))
PLAIN = AuditSettings(parse_policy("rest-30"), max_rejected=1, key=KEY)


def figures_of(rows) -> dict[str, dict[str, int]]:
    """Return for each finding the customers that it concerns, each with the figure."""
    found = naive.gathered(rows)
    own = found.by_customer
    seen = naive_responses.Observed(
        own,
        found.latest,
        min(contact.at for contacts in own.values() for contact in contacts if naive.in_bounds(contact.at)),
        naive_responses.DAY * 30,
        found.opt_outs,
        found.hard_bounces,
    )
    of_days = {customer: max(naive_figures.days_of(contacts, "UTC").values()) for customer, contacts in own.items()}
    sources = naive_responses.answerable(seen)
    judged = [
        customer
        for customer, contacts in own.items()
        if any(contact.source in sources and naive_responses.judged(seen, contact) for contact in contacts)
    ]
    counted = {
        "duplicate_rows": naive_figures.repeats,
        "impossible_times": lambda own: [contact for contact in own if not naive_figures.possible(contact)],
        "unattributed_contacts": lambda own: [contact for contact in own if not contact.source],
        "over_policy": lambda own: naive_figures.breaking(own, naive.Asked()),
        "collisions": naive_figures.collided,
        "repeated_questions": naive_scores.repeated,
    }
    figures = {name: {one: len(count(own[one])) for one in own} for name, count in counted.items()}
    figures["same_day_requests"] = {one: most for one, most in of_days.items() if most >= 2}
    figures["over_20_a_day"] = {one: most for one, most in of_days.items() if most > 20}
    several = {one: len({contact.source for contact in own[one] if contact.source}) for one in own}
    figures["many_senders"] = {one: named for one, named in several.items() if named >= 4}
    runs = dict(zip(judged, naive_responses.streaks(seen), strict=True))
    figures["ignored_runs"] = {one: run for one, run in runs.items() if run >= 5}
    for name, events in (("contact_after_opt_out", seen.opt_outs), ("contact_after_bounce", seen.hard_bounces)):
        later = naive_responses.later_than(seen, events)
        figures[name] = {one: len(contacts) for one, contacts in zip(own, later, strict=True)}
    return figures


def expected(rows):
    foremost = {
        name: sorted(
            (customer for customer in of if of[customer]), key=lambda customer, of=of: (-of[customer], customer)
        )
        for name, of in figures_of(rows).items()
    }
    return {name: tuple(pseudonym(one, KEY) for one in ones[:3]) for name, ones in foremost.items() if ones}


@pytest.mark.parametrize("seed", range(12))
def test_random_logs(tmp_path, seed):
    files = random_files(seed, 120) if seed < 10 else [random_rows(seed, 500)]
    logs = [Log(write_csv(tmp_path / f"{number}.csv", rows)) for number, rows in enumerate(files)]
    assert audit(logs, PLAIN).examples == expected([row for rows in files for row in rows])


def test_who_asks_for_none_gets_none(tmp_path):
    log = Log(write_csv(tmp_path / "log.csv", random_rows(5, 300)))
    with_examples, without = audit([log], PLAIN), audit([log], replace(PLAIN, key=None))
    assert with_examples.examples
    assert without == replace(with_examples, examples={})
    assert contact_record(with_examples) == contact_record(without)
    assert contact_facts(contact_record(with_examples)).examples == {}


def test_the_key_is_not_told():
    assert str(KEY) not in repr(PLAIN)


def test_examples_merge_in_any_order():
    one = Summary(examples={"a": ((3, "x"), (1, "y")), "b": ((1, "k"),)})
    other = Summary(examples={"a": ((3, "w"), (2, "z"))})
    assert one.merge(other).examples == other.merge(one).examples
    assert one.merge(other).examples["a"] == ((3, "w"), (3, "x"), (2, "z"))
