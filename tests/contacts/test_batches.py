"""The result depends neither on how rows are cut into batches, nor on files and their order, nor on the file format."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import numpy as np
import pyarrow as pa
import pytest
from contacts.logs import random_rows, write_csv, write_parquet
from hypothesis import given, settings
from hypothesis import strategies as st

from cxmaturity.contacts import AuditSettings, Log, audit
from cxmaturity.contacts.engines.duckdb import sorted_contacts, workplace
from cxmaturity.contacts.engines.stream import Stream, vocabulary_of
from cxmaturity.contacts.kernel.batches import Batch, whole_customers
from cxmaturity.contacts.kernel.plan import Plan
from cxmaturity.contacts.kernel.summarising import summarise
from cxmaturity.contacts.kernel.summary import Summary, merged
from cxmaturity.contacts.kernel.windows import within_room
from cxmaturity.contacts.policy import parse_policy
from cxmaturity.contacts.progress import silent
from cxmaturity.contacts.rows.zones import DAY
from cxmaturity.contacts.rows.zones import UTC as UTC_ZONE

SETTINGS = AuditSettings(parse_policy("1/30,3/180"))
PLAN = Plan({"source": ("", "a", "b")}, SETTINGS.policy, {}, UTC_ZONE)


def told(facts):
    """Return all of an audit but its inputs and remarks."""
    return replace(facts, inputs=(), notes=())


@pytest.fixture(scope="module")
def rows():
    return random_rows(3, 600)


@pytest.fixture(scope="module")
def whole(rows, tmp_path_factory):
    return told(audit([Log(write_csv(tmp_path_factory.mktemp("whole") / "log.csv", rows))], SETTINGS))


@pytest.mark.parametrize("size", [1, 2, 7, 100])
def test_tiny_batches_give_the_same(rows, whole, tmp_path, size):
    path = write_parquet(tmp_path / "log.parquet", rows)
    found = summary_in_batches(path, size)
    assert found == summary_in_batches(path, 10_000)
    assert found.contacts == whole.metrics["contacts.count"]


def summary_in_batches(path, size):
    from cxmaturity.contacts.files.listing import files_of
    from cxmaturity.contacts.rows.opening import open_logs

    with workplace(SETTINGS) as place:
        opened = open_logs(place, files_of([Log(path)]), SETTINGS, silent)
        vocabulary = vocabulary_of([each.tally for each in opened])
        plan = Plan(vocabulary, SETTINGS.policy, {}, UTC_ZONE)
        logs = [(each.judge, each.tally) for each in opened]
        cut = (
            piece
            for batch in sorted_contacts(place.connection, Stream(logs, vocabulary))
            for piece in (batch.slice(at, size) for at in range(0, batch.num_rows, size))
        )
        return merged(summarise(batch, plan) for batch in whole_customers(cut))


def test_files_in_any_order_and_format(rows, whole, tmp_path):
    thirds = [rows[:200], rows[200:400], rows[400:]]
    paths = [
        write_csv(tmp_path / "b.csv", thirds[0]),
        write_csv(tmp_path / "a.tsv.gz", thirds[1], delimiter="\t"),
        write_parquet(tmp_path / "c.parquet", thirds[2]),
    ]
    forwards = audit([Log(path) for path in paths], SETTINGS)
    assert told(forwards) == whole
    assert told(audit([Log(path) for path in paths[::-1]], SETTINGS)) == whole
    assert sorted(log.rows for log in forwards.inputs) == sorted(map(len, thirds))


def test_a_glob_and_a_folder_are_data_sets(rows, whole, tmp_path):
    for number in range(3):
        write_parquet(tmp_path / f"part-{number}.parquet", rows[number::3])
    assert told(audit([Log(tmp_path)], SETTINGS)) == whole
    assert told(audit([Log(tmp_path / "part-*.parquet")], SETTINGS)) == whole


@pytest.mark.parametrize("threads", [1, 3])
def test_memory_and_threads_change_nothing(rows, whole, tmp_path, threads):
    path = write_parquet(tmp_path / "log.parquet", rows)
    assert told(audit([Log(path)], replace(SETTINGS, threads=threads, memory="300MB"))) == whole


@st.composite
def batches(draw):
    sizes = draw(st.lists(st.integers(1, 6), min_size=1, max_size=8))
    steps = draw(
        st.lists(
            st.sampled_from([0, 1, DAY, 7 * DAY - 1, 30 * DAY, 400 * DAY]), min_size=sum(sizes), max_size=sum(sizes)
        )
    )
    codes = draw(st.lists(st.integers(0, 2), min_size=sum(sizes), max_size=sum(sizes)))
    starts = np.cumsum([0, *sizes[:-1]])
    instants = np.concatenate([np.cumsum(steps[at : at + size]) for at, size in zip(starts, sizes, strict=True)])
    hashes = np.repeat(np.arange(len(sizes), dtype=np.uint64), sizes)
    return Batch(
        instants.astype(np.int64), hashes, starts.astype(np.int64), {"source": np.array(codes, dtype=np.uint8)}
    )


@given(batches(), st.data())
@settings(max_examples=60, deadline=None)
def test_merging_is_measuring_together(batch, data):
    whole = summarise(batch, PLAN)
    customer = data.draw(st.integers(0, len(batch.starts) - 1))
    if customer:
        one, other = (summarise(part, PLAN) for part in batch.cut(customer))
        assert one.merge(other) == other.merge(one) == whole
    assert whole.merge(Summary()) == Summary().merge(whole) == whole


def test_a_line_that_would_not_fit_into_64_bits_is_cut():
    customers = 200
    instants = np.tile(np.array([-62_135_596_800_000_000, 253_402_300_799_999_999]), customers)
    starts = np.arange(0, 2 * customers, 2)
    batch = Batch(instants, np.zeros(2 * customers, np.uint64), starts, {})
    long = replace(PLAN, policy=parse_policy("1/36500"))
    assert len(within_room(batch, long.longest * 10_000)) > 1
    found = summarise(batch, long)
    assert found.pressure[90] == {1: 2 * customers}
    assert found.over_policy == 0


def test_an_empty_batch_and_a_customer_over_many():
    schema = pa.schema([("hash", pa.uint64()), ("customer", pa.string()), ("instant", pa.int64())])
    one = pa.RecordBatch.from_arrays(
        [pa.array([5, 5], pa.uint64()), pa.array(["a", "a"]), pa.array([1, 2])], schema=schema
    )
    same_hash = pa.RecordBatch.from_arrays([pa.array([5], pa.uint64()), pa.array(["b"]), pa.array([0])], schema=schema)
    found = list(whole_customers([one.slice(0, 0), one, one, one, same_hash]))
    assert [(len(batch), batch.starts.tolist()) for batch in found] == [(7, [0, 6])]


@pytest.mark.parametrize("size", [1, 2, 3, 7])
def test_customers_with_equal_hashes_are_told_apart_although_their_rows_are_mixed(size):
    hashes, customers = [3, 5, 5, 5, 5, 5, 8], ["z", "b", "a", "b", "a", "a", "y"]
    rows = pa.RecordBatch.from_arrays(
        [pa.array(hashes, pa.uint64()), pa.array(customers), pa.array(range(7), pa.int64())],
        names=["hash", "customer", "instant"],
    )
    found = list(whole_customers((rows.slice(at, size) for at in range(0, 7, size)), with_ids=True))
    told = [
        (batch.ids.names[int(number)].as_py(), part.tolist())
        for batch in found
        for number, part in zip(batch.ids.numbers, np.split(batch.instants, batch.starts[1:]), strict=True)
    ]
    assert told == [("z", [0]), ("a", [2, 4, 5]), ("b", [1, 3]), ("y", [6])]


def test_nothing_is_left_in_the_temporary_folder(rows, tmp_path, monkeypatch):
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "temporary"))
    (tmp_path / "temporary").mkdir()
    strange = [dict(row, source="é") for row in rows[:20]]
    audit([Log(write_csv(tmp_path / "log.csv", strange, encoding="cp1252"))], SETTINGS)
    with pytest.raises(Exception, match="rejected"):
        audit([Log(write_csv(tmp_path / "bad.csv", [dict(row, customer_id="") for row in rows[:9]]))], SETTINGS)
    assert list((tmp_path / "temporary").iterdir()) == []


def test_the_latest_day_is_the_zones(tmp_path):
    at = datetime(2024, 5, 1, 23, 30, tzinfo=UTC).isoformat()
    path = write_csv(tmp_path / "log.csv", [{"customer_id": "a", "sent_at": at}])
    assert str(audit([Log(path)], replace(SETTINGS, timezone="Europe/Paris")).as_old_as) == "2024-05-02"
