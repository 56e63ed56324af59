"""What Spark's partitions do, without Spark: the stream's numbers and a summary survive the way there and back."""

from __future__ import annotations

import pickle
from dataclasses import replace
from pathlib import Path

import pyarrow as pa
import pytest
from contacts.logs import random_rows, write_parquet

from cxmaturity.contacts import AuditSettings, Log, measuring
from cxmaturity.contacts.engines.duckdb import workplace
from cxmaturity.contacts.engines.spark.failing import failed, reason_of
from cxmaturity.contacts.engines.spark.partitions import Measured, Queried
from cxmaturity.contacts.engines.spark.session import _options
from cxmaturity.contacts.engines.stream import Stream, details_in, vocabulary_of
from cxmaturity.contacts.files.addresses import Address, is_address
from cxmaturity.contacts.files.listing import files_of
from cxmaturity.contacts.kernel.summarising import summarise
from cxmaturity.contacts.kernel.summary import merged
from cxmaturity.contacts.policy import parse_policy
from cxmaturity.contacts.progress import silent
from cxmaturity.contacts.rows.opening import open_logs
from cxmaturity.errors import InputError

SETTINGS = AuditSettings(parse_policy("rest-30"), max_rejected=1)


def test_partitions_of_whole_customers_merge_to_the_summary_of_all(tmp_path):
    path = write_parquet(tmp_path / "log.parquet", random_rows(9, 400, 30))
    with workplace(SETTINGS) as place:
        opened = open_logs(place, files_of([Log(path)]), SETTINGS, silent)
        logs = [(each.judge, each.tally) for each in opened]
        vocabulary = vocabulary_of([each.tally for each in opened])
        plan = measuring.planned(place, opened, vocabulary, SETTINGS)
        stream = Stream(logs, vocabulary, details_in(logs, by_id=plan.by_id), plan.by_id)
        whole = place.summary(stream, plan, summarise, lambda rows: None)
        rows = place.connection.sql(f"FROM {opened[0].judge.scan.sql}").to_arrow_table().to_batches(max_chunksize=50)
    query = stream.sql(*logs[0]).replace(opened[0].judge.scan.sql, "log_0")
    columns = ("hash", "customer", "instant", *stream.vocabulary, *stream.details)
    queried = pickle.loads(pickle.dumps(Queried("log_0", query, columns, stream.prepare)))
    table = pa.Table.from_batches([batch for half in (rows[:4], rows[4:]) for batch in queried(iter(half))])
    assert not any(pa.types.is_unsigned_integer(column.type) for column in table.schema)
    parts = [table.filter(pa.compute.equal(pa.compute.bit_wise_and(table["hash"], 1), odd)) for odd in (0, 1)]
    measured = pickle.loads(pickle.dumps(Measured(plan, summarise)))
    order = [(name, "ascending") for name in stream.order]
    answers = [answer for part in parts for answer in measured(iter(part.sort_by(order).to_batches(max_chunksize=7)))]
    assert len(answers) == 2
    assert merged(pickle.loads(answer.column("pickled")[0].as_py()) for answer in answers) == whole
    assert list(measured(iter(()))) == []


@pytest.mark.parametrize("written", ["s3a://bucket/contacts/*.parquet", "hdfs:///logs", "table:db.contacts"])
def test_an_address_is_shown_as_it_was_written(written):
    assert is_address(written)
    assert str(Address(written)) == str(pickle.loads(pickle.dumps(Address(written)))) == written
    assert not (Address(written) / "engagement.yaml").is_file()


@pytest.mark.parametrize("written", ["log.csv", "/tmp/a:b.csv", "C:\\logs\\log.csv", "table"])
def test_a_path_is_no_address(written):
    assert not is_address(written)


def test_of_pages_of_a_trace_one_reason_is_told_and_no_cell():
    told = "It failed.\norg.apache.SparkException: Job aborted\nCaused by: java.io.IOException: bad 'cell'.\n\tat x"
    assert reason_of(told) == "bad …"
    assert "cell" not in str(failed(told))
    assert "PYSPARK_PYTHON" in str(failed("ModuleNotFoundError: No module named 'cxmaturity'"))


def test_more_threads_than_a_machine_runs_are_refused_before_spark_starts():
    with pytest.raises(InputError, match="99,999 threads"):
        _options(replace(SETTINGS, engine="spark", master="local[99999]"), Path())
