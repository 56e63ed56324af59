"""What a reader of the tables must know: how good the plan is, what it rests on, and what the words mean."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from cxmaturity.report.roadmap_tables import calendar
from cxmaturity.report.tables import Cell, Column, Sheet
from cxmaturity.report.view.more_days import brings
from cxmaturity.report.view.order import points, proof_of
from cxmaturity.report.view.source import Source
from cxmaturity.roadmap import months
from cxmaturity.roadmap.robustness import DRAWS
from cxmaturity.words import Text, text

_MEANINGS: Final = (
    (
        text("Value of the action"),
        text("What the practices of an action add, at most 100 for each; shared with other actions that raise them."),
    ),
    (
        text("For the score"),
        text("From the rise of the mean of the questions’ lower bounds, evidence set aside."),
    ),
    (text("For the stage"), text("From the practices that keep their question from its next stage.")),
    (
        text("For the customers concerned"),
        text("From the share of customers whom the findings that it answers concern."),
    ),
    (
        text("Confidence"),
        text("Value divided by what it would be if records checked every practice; unchecked ones count for 80%."),
    ),
    (
        text("First under"),
        text(
            "Share of {n:int} weightings of score, stage and customers, drawn at random, under which it is worth most.",
            n=DRAWS,
        ),
    ),
    (
        text("Not settled against"),
        text("Actions that are worth more than it under 35% to 65% of these weightings."),
    ),
    (
        text("Predicted"),
        text(
            "By the scoring itself, as if each action did what it is meant to; it counts from the month after its end."
        ),
    ),
    (
        text("Days of work"),
        text("Person-days, spread evenly over an action’s months."),
    ),
)


def notes(source: Source, *, is_open: bool = True) -> Sheet:
    """Return the sheet: a statement a row. ``is_open``: the tables are there to be filled in and read back."""
    say = source.speech.say
    columns = (Column(say(text("What")), 34), Column(say(text("Value")), 14, "number"), Column(say(text("Words")), 96))
    rows = tuple(
        (*_told(source, what), value, say(words) if words else None)
        for what, value, words in _statements(source, is_open)
    )
    return Sheet(say(text("Notes")), columns, rows, is_filtered=False)


def _told(source: Source, what: Text) -> tuple[Cell, ...]:
    return (source.speech.say(what),)


def _statements(source: Source, is_open: bool) -> Iterator[tuple[Text, Cell, Text | None]]:
    """Yield what it is about, a value, and words."""
    yield from _origin(source)
    yield from _proof(source)
    yield from _capacity(source)
    for line in calendar.LEGEND:
        yield text("Plan"), None, line
    if is_open:
        yield from _filling_in()
    for what, meaning in _MEANINGS:
        yield what, None, meaning


def _filling_in() -> Iterator[tuple[Text, Cell, Text | None]]:
    filled_in = text(
        "The columns with an orange head can be filled in; cxmaturity roadmap DIR --update FILE reads them here."
    )
    yield text("Actions"), None, filled_in
    persons = text(
        "Owners stand here as roadmap.yaml names them, persons too: this file is to work with. Reports name roles only."
    )
    yield text("Actions"), None, persons


def _origin(source: Source) -> Iterator[tuple[Text, Cell, Text | None]]:
    facts, header = source.assessment.facts, source.assessment.model.header
    plan = source.roadmap
    yield text("Organisation"), None, Text("{words}", {"words": facts.organisation})
    yield text("Cycle"), None, Text("{words}", {"words": facts.cycle})
    yield text("Date"), facts.as_of, None
    yield (
        text("Model"),
        None,
        Text(
            "{id} {version} · {hash}",
            {"id": header.id, "version": header.version, "hash": source.assessment.model.hash},
        ),
    )
    yield (
        text("Months planned"),
        plan.months,
        text("from {month:month}", month=months.first_day(plan.start)),
    )


def _proof(source: Source) -> Iterator[tuple[Text, Cell, Text | None]]:
    plan = source.roadmap
    yield text("Gap to the best plan"), plan.gap, proof_of(plan)
    yield (
        text("Value of the plan"),
        plan.objective,
        text("Each practice’s value, 1 at most, times the months in which the plan has it in place."),
    )
    yield text("No plan can be worth more than"), plan.bound, None
    score, stage, reach = source.assessment.facts.value_weights
    yield text("Weight of the score"), score, None
    yield text("Weight of the stage"), stage, None
    yield text("Weight of the customers concerned"), reach, None
    if plan.critical_chain:
        chain = " → ".join(source.refs.get(key, key) for key in plan.critical_chain)
        yield text("Fixes the plan’s end"), None, Text("{words}", {"words": chain})
    if plan.by_quarter:
        yield text("Plan"), None, text("There are more than 40 actions to place, so they are placed by quarters.")


def _capacity(source: Source) -> Iterator[tuple[Text, Cell, Text | None]]:
    plan, names = source.roadmap, source.names
    for gain in plan.capacity_gains:
        told = text(
            "is full in some months; a fifth more days would add this to the plan’s value: {what}",
            what=brings(gain, plan.objective, source.refs),
        )
        yield Text("{words}", {"words": names.team(gain.team)}), gain.gain, told
    for team in plan.unlimited:
        told = text("has no declared capacity: its days do not limit the plan")
        yield Text("{words}", {"words": names.team(team)}), None, told
    if plan.capacity_gains:
        highest = max(plan.practice_values.values(), default=0.0)
        yield text("Highest value of a practice"), points(highest), None
