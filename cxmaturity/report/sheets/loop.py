"""The closed loop: who was followed up, by class, source and team, and what the rules demanded."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from cxmaturity.evidence.measures import Row
from cxmaturity.report.sheets.reading import Field, Reading
from cxmaturity.report.sheets.tabled import column, named
from cxmaturity.report.tables import Sheet
from cxmaturity.words import Text, text

_CLASSES: Final = {
    "detractor": text("Detractors"),
    "passive": text("Passives"),
    "promoter": text("Promoters"),
    "": text("Without a class"),
}
_NOBODY: Final = ""
_COUNTED: Final = (
    column(text("Answers"), "n"),
    column(text("Followed up, share"), "value", "share"),
    column(text("Low"), "low", "share"),
    column(text("High"), "high", "share"),
    column(text("By a person"), "human"),
    column(text("By an automatic reply only"), "automatic"),
    column(text("Without any contact"), "none"),
)


def answers_by_class(reading: Reading) -> Sheet | None:
    """Return a row a class of answers."""
    head: Field[Row] = Field(text("Class"), lambda row: reading.say(_CLASSES[str(row.get("class") or "")]), width=22)
    return reading.sheet("loop-by-class", text("Follow-up by class"), (head, *_COUNTED), _rows(reading, "by_class"))


def answers_by_source(reading: Reading) -> Sheet | None:
    """Return a row a source; figures about fewer than 10 customers are blank."""
    head = named(text("Source"), "source", reading.names.source, reading.say(text("Without a source")))
    rows = _rows(reading, "by_source")
    return reading.sheet("loop-by-source", text("Follow-up by source"), (head, *_COUNTED), rows)


def cases_by_team(reading: Reading) -> Sheet | None:
    """Return a row a team with cases; figures about fewer than 10 customers are blank."""

    def owner(row: Row) -> str:
        value = row.get("owner")
        if value is None:
            return reading.say(text("Others, no teams of the map"))
        return reading.names.team(str(value)) if value != _NOBODY else reading.say(text("Without an owner"))

    fields = (
        Field[Row](text("Team"), owner, width=30),
        column(text("Cases"), "cases"),
        column(text("Still open"), "open"),
        column(text("Late"), "late"),
        column(text("By a person"), "human"),
        column(text("Median days"), "p50", "decimal"),
    )
    return reading.sheet("loop-by-team", text("Cases by team"), fields, _rows(reading, "by_owner"))


def rules(reading: Reading) -> Sheet | None:
    """Return a row a rule: what it demanded, and what happened."""
    counts: Sequence[tuple[Text, str]] = (
        (text("Answers"), "answers"),
        (text("Cases due"), "due"),
        (text("Cases opened"), "existing"),
        (text("Cases missing"), "missing"),
        (text("Late"), "late"),
        (text("With another owner"), "wrong_owner"),
    )
    fields = (
        Field[Row](text("Rule"), lambda row: row.get("rule") or reading.say(text("No rule")), "id", 24),
        column(text("Demands"), "then", "id"),
        named(text("Owner"), "owner", reading.names.team, ""),
        *(column(head, key) for head, key in counts),
    )
    return reading.sheet("loop-rules", text("Rules"), fields, _rows(reading, "rules"))


def _rows(reading: Reading, table: str) -> Sequence[Row]:
    loop = reading.assessment.facts.loop
    return loop.tables.get(table, ()) if loop else ()
