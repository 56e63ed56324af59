"""The decisions that leadership is asked for: the roadmap's first actions, who decides and until when."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from cxmaturity.assess import Assessment
from cxmaturity.model.schema import Action
from cxmaturity.report import fonts
from cxmaturity.report.view.names import Names
from cxmaturity.report.view.speech import Speech, first_day
from cxmaturity.roadmap.owners import busiest
from cxmaturity.roadmap.plan import Planned, Roadmap
from cxmaturity.words import Text, text

_DECISIONS = 3
_EXECUTIVE = "executive"
_SIZE, _WHAT, _WHO = 11.3, 190.0, 100.0
"""Size of the letters and width of the columns in the summary's table, in CSS pixels, on the safe side."""


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
    short = replace(names, leads=_cut(names.leads), teams=_cut(names.teams))
    waiting = [plan for plan in roadmap.actions if plan.start is not None and plan.status in ("proposed", "planned")]
    waiting.sort(key=lambda plan: (plan.start or "", -plan.value.total, plan.action.id))
    return tuple(
        Decision(
            ref="ABC"[index],
            what=" ".join(fonts.wrap(speech.words(plan.action.title), _SIZE, _WHAT, 600, lines=2)),
            who=_decider(assessment, plan, speech, short),
            until=speech.day(first_day(plan.start or roadmap.start)),
            unlocks=speech.say(_unlocks(assessment, plan)),
        )
        for index, plan in enumerate(waiting[:_DECISIONS])
    )


def _cut(named: Mapping[str, str]) -> dict[str, str]:
    """Return names that leave room for the rest of the page: two lines each."""
    return {key: " ".join(fonts.wrap(name, _SIZE, _WHO, lines=2)) for key, name in named.items()}


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
