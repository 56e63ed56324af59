"""A replay agrees with the naive walk: limits, kinds, priorities, exempt and uncounted contacts, giants, events."""

from __future__ import annotations

import csv
import gzip
import json
import random
from datetime import UTC, datetime, timedelta
from itertools import groupby
from math import ceil
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from contacts import naive, naive_replay
from contacts.logs import START, random_files, random_rows, write_csv
from contacts.naive_replay import Rule
from hypothesis import given, settings
from hypothesis import strategies as st

from cxmaturity.contacts import AuditSettings, Limit, Log, Policy
from cxmaturity.contacts.kernel import keeping
from cxmaturity.contacts.kernel.batches import Batch
from cxmaturity.contacts.kernel.plan import Plan
from cxmaturity.contacts.policy import parse_policy
from cxmaturity.contacts.replay import FRONTIER, RESTS, frontier, replay
from cxmaturity.contacts.rows.zones import UTC as UTC_ZONE
from cxmaturity.errors import InputError

DATA = Path(__file__).parents[3] / "shared" / "data"
PLAIN = naive.Asked()
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
KINDS_OF = ("invite", "other", "reminder")
KINDS = (("nps", "relationship"), ("csat", "transactional"), ("after-call", "transactional"), ("a", "relationship"))
RULES = (
    Rule(((1, 30, None),)),
    Rule(((1, 7, None), (3, 90, None))),
    Rule(((2, 30, None), (5, 180, None)), counts=("invite",)),
    Rule(((1, 1, None),), exempt=("nps", "a", "")),
    Rule(((1, 30, None),), priority=("shop", "b", "nps")),
    Rule(((1, 180, "relationship"), (1, 90, "transactional")), kinds=KINDS),
    Rule(((2, 7, None), (1, 90, "relationship")), priority=("z", "nps"), kinds=KINDS),
    Rule(((3, 30, None), (0, 1, "transactional")), counts=("invite", "reminder", "other"), kinds=KINDS),
    Rule(((0, 30, None),)),
    Rule(((1000, 3, None), (1, 0.5, None))),
)


def policy(rule: Rule) -> Policy:
    limits = tuple(Limit(contacts, days, kind) for contacts, days, kind in rule.limits)
    return Policy("under-test", limits, rule.counts, rule.exempt, rule.priority)


def check(tmp_path, files, rules=RULES, asked=PLAIN):
    paths = [write_csv(tmp_path / f"{number}.csv", rows) for number, rows in enumerate(files)]
    rows = [row for own in files for row in own]
    contacts = naive.gathered(rows, asked)
    read = AuditSettings(
        policy=parse_policy("rest-30"),
        source_kinds=dict(KINDS),
        without_reminders=asked.without_reminders,
        dedupe=asked.dedupe,
        response_window=asked.window,
        max_rejected=1,
    )
    found = replay([Log(path) for path in paths], read, [policy(rule) for rule in rules]).policies
    window = timedelta(days=asked.window)
    assert len(found) == len(rules)
    for each, rule in zip(found, rules, strict=True):
        expected = naive_replay.replay(contacts.by_customer, rule, window)
        for event, figure in (("responded", "stopped_responses"), ("unsubscribed", "stopped_opt_outs")):
            if event not in contacts.types and not any(f"{event}_at" in row for row in rows):
                expected[figure] = None
        assert each.record() == {"policy": "under-test", **expected}
    return found


def with_answers(rows, seed):
    rng = random.Random(seed)
    for row in rows:
        at = datetime.fromisoformat(row["sent_at"])
        for field, share in (("responded_at", 0.3), ("unsubscribed_at", 0.1)):
            lag = rng.choice((timedelta(0), timedelta(days=30), timedelta(days=30, microseconds=1), -timedelta(1)))
            row[field] = (at + lag).isoformat() if rng.random() < share else ""
    return rows


@pytest.mark.parametrize("few", [1, 8, 10**6], ids=["by rank", "both", "alone"])
@pytest.mark.parametrize("seed", range(3))
def test_seeded_logs(tmp_path, monkeypatch, seed, few):
    monkeypatch.setattr(keeping, "_FEW", few)
    monkeypatch.setattr(keeping, "_PIECE", 7)
    check(tmp_path, [with_answers(random_rows(seed, 600), seed)])


@pytest.mark.parametrize("asked", [naive.Asked(without_reminders=True), naive.Asked(dedupe=True, window=10)], ids=str)
def test_options(tmp_path, asked):
    check(tmp_path, [with_answers(random_rows(77, 400), 77)], asked=asked)


@pytest.mark.parametrize("seed", range(15))
def test_events_and_several_files(tmp_path, seed):
    check(tmp_path, random_files(seed), RULES[:7])


LIMIT = st.tuples(
    st.integers(0, 3), st.sampled_from([0.5, 1, 2]), st.sampled_from([None, "relationship", "transactional"])
)
RULE = st.builds(
    Rule,
    st.lists(LIMIT, min_size=1, max_size=3).map(tuple),
    st.sampled_from([("invite",), ("invite", "reminder"), ("other",), ("invite", "reminder", "other")]),
    st.sampled_from([(), ("",), ("a", "b")]),
    st.permutations(("a", "b", "c")).flatmap(lambda names: st.integers(0, 3).map(lambda most: tuple(names[:most]))),
    st.just((("a", "relationship"), ("b", "transactional"), ("c", "transactional"))),
)
SENDING = st.tuples(
    st.integers(0, 2),
    st.sampled_from([0, 0, 1, 24, 36, 48, 49]),
    st.sampled_from(["", "a", "b", "c"]),
    st.sampled_from(KINDS_OF),
)


@given(st.lists(SENDING, min_size=1, max_size=40), RULE, st.sampled_from([1, 2, 64]))
@settings(max_examples=300, deadline=None)
def test_any_log_under_any_rule(drawn, rule, few):
    by_customer, batch, plan = drawn_log(drawn, rule)
    before, keeping._FEW = keeping._FEW, few
    try:
        kept = keeping.kept_by(policy(rule), batch, plan)
    finally:
        keeping._FEW = before
    expected = [gone for own in by_customer.values() for gone in naive_replay.walk(own, rule)]
    assert (~kept).tolist() == expected


def drawn_log(drawn, rule):
    """Return drawn contacts as the naive walk takes them, as the kernel does, and its plan."""
    clocks, contacts = dict.fromkeys(range(3), START), []
    for customer, hours, source, kind in drawn:
        clocks[customer] += timedelta(hours=hours)
        contacts.append(naive.Contact(str(customer), clocks[customer], source, "", "", "", "", kind))
    contacts.sort(key=lambda contact: (contact.customer, *contact.order))
    by_customer = {name: list(own) for name, own in groupby(contacts, key=lambda contact: contact.customer)}
    vocabulary = {"source": ("", "a", "b", "c"), "kind": KINDS_OF}
    codes = {
        name: np.array([values.index(getattr(contact, name)) for contact in contacts], dtype=np.uint8)
        for name, values in vocabulary.items()
    }
    sizes = [len(own) for own in by_customer.values()]
    instants = np.array([(contact.at - EPOCH) // timedelta(microseconds=1) for contact in contacts])
    numbers = np.repeat(np.arange(len(sizes), dtype=np.uint64), sizes)
    batch = Batch(instants, numbers, np.cumsum([0, *sizes[:-1]]), codes)
    return by_customer, batch, Plan(vocabulary, policy(rule), dict(rule.kinds), UTC_ZONE)


def test_a_rest_keeps_what_comes_exactly_so_many_days_later(tmp_path):
    at = [timedelta(0), timedelta(days=7) - timedelta(microseconds=1), timedelta(days=7), timedelta(days=14)]
    rows = [{"customer_id": "a", "sent_at": (START + step).isoformat(), "source": "s"} for step in at]
    [found] = check(tmp_path, [rows], [Rule(((1, 7, None),))])
    assert (found.kept, found.stopped) == (3, 1)


def test_priority_decides_at_one_instant_only(tmp_path):
    rows = [
        {"customer_id": "a", "sent_at": (START + timedelta(days=days)).isoformat(), "source": source}
        for days, source in ((0, "csat"), (0, "nps"), (40, "csat"), (41, "nps"))
    ]
    [found] = check(tmp_path, [rows], [Rule(((1, 30, None),), priority=("nps",))])
    assert found.groups["source"] == {"csat": (1, 1), "nps": (1, 1)}


def test_the_frontier_stops_more_with_more_rest(tmp_path):
    path = write_csv(tmp_path / "log.csv", with_answers(random_rows(5), 5))
    found = replay([Log(path)], AuditSettings(parse_policy("rest-30")), FRONTIER).policies
    table = frontier(found)
    assert [row["days"] for row in table] == list(RESTS)
    assert [each.policy for each in found] == [f"rest-{days}" for days in RESTS]
    stopped = [row["stopped"] for row in table]
    assert stopped[0] == 0
    assert stopped == sorted(stopped)
    assert {row["kept"] + row["stopped"] for row in table} == {1000}


def test_a_preset_with_kinds_needs_kinds(tmp_path):
    path = write_csv(tmp_path / "log.csv", random_rows(5, 20))
    preset = parse_policy("relationship-180-transactional-90")
    with pytest.raises(InputError, match="kind is known"):
        replay([Log(path)], AuditSettings(parse_policy("rest-30")), [preset])


@pytest.mark.skipif(not DATA.is_dir(), reason="the shared data is not here")
def test_on_the_real_log_it_spares_whom_the_rule_is_broken_for():
    expected = json.loads((DATA / "bpi2012_contacts.expected.json").read_text())["bpi2012_contacts"]
    rules = [parse_policy(rule) for rule in ("rest-7", "rest-30", "0/1")]
    log = Log(DATA / "bpi2012_contacts.csv.gz")
    week, month, nothing = replay([log], AuditSettings(rules[0]), rules).policies
    assert week.customers_spared == expected["customers_ge2_in_rolling_7d"]
    assert month.customers_spared == expected["customers_ge2_in_rolling_30d"]
    assert (nothing.kept, nothing.stopped) == (0, expected["sent"])


@pytest.mark.slow
@pytest.mark.skipif(not DATA.is_dir(), reason="the shared data is not here")
def test_on_the_real_log_the_plain_walk_agrees(tmp_path):
    with gzip.open(DATA / "bpi2012_contacts.csv.gz", "rt", encoding="utf-8") as file:
        check(tmp_path, [list(csv.DictReader(file))], RULES[:4])


def test_a_customer_that_fills_the_log(tmp_path):
    at = np.arange(300_000, dtype=np.int64) * 40_000_000 + 1_700_000_000_000_000
    table = pa.table({"customer_id": ["a"] * len(at), "sent_at": pa.array(at, pa.timestamp("us", tz="UTC"))})
    pq.write_table(table, tmp_path / "log.parquet")
    rules = [parse_policy(rule) for rule in ("1/1", "50/1,300/30")]
    found = replay([Log(tmp_path / "log.parquet")], AuditSettings(rules[0]), rules).policies
    days = 300_000 * 40 / 86_400
    assert [each.kept for each in found] == [ceil(days), 300 * ceil(days / 30)]
