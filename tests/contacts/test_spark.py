"""Spark tells what DuckDB tells: the whole of the JSON, however the rows lie in partitions."""

from __future__ import annotations

import os
import shutil
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from contacts.logs import random_files, random_rows, write_csv, write_parquet
from contacts.test_against_naive import differences

from cxmaturity.cli.audit import _checks, _findings, record
from cxmaturity.contacts import AuditSettings, Limit, Log, Policy, audit
from cxmaturity.contacts.files.addresses import Address
from cxmaturity.contacts.policy import parse_policy
from cxmaturity.contacts.pseudonyms import resolve
from cxmaturity.contacts.replay import replay
from cxmaturity.contacts.settings import Timing
from cxmaturity.errors import InputError

DATA = Path(__file__).parents[2] / "../shared/data"
KEY = bytes(range(32))
SETTINGS = AuditSettings(parse_policy("rest-30"), max_rejected=1, key=KEY)

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(shutil.which("java") is None and "JAVA_HOME" not in os.environ, reason="there is no Java"),
    pytest.mark.xdist_group("spark"),
]

CUT = {
    "spark.sql.shuffle.partitions": "5",
    "spark.sql.adaptive.coalescePartitions.enabled": "false",
    "spark.sql.files.maxPartitionBytes": "3000",
    "spark.sql.files.openCostInBytes": "0",
    "spark.sql.execution.arrow.maxRecordsPerBatch": "17",
}
"""Settings that cut a small log into many partitions."""


@pytest.fixture(scope="module")
def spark(tmp_path_factory):
    pytest.importorskip("pyspark")
    from cxmaturity.contacts.engines.spark.session import session

    with session(replace(SETTINGS, master="local[2]"), tmp_path_factory.mktemp("spark")) as started:
        yield started


@contextmanager
def cut(spark, settings):
    before = {name: spark.conf.get(name, None) for name in settings}
    for name, value in settings.items():
        spark.conf.set(name, value)
    yield
    for name, former in before.items():
        spark.conf.unset(name) if former is None else spark.conf.set(name, former)


def told(paths, settings):
    """Return the JSON of an audit, without what tells of the run."""
    logs = [path if isinstance(path, Log) else Log(path) for path in paths]
    facts = audit(logs, settings)
    found = record(facts, _findings(facts, _checks(None, None)), 0, "en")
    del found["run"]
    return found


def check(paths, settings=SETTINGS):
    by_spark = told(paths, replace(settings, engine="spark"))
    assert differences(by_spark, told(paths, settings)) == {}
    return by_spark


def asked(seed: int) -> AuditSettings:
    """Return settings that differ from log to log."""
    return replace(
        SETTINGS,
        timezone=("UTC", "Europe/Paris", "America/St_Johns")[seed % 3],
        dedupe=seed % 4 == 1,
        without_reminders=seed % 5 == 2,
        log_from=date(2024, 1, 10) if seed % 7 == 3 else None,
        response_window=(30, 10, 0.5)[seed % 3],
        policy=(parse_policy("rest-30"), Policy("own", (Limit(1, 7), Limit(2, 90)), ("invite",), ("nps",)))[seed % 2],
        timings={"nps": Timing(None, 1), "csat": Timing(2, 5)},
    )


@pytest.mark.parametrize("seed", range(24))
def test_random_logs(spark, tmp_path, seed):
    files = random_files(seed, 120)
    write, ending = (write_csv, "csv") if seed % 2 else (write_parquet, "parquet")
    paths = [write(tmp_path / f"{number}.{ending}", rows) for number, rows in enumerate(files)]
    with cut(spark, CUT if seed % 3 else {}):
        check(paths, asked(seed))


@pytest.mark.parametrize("partitions", [1, 7])
def test_a_large_wide_log_in_any_number_of_partitions(spark, tmp_path, partitions):
    rows = random_rows(5, 3000, 200)
    paths = [write_parquet(tmp_path / "log.parquet", rows[:1500]), write_csv(tmp_path / "log.csv.gz", rows[1500:])]
    with cut(spark, CUT | {"spark.sql.shuffle.partitions": str(partitions)}):
        found = check(paths)
    assert any(finding["subjects"] for finding in found["findings"])


WRITTEN = {
    "quoted line breaks": 'customer_id;sent_at;question\na;2024-01-01;"one\ntwo; three"\n"b ""x""";2024-02-01;four\n',
    "windows-1252": "customer_id,sent_at,source\na,2024-01-01,enquête\nb,2024-01-02,\n".encode("cp1252"),
    "too many cells, or too few": "customer_id,sent_at,source\na,2024-01-01,s,z\nb,2024-01-02\nc,2024-01-03,s,\n",
    "blank lines": "customer_id,sent_at\n\na,2024-01-01\n   \n\nb,2024-01-02\n",
    "day first": "customer_id\tsent_at\tresponded_at\na\t31/01/2024 10:00\t\nb\t01/02/2024 9:05\t22/02/2024\n",
    "a byte order mark": "\ufeffcustomer_id,sent_at\n007,2024-01-01T00:00:00+01:00\n007,2024-01-01T00:00:00Z\n",
    "unreadable rows": "customer_id,sent_at\n,2024-01-01\na,never\nb,2024-01-02\n c ,\n",
    "decimals": "customer_id,sent_at\n7.0,2024-01-01\n8.0,2024-01-02\n",
}


@pytest.mark.parametrize("name", WRITTEN)
def test_delimited_text_as_it_is_in_the_world(spark, tmp_path, name):
    content = WRITTEN[name]
    path = tmp_path / "log [1] a%20b.csv"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    check([path])


def test_a_table_and_an_address_are_read_as_files_are(spark, tmp_path):
    path = write_parquet(tmp_path / "log.parquet", random_rows(3, 200, 20))
    spark.read.parquet(str(path)).createOrReplaceTempView("contacts")
    by_file = told([path], SETTINGS)
    for written in ("table:contacts", f"file://{tmp_path}/*.parquet"):
        by_spark = told([Address(written)], replace(SETTINGS, engine="spark"))
        assert [log.pop("path") for log in by_spark["inputs"]] == [written]
        assert [log.pop("sha256") for log in by_spark["inputs"]] == [""]
        assert by_spark["metrics"] == by_file["metrics"]
        assert by_spark["tables"] == by_file["tables"]


def test_replays_and_pseudonyms(spark, tmp_path):
    path = write_csv(tmp_path / "log.csv", random_rows(4, 300, 20))
    policies = (parse_policy("rest-7"), parse_policy("rest-90"))
    in_spark = replace(SETTINGS, engine="spark")
    assert replay([Log(path)], in_spark, policies).policies == replay([Log(path)], SETTINGS, policies).policies
    (subject,) = told([path], SETTINGS)["findings"][0]["subjects"][:1]
    assert resolve([Log(path)], in_spark, subject, KEY) == resolve([Log(path)], SETTINGS, subject, KEY) != []


def test_two_exports_of_the_same_contacts(spark, tmp_path):
    rows = random_rows(6, 100, 10)
    paths = [write_parquet(tmp_path / f"{part}.parquet", rows[at : at + 70]) for part, at in (("a", 0), ("b", 30))]
    assert any("in common" in remark for remark in check(paths)["notes"])


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("log.csv", "lastemailed,email,importedattime\n1700000000,a@x.org,1\n", "asknicely"),
        ("log.csv", "sep=;\ncustomer_id;sent_at\na;2024-01-01\n", "first line"),
        ("log.json", '[{"customer_id": "a", "sent_at": "2024-01-01"}]', "Parquet"),
        ("log.csv", "customer_id,sent_at\n", "no rows"),
        ("log.csv", "customer_id,sent_at\na,01/02/2024\n", "day and month"),
    ],
)
def test_what_cannot_be_read_ends_in_one_message(spark, tmp_path, name, content, message):
    path = tmp_path / name
    path.write_text(content)
    with pytest.raises(InputError, match=message) as refused:
        audit([Log(path)], replace(SETTINGS, engine="spark"))
    assert len(refused.value.problems) == 1


@pytest.mark.skipif(not DATA.exists(), reason="the shared data are absent")
@pytest.mark.parametrize("settings", [{}, CUT], ids=["as it comes", "cut"])
def test_the_real_log(spark, settings):
    with cut(spark, {name: value for name, value in settings.items() if "Records" not in name}):
        check([DATA / "bpi2012_contacts.csv.gz"])
