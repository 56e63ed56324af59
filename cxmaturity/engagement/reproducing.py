"""Make a cycle's results again from an engagement that is only read, and tell which of its files have changed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

from cxmaturity.contacts import Progress
from cxmaturity.engagement import recorded
from cxmaturity.engagement.closed import is_closed
from cxmaturity.engagement.concluding import Concluded, conclude
from cxmaturity.engagement.folder import Cycle, Engagement
from cxmaturity.engagement.inputs import present_digests
from cxmaturity.engagement.recomputing import Basis, Disagreement, as_recorded, computed, computed_of_closed
from cxmaturity.engagement.results import not_as_concluded
from cxmaturity.results import ELSEWHERE

State = Literal["same", "changed", "gone", "new"]


@dataclass(frozen=True)
class InputSince:
    """What became of an input."""

    path: str
    """As results tell it; of one that is gone it is no more than somebody's word, and nothing to open."""
    then: str | None
    """Its sha256 when the results were made; None for one that they did not rest on."""
    now: str | None
    """Its sha256 now; None for one that is not there."""

    @property
    def state(self) -> State:
        """What became of it."""
        if self.then is None or self.now is None:
            return "new" if self.then is None else "gone"
        return "same" if self.then == self.now else "changed"


@dataclass(frozen=True)
class MadeAgain:
    """A cycle's results made again."""

    concluded: Concluded
    basis: Basis
    """What they rest on: facts computed anew, or taken on trust."""

    @property
    def concluded_otherwise(self) -> tuple[Disagreement, ...]:
        """What the cycle's results.json says otherwise than what follows from these facts; nothing rests on it."""
        made = self.concluded
        found = not_as_concluded(self.basis.gathered, made.assessment, made.roadmap, made.progress)
        return tuple(Disagreement(*each) for each in found)


def inputs_since(then: Mapping[str, str], engagement: Engagement, cycle: Cycle) -> tuple[InputSince, ...]:
    """Return what became of every input since results named these digests, by path; each file is read whole."""
    return since(then, present_digests(engagement, cycle))


def since(then: Mapping[str, str], now: Mapping[str, str]) -> tuple[InputSince, ...]:
    """Return what became of files, by path, of which two mappings hold the digests."""
    return tuple(InputSince(path, then.get(path), now.get(path)) for path in sorted({*then, *now}))


def keeps_its_facts(engagement: Engagement, cycle: Cycle) -> bool:
    """Tell whether a cycle's results follow from recorded facts, whatever became of the files that they rest on."""
    known = recorded.read(cycle.facts)
    return known is not None and is_closed(engagement, cycle, known)


def can_be_the_same(engagement: Engagement, cycle: Cycle, inputs: tuple[InputSince, ...]) -> bool:
    """Tell whether the results may be as they were: what they rest on is, or is no longer looked at.

    The facts of logs that are not here any more stay as recorded.
    """
    others = [each for each in inputs if each.state != "same"]
    return all(each.state == "gone" and _is_log(each.path) for each in others) or keeps_its_facts(engagement, cycle)


def made_again(
    engagement: Engagement,
    cycle: Cycle,
    as_of: date,
    inputs: tuple[InputSince, ...],
    progress: Progress | None = None,
    *,
    trusting: bool = False,
) -> MadeAgain:
    """Return what follows from the engagement in a cycle, and leave its folder as it is.

    Facts are computed anew from files that are as they were; those of the others are as recorded, and all of them
    where the caller is ``trusting``.
    """
    if trusting or (not keeps_its_facts(engagement, cycle) and any(each.state == "gone" for each in inputs)):
        basis = as_recorded(engagement, cycle, as_of, progress)
    elif keeps_its_facts(engagement, cycle):
        same = {each.path for each in inputs if each.state == "same"}
        basis = computed_of_closed(engagement, cycle, as_of, same, progress)
    else:
        basis = computed(engagement, cycle, as_of, progress)
    return MadeAgain(conclude(basis.gathered, keep=False), basis)


def _is_log(path: str) -> bool:
    return path.startswith(("contacts/", ELSEWHERE)) and path != "contacts/manifest.yaml"
