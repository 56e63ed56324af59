"""Answers and cases put in front of the loop as a log and a case log would put them."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import replace
from datetime import date

from loop.naive_loop import Answer

from cxmaturity.contacts.answers import Answers, no_answers
from cxmaturity.evidence.loop import CaseLog
from cxmaturity.evidence.ownership_map import OwnershipMap
from cxmaturity.loop.as_of import AsOf, microseconds
from cxmaturity.loop.classes import classify
from cxmaturity.loop.figures import FollowUp, follow_up
from cxmaturity.loop.matching import match_cases
from cxmaturity.loop.rules.governing import govern
from cxmaturity.loop.rules.sql import follow_rules


@contextmanager
def seen(answers: list[Answer]):
    """Open the table of answers with these in it."""
    with no_answers() as empty:
        told: Answers = replace(empty, has_log=bool(answers))
        rows = [
            (
                *(one.number, one.customer, one.contact_id, one.source, "", "", one.segment, one.metric, one.scale),
                *(one.score, "", "", microseconds(one.responded), None),
            )
            for one in answers
        ]
        if rows:
            marks = ", ".join("?" * len(rows[0]))
            told.connection.executemany(f"INSERT INTO answers VALUES ({marks})", rows)
        yield told


def looked_at(answers, log: CaseLog | None, ownership_map: OwnershipMap | None, day: date, timezone="UTC") -> FollowUp:
    """Return how these answers were followed up at a day."""
    as_of = AsOf(day, timezone)
    with seen(answers) as told:
        prepare(told, log, ownership_map, as_of)
        return follow_up(told.connection, log, ownership_map, as_of)


def prepare(told: Answers, log: CaseLog | None, ownership_map: OwnershipMap | None, as_of: AsOf) -> None:
    """Make the views and tables that stand before cases are followed."""
    classify(told.connection, ownership_map, as_of)
    follow_rules(told.connection, (ownership_map.rules if ownership_map else None) or ())
    match_cases(told, log.cases if log else (), as_of)
    govern(told.connection, ownership_map)
