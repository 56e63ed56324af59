"""The audit agrees with a naive reference on every metric that exists."""

from __future__ import annotations

import math
import random
from collections.abc import Mapping
from dataclasses import is_dataclass
from datetime import UTC, date, datetime, timedelta

import pytest
from contacts import naive, naive_figures, naive_responses, naive_scores
from contacts.logs import SOURCES, START, random_files, random_rows, write_csv, write_parquet
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cxmaturity.contacts import AuditSettings, Limit, Log, Policy, audit
from cxmaturity.evidence.measures import measure_record

PLAIN = naive.Asked()
KINDS = {"nps": "relationship", "csat": "transactional", "after-call": "transactional"}


def asked_settings(asked: naive.Asked) -> AuditSettings:
    limits = tuple(Limit(contacts, days, kind) for contacts, days, kind in asked.limits)
    return AuditSettings(
        policy=Policy("under-test", limits, asked.counts, asked.exempt),
        timezone=asked.zone,
        log_from=asked.first_day,
        log_to=asked.last_day,
        response_window=asked.window,
        without_reminders=asked.without_reminders,
        dedupe=asked.dedupe,
        source_kinds=dict(asked.kinds),
        mapped_tools=asked.mapped_tools,
        platform_tools=asked.platform_tools,
        max_rejected=1,
    )


def check(path, rows, asked=PLAIN):
    return check_files([path], rows, asked)


def check_files(paths, rows, asked=PLAIN):
    facts = audit([Log(path) for path in paths], asked_settings(asked))
    metrics, tables, concerned = expected(rows, asked)
    assert differences(facts.metrics, metrics) == {}
    assert facts.tables.keys() == tables.keys()
    assert [name for name in tables if not same(facts.tables[name], tables[name])] == []
    assert {name: n for name, n in facts.concerned.items() if n} == {name: n for name, n in concerned.items() if n}
    assert facts.by_day == sends_by_day(rows, asked)
    assert list(facts.by_day) == sorted(facts.by_day)
    return facts


def sends_by_day(rows, asked):
    """Return the contacts of each calendar day, those outside 1990 to 2100 left out."""
    contacts = [contact for own in naive.gathered(rows, asked).by_customer.values() for contact in own]
    days = naive_figures.days_of([contact for contact in contacts if naive.in_bounds(contact.at)], asked.zone)
    return {day.isoformat(): sends for day, sends in days.items()}


def expected(rows, asked):
    """Return what the references say of all rows, with null for what no row could show."""
    metrics, pairs, concerned = naive.audit(rows, asked)
    found = naive.gathered(rows, asked)
    own, fields = found.by_customer, {name for row in rows for name in row}
    has_source = "source" in fields
    contacts = [contact for each in own.values() for contact in each]
    answers, opt_outs, bounces = (
        not fields.isdisjoint(columns) or event in found.types
        for columns, event in (
            (["responded_at"], "responded"),
            (["unsubscribed_at"], "unsubscribed"),
            (["bounced", "bounced_at"], "bounced"),
        )
    )
    seen = naive_responses.Observed(
        own,
        found.latest,
        min(contact.at for contact in contacts if naive.in_bounds(contact.at)),
        timedelta(days=asked.window),
        {customer: found.opt_outs.get(customer, []) for customer in own},
        {customer: found.hard_bounces.get(customer, []) for customer in own},
        answers,
        opt_outs,
        bounces,
    )
    scores, score_tables, _ = naive_scores.scores(own, asked.zone)
    metrics |= naive_responses.metrics(seen) | scores
    metrics |= naive_scores.questions(own) | naive_scores.conflicts(own)
    metrics |= naive_scores.timing(own, {}) | naive_scores.answering(own)
    tables = naive_responses.tables(seen) | score_tables
    tables["fragmentation.collision_pairs"] = pairs if has_source else None
    unseen = [name for name, field in SHOWN_BY.items() if field not in fields]
    unseen += [] if answers else ["response.sources_with_comment_share", "response.largest_source_share"]
    metrics |= dict.fromkeys(name for name in unseen if name in metrics)
    tables |= {name: None for name in tables if name in unseen or (name == "score.by_month" and not answers)}
    concerned |= naive_responses.concerned(seen) | naive_scores.concerned(own)
    return metrics, tables, concerned


SHOWN_BY = {
    "fragmentation.repeat_question_share": "question",
    "fragmentation.metric_conflicts": "metric",
    "score.nps": "score",
    "score.csat": "score",
    "score.ces": "score",
    "score.by_source": "score",
    "score.by_month": "score",
    "timing.lag_days.p50": "event_at",
    "timing.within_declared_share": "event_at",
    "response.sources_with_comment_share": "comment",
}
"""Metric or table to the one field that shows it."""


def differences(found, expected):
    """Return what differs: integers and texts must be equal, other numbers to 1e-9."""
    names = found.keys() | expected.keys()
    return {
        name: (found.get(name), expected.get(name)) for name in names if not same(found.get(name), expected.get(name))
    }


def same(found, expected):
    if is_dataclass(found):
        found = measure_record(found)
    if isinstance(found, float) and isinstance(expected, float | int):
        return math.isclose(found, expected, rel_tol=1e-9, abs_tol=1e-9)
    if isinstance(found, Mapping):
        return isinstance(expected, Mapping) and differences(found, expected) == {}
    if isinstance(found, list | tuple):
        return expected is not None and len(found) == len(expected) and all(map(same, found, expected))
    return found == expected


@pytest.mark.parametrize("seed", range(6))
def test_seeded_logs(tmp_path, seed):
    rows = random_rows(seed)
    check(write_csv(tmp_path / "log.csv", rows), rows)


@pytest.mark.parametrize(
    "asked",
    [
        naive.Asked(limits=((1, 7, None), (3, 90, None))),
        naive.Asked(limits=((2, 180, None),), counts=("invite",)),
        naive.Asked(limits=((0, 1, None),), exempt=("nps", "z")),
        naive.Asked(limits=((1, 180, "relationship"), (1, 90, "transactional")), kinds=tuple(KINDS.items())),
        naive.Asked(limits=((1, 0.5, None), (1, 365, None))),
        naive.Asked(zone="America/St_Johns"),
        naive.Asked(zone="Pacific/Apia"),
        naive.Asked(first_day=date(2024, 1, 20), last_day=date(2024, 6, 1), zone="Europe/Paris"),
        naive.Asked(last_day=date(2024, 3, 31), zone="Asia/Kolkata"),
        naive.Asked(without_reminders=True),
        naive.Asked(dedupe=True),
        naive.Asked(dedupe=True, without_reminders=True),
        naive.Asked(mapped_tools=frozenset({"q"}), platform_tools=frozenset()),
    ],
    ids=str,
)
def test_options(tmp_path, asked):
    rows = random_rows(99)
    check(write_parquet(tmp_path / "log.parquet", rows), rows, asked)


STEP = st.one_of(
    st.sampled_from([0, 1, *(days * 86_400_000_000 + more for days in (1, 7, 30, 90) for more in (-1, 0, 1))]),
    st.integers(0, 100 * 86_400_000_000),
)
CONTACT = st.tuples(
    st.sampled_from(["a", "b", "c"]), STEP, st.sampled_from(["", *SOURCES[:3]]), st.sampled_from(["", "sms"])
)


@given(st.lists(CONTACT, min_size=1, max_size=40))
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_log(tmp_path, drawn):
    clocks = dict.fromkeys("abc", START)
    rows = []
    for customer, step, source, channel in drawn:
        clocks[customer] += timedelta(microseconds=step)
        rows.append(
            {
                "customer_id": customer,
                "sent_at": clocks[customer].isoformat(),
                "source": source,
                "channel": channel,
            }
        )
    check(write_parquet(tmp_path / "log.parquet", rows), rows)


def test_more_than_twenty_on_one_day_and_impossible_times(tmp_path):
    day = datetime(2024, 5, 1, tzinfo=UTC)
    rows = [{"customer_id": "a", "sent_at": (day + timedelta(minutes=n)).isoformat(), "source": "s"} for n in range(21)]
    rows += [
        {"customer_id": "b", "sent_at": (day + timedelta(minutes=n)).isoformat(), "source": "s"} for n in range(20)
    ]
    strange = ["1979-02-01T00:00:00Z", "2430-01-01T00:00:00Z", "1990-01-01T00:00:00Z", "2100-01-01T00:00:00Z"]
    strange += [
        "1989-12-31T23:59:59.999999Z",
        "2100-01-01T00:00:00.000001Z",
        "0001-01-02T00:00:00Z",
        "9999-12-30T00:00:00Z",
    ]
    rows += [{"customer_id": "c", "sent_at": at, "source": ""} for at in strange]
    facts = check(write_csv(tmp_path / "log.csv", rows), rows)
    assert facts.metrics["fatigue.over_20_a_day.customers"] == 1
    assert facts.metrics["contacts.impossible_times"] == 6
    assert facts.as_old_as == date(2100, 1, 1)


def test_more_sources_than_fit_a_table(tmp_path):
    rows = [
        dict(row, source=f"s{n * 7919 % 300}" if row["source"] else "") for n, row in enumerate(random_rows(8, 500))
    ]
    check(write_csv(tmp_path / "log.csv", rows), rows)


def test_mirrored_sources(tmp_path):
    rows = [row for row in random_rows(7, 300) if row["source"].strip() in ("nps", "csat")]
    copies = [dict(row, source="copy") for row in rows if row["source"] == "nps"]
    twice = [dict(row, source="twice") for row in copies + copies[:1]]
    facts = check(write_csv(tmp_path / "log.csv", rows + copies + twice), rows + copies + twice)
    assert facts.metrics["contacts.mirrored_sources"] == 1


def test_events(tmp_path):
    rows = random_rows(11, 400)
    types = ["sent", "sent", "SENT ", "responded", "bounced", "suppressed", "clicked", "", "opened"]
    events = [
        dict(row, event_type=types[n % len(types)], suppressed="1" if n % 31 == 0 else "") for n, row in enumerate(rows)
    ]
    events += [
        dict(events[0], event_type="clicked", customer_id=""),
        dict(events[0], event_type="responded", sent_at="", suppressed=""),
    ]
    facts = check(write_csv(tmp_path / "log.csv", events), events)
    assert facts.metrics["contacts.rejected_rows"] == 1
    assert any("clicked" in str(note) for note in facts.notes)


@pytest.mark.parametrize("zone", ["Europe/Paris", "America/St_Johns", "Australia/Lord_Howe", "America/Havana"])
def test_local_times_around_clock_changes(tmp_path, zone):
    starts = [datetime.fromisoformat(day) for day in ("2009-10-31", "2024-03-09", "2024-03-30", "2024-10-26")]
    rows = [
        {"customer_id": str(n % 23), "sent_at": (start + timedelta(minutes=11 * n)).isoformat(" "), "source": "s"}
        for start in starts
        for n in range(400)
    ]
    facts = check(write_csv(tmp_path / "log.csv", rows), rows, naive.Asked(zone=zone, limits=((1, 1, None),)))
    assert any(zone in str(note) for note in facts.notes)
    check(tmp_path / "log.csv", rows, naive.Asked(zone=zone, first_day=date(2009, 11, 1), last_day=date(2024, 3, 31)))


ASKED = (
    PLAIN,
    PLAIN,
    naive.Asked(window=10),
    naive.Asked(dedupe=True),
    naive.Asked(without_reminders=True, window=10),
    naive.Asked(dedupe=True, without_reminders=True),
    naive.Asked(first_day=date(2024, 1, 10), zone="Europe/Paris"),
)


def check_random_files(tmp_path, seed):
    """Audit the logs of a seed, as CSV or Parquet, asked for in one of several ways."""
    files = random_files(seed)
    paths = [tmp_path / f"{number}.{('csv', 'parquet')[(seed + number) % 2]}" for number in range(len(files))]
    for path, rows in zip(paths, files, strict=True):
        (write_csv if path.suffix == ".csv" else write_parquet)(path, rows)
    rows = [row for rows in files for row in rows]
    check_files(paths, rows, random.Random(seed).choice(ASKED))


@pytest.mark.parametrize("seed", range(60))
def test_events_and_answers(tmp_path, seed):
    check_random_files(tmp_path, seed)


NEARLY_COLLINEAR = {284}
"""Logs whose times and pressures rise together but for a microsecond, where the reference still finds a slope."""


@pytest.mark.slow
@pytest.mark.parametrize("seed", sorted({*range(60, 600)} - NEARLY_COLLINEAR))
def test_many_more(tmp_path, seed):
    check_random_files(tmp_path, seed)
