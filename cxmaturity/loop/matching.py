"""Which answer a case belongs to: the one with its contact id, else its customer's and source's latest before it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from functools import cache, partial
from typing import TYPE_CHECKING, Final

from cxmaturity.contacts.answers import Answers
from cxmaturity.evidence.loop import Case
from cxmaturity.loop.as_of import AsOf, end_of_day, microseconds

if TYPE_CHECKING:
    import pyarrow as pa

IDENTITY: Final = ("customer", "source", "contact_id", "responded")
"""What an answer is known by, wherever it stands in the log: those that share it have their cases in common."""
_TEXTS: Final = ("case_id", "contact_id", "customer_id", "source", "segment", "owner", "rule", "cause", "action_id")
_WORDS: Final = {"class": "class_", "kind": "first_contact_kind", "aim": "aim"}
_TIMES: Final = {"opened": "opened_at", "contacted": "first_contact_at", "closed": "closed_at"}


def match_cases(answers: Answers, cases: Sequence[Case], as_of: AsOf) -> None:
    """Make the tables ``cases`` and ``matched`` beside the view ``classed``, which stands already.

    ``cases`` has one row a case: ``number`` (its place in ``cases``), ``line``, ``case_id``, ``contact_id``,
    ``customer`` and ``source`` as the logs' are compared, ``class``, ``segment``, ``owner``, ``rule``, ``kind``,
    ``cause``, ``action_id``, ``aim`` (texts, empty where nothing is known), ``documented``, and ``opened``,
    ``contacted``, ``closed`` in microseconds, null where unknown or after the cycle's date. ``is_future`` tells that
    it was opened after that date; ``opened_by`` is the latest instant at which it may have been opened, which is the
    end of its day where that is all that is known. ``matched`` has a row for each case that belongs to an answer: the
    ``number`` of the case as ``case_number``, that of the answer as ``answer_number``.
    """
    connection = answers.connection
    written = _arrow(cases, as_of.timezone)
    connection.register("written_cases", written)
    cells = {
        "contact_id": answers.source_sql("contact_id"),
        "customer": answers.customer_sql("customer_id"),
        **{name: answers.source_sql(name) for name in ("source", "segment")},
        **{name: f"CASE WHEN {name} < {as_of.end} THEN {name} END" for name in ("contacted", "closed")},
        "kind": f"CASE WHEN contacted < {as_of.end} THEN kind ELSE '' END",
    }
    as_written = [name for name in written.column_names if name not in {*cells, "customer_id"}]
    listed = ", ".join((*as_written, *(f"{sql} AS {name}" for name, sql in cells.items())))
    connection.execute(f"""
        CREATE OR REPLACE TEMP TABLE cases AS
        SELECT {listed}, coalesce(opened >= {as_of.end}, false) AS is_future FROM written_cases""")
    connection.unregister("written_cases")
    connection.execute("CREATE OR REPLACE TEMP TABLE matched (case_number BIGINT, answer_number BIGINT)")
    for statement in _matching():
        connection.execute(statement)


def _matching() -> Iterator[str]:
    """Yield statements that add the pairs, the surest first: each leaves out the cases that have theirs."""
    for keys in (("contact_id", "customer"), ("contact_id",)):
        yield _latest_before(keys)
        yield _latest(keys)
    yield _latest_before(("customer", "source"))
    yield _latest_before(("customer",), "source = ''")


def _latest_before(keys: Sequence[str], condition: str = "true") -> str:
    return f"""
        INSERT INTO matched
        SELECT own.number, answer.number FROM ({_unmatched(keys)} AND {condition}) AS own
        ASOF JOIN (SELECT {", ".join(keys)}, responded, max(number) AS number FROM classed GROUP BY ALL) AS answer
          ON {_same(keys)} AND own.opened_by >= answer.responded"""


def _latest(keys: Sequence[str]) -> str:
    latest = "arg_max(number, (responded, number)) AS number"
    return f"""
        INSERT INTO matched
        SELECT own.number, answer.number FROM ({_unmatched(keys)}) AS own
        JOIN (SELECT {", ".join(keys)}, {latest} FROM classed GROUP BY ALL) AS answer ON {_same(keys)}"""


def _unmatched(keys: Sequence[str]) -> str:
    filled = " AND ".join(f"{key} <> ''" for key in keys)
    return f"SELECT * FROM cases WHERE number NOT IN (SELECT case_number FROM matched) AND {filled}"


def _same(keys: Sequence[str]) -> str:
    return " AND ".join(f"own.{key} = answer.{key}" for key in keys)


def _arrow(cases: Sequence[Case], timezone: str) -> pa.Table:
    import pyarrow as pa

    texts = {name: name for name in _TEXTS} | _WORDS
    end = cache(partial(end_of_day, timezone=timezone))
    opened = [(_instant(case.opened_at), "opened_at" in case.days) for case in cases]
    return pa.table(
        {
            "number": pa.array(range(len(cases)), pa.int64()),
            "line": pa.array([case.line for case in cases], pa.int64()),
            "documented": pa.array([bool(case.documented) for case in cases], pa.bool_()),
            "opened_by": pa.array([end(at) if is_day and at is not None else at for at, is_day in opened], pa.int64()),
            **{
                name: pa.array([getattr(case, attribute) or "" for case in cases], pa.string())
                for name, attribute in texts.items()
            },
            **{
                name: pa.array([_instant(getattr(case, attribute)) for case in cases], pa.int64())
                for name, attribute in _TIMES.items()
            },
        }
    )


def _instant(moment: datetime | None) -> int | None:
    return None if moment is None else microseconds(moment)
