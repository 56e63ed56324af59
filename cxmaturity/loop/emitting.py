"""The cases that the rules demand and that do not exist yet, as rows of ``cases.csv``: what lets the rules act."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Final

from cxmaturity.evidence.loop import CASE_COLUMNS
from cxmaturity.evidence.measures import Table
from cxmaturity.evidence.ownership_map import Rule
from cxmaturity.loop.expected import cases_due, with_case_sql
from cxmaturity.loop.matching import IDENTITY
from cxmaturity.ownership.view import owners
from cxmaturity.words import Text, text

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

FILLED: Final = CASE_COLUMNS[: CASE_COLUMNS.index("rule") + 1]
"""The columns that a case due has something in; what comes after them is for those who work on it."""
_AT_ONCE: Final = 10_000
_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_DIGITS: Final = 16


def due_cases(connection: DuckDBPyConnection, rules: Sequence[Rule]) -> Iterator[dict[str, str]]:
    """Yield the cases due, each as column of ``FILLED`` to its cell, the oldest answer first.

    The views ``classed`` and ``ruled`` and the tables ``cases`` and ``matched`` stand already. A case is due for each
    answer whose first rule says ``case`` and that no case belongs to, not even one opened after the cycle's date. Its
    id follows from the answer alone, so it is the same in every run, whatever the order of log and rules. It opens when
    the answer came, so that its deadline is its rule's hours after that. Of a dispatch, the id chooses the team.
    Here are identifiers of customers, and nowhere else.
    """
    places = cases_due(rules)
    if not places:
        return
    identity = ", ".join(IDENTITY)
    there = {case for (case,) in connection.execute("SELECT case_id FROM cases").fetchall()}
    cursor = connection.execute(f"""
        SELECT {identity}, class, segment, rule FROM ruled
        ANTI JOIN ({with_case_sql("SELECT answer_number FROM matched")}) AS known USING ({identity})
        WHERE rule IN ({", ".join(map(str, places))})
        QUALIFY row_number() OVER (PARTITION BY {identity} ORDER BY number) = 1
        ORDER BY responded, customer, source, contact_id""")
    while rows := cursor.fetchmany(_AT_ONCE):
        for customer, source, contact, responded, class_, segment, place in rows:
            if (case := case_id(customer, source, contact, responded)) in there:
                continue
            cells = (case, contact, customer, source, _moment(responded), class_, segment)
            yield dict(zip(FILLED, (*cells, _owner(rules[place], case), rules[place].id), strict=True))


def case_id(customer: str, source: str, contact_id: str, responded: int) -> str:
    """Return the id of the case of an answer: of what it is known by, and of nothing else."""
    known = json.dumps([customer, source, contact_id, responded], ensure_ascii=True, separators=(",", ":"))
    return f"case-{hashlib.sha256(known.encode()).hexdigest()[:_DIGITS]}"


def beside_cases(rules: Sequence[Rule], table: Table, added: Mapping[str, int]) -> Iterator[Text]:
    """Yield what the rules demand besides cases: who is told, who is answered automatically.

    ``table`` is the table ``rules``; ``added`` says how many cases were added under each rule. What was told and
    answered is in no file, so without a case it is counted over all answers.
    """
    answers = {row["rule"]: int(row["answers"] or 0) for row in table}
    for rule in rules:
        n = answers.get(rule.id, 0)
        teams = ", ".join(sorted({*rule.notify, *(owners(rule.owner) if rule.then == "notify" else ())}))
        if rule.then == "case":
            if teams and (new := added.get(rule.id, 0)):
                yield text(
                    "Under {rule}, tell {teams} of {n:int} new {n:plural case|cases}.", rule=rule.id, n=new, teams=teams
                )
            continue
        if n and rule.then == "auto_reply":
            yield text(
                "Under {rule}, {n:int} {n:plural answer calls|answers call} for an automatic reply.", rule=rule.id, n=n
            )
        if n and teams:
            yield text(
                "Under {rule}, {n:int} {n:plural answer|answers} should be told to {teams}.",
                rule=rule.id,
                n=n,
                teams=teams,
            )


def _moment(instant: int) -> str:
    """Return an instant as ISO 8601 in UTC, to the microsecond where it has one."""
    return (_EPOCH + timedelta(microseconds=instant)).replace(tzinfo=None).isoformat() + "Z"


def _owner(rule: Rule, case: str) -> str:
    teams = sorted(owners(rule.owner))
    return teams[int(case[-_DIGITS:], 16) % len(teams)].strip() if teams else ""
