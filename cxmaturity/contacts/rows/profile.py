"""Looking at a time column as a whole, before any of it is read as time."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from operator import add
from typing import TYPE_CHECKING, Final

from cxmaturity.contacts.files.columns import Binding
from cxmaturity.contacts.files.scans import Scan
from cxmaturity.contacts.rows.asking import said, which_format
from cxmaturity.contacts.rows.times import (
    EPOCHS,
    ISO_NAIVE,
    ISO_ZONED,
    SHAPE,
    Shape,
    TimeFormat,
    asked,
    decide,
    names_a_day,
)
from cxmaturity.contacts.sql import literal, trimmed
from cxmaturity.errors import Place, wrong
from cxmaturity.words import text

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

    from cxmaturity.contacts.engines.duckdb import Workplace

YEARS: Final = (1, 9999)
"""The years that an instant can be written in: what lies outside is no time."""
_BEGINNING: Final = 1000
"""Rows that tell how customers are written."""
_YEAR: Final = 31_556_952_000_000
_NUMBERS: Final = (
    "TINY",
    "SMALL",
    "INT",
    "BIG",
    "HUGE",
    "UINT",
    "UBIG",
    "FLOAT",
    "DOUBLE",
    "DECIMAL",
    "USMALL",
    "UTINY",
)


ISO: Final = TimeFormat().written


@dataclass(frozen=True)
class TimeColumn:
    """How the times of one column of one file are read."""

    sql: str
    """SQL for a row's time in microseconds, null where it is none."""
    zoned: bool
    """True when that is an instant, False when it is a local time."""
    years: tuple[int, int]
    """First and last year that occur; at most YEARS, further ones are no times."""
    written: str = ""
    """How they are written: the date's parts in their order, what the user named, or the column's type."""


def read_times(
    place: Workplace, scan: Scan, cell: Binding, date_format: str | None, field: str = "sent_at"
) -> TimeColumn:
    """Return how a column's times are read. Raises InputError when it has no single format."""
    where = Place(scan.file.path, column=cell.name or None)
    kind = cell.type
    if kind == "VARCHAR":
        return _text(place, scan, cell, date_format, field)
    if kind.startswith(("TIMESTAMP", "DATE")):
        low, high = place.ask(scan, partial(_ends, cell=cell), _wider, [cell])
        return TimeColumn(_typed_sql(cell.sql, kind), _is_zoned(kind), _years(low, high), kind)
    if kind.startswith(_NUMBERS) and date_format in EPOCHS:
        digits = EPOCHS[date_format]
        value = f"CAST(TRY_CAST({cell.sql} AS DECIMAL(22, {digits})) * {10**digits} AS BIGINT)"
        return _measured(place, scan, cell, value, zoned=True, written=str(date_format))
    way = said(scan.file.log, field, "epoch")
    remedy = text("If they are seconds since 1970, say {way}; if milliseconds, epoch_ms instead of epoch.", way=way)
    raise wrong(text("the times of this column are of the type {type}.", type=kind), where, remedy)


def reads_some(place: Workplace, scan: Scan, cell: Binding, times: TimeColumn) -> bool:
    """Return whether any cell of a column is a time."""
    return has_rows(place, scan, cell, f"({times.sql}) IS NOT NULL")


def has_rows(place: Workplace, scan: Scan, cell: Binding, where: str) -> bool:
    """Return whether a condition on a column holds for any row."""
    return place.ask(scan, partial(_has_rows, where=where), _either, [cell])


def _has_rows(connection: DuckDBPyConnection, scan: Scan, where: str) -> bool:
    return bool(connection.execute(f"SELECT 1 FROM {scan.sql} WHERE {where} LIMIT 1").fetchall())


def _either(first: bool, second: bool) -> bool:
    return first or second


def tells_decimals(place: Workplace, scan: Scan, cell: Binding) -> bool:
    """Return whether a text column holds whole numbers as decimals, by its beginning: 7.0, as tools write 7."""
    if cell.type != "VARCHAR" or not cell.name:
        return False
    return place.ask(scan, partial(_begins_with_decimals, cell=cell), _first_known, [cell]) is True


def _begins_with_decimals(connection: DuckDBPyConnection, scan: Scan, cell: Binding) -> bool | None:
    query = f"""
        SELECT bool_and(regexp_full_match({trimmed("id")}, '[0-9]+[.]0'))
        FROM (SELECT {cell.sql} AS id FROM {scan.sql} WHERE {trimmed(cell.sql)} <> '' LIMIT {_BEGINNING})"""
    ((found,),) = connection.execute(query).fetchall()
    return None if found is None else bool(found)


def _first_known(first: bool | None, second: bool | None) -> bool | None:
    return second if first is None else first


def _text(place: Workplace, scan: Scan, cell: Binding, date_format: str | None, field: str) -> TimeColumn:
    where = Place(scan.file.path, column=cell.name or None)
    shapes, others = place.ask(scan, partial(_iso_shapes, cell=cell), _both, [cell])
    if others:
        further = place.ask(scan, partial(_other_shapes, cell=cell), add, [cell])
        shapes = [replace(shape, simple=False) for shape in shapes] + further
    ask = partial(which_format, scan.file.log, field, shapes)
    form = asked(date_format, shapes, where) if date_format is not None else decide(shapes, where, ask)
    if form.strptime is not None:
        _check_format(place.connection, form, where)
        return _measured(place, scan, cell, form.sql(cell.sql), zoned=form.zoned, written=form.written)
    years = [year for shape in shapes for year in shape.years]
    return TimeColumn(form.sql(cell.sql), form.zoned, (min(years), max(years)) if years else YEARS, form.written)


def _typed_sql(cell: str, kind: str) -> str:
    """Return SQL for a cell of a type of times in microseconds, null where it is infinite."""
    plain = f"CAST({cell} AS TIMESTAMP{'TZ' if _is_zoned(kind) else ''})"
    value = _truncated(cell) if kind.endswith("_NS") else f"epoch_us({plain})"
    return f"CASE WHEN isfinite({plain}) THEN {value} END"


def _is_zoned(kind: str) -> bool:
    return kind.endswith("WITH TIME ZONE") or kind.startswith("TIMESTAMPTZ")


def _truncated(cell: str) -> str:
    """Return SQL for a time in nanoseconds in whole microseconds, the rest cut off as it is from text."""
    return f"(epoch_ns({cell}) // 1000 - CAST(epoch_ns({cell}) % 1000 < 0 AS BIGINT))"


def _iso_shapes(connection: DuckDBPyConnection, scan: Scan, cell: Binding) -> tuple[list[Shape], bool]:
    """Return the shapes of the cells that are plain ISO, and whether there are others."""
    query = f"""
        SELECT CASE WHEN regexp_full_match({cell.sql}, {literal(ISO_NAIVE)}) THEN 0
                    WHEN regexp_full_match({cell.sql}, {literal(ISO_ZONED)}) THEN 1 END AS zoned,
               min(left({cell.sql}, 4)), max(left({cell.sql}, 4))
        FROM {scan.sql} GROUP BY 1"""
    groups = connection.execute(query).fetchall()
    shapes = [
        Shape(True, "-", bool(zoned), False, False, False, (int(low), int(high)), simple=True)
        for zoned, low, high in groups
        if zoned is not None
    ]
    return shapes, len(shapes) < len(groups)


def _both(first: tuple[list[Shape], bool], second: tuple[list[Shape], bool]) -> tuple[list[Shape], bool]:
    return first[0] + second[0], first[1] or second[1]


def _other_shapes(connection: DuckDBPyConnection, scan: Scan, cell: Binding) -> list[Shape]:
    names = "['a', 's1', 'b', 's2', 'c', 'clock', 'half', 'zone']"
    query = f"""
        WITH cells AS (
            SELECT regexp_extract({trimmed(cell.sql)}, {literal(SHAPE)}, {names}) AS p FROM {scan.sql}
            WHERE {cell.sql} IS NOT NULL AND NOT regexp_full_match({cell.sql}, {literal(ISO_NAIVE)})
              AND NOT regexp_full_match({cell.sql}, {literal(ISO_ZONED)})),
        parts AS (
            SELECT length(p.a) = 4 AS year_first, p.s1 AS separator, p.zone <> '' AS zoned, p.half <> '' AS half,
                   CAST(CASE WHEN length(p.a) = 4 THEN p.b ELSE p.a END AS INTEGER) AS first,
                   CAST(CASE WHEN length(p.a) = 4 THEN p.c ELSE p.b END AS INTEGER) AS second,
                   CAST(CASE WHEN length(p.a) = 4 THEN p.a ELSE p.c END AS INTEGER) AS year
            FROM cells
            WHERE p.s1 = p.s2 AND ((length(p.a) = 4 AND length(p.c) <= 2) OR (length(p.a) <= 2 AND length(p.c) = 4)))
        SELECT year_first, separator, zoned, bool_or(half), bool_or(first > 12), bool_or(second > 12),
               min(year), max(year)
        FROM parts WHERE least(first, second) BETWEEN 1 AND 12 AND greatest(first, second) <= 31 GROUP BY ALL"""
    return [
        Shape(year_first, separator, zoned, halves, first, second, (low, high))
        for year_first, separator, zoned, halves, first, second, low, high in connection.execute(query).fetchall()
    ]


def _check_format(connection: DuckDBPyConnection, form: TimeFormat, place: Place) -> None:
    """Raise InputError when an engine does not understand the format that the user named."""
    import duckdb

    wanted = str(form.strptime)
    if wanted in EPOCHS:
        return
    try:
        connection.execute(f"SELECT {form.sql(literal(''))}")
        understood = names_a_day(wanted)
    except duckdb.Error:
        understood = False
    if not understood:
        remedy = text("Write it like %d/%m/%Y %H:%M:%S, or epoch or epoch_ms for numbers since 1970.")
        raise wrong(text("“{format}” is not a date format.", format=wanted), place, remedy)


def _measured(place: Workplace, scan: Scan, cell: Binding, sql: str, *, zoned: bool, written: str) -> TimeColumn:
    """Return a time column whose years are known only once it has been read."""
    low, high = place.ask(scan, partial(_range, sql=sql), _wider, [cell])
    return TimeColumn(sql, zoned, _years(low, high), written)


def _years(low: int | None, high: int | None) -> tuple[int, int]:
    if low is None or high is None:
        return YEARS
    first, last = YEARS
    return max(int(low // _YEAR) + 1969, first), min(int(high // _YEAR) + 1971, last)


_Range = tuple[int | None, int | None]


def _ends(connection: DuckDBPyConnection, scan: Scan, cell: Binding) -> _Range:
    """Return the range of a column of a type of times, which Parquet files tell beforehand."""
    ends = f"SELECT min({cell.sql}) AS low, max({cell.sql}) AS high FROM {scan.sql}"
    low, high = (_typed_sql(end, cell.type) for end in ("low", "high"))
    ((first, last),) = connection.execute(f"SELECT {low}, {high} FROM ({ends})").fetchall()
    return first, last


def _range(connection: DuckDBPyConnection, scan: Scan, sql: str) -> _Range:
    ((low, high),) = connection.execute(f"SELECT min(x), max(x) FROM (SELECT {sql} AS x FROM {scan.sql})").fetchall()
    return low, high


def _wider(first: _Range, second: _Range) -> _Range:
    lows, highs = ([bound for bound in bounds if bound is not None] for bounds in zip(first, second, strict=True))
    return min(lows, default=None), max(highs, default=None)
