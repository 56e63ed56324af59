"""Who is a team or a role, and who is a person that no report names."""

from __future__ import annotations

from dataclasses import replace

import pytest
from roadmap import plans

from cxmaturity.evidence.ownership_map import OwnershipMap
from cxmaturity.roadmap.owners import is_team_or_role, persons, without_persons

MAP = OwnershipMap.model_validate(
    {
        "teams": [{"id": "support", "name": "Customer Support", "lead_role": "Head of support"}],
        "committee": [{"role": "Head of retail", "team": "retail"}],
        "programme": {"owner_role": ["CX director", "Data director"], "sponsor_role": "COO"},
    }
)
MODEL = plans.model_with(
    [
        plans.action("a", {"q1.a": "fully"}, effort={"cx": 2, "it": 5}),
        plans.action("b", {"q1.b": "fully"}, effort={"cx": 2}),
        plans.action("c", {"q1.c": "fully"}),
    ]
)


def known(**more):
    said = [{"id": key, "owner": owner, "status": "planned"} for key, owner in more.items()]
    said.append({"id": "own", "title": plans.words("Own"), "establishes": {"q1.a": "fully"}, "effort": {"legal": 1}})
    facts = plans.facts([plans.said("q1.a")], said=said, capacity={"shop": (3.0,)})
    return replace(facts, map=MAP, roles=(("cx", "happiness"),))


@pytest.mark.parametrize(
    ("owner", "expected"),
    [
        ("support", True), ("customer  support", True), ("HEAD OF SUPPORT", True), ("Head of retail", True),
        ("Data director", True), ("coo", True), ("cx", True), ("happiness", True), ("legal", True), ("shop", True),
        ("Marie Dupont", False), ("Marie (support)", False), ("supp", False),
    ],
)  # fmt: skip
def test_teams_and_roles_are_those_that_a_file_speaks_of(owner, expected):
    assert is_team_or_role(owner, MODEL, known()) is expected


def test_the_team_with_most_days_stands_for_a_person():
    facts = known(a="Marie Dupont", b="support", c="Jean Martin")
    planned = plans.plan(MODEL, facts)
    assert persons(planned, MODEL, facts) == {"a": "Marie Dupont", "c": "Jean Martin"}
    owners = {plan.action.id: plan.owner for plan in without_persons(planned, MODEL, facts).actions}
    assert owners == {"a": "it", "b": "support", "c": None, "own": None}
