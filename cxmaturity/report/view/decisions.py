"""The decisions that leadership is asked for: the roadmap's first actions, who decides and until when."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from cxmaturity.assess import Assessment
from cxmaturity.evidence.measures import Estimate
from cxmaturity.model.schema import Action
from cxmaturity.report import fonts
from cxmaturity.report.view.aims import goal_of, open_target
from cxmaturity.report.view.names import Names
from cxmaturity.report.view.present import present
from cxmaturity.report.view.speech import Speech, first_day
from cxmaturity.roadmap.owners import busiest
from cxmaturity.roadmap.plan import Planned, Roadmap
from cxmaturity.words import Text, text

_EXECUTIVE = "executive"
_FIXED, _ARROW = "\N{NO-BREAK SPACE}", "\N{NO-BREAK SPACE}→\N{NO-BREAK SPACE}"
_SIZE, _WHAT, _WHO, _AIM = 11.3, 160.0, 92.0, 190.0
"""Size of the letters and width of the columns in the summary's table, in CSS pixels, on the safe side."""
_BROKEN = 45.0
"""Room that the end of a line may leave empty."""


@dataclass(frozen=True)
class Decision:
    """One decision."""

    ref: str
    what: str
    who: str
    until: str
    aim: str
    """What is to be reached, and where that stands today."""
    days: float
    """Person-days of the action."""
    effort: str
    """These days in words."""


def decisions(assessment: Assessment, roadmap: Roadmap | None, speech: Speech, names: Names) -> tuple[Decision, ...]:
    """Return the decisions that the first planned actions wait for."""
    if roadmap is None:
        return ()
    short = replace(names, leads=_cut(names.leads), teams=_cut(names.teams))
    return tuple(
        Decision(
            ref=ref,
            what=" ".join(fonts.wrap(speech.words(plan.action.title), _SIZE, _WHAT, 600, lines=2)),
            who=decider(assessment, plan, speech, short),
            until=speech.day(first_day(plan.start or roadmap.start)),
            aim=_fitted(aim_of(assessment, plan, speech)).replace(" → ", _ARROW),
            days=sum(plan.effort.values()),
            effort=speech.say(_effort(plan)).replace(" ", _FIXED),
        )
        for ref, plan in zip("ABC", _waiting(roadmap), strict=False)
    )


def letters(roadmap: Roadmap) -> dict[str, str]:
    """Return the actions that wait for a decision with the decisions' letters."""
    return {plan.action.id: letter for letter, plan in zip("ABC", _waiting(roadmap), strict=False)}


def _waiting(roadmap: Roadmap) -> list[Planned]:
    """Return the actions that are not decided on yet, those that start first before others."""
    waiting = [plan for plan in roadmap.actions if plan.start is not None and plan.status in ("proposed", "planned")]
    return sorted(waiting, key=lambda plan: (plan.start or "", -plan.value.total, plan.action.id))


def _cut(named: Mapping[str, str]) -> dict[str, str]:
    """Return names that leave room for the rest of the page: two lines each."""
    return {key: " ".join(fonts.wrap(name, _SIZE, _WHO, lines=2)) for key, name in named.items()}


def owner_of(plan: Planned) -> str | None:
    """Return the team that owns an action, else the one with the most days in it."""
    return busiest(plan) if plan.owner is None else plan.owner


def decider(assessment: Assessment, plan: Planned, speech: Speech, names: Names) -> str:
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


def aim_of(assessment: Assessment, plan: Planned, speech: Speech) -> str:
    """Return what an action is to reach, a metric by its value today and the one that its record sets."""
    target = open_target(assessment, plan.action)
    if target is None:
        return goal_of(assessment, plan.action, speech, only_first=True)
    now = present(assessment, target.metric)
    return speech.say(
        text(
            "{name}: {now} → {goal}",
            name=speech.metric_name(target.metric),
            now=speech.measure(target.metric, now.value if isinstance(now, Estimate) else now),
            goal=speech.measure(target.metric, target.to),
        )
    )


def _effort(plan: Planned) -> Text:
    return text("{days:short} {days:plural person-day|person-days}", days=sum(plan.effort.values()))


def _fitted(aim: str) -> str:
    """Return an aim in two lines: without what it adds in brackets, or with its practice cut, not its levels."""
    if len(fonts.wrap(aim, _SIZE, _AIM, lines=3)) <= 2:
        return aim
    plain = re.sub(r" \([^()]*\)$", "", aim)
    quoted = re.fullmatch(r"(.*\S)(\s?[”»] .*)", plain)
    if quoted is None or len(fonts.wrap(plain, _SIZE, _AIM, lines=3)) <= 2:
        return " ".join(fonts.wrap(plain, _SIZE, _AIM, lines=2))
    room = 2 * _AIM - _BROKEN - fonts.width(quoted[2], _SIZE)
    return fonts.wrap(quoted[1], _SIZE, room, lines=1)[0] + quoted[2]


def heading(decided: Sequence[Decision], speech: Speech) -> str:
    """Return the heading of the decisions: what they amount to."""
    if not decided:
        return speech.say(text("Decisions that are asked for"))
    return speech.title(
        text(
            "{n:plural Decision|Decisions} needed: to start {refs}, {days:short} {days:plural person-day|person-days} "
            "in all",
            n=len(decided),
            refs=speech.listed([decision.ref for decision in decided]),
            days=sum(decision.days for decision in decided),
        )
    )


def whole_plan(roadmap: Roadmap | None, speech: Speech) -> str:
    """Return how large the roadmap is; empty where nothing is placed."""
    placed = [plan for plan in roadmap.actions if plan.start is not None] if roadmap else []
    if not placed:
        return ""
    return speech.say(
        text(
            "The whole roadmap: {n:int} {n:plural action|actions}, {days:short} {days:plural person-day|person-days}.",
            n=len(placed),
            days=sum(sum(plan.effort.values()) for plan in placed),
        )
    )
