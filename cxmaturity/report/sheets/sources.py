"""Sources and channels: what each sends, how it is answered, and who answers for it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from typing import Final

from cxmaturity.evidence.measures import ContactFacts, Row, Scalar
from cxmaturity.report.sheets.reading import Field, Reading
from cxmaturity.report.sheets.tabled import column
from cxmaturity.report.tables import Cell, Sheet
from cxmaturity.words import text

_EMPTY: Final[Row] = {}


def sources(reading: Reading) -> Sheet | None:
    """Return a row a source of map or log; figures about fewer than 10 customers are blank."""
    mapped, contacts = reading.assessment.ownership, reading.assessment.facts.contacts
    ids = [node.id for node in mapped.sources] if mapped else []
    ids += sorted(set(contacts.sources) - set(ids)) if contacts else []
    fields = (*_named(reading), *(_counted(reading, contacts) if contacts else ()))
    return reading.sheet("sources", text("Sources"), fields, ids, kept=2)


def channels(reading: Reading) -> Sheet | None:
    """Return a row a channel; figures about fewer than 10 requests are blank."""
    contacts = reading.assessment.facts.contacts
    rows = (contacts.tables.get("response.by_channel") if contacts else None) or ()
    fields = (
        Field[Row](text("Channel"), lambda row: row.get("channel") or reading.say(text("not known")), width=20),
        column(text("Requests"), "n"),
        column(text("Answers"), "responded"),
        column(text("Response rate"), "rate", "share"),
        column(text("Low"), "low", "share"),
        column(text("High"), "high", "share"),
    )
    return reading.sheet("channels", text("Channels"), fields, rows)


def _named(reading: Reading) -> Iterator[Field[str]]:
    nobody = reading.say(text("Without a source"))
    yield Field(text("Source"), lambda row: row or None, "id", 24)
    yield Field(text("Name"), lambda row: reading.names.source(row) if row else nobody, width=34)
    mapped = reading.assessment.ownership
    if mapped is None:
        return
    nodes = {node.id: node for node in mapped.sources}
    yes, no = reading.say(text("yes")), reading.say(text("no"))
    yield Field(text("On the map"), lambda row: (yes if nodes[row].on_map else no) if row in nodes else None, width=9)

    def teams(role: str) -> Callable[[str], Cell]:
        return lambda row: (
            "\n".join(reading.names.team(team) for team in getattr(nodes[row], role)) or None if row in nodes else None
        )

    yield Field(text("Accountable (A)"), teams("accountable"), width=26)
    yield Field(text("Responsible (R)"), teams("responsible"), width=26)
    yield Field(text("Informed (I)"), teams("informed"), width=26)
    yield Field(text("Touchpoint"), lambda row: nodes[row].touchpoint if row in nodes else None, "id", 18)
    yield Field(text("Days since its last request"), mapped.silent_days.get, "whole", 12)


def _counted(reading: Reading, contacts: ContactFacts) -> Iterator[Field[str]]:
    sent, answered = contacts.sources, contacts.responses
    rates = {str(row.get("source") or ""): row for row in contacts.tables.get("response.by_source") or ()}
    yield Field(text("Requests"), sent.get, "whole", 11)
    yield Field(text("Answers"), answered.get, "whole", 11)
    yield Field(text("Last request"), lambda row: _day(contacts.last_seen, row), "day", 12)
    if rates:
        yield Field(text("Requests with a known outcome"), _of(rates, "n"), "whole", 12)
        yield Field(text("Response rate"), _of(rates, "rate"), "share", 11)
        yield Field(text("Low"), _of(rates, "low"), "share", 9)
        yield Field(text("High"), _of(rates, "high"), "share", 9)
    if contacts.as_declared:
        yield Field(text("Sent as declared"), contacts.as_declared.get, "share", 10)


def _of(rows: Mapping[str, Row], key: str) -> Callable[[str], Cell]:
    def cell(source: str) -> Cell:
        value: Scalar = rows.get(source, _EMPTY).get(key)
        return value

    return cell


def _day(seen: Mapping[str, str], source: str) -> date | None:
    return date.fromisoformat(seen[source][:10]) if source in seen else None
