"""A leadership report has at most fourteen pages: what grows is cut on paper, counted, and stands whole elsewhere.

The pages themselves are counted where each report is printed anyway, in test_layout.py.
"""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import pytest
from report import extremes, sample

from cxmaturity import report
from cxmaturity.model import load_metrics
from cxmaturity.report import paper
from cxmaturity.report.attachments import attachments
from cxmaturity.report.edition import Edition
from cxmaturity.report.view import room, view
from cxmaturity.report.view.budget import LEADERSHIP, WHOLE, budget, more
from cxmaturity.report.view.method import method_page
from cxmaturity.report.view.records import Record
from cxmaturity.report.view.speech import Speech

ENGLISH = Speech("en", {})
RECORD = Record(
    ref="R1", title="Do it", status="", owner="CX", decider="", when="Nov 2026", start="2026-11", effort="CX 3 days",
    objective="word " * 20, background="word " * 25, findings=(), impact="word " * 20, obstacles=("word " * 20,),
    goal="Requests: 0; today 7", plan=("word " * 12,) * 4, result="",
)  # fmt: skip


@cache
def printed():
    """Return what sixty sources, eighty findings and eighty actions come to on paper."""
    return _view(on_screen=False)


@cache
def on_screen():
    return _view(on_screen=True)


def _view(on_screen):
    return view(extremes.sixty_sources(), Edition("en"), {metric.id: metric for metric in load_metrics()}, on_screen)


@pytest.mark.parametrize(
    ("kind", "on_screen", "limits"),
    [("leadership", False, LEADERSHIP), ("leadership", True, WHOLE), ("working", False, WHOLE)],
)
def test_only_the_leadership_report_on_paper_is_cut(kind, on_screen, limits):
    assert budget(Edition("en", kind), on_screen) is limits


def test_titles_count_all_actions_where_some_are_drawn():
    page = printed().roadmap
    assert page.title.replace("\u00a0", " ").startswith("80 actions over 60 months")
    assert len(page.charts) == 1
    shown = page.source.replace("\u00a0", " ").partition(" of the 80 actions are drawn, those that start first")[0]
    assert 20 < int(shown.split()[-1]) < 40
    assert "in the attached plan.csv and in the working report" in page.source


def test_the_screen_draws_every_action_and_lists_every_finding():
    assert len(on_screen().roadmap.charts) > 1
    assert "are drawn" not in on_screen().roadmap.source
    assert on_screen().contacts.more == ""
    contacts = printed().contacts
    shown = len(contacts.findings) + len(contacts.minor)
    assert shown < len(on_screen().contacts.findings) + len(on_screen().contacts.minor)
    left = len(on_screen().contacts.findings) + len(on_screen().contacts.minor) - shown
    assert contacts.more == f"{left} more stand in the attached findings.csv and in the working report."


def test_the_findings_that_stay_are_the_weightiest():
    severities = [row.severity for row in on_screen().contacts.findings]
    assert [row.severity for row in printed().contacts.findings] == severities[: LEADERSHIP.findings]


def test_what_is_named_is_attached():
    names = {file.name for file in attachments(extremes.sixty_sources(), Edition("en"))}
    assert {"plan.csv", "actions.csv", "findings.csv", "inputs.csv", "method.csv"} <= names


def test_actions_without_a_place_are_counted_where_many_have_none():
    homeless = extremes.plan(40, 24)
    actions = tuple(replace(item, start=None, end=None) for item in homeless.actions)
    results = replace(extremes.nothing_scheduled(), roadmap=replace(homeless, actions=actions))
    metrics = {metric.id: metric for metric in load_metrics()}
    page = view(results, Edition("en"), metrics).roadmap
    assert len(page.unscheduled) == LEADERSHIP.unscheduled
    assert page.unscheduled_more == "28 more stand in the attached actions.csv and in the working report."
    assert len(view(results, Edition("en"), metrics, on_screen=True).roadmap.unscheduled) == 40


def test_inputs_and_remarks_are_counted_where_they_are_many():
    digests = {f"contacts/{number}.csv": "ab" * 32 for number in range(50)}
    page = method_page(sample.assessment(), digests, (), ENGLISH, LEADERSHIP)
    every = method_page(sample.assessment(), digests, (), ENGLISH)
    assert len(page.inputs) == LEADERSHIP.inputs
    assert page.more_inputs.startswith(f"{len(every.inputs) - len(page.inputs)} more stand in the attached inputs.csv")
    assert every.more_inputs == ""


def test_nothing_more_is_said_where_all_stands():
    assert more([1, 2], [1, 2], "plan.csv", ENGLISH) == ""
    assert more([1, 2], [1], "plan.csv", ENGLISH) == "1 more stands in the attached plan.csv and in the working report."


@pytest.mark.parametrize("count", [1, 6, 12, 30, 80])
def test_records_in_full_are_as_many_as_there_is_room_for(count):
    full, listed = room.fitting([RECORD] * count, room.Room(4, 300))
    assert 0 < full + listed <= count
    assert full == count or full + listed == count or full <= 6, "rows are cut only where six stand in full at most"
    narrower = room.fitting([RECORD] * count, room.Room(3, 300))
    assert narrower <= (full, listed) or narrower[0] <= full


def test_more_room_never_shows_less():
    shown = [room.fitting([RECORD] * 40, room.Room(4, after)) for after in range(600, 100, -20)]
    assert shown == sorted(shown)
    assert shown[0] < shown[-1]


def test_no_room_shows_none():
    assert room.fitting([RECORD] * 3, room.Room(0, 300)) == (0, 0)


def test_a_report_that_turns_out_too_long_is_laid_out_again_with_fewer_records(monkeypatch):
    laid_out = []

    def print_page(page, files, day, most):
        laid_out.append((page.count('<article class="record"'), most))
        if most is not None:
            raise paper.TooLongError(1)
        return b"%PDF"

    monkeypatch.setattr(paper, "print_page", print_page)
    assert report.pdf(extremes.crowded(), Edition("en")) == b"%PDF"
    (before, most), (after, then) = laid_out
    assert (most, then) == (LEADERSHIP.pages, None)
    assert before > after


def test_pages_beyond_the_most_are_told():
    pytest.importorskip("weasyprint", exc_type=OSError)
    page = '<html lang="en"><title>a</title><p>a</p>' + '<p style="break-before: page">b</p>' * 3 + "</html>"
    assert paper.print_page(page, most=4)
    with pytest.raises(paper.TooLongError) as told:
        paper.print_page(page, most=2)
    assert told.value.excess == 2


def test_longer_words_make_a_higher_record():
    heights = [room.record_height(replace(RECORD, plan=(words,) * 4)) for words in ("word " * 8, "word " * 40)]
    assert heights[0] < heights[1]


def test_every_action_of_the_first_months_is_in_full_in_a_table_or_counted():
    metrics = {metric.id: metric for metric in load_metrics()}
    page = view(extremes.crowded(), Edition("en"), metrics).records
    assert len(page.records) >= 6
    left = 80 - len(page.records) - len(page.further)
    assert page.left == f"{left} more actions start in these months."
    assert page.title.startswith("80\u00a0actions")
