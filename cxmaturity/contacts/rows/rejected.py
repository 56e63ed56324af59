"""Where the rejected rows are, and why each was rejected. Their cells are never shown."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

from cxmaturity.contacts.files.columns import Binding
from cxmaturity.contacts.files.delimited import LINE, opened
from cxmaturity.contacts.rows.judging import REJECTED, Judge
from cxmaturity.contacts.sql import trimmed
from cxmaturity.errors import Place
from cxmaturity.words import Text, text

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

Cause = Literal["surplus", "missing", "unreadable"]
SHOWN: Final = 20
"""Rejected rows that are told."""


@dataclass(frozen=True)
class RejectedRow:
    """One row that is no contact because its customer or time cannot be read."""

    where: Place
    """File, line and column; in Parquet the line is the row."""
    reason: Text
    cause: Cause = "missing"


def rejected_rows(connection: DuckDBPyConnection, judge: Judge, most: int) -> list[RejectedRow]:
    """Return the first rejected rows of a file, in its order."""
    number = LINE if judge.scan.is_copy else judge.scan.number or "row_number() OVER ()"
    customer = f"(plain OR coalesce({trimmed('customer')}, '') <> '')"
    query = f"""
        SELECT number, surplus, {customer}, timeless
        FROM ({judge.rows_sql(f"{number} AS number, {_is_empty(judge.bound['sent_at'])} AS timeless,")})
        WHERE verdict = {REJECTED} ORDER BY number LIMIT {most}"""
    rows = connection.execute(query).fetchall()
    lines = _lines(judge, [row[0] for row in rows])
    return [_row(judge, line, row[1:]) for line, row in zip(lines, rows, strict=True)]


def _row(judge: Judge, line: int, found: Sequence[bool]) -> RejectedRow:
    surplus, has_customer, timeless = found
    customer, time = (judge.bound[field].name or None for field in ("customer_id", "sent_at"))
    path = judge.scan.file.path
    if surplus:
        reason = text("the row has more cells than the header has columns")
        return RejectedRow(Place(path, line), reason, "surplus")
    if not has_customer:
        return RejectedRow(Place(path, line, customer), text("the customer is missing"))
    if timeless:
        return RejectedRow(Place(path, line, time), text("the time is missing"))
    return RejectedRow(Place(path, line, time), text("the time cannot be read"), "unreadable")


def _is_empty(cell: Binding) -> str:
    return f"coalesce({trimmed(cell.text_sql)}, '') = ''"


def _lines(judge: Judge, numbers: Sequence[int]) -> Sequence[int]:
    """Return the lines of some rows of a file, given their numbers counted from 1."""
    dialect = judge.scan.dialect
    if dialect is None or judge.scan.is_copy or not numbers:
        return numbers
    wanted, last = set(numbers), max(numbers)
    found = {}
    for number, line in enumerate(_row_lines(judge)):
        if number in wanted:
            found[number] = line
        if number == last:
            break
    return [found[number] for number in numbers]


def _row_lines(judge: Judge) -> Iterator[int]:
    """Yield the line on which each record of a delimited file begins, the header's first."""
    dialect = judge.scan.dialect
    assert dialect is not None
    with opened(judge.scan.file, dialect.encoding) as source:
        reader, line = csv.reader(source, delimiter=dialect.delimiter), 1
        for cells in reader:
            if cells:
                yield line
            line = reader.line_num + 1
