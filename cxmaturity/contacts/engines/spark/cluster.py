"""The workplace where logs lie in a cluster: Spark reads and orders them; each partition asks and measures its own."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import partial, reduce
from itertools import islice
from operator import add
from pathlib import Path
from typing import TYPE_CHECKING

from cxmaturity.contacts.engines.duckdb import ROWS, Answer, Kernel, Workplace, named_sources, workplace
from cxmaturity.contacts.engines.spark.failing import told_of
from cxmaturity.contacts.engines.spark.frames import CORRUPT, Framed, framed, over
from cxmaturity.contacts.engines.spark.partitions import (
    PICKLED,
    Asked,
    Measured,
    Queried,
    stream_schema,
    together,
)
from cxmaturity.contacts.engines.spark.session import session
from cxmaturity.contacts.engines.stream import Logs, Stream, customers_sql
from cxmaturity.contacts.files.addresses import Address
from cxmaturity.contacts.files.columns import Binding, Column
from cxmaturity.contacts.files.delimited import LINE, SURPLUS
from cxmaturity.contacts.files.scans import Scan, copied, open_scan
from cxmaturity.contacts.kernel.summary import Summary
from cxmaturity.contacts.progress import Progress, Reached, silent
from cxmaturity.contacts.rows.judging import Judge
from cxmaturity.contacts.rows.rejected import RejectedRow, rejected_rows
from cxmaturity.contacts.settings import AuditSettings
from cxmaturity.errors import wrong
from cxmaturity.words import text

if TYPE_CHECKING:
    import pyarrow as pa
    from duckdb import DuckDBPyConnection
    from pyspark.sql import DataFrame, SparkSession
    from pyspark.sql.types import DataType

    from cxmaturity.contacts.engines.spark.frames import Partition
    from cxmaturity.contacts.files.listing import LogFile
    from cxmaturity.contacts.kernel.plan import Plan

_LOCAL_COPY = 2_000_000
"""Number of the temporary copy of a file whose rejected rows are looked up, beyond those of the logs."""


@contextmanager
def cluster(settings: AuditSettings, say: Progress = silent) -> Iterator[Workplace]:
    """Open a workplace in a cluster. Raises InputError when there is none."""
    with (
        workplace(replace(settings, threads=None, memory=None), say) as place,
        session(settings, place.folder) as spark,
    ):
        yield Cluster(place.connection, place.folder, spark=spark)


@dataclass(frozen=True, kw_only=True)
class Cluster(Workplace):
    """A session of Spark, beside an engine on this machine that knows every log's columns and none of its rows."""

    spark: SparkSession
    logs: dict[Path, tuple[str, Framed]] = field(default_factory=dict)
    """Path, as it is shown, to what SQL calls the log's rows, and to the log as Spark reads it."""

    def reading(self, scan: Scan) -> Callable[[], Reached]:
        """Return the gauge of one pass over a log: nobody knows."""
        return Reached

    def scanned(self, file: LogFile, number: int, say: Progress) -> Scan:
        """Return how a log is scanned, of which the engine on this machine knows an empty table."""
        name = f"log_{number}"
        found = framed(self.spark, file, self.folder)
        self.logs[file.path] = name, found
        self.connection.register(name, _empty(found))
        described = self.connection.execute(f"DESCRIBE SELECT * FROM {name}").fetchall()
        types = {row[0]: row[1] for row in described}
        columns = tuple(Column(shown, raw, types[raw]) for shown, raw in zip(found.names, found.columns, strict=True))
        return Scan(file, name, columns, is_copy=found.dialect is not None, notes=found.notes)

    def ask(
        self,
        scan: Scan,
        question: Callable[[DuckDBPyConnection, Scan], Answer],
        merge: Callable[[Answer, Answer], Answer],
        cells: Iterable[Binding],
    ) -> Answer:
        """Return the answers of all partitions merged."""
        if scan.given is not None:
            what = text("Spark reads no vendor’s export, and this file is one ({format}).", format=scan.format)
            remedy = text("Omit --engine, or give --format generic and say with --map which column holds what.")
            raise wrong(what, scan.file.path, remedy)
        name, log = self.logs[scan.file.path]
        with told_of(scan.file.path):
            answers = _mapped(log, cells, Asked(name, scan, question, log.dialect), PICKLED)
            return together(answers, merge, lambda: question(self.connection, scan))

    def summary(self, stream: Stream, plan: Plan, kernel: Kernel, tell: Callable[[int], None]) -> Summary:
        """Return what the kernel makes of each partition's customers, merged."""
        parts = [(judge, stream.sql(judge, tally)) for judge, tally in stream.parts]
        rows = self._rows(parts, stream_schema(stream), stream.prepare)
        with told_of():
            ordered = rows.repartition("hash").sortWithinPartitions(*stream.order)
            found = together(over(ordered, Measured(plan, kernel), PICKLED), Summary.merge, Summary)
        tell(found.contacts)
        return found

    def answering_sources(self, logs: Logs) -> frozenset[str]:
        """Return the sources that answers name: whose the others are, only the measuring itself tells."""
        return named_sources(logs)

    def rejected(self, judge: Judge, most: int) -> list[RejectedRow]:
        """Return the first rejected rows of a log, with their lines only where it is a file of this machine."""
        file = judge.scan.file
        if not isinstance(file.path, Address):
            dialect = self.logs[file.path][1].dialect
            if dialect is None:
                there = open_scan(self.connection, file, self.folder, _LOCAL_COPY)
            else:
                there = copied(file, self.folder, _LOCAL_COPY, dialect, silent)
            raw = (f"{column.sql} AS {own.sql}" for column, own in zip(there.columns, judge.scan.columns, strict=True))
            more = (LINE, SURPLUS) if there.is_copy else ()
            sql = f"(SELECT {', '.join((*more, *raw))} FROM {there.sql})"
            return rejected_rows(self.connection, replace(judge, scan=replace(there, sql=sql)), most)
        plain = replace(judge, settings=replace(judge.settings, key=None))
        found = self.ask(judge.scan, partial(_rejected, judge=plain, most=most), add, judge.bound.values())
        return [replace(row, where=replace(row.where, line=None)) for row in found[:most]]

    def shared(self, parts: Sequence[tuple[Judge, str]]) -> list[tuple[int, int]]:
        """Return sets of files, as bits, and how many contacts each set has in common."""
        rows = self._rows(parts, "key bigint, file bigint")
        with told_of():
            files = rows.groupBy("key").agg({"file": "bit_or"}).toDF("key", "files").where("bit_count(files) > 1")
            return [(row["files"], row["count"]) for row in files.groupBy("files").count().collect()]

    def customers(self, logs: Logs) -> Iterator[pa.RecordBatch]:
        """Yield every customer with a contact once: batches with a column ``customer``, in no order."""
        import pyarrow as pa

        rows = self._rows([(judge, customers_sql(judge, tally)) for judge, tally in logs], "customer string")
        with told_of():
            found = (row["customer"] for row in rows.distinct().toLocalIterator())
            while some := list(islice(found, ROWS)):
                yield pa.RecordBatch.from_pydict({"customer": some})

    def _rows(
        self,
        parts: Sequence[tuple[Judge, str]],
        schema: str,
        prepare: Callable[[DuckDBPyConnection], None] | None = None,
    ) -> DataFrame:
        """Return the rows that SQL makes of each log, which is judged so."""
        identities = None
        if parts[0][0].settings.identities is not None:
            identities = self.connection.sql("FROM identities").to_arrow_table()
        columns = tuple(column.split()[0] for column in schema.split(", "))
        frames = []
        for judge, query in parts:
            name, log = self.logs[judge.scan.file.path]
            queried = Queried(name, query, columns, prepare, identities, log.dialect)
            frames.append(_mapped(log, judge.bound.values(), queried, schema))
        return reduce(lambda one, more: one.unionAll(more), frames)


def _mapped(log: Framed, cells: Iterable[Binding], mapping: Partition, schema: str) -> DataFrame:
    """Return what becomes of each partition's rows, of which only the columns looked at are read."""
    wanted = {cell.physical for cell in cells if isinstance(cell, Column)}
    columns = [column for column in log.columns if column in wanted] or list(log.columns[:1])
    corrupt = [CORRUPT] if log.dialect else []
    return over(log.frame.select(*columns, *corrupt), mapping, schema)


def _rejected(connection: DuckDBPyConnection, scan: Scan, judge: Judge, most: int) -> list[RejectedRow]:
    return rejected_rows(connection, judge, most)


def _arrow_type(kind: DataType) -> pa.DataType:
    """Return the type in which Spark hands over values of a type."""
    import pyarrow as pa
    from pyspark.sql.pandas.types import to_arrow_type
    from pyspark.sql.types import TimestampType

    return pa.timestamp("us", "UTC") if isinstance(kind, TimestampType) else to_arrow_type(kind)


def _empty(log: Framed) -> pa.Table:
    """Return a table with a log's columns and no rows."""
    import pyarrow as pa

    fields = log.frame.select(*log.columns).schema.fields
    empty = pa.schema([(field.name, _arrow_type(field.dataType)) for field in fields]).empty_table()
    if log.dialect is None:
        return empty
    return empty.append_column(LINE, pa.array([], pa.int64())).append_column(SURPLUS, pa.array([], pa.int8()))
