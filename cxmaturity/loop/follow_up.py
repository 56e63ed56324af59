"""What became of each case: who reached the customer first, and whether a person did so in time."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from cxmaturity.loop.as_of import AsOf
from cxmaturity.loop.matching import IDENTITY

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

HUMAN: Final = 0
AUTOMATIC: Final = 1
CLOSED: Final = 2
OTHER: Final = 3
"""How the wait for a person ends: by a person, by an automatic reply, by closure without contact, by a contact of
unknown kind. An open case has ``stats.CENSORED`` instead."""
ENDS: Final = 4


def follow(connection: DuckDBPyConnection, as_of: AsOf) -> None:
    """Make the tables ``followed`` and ``reached`` of ``classed``, ``cases``, ``matched`` and ``governed``.

    ``followed`` has one row a case that was opened by the cycle's date: ``case_number``, ``answer_number`` (null
    without an answer); ``class``, ``segment`` and ``source``, of its answer, else its own; ``owner``, ``aim``,
    ``cause``, ``action_id``, ``documented``, ``kind``, ``contacted``, ``closed`` as in ``cases``; ``rule``, ``alert``,
    ``clock`` and ``deadline`` as in ``governed``; ``is_human``, ``is_late`` (the deadline passed without, or before,
    contact by a person); and the wait for a person: ``spell`` in microseconds, and ``spell_end``, how it ended.

    ``reached`` has one row an answer of which a case has a first contact: ``answer_number``, ``contacted`` (the first
    of all its cases), ``is_human`` and ``is_automatic`` (whether one of them was). Of an answer that stands in the log
    more than once, a case reaches every one, as it is the case of every one where rules are compared.
    """
    connection.execute(f"""
        CREATE OR REPLACE TEMP TABLE followed AS
        SELECT *, coalesce(CASE WHEN is_human THEN contacted > deadline ELSE deadline < {as_of.start} END, false)
                  AS is_late
        FROM (
            SELECT own.number AS case_number, answer.number AS answer_number, {_AS_ANSWERED}, own.owner, own.aim,
                   own.cause, own.action_id, own.documented, own.kind, own.contacted, own.closed, governed.rule,
                   governed.alert, governed.clock, governed.deadline,
                   own.contacted IS NOT NULL AND own.kind = 'human' AS is_human,
                   greatest(coalesce(own.contacted, own.closed, {as_of.start}) - governed.clock, 0) AS spell,
                   {_END} AS spell_end
            FROM (FROM cases WHERE NOT is_future) AS own
            JOIN governed ON governed.case_number = own.number
            LEFT JOIN matched ON matched.case_number = own.number
            LEFT JOIN (FROM classed SEMI JOIN matched ON answer_number = number) AS answer
              ON answer.number = matched.answer_number
        )""")
    identity = ", ".join(IDENTITY)
    connection.execute(f"""
        CREATE OR REPLACE TEMP TABLE reached AS
        SELECT number AS answer_number, contacts.* EXCLUDE ({identity})
        FROM (SELECT number, {identity} FROM classed) AS answer
        JOIN (
            SELECT {identity}, min(contacted) AS contacted, bool_or(is_human) AS is_human,
                   bool_or(kind = 'automatic') AS is_automatic
            FROM (SELECT number, {identity} FROM classed SEMI JOIN matched ON answer_number = number)
            JOIN (SELECT answer_number, contacted, is_human, kind FROM followed) ON answer_number = number
            WHERE contacted IS NOT NULL GROUP BY {identity}
        ) AS contacts USING ({identity})""")


_AS_ANSWERED: Final = ", ".join(
    f"CASE WHEN answer.number IS NULL THEN own.{name} ELSE answer.{name} END AS {name}"
    for name in ("class", "segment", "source")
)
_END: Final = f"""
    CASE WHEN own.contacted IS NULL THEN CASE WHEN own.closed IS NULL THEN -1 ELSE {CLOSED} END
         WHEN own.kind = 'human' THEN {HUMAN} WHEN own.kind = 'automatic' THEN {AUTOMATIC} ELSE {OTHER} END"""
