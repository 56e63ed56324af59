"""Answers as the rules meet them: the table of answers with any of its columns filled."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from contextlib import contextmanager
from dataclasses import replace
from datetime import date

from loop.seen import prepare

from cxmaturity.contacts.answers import no_answers
from cxmaturity.contacts.answers_sql import TYPES
from cxmaturity.evidence.loop import Case, CaseLog
from cxmaturity.evidence.ownership_map import OwnershipMap, Rule
from cxmaturity.loop.as_of import AsOf
from cxmaturity.loop.expected import Expected, expected_against_actual
from cxmaturity.loop.follow_up import follow

DAY = AsOf(date(2026, 10, 30), "UTC")
HOUR = 3_600_000_000
NOON = DAY.start - 20 * 24 * HOUR + 12 * HOUR
"""Twenty days before the date, when an answer comes that tells nothing else."""
BLANK = {
    **dict.fromkeys((name for name, kind in TYPES.items() if kind == "VARCHAR"), ""),
    "score": None,
    "sent": None,
    "responded": NOON,
}


@contextmanager
def asked(rows: Iterable[Mapping[str, object]]):
    """Open the table of answers with these rows in it; what they leave out is not known of them."""
    with no_answers() as empty:
        told = replace(empty, has_log=True)
        given = [{**BLANK, "number": number, "customer": f"c{number}", **row} for number, row in enumerate(rows)]
        marks = ", ".join("?" * len(TYPES))
        if given:
            cells = [[row[name] for name in TYPES] for row in given]
            told.connection.executemany(f"INSERT INTO answers VALUES ({marks})", cells)
        yield told


def expected(
    rows, rules: Iterable[Mapping[str, object]] | None, cases: Iterable[Case] | None = None, **sections: object
) -> Expected:
    """Return what rules demand of these answers, against these cases, where there are any."""
    with asked(rows) as told:
        given = a_map(rules, **sections)
        prepare(told, None if cases is None else CaseLog(tuple(cases)), given, DAY)
        follow(told.connection, DAY)
        return expected_against_actual(told.connection, given, has_log=True, has_cases=cases is not None)


def a_map(rules: Iterable[Mapping[str, object]] | None, **sections: object) -> OwnershipMap:
    """Return a map of these rules, each of which is named by its place unless it says otherwise."""
    if rules is None:
        return OwnershipMap.model_validate(sections)
    given = [{"id": f"r{place}", "when": {}, "then": "none", **rule} for place, rule in enumerate(rules)]
    return OwnershipMap.model_validate({"rules": given, **sections})


def rules_of(*rules: Mapping[str, object]) -> tuple[Rule, ...]:
    """Return rules, each of which is named by its place unless it says otherwise."""
    return a_map(rules).rules or ()
