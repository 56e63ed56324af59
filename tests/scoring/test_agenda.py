"""What a workshop is to settle, and in which order."""

from __future__ import annotations

import small_models as small
from hypothesis import given
from hypothesis import strategies as st

from cxmaturity.evidence.answers import Level, NotApplicable, Unknown
from cxmaturity.scoring import agenda, agreement

NOT, PARTLY, LARGELY, FULLY = Level
MODEL = small.model([small.practice(f"q1.{name}") for name in "abcdefghijk"])
SAID = {
    "a": {"anna": PARTLY, "bo": LARGELY, "eve": PARTLY},  # one role wavers by one level
    "b": {"anna": NOT, "bo": FULLY, "eve": NOT},  # one role is torn, the roles' medians agree
    "c": {"anna": PARTLY, "bo": PARTLY, "eve": LARGELY},  # the roles differ by one level
    "d": {"anna": PARTLY, "bo": LARGELY, "eve": LARGELY},  # as c, with the same agreement
    "e": {"anna": NOT, "bo": NOT, "eve": FULLY},  # the roles differ by three
    "f": {"anna": LARGELY, "bo": LARGELY, "eve": LARGELY},  # all agree
    "g": {"anna": LARGELY, "bo": Unknown(), "eve": NotApplicable("outside_control")},  # does it apply? roles differ
    "i": {"anna": LARGELY, "bo": NotApplicable("not_our_business"), "eve": LARGELY},  # the same inside one role
    "j": {"anna": NotApplicable("not_our_business"), "bo": NotApplicable("outside_control")},  # all say it does not
    "k": {"anna": LARGELY, "bo": Unknown()},  # one level only
    "h": {"anna": PARTLY, "eve": LARGELY},  # as c with a voice less: the lower agreement
}
ROLES = {"anna": "cx", "bo": "cx", "eve": "executive"}
ANSWERS = [
    small.answer(f"q1.{name}", voice, who, ROLES[who]) for name, voices in SAID.items() for who, voice in voices.items()
]


def test_roles_that_disagree_come_first_then_the_wider_spread_then_the_lower_agreement():
    assert [item.practice.id for item in agenda(MODEL, ANSWERS)] == [f"q1.{name}" for name in "eghcdbia"]


def test_an_entry_says_what_each_role_said():
    first = agenda(MODEL, ANSWERS)[0]
    assert first.by_role == {"cx": (NOT, NOT), "executive": (FULLY,)}
    assert (first.medians, first.between_roles, first.overall) == ({"cx": NOT, "executive": FULLY}, 3, 3)
    assert first.r_wg == agreement(MODEL, ANSWERS).r_wg["q1.e"]
    assert not first.agreed
    assert not first.not_applicable


def test_one_who_says_that_it_does_not_apply_disagrees_with_whoever_gives_a_level():
    torn = {item.practice.id: item for item in agenda(MODEL, ANSWERS)}
    roles, inside = torn["q1.g"], torn["q1.i"]
    assert (roles.by_role, roles.not_applicable) == ({"cx": (LARGELY,), "executive": ()}, {"executive": 1})
    assert (roles.medians, roles.between_roles, roles.overall, roles.r_wg) == ({"cx": LARGELY}, 3, 3, 0)
    assert (inside.by_role, inside.not_applicable) == ({"cx": (LARGELY,), "executive": (LARGELY,)}, {"cx": 1})
    assert (inside.between_roles, inside.overall) == (0, 3)


def test_what_a_workshop_agreed_on_is_marked_and_its_answer_is_no_voice():
    settled = [*ANSWERS, *(small.answer(f"q1.{name}", NOT, "workshop", "cx", agreed=True) for name in "ef")]
    assert [item.practice.id for item in agenda(MODEL, settled)] == [f"q1.{name}" for name in "eghcdbia"]
    assert [item.practice.id for item in agenda(MODEL, settled) if item.agreed] == ["q1.e"]


@given(st.permutations(ANSWERS))
def test_the_order_of_answers_is_irrelevant(answers):
    assert agenda(MODEL, answers) == agenda(MODEL, ANSWERS)
