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
from cxmaturity.contacts.policy import parse_policy
from cxmaturity.contacts.settings import Timing

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
    from cxmaturity.contacts.spark.session import session

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


@pytest.mark.skipif(not DATA.exists(), reason="the shared data are absent")
@pytest.mark.parametrize("settings", [{}, CUT], ids=["as it comes", "cut"])
def test_the_real_log(spark, settings):
    with cut(spark, {name: value for name, value in settings.items() if "Records" not in name}):
        check([DATA / "bpi2012_contacts.csv.gz"])
