"""The audit of the closed loop: answers, cases and rules to loop facts."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from cxmaturity.contacts.answers import Answers
from cxmaturity.evidence.loop import CaseLog, LoopFacts
from cxmaturity.evidence.ownership_map import OwnershipMap
from cxmaturity.loop.as_of import AsOf, day_of, microseconds
from cxmaturity.loop.classes import classify
from cxmaturity.loop.estimates import only_row
from cxmaturity.loop.expected import expected_against_actual
from cxmaturity.loop.few import few_customers
from cxmaturity.loop.figures import follow_up
from cxmaturity.loop.matching import match_cases
from cxmaturity.loop.rules.governing import govern
from cxmaturity.loop.rules.noting import remarks_on_rules
from cxmaturity.loop.rules.sql import follow_rules


def audit_loop(
    answers: Answers, cases: CaseLog | None, ownership_map: OwnershipMap | None, as_of: date, timezone: str
) -> LoopFacts:
    """Return what became of the answers up to a day, and what the rules of the map make of them.

    Without a case log everything about cases is unknown, without answers everything about them is. In the connection
    of ``answers`` stand afterwards, for whoever asks further: ``classed``, ``ruled``, ``cases``, ``matched``,
    ``governed``, ``followed`` and ``reached``.
    """
    connection, day = answers.connection, AsOf(as_of, timezone)
    rules = ownership_map.rules if ownership_map else None
    classify(connection, ownership_map, day)
    match_cases(answers, cases.cases if cases else (), day)
    follow_rules(connection, rules or ())
    govern(connection, ownership_map)
    found = follow_up(connection, cases, ownership_map, day)
    (seen,) = only_row(connection, "SELECT count(*) FROM classed")
    opened, timed = only_row(connection, "SELECT count(*), count(clock) FROM followed")
    expected = expected_against_actual(connection, ownership_map, has_log=seen > 0, has_cases=cases is not None)
    on_rules = remarks_on_rules(connection, rules or (), expected.gaps.get("rule_unreachable", ()))
    return LoopFacts(
        metrics={**found.metrics, "loop.rules_share": expected.share},
        tables={**found.tables, "rules": expected.table},
        gaps=expected.gaps,
        figures=expected.figures,
        notes=(*answers.notes, *(cases.notes if cases else ()), *found.notes, *on_rules),
        as_old_as=_latest(cases, day) if cases else None,
        answers=seen if answers.has_log else None,
        cases=opened if cases else None,
        timed=timed if cases else None,
        few=few_customers(connection, found.tables),
    )


def _latest(cases: CaseLog, as_of: AsOf) -> date | None:
    """Return the day of the last thing that happened to a case by the cycle's date."""
    known = (instant for instant in _instants(cases) if instant < as_of.end)
    latest = max(known, default=None)
    return None if latest is None else day_of(latest, as_of.timezone)


def _instants(cases: CaseLog) -> Iterator[int]:
    for case in cases.cases:
        for moment in (case.opened_at, case.first_contact_at, case.closed_at):
            if moment is not None:
                yield microseconds(moment)
