"""Which contact an event belongs to, at every boundary; orphans, second events of a type, impossible instants."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from contacts.logs import random_files, write_csv, write_parquet

from cxmaturity.contacts import AuditSettings, Log, audit, measuring
from cxmaturity.contacts.engines.duckdb import sorted_contacts, workplace
from cxmaturity.contacts.engines.stream import Stream, details_in, vocabulary_of
from cxmaturity.contacts.fields import KNOWN_EVENTS, NEVER
from cxmaturity.contacts.files.listing import files_of
from cxmaturity.contacts.kernel.batches import Batch, whole_customers
from cxmaturity.contacts.kernel.gathering import contacts_of
from cxmaturity.contacts.kernel.plan import Plan
from cxmaturity.contacts.kernel.summarising import summarise
from cxmaturity.contacts.kernel.summary import merged
from cxmaturity.contacts.policy import parse_policy
from cxmaturity.contacts.progress import silent
from cxmaturity.contacts.rows.opening import open_logs
from cxmaturity.contacts.rows.zones import DAY, UTC

SETTINGS = AuditSettings(parse_policy("rest-30"), max_rejected=1)
HEADER = "customer_id,sent_at,event_type,source,contact_id,bounced,score,metric\n"
LAST = "z,2025-01-01,sent,other,,,,\n"
"""A contact so late that all others are judged."""


def read(tmp_path, content, **settings):
    (tmp_path / "log.csv").write_text(content)
    return audit([Log(tmp_path / "log.csv")], replace(SETTINGS, **settings))


SENT = "a,2024-01-01,sent,s,1,,,\na,2024-01-11,sent,s,2,,,\na,2024-01-11,sent,t,2,,,\n"


@pytest.mark.parametrize(
    ("event", "found"),
    [
        ("a,2024-01-05,responded,,1,,,", (0, {"s": 1}, 0, 0)),
        ("a,2024-03-05,responded,,1,,,", (0, {"s": 1}, 1, 0)),
        ("a,2023-12-31,responded,,1,,,", (0, {"s": 1}, 0, 1)),
        ("a,2024-01-05,responded,,2,,,", (0, {"s": 1}, 0, 1)),
        ("a,2024-01-11,responded,s,2,,,", (0, {"t": 1}, 0, 0)),
        ("b,2024-01-05,responded,s,1,,,", (1, {}, 0, 0)),
        ("a,2024-01-10T23:59:59,responded,s,,,,", (0, {"s": 1}, 0, 0)),
        ("a,2024-01-10T23:59:59,responded,t,,,,", (1, {}, 0, 0)),
        ("a,2024-01-12,responded,t,none,,,", (0, {"t": 1}, 0, 0)),
        ("a,2024-01-12,responded,u,none,,,", (1, {}, 0, 0)),
        ("a,2024-02-10,responded,s,,,,", (0, {"s": 1}, 0, 0)),
        ("a,2024-02-10T00:00:00.000001,responded,s,,,,", (1, {}, 0, 0)),
        ("a,2024-01-01,responded,s,,,,", (0, {"s": 1}, 0, 0)),
        ("a,2023-12-31T23:59:59.999999,responded,s,,,,", (1, {}, 0, 0)),
        ("a,2024-01-12,opened,nobody,,,,", (1, {}, 0, 0)),
        ("a,2024-01-12,Delivered ,nobody,,,,", (1, {}, 0, 0)),
        ("a,2024-01-12,clicked,nobody,,,,", (0, {}, 0, 0)),
        ("a,2500-01-12,opened,s, 1 ,,,", (0, {}, 0, 1)),
        ("a,2024-01-05,responded,s,1,,,\na,2024-01-06,responded,s,1,,,", (0, {"s": 1}, 0, 0)),
    ],
)
def test_where_an_event_belongs(tmp_path, event, found):
    """Orphans, answers by source, late ones, and contacts with an impossible instant."""
    facts = read(tmp_path, HEADER + SENT + LAST + event + "\n")
    orphans, responses, late, impossible = found
    assert facts.metrics["contacts.orphan_events"] == orphans
    assert facts.responses == responses
    assert facts.metrics["response.late"] == (late if "responded" in event else None)
    assert facts.metrics["contacts.impossible_times"] == impossible
    assert facts.concerned["impossible_times"] == impossible
    assert any("belongs to no contact" in str(note) for note in facts.notes) == bool(orphans)


def test_customers_of_events_are_tidied_too(tmp_path):
    facts = read(tmp_path, HEADER + "a@x.org,2024-01-01,sent,s,,,,\n A@X.org,2024-01-05,responded,s,,,,\n")
    assert (facts.metrics["contacts.orphan_events"], facts.responses) == (0, {"s": 1})
    facts = read(tmp_path, HEADER + SENT + " a ,2024-01-05,responded,s,,,,\n")
    assert (facts.metrics["contacts.orphan_events"], facts.responses) == (0, {"s": 1})


@pytest.mark.parametrize(("window", "orphans"), [(30, 0), (29.9999, 1)])
def test_the_window_is_the_one_asked_for(tmp_path, window, orphans):
    content = HEADER + SENT + "a,2024-02-10,responded,s,,,,\n"
    assert read(tmp_path, content, response_window=window).metrics["contacts.orphan_events"] == orphans


def test_the_earliest_answer_counts_with_its_score(tmp_path):
    answers = "a,2024-01-05,responded,s,1,,2,nps\na,2024-01-03,responded,s,1,,10,nps\na,2024-01-02,opened,s,1,,,\n"
    score = read(tmp_path, HEADER + SENT + answers).metrics["score.nps"]
    assert (score.value, score.n) == (100, 1)


@pytest.mark.parametrize(
    ("bounces", "after"),
    [
        ("a,2024-01-05,bounced,s,1,hard,,\n", 2),
        ("a,2024-01-05,bounced,s,1,,,\n", 2),
        ("a,2024-01-05,bounced,s,1,true,,\n", 2),
        ("a,2024-01-05,bounced,s,1,soft,,\n", 0),
        ("a,2024-01-02,bounced,s,1,Soft,,\na,2024-01-12,bounced,s,1,hard,,\n", 0),
        ("a,2024-01-12,bounced,s,1,soft,,\na,2024-01-02,bounced,s,1,hard,,\n", 2),
        ("a,2024-01-05,bounced,nobody,,,,\n", 2),
    ],
)
def test_contacts_after_a_hard_bounce(tmp_path, bounces, after):
    metrics = read(tmp_path, HEADER + SENT + bounces).metrics
    assert metrics["fatigue.after_hard_bounce"] == after


def test_an_opt_out_that_belongs_to_no_contact_is_the_customers(tmp_path):
    facts = read(tmp_path, HEADER + SENT + LAST + "a,2024-01-05,unsubscribed,nobody,,,,\n")
    assert facts.metrics["contacts.orphan_events"] == 1
    assert facts.metrics["fatigue.after_opt_out"] == 2
    assert facts.metrics["optout.per_1000"].value == 1000 / 3
    assert facts.concerned["contact_after_opt_out"] == 1


def test_events_of_a_reminder_that_is_left_out_go_to_another_contact(tmp_path):
    content = (
        "customer_id,sent_at,event_type,source,kind\n"
        "a,2024-01-01,sent,s,invite\na,2024-01-05,sent,s,reminder\na,2024-01-06,responded,s,\nz,2025-01-01,sent,t,\n"
    )
    facts = read(tmp_path, content, without_reminders=True)
    assert (facts.metrics["contacts.count"], facts.responses) == (2, {"s": 1})
    assert facts.metrics["response.rate"].value == 1


LATE = "b,2024-06-01,sent,s,,,,\n"
IMPOSSIBLE = "a,2430-01-01,sent,s,9,,,\n"


def test_an_answer_before_its_sending_is_not_the_latest_instant(tmp_path, monkeypatch):
    """Only when all is attached it is known that the answer of 2099 belongs to the sending of 2430."""
    passes = []
    monkeypatch.setattr(measuring, "corrected", lambda *given: passes.append(corrected(*given)) or passes[-1])
    facts = read(tmp_path, HEADER + LATE + IMPOSSIBLE + "a,2099-01-01,responded,s,9,,,\n")
    assert str(facts.as_old_as) == "2024-06-01"
    assert len(passes) == 2
    attached = read(tmp_path, HEADER + LATE + IMPOSSIBLE + "a,2099-01-01,responded,s,,,,\n")
    assert str(attached.as_old_as) == "2099-01-01"


corrected = measuring.corrected


def test_answers_that_name_no_source_are_guessed_by_their_ids(tmp_path, monkeypatch):
    passes = []
    monkeypatch.setattr(measuring, "corrected", lambda *given: passes.append(corrected(*given)) or passes[-1])
    facts = read(tmp_path, HEADER + SENT + LAST + "a,2024-01-05,responded,,1,,,\n")
    assert facts.metrics["response.rate"].n == 2
    assert len(passes) == 1
    facts = read(tmp_path, HEADER + SENT + LAST + "b,2024-01-05,responded,t,1,,,\n")
    assert facts.metrics["response.rate"].n == 0
    assert len(passes) == 3


def test_contacts_that_tie_come_without_opt_out_before_with():
    """An opt-out earlier than all contacts of its id is the first one's, which is then the last of those that tie."""
    details = {
        "event": np.array([0, 0, KNOWN_EVENTS.index("unsubscribed")], np.uint8),
        "ident": np.array([7, 7, 7], np.uint64),
        "unsubscribed": np.full(3, NEVER),
    }
    batch = Batch(np.array([DAY, DAY, 0]), np.zeros(3, np.uint64), np.array([0]), {}, details)
    contacts, _ = contacts_of(batch, Plan({}, SETTINGS.policy, {}, UTC))
    assert contacts.details["unsubscribed"].tolist() == [NEVER, 0]
    assert (contacts.opted_out_at.tolist(), contacts.opt_outs.instants.tolist()) == ([0], [0])


@pytest.mark.parametrize("seed", range(8))
def test_neither_order_nor_threads_change_anything(tmp_path, seed):
    files = random_files(seed, 40)
    for name, turned in (("one", files), ("other", [rows[::-1] for rows in files])):
        (tmp_path / name).mkdir()
        for number, rows in enumerate(turned):
            write_csv(tmp_path / name / f"{number}.csv", rows)
    settings = replace(SETTINGS, dedupe=seed % 2 == 0)
    paths = [f"{number}.csv" for number in range(len(files))]
    one = audit([Log(tmp_path / "one" / path) for path in paths], settings)
    other = audit([Log(tmp_path / "other" / path) for path in paths[::-1]], replace(settings, threads=1))
    assert replace(one, inputs=(), notes=()) == replace(other, inputs=(), notes=())


@pytest.mark.parametrize("seed", range(8))
def test_tiny_batches_give_the_same(tmp_path, seed):
    paths = [tmp_path / f"{number}.parquet" for number, _ in enumerate(random_files(seed))]
    for path, rows in zip(paths, random_files(seed), strict=True):
        write_parquet(path, rows)
    whole, *others = (in_batches(paths, size) for size in (10_000, 1, 7))
    assert others == [whole, whole]


def in_batches(paths, size):
    with workplace(SETTINGS) as place:
        opened = open_logs(place, files_of([Log(path) for path in paths]), SETTINGS, silent)
        logs = [(each.judge, each.tally) for each in opened]
        vocabulary = vocabulary_of([each.tally for each in opened])
        plan = measuring.planned(place, opened, vocabulary, SETTINGS)
        stream = Stream(logs, vocabulary, details_in(logs, by_id=True), by_id=True)
        rows = sorted_contacts(place.connection, stream)
        cut = (piece for batch in rows for piece in (batch.slice(at, size) for at in range(0, batch.num_rows, size)))
        found = merged(summarise(batch, replace(plan, by_id=True)) for batch in whole_customers(cut))
        return replace(found, slope_sums=())  # the last bits of these depend on the batch; test_doses compares them
