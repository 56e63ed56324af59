"""The further columns of the sorted stream: what a contact row says of itself, and what an event row is.

A column travels only if some log has it. Times are microseconds since 1970, ``NEVER`` where a row has none.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Final

from cxmaturity.contacts.fields import KNOWN_EVENTS, KNOWN_MOMENTS, NEVER, NO, POSSIBLE
from cxmaturity.contacts.rows.judging import CONTACT, Judge
from cxmaturity.contacts.sql import listed, literal

_NOTHING: Final = {
    "event": "0::UTINYINT",
    "ident": "0::UBIGINT",
    "soft": "false",
    "strange": "false",
    "score": "'nan'::DOUBLE",
    "question": "0::UBIGINT",
    "commented": "false",
}
"""Column of the stream to what a row without it has, where that is not NEVER."""

_NEVER: Final = f"'{NEVER}'::BIGINT"

_SHOWN_BY: Final = {
    "responded": ("responded_at",),
    "unsubscribed": ("unsubscribed_at",),
    "bounced": ("bounced", "bounced_at"),
    "soft": ("bounced", "bounced_at"),
    "strange": ("responded_at", "unsubscribed_at", "bounced_at", "opened_at", "delivered"),
    "event_at": ("event_at",),
    "score": ("score",),
    "question": ("question",),
    "commented": ("comment",),
}
_BY_EVENT: Final = {"responded": "responded", "unsubscribed": "unsubscribed", "bounced": "bounced", "soft": "bounced"}


def details_of(judge: Judge, events: Collection[str]) -> frozenset[str]:
    """Return which further columns a file has, given the types of its events besides the sending."""
    found = {detail for detail, fields in _SHOWN_BY.items() if not judge.bound.keys().isdisjoint(fields)}
    if judge.moments.keys() <= {"event_at"}:
        found.discard("strange")
    found |= {detail for detail, event in _BY_EVENT.items() if event in events}
    if events:
        found |= {"event", "ident"} if judge.has_contact_id else {"event"}
    return frozenset(found)


def detail_sql(detail: str, judge: Judge) -> str:
    """Return SQL for a further column of the stream, over the rows of a judge."""
    if detail == "event":
        codes = " ".join(f"WHEN {literal(event)} THEN {code}" for code, event in enumerate(KNOWN_EVENTS))
        return f"(CASE event {codes} END)::UTINYINT" if judge.is_events else _nothing(detail)
    if detail == "ident":
        return "(CASE contact_id WHEN '' THEN 0 ELSE hash(contact_id) END)" if judge.has_contact_id else "0::UBIGINT"
    own = _own_sql(detail, judge)
    if own is None:
        return _nothing(detail)
    if judge.is_events and detail not in ("soft", *_OF_ANSWERS):
        own = f"CASE WHEN verdict = {CONTACT} THEN {own} ELSE {_nothing(detail)} END"
    return own


_OF_ANSWERS: Final = ("score", "commented")
"""Columns that the row of an answer may have for its contact."""


def _nothing(detail: str) -> str:
    return _NOTHING.get(detail, _NEVER)


def _own_sql(detail: str, judge: Judge) -> str | None:
    """Return SQL for what a contact's own row tells; None where its file tells nothing."""
    if detail in ("bounced", "soft"):
        return _bounce_sql(detail, judge)
    if detail == "strange":
        return _strange_sql(judge)
    [field] = _SHOWN_BY[detail]
    if field.endswith("_at"):
        return f"coalesce({field}, {_NEVER})" if field in judge.moments else None
    if field not in judge.bound:
        return None
    return {"question": "question_number(question)", "commented": "comment"}.get(detail, detail)


def _bounce_sql(detail: str, judge: Judge) -> str | None:
    """Return SQL for when a contact bounced, or for whether it bounced softly."""
    word = "bounced" if "bounced" in judge.bound else "''"
    if detail == "soft":
        return f"starts_with({word}, 'soft')" if "bounced" in judge.bound else None
    at = "bounced_at" if "bounced_at" in judge.moments else "NULL"
    if word == "''":
        return f"coalesce({at}, {_NEVER})" if at != "NULL" else None
    said_no = f"{word} <> '' AND {_denied_sql(word)}"
    unsaid = f"WHEN {word} = '' THEN coalesce({at}, {_NEVER})"
    return f"CASE {unsaid} WHEN {said_no} THEN {_NEVER} ELSE coalesce({at}, instant) END"


def _denied_sql(word: str) -> str:
    return f"({word} IN {listed(NO)} OR coalesce(TRY_CAST({word} AS DOUBLE) = 0, false))"


def _strange_sql(judge: Judge) -> str | None:
    """Return SQL for whether an event of a contact lies where none can, or its answer before its sending."""
    low, high = POSSIBLE
    outside = [f"{field} NOT BETWEEN {low} AND {high}" for field in KNOWN_MOMENTS if field in judge.moments]
    early = ["responded_at < instant"] if "responded_at" in judge.moments else []
    return "(" + " OR ".join(f"coalesce({each}, false)" for each in outside + early) + ")" if outside else None
