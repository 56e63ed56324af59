from __future__ import annotations

from base64 import b64decode
from hashlib import sha256

import pytest

from cxmaturity.report import screen
from cxmaturity.report.charts.svg import drawing, hovered, rect, told_row


@pytest.mark.parametrize(
    ("paper", "resized"),
    [
        ("font-size: 8pt", "font-size: 0.875rem"),
        ("font: 600 19.5pt/1.18 X", "font: 600 2.13281rem/1.18 X"),
        ("margin: 3mm 0; width: 12px", "margin: 3mm 0; width: 12px"),
        ("color: #12pt; .a8pt {}", "color: #12pt; .a8pt {}"),
    ],
)
def test_letters_follow_the_readers_size_and_nothing_else_does(paper, resized):
    assert screen.resizable(paper) == resized


def test_the_policy_lets_this_script_run_and_fetches_nothing():
    found = screen.screen("let a = 1;\n")
    rules = dict(rule.split(" ", 1) for rule in found.policy.split("; "))
    digest = rules["script-src"].removeprefix("'sha256-").removesuffix("'")
    assert b64decode(digest) == sha256(found.script.encode()).digest()
    assert rules["default-src"] == "'none'"
    assert {rules["img-src"], rules["font-src"]} == {"data:"}


def test_contents_list_the_sections_that_can_be_linked_to():
    body = (
        '<section class="page" id="one" data-section="L&#39;un"><p>x</p><h1>A <b>title</b> &amp; more</h1></section>'
        '<section class="page" data-section="no id"><h1>B</h1></section>'
        '<section id="none" data-section="no title"><h2>C</h2></section>'
        '<section data-section="Two" id="two">\n<h1 class="x">D</h1><h1>E</h1></section>'
    )
    assert screen.sections(body) == [
        screen.Section("one", "L'un", "A title & more"),
        screen.Section("two", "Two", "D"),
    ]


def test_a_drawings_figures_are_what_its_marks_tell():
    mark = rect(0, 0, 1, 1, "#000")
    marks = [
        hovered(mark, told_row("Q1 <Listening>", ("Claimed", "Final"), ("72", "45"))),
        hovered(mark, "Q2\u00a0: 12\u00a0%"),
        hovered(mark, "Q2\u00a0: 12\u00a0%"),
        hovered(mark, "a name alone"),
        hovered(mark, ""),
    ]
    assert screen.figures(drawing(9, 9, "Title: of the drawing", marks)) == [
        ("Q1 <Listening>", "Claimed\u00a072 · Final\u00a045"),
        ("Q2", "12\u00a0%"),
    ]
