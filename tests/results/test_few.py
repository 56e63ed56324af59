"""What no report tells by name: it is gone when the results are made, so that nothing that prints them can tell it."""

from __future__ import annotations

import ast
import json
import re
from dataclasses import replace
from functools import cache
from html import unescape
from pathlib import Path

import pytest
from report import sample

import cxmaturity.report
from cxmaturity import report
from cxmaturity.assess import assess
from cxmaturity.evidence.measures import ContactFacts
from cxmaturity.report.edition import Edition
from cxmaturity.report.files import audit_charts, ownership_file
from cxmaturity.results import Results

SECRET = 7
"""How many customers, requests and collisions the small source has: no figure of any other."""
NAME = "board-members"


def contacts() -> ContactFacts:
    log = sample.contacts()
    pair = {"a": NAME, "b": "crm-nps", "collisions": SECRET, "customers": SECRET, "lift": 77.7127}
    scored = {"source": NAME, "metric": "nps", "value": -77.7127, "low": -88.8, "high": 77.7127, "n": SECRET}
    return replace(
        log,
        sources={**log.sources, NAME: SECRET},
        last_seen={**log.last_seen, NAME: "2026-07-07T07:07:07.000000Z"},
        tables={**log.tables, "fragmentation.collision_pairs": (*sample.collision_pairs(), pair),
                "score.by_source": (scored,)},
    )  # fmt: skip


@cache
def results() -> Results:
    return Results(assess(sample.model(), replace(sample.facts(), contacts=contacts())), sample.roadmap())


def test_figures_of_the_small_are_gone_and_their_name_stays():
    seen = results().assessment.facts.contacts
    assert seen is not None
    assert seen.sources[NAME] is None
    assert NAME not in seen.last_seen
    assert all(len(day) == 10 for day in seen.last_seen.values())
    for table in ("fragmentation.collision_pairs", "score.by_source"):
        row = next(row for row in seen.tables[table] or () if NAME in row.values())
        assert not [value for value in row.values() if isinstance(value, int | float)]
    mapped = results().assessment.ownership
    assert mapped is not None
    node = next(node for node in mapped.sources if node.id == NAME)
    assert (node.volume, NAME in mapped.silent_days) == (None, False)
    assert sum(node.volume is None for node in mapped.sources) >= 2
    raw = assess(sample.model(), replace(sample.facts(), contacts=contacts())).ownership
    assert raw is not None
    assert mapped.volume == raw.volume


def test_results_made_of_results_are_the_same():
    assert replace(results()) == results()


@pytest.mark.parametrize("kind", ["leadership", "working"])
def test_no_page_and_no_record_tells_them(kind):
    edition = Edition("en", kind)
    told = unescape(report.html(results(), edition)) + json.dumps(json.loads(report.json(results(), edition)))
    assert NAME in told
    assert not re.search(rf"{NAME}[^<>;:]*: 7\b|77\.71|07:07", told)


def test_no_drawing_of_its_own_tells_them():
    drawn = audit_charts(contacts(), "en")["collisions.svg"]
    raw = assess(sample.model(), replace(sample.facts(), contacts=contacts())).ownership
    assert raw is not None
    for told in (str(drawn), ownership_file(raw, "en")):
        assert NAME in told
        assert not re.search(rf"{NAME}[^<>;]*(: 7\b|volume 7\b)", told)


def test_nothing_that_prints_reads_facts_past_the_results():
    folder = Path(cxmaturity.report.__file__).parent
    for path in folder.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            names = {alias.name for alias in node.names} if isinstance(node, ast.Import | ast.ImportFrom) else set()
            assert not names & {"assess", "survey", "find", "gather"}, path
