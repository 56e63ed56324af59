"""SQL that makes a table of answers of opened logs: each event to its contact as the kernel attaches it."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from typing import TYPE_CHECKING, Final

from cxmaturity.contacts.fields import BLANK, FURTHER, LOWERED
from cxmaturity.contacts.kernel.windows import microseconds
from cxmaturity.contacts.rows.identities import joined
from cxmaturity.contacts.rows.judging import CONTACT, EVENT, clean_customer_sql
from cxmaturity.contacts.sql import literal, trimmed

if TYPE_CHECKING:
    from cxmaturity.contacts.rows.judging import Judge
    from cxmaturity.contacts.rows.opening import Opened
    from cxmaturity.contacts.settings import AuditSettings

TYPES: Final = {
    "number": "BIGINT",
    "customer": "VARCHAR",
    "contact_id": "VARCHAR",
    "source": "VARCHAR",
    "channel": "VARCHAR",
    "team": "VARCHAR",
    "segment": "VARCHAR",
    "metric": "VARCHAR",
    "scale": "VARCHAR",
    "score": "DOUBLE",
    "value": "VARCHAR",
    "comment": "VARCHAR",
    "responded": "BIGINT",
    "sent": "BIGINT",
}
"""Column of the table of answers to its type, in their order."""

_DASHES: Final = r"[\p{Pd}−]"
_SPACES: Final = r"[\s\p{Z}]+"
_ORDER: Final = """
    sent, source, channel, team, tool, contact_id,
    coalesce(responded BETWEEN sent AND sent + {window}, false), opted_out, kind, metric, scale, responded NULLS FIRST,
    score, segment, value, comment"""
"""The order of a customer's contacts; what the contract leaves open comes in an order of its own."""
_FIRST: Final = "responded, score, metric, scale, segment, value, comment, channel, team, contact_id"
"""The order of answers of which the first counts; a score that is none comes last."""


def answers_sql(opened: Sequence[Opened], settings: AuditSettings, further: Collection[str]) -> Iterator[str]:
    """Yield statements after which the table ``answers`` stands."""
    window = microseconds(settings.response_window)
    order = _ORDER.format(window=window)
    told = " UNION ALL ".join(_told_sql(each.judge, each.tally.plain, further) for each in opened)
    if not any("responded" in each.tally.events for each in opened):
        yield _table_sql(f"SELECT * FROM ({_kept_sql(told, settings, order)}) WHERE responded IS NOT NULL")
        return
    yield f"""
        CREATE OR REPLACE TEMP TABLE replies AS
        SELECT row_number() OVER () AS event, * FROM ({told}) WHERE NOT is_contact"""
    yield f"""
        CREATE OR REPLACE TEMP TABLE asked AS
        SELECT row_number() OVER (PARTITION BY customer ORDER BY {order}) AS place, *
        FROM ({_kept_sql(told, settings, order)})
        WHERE responded IS NOT NULL OR customer IN (SELECT customer FROM replies)"""
    yield from _attach_sql(window)
    yield _table_sql(f"{_ANSWERED} UNION ALL BY NAME {_OF_NOBODY}")
    yield from (f"DROP TABLE {name}" for name in ("replies", "asked", "by_id", "attached"))


def empty_sql() -> str:
    """Return SQL that makes a table of no answers."""
    return f"CREATE TEMP TABLE answers ({', '.join(f'{name} {kind}' for name, kind in TYPES.items())})"


def _told_sql(judge: Judge, plain: bool, further: Collection[str]) -> str:
    """Return SQL for the contacts and answers of one file, as far as an answer needs them."""
    wanted = [name for name in FURTHER if name in further and name in judge.bound]
    extra = "".join(f"{_tidy_sql(judge.bound[name].text_sql)} AS told_{name}, " for name in wanted)
    own = f"verdict = {CONTACT}"
    responded = f"CASE WHEN {own} THEN responded_at END" if "responded_at" in judge.moments else "NULL"
    opted_out = f"{own} AND unsubscribed_at IS NOT NULL" if "unsubscribed_at" in judge.moments else "false"
    columns = {
        "customer": "customer" if plain else clean_customer_sql(),
        "is_contact": own,
        "sent": f"CASE WHEN {own} THEN instant END",
        "responded": f"CASE WHEN {own} THEN {responded} ELSE instant END::BIGINT",
        "opted_out": opted_out,
        "contact_id": "contact_id" if judge.has_contact_id else "''",
        "score": "score::DOUBLE" if "score" in judge.bound else "'nan'::DOUBLE",
        **{name: category_sql(judge, name) for name in ("source", "channel", "team", "tool", "kind", "metric")},
        "scale": _scale_sql(category_sql(judge, "scale")),
        **{name: f"told_{name}" if name in wanted else "''" for name in FURTHER},
    }
    listed = ", ".join(f"{sql} AS {name}" for name, sql in columns.items())
    which = f"verdict = {CONTACT} OR (verdict = {EVENT} AND event = 'responded')"
    rows = f"SELECT {listed} FROM ({judge.rows_sql(extra)}) WHERE {which}"
    return f"FROM ({joined(rows) if judge.settings.identities else rows})"


def category_sql(judge: Judge, name: str) -> str:
    """Return SQL for a category of a file's rows as it is compared; what stands for a blank where it has none."""
    blank = literal(BLANK.get(name, ""))
    if name not in judge.categories:
        return blank
    tidy = f"lower({trimmed(name)})" if name in LOWERED else trimmed(name)
    return f"coalesce(nullif({tidy}, ''), {blank})"


def _scale_sql(written: str) -> str:
    """Return SQL for a scale as it is compared: without blanks, every dash a hyphen."""
    if written == "''":
        return written
    bare = f"regexp_replace({written}, {literal(_SPACES)}, '', 'g')"
    return f"regexp_replace({bare}, {literal(_DASHES)}, '-', 'g')"


def _tidy_sql(cell: str) -> str:
    return f"coalesce({trimmed(cell)}, '')"


def _kept_sql(told: str, settings: AuditSettings, order: str) -> str:
    """Return SQL for the contacts that count: as in the audit, reminders are dropped first, then duplicates."""
    reminders = " AND kind <> 'reminder'" if settings.without_reminders else ""
    same = "PARTITION BY customer, sent, source, channel"
    first = f" QUALIFY row_number() OVER ({same} ORDER BY {order}) = 1" if settings.dedupe else ""
    return f"SELECT * FROM ({told}) WHERE is_contact{reminders}{first}"


def _attach_sql(window: int) -> Iterator[str]:
    """Yield statements that give each reply its contact: by the id, else by the source within the window."""
    last = "max(place) AS place FROM asked"
    yield f"""
        CREATE OR REPLACE TEMP TABLE by_id AS
        SELECT event, coalesce(latest.place, first.place) AS place
        FROM (FROM replies WHERE contact_id <> '') AS replies
        ASOF LEFT JOIN (SELECT customer, contact_id, sent, {last} GROUP BY ALL) AS latest
          ON replies.customer = latest.customer AND replies.contact_id = latest.contact_id
             AND replies.responded >= latest.sent
        LEFT JOIN (SELECT customer, contact_id, min(place) AS place FROM asked GROUP BY ALL) AS first
          ON replies.customer = first.customer AND replies.contact_id = first.contact_id"""
    yield f"""
        CREATE OR REPLACE TEMP TABLE attached AS
        SELECT replies.*, coalesce(by_id.place, CASE WHEN replies.responded - near.sent <= {window} THEN near.place END)
               AS place
        FROM replies
        ASOF LEFT JOIN (SELECT customer, source, sent, {last} GROUP BY ALL) AS near
          ON replies.customer = near.customer AND replies.source = near.source AND replies.responded >= near.sent
        LEFT JOIN by_id ON by_id.event = replies.event"""


_CHOSEN: Final = ", ".join(
    f"CASE WHEN is_taken THEN coalesce(nullif(reply.{name}, ''), own.{name}) ELSE own.{name} END AS {name}"
    for name in FURTHER
) + "".join(
    f", CASE WHEN is_taken AND own.{name} = '' THEN reply.{name} ELSE own.{name} END AS {name}"
    for name in ("metric", "scale", "contact_id")
)
_ANSWERED: Final = f"""
    SELECT own.customer, own.source, own.channel, own.team, own.sent,
           CASE WHEN is_taken THEN reply.responded ELSE own.responded END AS responded,
           CASE WHEN is_taken AND NOT isnan(reply.score) THEN reply.score ELSE own.score END AS score, {_CHOSEN}
    FROM (
        SELECT own, reply, coalesce(reply.responded < own.responded OR own.responded IS NULL, false)
                           AND reply.responded IS NOT NULL AS is_taken
        FROM asked AS own
        LEFT JOIN (
            FROM attached WHERE place IS NOT NULL
            QUALIFY row_number() OVER (PARTITION BY customer, place ORDER BY {_FIRST}) = 1
        ) AS reply ON own.customer = reply.customer AND own.place = reply.place
    )
    WHERE is_taken OR own.responded IS NOT NULL"""
"""The contacts with an answer: the earliest, their own before a reply of the same instant."""

_OF_NOBODY: Final = f"""
    SELECT customer, source, channel, team, NULL AS sent, responded, score, {", ".join(FURTHER)}, metric, scale,
           contact_id
    FROM attached WHERE place IS NULL
    QUALIFY row_number() OVER (PARTITION BY customer, source, contact_id, responded ORDER BY {_FIRST}) = 1"""
"""The answers that belong to no contact; those that are told twice count once."""


def _table_sql(rows: str) -> str:
    """Return SQL that makes the table of answers of rows in any order."""
    columns = ", ".join(name for name in TYPES if name != "number")
    cells = columns.replace("score", "CASE WHEN isfinite(score) THEN score END AS score")
    order = (
        "responded, customer, source, contact_id, channel, team, sent, metric, scale, score, segment, value, comment"
    )
    return f"""
        CREATE TEMP TABLE answers AS
        SELECT row_number() OVER () - 1 AS number, {columns}
        FROM (SELECT {cells} FROM ({rows}) ORDER BY {order})"""
