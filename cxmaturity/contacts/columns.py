"""Which column of a file holds which field: by its canonical name, or as ``--map`` and ``--set`` say. Never guessed."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from cxmaturity.contacts.fields import FIELDS
from cxmaturity.contacts.settings import Log
from cxmaturity.contacts.sql import identifier, literal
from cxmaturity.errors import InputError, Place, Problem, did_you_mean
from cxmaturity.words import Text, text


@dataclass(frozen=True)
class Column:
    """A column of a file that holds a field."""

    name: str
    """Its name in the file."""
    physical: str
    """Its name in the engine's scan of the file."""
    type: str
    """Its SQL type."""

    @property
    def sql(self) -> str:
        """The column as an SQL expression."""
        return identifier(self.physical)

    @property
    def text_sql(self) -> str:
        """The column as text, whatever its type."""
        return self.sql if self.type == "VARCHAR" else f"CAST({self.sql} AS VARCHAR)"


@dataclass(frozen=True)
class Constant:
    """A fixed value for a field (``--set``)."""

    value: str
    type: str = "VARCHAR"
    name: str = ""

    @property
    def sql(self) -> str:
        """The value as an SQL literal."""
        return literal(self.value)

    text_sql = sql


_LIKE_DATA = re.compile(r"@|^[\d\s:./+-]*\d[\d\s:./+-]*$|^\d{4}-\d\d?-\d\d?")
"""A header cell that is an address, a number or a time is data, and data is never shown."""

Binding = Column | Constant


def bind(log: Log, path: Path, columns: Sequence[Column]) -> Mapping[str, Binding]:
    """Return where each field of a file comes from. Raises InputError with everything that does not fit."""
    problems = list(_misnamed(log, path))
    bound: dict[str, Binding] = {field: Constant(value.strip()) for field, value in log.constants.items()}
    for field, wanted in log.columns.items():
        if field not in FIELDS:
            continue
        found = _named(wanted, columns)
        if len(found) == 1:
            bound[field] = found[0]
        else:
            problems.append(_no_column(field, wanted, path, columns, found))
    for field in FIELDS:
        if field not in bound and (found := _named(field, columns)):
            if len(found) > 1:
                problems.append(_no_column(field, field, path, columns, found))
            bound[field] = found[0]
    problems += _absent({*bound, *log.columns}, path, columns)
    if problems:
        raise InputError(problems)
    return bound


def _named(wanted: str, columns: Sequence[Column]) -> list[Column]:
    """Return the columns of that name: exactly, else whatever their case."""
    exact = [column for column in columns if column.name == wanted.strip()]
    return exact or [column for column in columns if column.name.lower() == wanted.strip().lower()]


def _misnamed(log: Log, path: Path) -> Iterator[Problem]:
    for field in [*log.columns, *log.constants]:
        if field not in FIELDS:
            remedy = did_you_mean(field, FIELDS) or text("Known are: {words}.", words=", ".join(FIELDS))
            yield Problem(text("“{field}” is not a field of a contact log.", field=field), Place(path), remedy)
    for field in sorted(set(log.columns) & set(log.constants)):
        yield Problem(text("“{field}” is both mapped to a column and set to a value.", field=field), Place(path))


def _no_column(field: str, wanted: str, path: Path, columns: Sequence[Column], found: Sequence[Column]) -> Problem:
    if found:
        what = text("several columns are named “{column}”.", column=wanted)
        return Problem(what, Place(path), text("Rename all but one of them."))
    what = text("there is no column “{column}” for {field}.", column=wanted, field=field)
    return Problem(what, Place(path), _which(wanted, columns))


def _absent(bound: Collection[str], path: Path, columns: Sequence[Column]) -> Iterator[Problem]:
    for field, name in (("customer_id", text("the customer")), ("sent_at", text("the time"))):
        if field not in bound:
            what = text(
                "no column is named {field}, so {meaning} of a contact is not known.", field=field, meaning=name
            )
            remedy = text(
                "Say which column it is with --map {field}=COLUMN. {found}", field=field, found=_which(field, columns)
            )
            yield Problem(what, Place(path), remedy)


def _which(wanted: str, columns: Sequence[Column]) -> Text:
    names = [column.name for column in columns]
    if any(_LIKE_DATA.search(name) for name in names):
        return text("Its first row looks like data; it must name the columns.")
    close = did_you_mean(wanted, names)
    found = text("The columns are: {columns}.", columns=", ".join(names[:40]))
    return text("{hint} {found}", hint=close, found=found) if close else found
