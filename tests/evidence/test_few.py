"""Groups of so few that no figure about them is told: no sum gives one away."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cxmaturity.evidence.few import untold


@pytest.mark.parametrize(
    ("sizes", "kept"),
    [
        ({}, ""), ({"a": 10, "b": 0}, ""), ({"a": 3, "b": 60, "c": 90}, "ab"), ({"a": 3, "b": 2, "c": 60}, "abc"),
        ({"a": 9, "b": 9, "c": 10}, "ab"), ({"a": 3}, "a"), ({"a": 3, "b": 0}, "a"), ({"a": 4, "c": 12, "b": 12}, "ab"),
    ],
    ids=str,
)  # fmt: skip
def test_names_that_are_not_told(sizes, kept):
    assert untold(sizes) == set(kept)


@given(st.dictionaries(st.text("abcdef", min_size=1, max_size=2), st.integers(0, 30)))
def test_what_is_told_leaves_nobody_small(sizes):
    kept = untold(sizes)
    assert all(name in kept for name, size in sizes.items() if 0 < size < 10)
    left = {name for name, size in sizes.items() if size} - kept
    assert not kept or not left or (len(kept) >= 2 and sum(sizes[name] for name in kept) >= 10)
