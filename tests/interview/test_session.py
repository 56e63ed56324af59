from __future__ import annotations

from datetime import UTC, datetime

import pytest
from small_engagements import PRACTICES
from small_models import answer, model

from cxmaturity.evidence.answers import Level, Link, NotApplicable
from cxmaturity.interview import Interrupted, interview
from cxmaturity.interview.session import Back, Left, Said, Skipped

MODEL = model(PRACTICES)
NOON = datetime(2026, 10, 15, 12, tzinfo=UTC)
YES, NO = Said(Level.FULLY), Said(Level.NOT)


class Script:
    """A desk that replies from a list, and remembers what it was asked and told."""

    def __init__(self, *replies):
        self.replies = list(replies)
        self.steps = []
        self.acknowledged = []
        self.opening = None

    def begin(self, opening):
        self.opening = opening

    def ask(self, step):
        self.steps.append(step)
        reply = self.replies.pop(0)
        if reply is KeyboardInterrupt:
            raise reply
        return reply

    def saved(self, answer):
        self.acknowledged.append(answer)

    @property
    def asked(self):
        return [step.practice.id for step in self.steps]


def hold(desk, answers=(), mode="ladder"):
    saved = []

    def save(one):
        assert one not in desk.acknowledged
        saved.append(one)

    outcome = interview(MODEL, mode, answers, respondent="anna", role="cx", desk=desk, save=save, now=lambda: NOON)
    assert desk.acknowledged == saved
    return outcome, saved


def test_every_practice_of_the_path_is_asked_and_saved():
    desk = Script(YES, NO, NO, NO, YES, NO)
    outcome, saved = hold(desk)
    assert desk.asked == ["q1.a", "q1.b", "q1.c", "q2.a", "q2.b", "q2.c"]
    assert [one.practice for one in saved] == desk.asked
    assert (outcome.answered, outcome.skipped, outcome.through) == (6, 0, True)
    assert {(one.respondent, one.role, one.at) for one in saved} == {("anna", "cx", NOON)}


def places(desk):
    return [(step.number, step.total, step.question_number, step.questions) for step in desk.steps]


def test_the_ladder_counts_what_does_not_change_when_it_opens():
    desk = Script(YES, YES, NO, NO, Left())
    hold(desk)
    assert places(desk) == [(1, None, 1, 2), (2, None, 1, 2), (3, None, 1, 2), (4, None, 1, 2), (5, None, 2, 2)]
    full = Script(YES, Left())
    hold(full, mode="full")
    assert places(full) == [(1, 7, 1, 2), (2, 7, 1, 2)]


def test_the_opening_says_who_answers_what_stands_and_how_much_is_to_come():
    def opening(answers, mode="ladder"):
        desk = Script(Left())
        hold(desk, answers, mode)
        told = desk.opening
        assert (told.respondent, str(told.role)) == ("anna", str(MODEL.header.roles["cx"]))
        return told.answered, told.left, told.may_grow

    assert opening([]) == (0, 4, True)
    assert opening([answer("q1.a"), answer("q1.b")]) == (2, 3, True)
    assert opening([answer("q1.a")], "full") == (1, 6, False)


def test_a_stopped_interview_tells_what_stands():
    desk = Script(YES, KeyboardInterrupt)
    with pytest.raises(Interrupted) as stopped:
        hold(desk, [answer("q1.a")])
    outcome = stopped.value.outcome
    assert (outcome.respondent, outcome.standing, outcome.answered, outcome.through) == ("anna", 2, 1, False)


def test_an_answer_given_twice_in_a_sitting_counts_once():
    outcome, saved = hold(Script(YES, Back(), NO, Left()), [answer("q2.a")])
    assert (outcome.standing, outcome.answered, len(saved)) == (2, 1, 2)


def test_it_resumes_with_the_first_unanswered_practice():
    desk = Script(Left())
    outcome, saved = hold(desk, [answer("q1.a"), answer("q1.b", Level.NOT)])
    assert desk.asked == ["q1.c"]
    assert (outcome.answered, outcome.through, saved) == (0, False, [])


def test_a_skipped_practice_is_asked_again_in_the_next_sitting():
    desk = Script(Skipped(), YES, YES, YES, YES, YES, YES)
    outcome, saved = hold(desk)
    assert (outcome.skipped, outcome.through) == (1, True)
    again = Script(Left())
    hold(again, saved)
    assert again.asked == ["q1.a"]


def test_back_asks_the_one_before_again_with_its_answer():
    before = answer("q1.a", Level.PARTLY)
    desk = Script(Back(), Back(), Said(Level.LARGELY, "better"), Left())
    _, saved = hold(desk, [before])
    assert desk.asked == ["q1.b", "q1.a", "q1.a", "q1.b"]
    assert desk.steps[1].before == before
    assert [(one.voice, one.note) for one in saved] == [(Level.LARGELY, "better")]


def test_skipping_a_given_answer_keeps_it():
    desk = Script(Back(), Skipped(), Left())
    _, saved = hold(desk, [answer("q1.a", Level.PARTLY)])
    assert desk.asked == ["q1.b", "q1.a", "q1.b"]
    assert saved == []


def test_a_lowered_answer_closes_the_ladder():
    desk = Script(Back(), NO, Left())
    hold(desk, [answer("q1.a", Level.NOT), answer("q1.b")])
    assert desk.asked == ["q1.c", "q1.b", "q2.a"]


def test_links_given_before_are_kept():
    first = answer("q1.a")
    linked = type(first)(**{**vars(first), "links": (Link("proof.pdf"),)})
    desk = Script(Back(), Said(NotApplicable("outside_control")), Left())
    _, saved = hold(desk, [linked])
    assert saved[0].links == (Link("proof.pdf"),)


def test_full_mode_asks_everything_in_the_models_order():
    desk = Script(*[NO] * len(PRACTICES))
    outcome, _ = hold(desk, mode="full")
    assert desk.asked == [item.id for item in PRACTICES]
    assert outcome.through
