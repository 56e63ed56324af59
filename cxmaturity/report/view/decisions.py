"""The decisions that leadership is asked for: the roadmap's first actions, who decides and until when."""

from __future__ import annotations

from dataclasses import dataclass

from cxmaturity.assess import Assessment
from cxmaturity.model.schema import Action
from cxmaturity.report.view.names import Names
from cxmaturity.report.view.speech import Speech, first_day
from cxmaturity.roadmap.owners import busiest
from cxmaturity.roadmap.plan import Planned, Roadmap
from cxmaturity.words import Text, text

_DECISIONS = 3
_EXECUTIVE = "executive"


@dataclass(frozen=True)
class Decision:
    """One decision."""

    ref: str
    what: str
    who: str
    until: str
    unlocks: str


def decisions(assessment: Assessment, roadmap: Roadmap | None, speech: Speech, names: Names) -> tuple[Decision, ...]:
    """Return the decisions that the first planned actions wait for."""
    if roadmap is None:
        return ()
    waiting = [plan for plan in roadmap.actions if plan.start is not None and plan.status in ("proposed", "planned")]
    waiting.sort(key=lambda plan: (plan.start or "", -plan.value.total, plan.action.id))
    return tuple(
        Decision(
            ref="ABC"[index],
            what=speech.words(plan.action.title),
            who=_decider(assessment, plan, speech, names),
            until=speech.day(first_day(plan.start or roadmap.start)),
            unlocks=speech.say(_unlocks(assessment, plan)),
        )
        for index, plan in enumerate(waiting[:_DECISIONS])
    )


def owner_of(plan: Planned) -> str | None:
    """Return the team that owns an action, else the one with the most days in it."""
    return busiest(plan) if plan.owner is None else plan.owner


def _decider(assessment: Assessment, plan: Planned, speech: Speech, names: Names) -> str:
    """Return who decides on an action: the sponsor where it needs the executives, else whoever leads its team."""
    if not _needs_executives(assessment, plan.action):
        return carrier(plan, speech, names)
    programme = assessment.facts.map.programme if assessment.facts.map else None
    sponsor = (programme.sponsor_role or "").strip() if programme else ""
    return sponsor or speech.say(text("executive committee"))


def _needs_executives(assessment: Assessment, action: Action) -> bool:
    """Tell whether executives work on an action, or are those who know a practice that it establishes."""
    found = (assessment.model.practice(name) for name in action.establishes)
    return bool(action.effort.get(_EXECUTIVE)) or any(practice and practice.knows == _EXECUTIVE for practice in found)


def carrier(plan: Planned, speech: Speech, names: Names) -> str:
    """Return who carries an action: the lead of its team; marked as a proposal where nobody has been named yet."""
    team = owner_of(plan)
    if team is None:
        return speech.say(text("to be named"))
    if plan.owner is not None:
        return names.lead(team)
    return speech.say(text("{who} (proposed)", who=names.lead(team)))


def _unlocks(assessment: Assessment, plan: Planned) -> Text:
    blockers = [practice for practice in plan.action.establishes if practice in assessment.scores.blockers]
    if blockers:
        return text(
            "{part:int} of the {n:int} {n:plural practice|practices} that the next stage waits for",
            part=len(blockers),
            n=len(assessment.scores.blockers),
        )
    if plan.findings:
        return text("An answer to {n:int} {n:plural finding|findings} of this report", n=len(plan.findings))
    if plan.action.establishes:
        return text("{n:int} {n:plural practice|practices} in place", n=len(plan.action.establishes))
    return text("The goal that its record names")
