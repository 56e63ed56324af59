"""Figures that a page prints stand in the report's JSON, so that a reader can follow them to their definition.

Compared are decimals and whole numbers above 99: among so many values, each smaller one stands somewhere anyway.
"""

from __future__ import annotations

import html as markup
import json
import re
from collections.abc import Iterator

import pytest
from report import sample

from cxmaturity.report import html
from cxmaturity.report import json as written
from cxmaturity.report.edition import Edition
from cxmaturity.results import Results

_UNREAD = re.compile(r"<style.*?</style>|<script.*?</script>", re.DOTALL)
_FIGURE = re.compile(r"(?<![\w.#-])\d[\d,]*(?:\.\d+)?")
_SCALE = re.compile(r"[\d,]+[–+][\d,]*")
"""A step of a drawing's colours."""
_DIGEST = re.compile(r"(?:[0-9a-f]{8} ?){8}")
_RULE = "From 0.80 on voices can be read as one, from 0.67 on with care; 0 is what chance gives."
"""How to read alpha: no figure of the organisation."""


def lines(page: str) -> list[str]:
    """Return what a page shows, a piece a line."""
    shown = markup.unescape(re.sub(r"<[^>]+>", "\n", _UNREAD.sub("", page)))
    return [
        line.strip()
        for line in shown.split("\n")
        if line.strip() != _RULE and not any(kind.fullmatch(line.strip()) for kind in (_SCALE, _DIGEST))
    ]


def values(record: object) -> Iterator[float | str]:
    if isinstance(record, dict):
        for item in record.values():
            yield from values(item)
    elif isinstance(record, list):
        yield len(record)
        rows = [row for row in record if isinstance(row, dict)]
        for key in rows[0] if rows else ():
            column = [row.get(key) for row in rows]
            if all(isinstance(cell, int) for cell in column):
                yield sum(column)
        for item in record:
            yield from values(item)
    elif isinstance(record, int | float | str) and not isinstance(record, bool):
        yield record


def printed(value: float) -> Iterator[str]:
    """Yield the ways in which a page may print a value: as it is, as a percentage, as what is left of 100 %."""
    for figure in (value, 100 * value, 100 - 100 * value):
        for places in (0, 1, 2):
            yield f"{figure:,.{places}f}".lstrip("-")


def is_told(figure: str) -> bool:
    return "." in figure or len(figure) > 2


@pytest.mark.parametrize("kind", ["leadership", "working"])
def test_every_figure_of_the_pages_is_in_the_json(kind):
    results, edition = Results(sample.assessment(), sample.roadmap(), {"answers.jsonl": "b" * 64}), Edition("en", kind)
    assert missing(html(results, edition), json.loads(written(results, edition))) == set()


def missing(page: str, record: object) -> set[str]:
    """Return the figures of a page that a record lacks."""
    known = list(values(record))
    figures = {shown for value in known if not isinstance(value, str) for shown in printed(value)}
    words = {found.rstrip(",") for value in known if isinstance(value, str) for found in _FIGURE.findall(value)}
    return {
        figure
        for line in lines(page)
        for figure in (found.rstrip(",") for found in _FIGURE.findall(line))
        if is_told(figure) and figure not in figures and figure not in words
    }


def test_a_figure_that_is_nowhere_is_missed():
    results, edition = Results(sample.assessment(), sample.roadmap()), Edition("en")
    record = json.loads(written(results, edition))
    assert missing("<p>12,345 and 61.37%</p>", record) == {"12,345", "61.37"}
    assert missing(f"<p>{record['metrics']['contacts.count']:,}</p>", record) == set()
