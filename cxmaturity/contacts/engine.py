"""The engine: DuckDB reads, normalises and sorts the logs, spills to disk, and hands Arrow batches to the kernel."""

from __future__ import annotations

import os
import re
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from functools import reduce
from itertools import groupby
from math import prod
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, TypeVar

from cxmaturity.contacts.addresses import Address
from cxmaturity.contacts.batches import Batch, whole_customers
from cxmaturity.contacts.details import detail_sql, details_of
from cxmaturity.contacts.fields import BLANK, CATEGORIES, CODED, DETAILS, LOWERED, OF_EVENTS
from cxmaturity.contacts.folders import temporary_folder
from cxmaturity.contacts.identities import joined
from cxmaturity.contacts.judging import CONTACT, EVENT, Judge, clean_customer_sql, cleaned
from cxmaturity.contacts.plan import Plan
from cxmaturity.contacts.progress import Progress, Reached, Step, of_reading, silent
from cxmaturity.contacts.rejected import RejectedRow, rejected_rows
from cxmaturity.contacts.scans import Scan, open_scan, short_of_memory
from cxmaturity.contacts.settings import AuditSettings
from cxmaturity.contacts.sql import literal, trimmed
from cxmaturity.contacts.summary import Summary
from cxmaturity.contacts.tallying import Tally
from cxmaturity.errors import wrong
from cxmaturity.words import text

if TYPE_CHECKING:
    import pyarrow as pa
    from duckdb import DuckDBPyConnection

    from cxmaturity.contacts.columns import Binding
    from cxmaturity.contacts.files import LogFile

ROWS: Final = 500_000
"""Rows that are handed over at once."""
_ENGINES_SHARE: Final = 0.85
"""Part of the memory asked for that the engine gets; the rest is for the batches that the kernel works on."""
_MOST_MEMORY: Final = 1e18
"""More than any machine has, and than the engine can be told."""
_SIZE = re.compile(r"\s*(\d+(?:\.\d+)?)\s*(KB|MB|GB|TB|KIB|MIB|GIB|TIB)\s*", re.IGNORECASE)

_WORKERS: Final = 4
"""Batches measured at once; more would only take memory."""

_MOST_CODES: Final = 1 << 32
"""Combinations of categories that one number can hold."""

Logs = Sequence[tuple[Judge, Tally]]
"""How each file's rows are judged, and what they became."""
Kernel = Callable[[Batch, Plan], Summary]
Answer = TypeVar("Answer")


@dataclass(frozen=True)
class Stream:
    """The contacts of logs in their order, as columns ``hash, customer, instant``, a code for each category, details.

    With ``event`` among the details, a customer's events follow the contacts.
    """

    logs: Logs
    vocabulary: Mapping[str, tuple[str, ...]]
    """Category to its values; a code is an index into them."""
    details: Sequence[str] = ()
    """The further columns (``fields.DETAILS``)."""
    by_id: bool = False
    """True when contacts that tie in all else are in the order of their ids."""

    @property
    def order(self) -> tuple[str, ...]:
        """The columns by which it is sorted."""
        categories = [field for field in CATEGORIES if field in self.vocabulary and field != "kind"]
        return (
            "hash",
            "customer",
            *(["event"] if "event" in self.details else []),
            "instant",
            *categories,
            *(["contact_id"] if self.by_id else []),
            *(["kind"] if "kind" in self.vocabulary else []),
        )

    @property
    def sort_sql(self) -> str:
        """SQL of the columns by which this engine sorts: as ``order``, in keys of a fixed width, which is much faster.

        Categories that follow one another are one number, and customers are left out: ``whole_customers`` tells apart
        those whose hashes are equal.
        """
        keys: list[str] = []
        for is_code, names in groupby((name for name in self.order if name != "customer"), CATEGORIES.__contains__):
            found = list(names)
            keys += [_as_one(found, self.vocabulary)] if is_code else found
        return ", ".join(keys)

    @property
    def parts(self) -> Logs:
        """Those of the logs that have rows in it."""
        events = "event" in self.details
        return [(judge, tally) for judge, tally in self.logs if tally.count(CONTACT) or (events and tally.count(EVENT))]

    def sql(self, judge: Judge, tally: Tally) -> str:
        """Return SQL for the rows of one log, in no order, once the stream is prepared."""
        rows = _rows_sql(judge, tally, self.vocabulary, self.details, self.by_id)
        return f"SELECT hash(customer) AS hash, * FROM ({rows})"

    def prepare(self, connection: DuckDBPyConnection) -> None:
        """Define what the SQL needs."""
        for field, values in self.vocabulary.items():
            _define(connection, field, values)
        if "question" in self.details:
            _define_question_number(connection)


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


def vocabulary_of(tallies: Sequence[Tally]) -> Mapping[str, tuple[str, ...]]:
    """Return the sorted values of every category that a log has; the empty one too where a log lacks the category."""
    vocabulary: dict[str, tuple[str, ...]] = {}
    for field in CODED:
        if any(field in tally.values for tally in tallies):
            found = {cleaned(field, value) for tally in tallies for value in tally.values.get(field, ())}
            vocabulary[field] = tuple(sorted(found | {_blank(field)}))
    return vocabulary


def details_in(logs: Sequence[tuple[Judge, Tally]], *, by_id: bool = False) -> tuple[str, ...]:
    """Return the further columns that a stream of these logs has."""
    found = {detail for judge, tally in logs for detail in details_of(judge, tally.events)}
    if by_id:
        found.add("ident")
    return tuple(detail for detail in DETAILS if detail in found)


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


def customers_sql(judge: Judge, tally: Tally) -> str:
    """Return SQL for the customer of each contact of a file."""
    customer = f"{'customer' if tally.plain else clean_customer_sql()} AS customer"
    rows = f"SELECT {customer} FROM ({judge.rows_sql()}) WHERE verdict = {CONTACT}"
    return joined(rows) if judge.settings.identities else rows


def _define_question_number(connection: DuckDBPyConnection) -> None:
    from duckdb import CatalogException, NotImplementedException
    from duckdb.func import PythonUDFType
    from duckdb.sqltypes import UBIGINT, VARCHAR

    from cxmaturity.contacts.wording import question_numbers

    try:
        connection.create_function("question_number", question_numbers, [VARCHAR], UBIGINT, type=PythonUDFType.ARROW)
    except (CatalogException, NotImplementedException):
        return  # it is known from an earlier pass


def _reader(connection: DuckDBPyConnection, query: str, rows: int) -> pa.RecordBatchReader:
    relation = connection.sql(query)
    if hasattr(relation, "to_arrow_reader"):
        return relation.to_arrow_reader(rows)
    return relation.fetch_arrow_reader(rows)


def _rows_sql(
    judge: Judge, tally: Tally, vocabulary: Mapping[str, tuple[str, ...]], details: Sequence[str], by_id: bool
) -> str:
    columns = [f"{'customer' if tally.plain else clean_customer_sql()} AS customer", "instant"]
    with_events = "event" in details and tally.count(EVENT) > 0
    codes = ""
    for field, values in vocabulary.items():
        blank = f"{values.index(_blank(field))}::{_code_type(values)}"
        if field not in tally.values:
            columns.append(f"{blank} AS {field}")
            continue
        codes += f" LEFT JOIN {field}_codes ON {_value_sql(field, tally)} = text_of_{field}"
        others = f"WHEN verdict <> {CONTACT} THEN {blank} " if with_events and field not in OF_EVENTS else ""
        columns.append(f"{f'CASE {others}ELSE code_of_{field} END' if others else f'code_of_{field}'} AS {field}")
    if by_id:
        columns.append("contact_id" if judge.has_contact_id else "'' AS contact_id")
    columns += [f"{detail_sql(detail, judge)} AS {detail}" for detail in details]
    taken = tally.count(CONTACT) + (tally.count(EVENT) if with_events else 0)
    verdicts = f"{CONTACT}, {EVENT}" if with_events else f"{CONTACT}"
    where = "" if taken == tally.rows else f" WHERE verdict IN ({verdicts})"
    rows = f"SELECT {', '.join(columns)} FROM ({judge.rows_sql()}){codes}{where}"
    return joined(rows) if judge.settings.identities else rows


def _value_sql(field: str, tally: Tally) -> str:
    """Return SQL for a category of a file's rows, cleaned only where some value of the file needs it."""
    untidy = [value for value in tally.values[field] if cleaned(field, value) != value]
    if field not in LOWERED:
        return trimmed(field) if untidy else field
    cases = " ".join(f"WHEN {literal(value)} THEN {literal(cleaned(field, value))}" for value in untidy)
    return f"CASE {field} {cases} ELSE {field} END" if untidy else field


def _define(connection: DuckDBPyConnection, field: str, values: tuple[str, ...]) -> None:
    """Define a table of the values and their indices: joining it is much faster than casting to an enumeration."""
    listed = (
        f"SELECT unnest(?::VARCHAR[]) AS text_of_{field}, unnest(range(?))::{_code_type(values)} AS code_of_{field}"
    )
    connection.execute(f"CREATE OR REPLACE TEMP TABLE {field}_codes AS {listed}", [list(values), len(values)])


def _code_type(values: Sequence[str]) -> str:
    """Return the smallest type that holds the indices of values."""
    return "UTINYINT" if len(values) <= 1 << 8 else "USMALLINT" if len(values) <= 1 << 16 else "UINTEGER"


def _as_one(fields: Sequence[str], vocabulary: Mapping[str, tuple[str, ...]]) -> str:
    """Return SQL for one number in the order of some categories' codes, or for the codes where they are too many."""
    if prod(len(vocabulary[field]) for field in fields) > _MOST_CODES:
        return ", ".join(fields)
    return reduce(lambda number, field: f"({number} * {len(vocabulary[field])} + {field})", fields, "0::UINTEGER")


def _blank(field: str) -> str:
    return BLANK.get(field, "")


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
