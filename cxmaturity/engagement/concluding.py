"""From the facts of an engagement to its assessment and roadmap, recorded: the one place where this is done."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from cxmaturity.assess import Assessment, assess
from cxmaturity.comparison.progress import Progress
from cxmaturity.engagement.baseline import compared
from cxmaturity.engagement.earlier_cycles import Earlier, earlier_cycles
from cxmaturity.engagement.facts import Gathered
from cxmaturity.engagement.inputs import digests
from cxmaturity.engagement.previous import progress_of
from cxmaturity.engagement.results import write_conclusions
from cxmaturity.engagement.solved_plans import own_plans
from cxmaturity.results import Results
from cxmaturity.roadmap import Roadmap, months, plan_roadmap
from cxmaturity.roadmap.owners import persons
from cxmaturity.roadmap.solver import Stopped, never
from cxmaturity.roadmap.unplayed import idle, unplayed
from cxmaturity.roadmap.what_if import AS_IT_IS, WhatIf
from cxmaturity.words import Text, text

_LONG_PAST: Final = 12
"""Months before the cycle’s from which on a plan’s first month is a slip of the pen."""


@dataclass(frozen=True)
class Concluded:
    """What follows from an engagement's facts."""

    gathered: Gathered
    assessment: Assessment
    roadmap: Roadmap
    progress: Progress
    """What became of the actions since the last cycle."""
    notes: tuple[Text, ...]
    """What the reader should know of the recording; those of the gathering stand in ``gathered``."""

    @cached_property
    def earlier(self) -> Earlier:
        """The cycles before this one, read when they are asked for."""
        return earlier_cycles(self.gathered)

    @property
    def results(self) -> Results:
        """Everything that a report prints of it."""
        return Results(self.assessment, self.roadmap, digests(self.gathered), self.progress, self.earlier.cycles)


def conclude(
    gathered: Gathered,
    what_if: WhatIf = AS_IT_IS,
    progress: Callable[[Text], None] | None = None,
    stopped: Stopped = never,
    *,
    keep: bool = True,
) -> Concluded:
    """Assess, plan, and write the cycle's results.json, unless something is only supposed.

    When ``stopped`` tells so, the plan is the best one so far, and nothing is written: nobody could make it again.
    Nor is anything without ``keep``.
    Raises InputError for what is wrong in the organisation's own actions, and for unknown ids.
    """
    assessment = assess(gathered.model, gathered.facts)
    memory = own_plans()
    roadmap = plan_roadmap(
        gathered.model,
        gathered.facts,
        assessment.scores,
        assessment.findings,
        what_if,
        progress=progress,
        stopped=stopped,
        memory=memory,
    )
    if not roadmap.interrupted:
        roadmap = compared(gathered, assessment, roadmap, what_if, progress=progress, stopped=stopped, memory=memory)
    since = progress_of(gathered, assessment)
    keeps = keep and not (what_if.supposes or roadmap.interrupted)
    notes = write_conclusions(gathered, assessment, roadmap, since) if keeps else ()
    open_ends = (*_start(gathered), *_persons(gathered, roadmap), *_teams(gathered, roadmap, what_if))
    return Concluded(gathered, assessment, roadmap, since, (*since.notes, *open_ends, *notes))


def _start(gathered: Gathered) -> Iterator[Text]:
    """Say that a plan begins long before the cycle: most of it would be past."""
    facts = gathered.facts
    if facts.roadmap.start and months.index(facts.roadmap.start) < months.of(facts.as_of) - _LONG_PAST:
        yield text(
            "roadmap.yaml has the plan start in {month:month}, more than a year before the cycle’s date: correct "
            "`start`, or leave it out for the month after that date.",
            month=months.first_day(facts.roadmap.start),
        )


def _persons(gathered: Gathered, roadmap: Roadmap) -> Iterator[Text]:
    """Say which owners no report will name."""
    if named := persons(roadmap, gathered.model, gathered.facts):
        yield text(
            "{n:plural This owner is|These owners are} no team and no role, and no report names persons: {owners}. "
            "The team with most days stands there instead; to name another, put it into roadmap.yaml.",
            n=len(named),
            owners=", ".join(f"{owner} ({key})" for key, owner in sorted(named.items())),
        )


def _teams(gathered: Gathered, roadmap: Roadmap, what_if: WhatIf) -> Iterator[Text]:
    """Say which declared days nothing is planned with, and how they would be."""
    if found := unplayed(roadmap, gathered.model, gathered.facts):
        example = Text("{role}: {team}", {"role": text("ROLE"), "team": text("TEAM")})
        pairs = ", ".join(f"{role}: {team}" for role, team in found.pairs) or example
        yield text(
            "No team plays {n:plural this role|these roles}, so {n:plural it counts|they count} as "
            "{n:plural a team|teams} without limit: {roles}. {teams:int} {teams:plural team has|teams have} days and "
            "no work: {ids}. If they are the same, write into engagement.yaml: {line}",
            n=len(found.roles),
            roles=", ".join(found.roles),
            teams=len(found.teams),
            ids=", ".join(found.teams),
            line=Text("roles: {{{pairs}}}", {"pairs": pairs}),
        )
    if without_work := idle(what_if.capacity, roadmap):
        yield text("--capacity changes nothing for {teams}: no action takes days of it.", teams=", ".join(without_work))
