"""How the order of the actions is defended: what is foremost, what is tied, what more days bring, which quarter."""

from __future__ import annotations

from dataclasses import replace

import pytest
from roadmap import plans

from cxmaturity.report.view.more_days import brings
from cxmaturity.report.view.order import by_value, foremost, order_of, proof_of
from cxmaturity.roadmap.plan import CapacityGain, Earlier, Planned, Rank, StageMove, Value

LATER = StageMove(3, "2028-Q1", "2027-Q4")
SOONER = StageMove(3, "2027-Q4", "2028-Q1")
MOVED = (Earlier("a", "2027-01", "2027-02"), Earlier("b", "2027-03", "2027-08"))
GAINS = {
    "proven to bring nothing": (CapacityGain("it", 0, 0), "nothing by itself", "rien à eux seuls"),
    "nothing found": (
        CapacityGain("it", 0, 1),
        "nothing in the time for planning, 1.0% more value at most",
        "rien dans le temps de calcul, 1,0 % de valeur en plus au plus",
    ),
    "too little to notice": (
        CapacityGain("it", 0.1, 0.1, earlier=MOVED, later=("c",)),
        "hardly anything: 0.1% more value",
        "presque rien : 0,1 % de valeur en plus",
    ),
    "found, and more not ruled out": (CapacityGain("it", 2, 3), "2.0% more value, 3.0% at most", "au plus 3,0 %"),
    "little found, and more not ruled out": (CapacityGain("it", 0.1, 3), "0.1% more value, 3.0% at most", "0,1 %"),
    "a stage sooner": (
        CapacityGain("it", 0.1, 0.1, (SOONER,), MOVED[:1]),
        "stage 3 by the end of Q4 2027 instead of Q1 2028, 1 action earlier (R1 in January 2027 instead of February "
        "2027), 0.1% more value",
        "le stade 3 à la fin du T4 2027 au lieu du T1 2028, 1 action plus tôt (R1 en janvier 2027, non en février "
        "2027), 0,1 % de valeur en plus",
    ),
    "a stage later": (CapacityGain("it", 1, 1, (LATER,)), "instead of Q4 2027, 1.0% more", "au lieu du T4 2027, 1,0 %"),
    "a stage at last": (
        CapacityGain("it", 1, 1, (StageMove(2, "2027-Q1", None), StageMove(3, None, "2027-Q4"))),
        "stage 2 by the end of Q1 2027 instead of not at all, stage 3 not at all, instead of by the end of Q4 2027",
        "le stade 2 à la fin du T1 2027 au lieu de jamais, le stade 3 plus du tout, au lieu de la fin du T4 2027",
    ),
    "actions": (
        CapacityGain("it", 2, 2, earlier=MOVED, later=("c", "d")),
        "2 actions earlier (b in March 2027 instead of August 2027), 2 later, 2.0% more value",
        "2 actions plus tôt (b en mars 2027, non en août 2027), 2 plus tard, 2,0 % de valeur en plus",
    ),
    "an action at last": (
        CapacityGain("it", 2, 2, earlier=(*MOVED, Earlier("c", "2027-09", None))),
        "3 actions earlier (c only then, in September 2027)",
        "3 actions plus tôt (c seulement alors, en septembre 2027)",
    ),
}


@pytest.mark.parametrize("case", GAINS, ids=str)
def test_what_more_days_bring_is_told_in_stages_and_actions(case):
    gain, english, french = GAINS[case]
    told = brings(gain, 100.0, {"a": "R1"})
    assert english in told.show("en").replace("\u00a0", " ")
    assert french in told.show("fr").replace("\u00a0", " ")


def planned(key: str, total: float, first: float = 0.0, tied: tuple[str, ...] = ()) -> Planned:
    value = Value(total, total, 0, 0, 1)
    return Planned(
        plans.action(key, {"q1.a": "fully"}), "planned", None, (), {}, "2027-01", "2027-01", value,
        rank=Rank(first, first), tied_with=tied,
    )  # fmt: skip


def test_the_action_that_most_weightings_put_first_is_not_hidden():
    ranked = by_value([planned("c", 1, 0.6), planned("a", 3, 0.4), planned("b", 2), planned("d", 0.5)])
    assert [plan.action.id for plan in ranked] == ["a", "b", "c", "d"]
    assert [plan.action.id for plan in foremost(ranked, 2)] == ["a", "c"]
    assert [plan.action.id for plan in foremost(ranked, 3)] == ["a", "b", "c"]
    assert foremost([], 2) == []


def test_ties_of_neighbours_are_drawn():
    ranked = [planned("a", 3, tied=("b", "c")), planned("b", 2, tied=("a",)), planned("c", 1, tied=("a",))]
    assert order_of(ranked, {"a": "R2", "b": "R1", "c": "R3"}) == "R2 ~ R1 > R3"


def test_a_proof_says_how_close_it_is_and_all_that_ends_last_fixes_the_end():
    small = plans.model_with([plans.action(key, {f"q1.{key}": "fully"}, 2) for key in "ab"])
    roadmap = plans.plan(small, plans.facts())
    assert str(proof_of(roadmap)) == "Proven: no other plan brings even 0.01% more value under these figures."
    assert str(proof_of(replace(roadmap, proven=False, gap=0.02))) == "At most 2.0% short of the best plan."
    assert len(roadmap.critical_chain) == 1
    assert roadmap.fixes_end == {"a", "b"}
