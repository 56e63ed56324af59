"""The roadmap's own tables, to be read here and not filled in: what is to be read back is ``roadmap -o``."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Final

from cxmaturity.report.roadmap_tables.actions import actions
from cxmaturity.report.roadmap_tables.calendar import calendar
from cxmaturity.report.roadmap_tables.notes import notes
from cxmaturity.report.roadmap_tables.predicted import predicted as quarters
from cxmaturity.report.roadmap_tables.teams import teams
from cxmaturity.report.sheets.reading import Reading
from cxmaturity.report.tables import Column, Sheet
from cxmaturity.report.view.source import Source
from cxmaturity.roadmap.columns import TRACKED
from cxmaturity.words import Text, text

_TRACED: Final = ("plan", "predicted")
"""Tables whose rows say which files they rest on."""


def plan(reading: Reading) -> Sheet | None:
    """Return the plan in time."""
    return _taken(reading, calendar, "plan", text("Plan"))


def action_records(reading: Reading) -> Sheet | None:
    """Return the action records whole, but for what people wrote for themselves: owners, causes, results."""
    sheet = _taken(reading, actions, "actions", text("Actions"))
    if sheet is None:
        return None
    owner, result, causes = (reading.say(TRACKED[key]) for key in ("owner", "result", "feedback"))
    told = replace(sheet, columns=tuple(_renamed(reading, column, result) for column in sheet.columns))
    places = [place for place, column in enumerate(sheet.columns) if column.head not in (owner, causes)]
    has_result = next(place for place, column in enumerate(sheet.columns) if column.head == result)
    yes = reading.say(text("yes"))
    rows = (
        tuple((yes if row[place] else None) if place == has_result else row[place] for place in places)
        for row in sheet.rows
    )
    return replace(told, columns=tuple(told.columns[place] for place in places), rows=tuple(rows))


def _renamed(reading: Reading, column: Column, result: str) -> Column:
    """Return a column; that of results says only whether there is one, and ``roadmap --update`` must not take it."""
    return replace(column, head=reading.say(text("Result recorded")), width=10) if column.head == result else column


def team_days(reading: Reading) -> Sheet | None:
    """Return days used and available by month."""
    return _taken(reading, teams, "team-days", text("Days of teams"))


def predicted(reading: Reading) -> Sheet | None:
    """Return what the scoring predicts for each quarter's end."""
    return _taken(reading, quarters, "predicted", text("Predicted"))


def plan_notes(reading: Reading) -> Sheet | None:
    """Return how the plan is to be read."""
    return _taken(reading, lambda source: notes(source, is_open=False), "plan-notes", text("About the plan"))


def _taken(reading: Reading, made: Callable[[Source], Sheet], file: str, name: Text) -> Sheet | None:
    """Return a table of the roadmap as one to be read; None without a plan, or where nothing stands in it."""
    sheet = made(reading.source) if reading.source else None
    if sheet is None or not sheet.rows:
        return None
    columns = tuple(replace(column, is_open=False, choices=()) for column in sheet.columns)
    rests, rows = _files(reading) if file in _TRACED else "", sheet.rows
    if rests:
        columns = (*columns, Column(reading.say(text("Rests on")), 44, "id"))
        rows = tuple((*row, rests) for row in sheet.rows)
    return replace(sheet, name=reading.say(name), columns=columns, rows=rows, file=file)


def _files(reading: Reading) -> str:
    """Return the files that a plan rests on: all of its cycle."""
    own = f"cycles/{reading.assessment.facts.cycle}/"
    return "\n".join(path for path in sorted(reading.results.inputs) if path.startswith(own) or path[:7] != "cycles/")
