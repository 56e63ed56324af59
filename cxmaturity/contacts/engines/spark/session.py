"""Spark started and stopped; what hinders it, in one message."""

from __future__ import annotations

import logging
import os
import re
import shutil
import sys
import warnings
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Final

from cxmaturity.contacts.engines.duckdb import bytes_of
from cxmaturity.contacts.engines.spark.failing import unstarted
from cxmaturity.contacts.settings import AuditSettings
from cxmaturity.errors import wrong
from cxmaturity.words import text

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

EXTRA: Final = "cxmaturity[spark]"
LOG: Final = "spark.log"
"""What Spark's own processes say, in the temporary folder: none of it belongs on the terminal."""
_LOCAL_THREADS: Final = re.compile(r"local\[(\d+)")
_MOST_THREADS: Final = 1024
_LOCAL: Final = re.compile(r"local(\[.*\])?")
_MEANT: Final = {
    "spark.sql.session.timeZone": "UTC",
    "spark.sql.caseSensitive": "true",
    # Needed to see rows with more cells than the header.
    "spark.sql.csv.parser.columnPruning.enabled": "false",
    # Needed for Windows-1252, which versions from 4.0 on else refuse.
    "spark.sql.legacy.javaCharsets": "true",
    "spark.sql.execution.arrow.maxRecordsPerBatch": "100000",
    "spark.sql.parquet.inferTimestampNTZ.enabled": "true",
}
"""Settings on which the reading rests."""
_QUIET: Final = {"spark.ui.showConsoleProgress": "false", "spark.log.level": "ERROR"}


@contextmanager
def session(settings: AuditSettings, folder: Path) -> Iterator[SparkSession]:
    """Open a session on the master that the settings name, and stop it; one that the program has is used and left.

    Raises InputError when pyspark or Java is missing, or the master cannot be used.
    """
    _check_installed()
    from pyspark.sql import SparkSession

    running = SparkSession.getActiveSession()
    if running is not None:
        with _meant(running):
            yield running
        return
    silence = logging.NullHandler()
    logging.getLogger().addHandler(silence)  # what is interrupted would else tell the whole trace
    try:
        started = _started(settings, folder)
        try:
            yield started
        finally:
            _stop(started)
    finally:
        logging.getLogger().removeHandler(silence)


@contextmanager
def _meant(running: SparkSession) -> Iterator[None]:
    """Set what the reading rests on, and afterwards as it was."""
    before = {name: running.conf.get(name, None) for name in _MEANT}
    try:
        for name, value in _MEANT.items():
            running.conf.set(name, value)
        yield
    finally:
        for name, former in before.items():
            running.conf.unset(name) if former is None else running.conf.set(name, former)


def _check_installed() -> None:
    try:
        import pyspark  # noqa: F401
    except ImportError:
        raise wrong(
            text("Spark is not installed here."),
            remedy=text("Install it with: {command}", command=f"pip install '{EXTRA}'"),
        ) from None
    home = os.environ.get("JAVA_HOME")
    if not (home and (Path(home) / "bin" / "java").exists()) and shutil.which("java") is None:
        raise wrong(
            text("Spark needs Java, and there is none here."),
            remedy=text("Install a Java that your Spark runs on, such as OpenJDK 17, or set JAVA_HOME."),
        )


def _started(settings: AuditSettings, folder: Path) -> SparkSession:
    from py4j.protocol import Py4JError
    from pyspark import SparkConf, SparkContext
    from pyspark.errors import PySparkException
    from pyspark.java_gateway import launch_gateway
    from pyspark.sql import SparkSession

    conf = SparkConf(loadDefaults=False)
    for name, value in _options(settings, folder).items():
        conf.set(name, value)
    if _is_local(settings.master):
        os.environ.setdefault("PYSPARK_PYTHON", sys.executable)  # else the first python3 of the path would be taken
    gateway, log = None, folder / LOG
    try:
        with log.open("wb") as told:
            # Not known to be untyped where pyspark is not installed.
            gateway = launch_gateway(conf, {"stdout": told, "stderr": told})  # type: ignore[no-untyped-call, unused-ignore]
        SparkContext._ensure_initialized(gateway=gateway, conf=conf)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of a pandas newer than Spark knows, which is not used
            return SparkSession.builder.config(conf=conf).getOrCreate()
    except (PySparkException, Py4JError, RuntimeError) as error:
        if gateway is not None:
            gateway.shutdown()
        raise unstarted(settings.master, f"{log.read_text(errors='replace')}\n{error}") from error


def _options(settings: AuditSettings, folder: Path) -> Mapping[str, str]:
    found = {"spark.app.name": "cxmaturity", "spark.ui.enabled": "false", **_QUIET, **_MEANT}
    if settings.master is not None and settings.threads is not None:
        what = text("--threads is for the machine that the command runs on.")
        raise wrong(what, remedy=text("With --master, say it there: local[{n:int}].", n=settings.threads))
    asked = _LOCAL_THREADS.match(settings.master or "")
    if asked and int(asked[1]) > _MOST_THREADS:
        what = text("{n:int} threads are more than any machine runs well.", n=int(asked[1]))
        raise wrong(what, remedy=text("Name at most {most:int}, or local[*] for one a core.", most=_MOST_THREADS))
    if settings.master is not None:
        found["spark.master"] = settings.master
    elif settings.threads is not None:
        found["spark.master"] = f"local[{settings.threads}]"
    if _is_local(settings.master):  # what it spills holds customer ids, and goes with the folder
        found |= {"spark.local.dir": str(folder), "spark.driver.extraJavaOptions": f"-Djava.io.tmpdir={folder}"}
    if settings.memory is not None:
        memory = f"{max(bytes_of(settings.memory) >> 20, 1)}m"
        found |= {"spark.driver.memory": memory, "spark.executor.memory": memory}
    return found


def _is_local(master: str | None) -> bool:
    return master is None or _LOCAL.fullmatch(master) is not None


def _stop(started: SparkSession) -> None:
    """Stop a session and Spark's processes, also when these are gone already."""
    from pyspark import SparkContext

    gateway = SparkContext._gateway
    with suppress(Exception):
        started.stop()
    if gateway is not None:
        with suppress(Exception):
            gateway.shutdown()
        with suppress(Exception):
            gateway.proc.stdin.close()
        with suppress(Exception):
            gateway.proc.wait(timeout=10)
    SparkContext._gateway = SparkContext._jvm = None
