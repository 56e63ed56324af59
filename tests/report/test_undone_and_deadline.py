"""What the report says of finished actions whose practice is not established, and of a deadline that was asked for."""

from __future__ import annotations

from dataclasses import replace

import pytest
from report import sample

from cxmaturity.assess import assess
from cxmaturity.evidence.facts import RoadmapState, Tracked
from cxmaturity.report.view.deadline import deadline_words
from cxmaturity.report.view.speech import Speech
from cxmaturity.report.view.undone import undone_note
from cxmaturity.roadmap.catalogue import catalogue
from cxmaturity.roadmap.plan import Attainment
from cxmaturity.roadmap.what_if import Deadline

ENGLISH, FRENCH = Speech("en", {}), Speech("fr", {})
ASKED = Attainment(
    Deadline(3, "2027-Q2"), attained=True, proven=True, actions=("a", "b"), effort={"cx": 12.5, "it": 3.0}
)


@pytest.mark.parametrize(
    ("attainment", "said"),
    [
        (None, ""),
        (ASKED, "It is attained with 2 actions and 15.5 person-days, the least that does."),
        (replace(ASKED, proven=False), "It is attained with 2 actions and 15.5 person-days."),
        (replace(ASKED, actions=(), effort={}), "Nothing more has to be done for it."),
        (
            replace(ASKED, attained=False, earliest="2028-Q1"),
            "It is not attained. With the days that there are, it comes by the end of Q1 2028.",
        ),
        (
            replace(ASKED, attained=False, earliest_unlimited="2027-Q4"),
            "It is not attained. With the days that there are, it never comes; with as many as it takes, by the end of "
            "Q4 2027.",
        ),
        (replace(ASKED, attained=False), "It is not attained. No plan attains it, however many days there are."),
    ],
    ids=["none", "least", "unproven", "nothing", "later", "unlimited", "never"],
)
def test_a_deadline_is_answered(attainment, said):
    plan = replace(sample.roadmap(), attainment=attainment)
    told = " ".join(ENGLISH.say(sentence) for sentence in deadline_words(plan)).replace("\u00a0", " ")
    asked = "Asked for: stage 3 by the end of Q2 2027. "
    assert told == (asked + said if attainment else "")
    assert "Content-Type" not in " ".join(FRENCH.say(sentence) for sentence in deadline_words(plan))


def finished(*actions: str):
    """The bank with these actions finished, and a plan of nothing."""
    facts = replace(
        sample.facts(), roadmap=RoadmapState(actions=tuple(Tracked(id=key, status="finished") for key in actions))
    )
    return assess(sample.model(), facts), replace(sample.roadmap(), actions=())


def test_what_a_finished_action_did_not_establish_is_named_with_the_action():
    assessment, plan = finished("contact-policy")
    note = undone_note(assessment, plan, ENGLISH)
    assert note is not None
    assert "1\u00a0practice is not established" in note.title
    title = catalogue(assessment.model, assessment.facts)["contact-policy"].action.title.en
    assert all(f"after “{title}”" in line for line in note.lines)
    assert any("41% of customers" in line for line in note.lines)


def test_of_many_two_are_named_and_the_others_counted():
    assessment, plan = finished(*(action.id for action in sample.model().actions))
    note = undone_note(assessment, plan, FRENCH)
    assert note is not None
    assert len(note.lines) == 3
    assert "autres pratiques dans ce cas" in note.lines[-1]


def test_nothing_is_said_where_nothing_is_finished():
    assessment, plan = finished()
    assert undone_note(assessment, plan, ENGLISH) is None
