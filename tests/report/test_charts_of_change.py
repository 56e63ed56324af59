"""Trend over cycles, claims against records, value against effort: sound whatever they hold, and true to it."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from itertools import pairwise
from statistics import median
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from report import sample
from report.drawings import SVG, outside, overlaps, size, texts

from cxmaturity.report.charts import palette
from cxmaturity.report.charts.claims import ClaimCell, ClaimRow, claims
from cxmaturity.report.charts.svg import FULL
from cxmaturity.report.charts.trend import Cycle, spark, trend
from cxmaturity.report.charts.value_effort import Axis, Corner, Spot, value_effort
from cxmaturity.report.view.claims import claims_figure
from cxmaturity.report.view.decisions import letters
from cxmaturity.report.view.names import names as known_names
from cxmaturity.report.view.speech import Speech
from cxmaturity.report.view.trend import question_trends, trend_figure
from cxmaturity.report.view.value_order import value_figure
from cxmaturity.results import EarlierCycle, EarlierScore
from cxmaturity.roadmap.plan import Rank
from cxmaturity.scoring import StageReach

ENGLISH, FRENCH = Speech("en", {}), Speech("fr", {})
FEW = settings(max_examples=25, deadline=None)
LONG = "Une très longue dénomination de quatre-vingts caractères, à l’orée de l’an 2027."
names = st.one_of(st.just(LONG), st.text(st.characters(codec="utf-8", categories=["L", "P"]), min_size=1, max_size=80))


def marks(svg: str, kind: str) -> list[ElementTree.Element]:
    """Return the marks of a kind, in the order in which they are drawn."""
    return list(ElementTree.fromstring(svg).iter(f"{SVG}{kind}"))


def number(mark: ElementTree.Element, name: str) -> float:
    return float(mark.attrib[name])


def sound(svg: str) -> None:
    """No text on another or outside, no mark outside, nothing that WeasyPrint ignores, described in words."""
    wide, tall = size(svg)
    assert overlaps(texts(svg)) == []
    assert outside(texts(svg), wide, tall) == []
    assert not re.search(r"class=|currentColor|var\(|filter|foreignObject|textPath|style=|nan|inf", svg)
    title = ElementTree.fromstring(svg).find(f"{SVG}title")
    assert title is not None
    for dot in marks(svg, "circle"):
        assert 0 <= number(dot, "cx") <= wide
        assert 0 <= number(dot, "cy") <= tall
    for box in marks(svg, "rect"):
        assert -0.01 <= number(box, "x") <= number(box, "x") + number(box, "width") <= wide + 0.01
        assert -0.01 <= number(box, "y") <= number(box, "y") + number(box, "height") <= tall + 0.01


def cycle(name: str, stage: int | None, index: float | None, *, joined: bool = True, high: int | None = None) -> Cycle:
    return Cycle(name, stage, stage, high or stage, index, (f"{stage}", f"{index}"), joined, f"{name}: {stage}")


@FEW
@given(
    st.lists(st.tuples(names, st.one_of(st.none(), st.integers(1, 5)), st.booleans()), min_size=1, max_size=12),
    st.sampled_from((308.0, FULL)),
)
def test_any_cycles_make_a_sound_trend(told, width):
    cycles = [cycle(name, stage, stage and stage * 0.9 + 0.4, joined=joined) for name, stage, joined in told]
    svg = trend("title", cycles, 5, ("Cycle", "Stage", "Index"), width)
    sound(svg)
    squares = [box for box in marks(svg, "rect") if number(box, "width") == 10]
    rings = [ring for ring in marks(svg, "circle") if number(ring, "cx") > 92]
    known = [stage for _, stage, _ in told if stage is not None]
    assert len(squares) == len(rings) == len(known)
    heights = dict(zip(known, (number(box, "y") for box in squares), strict=True))
    for (lower, below), (higher, above) in pairwise(sorted(heights.items())):
        assert lower < higher
        assert above < below


def test_no_line_leads_to_what_another_model_scored_nor_over_a_gap():
    told = [(1, 1.5, False), (1, 1.6, True), (2, 2.1, False), (2, 2.2, True), (None, None, True), (2, 2.4, True)]
    cycles = [cycle(f"2025-{place}", stage, index, joined=joined) for place, (stage, index, joined) in enumerate(told)]
    svg = trend("title", cycles, 5, ("Cycle", "Stage", "Index"))
    assert [found.attrib["d"].count("L") for found in marks(svg, "path")] == [1, 1]


def test_bounds_are_drawn_where_they_differ():
    svg = trend("title", [cycle("a", 1, 1.2, high=3), cycle("b", 2, 2.0)], 5, ("Cycle", "Stage", "Index"))
    assert sum(box.attrib["fill"] == palette.BAND for box in marks(svg, "rect")) == 1


scores = st.one_of(st.none(), st.floats(0, 100))


@FEW
@given(st.lists(st.tuples(scores, st.booleans()), min_size=1, max_size=12))
def test_any_scores_make_a_line_that_keeps_their_order(told):
    svg = spark("title", told)
    sound(svg)
    joins = sum(before is not None and after is not None and joined for (before, _), (after, joined) in pairwise(told))
    assert len(marks(svg, "line")) == joins
    for (before, _), (after, joined) in pairwise(told):
        if before is not None and after is not None and joined and after > before + 1:
            assert any(number(found, "y2") < number(found, "y1") for found in marks(svg, "line"))


NOW = float(sample.assessment().scores.index.value or 0)
"""The index of the cycle that is compared."""


def earlier(name: str, model: str = "", stage: int = 1, index: float = 1.5, score: float | None = 40.0) -> EarlierCycle:
    model = model or sample.model().hash
    questions = {question.id: EarlierScore(score, score, score, score) for question in sample.model().questions}
    day = date(int(name[:4]), 3, 31)
    return EarlierCycle(name, day, model, "1.0.0", StageReach(stage, stage, stage), stage, index, questions)


@pytest.mark.parametrize("speech", [ENGLISH, FRENCH], ids=["en", "fr"])
def test_a_first_cycle_has_no_trend(speech):
    assert trend_figure(sample.assessment(), (), speech) is None
    assert question_trends(sample.assessment(), (), speech) == {}


@pytest.mark.parametrize(
    ("before", "title"),
    [
        (earlier("2026-Q2"), "The stage is 1, as in 2026-Q2; the index rose from 1.5 to 2.6"),
        (earlier("2026-Q2", index=NOW), "The stage is 1, as in 2026-Q2; the index stays at 2.6"),
        (
            earlier("2026-Q2", stage=3, index=3.4),
            "The stage fell from 3 in 2026-Q2 to 1; the index fell from 3.4 to 2.6",
        ),
        (earlier("2026-Q2", model="ff"), "Another model scored the cycle before: nothing is compared with it"),
    ],
    ids=["rose", "stays", "fell", "other"],
)
def test_the_trend_says_no_more_than_the_cycles(before, title):
    figure = trend_figure(sample.assessment(), (before,), ENGLISH)
    assert figure is not None
    assert figure.title.replace("\u00a0", " ") == title.replace("2.6", ENGLISH.decimal(NOW))


def test_a_cycle_of_another_model_is_marked_and_not_compared():
    cycles = (earlier("2025-Q4", model="ff"), earlier("2026-Q2", model="ff"))
    figure = trend_figure(sample.assessment(), cycles, ENGLISH)
    assert figure is not None
    assert [box.words for box in texts(figure.drawing) if box.words.endswith("*")] == ["1*", "1*"]
    hollow = [box for box in marks(figure.drawing, "rect") if box.attrib["fill"] == palette.WHITE]
    assert len(hollow) == 2
    assert "* Scored by another model" in figure.remark
    changes = question_trends(sample.assessment(), cycles, ENGLISH)
    assert {trend.change for trend in changes.values()} == {"–"}


def test_of_many_cycles_the_last_twelve_are_drawn_over_the_whole_page():
    cycles = tuple(earlier(f"{2000 + place}-Q1") for place in range(20))
    figure = trend_figure(sample.assessment(), cycles, FRENCH)
    assert figure is not None
    sound(figure.drawing)
    assert not figure.narrow
    assert len([box for box in marks(figure.drawing, "rect") if number(box, "width") == 10]) == 12
    assert "Les 12 derniers" in figure.remark


def test_a_change_is_the_difference_of_the_figures_beside_it():
    score = sample.assessment().scores.questions[0].score.value
    assert score is not None
    told = question_trends(sample.assessment(), (earlier("2026-Q2", score=40.0),), ENGLISH)["q1"]
    now = ENGLISH.integer(score)
    assert (told.moved, told.change) == (f"40 → {now}", f"+{int(now) - 40}")


kinds = st.sampled_from(("contradicted", "confirmed", "consistent", "unverified"))


@FEW
@given(st.lists(st.tuples(names, st.lists(kinds, max_size=60)), max_size=9))
def test_any_claims_make_a_sound_chart_with_a_cell_a_practice(told):
    rows = [
        ClaimRow(f"Q{place}", name, tuple(ClaimCell(kind, "−3", kind) for kind in found), ("12", "30", "18"))
        for place, (name, found) in enumerate(told, start=1)
    ]
    svg = claims("title", rows, ("Contradicted", "Upheld", "Stated only"))
    sound(svg)
    cells = marks(svg, "rect")
    assert len(cells) == sum(len(found) for _, found in told)
    assert sum(cell.attrib["fill"] == palette.WARM for cell in cells) == sum(
        found.count("contradicted") for _, found in told
    )


def test_the_claims_say_what_the_scores_say():
    assessment = sample.assessment()
    figure = claims_figure(assessment, ENGLISH, known_names(assessment, ENGLISH))
    assert figure is not None
    verdicts = [score.verdict for score in assessment.scores.practices if score.verdict]
    cells = marks(figure.drawing, "rect")
    assert len(cells) == len(verdicts)
    assert sum(cell.attrib["fill"] == palette.WARM for cell in cells) == verdicts.count("contradicted")
    too_high = sum(
        int(score.claimed) - int(score.supported)
        for score in assessment.scores.practices
        if score.verdict == "contradicted" and score.claimed is not None and score.supported is not None
    )
    assert too_high == sum(int(box.words[1:]) for box in texts(figure.drawing) if re.fullmatch(r"−\d", box.words))


def test_without_records_no_claim_is_drawn():
    bare = sample.bare_assessment()
    bare = replace(bare, scores=replace(bare.scores, practices=tuple(
        replace(score, verdict="unverified" if score.verdict else None) for score in bare.scores.practices
    )))  # fmt: skip
    assert claims_figure(bare, ENGLISH, known_names(bare, ENGLISH)) is None


AXES = [((0.0, 80.0), (0.0, 125.0)), ((0.0, 1e9), (-50.0, 1e6)), ((0.0, 0.0), (0.0, 0.0))]


@FEW
@given(st.data(), st.sampled_from(AXES))
def test_any_actions_make_a_sound_scatter_in_their_order(data, ends):
    (left, right), (low, high) = ends
    places = st.tuples(st.floats(left, right), st.floats(low, high), names, st.booleans())
    told = data.draw(st.lists(places, min_size=1, max_size=30))
    spots = [
        Spot(f"R{place}", name if place < 8 else "", effort, value, settled, name)
        for place, (effort, value, name, settled) in enumerate(told)
    ]
    axes = [
        Axis(name, tuple((end, f"{end:g}") for end in found))
        for name, found in zip(("Days", "Value"), ends, strict=True)
    ]
    svg = value_effort("title", spots, *axes, Corner((left + right) / 2, (low + high) / 2, "corner"))
    if left != right:
        sound(svg)
    dots = marks(svg, "circle")
    assert len(dots) == len(spots)
    assert sum(dot.attrib["fill"] == palette.WHITE for dot in dots) == sum(not spot.settled for spot in spots)
    at = {
        (spot.effort, spot.value): (number(dot, "cx"), number(dot, "cy"))
        for spot, dot in zip(sorted(spots, key=lambda spot: spot.settled), dots, strict=True)
    }
    for (one, (x, y)), (other, (across, up)) in pairwise(sorted(at.items())):
        assert one[0] > other[0] or x <= across
        assert one[1] > other[1] or y >= up


def test_labels_cover_no_mark():
    plan = sample.roadmap()
    figure = value_figure(plan, {each.action.id: f"R{place}" for place, each in enumerate(plan.actions)}, ENGLISH)
    assert figure is not None
    sound(figure.drawing)
    labels = [box for box in texts(figure.drawing) if re.match(r"R\d", box.words)]
    assert len(labels) > 5
    for dot in marks(figure.drawing, "circle"):
        x, y = number(dot, "cx"), number(dot, "cy")
        assert not [box.words for box in labels if box.left < x < box.right and box.top < y < box.bottom]


def test_an_action_that_may_swap_with_another_is_a_ring():
    plan = sample.roadmap()
    first, second, *rest = plan.actions
    tied = (
        replace(first, tied_with=(second.action.id,), rank=Rank(0.5, 1.0)),
        replace(second, tied_with=(first.action.id,), rank=Rank(0.5, 1.0)),
        *rest,
    )
    known = {each.action.id: f"R{place}" for place, each in enumerate(plan.actions)}
    figure = value_figure(replace(plan, actions=tied), known, ENGLISH)
    assert figure is not None
    assert "stroke-dasharray" not in figure.drawing
    assert sum(dot.attrib["fill"] == palette.WHITE for dot in marks(figure.drawing, "circle")) == 2


def test_what_brings_much_for_few_days_is_counted_and_has_its_ground():
    plan = sample.roadmap()
    placed = [each for each in plan.actions if each.start]
    value = median(each.value.total for each in placed)
    days = median(sum(each.effort.values()) for each in placed)
    much = [each for each in placed if each.value.total > value and sum(each.effort.values()) < days]
    known = {each.action.id: f"R{place}" for place, each in enumerate(plan.actions)}
    figure = value_figure(plan, known, ENGLISH)
    assert figure is not None
    assert much
    assert figure.title.replace("\u00a0", " ").startswith(f"{len(much)} of the {len(placed)} actions ")
    assert [box.words for box in texts(figure.drawing)].count("much value, few days") == 1
    few = value_figure(replace(plan, actions=tuple(placed[:3])), known, ENGLISH)
    assert few is not None
    assert few.title.startswith("3\u00a0actions take")
    assert "much value" not in few.drawing


def test_each_decision_of_the_summary_is_marked():
    plan = sample.roadmap()
    known = {each.action.id: f"R{place}" for place, each in enumerate(plan.actions)}
    figure = value_figure(plan, known, ENGLISH)
    assert figure is not None
    shown = " ".join(box.words for box in texts(figure.drawing)).replace("\u00a0", " ")
    assert {letter for letter in "ABC" if f"{letter} = R" in shown} == set(letters(plan).values())


def test_a_plan_of_nothing_has_no_scatter():
    plan = sample.roadmap()
    unplaced = tuple(replace(each, start=None, end=None) for each in plan.actions)
    assert value_figure(replace(plan, actions=unplaced), {}, ENGLISH) is None
