from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from fractions import Fraction

import pytest
from small_engagements import PRACTICES
from small_models import answer, model

from cxmaturity.evidence.answers import Level, Link, NotApplicable, Unknown
from cxmaturity.interview import Earlier, Interrupted, Office, interview, review
from cxmaturity.interview.steps import Again, Back, GoTo, Left, Noted, Said, Skipped, Withdrawn
from cxmaturity.scoring import Contradiction, judge, tally

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
        self.taken_back = []
        self.noted_of = []
        self.rests = []

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

    def noted(self, practice):
        self.noted_of.append(practice)

    def withdrawn(self, answer):
        self.taken_back.append(answer)

    def rest(self, rest):
        self.rests.append(rest)
        return self.replies.pop(0) if self.replies else Left()

    @property
    def asked(self):
        return [step.practice.id for step in self.steps]


def office(desk, saved):
    def save(one):
        assert one not in desk.acknowledged
        saved.append(one)

    def withdraw(one):
        assert one not in desk.taken_back
        saved.append((one.practice, None))

    score = lambda answers: tally(MODEL, judge(MODEL, answers, {}), flips=False)  # noqa: E731
    return Office(desk, save, withdraw, score, lambda: NOON, NOON.date())


def hold(desk, answers=(), mode="ladder"):
    saved = []
    outcome = interview(MODEL, mode, answers, respondent="anna", role="cx", office=office(desk, saved))
    assert desk.acknowledged == saved
    return outcome, saved


def ids(practices):
    return [each.id for each in practices]


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
        return told.answered, told.left, told.most

    assert opening([]) == (0, 4, 7)
    assert opening([answer("q1.a"), answer("q1.b")]) == (2, 3, 5)
    assert opening([answer("q1.a")], "full") == (1, 6, 6)


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


def test_what_stands_beside_an_answer_can_change_without_answering_again():
    linked = Said(Level.FULLY, links=(Link("proof.pdf"),), stays=True)
    desk = Script(Back(), linked, Said(NotApplicable("outside_control"), links=linked.links), Left())
    outcome, saved = hold(desk, [answer("q1.a")])
    assert desk.asked == ["q1.b", "q1.a", "q1.a", "q1.b"]
    assert desk.steps[2].before.links == (Link("proof.pdf"),)
    assert [one.links for one in saved] == [(Link("proof.pdf"),)] * 2
    assert outcome.answered == 1


def test_one_can_go_to_any_practice_even_off_the_ladder_and_comes_back():
    desk = Script(GoTo("q2.a"), YES, GoTo("q1.d"), NO, GoTo("q2.c"), Back(), GoTo("q2.a"), Skipped(), Left())
    outcome, saved = hold(desk)
    assert desk.asked == ["q1.a", "q2.a", "q1.a", "q1.d", "q1.a", "q2.c", "q1.a", "q2.a", "q1.a"]
    assert [(step.practice.id, step.number) for step in desk.steps[:4]] == [
        ("q1.a", 1),
        ("q2.a", 3),
        ("q1.a", 1),
        ("q1.d", None),
    ]
    assert desk.steps[7].before == saved[0]
    assert ids(desk.steps[0].ground.reachable) == ids(PRACTICES)
    assert desk.steps[0].ground.asked == {"q1.a", "q1.b", "q2.a", "q2.b"}
    assert (outcome.standing, outcome.skipped) == (2, 0)


def test_each_step_says_what_the_answers_come_to():
    desk = Script(YES, Said(Level.PARTLY), GoTo("q2.a"), Left())
    outcome, _ = hold(desk)
    seen = [(step.standing.score, step.standing.stage) for step in desk.steps]
    figures = [(score.value, score.low, score.high, stage.value, stage.low, stage.high) for score, stage in seen]
    assert figures == [
        (None, 0, 100, None, 1, 5),
        (100, 25, 100, 1, 1, 5),
        (Fraction(200, 3), Fraction(100, 3), Fraction(250, 3), 1, 1, 1),
        (None, 0, 100, 1, 1, 1),
    ]
    assert outcome.scores.question("q1").score == seen[2][0]


def test_it_ends_with_what_is_open():
    replies = (Skipped(), Said(Unknown()), Said(NotApplicable("not_our_business")), YES, YES)
    outcome, _ = hold(Script(*replies), [answer("q1.c", Level.NOT)], mode="ladder")
    assert outcome.through
    assert ids(outcome.open) == ["q1.a"]
    assert (ids(outcome.unknown), ids(outcome.not_applicable)) == (["q1.b"], ["q2.a"])
    left, _ = hold(Script(YES, Left()), mode="full")
    assert ids(left.open) == ids(PRACTICES[1:])
    assert not left.through


def test_full_mode_asks_everything_in_the_models_order():
    desk = Script(*[NO] * len(PRACTICES))
    outcome, _ = hold(desk, mode="full")
    assert desk.asked == [item.id for item in PRACTICES]
    assert outcome.through


VOICES = [
    answer("q1.a", Level.NOT, "bob", "cx"),
    answer("q1.a", Level.FULLY, "eve", "executive"),
    answer("q2.a", Level.PARTLY, "bob", "cx"),
    answer("q2.a", Level.LARGELY, "eve", "executive"),
    answer("q1.b", Level.PARTLY, "bob", "cx"),
]
AGENDA = [MODEL.practice("q2.a"), MODEL.practice("q1.a")]


def agree(desk, answers=(), agenda=AGENDA):
    saved = []
    everything = [*VOICES, *answers]
    outcome = review(MODEL, agenda, everything, respondent="chair", role="workshop", office=office(desk, saved))
    return outcome, saved


def test_a_review_goes_through_the_agenda_and_records_what_is_agreed():
    desk = Script(Said(Level.PARTLY, "after all"), YES)
    outcome, saved = agree(desk)
    assert desk.asked == ["q2.a", "q1.a"]
    assert [[voice.respondent for voice in step.voices] for step in desk.steps] == [["bob", "eve"]] * 2
    assert {(one.respondent, one.role, one.agreed) for one in saved} == {("chair", "workshop", True)}
    assert (saved[0].voice, saved[0].note) == (Level.PARTLY, "after all")
    assert (outcome.through, outcome.standing, outcome.open) == (True, 2, ())
    assert places(desk) == [(1, 2, 2, 2), (2, 2, 1, 2)]
    assert ids(desk.steps[0].ground.reachable) == ["q2.a", "q1.a"]


def test_a_review_resumes_after_what_is_agreed_and_shows_it_on_the_way_back():
    agreed = answer("q2.a", Level.NOT, "chair", "workshop", agreed=True)
    desk = Script(Back(), Skipped(), Skipped())
    outcome, saved = agree(desk, [agreed])
    assert desk.asked == ["q1.a", "q2.a", "q1.a"]
    assert [step.before for step in desk.steps] == [None, agreed, None]
    assert saved == []
    assert (ids(outcome.open), outcome.skipped) == (["q1.a"], 1)


def test_when_all_is_agreed_each_can_be_changed():
    agreed = [answer(name, Level.NOT, "chair", "workshop", agreed=True) for name in ("q1.a", "q2.a")]
    desk = Script(GoTo("q1.a"), YES)
    outcome, saved = agree(desk, agreed)
    assert desk.asked == ["q1.a"]
    assert [(one.practice, one.voice) for one in saved] == [("q1.a", Level.FULLY)]
    assert (outcome.standing, outcome.skipped, outcome.through) == (2, 0, True)


def test_a_review_says_which_practices_evidence_contradicts_and_on_how_many_voices_differ():
    against = Contradiction(MODEL.practice("q1.b"), Level.PARTLY, Level.NOT, (), Fraction(1), 0)
    desk = Script(Skipped(), Skipped(), Said(against.claimed))
    saved = []
    outcome = review(
        MODEL,
        [*AGENDA, MODEL.practice("q1.b")],
        VOICES,
        respondent="chair",
        role="workshop",
        office=office(desk, saved),
        against={"q1.b": against},
    )
    assert desk.asked == ["q2.a", "q1.a", "q1.b"]
    assert [step.against for step in desk.steps] == [None, None, against]
    assert (desk.opening.left, desk.opening.differ) == (3, 2)
    assert [(one.practice, one.voice, one.agreed) for one in saved] == [("q1.b", Level.PARTLY, True)]
    assert outcome.standing == 1


def test_what_was_answered_last_time_is_offered_until_there_is_an_answer():
    last = Earlier("2026-Q3", {name: answer(name, Level.LARGELY) for name in ("q1.a", "q1.b", "q2.b")})
    desk = Script(Skipped(), YES, Back(), Withdrawn(), Left())
    saved = []
    outcome = interview(
        MODEL,
        "ladder",
        [answer("q2.b")],
        respondent="anna",
        role="cx",
        office=office(desk, saved),
        earlier=last,
    )
    assert (desk.opening.last, desk.opening.recalled) == ("2026-Q3", 2)  # q2.b is answered already
    assert [(step.practice.id, step.last and step.last.answer.voice) for step in desk.steps] == [
        ("q1.a", Level.LARGELY),
        ("q1.b", Level.LARGELY),
        ("q1.c", None),
        ("q1.b", None),
        ("q1.b", Level.LARGELY),  # taken back: offered again
    ]
    assert [name for name, _ in saved[1:]] == ["q1.b"]
    assert outcome.standing == 1  # nothing is taken over unasked


@pytest.mark.parametrize(("mode", "recalled"), [("quick", 0), ("full", 2), ("ladder", 2)])
def test_the_beginning_counts_what_the_sitting_can_confirm(mode, recalled):
    last = Earlier("2026-Q3", {name: answer(name) for name in ("q1.a", "q2.c")})
    desk = Script(*[Left()] * 2)
    interview(MODEL, mode, [], respondent="anna", role="cx", office=office(desk, []), earlier=last)
    assert (desk.opening.last, desk.opening.recalled) == ("2026-Q3" if recalled else None, recalled)


EVERYTHING = [answer(practice.id, Level.NOT) for practice in PRACTICES]


def test_a_finished_interview_can_be_opened_again_to_change_an_answer():
    desk = Script(GoTo("q1.b"), YES, GoTo("q2.a"), Skipped())
    outcome, saved = hold(desk, EVERYTHING, mode="full")
    assert desk.asked == ["q1.b", "q2.a"]
    assert [rest.here.id for rest in desk.rests] == ["q1.a", "q1.b", "q2.a"]
    assert [(one.practice, one.voice) for one in saved] == [("q1.b", Level.FULLY)]
    assert (outcome.through, outcome.answered) == (True, 1)


def test_what_was_passed_over_is_asked_again_at_the_end():
    desk = Script(Skipped(), NO, Skipped(), *[NO] * 4, Again(), NO, Skipped())
    outcome, _ = hold(desk, mode="full")
    assert [ids(rest.open) for rest in desk.rests] == [["q1.a", "q1.c"], ["q1.c"]]
    assert desk.asked[-2:] == ["q1.a", "q1.c"]
    assert (outcome.through, ids(outcome.open), outcome.skipped) == (True, ["q1.c"], 1)


def test_an_answer_is_taken_back_and_the_practice_stays():
    desk = Script(YES, Back(), Withdrawn(), Left())
    saved = []
    outcome = interview(MODEL, "ladder", [], respondent="anna", role="cx", office=office(desk, saved))
    assert desk.asked == ["q1.a", "q1.b", "q1.a", "q1.a"]
    assert desk.steps[2].before is not None
    assert desk.steps[3].before is None
    assert saved[1:] == [("q1.a", None)]
    assert desk.taken_back[0].at == NOON
    assert (outcome.standing, outcome.answered, ids(outcome.open)) == (0, 0, ["q1.a", "q1.b", "q2.a", "q2.b"])


def test_what_is_noted_without_an_answer_is_a_draft_until_there_is_one():
    desk = Script(Noted("to keep"), Skipped(), Back(), YES, Left())
    saved = []
    outcome = interview(MODEL, "ladder", [], respondent="anna", role="cx", office=office(desk, saved))
    assert [(step.practice.id, step.draft.note if step.draft else None) for step in desk.steps] == [
        *(("q1.a", None), ("q1.a", "to keep"), ("q1.b", None), ("q1.a", "to keep"), ("q1.b", None))
    ]
    assert saved[0] == ("q1.a", None)
    assert desk.noted_of == ["q1.a"]
    assert (outcome.standing, outcome.skipped) == (1, 0)
    again = Script(Left())
    draft = replace(answer("q1.a"), voice=Unknown(), note="to keep")
    interview(MODEL, "ladder", [], respondent="anna", role="cx", office=office(again, []), drafts=[draft])
    assert again.steps[0].draft == draft
    assert again.opening.answered == 0
