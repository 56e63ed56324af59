"""The walk through a plan's actions, with a desk that replies as it is told and a roadmap on disk."""

from __future__ import annotations

from datetime import date

import pytest

from cxmaturity.comparison.measured import Measured
from cxmaturity.comparison.progress import Past, agenda, progress_of_one
from cxmaturity.comparison.slip import EarlierPlan, Span
from cxmaturity.engagement.beginning import begin
from cxmaturity.engagement.folder import open_engagement
from cxmaturity.engagement.lock import locked
from cxmaturity.engagement.roadmap_sitting import RoadmapSitting
from cxmaturity.evidence.facts import Facts
from cxmaturity.interview.action_walk import ActionOffice, ActionsInterrupted, Ask, NowIs, preset, walk_actions
from cxmaturity.interview.steps import Again, Back, Left, Skipped
from cxmaturity.roadmap.catalogue import catalogue

NOW = date(2027, 4, 15)
PLAN = EarlierPlan(
    "2026-Q4", {"contact-policy": Span("2026-11", "2026-12"), "metric-handbook": Span("2027-05", "2027-05")}
)
BEFORE = "# ours\nactions:\n  - {id: contact-policy, status: running, started: 2026-11-02}\n"


class Desk:
    """Says what it is given, in turn, and remembers what it was told."""

    def __init__(self, *replies: object) -> None:
        self.replies, self.told = list(replies), []

    def ask(self, step):
        self.told.append(("ask", step.item.action.id))
        return self._next()

    def fill(self, step, key):
        self.told.append((key, step.item.action.id))
        return self._next()

    def kept(self, item, changes):
        self.told += [("kept", change.key) for change in changes]

    def refused(self, error):
        self.told.append(("refused", str(error)))

    def taken_back(self, item):
        self.told.append(("taken back", item.action.id))

    def rest(self, total):
        self.told.append(("rest", total))
        return self._next()

    def _next(self):
        reply = self.replies.pop(0)
        if isinstance(reply, BaseException):
            raise reply
        return reply


@pytest.fixture
def walk(tmp_path):
    engagement = begin(tmp_path / "acme", "Acme", "en")
    engagement.roadmap_file.write_text(BEFORE)
    model, now = engagement.model(), Measured("c", NOW, {}, {})
    past = Past(PLAN, tuple)

    def look(state, id_):
        entries = catalogue(model, Facts("Acme", "c", NOW, roadmap=state))
        return progress_of_one(entries[id_], model, now, past)

    def run(*replies):
        desk = Desk(*replies)
        with locked(engagement.folder) as lock:
            sitting = RoadmapSitting(engagement, lock)
            state = sitting.state()
            ids = agenda(catalogue(model, Facts("Acme", "c", NOW, roadmap=state)), PLAN, NOW)
            try:
                outcome = walk_actions(state, ids, ActionOffice(desk, sitting.keep, sitting.take_back, look))
            except ActionsInterrupted as stop:
                outcome = stop.outcome
        return desk.told, outcome, engagement.roadmap_file.read_text()

    return run


def test_a_finished_action_is_asked_for_what_is_not_known(walk):
    told, outcome, written = walk(NowIs("finished"), date(2027, 3, 1), "it worked", Skipped(), Left())
    assert told == [
        *[("ask", "contact-policy"), ("kept", "status"), ("ended", "contact-policy"), ("kept", "ended")],
        *[("result", "contact-policy"), ("kept", "result"), ("ask", "metric-handbook"), ("rest", 2)],
    ]
    assert (outcome.answers, outcome.left) == (3, 0)
    assert written == BEFORE.replace("running", "finished").replace(
        "2026-11-02}", "2026-11-02, ended: 2027-03-01, result: it worked}"
    )


def test_what_is_left_stays_open_and_leaving_counts_the_rest(walk):
    told, outcome, written = walk(Ask("owner"), None, Ask("owner"), "cx", NowIs("running"), Left())
    assert [said for said in told if said[0] == "kept"] == [("kept", "owner")]
    assert (outcome.answers, outcome.left) == (1, 1)
    assert written == BEFORE.replace("status: running", "status: running, owner: cx")


def test_back_takes_back_all_that_was_said_of_an_action(walk):
    replies = [NowIs("finished"), date(2027, 3, 1), None, Back(), Skipped(), Back(), Left()]
    told, outcome, written = walk(*replies)
    assert ("taken back", "contact-policy") in told
    assert [said for kind, said in told if kind == "ask"] == ["contact-policy", "metric-handbook"] * 2 + [
        "contact-policy"
    ]
    assert (outcome.answers, outcome.left) == (0, 2)
    assert written == BEFORE


def test_back_at_the_first_action_and_at_the_end(walk):
    told, outcome, _ = walk(Back(), Skipped(), Skipped(), Back(), Skipped(), Again(), Skipped(), Skipped(), Left())
    assert [said for kind, said in told if kind == "ask"] == [
        *["contact-policy"] * 2,
        *["metric-handbook"] * 2,
        *["contact-policy", "metric-handbook"],
    ]
    assert (outcome.answers, outcome.left) == (0, 0)


def test_what_the_file_cannot_say_is_refused_and_asked_for_again(walk):
    told, outcome, written = walk(NowIs("finished"), date(2026, 1, 1), date(2026, 12, 1), None, Left())
    assert [kind for kind, _ in told].count("refused") == 1
    assert "ended before it started" in next(said for kind, said in told if kind == "refused")
    assert outcome.answers == 2
    assert "ended: 2026-12-01" in written


def test_dates_that_a_status_leaves_no_room_for_go_with_it(walk):
    told, _, written = walk(NowIs("finished"), date(2027, 1, 1), "x", Left())
    assert "ended" in written
    told, _, written = walk(Skipped(), NowIs("running"), None, Left())  # what is finished and told comes last
    assert [said for said in told if said[0] == "kept"] == [("kept", "status"), ("kept", "ended")]
    assert "ended" not in written
    _, _, written = walk(NowIs("planned"), None, Left())
    assert "started" not in written


def test_whoever_stops_in_the_middle_keeps_what_was_kept(walk):
    _, outcome, written = walk(NowIs("finished"), KeyboardInterrupt())
    assert (outcome.answers, outcome.left) == (1, 2)
    assert written == BEFORE.replace("running", "finished")


@pytest.mark.parametrize(
    ("span", "started", "key", "day"),
    [
        (Span("2027-01", "2027-02"), None, "started", date(2027, 1, 1)),
        (Span("2027-01", "2027-02"), None, "ended", date(2027, 2, 28)),
        (Span("2027-01", "2027-02"), date(2027, 3, 9), "ended", date(2027, 3, 9)),
        (Span("2027-01", "2027-02"), date(2027, 3, 9), "started", date(2027, 3, 9)),
        (Span("2027-06", "2027-09"), None, "started", NOW),
        (None, None, "ended", NOW),
    ],
)
def test_the_day_that_is_proposed(tmp_path, span, started, key, day):
    model = begin(tmp_path / "acme", "Acme", "en").model()
    started_at = f"started: {started}, " if started else ""
    (tmp_path / "acme" / "roadmap.yaml").write_text(f"actions: [{{{started_at}id: contact-policy, status: running}}]\n")
    state = open_engagement(tmp_path / "acme").roadmap()
    entry = catalogue(model, Facts("Acme", "c", NOW, roadmap=state))["contact-policy"]
    plan = EarlierPlan("q", {"contact-policy": span} if span else {})
    item = progress_of_one(entry, model, Measured("c", NOW, {}, {}), Past(plan, tuple))
    assert preset(item, key, NOW) == day
