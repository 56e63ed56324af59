"""The sorted stream that engines hand to the kernel: its columns, its order, and SQL for the rows of one log."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from itertools import groupby
from math import prod
from typing import TYPE_CHECKING, Final

from cxmaturity.contacts.fields import BLANK, CATEGORIES, CODED, DETAILS, LOWERED, OF_EVENTS
from cxmaturity.contacts.rows.details import detail_sql, details_of
from cxmaturity.contacts.rows.identities import joined
from cxmaturity.contacts.rows.judging import CONTACT, EVENT, Judge, clean_customer_sql, cleaned
from cxmaturity.contacts.rows.tallying import Tally
from cxmaturity.contacts.sql import literal, trimmed

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

_MOST_CODES: Final = 1 << 32
"""Combinations of categories that one number can hold."""

Logs = Sequence[tuple[Judge, Tally]]
"""How each file's rows are judged, and what they became."""


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


def customers_sql(judge: Judge, tally: Tally) -> str:
    """Return SQL for the customer of each contact of a file."""
    customer = f"{'customer' if tally.plain else clean_customer_sql()} AS customer"
    rows = f"SELECT {customer} FROM ({judge.rows_sql()}) WHERE verdict = {CONTACT}"
    return joined(rows) if judge.settings.identities else rows


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


def _define_question_number(connection: DuckDBPyConnection) -> None:
    from duckdb import CatalogException, NotImplementedException
    from duckdb.func import PythonUDFType
    from duckdb.sqltypes import UBIGINT, VARCHAR

    from cxmaturity.contacts.kernel.wording import question_numbers

    try:
        connection.create_function("question_number", question_numbers, [VARCHAR], UBIGINT, type=PythonUDFType.ARROW)
    except (CatalogException, NotImplementedException):
        return  # it is known from an earlier pass
