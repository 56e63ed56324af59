"""Migrations between versions of a small model of six practices."""

from __future__ import annotations

from hypothesis import strategies as st

from cxmaturity.model.migrating import Lists, Migration

IDS = [f"q1.{letter}" for letter in "abcdef"]


def migration(old: str, new: str, **lists) -> Migration:
    return Migration(old=old, new=new, lists=Lists.model_validate(lists))


@st.composite
def lists(draw) -> dict[str, object]:
    """Any migration of the six ids: each is kept, or has one fate of its own."""
    rest = draw(st.permutations(IDS))
    take = iter(rest)
    renamed, split, retired = next(take), next(take), next(take)
    parts = [next(take), next(take)]
    chosen = draw(st.sets(st.sampled_from(["rename", "split", "merge", "retire"])))
    every = {
        "rename": {renamed: "q1.renamed"},
        "split": {split: ["q1.one", "q1.two"]},
        "merge": {"q1.merged": parts},
        "retire": [retired],
    }
    return {key: value for key, value in every.items() if key in chosen}
