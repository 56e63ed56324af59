"""Logs as Spark reads them: Parquet, delimited text, and tables."""

from __future__ import annotations

import csv
import re
import warnings
from codecs import BOM_UTF8
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

from cxmaturity.contacts.engines.spark.failing import told_of
from cxmaturity.contacts.files.addresses import Address
from cxmaturity.contacts.files.delimited import FALLBACK, LINE, SURPLUS, Dialect, sniff
from cxmaturity.contacts.files.listing import LogFile
from cxmaturity.errors import wrong
from cxmaturity.words import Text, text

if TYPE_CHECKING:
    import pyarrow as pa
    from pyspark.sql import DataFrame, SparkSession

    Partition = Callable[[Iterator[pa.RecordBatch]], Iterator[pa.RecordBatch]]

CORRUPT: Final = "corrupt"
"""Column for the text of rows that are not as wide as the header."""
_HEAD: Final = 200
"""Lines that tell how a delimited file is written."""
_CORRECT: Final = {"datetimeRebaseMode": "CORRECTED", "int96RebaseMode": "CORRECTED"}


@dataclass(frozen=True)
class Framed:
    """A log as Spark reads it."""

    frame: DataFrame
    """Its columns are named ``c0``, ``c1``, …"""
    names: tuple[str, ...]
    """What they are called in the log."""
    dialect: Dialect | None = None
    """How it is written, where it is delimited text; a column of the frame holds ``corrupt`` rows then."""
    notes: tuple[Text, ...] = ()

    @property
    def columns(self) -> tuple[str, ...]:
        """The names of the frame's columns that the log has."""
        return tuple(_physical(len(self.names)))


def framed(spark: SparkSession, file: LogFile, folder: Path) -> Framed:
    """Return a log as Spark reads it. Raises InputError when Spark cannot, or not as it is meant."""
    if file.kind not in ("csv", "parquet") or file.member is not None:
        what = text("Spark reads Parquet, CSV and tables only.")
        raise wrong(what, file.path, text("Omit --engine, or convert it to Parquet."))
    with told_of(file.path):
        if file.kind == "csv":
            return _delimited(spark, file, folder)
        table = file.path.table if isinstance(file.path, Address) else None
        frame = spark.read.options(**_CORRECT).parquet(_url(file)) if table is None else spark.table(table)
    return Framed(frame.toDF(*_physical(len(frame.columns))), tuple(frame.columns))


def _physical(n: int) -> list[str]:
    return [f"c{position}" for position in range(n)]


def _url(file: LogFile) -> str:
    """Return where Spark finds a file; of this machine's, every character of the name stands for itself."""
    if isinstance(file.path, Address):
        return str(file.path)
    return "file://" + re.sub(r"[\\*?\[\]{}]", r"\\\g<0>", str(file.path.resolve()))


def _delimited(spark: SparkSession, file: LogFile, folder: Path) -> Framed:
    read = spark.read.text(_url(file))
    metadata = ("_metadata.file_path AS file", "_metadata.file_block_start AS start")
    lines = read.selectExpr("cast(value AS binary) AS line", *metadata)
    dialect = _dialect(lines, file, folder)
    looked = over(lines, _looked_at, "headers array<binary>, spans boolean, latin boolean").collect()
    headers = {bytes(header).removeprefix(BOM_UTF8) for row in looked for header in row.headers}
    if len(headers) > 1:
        what = text("its files do not have the same header.")
        raise wrong(what, file.path, text("Name those with one header, and the others apart."))
    latin = any(row.latin for row in looked)
    names = dialect.header
    frame = spark.read.csv(
        _url(file),
        schema=", ".join(f"{name} string" for name in (*_physical(len(names)), CORRUPT)),
        sep=dialect.delimiter,
        encoding="windows-1252" if latin else "UTF-8",
        quote='"',
        escape='"',
        header=True,
        multiLine=any(row.spans for row in looked),
        columnNameOfCorruptRecord=CORRUPT,
        mode="PERMISSIVE",
        ignoreLeadingWhiteSpace=False,
        ignoreTrailingWhiteSpace=False,
    )
    told = (text("{file} is not UTF-8; it was read as Windows-1252.", file=str(file.path)),) if latin else ()
    return Framed(frame, names, dialect, told)


def _dialect(lines: DataFrame, file: LogFile, folder: Path) -> Dialect:
    """Return how a file is written, judged by its beginning."""
    if isinstance(file.path, Address):
        head = folder / "head.csv"
        head.write_bytes(b"".join(bytes(row.line) + b"\n" for row in lines.select("line").take(_HEAD)))
        if not head.stat().st_size:
            raise wrong(text("this file is empty."), file.path)
        file = replace(file, content=head, gzipped=False)
    elif file.gzipped != (file.path.suffix == ".gz"):
        what = text("Spark knows a gzip file only by a name that ends in .gz, and takes every such one for it.")
        raise wrong(what, file.path, text("Rename it."))
    dialect = sniff(file)
    if dialect.encoding.startswith("utf-16"):
        raise wrong(text("Spark reads this file only as UTF-8."), file.path, text("Convert it to UTF-8 or to Parquet."))
    if not dialect.plain and dialect.encoding != FALLBACK:
        what = text("its header is not on the first line.")
        raise wrong(what, file.path, text("Spark needs it there: remove what stands above, or convert it to Parquet."))
    return dialect


def _looked_at(batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
    """Yield what the lines of a partition tell: headers, whether rows may span lines, whether they are not UTF-8."""
    import pyarrow as pa
    import pyarrow.compute as pc

    headers: set[bytes] = set()
    spans = latin = False
    last_file = None
    for batch in batches:
        if not batch.num_rows:
            continue
        lines = batch.column("line")
        for at in _begins(batch.column("file"), batch.column("start"), last_file):
            headers.add(lines[at].as_py())
        last_file = batch.column("file")[batch.num_rows - 1].as_py()
        odd = pc.equal(pc.bit_wise_and(pc.count_substring(lines, '"'), 1), 1)
        blank = pc.and_(pc.greater(pc.binary_length(lines), 0), pc.match_substring_regex(lines, r"^\s+$"))
        spans = spans or bool(pc.any(pc.or_(odd, blank)).as_py())
        latin = latin or not _is_utf8(lines)
    yield pa.RecordBatch.from_pydict(
        {"headers": pa.array([list(headers)], pa.list_(pa.binary())), "spans": [spans], "latin": [latin]}
    )


def _begins(files: pa.Array, starts: pa.Array, last: str | None) -> Iterator[int]:
    """Yield where a file's first line stands among lines."""
    previous = last
    if files.null_count == 0 and previous == files[0].as_py() == files[len(files) - 1].as_py():
        return
    for at, (name, start) in enumerate(zip(files.to_pylist(), starts.to_pylist(), strict=True)):
        if name != previous and start == 0:
            yield at
        previous = name


def _is_utf8(lines: pa.Array) -> bool:
    import pyarrow as pa

    try:
        lines.cast(pa.string())
    except pa.ArrowInvalid:
        return False
    return True


def over(frame: DataFrame, partition: Partition, schema: str) -> DataFrame:
    """Return what becomes of each partition of a frame."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", FutureWarning)  # of a pandas newer than Spark knows, which is not used
        return frame.mapInArrow(partition, schema)


def tidied(batches: Iterator[pa.RecordBatch], dialect: Dialect) -> Iterator[pa.RecordBatch]:
    """Yield rows of delimited text as a tidy copy has them: with their number, and whether they have cells too many."""
    import pyarrow as pa

    width, before = len(dialect.header), 0
    for batch in batches:
        corrupt = batch.column(CORRUPT)
        surplus = [0] * batch.num_rows
        if corrupt.null_count < batch.num_rows:
            for at, row in enumerate(corrupt.to_pylist()):
                if row is not None:
                    surplus[at] = _has_surplus(row, dialect.delimiter, width)
        names = [name for name in batch.schema.names if name != CORRUPT]
        columns = [batch.column(name) for name in names]
        numbers = pa.array(range(before, before + batch.num_rows), pa.int64())
        before += batch.num_rows
        yield pa.RecordBatch.from_arrays(
            [*columns, numbers, pa.array(surplus, pa.int8())], names=[*names, LINE, SURPLUS]
        )


def _has_surplus(row: str, delimiter: str, width: int) -> int:
    cells: Sequence[str] = next(csv.reader([row], delimiter=delimiter), [])
    return int(any(cell.strip() for cell in cells[width:]))
