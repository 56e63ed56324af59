"""Logs read that mean something else by their look: kinds that no rule counts, events and bounces under other names."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from functools import partial
from typing import TYPE_CHECKING, Final

from cxmaturity.contacts.fields import KINDS, KNOWN_EVENTS, NO, SENT
from cxmaturity.contacts.files.addresses import Address
from cxmaturity.contacts.files.columns import Binding, Column, Header
from cxmaturity.contacts.files.naming import named
from cxmaturity.contacts.rows.judging import CONTACT, Judge, cleaned
from cxmaturity.contacts.settings import Log, Policy
from cxmaturity.contacts.sql import listed, trimmed
from cxmaturity.words import Text, text

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

    from cxmaturity.contacts.engines.duckdb import Workplace
    from cxmaturity.contacts.files.scans import Scan

_YES: Final = ("true", "yes", "y", "t", "on", "x", "oui", "vrai", "ja", "wahr", "bounce", "bounced")
"""Words that say only that it bounced, which is a hard bounce by definition."""
_BEGINNING: Final = 4000
"""Rows whose words are looked at."""
_LIKE: Final = {
    "sent": (
        "send",
        "sends",
        "sending",
        "email_sent",
        "mail_sent",
        "sms_sent",
        "emailsend",
        "invite",
        "invited",
        "invite_sent",
        "invitation",
        "invitation_sent",
        "survey_sent",
        "dispatched",
        "processed",
        "envoi",
        "envoyé",
        "envoyée",
        "gesendet",
    ),
    "responded": (
        "answer",
        "answered",
        "complete",
        "completed",
        "finished",
        "reply",
        "replied",
        "response",
        "response_received",
        "submitted",
        "submit",
        "survey_completed",
        "survey_response",
        "réponse",
        "répondu",
        "beantwortet",
    ),
    "delivered": ("delivery", "deliver", "email_delivered", "livré", "délivré"),
    "opened": ("open", "email_opened", "email_open", "ouvert", "ouverture"),
    "unsubscribed": ("unsubscribe", "unsub", "opt_out", "optout", "opted_out", "email_unsubscribed", "désabonnement"),
    "bounced": ("bounce", "hard_bounce", "email_bounced"),
}
"""Event of ours to the words that other tools have for it."""


def uncounted_kinds(kinds: Mapping[str, int], policy: Policy, log: Log) -> Text | None:
    """Return how many contacts a policy never counts because of their kind; None where it counts all."""
    never = {kind: n for kind, n in kinds.items() if (kind if kind in KINDS else "other") not in policy.counts}
    if not never:
        return None
    what = text(
        "{n:int} of {all:int} {all:plural request is|requests are} of kinds that the contact rule does not count "
        "({kinds}): they never break it.",
        n=sum(never.values()),
        all=sum(kinds.values()),
        kinds=named(never),
    )
    if never.keys() <= {"reminder"}:
        return what
    return text(
        "{what} If they ask for feedback, read them as invitations: {option}, or `counts:` in an own policy.",
        what=what,
        option=log.asked_by("--set kind=invite", "set: {kind: invite}"),
    )


def kinds_in(connection: DuckDBPyConnection, judge: Judge) -> Mapping[str, int]:
    """Return the kinds of a file's contacts, each with how many there are; it goes through the file once."""
    query = f"SELECT kind, count(*) FROM ({judge.rows_sql()}) WHERE verdict = {CONTACT} GROUP BY kind"
    found: dict[str, int] = {}
    for kind, n in connection.execute(query).fetchall():
        found[cleaned("kind", kind)] = found.get(cleaned("kind", kind), 0) + n
    return found


def unmapped_events(place: Workplace, scan: Scan, bound: Mapping[str, Binding]) -> Text | None:
    """Return that a column which holds no field has events in it, by its beginning; None where none has."""
    if "event_type" in bound or scan.given is not None or isinstance(scan.file.path, Address):
        return None
    used = {cell.physical for cell in bound.values() if isinstance(cell, Column)}
    cells = [column for column in scan.columns if column.type == "VARCHAR" and column.physical not in used]
    found = place.ask(scan, partial(_event_words, cells=cells), _both, cells) if cells else {}
    events = next((column for column in cells if {SENT} < found.get(column.name, set())), None)
    if events is None:
        return None
    shown = Header(scan.file.path, scan.columns, scan.is_certain).may_be_shown(scan.file.log.columns.values())
    name = events.name if shown else "COLUMN"
    option = scan.file.log.asked_by(f"--map event_type={name}", f"map: {{event_type: {name}}}")
    return text(
        "{file}: the column “{column}” holds {words}…: if each row is an event, every request is counted several times "
        "over; add {option}.",
        file=str(scan.file.path),
        column=name,
        words=", ".join(word for word in KNOWN_EVENTS if word in found[events.name]),
        option=option,
    )


def _event_words(connection: DuckDBPyConnection, scan: Scan, cells: Iterable[Column]) -> Mapping[str, set[str]]:
    """Return the known events among the first cells of columns."""
    columns = list(cells)
    words = [f"lower({trimmed(column.sql)})" for column in columns]
    asked = ", ".join(f"list(DISTINCT {word}) FILTER ({word} IN {listed(KNOWN_EVENTS)})" for word in words)
    kept = ", ".join(column.sql for column in columns)
    (row,) = connection.execute(f"SELECT {asked} FROM (SELECT {kept} FROM {scan.sql} LIMIT {_BEGINNING})").fetchall()
    return {column.name: set(found or ()) for column, found in zip(columns, row, strict=True)}


def _both(first: Mapping[str, set[str]], second: Mapping[str, set[str]]) -> Mapping[str, set[str]]:
    return {name: first.get(name, set()) | second.get(name, set()) for name in first.keys() | second.keys()}


def unknown_bounces(place: Workplace, scan: Scan, bound: Mapping[str, Binding]) -> Text | None:
    """Return that bounces go by other words than hard and soft, and so count as hard; None where none does."""
    cell = bound.get("bounced")
    if not isinstance(cell, Column) or scan.given is not None or isinstance(scan.file.path, Address):
        return None
    others = place.ask(scan, partial(_bounce_words, cell=cell), _together, [cell])
    if not others:
        return None
    return text(
        "{file}: {n:int} {n:plural row calls|rows call} a bounce {words}, and {n:plural counts|count} as a hard one; "
        "only words that begin with soft are soft.",
        file=str(scan.file.path),
        n=sum(others.values()),
        words=named(others),
    )


def _bounce_words(connection: DuckDBPyConnection, scan: Scan, cell: Column) -> Counter[str]:
    """Return words for bounces that say neither hard, soft, yes nor no, each with its rows."""
    query = f"SELECT lower({trimmed(cell.text_sql)}) AS word, count(*) FROM {scan.sql} GROUP BY word"
    return Counter({word: n for word, n in connection.execute(query).fetchall() if word and _is_unknown(word)})


def _together(first: Counter[str], second: Counter[str]) -> Counter[str]:
    return first + second


def _is_unknown(word: str) -> bool:
    told = word.startswith(("hard", "soft")) or word in NO or word in _YES
    return not told and not any(character.isdigit() for character in word)


def event_words(others: Iterable[str]) -> Text:
    """Return which words for events are known, and what other ones are by their look."""
    known = text("Known are {known}.", known=", ".join(KNOWN_EVENTS))
    likely = {word: event for word in others if (event := _event_like(word))}
    if not likely:
        return known
    pairs = ", ".join(f"{word} = {event}" for word, event in sorted(likely.items()))
    return text(
        "{known} By their look {pairs}: a format of your own reads them so, see “Other words for events” in "
        "assessments/contact-logs.md.",
        known=known,
        pairs=pairs,
    )


def _event_like(word: str) -> str | None:
    plain = "_".join(word.lower().replace("-", " ").replace(".", " ").split())
    return next((event for event, words in _LIKE.items() if plain in words), None)
