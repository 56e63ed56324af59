"""The engine: DuckDB reads, normalises and sorts the logs, spills to disk, and hands Arrow batches to the kernel."""

from __future__ import annotations

import os
import re
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, TypeVar

from cxmaturity.contacts.engines.stream import Logs, Stream, customers_sql
from cxmaturity.contacts.files.addresses import Address
from cxmaturity.contacts.files.folders import temporary_folder
from cxmaturity.contacts.files.scans import Scan, open_scan, short_of_memory
from cxmaturity.contacts.kernel.batches import Batch, whole_customers
from cxmaturity.contacts.kernel.plan import Plan
from cxmaturity.contacts.kernel.summary import Summary
from cxmaturity.contacts.progress import Progress, Reached, Step, of_reading, silent
from cxmaturity.contacts.rows.judging import CONTACT, EVENT, Judge, clean_customer_sql, cleaned
from cxmaturity.contacts.rows.rejected import RejectedRow, rejected_rows
from cxmaturity.contacts.rows.tallying import Tally
from cxmaturity.contacts.settings import AuditSettings
from cxmaturity.errors import wrong
from cxmaturity.words import text

if TYPE_CHECKING:
    import pyarrow as pa
    from duckdb import DuckDBPyConnection

    from cxmaturity.contacts.files.columns import Binding
    from cxmaturity.contacts.files.listing import LogFile

ROWS: Final = 500_000
"""Rows that are handed over at once."""
_ENGINES_SHARE: Final = 0.85
"""Part of the memory asked for that the engine gets; the rest is for the batches that the kernel works on."""
_MOST_MEMORY: Final = 1e18
"""More than any machine has, and than the engine can be told."""
_SIZE = re.compile(r"\s*(\d+(?:\.\d+)?)\s*(KB|MB|GB|TB|KIB|MIB|GIB|TIB)\s*", re.IGNORECASE)

_WORKERS: Final = 4
"""Batches measured at once; more would only take memory."""

Kernel = Callable[[Batch, Plan], Summary]
Answer = TypeVar("Answer")


@dataclass(frozen=True)
class Workplace:
    """A connection to the engine, and a folder that is gone afterwards."""

    connection: DuckDBPyConnection
    folder: Path
    aside: Callable[[], int] = int
    """Bytes of files that were read aside of the engine's work so far."""
    threads: int | None = None
    """Batches to be measured at once, at most; None leaves it open."""

    def reading(self, scan: Scan) -> Callable[[], Reached]:
        """Return the gauge of one pass over a file."""
        return of_reading(scan.size, scan.rows, self.aside)

    def scanned(self, file: LogFile, number: int, say: Progress) -> Scan:
        """Return how a file is scanned. Raises InputError where it cannot be."""
        if isinstance(file.path, Address):
            what = text("only Spark reads what lies in a cluster.")
            raise wrong(what, file.path, text("Add --engine spark, or name files of this machine."))
        return open_scan(self.connection, file, self.folder, number, say)

    def ask(
        self,
        scan: Scan,
        question: Callable[[DuckDBPyConnection, Scan], Answer],
        merge: Callable[[Answer, Answer], Answer],
        cells: Iterable[Binding],
    ) -> Answer:
        """Return the answer to a question that goes through a file's rows once and looks at some of their cells.

        Where the rows lie apart, each part is asked, and the answers are merged in the order of the rows.
        """
        return question(self.connection, scan)

    def summary(self, stream: Stream, plan: Plan, kernel: Kernel, tell: Callable[[int], None]) -> Summary:
        """Return what a kernel makes of the contacts of logs; the number of rows is told as they are measured."""
        rows = sorted_contacts(self.connection, stream)
        return _summarised(rows, plan, self.threads, tell, kernel)

    def answering_sources(self, logs: Logs) -> frozenset[str]:
        """Return the sources that are answered, as far as one can guess before answers are attached."""
        return answering_sources(self.connection, logs)

    def rejected(self, judge: Judge, most: int) -> list[RejectedRow]:
        """Return the first rejected rows of a file, in its order."""
        return rejected_rows(self.connection, judge, most)

    def shared(self, parts: Sequence[tuple[Judge, str]]) -> list[tuple[int, int]]:
        """Return sets of files, as bits, and how many contacts each set has in common.

        Given are how each file is judged, and SQL for its rows' ``key``, which equal contacts share, and ``file``, a
        bit of its own.
        """
        rows = " UNION ALL ".join(sql for _, sql in parts)
        keys = f"SELECT bit_or(file) AS files FROM ({rows}) GROUP BY key"
        query = f"SELECT files, count(*) FROM ({keys}) WHERE bit_count(files) > 1 GROUP BY files"
        return self.connection.execute(query).fetchall()

    def customers(self, logs: Logs) -> Iterator[pa.RecordBatch]:
        """Yield every customer with a contact once: batches with a column ``customer``, in no order."""
        parts = " UNION ALL ".join(customers_sql(judge, tally) for judge, tally in logs)
        yield from _reader(self.connection, f"SELECT DISTINCT customer FROM ({parts})", ROWS)


@contextmanager
def workplace(settings: AuditSettings, say: Progress = silent) -> Iterator[Workplace]:
    """Open the engine with the memory and threads asked for; its folder for spilled data is always removed."""
    import duckdb

    memory = _memory(settings.memory)
    if settings.threads is not None and settings.threads < 1:
        raise wrong(text("at least one thread is needed."))
    with temporary_folder() as folder:
        options: dict[str, Any] = {"temp_directory": f"{folder}/spill", "autoinstall_known_extensions": False}
        if memory:
            options["memory_limit"] = memory
        if settings.threads:
            options["threads"] = settings.threads
        connection = duckdb.connect(config=options)
        try:
            connection.execute("SET TimeZone = 'UTC'")
            # It prints nothing, and tells how far it is when it is asked.
            connection.execute("SET enable_progress_bar_print = false")
            connection.execute("SET progress_bar_time = 0")
            connection.execute("SET enable_progress_bar = true")
            yield Workplace(connection, folder, threads=settings.threads)
        finally:
            say(Step(text("Tidying up")))  # from here on nobody asks the engine how far it is
            connection.close()


def named_sources(logs: Logs) -> frozenset[str]:
    """Return the sources that answers name."""
    return frozenset(cleaned("source", source) for _, tally in logs for source in tally.answered)


def answering_sources(connection: DuckDBPyConnection, logs: Sequence[tuple[Judge, Tally]]) -> frozenset[str]:
    """Return the sources that answers name; where some name none, of the contacts whose id they share.

    Where answers are events this is a guess: only when all are attached it is sure whose they are.
    """
    named = named_sources(logs)
    if "" not in named or not any("responded" in tally.events and judge.has_contact_id for judge, tally in logs):
        return named
    parts = [
        f"""SELECT {"customer" if tally.plain else clean_customer_sql()} AS customer, verdict,
                   {"contact_id" if judge.has_contact_id else "''"} AS contact_id,
                   {"source" if "source" in judge.categories else "''"} AS source,
                   verdict = {EVENT} OR {"responded_at IS NOT NULL" if "responded_at" in judge.moments else "false"}
                   AS answered
            FROM ({judge.rows_sql()})
            WHERE verdict = {CONTACT} OR (verdict = {EVENT} AND event = 'responded')"""
        for judge, tally in logs
    ]
    rows = connection.execute(f"""
        WITH told AS ({" UNION ALL ".join(parts)}),
             contacts AS (FROM told WHERE verdict = {CONTACT}), answers AS (FROM told WHERE verdict = {EVENT})
        SELECT DISTINCT source FROM contacts WHERE answered
        UNION SELECT DISTINCT source FROM contacts SEMI JOIN answers USING (customer, contact_id) WHERE contact_id <> ''
        UNION SELECT DISTINCT source FROM answers ANTI JOIN (FROM contacts WHERE contact_id <> '')
                                                  USING (customer, contact_id)""").fetchall()
    return frozenset(cleaned("source", row[0]) for row in rows)


def sorted_contacts(connection: DuckDBPyConnection, stream: Stream, rows: int = ROWS) -> Iterator[pa.RecordBatch]:
    """Yield the sorted stream in batches of so many rows."""
    import duckdb

    stream.prepare(connection)
    parts = " UNION ALL ".join(stream.sql(judge, tally) for judge, tally in stream.parts)
    try:
        yield from _reader(connection, f"FROM ({parts}) ORDER BY {stream.sort_sql}", rows)
    except duckdb.OutOfMemoryException as error:
        raise short_of_memory() from error


def _summarised(
    rows: Iterable[pa.RecordBatch], plan: Plan, threads: int | None, tell: Callable[[int], None], kernel: Kernel
) -> Summary:
    """Return the summary of sorted rows, batches measured side by side while the next ones arrive."""
    workers = min(threads or os.cpu_count() or 1, _WORKERS)
    summary = Summary()
    with ThreadPoolExecutor(workers) as pool:
        running: deque[tuple[int, Future[Summary]]] = deque()
        for batch in whole_customers(rows, with_ids=plan.with_examples):
            running.append((len(batch), pool.submit(kernel, batch, plan)))
            del batch
            if len(running) > workers:
                summary = _taken(running, summary, tell)
        while running:
            summary = _taken(running, summary, tell)
    return summary


def _taken(running: deque[tuple[int, Future[Summary]]], summary: Summary, tell: Callable[[int], None]) -> Summary:
    size, future = running.popleft()
    summary = summary.merge(future.result())
    tell(size)
    return summary


def _reader(connection: DuckDBPyConnection, query: str, rows: int) -> pa.RecordBatchReader:
    relation = connection.sql(query)
    if hasattr(relation, "to_arrow_reader"):
        return relation.to_arrow_reader(rows)
    return relation.fetch_arrow_reader(rows)


def bytes_of(size: str) -> int:
    """Return a size of memory in bytes. Raises InputError when it is none."""
    match = _SIZE.fullmatch(size)
    if match is None or not float(match[1]):
        raise wrong(text("“{size}” is not a size of memory.", size=size), remedy=text("Write it like 4GB or 512MB."))
    unit = match[2].upper()
    power = "KMGT".index(unit[0]) + 1
    return int(min(float(match[1]) * (1024 if "I" in unit else 1000) ** power, _MOST_MEMORY))


def _memory(size: str | None) -> str | None:
    return None if size is None else f"{max(int(bytes_of(size) * _ENGINES_SHARE) // 1000, 1)}KB"
