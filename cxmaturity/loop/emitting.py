"""The cases that the rules demand and that do not exist yet, as rows of ``cases.csv``: what lets the rules act."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Final

from cxmaturity.evidence.loop import CASE_COLUMNS
from cxmaturity.evidence.measures import Table
from cxmaturity.evidence.ownership_map import OwnershipMap, Rule
from cxmaturity.loop.as_of import HOUR, AsOf, microseconds, moment_of
from cxmaturity.loop.expected import cases_due, with_case_sql
from cxmaturity.loop.matching import IDENTITY
from cxmaturity.loop.rules.governing import alert_of, allowed_hours
from cxmaturity.ownership.view import owners
from cxmaturity.words import Text, text

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

FILLED: Final = CASE_COLUMNS[: CASE_COLUMNS.index("rule") + 1]
"""The columns that a case due has something in; what comes after them is for those who work on it."""
_AT_ONCE: Final = 10_000
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


def overdue(ownership_map: OwnershipMap, as_of: date, timezone: str) -> Callable[[Mapping[str, str]], bool]:
    """Return what tells of a case due whether its deadline has passed: that of its rule, else of its source's alert."""
    alerts = ownership_map.alerts or ()
    of_rules = {rule.id: rule.deadline_hours for rule in ownership_map.rules or () if rule.deadline_hours is not None}
    of_sources = {source: alerts[place].deadline_hours for source, place in alert_of(alerts).items()}
    now = AsOf(as_of, timezone).start

    def is_overdue(case: Mapping[str, str]) -> bool:
        hours = of_rules.get(case["rule"], of_sources.get(case["source"]))
        opened = microseconds(datetime.fromisoformat(case["opened_at"]))
        return hours is not None and opened + round(allowed_hours(hours) * HOUR) < now

    return is_overdue


def unanswered(connection: DuckDBPyConnection, rules: Sequence[Rule]) -> dict[str, int]:
    """Return rule to the answers that meet it first and that nothing has reached yet, a person or a machine.

    The view ``ruled`` and the table ``reached`` stand already.
    """
    found = connection.execute("""
        SELECT rule, count(*) FROM ruled ANTI JOIN reached ON answer_number = number
        WHERE rule IS NOT NULL GROUP BY rule""").fetchall()
    return {rules[place].id: answers for place, answers in found}


@dataclass(frozen=True)
class Beside:
    """What a rule demands besides opening cases."""

    rule: str
    teams: tuple[str, ...] = ()
    """Who is to be told; empty where nobody is."""
    cases: int | None = None
    """How many new cases they are told of; None under a rule that opens none."""
    answers: int | None = None
    """How many answers they are told of; None under a rule that opens cases."""
    replies: int = 0
    """How many answers call for an automatic reply."""

    def told(self) -> Iterator[Text]:
        """Yield it in words."""
        if self.replies:
            yield text(
                "Under {rule}, {n:int} {n:plural answer calls|answers call} for an automatic reply.",
                rule=self.rule,
                n=self.replies,
            )
        teams = ", ".join(self.teams)
        if teams and self.cases is not None:
            yield text(
                "Under {rule}, tell {teams} of {n:int} new {n:plural case|cases}.",
                rule=self.rule,
                n=self.cases,
                teams=teams,
            )
        elif teams:
            yield text(
                "Under {rule}, {n:int} {n:plural answer|answers} should be told to {teams}.",
                rule=self.rule,
                n=self.answers,
                teams=teams,
            )


def beside_cases(
    rules: Sequence[Rule], table: Table, added: Mapping[str, int], silent: Mapping[str, int]
) -> Iterator[Beside]:
    """Yield what the rules demand besides cases: who is told, who is answered automatically.

    ``table`` is the table ``rules``; ``added`` says how many cases were added under each rule, and ``silent`` how many
    of its answers nothing has reached yet. Who was told is in no file, so without a case all answers are counted.
    """
    answers = {row["rule"]: int(row["answers"] or 0) for row in table}
    for rule in rules:
        teams = tuple(sorted({*rule.notify, *(owners(rule.owner) if rule.then == "notify" else ())}))
        if rule.then == "case":
            if teams and (new := added.get(rule.id, 0)):
                yield Beside(rule.id, teams, cases=new)
            continue
        n = answers.get(rule.id, 0)
        replies = silent.get(rule.id, 0) if rule.then == "auto_reply" else 0
        if replies or (n and teams):
            yield Beside(rule.id, teams if n else (), answers=n, replies=replies)


def _moment(instant: int) -> str:
    """Return an instant as ISO 8601 in UTC, to the microsecond where it has one."""
    return moment_of(instant).replace(tzinfo=None).isoformat() + "Z"


def _owner(rule: Rule, case: str) -> str:
    teams = sorted(owners(rule.owner))
    return teams[int(case[-_DIGITS:], 16) % len(teams)].strip() if teams else ""
