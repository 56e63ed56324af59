"""The plan in time: a row an action, a column a month, or a quarter of a long plan; the cells hold days of work."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Final

from cxmaturity.report.tables import Cell, Column, Look, Sheet
from cxmaturity.report.view.decisions import carrier
from cxmaturity.report.view.source import Source
from cxmaturity.roadmap import months
from cxmaturity.roadmap.plan import Planned
from cxmaturity.roadmap.usage import monthly
from cxmaturity.words import Text, text

_BY_MONTH: Final = 36
"""Months of a plan that have a column each; of a longer one, quarters have."""
_FIXED: Final = 5
"""Columns before those of time."""


def calendar(source: Source) -> Sheet:
    """Return the sheet: days of work of an action in each month, coloured; the predicted stage in the last row."""
    speech, spans = source.speech, _spans(source)
    heads = [_head(source, span) for span in spans]
    columns = (
        Column(speech.say(text("Ref")), 6, "id"),
        Column(speech.say(text("Title")), 54),
        Column(speech.say(text("Carried by")), 30),
        Column(speech.say(text("Fixes the plan’s end")), 10),
        Column(speech.say(text("Days of work")), 9, "decimal"),
        *(Column(head, 5 if isinstance(head, date) else 9, "decimal") for head in heads),
    )
    rows: list[tuple[Cell, ...]] = []
    looks: dict[tuple[int, int], Look] = {}
    for number, plan in enumerate(source.placed):
        days = [_days(plan, span) for span in spans]
        rows.append((*_named(source, plan), *days))
        look = _look(source, plan)
        looks |= {(number, _FIXED + place): look for place, worked in enumerate(days) if worked is not None}
    stages = _stages(source, spans)
    if rows and any(stage is not None for stage in stages):
        closing = (None, speech.say(text("Predicted stage")), None, None, None)
        looks |= {(len(rows), place): Look.TOTAL for place in range(_FIXED + len(spans))}
        looks |= {(len(rows), _FIXED + place): Look.RISES for place in _rising(stages)}
        rows.append((*closing, *stages))
    return Sheet(
        speech.say(text("Plan")), columns, tuple(rows), kept=2, looks=looks, closing=int(len(rows) > len(source.placed))
    )


def _spans(source: Source) -> list[range]:
    """Return the months of each column, from the plan's first to its last or that of an action that ends later."""
    roadmap = source.roadmap
    first = months.index(roadmap.start)
    starts = [months.index(plan.start) for plan in source.placed if plan.start]
    ends = [months.index(plan.end) for plan in source.placed if plan.end]
    whole = range(min([first, *starts]), max([first + roadmap.months - 1, *ends]) + 1)
    if roadmap.months <= _BY_MONTH:
        return [range(month, month + 1) for month in whole]
    quarters = sorted({months.quarter_end(month) for month in whole})
    return [range(max(whole.start, end - 2), min(whole.stop, end + 1)) for end in quarters]


def _head(source: Source, span: range) -> str | date:
    if source.roadmap.months > _BY_MONTH:
        return source.speech.quarter_of(months.quarter(span.start)).replace("\u00a0", " ")
    return months.first_day(months.name(span.start))


def _named(source: Source, plan: Planned) -> tuple[Cell, ...]:
    chain = plan.action.id in source.roadmap.fixes_end
    return (
        source.refs[plan.action.id],
        source.called[plan.action.id],
        carrier(plan, source.speech, source.names),
        source.speech.say(text("yes")) if chain else None,
        sum(plan.effort.values()),
    )


def _days(plan: Planned, span: range) -> float | None:
    """Return the days of work of an action in these months, None where it does not run in them."""
    worked = [sum(days.values()) for month, days in monthly(plan).items() if month in span]
    return sum(worked) if worked else None


def _look(source: Source, plan: Planned) -> Look:
    if plan.status == "running":
        return Look.RUNNING
    return Look.STRONG if plan.action.id in source.roadmap.fixes_end else Look.MARKED


def _stages(source: Source, spans: list[range]) -> list[int | None]:
    """Return the stage that is predicted for the end of a quarter, in the column of its last month."""
    predicted = {quarter.quarter: quarter.stage.value for quarter in source.roadmap.predicted}
    ends = {months.quarter(span.stop - 1): place for place, span in enumerate(spans)}
    return [
        predicted.get(months.quarter(span.stop - 1)) if ends[months.quarter(span.stop - 1)] == place else None
        for place, span in enumerate(spans)
    ]


def _rising(stages: list[int | None]) -> Iterator[int]:
    before: int | None = None
    for place, stage in enumerate(stages):
        if stage is not None:
            if before is not None and stage > before:
                yield place
            before = stage


LEGEND: Final[tuple[Text, ...]] = (
    text("Cells of the plan hold the days of work in that month, of all teams together."),
    text("Dark: in this order, the action fixes the plan’s last month. Light: another one. Orange: it runs already."),
)
