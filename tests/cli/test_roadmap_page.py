"""What the page of the roadmap says, whole, in both languages and at two widths, without colour."""

from __future__ import annotations

import os
import re
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path

import pytest
from roadmap import plans

from cxmaturity.assess import Assessment, assess
from cxmaturity.cli.roadmap import explain, notes, page
from cxmaturity.errors import InputError
from cxmaturity.evidence.answers import Level
from cxmaturity.model.schema import Target
from cxmaturity.report.view import order
from cxmaturity.roadmap.plan import Roadmap
from cxmaturity.roadmap.what_if import Deadline
from cxmaturity.words import LANGUAGES

GOLDEN = Path(__file__).parent / "golden"
FOLDER = Path("acme engagement")


def model():
    return plans.model_with(
        [
            plans.action(
                "inventory", {"q1.inventory": "fully"}, effort={"cx": 6, "it": 4}, plan=(plans.words("Ask"),),
                target=Target(metric="roadmap.levels", to=3), obstacles=(plans.words("Nobody likes it"),),
            ),
            plans.action(
                "rule", {"q1.limits": "fully"}, 2, effort={"cx": 8}, requires=("inventory",), answers=("tired",)
            ),
            plans.action("platform", {"q1.source": "largely"}, 5, effort={"it": 20}, requires=("inventory",)),
            plans.action("comments", {"q1.comments": "fully"}, 3, effort={"cx": 3}),
            plans.action("review", {"q1.review": "fully"}, 2, effort={"board": 40}),
            plans.action("closed", {"q1.closed": "fully"}, effort={"cx": 1}),
        ],
        {"q1.inventory": 2, "q1.limits": 2, "q1.source": 3, "q1.comments": 2, "q1.review": 3, "q1.closed": 2},
    )  # fmt: skip


@cache
def made(months: int = 24, answered: bool = True, **more: object) -> tuple[Assessment, Roadmap]:
    """Return an assessment and its plan: one action runs, one is finished, one has no place, one team no limit."""
    said = (
        {"id": "comments", "status": "running", "started": date(2026, 10, 1), "owner": "cx"},
        {"id": "closed", "status": "finished", "ended": date(2026, 5, 31), "result": "It works."},
    )
    answers = [plans.said(key, Level.NOT) for key in ("q1.inventory", "q1.limits", "q1.closed")] if answered else []
    capacity = {"cx": (8.0,), "board": (4.0,)}
    small, known = model(), plans.facts(answers, start="2026-11", said=said, capacity=capacity, **more)
    findings = [plans.finding("tired", 0.4)]
    assessment = replace(assess(small, known), findings=tuple(findings))
    return assessment, plans.plan(small, known, findings, months)


def printed(capsys, monkeypatch, language="en", width=80, scene=None) -> str:
    monkeypatch.setenv("COLUMNS", str(width))
    assessment, roadmap = scene or made()
    capsys.readouterr()
    page.show(page.shown(assessment, roadmap, language), FOLDER)
    return capsys.readouterr().out


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("width", [80, 120])
def test_the_page_says_what_it_said(language, width, capsys, monkeypatch):
    """The whole page; CXMATURITY_GOLDEN=1 writes it anew."""
    path, now = GOLDEN / f"roadmap-{width}-{language}.txt", printed(capsys, monkeypatch, language, width)
    if os.environ.get("CXMATURITY_GOLDEN"):
        path.write_text(now, encoding="utf-8")
    assert now == path.read_text(encoding="utf-8")


def with_deadline(*days: float) -> tuple[Assessment, Roadmap]:
    """Return a plan that is asked for stage 2 by a quarter, with so many days a month of one team."""
    small = plans.model_with(
        [
            plans.action("inventory", {"q1.inventory": "fully"}, effort={"cx": 6}),
            plans.action("rule", {"q1.limits": "fully"}, 2, effort={"cx": 8.5, "it": 2}, requires=("inventory",)),
            plans.action("platform", {"q1.source": "largely"}, 5, effort={"it": 20}),
        ],
        {"q1.inventory": 2, "q1.limits": 2, "q1.source": 3},
    )
    known = plans.facts([plans.said("q1.inventory")], capacity={"cx": days})
    return assess(small, known), plans.plan(small, known, deadline=Deadline(2, "2027-Q2"), months=12)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("scene", "days"), [("kept", (6,)), ("missed", (3, 3, 3, 3, 3, 3, 9))])
def test_what_the_page_says_of_a_deadline(language, scene, days, capsys, monkeypatch):
    path, now = (
        GOLDEN / f"roadmap-deadline-{scene}-{language}.txt",
        printed(capsys, monkeypatch, language, scene=with_deadline(*days)),
    )
    if os.environ.get("CXMATURITY_GOLDEN"):
        path.write_text(now, encoding="utf-8")
    assert now == path.read_text(encoding="utf-8")


@pytest.mark.parametrize("path", sorted(GOLDEN.glob("roadmap-*.txt")), ids=lambda path: path.stem)
def test_no_page_writes_a_quarter_as_machines_do(path):
    assert re.findall(r"20\d\d-Q\d", path.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("action", ["inventory", "closed", "review"])
def test_all_that_is_known_of_an_action(language, action, capsys, monkeypatch):
    monkeypatch.setenv("COLUMNS", "80")
    shown = page.shown(*made(), language)
    capsys.readouterr()
    explain.show(explain.find(shown, action), shown)
    path, now = GOLDEN / f"roadmap-{action}-{language}.txt", capsys.readouterr().out
    if os.environ.get("CXMATURITY_GOLDEN"):
        path.write_text(now, encoding="utf-8")
    assert now == path.read_text(encoding="utf-8")


def test_an_action_is_found_by_its_reference_too():
    shown = page.shown(*made(), "en")
    first = next(plan for plan in shown.roadmap.actions if plan.start)
    found = explain.find(shown, "r1")
    assert found.entry.id == first.action.id
    record = explain.explained_record(found, shown)
    assert (record["ref"], record["start"]) == ("R1", first.start)
    with pytest.raises(InputError, match="inventory"):
        explain.find(shown, "inventroy")


@pytest.mark.parametrize("width", [40, 60, 80, 100, 140, 200])
@pytest.mark.parametrize("months", [1, 6, 36, 120])
def test_no_line_is_wider_than_the_terminal(width, months, capsys, monkeypatch):
    shown = printed(capsys, monkeypatch, "fr", width, made(months))
    assert max(map(len, shown.split("\n"))) <= min(width, page.WIDEST)


def test_nothing_to_do_and_nothing_that_fits_are_said(capsys, monkeypatch):
    assessment, roadmap = made()
    nothing = replace(roadmap, actions=(), predicted=(), critical_chain=(), capacity_gains=())
    assert "Nothing to do" in printed(capsys, monkeypatch, scene=(assessment, nothing))
    left = tuple(replace(plan, start=None, end=None) for plan in roadmap.actions)
    shown = printed(capsys, monkeypatch, scene=(assessment, replace(nothing, actions=left)))
    assert "have no place in the plan" in shown
    assert "█" not in shown


def test_a_plan_that_is_not_proven_says_how_far_it_may_be_off(capsys, monkeypatch):
    assessment, roadmap = made()
    shown = printed(capsys, monkeypatch, scene=(assessment, replace(roadmap, proven=False, gap=0.013)))
    assert "At most 1.3% short of the best plan." in shown
    assert "Proven" not in shown


def test_without_answers_no_stage_is_predicted(capsys, monkeypatch):
    shown = printed(capsys, monkeypatch, scene=made(answered=False))
    assert "Predicted stage" not in shown


def test_an_action_that_builds_on_another_says_so():
    """The later stage's action is ready in the first month, and may not end before the blocker is established."""
    small = plans.model_with(
        [plans.action("base", {"q1.base": "fully"}, 3), plans.action("above", {"q1.above": "fully"}, 1)],
        {"q1.base": 2, "q1.above": 3},
    )
    known = plans.facts([plans.said("q1.base"), plans.said("q1.above")])
    roadmap = plans.plan(small, known)
    shown = page.shown(assess(small, known), roadmap, "en")
    told = {plan.action.id: order.wait_of(plan, shown) for plan in roadmap.actions}
    assert plans.placed(roadmap)["above"] == ("2027-03", "2027-03")
    assert str(told["above"]) == "Not before March\u00a02027: it builds on “base title”, and ends in the same month."
    assert told["base"] is None


@pytest.mark.parametrize(
    ("needed", "words"),
    [
        ({}, "“R1 rule title” runs though it requires “R4 inventory title”, planned from November\u00a02026."),
        ({"status": "planned", "effort": {"it": 60}}, "which has no place in the plan."),
        ({"status": "running", "started": date(2026, 11, 1)}, "which runs until November\u00a02026."),
        ({"status": "dropped"}, None),
        ({"status": "finished", "ended": date(2026, 9, 1)}, None),
    ],
)
def test_an_action_that_runs_before_what_it_requires_is_told(capsys, monkeypatch, needed, words):
    said = ({"id": "rule", "status": "running", "started": date(2026, 10, 1)}, {"id": "inventory", **needed})
    known = plans.facts(start="2026-11", said=said, capacity={"it": (4.0,)})
    scene = assess(model(), known), plans.plan(model(), known, months=24)
    shown = page.shown(*scene, "en")
    told = [note.show("en") for note in notes.notes(shown) if "runs though" in note.show("en")]
    assert len(told) == (words is not None)
    assert words is None or words in told[0]
    squeezed = " ".join(printed(capsys, monkeypatch, width=140, scene=scene).split())
    assert ("runs though" in squeezed) == (words is not None)


def test_actions_that_no_metric_judges_are_told(capsys, monkeypatch):
    shown = printed(capsys, monkeypatch)
    assert "No metric would show whether these actions worked: R1, R3, R4." in shown


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", "with 12 days a month “more title” would have room"),
        ("fr", "avec 12 jours par mois « more title (fr) » aurait sa place"),
    ],
)
def test_where_a_fifth_more_days_bring_nothing_it_is_said_how_many_would(language, words, capsys, monkeypatch):
    small = plans.model_with(
        [
            plans.action("some", {"q1.some": "fully"}, effort={"cx": 4.0}),
            plans.action("more", {"q1.more": "fully"}, effort={"cx": 12.0}),
        ]
    )
    known = plans.facts([plans.said("q1.some"), plans.said("q1.more")], capacity={"cx": (4.0,)})
    scene = assess(small, known), plans.plan(small, known)
    told = " ".join(printed(capsys, monkeypatch, language, 200, scene).replace("\u00a0", " ").split())
    assert words in told
