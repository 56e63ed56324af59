"""What is wrong with who answers for a source, in the words of every drawing of the map."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from cxmaturity.ownership.facts import OwnershipFacts, SourceNode
from cxmaturity.words import Text, text


@dataclass(frozen=True)
class Amiss:
    """A gap of one source: the gravest one that it has."""

    id: str
    """The finding that tells of it."""
    short: Text
    """In one or two words, for a drawing."""
    told: Text


ORDER = ("source_without_accountable", "shadow_source", "dead_end_source", "source_with_several_accountable")
"""Gaps of sources, the gravest first: of two with the same volume, the earlier one counts as the larger."""


def amiss(source: SourceNode, facts: OwnershipFacts) -> Amiss | None:
    """Return what is wrong with who answers for a source; None where one team does that owns a lever."""
    number = len(set(source.accountable))
    if not source.on_map:
        return Amiss("shadow_source", text("off the map"), text("not on the map"))
    if not number:
        return Amiss("source_without_accountable", text("nobody"), text("nobody answers for it"))
    if number > 1:
        said = text("{n:int} teams answer for it", n=number)
        return Amiss("source_with_several_accountable", text("{n:int} teams", n=number), said)
    if source.id in facts.gaps.get("dead_end_source", ()):
        return Amiss("dead_end_source", text("without lever"), text("its team has no lever"))
    return None


def largest(facts: OwnershipFacts) -> tuple[SourceNode, ...]:
    """Return the sources with a gap by their volume, the largest first; none where nobody counted."""
    weighed: dict[SourceNode, tuple[int, int]] = {}
    for source in facts.sources:
        if (gap := amiss(source, facts)) and source.volume:
            weighed[source] = (-source.volume, ORDER.index(gap.id))
    return tuple(sorted(weighed, key=weighed.__getitem__))


def widths(facts: OwnershipFacts, thinnest: float, widest: float) -> Mapping[str, float]:
    """Return how wide the lines of each source are drawn, by its volume; empty where nobody counted."""
    most = max((source.volume or 0 for source in facts.sources), default=0)
    if not most:
        return {}
    return {source.id: thinnest + (widest - thinnest) * (source.volume or 0) / most for source in facts.sources}
