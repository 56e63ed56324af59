"""What the rules demand, against what became of the answers."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from cxmaturity.contacts.sql import literal
from cxmaturity.evidence.measures import Row, Scalar, Table
from cxmaturity.evidence.ownership_map import Alert, OwnershipMap, Rule
from cxmaturity.loop.matching import IDENTITY
from cxmaturity.loop.rules.cells import Cells, met_cells
from cxmaturity.loop.rules.lint import Lint, lint
from cxmaturity.ownership.view import owners

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

Tally = Mapping[int | None, int]
"""Place of a rule to how many there are under it; None to those under none."""


@dataclass(frozen=True)
class Expected:
    """What the rules of the map demand, and what is missing from it."""

    share: float | None
    """Metric ``loop.rules_share``: share of the combinations of class, segment and source that some rule speaks of;
    0 where the map has a section without rules; None without that section, or without answers."""
    table: Table
    """Table ``rules``: rule, then, owner, answers, due, existing, missing, late, wrong_owner; the rules in their order,
    then the answers and late cases that are under none, if any. None where it is not known."""
    gaps: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Finding id (``rule_…`` and ``case_…``) to the ids of its subjects, sorted; only those that apply. They are rules;
    of ``case_late`` also alerts, under which the late cases are that no rule governs."""
    figures: Mapping[str, Mapping[str, Scalar]] = field(default_factory=dict)
    """Finding id to how many ``answers`` or ``cases`` it concerns, where that is known; of ``rule_conflict`` the
    ``count`` of pairs, and the first of them as ``pair0``, ``pair1`` and so on."""


def expected_against_actual(
    connection: DuckDBPyConnection, ownership_map: OwnershipMap | None, *, has_log: bool, has_cases: bool
) -> Expected:
    """Return what the rules demand, and how far it was done; without rules, which alerts were not kept to.

    With a log, the view ``ruled`` stands already (``rules.follow_rules``); with cases, the table ``followed``
    (``follow_up.follow``). Without a log nothing is known of answers, without cases nothing of cases.
    """
    rules, alerts = (ownership_map.rules, ownership_map.alerts or ()) if ownership_map else (None, ())
    late = _late_under_alerts(connection, alerts) if has_cases else {}
    if rules is None:
        found = {"case_late": tuple(sorted(late))} if late else {}
        return Expected(None, (), found, {finding: {"cases": sum(late.values())} for finding in found})
    cells = met_cells(connection) if has_log else Cells()
    known = _Known(
        answers=cells.answers if has_log else None,
        existing=_existing(connection, rules) if has_log and has_cases else None,
        late=_tally(connection, "SELECT rule FROM followed WHERE is_late") if has_cases else None,
        wrong_owner=_with_wrong_owner(connection, rules) if has_cases else None,
    )
    table, linted = tuple(_rows(rules, known)), lint(rules)
    gaps = {
        **_wrong_in_rules(linted, table),
        **({"rule_cell_missing": tuple(cell.subject for cell in cells.missing)} if cells.missing else {}),
        **_undone(table, late),
    }
    figures = _figures(gaps, table, late) | (_figures_of_answers(gaps, table, cells) if has_log else {})
    if linted.conflicts:
        figures["rule_conflict"] = _pairs(linted.conflicts)
    return Expected(cells.share if rules else 0.0, table, gaps, figures)


@dataclass(frozen=True)
class _Known:
    """How many there are under each rule; None where it is not known."""

    answers: Tally | None
    existing: Tally | None
    """Answers that have a case."""
    late: Tally | None
    """Cases that no person followed up in time."""
    wrong_owner: Tally | None
    """Cases with an owner that the rule does not name."""


def cases_due(rules: Sequence[Rule]) -> list[int]:
    """Return the places of the rules that open cases."""
    return [place for place, rule in enumerate(rules) if rule.then == "case"]


def with_case_sql(numbers: str) -> str:
    """Return SQL for what the answers with a case are known by; ``numbers`` selects the places of answers in the log.

    An answer that stands in the log twice has one case.
    """
    return f"SELECT DISTINCT {', '.join(IDENTITY)} FROM classed WHERE number IN ({numbers})"


def _existing(connection: DuckDBPyConnection, rules: Sequence[Rule]) -> Tally:
    known = with_case_sql("SELECT answer_number FROM followed")
    places = ", ".join(map(str, cases_due(rules))) or "NULL"
    same = f"SEMI JOIN ({known}) AS known USING ({', '.join(IDENTITY)})"
    return _tally(connection, f"SELECT rule FROM ruled {same} WHERE rule IN ({places})")


def _with_wrong_owner(connection: DuckDBPyConnection, rules: Sequence[Rule]) -> Tally:
    named = [(place, owner.strip()) for place, rule in enumerate(rules) for owner in sorted(owners(rule.owner))]
    if not named:
        return {}
    pairs = ", ".join(f"({place}, {literal(owner)})" for place, owner in named)
    places = ", ".join(sorted({str(place) for place, _ in named}))
    wrong = f"trim(owner) <> '' AND rule IN ({places}) AND (rule, trim(owner)) NOT IN ({pairs})"
    return _tally(connection, f"SELECT rule FROM followed WHERE {wrong}")


def _late_under_alerts(connection: DuckDBPyConnection, alerts: Sequence[Alert]) -> dict[str, int]:
    """Return alert to the late cases that have their deadline from it and are under no rule."""
    under = "SELECT alert, count(*) FROM followed WHERE is_late AND rule IS NULL AND alert IS NOT NULL GROUP BY alert"
    return {alerts[place].id: cases for place, cases in connection.sql(under).fetchall()}


def _tally(connection: DuckDBPyConnection, selected: str) -> Tally:
    return dict(connection.sql(f"SELECT rule, count(*) FROM ({selected}) GROUP BY rule").fetchall())


def _rows(rules: Sequence[Rule], known: _Known) -> Iterator[Row]:
    for place, rule in enumerate(rules):
        teams = ", ".join(sorted(owners(rule.owner))) or None
        yield {"rule": rule.id, "then": rule.then, "owner": teams, **_counts(known, place, rule.then == "case")}
    under_none = _counts(known, None, False)
    if under_none["answers"] or under_none["late"]:
        yield {"rule": None, "then": None, "owner": None, **under_none}


def _counts(known: _Known, place: int | None, opens_cases: bool) -> Row:
    answers = None if known.answers is None else known.answers.get(place, 0)
    due = answers if opens_cases or answers is None else 0
    existing = None if known.existing is None else known.existing.get(place, 0)
    return {
        "answers": answers,
        "due": due,
        "existing": existing,
        "missing": None if due is None or existing is None else due - existing,
        "late": None if known.late is None else known.late.get(place, 0),
        "wrong_owner": None if known.wrong_owner is None else known.wrong_owner.get(place, 0),
    }


def _wrong_in_rules(linted: Lint, table: Table) -> dict[str, tuple[str, ...]]:
    """Return what is wrong with the rules; one that some answer met, odd as that may be, is not unreachable."""
    found = dict(linted.gaps)
    met = {row["rule"] for row in table if row["answers"]}
    left = tuple(rule for rule in found.pop("rule_unreachable", ()) if rule not in met)
    return {**found, "rule_unreachable": left} if left else found


_UNDONE: Final = {"case_missing": "missing", "case_late": "late", "case_wrong_owner": "wrong_owner"}
"""Finding to the column of the table that counts what it is about."""


def _undone(table: Table, late: Mapping[str, int]) -> dict[str, tuple[str, ...]]:
    found = {finding: set(_under(table, column)) for finding, column in _UNDONE.items()}
    found["case_late"] |= late.keys()
    return {finding: tuple(sorted(subjects)) for finding, subjects in found.items() if subjects}


def _under(table: Table, column: str) -> Iterator[str]:
    return (str(row["rule"]) for row in table if row["rule"] is not None and row[column])


def _figures(
    gaps: Mapping[str, Collection[str]], table: Table, late: Mapping[str, int]
) -> dict[str, Mapping[str, Scalar]]:
    figures: dict[str, Mapping[str, Scalar]] = {}
    for finding, column in _UNDONE.items():
        if finding in gaps:
            counted = "answers" if column == "missing" else "cases"
            others = sum(late.values()) if column == "late" else 0
            under_rules = sum(int(row[column] or 0) for row in table if row["rule"] is not None)
            figures[finding] = {counted: under_rules + others}
    return figures


def _figures_of_answers(
    gaps: Mapping[str, Collection[str]], table: Table, cells: Cells
) -> dict[str, Mapping[str, Scalar]]:
    figures: dict[str, Mapping[str, Scalar]] = {}
    if "rule_cell_missing" in gaps:
        figures["rule_cell_missing"] = {"answers": cells.lost}
    if "rule_without_owner" in gaps:
        orphans = (int(row["answers"] or 0) for row in table if row["rule"] in gaps["rule_without_owner"])
        figures["rule_without_owner"] = {"answers": sum(orphans)}
    return figures


_PAIRS: Final = 50
"""Pairs of rules in conflict that are kept; all of them are counted."""


def _pairs(conflicts: Sequence[tuple[str, str]]) -> dict[str, Scalar]:
    shown = {f"pair{place}": " – ".join(pair) for place, pair in enumerate(conflicts[:_PAIRS])}
    return {"count": len(conflicts), **shown}
