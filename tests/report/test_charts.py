from __future__ import annotations

import re
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from report import sample
from report.drawings import SVG, outside, overlaps, size, texts

from cxmaturity.model import load_metrics
from cxmaturity.report.charts.dumbbell import DumbbellRow, dumbbell
from cxmaturity.report.charts.gantt import GanttRow, Span, gantt
from cxmaturity.report.charts.ladder import ladder
from cxmaturity.report.charts.stage_bar import StageMark, stage_bar
from cxmaturity.report.edition import Edition
from cxmaturity.report.view import view
from cxmaturity.results import Results

ASSESSMENTS = {
    "bank": (sample.assessment, sample.roadmap),
    "crowded": (sample.crowded_assessment, sample.roadmap),
    "bare": (sample.bare_assessment, lambda: None),
    "empty": (sample.empty_assessment, lambda: None),
    "solved": (sample.solved_assessment, lambda: None),
}


def drawings(name: str, language: str) -> dict[str, str]:
    assess, plan = ASSESSMENTS[name]
    report = view(Results(assess(), plan()), Edition(language), {metric.id: metric for metric in load_metrics()})
    drawn = {"summary": report.summary.chart, "questions": report.questions.chart, "ladder": report.ladder.chart}
    if report.contacts:
        page = report.contacts
        figures = {"pressure": page.pressure, "doses": page.doses, "calendar": page.calendar}
        figures |= {"collisions": page.collisions, "frontier": page.frontier}
        drawn |= {name: figure.drawing for name, figure in figures.items() if figure}
    if report.ownership:
        drawn["ownership"] = report.ownership.chart
    if report.roadmap:
        drawn |= {f"gantt {place}": chart for place, chart in enumerate(report.roadmap.charts)}
        drawn["worth"] = report.roadmap.worth
    return drawn


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("name", ASSESSMENTS)
def test_every_drawing_is_sound(name, language):
    """Well-formed, with a description, nothing that WeasyPrint ignores, no text outside or on another text."""
    for kind, svg in drawings(name, language).items():
        title = ElementTree.fromstring(svg).find(f"{SVG}title")
        assert title is not None, kind
        assert len(title.text or "") > 20, kind
        assert not re.search(r"class=|currentColor|var\(|filter|foreignObject|textPath|style=", svg), kind
        assert outside(texts(svg), *size(svg)) == [], kind
        assert overlaps(texts(svg)) == [], kind


def test_gaps_alone_are_warm():
    svg = drawings("bank", "en")["ownership"]
    warm = set(re.findall(r'<text [^>]*fill="#9a3412"[^>]*>([^<]+)<', svg))
    assert "Après une offre de crédit" in warm
    assert "Après une visite en agence" not in warm


def test_bars_beyond_the_rule_are_warm():
    svg = drawings("bank", "en")["pressure"]
    fills = re.findall(r'<rect [^>]*fill="(#\w+)"', svg)
    assert fills == ["#0b2545"] + ["#c2410c"] * 9


names = st.text(st.characters(codec="utf-8", categories=["L", "P", "Zs"]), min_size=1, max_size=80)
scores = st.one_of(st.none(), st.floats(0, 100))


@settings(max_examples=60)
@given(st.lists(st.tuples(names, scores, scores, st.booleans()), min_size=1, max_size=7))
def test_any_scores_make_a_sound_dumbbell(rows):
    drawn = [
        DumbbellRow(f"Q{place}", name, claimed, final, final, claimed, ("100", "67", "0–100", "5 of 5"), lowered)
        for place, (name, claimed, final, lowered) in enumerate(rows, start=1)
    ]
    svg = dumbbell("title", drawn, ("Déclaré", "Final", "Bornes", "Stade"))
    assert outside(texts(svg), *size(svg)) == []
    assert overlaps(texts(svg)) == []


@settings(max_examples=60)
@given(st.lists(st.tuples(st.integers(1, 5), names), max_size=4), st.integers(1, 5))
def test_any_marks_make_a_sound_stage_bar(marks, reached):
    found = [StageMark(stage, name[:40], "#000000") for stage, name in marks]
    svg = stage_bar("title", ["Ad hoc", "Established", "Closed loop", "Prescriptive", "Predictive"], reached, 5, found)
    assert overlaps(texts(svg)) == []
    assert outside(texts(svg), *size(svg)) == []


@settings(max_examples=40)
@given(st.lists(st.integers(1, 5), max_size=9))
def test_any_profile_makes_a_sound_ladder(standing):
    where: dict[int, list[str]] = {}
    for place, stage in enumerate(standing, start=1):
        where.setdefault(stage, []).append(f"Q{place}")
    svg = ladder("title", ["Dispersé", "Structuré", "Boucle fermée", "Prescriptif", "Prédictif"], 1, 3, where)
    assert overlaps(texts(svg)) == []
    assert outside(texts(svg), *size(svg)) == []


@settings(max_examples=40)
@given(st.lists(st.tuples(names, st.integers(0, 23), st.integers(0, 11)), max_size=20), names)
def test_any_plan_makes_a_sound_gantt(plans, owner):
    rows = [
        GanttRow(f"R{place}", name, owner[:24], first, min(first + length, 23), chain=False)
        for place, (name, first, length) in enumerate(plans, start=1)
    ]
    quarters = [Span(f"T{place % 4 + 1}", 3 * place, 3 * place + 2, str(place % 5 + 1)) for place in range(8)]
    svg = gantt("title", list("JFMAMJJASOND" * 2), [Span("2027", 0, 11), Span("2028", 12, 23)], quarters, rows, "Stade")
    assert overlaps(texts(svg)) == []
    assert outside(texts(svg), *size(svg)) == []
