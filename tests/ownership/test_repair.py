"""Proposed owners: the oracle by hand, and what a proposal says."""

from __future__ import annotations

from small_maps import a_view

from cxmaturity.ownership.assignment import Unplaceable
from cxmaturity.ownership.repair import repair

FOUR = """
    teams: [{id: cs, max_sources: 1}, {id: product, max_sources: 1}, {id: support, max_sources: 1}]
    sources:
      - {id: relational, candidates: [cs]}
      - {id: support-survey, candidates: [support, cs]}
      - {id: product-survey, candidates: [product]}
      - {id: social, candidates: [cs]}
"""


def test_three_of_four_are_placed_and_the_reason_is_named():
    found = repair(a_view(FOUR))
    assert {proposal.source: proposal.team for proposal in found.proposals} == {
        "relational": "cs", "support-survey": "support", "product-survey": "product",
    }  # fmt: skip
    assert found.unplaceable == Unplaceable(("relational", "social"), ("cs",), 1)


def test_the_cost_rule():
    found = repair(
        a_view("""
            teams: [{id: a}, {id: b}, {id: c, max_sources: 1}]
            touchpoints: [{id: shop, owner: b}]
            sources:
              - {id: s0, accountable: a, channel: sms}
              - {id: s1, accountable: b, channel: email}
              - {id: s2, accountable: b, channel: email}
              - {id: s3, accountable: c, channel: email}
              - {id: orphan, touchpoint: shop, channel: sms}
        """)
    )
    [proposal] = found.proposals
    assert (proposal.team, proposal.cost) == ("b", 10 - 4 + 2)
    assert str(proposal.why) == (
        "owns the touchpoint; answers for 2 sources today, with room for 3 more; next best: a, cost 9"
    )
    assert found.unplaceable == Unplaceable()


def test_ties_go_by_id():
    found = repair(a_view("teams: [{id: b}, {id: a}]\nsources: [{id: y}, {id: x}]"))
    assert [(proposal.source, proposal.team) for proposal in found.proposals] == [("x", "a"), ("y", "a")]


def test_only_teams_in_scope_are_proposed():
    found = repair(a_view("teams: [{id: a}, {id: b}]\nsources: [{id: x}]", team="b"))
    assert [proposal.team for proposal in found.proposals] == ["b"]


def test_without_teams_nothing_is_proposed():
    found = repair(a_view("teams: []\nsources: [{id: x}]"))
    assert found.proposals == ()
    assert found.unplaceable == Unplaceable(("x",), (), 0)


def test_a_cheaper_team_that_another_source_needs_is_said_to_be_cheaper():
    found = repair(
        a_view("""
            teams: [{id: a, name: Alpha, max_sources: 1}, {id: b, max_sources: 1}]
            touchpoints: [{id: shop, owner: a}]
            sources: [{id: x, candidates: [a]}, {id: y, touchpoint: shop}]
        """)
    )
    assert [(proposal.source, proposal.team, proposal.cost) for proposal in found.proposals] == [
        ("x", "a", 10), ("y", "b", 10),
    ]  # fmt: skip
    assert [str(proposal.why) for proposal in found.proposals] == [
        "answers for 0 sources today, with room for 1 more; no other team that could take it has room",
        "answers for 0 sources today, with room for 1 more; Alpha would cost 6, but its places go to other sources",
    ]


def test_both_reasons_are_told_and_in_french():
    [proposal] = repair(
        a_view("""
            teams: [{id: a}, {id: b}]
            touchpoints: [{id: shop, owner: a}]
            sources: [{id: s, accountable: a, channel: sms}, {id: t, touchpoint: shop, channel: sms}]
        """)
    ).proposals
    assert proposal.why.show("fr").replace("\u00a0", " ") == (
        "tient le point de contact et sollicite déjà les clients par sms ; répond aujourd’hui de 1 source, avec de la "
        "place pour 4 de plus ; à défaut : b, coût 10"
    )
