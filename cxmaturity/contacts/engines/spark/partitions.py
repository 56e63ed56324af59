"""What is done with the rows of one partition, in Spark's own processes: the same SQL and the same kernel as elsewhere.

Every callable here is pickled by name: the executors have cxmaturity installed. Spark knows no unsigned numbers, so
those of the sorted stream travel as the signed ones with the same bits.
"""

from __future__ import annotations

import pickle
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import reduce
from itertools import chain
from typing import TYPE_CHECKING, Any, Final

from cxmaturity.contacts.engines.spark.frames import tidied
from cxmaturity.contacts.fields import DETAILS
from cxmaturity.contacts.kernel.batches import whole_customers
from cxmaturity.contacts.kernel.summary import merged

if TYPE_CHECKING:
    import pyarrow as pa
    from duckdb import DuckDBPyConnection
    from pyspark.sql import DataFrame

    from cxmaturity.contacts.engines.duckdb import Answer, Kernel
    from cxmaturity.contacts.engines.stream import Stream
    from cxmaturity.contacts.files.delimited import Dialect
    from cxmaturity.contacts.files.scans import Scan
    from cxmaturity.contacts.kernel.plan import Plan

ROWS: Final = 250_000
"""Rows that the kernel works on at once, about."""
PICKLED: Final = "pickled binary"
"""Columns of what is one answer a partition."""
_UNSIGNED: Final = ("hash", "ident", "question")
"""Columns of the stream with unsigned numbers of 64 bits."""
_TYPES: Final = {"customer": "string", "contact_id": "string", "soft": "boolean", "strange": "boolean",
                 "commented": "boolean", "score": "double", "event": "int"}  # fmt: skip
"""Columns of the stream to their types in Spark, where these are not whole numbers of 64 bits."""


def stream_schema(stream: Stream) -> str:
    """Return the schema of the sorted stream as Spark takes it."""
    wide = ("hash", "instant", *DETAILS)
    ids = ["contact_id"] if stream.by_id else []
    columns = ("hash", "customer", "instant", *stream.vocabulary, *ids, *stream.details)
    return ", ".join(f"{name} {_TYPES.get(name, 'bigint' if name in wide else 'int')}" for name in columns)


@dataclass(frozen=True)
class Asked:
    """A question to the rows of a scan, answered for a partition."""

    name: str
    """What the scan's SQL calls the rows."""
    scan: Scan
    question: Callable[[DuckDBPyConnection, Scan], Any]
    """Goes through the rows once."""
    dialect: Dialect | None = None
    """How the rows were written, where they are delimited text."""

    def __call__(self, batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        """Yield the answer, pickled; nothing where there are no rows."""
        with _rows_as(self.name, batches, self.dialect) as connection:
            if connection is not None:
                yield _pickled(self.question(connection, self.scan))


@dataclass(frozen=True)
class Queried:
    """A query over the rows of a scan, such as that which makes the unsorted stream of them."""

    name: str
    query: str
    columns: tuple[str, ...]
    """What it yields."""
    prepare: Callable[[DuckDBPyConnection], None] | None = None
    """Defines what the query needs."""
    identities: pa.Table | None = None
    """Which customers are one, where that is known."""
    dialect: Dialect | None = None
    """How the rows were written, where they are delimited text."""

    def __call__(self, batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        """Yield the rows that the query makes of a partition."""
        with _rows_as(self.name, batches, self.dialect) as connection:
            if connection is not None:
                if self.prepare is not None:
                    self.prepare(connection)
                if self.identities is not None:
                    connection.register("identities", self.identities)
                for batch in connection.sql(self.query).to_arrow_reader(ROWS):
                    yield _signed(batch.select(self.columns))


@dataclass(frozen=True)
class Measured:
    """The kernel over sorted rows of whole customers."""

    plan: Plan
    kernel: Kernel

    def __call__(self, batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        """Yield the summary of a partition, pickled; nothing where there are no rows."""
        rows = map(_unsigned, _larger(batches))
        whole = whole_customers(rows, with_ids=self.plan.with_examples)
        first = next(whole, None)
        if first is not None:
            yield _pickled(merged(self.kernel(batch, self.plan) for batch in chain([first], whole)))


def together(answers: DataFrame, merge: Callable[[Answer, Answer], Answer], none: Callable[[], Answer]) -> Answer:
    """Return what partitions answered, in one; where there is no row at all, that of ``none``."""
    found = [pickle.loads(row[0]) for row in answers.collect()]
    return reduce(merge, found) if found else none()


@contextmanager
def _rows_as(
    name: str, batches: Iterator[pa.RecordBatch], dialect: Dialect | None
) -> Iterator[DuckDBPyConnection | None]:
    """Open an engine that knows a partition's rows by a name, to be gone through once; None where there are none."""
    import duckdb
    import pyarrow as pa

    batches = batches if dialect is None else tidied(batches, dialect)
    first = next(batches, None)
    if first is None:
        yield None
        return
    rows = pa.RecordBatchReader.from_batches(first.schema, chain([first], batches))
    with duckdb.connect(config={"threads": 1, "autoinstall_known_extensions": False}) as connection:
        connection.execute("SET TimeZone = 'UTC'")
        connection.register(name, rows)
        yield connection


def _pickled(answer: object) -> pa.RecordBatch:
    import pyarrow as pa

    return pa.RecordBatch.from_pydict({"pickled": pa.array([pickle.dumps(answer)], pa.binary())})


def _larger(batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
    """Yield the same rows in larger batches."""
    import pyarrow as pa

    waiting: list[pa.RecordBatch] = []
    for batch in batches:
        waiting.append(batch)
        if sum(each.num_rows for each in waiting) >= ROWS:
            yield pa.concat_batches(waiting)
            waiting = []
    if waiting:
        yield pa.concat_batches(waiting)


def _signed(batch: pa.RecordBatch) -> pa.RecordBatch:
    """Return the rows with numbers that Spark knows."""
    import pyarrow as pa
    import pyarrow.types as kinds

    def column(values: pa.Array) -> pa.Array:
        if kinds.is_uint64(values.type):
            return values.view(pa.int64())
        return values.cast(pa.int32()) if kinds.is_unsigned_integer(values.type) else values

    return _replaced(batch, {name: column(batch.column(name)) for name in batch.schema.names})


def _unsigned(batch: pa.RecordBatch) -> pa.RecordBatch:
    """Return the rows with the numbers that they had."""
    import pyarrow as pa

    return _replaced(
        batch,
        {
            name: batch.column(name).view(pa.uint64()) if name in _UNSIGNED else batch.column(name)
            for name in batch.schema.names
        },
    )


def _replaced(batch: pa.RecordBatch, columns: Mapping[str, pa.Array]) -> pa.RecordBatch:
    import pyarrow as pa

    return pa.RecordBatch.from_arrays(list(columns.values()), names=list(columns))
