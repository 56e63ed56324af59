"""What the cycles before one recorded: what they measured, and what they planned. No log is read again."""

from __future__ import annotations

from dataclasses import replace
from functools import cache, cached_property

from cxmaturity.assess import Assessment, assess
from cxmaturity.comparison.measured import Measured
from cxmaturity.comparison.progress import ActionProgress, Past, Progress, progress, progress_of_one
from cxmaturity.comparison.slip import EarlierPlan
from cxmaturity.engagement import journal, recorded
from cxmaturity.engagement.earlier_plan import plan_of
from cxmaturity.engagement.facts import Gathered, facts_of
from cxmaturity.engagement.folder import Cycle, Engagement
from cxmaturity.engagement.recording import as_note
from cxmaturity.engagement.versions import as_present
from cxmaturity.errors import InputError
from cxmaturity.evidence.answers import Answer
from cxmaturity.evidence.facts import RoadmapState
from cxmaturity.roadmap.catalogue import Entry, catalogue
from cxmaturity.words import Text, text


def progress_of(gathered: Gathered, assessment: Assessment) -> Progress:
    """Return what became of the actions until a cycle. Raises InputError for mistakes in the organisation's own."""
    facts, notes = gathered.facts, list[Text]()
    now, past = Measured.of(facts, assessment.measures), past_of(gathered.engagement, gathered.cycle, notes)
    told = progress(gathered.model, catalogue(gathered.model, facts), now, past)
    return replace(told, notes=tuple(notes))


class Looking:
    """What is known of single actions while somebody changes the roadmap; dated by the plan that is acted upon."""

    def __init__(self, gathered: Gathered) -> None:
        """Look from a cycle; its logs are as they were gathered."""
        self._gathered = gathered
        past = past_of(gathered.engagement, gathered.cycle, [])
        self.plan = _acted_upon(gathered, past.plan)
        """The cycle's own plan where one is recorded, else the last one before; None where there is none."""
        self._past = replace(past, plan=self.plan)

    @cached_property
    def _now(self) -> Measured:
        assessment = assess(self._gathered.model, self._gathered.facts)
        return Measured.of(self._gathered.facts, assessment.measures)

    def entries(self, state: RoadmapState) -> dict[str, Entry]:
        """Return all actions there are, as a roadmap has them."""
        return catalogue(self._gathered.model, replace(self._gathered.facts, roadmap=state))

    def at(self, state: RoadmapState, id_: str) -> ActionProgress:
        """Return what became of an action."""
        return progress_of_one(self.entries(state)[id_], self._gathered.model, self._now, self._past)


def _acted_upon(gathered: Gathered, before: EarlierPlan | None) -> EarlierPlan | None:
    """Return the plan that somebody acts upon: the cycle's own, but for what had begun when it was made.

    Such an action stands in it where it began, so it would always be as planned; the plan before dates it.
    """
    own = plan_of(gathered.cycle)
    if own is None or before is None:
        return own or before
    day = gathered.cycle.settings.date
    begun = {tracked.id for tracked in gathered.facts.roadmap.actions if tracked.started and tracked.started <= day}
    spans = {id_: before.spans.get(id_, span) if id_ in begun else span for id_, span in own.spans.items()}
    return replace(own, spans=spans)


def past_of(engagement: Engagement, cycle: Cycle, notes: list[Text]) -> Past:
    """Return what is known of the cycles before one, which may be read later; what cannot be read goes to the notes."""
    earlier = cycles_before(engagement, cycle)

    @cache
    def measured() -> tuple[Measured, ...]:
        return tuple(found for each in earlier if (found := _measured(engagement, each, notes)) is not None)

    return Past(_last_plan(earlier), measured)


def cycles_before(engagement: Engagement, cycle: Cycle) -> tuple[Cycle, ...]:
    """Return the cycles dated before one, by date."""
    here = (cycle.settings.date, cycle.name)
    return tuple(each for each in engagement.cycles() if (each.settings.date, each.name) < here)


def _measured(engagement: Engagement, cycle: Cycle, notes: list[Text]) -> Measured | None:
    """Return what a cycle measured; None where it recorded no facts: those of today would say nothing of then."""
    try:
        known = recorded.read(cycle.facts)
    except InputError as error:
        notes += [as_note(problem) for problem in error.problems]
        return None
    if known is None:
        if cycle.facts.exists():
            notes.append(text("{path} cannot be read, so nothing is compared with that cycle.", path=cycle.facts))
        return None
    facts = facts_of(engagement, cycle, _answers(engagement, cycle), known)
    return Measured.of(facts, assess(engagement.model(), facts).measures)


def _answers(engagement: Engagement, cycle: Cycle) -> tuple[Answer, ...]:
    """Return a cycle's answers, which few metrics rest on; none where its journal cannot be read."""
    try:
        return as_present(journal.read(cycle.journal), engagement.model(), engagement.migrations()).journal.answers
    except InputError:
        return ()


def _last_plan(cycles: tuple[Cycle, ...]) -> EarlierPlan | None:
    """Return the plan of the last cycle that recorded one."""
    return next((plan for cycle in reversed(cycles) if (plan := plan_of(cycle)) is not None), None)
