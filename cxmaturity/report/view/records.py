"""Action records: the eight fields of each action that starts in the roadmap's first months."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from cxmaturity.assess import Assessment
from cxmaturity.model.schema import Action
from cxmaturity.report.view.aims import finding_as_goal, goal_of
from cxmaturity.report.view.decisions import carrier, decider
from cxmaturity.report.view.findings import finding_rows
from cxmaturity.report.view.names import Names
from cxmaturity.report.view.roadmap import references
from cxmaturity.report.view.room import Room, fitting
from cxmaturity.report.view.speech import Speech, months_after
from cxmaturity.roadmap.plan import Planned, Roadmap
from cxmaturity.words import Text, text

_MONTHS = 6
_CAUSES = 2
"""Findings named as causes of one action, the gravest ones."""
_STATUS: dict[str, Text] = {
    "planned": text("planned"),
    "running": text("running"),
    "finished": text("finished"),
    "dropped": text("dropped"),
}


@dataclass(frozen=True)
class Record:
    """One action."""

    ref: str
    title: str
    status: str
    """Empty while the action is only proposed."""
    owner: str
    decider: str
    """Who decides on it, as the summary says; empty where that is its owner."""
    when: str
    start: str
    """The month in which it starts, ``YYYY-MM``, by which a table is sorted; empty without a place."""
    effort: str
    objective: str
    background: str
    findings: tuple[str, ...]
    impact: str
    obstacles: tuple[str, ...]
    goal: str
    plan: tuple[str, ...]
    result: str
    """That there is one; what was written down may name persons, so it is not quoted."""


@dataclass(frozen=True)
class RecordsPage:
    """The pages of action records."""

    title: str
    lead: str
    records: tuple[Record, ...]
    further: tuple[Record, ...]
    """Shown in short."""
    left: str
    """How many more start in these months, neither shown in full nor in short; empty where there are none."""
    later: tuple[Record, ...]
    """Those that start later or have no place: folded on screen, left out on paper."""


def records_page(
    assessment: Assessment,
    roadmap: Roadmap | None,
    speech: Speech,
    names: Names,
    *,
    all_of_them: bool = False,
    later_too: bool = False,
    room: Room | None = None,
) -> RecordsPage | None:
    """Return the records of the actions that start in the first six months, or of all; None where there is none.

    ``later_too`` adds those that start later, apart from the others. As many stand in full as there is room for.
    """
    if roadmap is None or not roadmap.actions:
        return None
    if all_of_them:
        return _all_records(assessment, roadmap, speech, names)
    scheduled = [plan for plan in roadmap.actions if plan.start is not None]
    soon = [plan for plan in scheduled if months_after(roadmap.start, plan.start or roadmap.start) < _MONTHS]
    if not soon:
        return None
    records = tuple(record_of(assessment, roadmap, plan, speech, names) for plan in soon)
    full, listed = fitting(records, room) if room else (len(records), 0)
    left = len(records) - full - listed
    later = len(scheduled) - len(soon)
    return RecordsPage(
        title=speech.title(_title(assessment, soon)),
        lead=speech.say(
            text(
                "Each record names its owner, its goal and its plan. "
                "{n:int} further {n:plural action follows|actions follow} later.",
                n=later,
            )
            if later
            else text("Each record names its owner, its goal and its plan.")
        ),
        records=records[:full],
        further=records[full : full + listed],
        left=speech.say(text("{n:int} more {n:plural action starts|actions start} in these months.", n=left))
        if left
        else "",
        later=tuple(
            record_of(assessment, roadmap, plan, speech, names)
            for plan in sorted(roadmap.actions, key=lambda plan: plan.start is None)
            if later_too and plan not in soon
        ),
    )


def _title(assessment: Assessment, soon: Sequence[Planned]) -> Text:
    """Return how many actions start soon, and how much of what the next stage waits for they are about."""
    blockers, stage = set(assessment.scores.blockers), assessment.scores.stage.value
    covered = {name for plan in soon for name in plan.action.establishes if name in blockers}
    figures = {"n": len(soon), "months": _MONTHS, "part": len(covered), "all": len(blockers), "stage": (stage or 0) + 1}
    if not covered or stage is None:
        return text("{n:int} {n:plural action starts|actions start} in the first {months:int} months", **figures)
    if covered == blockers:
        return text(
            "{n:int} {n:plural action starts|actions start} in the first {months:int} months, for all that stage "
            "{stage:int} waits for",
            **figures,
        )
    return text(
        "{n:int} {n:plural action starts|actions start} in the first {months:int} months, for {part:int} of the "
        "{all:int} practices that stage {stage:int} waits for",
        **figures,
    )


def _all_records(assessment: Assessment, roadmap: Roadmap, speech: Speech, names: Names) -> RecordsPage:
    """Return the record of every action, those that have a place first."""
    ranked = sorted(roadmap.actions, key=lambda plan: plan.start is None)
    homeless = sum(plan.start is None for plan in ranked)
    title = text("{n:int} {n:plural action|actions}, each with its owner, goal and plan", n=len(ranked))
    if homeless:
        title = text(
            "{n:int} {n:plural action|actions}, {homeless:int} of them without a place in the schedule",
            n=len(ranked),
            homeless=homeless,
        )
    return RecordsPage(
        title=speech.title(title),
        lead=speech.say(text("Each record names its owner, its goal and its plan.")),
        records=tuple(record_of(assessment, roadmap, plan, speech, names) for plan in ranked),
        further=(),
        left="",
        later=(),
    )


def record_of(assessment: Assessment, roadmap: Roadmap, plan: Planned, speech: Speech, names: Names) -> Record:
    """Return the whole record of one action."""
    action = plan.action
    tracked = next((entry for entry in assessment.facts.roadmap.actions if entry.id == action.id), None)
    fired = {finding.id: finding for finding in assessment.findings}
    told = finding_as_goal(assessment, action)
    owner, decides = carrier(plan, speech, names), decider(assessment, plan, speech, names)
    return Record(
        ref=references(roadmap).get(action.id, ""),
        title=speech.words(action.title),
        status=speech.say(_STATUS[plan.status]) if plan.status in _STATUS else "",
        owner=owner,
        decider="" if decides == owner else decides,
        when=when_of(plan, speech, short=True),
        start=plan.start or "",
        effort=effort_of(plan, speech, names),
        objective=speech.words(action.objective),
        background=speech.words(action.background),
        findings=tuple(
            row.title
            for row in finding_rows(
                [fired[finding] for finding in plan.findings if finding in fired and finding != told][:_CAUSES],
                speech,
                names,
            )
        ),
        impact=impact_of(action, speech),
        obstacles=obstacles_of(action, speech),
        goal=goal_of(assessment, action, speech),
        plan=tuple(speech.words(task) for task in action.plan),
        result=speech.say(text("Recorded in roadmap.yaml.")) if tracked and tracked.result else "",
    )


def when_of(plan: Planned, speech: Speech, short: bool = False) -> str:
    """Return an action's months in the plan, a dash where it has no place."""
    if plan.start is None or plan.end is None:
        return "–"
    if plan.start == plan.end:
        return speech.month(plan.start, short)
    first, last = speech.month(plan.start, short), speech.month(plan.end, short)
    return speech.say(text("{first} to {last}", first=first, last=last))


def effort_of(plan: Planned, speech: Speech, names: Names) -> str:
    """Return an action's days by team, the team with most days first."""
    return ", ".join(
        speech.say(text("{team} {days:short} {days:plural day|days}", team=names.team(team), days=days))
        for team, days in sorted(plan.effort.items(), key=lambda item: (-item[1], item[0]))
    )


def obstacles_of(action: Action, speech: Speech) -> tuple[str, ...]:
    """Return an action's obstacles, and that it adds to the burden on customers where its coverage does."""
    flag = text("It raises coverage and adds requests: watch how often each customer is asked.")
    obstacles = tuple(speech.words(obstacle) for obstacle in action.obstacles)
    return (*obstacles, speech.say(flag)) if action.adds_requests else obstacles


def impact_of(action: Action, speech: Speech) -> str:
    """Return what an action is expected to bring, with its amount of money where somebody estimated one."""
    impact = action.impact
    words = speech.words(impact)
    if impact.amount is None:
        return words
    amount = speech.say(
        text(
            "{words} Estimated: {amount:int} {currency}.",
            words=words,
            amount=impact.amount,
            currency=impact.currency or "",
        )
    )
    return amount.replace(" .", ".")
