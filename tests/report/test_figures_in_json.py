"""Every figure that a page prints stands in the report's JSON, so that a reader can follow it to its definition."""

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


def lines(page: str) -> list[str]:
    """Return what a page shows, a piece a line."""
    shown = markup.unescape(re.sub(r"<[^>]+>", "\n", _UNREAD.sub("", page)))
    return [line.strip() for line in shown.split("\n") if not _SCALE.fullmatch(line.strip())]


def values(record: object) -> Iterator[float | str]:
    if isinstance(record, dict):
        for item in record.values():
            yield from values(item)
    elif isinstance(record, list):
        yield len(record)
        for item in record:
            yield from values(item)
    elif isinstance(record, int | float | str) and not isinstance(record, bool):
        yield record


def printed(value: float) -> Iterator[str]:
    """Yield the ways in which a page may print a value: as it is, as a percentage, as what is left of the whole."""
    for figure in (value, 100 * value, 1 - value, 100 - 100 * value):
        for places in (0, 1, 2):
            yield f"{figure:,.{places}f}".lstrip("-")


@pytest.mark.parametrize("kind", ["leadership", "working"])
def test_every_figure_of_the_pages_is_in_the_json(kind):
    results, edition = Results(sample.assessment(), sample.roadmap(), {"answers.jsonl": "b" * 64}), Edition("en", kind)
    known = list(values(json.loads(written(results, edition))))
    figures = {shown for value in known if not isinstance(value, str) for shown in printed(value)}
    words = " ".join(value for value in known if isinstance(value, str))
    missing = {
        (figure, line[:120])
        for line in lines(html(results, edition))
        for figure in (found.rstrip(",") for found in _FIGURE.findall(line))
        if figure not in figures and figure not in words
    }
    assert missing == set()
