"""How far actions are from the plan of the cycle before."""

from __future__ import annotations

from datetime import date

import pytest

from cxmaturity.comparison.measured import Measured
from cxmaturity.comparison.progress import Past, agenda, due_day, progress
from cxmaturity.comparison.progress_words import slip_words
from cxmaturity.comparison.slip import EarlierPlan, Span, slip
from cxmaturity.evidence.facts import Tracked
from cxmaturity.model import find_model, load_model
from cxmaturity.roadmap.catalogue import Entry

PLAN = EarlierPlan("2026-Q4", {"a": Span("2027-01", "2027-02")})
NOW = date(2027, 4, 15)
CASES = [
    # status, started, ended, slip of the start, of the end, in words
    ("finished", date(2027, 1, 9), date(2027, 2, 27), 0, 0, "as planned"),
    ("finished", date(2027, 2, 1), date(2027, 4, 1), 1, 2, "2 months behind the plan"),
    ("finished", date(2026, 11, 1), date(2026, 12, 31), -2, -2, "2 months before the plan"),
    ("finished", date(2027, 2, 1), None, 1, None, "1 month behind the plan"),
    ("finished", None, None, None, None, None),
    ("running", date(2027, 3, 1), None, 2, 2, "should have ended 2 months ago"),
    ("running", None, None, None, 2, "should have ended 2 months ago"),
    ("planned", None, None, 3, None, "should have started 3 months ago"),
    ("proposed", None, None, 3, None, "should have started 3 months ago"),
    ("dropped", None, None, None, None, None),
]


@pytest.mark.parametrize("case", CASES)
def test_months_between_plan_and_life(case):
    status, started, ended, start, end, words = case
    found = slip(Tracked(id="a", status=status, started=started, ended=ended), PLAN, NOW)
    assert (found.start, found.end) == (start, end)
    assert found.months == (start if end is None else end)
    said = slip_words(found, status)
    assert (said and said.show("en")) == words


@pytest.mark.parametrize(
    ("day", "status", "start"),
    [((2026, 12, 31), "planned", None), ((2027, 1, 1), "planned", 0), ((2027, 2, 1), "proposed", 1)],
)
def test_what_is_not_due_has_no_slip_yet(day, status, start):
    assert slip(Tracked(id="a", status=status), PLAN, date(*day)).months == start


def test_an_action_outside_the_plan_has_no_slip():
    assert slip(Tracked(id="b", status="finished", ended=NOW), PLAN, NOW).months is None
    assert slip(Tracked(id="a", status="finished", ended=NOW), None, NOW).planned is None


def entries(*tracked):
    library = {action.id: action for action in load_model(find_model("cx-program")).actions}
    some = iter(library.values())
    return {each.id: Entry(next(some).model_copy(update={"id": each.id, "target": None}), each) for each in tracked}


def test_the_progress_lists_what_was_late_unplanned_or_dropped():
    spans = {key: Span("2027-01", "2027-03") for key in ("due", "late", "gone", "soon")}
    plan = EarlierPlan("q", spans | {"soon": Span("2027-05", "2027-06")}, date(2026, 12, 15))
    known = entries(
        Tracked(id="gone", status="dropped"),
        Tracked(id="late", status="running", started=date(2027, 1, 1)),
        Tracked(id="soon", status="planned"),
        Tracked(id="due"),
        Tracked(id="new", status="finished", ended=date(2027, 3, 1), result="x"),
        Tracked(id="else"),
        Tracked(id="older", status="finished", started=date(2026, 5, 1), ended=date(2026, 12, 20), result="x"),
    )
    model = load_model(find_model("cx-program"))
    told = progress(model, known, _now(), Past(plan, tuple))
    assert [item.action.id for item in told.actions] == ["new", "older", "late", "due", "gone"]
    assert [item.action.id for item in told.late_to_start] == ["due"]
    assert [item.action.id for item in told.unplanned] == ["new"]
    assert agenda(known, plan, NOW) == ("due", "late", "soon", "gone", "new", "older")


def _now():
    return Measured("c", NOW, {}, {})


@pytest.mark.parametrize(
    ("planned", "started", "due"),
    [
        (PLAN, date(2027, 1, 9), date(2027, 2, 28)),
        (PLAN, date(2026, 11, 9), date(2027, 2, 28)),
        (PLAN, date(2027, 4, 1), date(2027, 5, 31)),
        (None, date(2027, 4, 1), date(2027, 5, 31)),
        (PLAN, None, date(2027, 2, 28)),
        (None, None, None),
    ],
)
def test_what_began_late_is_due_later(planned, started, due):
    tracked = Tracked(id="a", status="running", started=started)
    (entry,) = entries(tracked).values()
    entry = Entry(entry.action.model_copy(update={"months": 2}), tracked)
    assert due_day(entry, slip(tracked, planned, NOW)) == due
