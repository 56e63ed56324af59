"""The action records: one a row, all fields of each, what the plan says of it, and what is kept of it in roadmap.yaml.

The columns of ``roadmap.yaml`` can be filled in, and the file given back to ``roadmap --update``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from cxmaturity.evidence.answers import Level
from cxmaturity.evidence.facts import Tracked
from cxmaturity.evidence.measures import Estimate, Measure
from cxmaturity.model.schema import Action
from cxmaturity.report.tables import Cell, Column, Kind, Sheet
from cxmaturity.report.view.aims import goal_of
from cxmaturity.report.view.decisions import carrier
from cxmaturity.report.view.findings import finding_rows
from cxmaturity.report.view.names import level_word
from cxmaturity.report.view.order import points, why
from cxmaturity.report.view.present import present
from cxmaturity.report.view.records import impact_of, obstacles_of
from cxmaturity.report.view.roadmap import why_not
from cxmaturity.report.view.source import Source
from cxmaturity.report.view.speech import without_stop
from cxmaturity.roadmap import months
from cxmaturity.roadmap.catalogue import catalogue
from cxmaturity.roadmap.columns import BETWEEN, LEVELS, STATUSES, TRACKED
from cxmaturity.roadmap.plan import Planned
from cxmaturity.words import Text, text

_KINDS: Final[dict[str, Kind]] = {"id": "id", "started": "day", "ended": "day"}
_WIDTHS: Final = {"id": 24, "result": 36, "feedback": 28}
_LINES: Final = 6
"""Lines of a record that are seen at once."""


@dataclass(frozen=True)
class Row:
    """An action with what is said of it, and its place in the plan; None for one that is finished or dropped."""

    action: Action
    tracked: Tracked
    plan: Planned | None


@dataclass(frozen=True)
class _Field:
    column: Column
    cell: Callable[[Row], Cell]


def actions(source: Source) -> Sheet:
    """Return the sheet: the actions of the plan by start, those without a place, then finished and dropped ones."""
    fields = [*_kept(source), *_planned(source), *_record(source), *_causes(source), *_value(source)]
    rows = tuple(tuple(field.cell(row) for field in fields) for row in _rows(source))
    return Sheet(
        source.speech.say(text("Actions")), tuple(field.column for field in fields), rows, kept=3, lines=_LINES
    )


def _rows(source: Source) -> Iterator[Row]:
    facts = source.assessment.facts
    said = {tracked.id: tracked for tracked in facts.roadmap.actions}
    for plan in source.roadmap.actions:
        yield Row(plan.action, said.get(plan.action.id) or Tracked(id=plan.action.id), plan)
    entries = catalogue(source.assessment.model, facts)
    closed = [entries[key] for key in said if key in entries and not entries[key].is_open]
    for entry in sorted(closed, key=lambda entry: (entry.tracked.ended or date.max, entry.id)):
        yield Row(entry.action, entry.tracked, None)


def _kept(source: Source) -> Iterator[_Field]:
    """Yield what roadmap.yaml keeps, with reference and title beside the id."""
    say = source.speech.say
    cells: dict[str, Callable[[Row], Cell]] = {
        "id": lambda row: row.action.id,
        "status": lambda row: say(STATUSES[row.tracked.status]),
        "owner": lambda row: row.tracked.owner,
        "started": lambda row: row.tracked.started,
        "ended": lambda row: row.tracked.ended,
        "result": lambda row: row.tracked.result,
        "feedback": lambda row: BETWEEN.join(row.tracked.feedback) or None,
    }
    yield _Field(Column(say(text("Ref")), 6, "id"), lambda row: source.refs.get(row.action.id))
    for key, head in TRACKED.items():
        choices = tuple(say(status) for status in STATUSES.values()) if key == "status" else ()
        column = Column(say(head), _WIDTHS.get(key, 14), _KINDS.get(key, "text"), choices, is_open=key != "id")
        yield _Field(column, cells[key])
        if key == "id":
            yield _Field(Column(say(text("Title")), 44), lambda row: source.speech.words(row.action.title))


def _planned(source: Source) -> Iterator[_Field]:
    """Yield the place in the plan, who carries it, and each team's days."""
    speech, say = source.speech, source.speech.say

    def placed(row: Row, found: Callable[[Planned], Cell]) -> Cell:
        return found(row.plan) if row.plan and row.plan.start else None

    chain = source.roadmap.fixes_end
    yield _Field(Column(say(text("Planned from")), 12, "day"), lambda row: placed(row, _first))
    yield _Field(Column(say(text("Planned until")), 12, "day"), lambda row: placed(row, _last))
    yield _Field(Column(say(text("Months")), 8, "whole"), lambda row: row.action.months)
    yield _Field(
        Column(say(text("Carried by")), 30),
        lambda row: carrier(row.plan, speech, source.names) if row.plan else None,
    )
    yield _Field(
        Column(say(text("Fixes the plan’s end")), 10), lambda row: say(text("yes")) if row.action.id in chain else None
    )
    yield _Field(
        Column(say(text("Why it has no place")), 36),
        lambda row: (
            why_not(row.plan, source.assessment, source.roadmap, speech, source.names)
            if row.plan and not row.plan.start
            else None
        ),
    )
    yield _Field(
        Column(say(text("Days of work")), 9, "decimal"),
        lambda row: sum(row.plan.effort.values()) if row.plan else None,
    )
    for team in source.teams:
        head = say(text("Days of {team}", team=source.names.team(team)))
        yield _Field(Column(head, 11, "decimal"), _days_of(team))


def _days_of(team: str) -> Callable[[Row], Cell]:
    return lambda row: row.plan.effort.get(team) if row.plan else None


def _first(plan: Planned) -> date:
    return months.first_day(plan.start or "")


def _last(plan: Planned) -> date:
    return months.first_day(months.name(months.index(plan.end or "") + 1)) - timedelta(days=1)


def _record(source: Source) -> Iterator[_Field]:
    """Yield the fields of an action record that the library or the organisation wrote."""
    speech, say = source.speech, source.speech.say
    assessment = source.assessment

    def target(row: Row, found: Callable[[str, float], Cell]) -> Cell:
        goal = row.action.target
        return found(goal.metric, goal.to) if goal else None

    texts: list[tuple[Text, float, Callable[[Row], Cell]]] = [
        (text("Objective"), 44, lambda row: speech.words(row.action.objective)),
        (text("Background"), 54, lambda row: speech.words(row.action.background)),
        (text("Impact"), 44, lambda row: impact_of(row.action, speech)),
        (text("Obstacles"), 44, lambda row: _lines(obstacles_of(row.action, speech))),
        (text("Goal"), 40, lambda row: goal_of(assessment, row.action, speech)),
    ]
    for head, width, cell in texts:
        yield _Field(Column(say(head), width), cell)
    yield _Field(Column(say(text("Metric of the goal")), 30, "id"), lambda row: target(row, lambda metric, to: metric))
    yield _Field(
        Column(say(text("Value now")), 10, "number"),
        lambda row: target(row, lambda metric, to: _number(present(assessment, metric))),
    )
    yield _Field(Column(say(text("Value to reach")), 10, "number"), lambda row: target(row, lambda metric, to: to))
    yield _Field(
        Column(say(text("Plan of tasks")), 60),
        lambda row: _lines(f"{number}. {speech.words(task)}" for number, task in enumerate(row.action.plan, start=1)),
    )
    yield _Field(Column(say(text("Level of action")), 16), lambda row: say(LEVELS[row.action.level]))


def _number(measure: Measure) -> float | None:
    value = measure.value if isinstance(measure, Estimate) else measure
    return value if isinstance(value, int | float) else None


def _causes(source: Source) -> Iterator[_Field]:
    """Yield what chose an action: practices with their level today, findings, and what it requires."""
    speech, say = source.speech, source.speech.say
    fired = {finding.id: finding for finding in source.assessment.findings}
    scores = source.assessment.scores

    def raised(row: Row) -> Iterator[str]:
        for key, level in row.action.establishes.items():
            practice = scores.practice(key)
            sentence = text(
                "{practice}: today {now}, then {level}",
                practice=without_stop(speech.words(practice.practice.statement)),
                now=level_word(practice.final, speech),
                level=level_word(Level.of(level), speech),
            )
            yield say(sentence)

    def found(row: Row) -> tuple[str, ...]:
        return row.plan.findings if row.plan else tuple(key for key in row.action.answers if key in fired)

    yield _Field(
        Column(say(text("Practices")), 30, "id"),
        lambda row: BETWEEN.join(f"{key}: {level}" for key, level in row.action.establishes.items()) or None,
    )
    yield _Field(Column(say(text("Practices, today and then")), 54), lambda row: _lines(raised(row)))
    yield _Field(Column(say(text("Findings")), 26, "id"), lambda row: BETWEEN.join(found(row)) or None)
    yield _Field(
        Column(say(text("Findings in words")), 54),
        lambda row: _lines(
            finding.title
            for finding in finding_rows(
                [fired[key] for key in found(row) if key in fired], speech, source.names, whole=True
            )
        ),
    )
    yield _Field(Column(say(text("Requires")), 24, "id"), lambda row: BETWEEN.join(row.action.requires) or None)


def _value(source: Source) -> Iterator[_Field]:
    """Yield what an action is worth, from what, how sure that is, and why it stands where it does."""
    say = source.speech.say

    numbers: list[tuple[Text, Kind, Callable[[Planned], Cell]]] = [
        (text("Value of the action"), "decimal", lambda plan: points(plan.value.total)),
        (text("For the score"), "decimal", lambda plan: points(plan.value.score)),
        (text("For the stage"), "decimal", lambda plan: points(plan.value.stage)),
        (text("For the customers concerned"), "decimal", lambda plan: points(plan.value.reach)),
        (text("Confidence"), "share", lambda plan: plan.value.confidence),
        (text("First under"), "share", lambda plan: plan.rank.first),
        (text("Among the first three under"), "share", lambda plan: plan.rank.top3),
    ]
    for head, kind, cell in numbers:
        yield _Field(Column(say(head), 11, kind), _of_plan(cell))
    yield _Field(
        Column(say(text("Not settled against")), 30, "id"),
        _of_plan(lambda plan: BETWEEN.join(plan.tied_with) or None),
    )
    yield _Field(
        Column(say(text("Why here")), 60),
        _of_plan(lambda plan: why(plan, source)),
    )


def _of_plan(found: Callable[[Planned], Cell]) -> Callable[[Row], Cell]:
    return lambda row: found(row.plan) if row.plan else None


def _lines(items: Iterable[str]) -> str | None:
    return "\n".join(items) or None
