"""Rank acceptability against figures known from theory."""

import pytest

from cxmaturity.roadmap.robustness import acceptability


def test_two_specialists_and_one_allrounder():
    ranks = acceptability({"a": (1, 0), "b": (0, 1), "c": (0.6, 0.6)})
    assert [ranks[name][0].first for name in "abc"] == pytest.approx([0.4, 0.4, 0.2], abs=0.02)
    assert all(rank.top3 == 1 for rank, _ in ranks.values())
    assert ranks["a"][1] == ("b", "c")


def test_equal_actions_share_their_ranks_and_are_tied():
    ranks = acceptability(dict.fromkeys("abcd", (1, 1, 1)))
    assert [rank.first for rank, _ in ranks.values()] == [0.25] * 4
    assert [rank.top3 for rank, _ in ranks.values()] == [0.75] * 4
    assert ranks["a"][1] == ("b", "c", "d")


def test_a_dominated_action_is_never_first_and_tied_with_none():
    ranks = acceptability({"good": (2, 2, 2), "poor": (1, 1, 1)})
    assert ranks["good"] == (ranks["good"][0], ())
    assert (ranks["good"][0].first, ranks["poor"][0].first) == (1, 0)


def test_draws_are_always_the_same():
    parts = {"a": (1, 0, 0.2), "b": (0, 1, 0.3), "c": (0.5, 0.4, 0.1)}
    assert acceptability(parts) == acceptability(dict(reversed(parts.items())))
    assert acceptability({}) == {}
