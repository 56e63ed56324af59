"""Walk through the gaps of a map: ask for the weightiest one, keep the answer, say what it closed, and go on.

Every answer goes to ``keep`` before the next gap is asked for, so that nothing is lost when the process dies.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Protocol

from cxmaturity.errors import InputError
from cxmaturity.evidence.ownership_map import OwnershipMap
from cxmaturity.interview.steps import Again, Back, Left, Skipped
from cxmaturity.ownership.changing import Change
from cxmaturity.ownership.walk import Consequence, Gap, Offer, Question, Standing, Values, Weighed, question


@dataclass(frozen=True)
class MapStep:
    """One gap, ready to be asked for."""

    standing: Standing
    weighed: Weighed
    question: Question
    skipped: int
    """Gaps that were passed over so far and are open."""


@dataclass(frozen=True)
class Filled:
    """An answer was chosen, with what was typed for it."""

    offer: Offer
    values: Values = ()
    said: str = ""
    """What was chosen and typed, in words."""


MapReply = Filled | Skipped | Back | Left
"""What may be said to a gap; going back takes the answer before it back."""


@dataclass(frozen=True)
class Kept:
    """What an answer that is on the disk did."""

    before: Standing
    after: Standing
    gap: Gap
    reply: Filled
    consequence: Consequence

    @property
    def is_closed(self) -> bool:
        """Tell whether the gap that was asked for is closed."""
        return self.gap in self.consequence.closed


class MapDesk(Protocol):
    """Where those sit who fill in the map."""

    def ask(self, step: MapStep) -> MapReply:
        """Put one gap to them and return the reply."""

    def kept(self, kept: Kept) -> None:
        """Tell them that the answer is on the disk, and what it closed and opened."""

    def refused(self, error: InputError) -> None:
        """Tell them that nothing was written, and why."""

    def taken_back(self, standing: Standing) -> None:
        """Tell them that the last answer is taken back."""

    def rest(self, standing: Standing, begun: bool) -> Back | Again | Left:
        """Ask what else there is to do when nothing is left to ask for but what was passed over.

        ``begun`` is False where nothing was asked at all.
        """


@dataclass(frozen=True)
class MapOffice:
    """What a walk needs of the world around it."""

    desk: MapDesk
    keep: Callable[[tuple[Change, ...]], OwnershipMap]
    """Writes changes and returns the map as the file has it then. Raises InputError where it is not written."""
    take_back: Callable[[], OwnershipMap]
    """Undoes what was written last and returns the map. Raises InputError where that cannot be."""


@dataclass(frozen=True)
class MapOutcome:
    """What a sitting came to."""

    standing: Standing
    answers: int
    """Answers kept in this sitting, but for those taken back."""

    @property
    def left(self) -> tuple[Weighed, ...]:
        """The gaps that are open."""
        return self.standing.gaps

    @property
    def not_asked(self) -> Mapping[str, tuple[str, ...]]:
        """Findings that are no matter of filling in, to their subjects."""
        return self.standing.not_asked


class MapInterrupted(KeyboardInterrupt):
    """Somebody stopped the program in the middle of a walk."""

    def __init__(self, outcome: MapOutcome) -> None:
        self.outcome = outcome
        super().__init__()


@dataclass
class _Sitting:
    """The walk so far."""

    standing: Standing
    passed: set[Gap] = field(default_factory=set)
    trail: list[tuple[Gap, bool]] = field(default_factory=list)
    """The gaps asked for, in order, each with whether an answer was kept."""
    at: Gap | None = None
    """The gap to ask for next, whatever weighs more; None for the weightiest."""

    def next(self) -> Weighed | None:
        """Return the gap to ask for; None where all that is open was passed over."""
        asked = next((each for each in self.standing.gaps if each.gap == self.at), None)
        return asked or next((each for each in self.standing.gaps if each.gap not in self.passed), None)

    def outcome(self) -> MapOutcome:
        """Return what it came to."""
        return MapOutcome(self.standing, sum(kept for _, kept in self.trail))


def fill_gaps(standing: Standing, office: MapOffice) -> MapOutcome:
    """Ask for the gaps of a map until none is left or those who answer leave. Raises MapInterrupted on Ctrl-C."""
    sitting = _Sitting(standing)
    try:
        _ask_for_all(sitting, office)
    except KeyboardInterrupt as stop:
        raise MapInterrupted(sitting.outcome()) from stop
    return sitting.outcome()


def _ask_for_all(sitting: _Sitting, office: MapOffice) -> None:
    reply: MapReply | Again
    while True:
        weighed = sitting.next()
        if weighed is None:
            reply = office.desk.rest(sitting.standing, bool(sitting.trail))
            if isinstance(reply, Again):
                sitting.passed.clear()
        else:
            asked = question(sitting.standing, weighed.gap)
            skipped = len(sitting.passed & {each.gap for each in sitting.standing.gaps})
            reply = office.desk.ask(MapStep(sitting.standing, weighed, asked, skipped))
        if isinstance(reply, Left):
            return
        if isinstance(reply, Back):
            _back(sitting, office)
        elif weighed is not None:
            _after(weighed.gap, reply, sitting, office)


def _after(gap: Gap, reply: Filled | Skipped | Again, sitting: _Sitting, office: MapOffice) -> None:
    """Do what was replied to a gap."""
    changes = reply.offer.changes(reply.values) if isinstance(reply, Filled) else ()
    if not isinstance(reply, Filled) or not changes:
        sitting.passed.add(gap)
        sitting.trail.append((gap, False))
        sitting.at = None
        return
    before = sitting.standing
    try:
        sitting.standing = before.on(office.keep(changes))
    except InputError as error:
        office.desk.refused(error)
        sitting.at = gap
        return
    sitting.trail.append((gap, True))
    kept = Kept(before, sitting.standing, gap, reply, before.consequence(sitting.standing))
    sitting.at = gap if reply.offer.again else None
    if not kept.is_closed and not reply.offer.again:
        sitting.passed.add(gap)
    office.desk.kept(kept)


def _back(sitting: _Sitting, office: MapOffice) -> None:
    """Go to the gap asked for before; take its answer back where one was kept."""
    if not sitting.trail:
        return
    gap, is_kept = sitting.trail[-1]
    if is_kept:
        try:
            sitting.standing = sitting.standing.on(office.take_back())
        except InputError as error:
            office.desk.refused(error)
            return
        office.desk.taken_back(sitting.standing)
    sitting.trail.pop()
    sitting.passed.discard(gap)
    sitting.at = gap
