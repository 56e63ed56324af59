"""The answers of logs as a table inside the engine, for the audit of the closed loop: one row an answer."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from cxmaturity.contacts.auditing import first_rejected, inputs_of, opened_logs
from cxmaturity.contacts.fields import FURTHER
from cxmaturity.contacts.progress import Progress, Step, of_engine, silent
from cxmaturity.contacts.settings import AuditSettings, Log
from cxmaturity.contacts.sql import trimmed
from cxmaturity.evidence.measures import LogInput
from cxmaturity.words import Text, text

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection


@dataclass(frozen=True)
class Answers:
    """The answers of logs, in a table ``answers`` of a connection to the engine.

    One row is a contact that was responded to, or an answer that belongs to no contact: as many as the audit counts,
    so that contacts sent twice and answered once are two rows, and who counts cases of answers must join them. Columns
    are those of ``answers_sql.TYPES``: texts are empty where nothing is known, ``score`` is null where there is no
    number, ``responded`` and ``sent`` are microseconds since 1970 (UTC), ``sent`` is null without a contact. ``number``
    counts from 0 in an order that neither the order of files or rows nor the number of threads changes.
    """

    connection: DuckDBPyConnection
    has_log: bool
    """False where there is no log, so that nothing is known of answers."""
    customer_sql: Callable[[str], str]
    """Makes SQL for a customer's id out of SQL for a cell: cleaned as the logs' ids are, identities joined."""
    notes: tuple[Text, ...] = ()
    """What is to be said of how the logs were read."""
    inputs: tuple[LogInput, ...] = ()
    """The files as they were read, with their digests, as in the facts of an audit."""

    @staticmethod
    def source_sql(cell: str) -> str:
        """Return SQL for a source, or another word of the logs, as they are compared: trimmed, never null."""
        return f"coalesce({trimmed(cell)}, '')"


@contextmanager
def answers(
    logs: Sequence[Log],
    settings: AuditSettings,
    progress: Progress | None = None,
    further: Collection[str] = FURTHER,
) -> Iterator[Answers]:
    """Open logs and gather their answers; all is gone afterwards.

    Which rows count, and to which contact an event belongs, is as in ``audit``: the contacts with an answer are those
    that it counts. ``further`` are the fields of FURTHER that are wanted; the columns of others are empty.
    Raises InputError when a log cannot be read, has two time formats, holds no contact, or too many of its rows are
    rejected.
    """
    import duckdb

    from cxmaturity.contacts.answers_sql import answers_sql
    from cxmaturity.contacts.files.scans import short_of_memory
    from cxmaturity.contacts.noting import notes_of_reading
    from cxmaturity.contacts.rows.identities import clean_id_sql, known_as_sql

    say = progress or silent
    own = replace(settings, engine="duckdb", master=None)
    with opened_logs(logs, own, say) as desk:
        connection, opened = desk.place.connection, desk.opened
        try:
            say(Step(text("Gathering the answers"), of_engine(connection)))
            for statement in answers_sql(opened, own, further):
                connection.execute(statement)
            notes = tuple(notes_of_reading(opened, first_rejected(desk.place, opened)))
            inputs = inputs_of(desk.files, opened, desk.digests.all())
            customer_sql = known_as_sql if own.identities else clean_id_sql
            yield Answers(connection, True, customer_sql, notes, inputs)
        except duckdb.OutOfMemoryException as error:
            raise short_of_memory() from error


@contextmanager
def no_answers(settings: AuditSettings | None = None) -> Iterator[Answers]:
    """Open a table of no answers, where there is no log; with the memory and threads that settings ask for, if any."""
    from cxmaturity.contacts.answers_sql import empty_sql
    from cxmaturity.contacts.engines.duckdb import workplace
    from cxmaturity.contacts.policy import parse_policy
    from cxmaturity.contacts.rows.identities import clean_id_sql

    with workplace(settings or AuditSettings(parse_policy("rest-30"))) as place:
        place.connection.execute(empty_sql())
        yield Answers(place.connection, False, clean_id_sql)
