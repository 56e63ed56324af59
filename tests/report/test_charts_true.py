"""Each chart's marks stand where its figures say, as many as there are figures, whatever these are."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from xml.etree import ElementTree

import pytest
from report.drawings import SVG, outside, overlaps, size, texts

from cxmaturity.report.charts import palette
from cxmaturity.report.charts.dumbbell import DumbbellRow, dumbbell
from cxmaturity.report.charts.gantt import ROW, GanttRow, Gate, Keys, Span, gantt
from cxmaturity.report.charts.ladder import ladder
from cxmaturity.report.charts.pairs import PairRow, pairs
from cxmaturity.report.charts.policies import PolicyRow, policies
from cxmaturity.report.charts.pressure import Bar, distribution
from cxmaturity.report.charts.stage_bar import StageMark, stage_bar
from cxmaturity.report.charts.worth import COLOURS, WorthRow, worth

KEYS = Keys(letter="decision", chain="late", before="running", gate="gate")
LONG = "Une très longue dénomination de quatre-vingts caractères, à l’orée de l’an 2027."


def marks(svg: str, kind: str, **held: str) -> list[dict[str, float]]:
    """Return the numbers of the marks of a kind with these attributes, in the order in which they are drawn."""
    found = ElementTree.fromstring(svg).iter(f"{SVG}{kind}")
    known = [mark.attrib for mark in found if all(mark.attrib.get(name) == value for name, value in held.items())]
    return [{name: float(value) for name, value in mark.items() if _is_number(value)} for mark in known]


def _is_number(value: str) -> bool:
    return value.replace(".", "", 1).removeprefix("-").isdigit()


def sound(svg: str) -> None:
    assert outside(texts(svg), *size(svg)) == []
    assert overlaps(texts(svg)) == []
    wide, tall = size(svg)
    for box in marks(svg, "rect"):
        assert -0.01 <= box["x"] <= box["x"] + box["width"] <= wide + 0.01
        assert -0.01 <= box["y"] <= box["y"] + box["height"] <= tall + 0.01


def question(claimed: float | None, final: float | None, name: str = "Name") -> DumbbellRow:
    lowered = claimed is not None and final is not None and final < claimed
    return DumbbellRow("Q1", name, claimed, final, final, claimed, ("1", "2", "3–4", "1 of 5"), lowered)


@pytest.mark.parametrize("claimed", [0.0, 33.0, 100.0])
@pytest.mark.parametrize("final", [0.0, 50.0, 100.0, None])
def test_ring_and_dot_stand_at_their_scores(claimed, final):
    svg = dumbbell("title", [question(claimed, final, LONG)], ("a", "b", "c", "d"))
    sound(svg)
    rings, dots = marks(svg, "circle", r="6.2"), marks(svg, "circle", r="4")
    assert [ring["cx"] for ring in rings] == [200 + 2.1 * claimed]
    assert [dot["cx"] for dot in dots] == ([] if final is None else [200 + 2.1 * final])


def test_where_both_agree_the_dot_lies_in_the_ring():
    svg = dumbbell("title", [question(50, 50)], ("a", "b", "c", "d"))
    [ring], [dot] = marks(svg, "circle", r="6.2"), marks(svg, "circle", r="4")
    assert ring["cx"] == dot["cx"]
    assert svg.index('r="6.2"') < svg.index('r="4"')


QUARTERS = [
    Span(f"Q{place + 1}", 3 * place, 3 * place + 2, "1" if place < 2 else "2", place == 2) for place in range(4)
]


@pytest.mark.parametrize("tall", [ROW, 18.2])
def test_bars_cover_the_months_of_their_actions(tall):
    rows = [GanttRow(f"R{place}", LONG if tall == ROW else "Name", "CX", place, place + 2, False) for place in range(9)]
    svg = gantt("title", list("JFMAMJJASOND"), [Span("2027", 0, 11)], QUARTERS, rows, "Predicted", tall)
    sound(svg)
    month = (642 - 324) / 12
    bars = marks(svg, "rect", fill=palette.BLUE)
    assert [bar["x"] for bar in bars] == pytest.approx([324 + month * row.first for row in rows], abs=0.01)
    assert [bar["width"] for bar in bars] == pytest.approx([3 * month - 1] * 9, abs=0.01)
    assert [after["y"] - before["y"] for before, after in pairwise(bars)] == pytest.approx([tall] * 8)


def test_each_quarter_bears_its_predicted_stage():
    rows = [GanttRow("R1", "Name", "CX", 0, 11, chain=True)]
    svg = gantt("title", list("JFMAMJJASOND"), [Span("2027", 0, 11)], QUARTERS, rows, "Predicted")
    below = max(bar["y"] for bar in marks(svg, "rect", fill=palette.NAVY))
    assert [box.words for box in texts(svg) if box.top > below + 20] == ["Predicted", "1", "1", "2", "2"]
    assert len(marks(svg, "rect", fill=palette.TEAL)) == 1
    silent = [Span(span.label, span.first, span.last) for span in QUARTERS]
    assert "Predicted<" not in gantt("title", list("JFMAMJJASOND"), [], silent, rows, "Predicted")


def test_gates_stand_at_the_ends_of_their_quarters_and_cross_no_name():
    rows = [
        GanttRow("R1", "Name", "a rather long name", 4, 4, chain=True),
        GanttRow("R2", "Name", "CX", 8, 9, chain=False),
    ]
    gates = [Gate(5, "Stage 2", "2"), Gate(6, "Stage 3", "3"), Gate(11, "Stage 5", "5")]
    svg = gantt(
        "title", list("JFMAMJJASOND"), [Span("2027", 0, 11)], QUARTERS, rows, "Predicted", gates=gates, keys=KEYS
    )
    sound(svg)
    month = (642 - 324) / 12
    assert sorted({mark["x1"] for mark in marks(svg, "line", stroke=palette.TEAL)}) == pytest.approx(
        [6.5, 324 + 6 * month, 324 + 7 * month, 641.3], abs=0.01
    )
    assert {"Stage 2", "Stage 3", "Stage 5"} <= {box.words for box in texts(svg)}
    [name] = [box for box in texts(svg) if box.words == "a rather long name"]
    for mark in marks(svg, "line", stroke=palette.TEAL):
        assert not name.left < mark["x1"] < name.right or not mark["y1"] < (name.top + name.bottom) / 2 < mark["y2"]


def test_what_a_mark_means_is_told_where_it_is_drawn():
    plain = GanttRow("R1", "Name", "CX", 0, 2, chain=False)
    told = {
        "decision": replace(plain, letter="A"),
        "late": replace(plain, chain=True),
        "running": replace(plain, before=True),
    }
    for meaning, row in told.items():
        svg = gantt("title", list("JFMAMJJASOND"), [Span("2027", 0, 11)], QUARTERS, [row], "Predicted", keys=KEYS)
        sound(svg)
        assert {box.words for box in texts(svg)} & {*told, "gate"} == {meaning}
    assert len(list(ElementTree.fromstring(svg).iter(f"{SVG}polygon"))) == 2


def test_years_never_collide():
    years = [Span("2026", 0, 1), Span("2027", 2, 13), Span("2028", 14, 21)]
    for months in (22, 40, 60):
        svg = gantt("title", ["J"] * months, [*years[:2], Span("2028", 14, months - 1)], [], [], "Predicted")
        sound(svg)
        assert {"2027", "2028"} <= {box.words for box in texts(svg)}


@pytest.mark.parametrize(
    "counts",
    [(0,), (1,), (5, 5, 5), (10**9, 1, 0), (3, 2, 1, 0, 0, 0, 0, 0, 0, 1)],
    ids=lambda counts: str(len(counts)),
)
def test_bars_are_as_high_as_their_customers_are_many(counts):
    svg = distribution("title", [Bar(f"{place}", n, f"{n}", place > 1) for place, n in enumerate(counts)], "axis")
    sound(svg)
    heights = [bar["height"] for bar in marks(svg, "rect")]
    assert len(heights) == len(counts)
    assert heights == pytest.approx([max(102 * n / (max(counts) or 1), 1.0 if n else 0) for n in counts], abs=0.01)


def test_parts_of_a_value_add_up_to_its_bar():
    rows = [
        WorthRow("R1", LONG, (0.5, 0.25, 0.25), ("100.0", "53%", "R2, R3 +9", "24")),
        WorthRow("R2", "Name", (0.0, 0.0, 0.5), ("50.0", "0%", "–", "9")),
        WorthRow("R3", "Name", (0.0, 0.0, 0.0), ("0.0", "0%", "–", "1")),
    ]
    svg = worth("title", rows, ("Value", "Top 3", "Not settled", "Days"))
    sound(svg)
    wide = [sum(bar["width"] for bar in marks(svg, "rect", fill=colour)) for colour in COLOURS]
    assert wide == pytest.approx([83, 41.5, 41.5 + 83], abs=0.01)


@pytest.mark.parametrize("kept", [0.0, 0.35, 1.0])
def test_what_a_policy_keeps_and_stops_fills_its_bar(kept):
    rows = [PolicyRow(LONG, kept, ("35%", "65%", "1,203"))]
    svg = policies("title", rows, ("Policy", "Kept", "Stopped", "Spared"), "")
    sound(svg)
    assert [bar["width"] for bar in marks(svg, "rect")] == pytest.approx([200 * kept, 200 * (1 - kept)])


def test_the_busiest_pair_has_the_longest_bar():
    rows = [PairRow(LONG, 40, ("40", "12")), PairRow("b + c", 10, ("10", "9")), PairRow("c + d", 0, ("0", "0"))]
    svg = pairs("title", rows, ("Pair", "Collisions", "Customers"))
    sound(svg)
    assert [bar["width"] for bar in marks(svg, "rect")] == pytest.approx([190, 47.5, 0])


def test_each_question_stands_on_one_step_and_only_reached_steps_are_filled():
    svg = ladder("title", ["Ad hoc", "Established", "Closed loop", "Prescriptive", "Predictive"], 2, 3, {
        1: ["Q1", "Q3"], 2: ["Q2"], 5: [f"Q{place}" for place in range(4, 12)],
    })  # fmt: skip
    sound(svg)
    assert sum(box.words.startswith("Q") for box in texts(svg)) == 11
    assert len(marks(svg, "rect", fill=palette.NAVY)) == len(marks(svg, "rect", fill=palette.BLUE)) == 1
    assert svg.count("stroke-dasharray") == 1
    tops = [box["y"] for box in marks(svg, "rect", rx="3")]
    assert tops == sorted(tops, reverse=True)


def test_marks_of_stages_stand_at_their_stages():
    found = [StageMark(stage, f"stage {stage}", "#000000") for stage in (1, 3, 5)]
    svg = stage_bar("title", ["a", "b", "c", "d", "e"], 1, 2, found)
    sound(svg)
    pointers = [box["x"] for box in marks(svg, "rect", fill="#000000")]
    starts = [box["x"] for box in marks(svg, "rect", rx="3")]
    assert [starts[stage - 1] < x < starts[stage - 1] + 60 for stage, x in zip((1, 3, 5), pointers, strict=True)] == [
        True
    ] * 3
