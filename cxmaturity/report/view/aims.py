"""What an action is to achieve that is not there yet: a metric's value, an end of a finding, or a practice."""

from __future__ import annotations

from dataclasses import dataclass

from cxmaturity.assess import Assessment
from cxmaturity.evidence.answers import Level
from cxmaturity.model.schema import Action, Target
from cxmaturity.report.view.findings import finding_rows, lacking
from cxmaturity.report.view.names import level_word, names
from cxmaturity.report.view.present import is_reached, present
from cxmaturity.report.view.speech import Speech, inside, without_stop
from cxmaturity.scoring import PracticeScore
from cxmaturity.words import text

_LEVELS = {"partly": Level.PARTLY, "largely": Level.LARGELY, "fully": Level.FULLY}


@dataclass(frozen=True)
class Rise:
    """A practice and the level that an action brings it to."""

    score: PracticeScore
    level: Level


def goal_of(assessment: Assessment, action: Action, speech: Speech, *, only_first: bool = False) -> str:
    """Return what an action is to reach and where that stands today: a metric, else the finding or the practices.

    A value that is there already is no goal: it is named only where nothing else is left to reach. ``only_first``
    leaves out how many more practices there are.
    """
    target = action.target
    if not open_target(assessment, action) and (left := _left(assessment, action, speech, only_first)):
        return left
    if target is None:
        return speech.say(text("The practices that it establishes hold at the next assessment."))
    now = present(assessment, target.metric)
    figures = {
        "name": speech.metric_name(target.metric),
        "goal": speech.measure(target.metric, target.to),
        "now": speech.measure(target.metric, now),
    }
    if now is None:
        return speech.say(text("{name}: {goal}; not measured today", **figures))
    if not is_reached(assessment, target, now):
        return speech.say(text("{name}: {goal}; today {now}", **figures))
    return speech.say(text("{name}: to stay at {now}", **figures))


def _left(assessment: Assessment, action: Action, speech: Speech, only_first: bool) -> str:
    """Return what there is to reach beside a metric: the end of a finding, else practices; empty where neither."""
    if told := finding_as_goal(assessment, action):
        finding = next(finding for finding in assessment.findings if finding.id == told)
        known = names(assessment, speech)
        if missing := lacking(finding, speech, known):
            return speech.say(text("Still missing: {names}", names=speech.listed(missing)))
        (row,) = finding_rows([finding], speech, known)
        return speech.say(text("To remedy: {finding}", finding=inside(row.title)))
    lifted = rises(assessment, action)
    if not lifted:
        return ""
    first, more = rise_words(lifted[0], speech), len(lifted) - 1
    if only_first or not more:
        return first
    return speech.say(text("{first}, and {n:int} {n:plural practice|practices} more", first=first, n=more))


def open_target(assessment: Assessment, action: Action) -> Target | None:
    """Return an action's target where its metric was measured and is not there yet."""
    target = action.target
    now = present(assessment, target.metric) if target else None
    return None if target is None or now is None or is_reached(assessment, target, now) else target


def finding_as_goal(assessment: Assessment, action: Action) -> str | None:
    """Return the finding whose end is an action's goal: the one that it answers before any other, where it fired."""
    first = action.answers[0] if action.answers else None
    fired = any(finding.id == first for finding in assessment.findings)
    return first if fired and open_target(assessment, action) is None else None


def rises(assessment: Assessment, action: Action) -> tuple[Rise, ...]:
    """Return the practices that an action lifts: those that the next stage waits for first, then the lowest."""
    wanted = [
        Rise(assessment.scores.practice(name), _LEVELS[level])
        for name, level in action.establishes.items()
        if assessment.model.practice(name)
    ]
    found = [rise for rise in wanted if rise.score.applicable and (rise.score.final or Level.NOT) < rise.level]
    blockers = assessment.scores.blockers
    found.sort(key=lambda rise: (rise.score.practice.id not in blockers, rise.score.final or Level.NOT))
    return tuple(found)


def rise_words(rise: Rise, speech: Speech) -> str:
    """Return a practice with its level today and the one that it is to have."""
    known = rise.score.final
    return speech.say(
        text(
            "“{practice}” {before} → {after}",
            practice=without_stop(speech.words(rise.score.practice.statement)),
            before=text("no answer") if known is None else level_word(known, speech),
            after=level_word(rise.level, speech),
        )
    )
