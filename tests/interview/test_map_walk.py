"""The loop of the walk through a map, with somebody at the desk whose replies are written down before."""

from __future__ import annotations

import pytest
from small_maps import a_view

from cxmaturity.errors import wrong
from cxmaturity.interview.map_walk import (
    Again,
    Back,
    Filled,
    Left,
    MapInterrupted,
    MapOffice,
    Skipped,
    fill_gaps,
)
from cxmaturity.model import find_model, load_model
from cxmaturity.ownership.walk import Gap, Standing
from cxmaturity.words import text

SEVERITIES = {check.id: check.severity for check in load_model(find_model("cx-program")).checks}
MAP = """
    teams: [{id: a}, {id: b}]
    sources: [{id: s, responsible: [a], objective: o}, {id: t, accountable: a, responsible: [a], objective: o}]
    programme: {owner_role: x, sponsor_role: y, objective: o}
    touchpoints: []
    levers: [{id: l, owner: a}]
    expectations: []
    crossings: [{expectation: e, lever: l, kpi: k}]
    kpis: []
    alerts: []
    committee: []
    communication: [{kpi: k, audience: a}, {kpi: k, audience: b}]
"""
WHO, TELL = Gap("source_without_accountable", "s"), Gap("source_without_objective", "s")
SKIP, BACK, QUIT = Skipped(), Back(), Left()


class Scripted:
    """A desk: replies are words of an offer, or what else one may do; what happens is written down."""

    def __init__(self, *replies):
        self.replies = list(replies)
        self.seen = []

    def ask(self, step):
        self.seen.append(step.weighed.gap)
        reply = self._next()
        if not isinstance(reply, str):
            return reply
        return Filled(next(offer for offer in step.question.offers if str(offer.words) == reply))

    def kept(self, kept):
        self.seen.append(("kept", kept.gap.id, kept.is_closed, kept.consequence.left))

    def refused(self, error):
        self.seen.append(("refused", str(error)))

    def taken_back(self, standing):
        self.seen.append(("taken back", len(standing.gaps)))

    def rest(self, standing, begun):
        self.seen.append(("rest", len(standing.gaps)))
        return self._next()

    def _next(self):
        reply = self.replies.pop(0)
        if isinstance(reply, BaseException):
            raise reply
        return reply


class Office:
    """A map in memory, whose disk may be full."""

    def __init__(self, source, full=False):
        self.standing = Standing(a_view(source), lambda facts: SEVERITIES)
        self.maps = [self.standing.view.map]
        self.full = full

    def keep(self, changes):
        if self.full:
            self.full = False
            raise wrong(text("full"))
        self.maps.append(Standing(self.standing.view, dict).on(self.maps[-1]).after(changes).view.map)
        return self.maps[-1]

    def take_back(self):
        self.maps.pop()
        return self.maps[-1]


def walk(desk, source=MAP, full=False):
    office = Office(source, full)
    return fill_gaps(office.standing, MapOffice(desk, office.keep, office.take_back)), office


def test_an_answer_closes_its_gap_and_the_next_one_is_asked():
    desk = Scripted("b", QUIT)
    outcome, office = walk(desk, MAP.replace("objective: o}, {id: t", "channel: sms}, {id: t"))
    assert desk.seen == [WHO, ("kept", WHO.id, True, 1), TELL]
    assert (outcome.answers, [weighed.gap for weighed in outcome.left]) == (1, [TELL])
    assert office.maps[-1].sources[0].accountable == ("b",)


def test_what_is_passed_over_is_offered_again_at_the_end():
    desk = Scripted(SKIP, Again(), SKIP, QUIT)
    outcome, _ = walk(desk)
    assert desk.seen == [WHO, ("rest", 1), WHO, ("rest", 1)]
    assert outcome.answers == 0


def test_back_takes_the_answer_back_and_asks_again():
    desk = Scripted("b", BACK, BACK, "a", QUIT)
    outcome, office = walk(desk)
    assert desk.seen == [
        *(WHO, ("kept", WHO.id, True, 0), ("rest", 0)), ("taken back", 1),
        *(WHO, WHO, ("kept", WHO.id, True, 0), ("rest", 0)),
    ]  # fmt: skip
    assert office.maps[-1].sources[0].accountable == ("a",)
    assert outcome.answers == 1


def test_back_to_what_was_passed_over_writes_nothing():
    desk = Scripted(SKIP, BACK, QUIT)
    _, office = walk(desk)
    assert desk.seen == [WHO, ("rest", 1), WHO]
    assert len(office.maps) == 1


def test_what_cannot_be_written_is_told_and_asked_again():
    desk = Scripted("b", "b", QUIT)
    outcome, _ = walk(desk, full=True)
    assert desk.seen == [WHO, ("refused", "full"), WHO, ("kept", WHO.id, True, 0), ("rest", 0)]
    assert outcome.answers == 1


def test_what_leaves_its_gap_open_is_not_asked_for_ever():
    source = MAP.replace("responsible: [a], objective: o}, {id: t", "accountable: a, objective: o}, {id: t")
    source = source.replace("{id: a}", "{id: a, max_sources: 0}")
    desk = Scripted("s goes to b", "t goes to b", SKIP, QUIT)
    walk(desk, source)
    over = Gap("overloaded_owner", "a")
    assert [each if isinstance(each, Gap) else each[2] for each in desk.seen[:4]] == [over, False, over, True]


def test_who_stops_the_program_learns_what_was_kept():
    desk = Scripted("b", KeyboardInterrupt())
    with pytest.raises(MapInterrupted) as stopped:
        walk(desk)
    assert stopped.value.outcome.answers == 1
    assert stopped.value.outcome.left == ()
