"""The table of identities: which customer ids of several logs are one customer's. It is joined on cleaned ids."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

import duckdb

from cxmaturity.contacts.files.columns import Header
from cxmaturity.contacts.files.delimited import LINE
from cxmaturity.contacts.files.listing import files_of
from cxmaturity.contacts.files.scans import Scan, copied, open_scan, unreadable
from cxmaturity.contacts.settings import Log
from cxmaturity.contacts.sql import trimmed
from cxmaturity.errors import InputError, Place, Problem, wrong
from cxmaturity.words import Text, text

if TYPE_CHECKING:
    from cxmaturity.contacts.engines.duckdb import Workplace
    from cxmaturity.contacts.rows.judging import Judge

_COLUMNS: Final = ("alias", "customer_id")
_SHOWN: Final = 20
"""Problems of one kind that are told."""
_DIGITS: Final = 12
"""Digits of the table's digest that are told."""
_NUMBER: Final = 1_000_000
"""Number of its temporary copy, beyond those of the logs."""


def load_identities(place: Workplace, path: Path) -> None:
    """Read a table of identities into the engine, where ``joined`` finds it.

    Raises InputError with the lines on which it is wrong: an empty cell, an alias of two customers, or of an alias.
    """
    file, *others = files_of([Log(path)])
    if others:
        raise wrong(text("a table of identities is one file."), path)
    try:
        _read(place, _scan(place, open_scan(place.connection, file, place.folder, _NUMBER)))
    except duckdb.Error as error:
        raise unreadable(file, error) from error
    if problems := list(_problems(place, file.path)):
        raise InputError(problems)
    place.connection.execute(
        "CREATE TEMP TABLE identities AS SELECT DISTINCT alias, customer FROM listed WHERE alias <> customer"
    )


def joined(rows: str) -> str:
    """Return SQL for rows with a column ``customer``, each alias in it replaced by the customer whose it is."""
    return f"""
        SELECT found.* REPLACE (coalesce(identities.customer, found.customer) AS customer)
        FROM ({rows}) AS found LEFT JOIN identities ON identities.alias = found.customer"""


def clean_id_sql(cell: str) -> str:
    """Return SQL for an id as customers are compared: trimmed, and lower-cased when it is an address."""
    cleaned = f"coalesce({trimmed(cell)}, '')"
    return f"CASE WHEN contains({cleaned}, '@') THEN lower({cleaned}) ELSE {cleaned} END"


def known_as_sql(cell: str) -> str:
    """Return SQL for the customer whose id a cell holds, once a table of identities is loaded."""
    customer = clean_id_sql(cell)
    return f"coalesce((SELECT customer FROM identities WHERE alias = {customer}), {customer})"


def told_of_identities(place: Workplace, path: Path, judges: Sequence[Judge]) -> tuple[Text, bool]:
    """Return what the table that was read gives these logs, and whether that is something."""
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()[:_DIGITS]
    aliases = _count(place, "identities")
    cells = {judge.scan.sql: judge.bound["customer_id"].text_sql for judge in judges}
    if judges[0].settings.engine == "spark":
        return text(
            "{file} (sha256 {digest}…): {n:int} {n:plural alias|aliases}.", file=str(path), digest=digest, n=aliases
        ), True
    ids = " UNION ALL ".join(f"SELECT {clean_id_sql(cell)} AS id FROM {sql}" for sql, cell in cells.items())
    found = _count(place, f"identities SEMI JOIN ({ids}) AS logs ON logs.id = identities.alias")
    what = text(
        "{file} (sha256 {digest}…): {n:int} {n:plural alias|aliases}, {found:int} found in the logs.",
        file=str(path),
        digest=digest,
        n=aliases,
        found=found,
    )
    if found:
        return what, True
    return text(
        "{what} So it joins nobody: its column alias must hold customers’ ids as the logs write them, and customer_id "
        "the one that they share.",
        what=what,
    ), False


def _count(place: Workplace, rows: str) -> int:
    ((found,),) = place.connection.execute(f"SELECT count(*) FROM {rows}").fetchall()
    return int(found)


def _scan(place: Workplace, scan: Scan) -> Scan:
    """Return the scan of a copy where the original does not tell its lines."""
    if scan.dialect is None or scan.is_copy:
        return scan
    return copied(scan.file, place.folder, _NUMBER, scan.dialect)


def _read(place: Workplace, scan: Scan) -> None:
    header = Header(scan.file.path, scan.columns, scan.is_certain)
    cells = []
    problems: list[Problem] = []
    for name in _COLUMNS:
        found = header.named(name)
        if len(found) == 1:
            cells.append(f"{clean_id_sql(found[0].text_sql)} AS {'alias' if name == 'alias' else 'customer'}")
        else:
            what = text("a table of identities has the columns {columns}.", columns=", ".join(_COLUMNS))
            problems = [Problem(what, Place(scan.file.path))]
    if problems:
        raise InputError(problems)
    line = LINE if scan.is_copy else "row_number() OVER ()"
    place.connection.execute(f"CREATE TEMP TABLE listed AS SELECT {line} AS line, {', '.join(cells)} FROM {scan.sql}")


def _problems(place: Workplace, path: Path) -> Iterator[Problem]:
    for column, field in (("alias", "alias"), ("customer_id", "customer")):
        for (line,) in _rows(place, f"SELECT line FROM listed WHERE {field} = ''"):
            yield Problem(text("this cell is empty."), Place(path, line, column))
    twice = """
        SELECT listed.line, first.line FROM listed JOIN (
            SELECT alias, min(line) AS line, arg_min(customer, line) AS customer FROM listed GROUP BY alias
        ) AS first USING (alias) WHERE alias <> '' AND listed.customer <> first.customer"""
    yield from _pairs(place, path, twice, lambda n: text("this alias is another customer's on line {n:int}.", n=n))
    chained = """
        SELECT listed.line, min(further.line) FROM listed JOIN listed AS further ON further.alias = listed.customer
        WHERE further.alias <> '' AND further.customer <> further.alias AND listed.alias <> listed.customer
        GROUP BY listed.line"""
    yield from _pairs(
        place,
        path,
        chained,
        lambda n: text("its customer is itself an alias on line {n:int}.", n=n),
        text("Write the customer that it stands for in the end."),
    )


def _pairs(
    place: Workplace, path: Path, query: str, what: Callable[[int], Text], remedy: Text | None = None
) -> Iterator[Problem]:
    for line, other in _rows(place, query):
        yield Problem(what(other), Place(path, line), remedy)


def _rows(place: Workplace, query: str) -> list[tuple[int, ...]]:
    return place.connection.execute(f"{query} ORDER BY 1 LIMIT {_SHOWN}").fetchall()
