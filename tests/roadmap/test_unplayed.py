"""Roles without a team beside teams without work, finished actions without effect, and teams that lack days."""

from __future__ import annotations

from dataclasses import replace

import pytest
from roadmap import plans

from cxmaturity.evidence.answers import Level
from cxmaturity.evidence.ownership_map import OwnershipMap
from cxmaturity.roadmap.shortage import shortages
from cxmaturity.roadmap.undone import undone
from cxmaturity.roadmap.unplayed import Unplayed, idle, unplayed
from cxmaturity.scoring import judge, tally

MODEL = plans.model_with(
    [
        plans.action("a", {"q1.a": "fully"}, 2, effort={"cx": 4.0, "it": 5.0}),
        plans.action("b", {"q1.b": "largely"}, effort={"cx": 5.0}, requires=("a",)),
    ]
)


def known(teams, roles=(), **more):
    listed = [{"id": key, "name": name, "capacity_days_per_month": 10} for key, name in teams.items()]
    facts = plans.facts([plans.said("q1.a"), plans.said("q1.b")], **more)
    return replace(facts, map=OwnershipMap.model_validate({"teams": listed}), roles=tuple(roles))


@pytest.mark.parametrize(
    ("teams", "roles", "expected"),
    [
        ({"cx-team": "Experience"}, (), Unplayed(("cx", "it"), ("cx-team",), (("cx", "cx-team"),))),
        ({"happy": "cx"}, (), Unplayed(("cx", "it"), ("happy",), (("cx", "happy"),))),
        ({"shop": "Shop"}, (), Unplayed(("cx", "it"), ("shop",), ())),
        ({"cx-team": "Experience"}, [("cx", "cx-team")], None),
        ({"cx": "CX", "it": "IT", "shop": "Shop"}, (), None),
    ],
    ids=["part of the id", "same name", "no pair", "played", "nobody is missing"],
)
def test_a_team_without_work_is_paired_with_the_role_that_it_may_play(teams, roles, expected):
    facts = known(teams, roles)
    plan = plans.plan(MODEL, facts)
    assert unplayed(plan, MODEL, facts) == expected
    assert idle(["cx-team", "it", *(team for _, team in roles)], plan) == (() if roles else ("cx-team",))


@pytest.mark.parametrize(
    ("status", "level", "found"), [("finished", Level.PARTLY, ["q1.a"]), ("running", Level.NOT, [])]
)
def test_a_finished_action_whose_practice_is_lower_is_undone(status, level, found):
    facts = plans.facts([plans.said("q1.a", level), plans.said("q1.b")], said=[{"id": "a", "status": status}])
    scores = tally(MODEL, judge(MODEL, facts.answers, {}))
    told = undone(plans.plan(MODEL, facts), MODEL, facts, scores)
    assert [(item.practice.practice.id, item.action, item.meant) for item in told] == [
        (key, "a", Level.FULLY) for key in found
    ]


def test_what_waits_for_a_team_without_days_and_what_waits_for_that():
    facts = plans.facts([plans.said("q1.a"), plans.said("q1.b")], capacity={"it": (2.0, 1.0), "cx": (9.0,)})
    [short] = shortages(plans.plan(MODEL, facts))
    assert (short.team, short.days, short.waiting, short.least, short.behind) == ("it", 2.0, ("a",), 2.5, ("b",))
    richer = replace(facts, roadmap=facts.roadmap.model_copy(update={"capacity": {"it": (2.5,)}}))
    assert shortages(plans.plan(MODEL, richer)) == ()
