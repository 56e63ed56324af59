"""Teams' days: used and available by month."""

from __future__ import annotations

from cxmaturity.report.tables import Cell, Column, Look, Sheet
from cxmaturity.report.view.source import Source
from cxmaturity.roadmap import months
from cxmaturity.roadmap.usage import days_used
from cxmaturity.words import text

_FIXED = 4
_TOLERANCE = 1e-6


def teams(source: Source) -> Sheet:
    """Return the sheet: two rows a team; a month in which it has no day left is coloured in both."""
    speech, roadmap = source.speech, source.roadmap
    first = months.index(roadmap.start)
    columns = (
        Column(speech.say(text("Team")), 26),
        Column(speech.say(text("Team id")), 16, "id"),
        Column(speech.say(text("Days")), 12),
        Column(speech.say(text("In all")), 9, "decimal"),
        *(Column(months.first_day(months.name(month)), 5, "decimal") for month in range(first, first + roadmap.months)),
    )
    rows: list[tuple[Cell, ...]] = []
    looks: dict[tuple[int, int], Look] = {}
    for team, used in days_used(roadmap).items():
        available = roadmap.capacity.get(team)
        if not any(used):
            continue
        name = (speech.tidy(source.names.team(team)), team)
        rows.append((*name, speech.say(text("used")), sum(used), *used))
        left = (None,) * len(used) if available is None else available
        total = None if available is None else sum(available)
        rows.append((*name, speech.say(text("available")), total, *left))
        for month, (days, limit) in enumerate(zip(used, left, strict=True)):
            if limit is not None and days > _TOLERANCE and days + _TOLERANCE >= limit:
                looks |= {(len(rows) - 2, _FIXED + month): Look.FULL, (len(rows) - 1, _FIXED + month): Look.FULL}
    return Sheet(speech.say(text("Teams")), columns, tuple(rows), kept=3, looks=looks)
