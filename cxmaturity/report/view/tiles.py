"""The key figures on the summary page, in the order of their weight."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from cxmaturity.assess import Assessment
from cxmaturity.evidence.measures import FEWEST_CUSTOMERS
from cxmaturity.ownership.amiss import amiss
from cxmaturity.report.view.evidence import checked_claims
from cxmaturity.report.view.prediction import prediction
from cxmaturity.report.view.silence import nothing_applies
from cxmaturity.report.view.speech import Speech
from cxmaturity.roadmap.plan import Roadmap
from cxmaturity.words import text

_SHOWN = 4


@dataclass(frozen=True)
class Tile:
    """A key figure and what it counts."""

    figure: str
    label: str
    tone: Literal["plain", "gap", "good"]


def tiles(assessment: Assessment, roadmap: Roadmap | None, speech: Speech) -> tuple[Tile, ...]:
    """Return the first figures that were observed."""
    possible = (
        _stage(assessment, speech),
        _over_policy(assessment, speech),
        _owners(assessment, speech),
        _predicted(assessment, roadmap, speech),
        _checked(assessment, speech),
        _answered(assessment, speech),
        _flips(assessment, speech),
        _gaps(assessment, speech),
    )
    return tuple(tile for tile in possible if tile is not None)[:_SHOWN]


def _stage(assessment: Assessment, speech: Speech) -> Tile | None:
    stage = assessment.scores.stage
    if stage.value is None:
        return None
    last = len(assessment.model.stages)
    if nothing_applies(assessment):
        label = text("stage of maturity, by the rule alone: no practice applies")
    elif stage.low == stage.high:
        label = text("stage of maturity, whatever the open answers will be")
    else:
        label = text("stage of maturity, within bounds of {low:int} and {high:int}", low=stage.low, high=stage.high)
    return Tile(speech.say(text("{part:int} of {all:int}", part=stage.value, all=last)), speech.say(label), "plain")


def _over_policy(assessment: Assessment, speech: Speech) -> Tile | None:
    share = assessment.facts.measure("fatigue.customers_over_policy_share")
    customers = assessment.facts.measure("contacts.customers")
    if not isinstance(share, (int, float)) or not isinstance(customers, (int, float)) or customers < FEWEST_CUSTOMERS:
        return None
    label = speech.say(text("of customers were asked more often than the contact rule allows"))
    return Tile(speech.percent(share), label, "gap" if share > 0 else "good")


def _owners(assessment: Assessment, speech: Speech) -> Tile | None:
    found = assessment.ownership
    if found is None or not found.sources:
        return None
    gaps = [gap.id for source in found.sources if (gap := amiss(source, found))]
    without = len(gaps)
    label = text("{n:plural source|sources} of feedback without exactly one accountable team", n=without)
    if "dead_end_source" in gaps:
        label = text(
            "{n:plural source|sources} of feedback without a single team that answers for {n:plural it|them} and can "
            "act",
            n=without,
        )
    return Tile(
        speech.say(text("{part:int} of {all:int}", part=without, all=len(found.sources))),
        speech.say(label),
        "gap" if without else "good",
    )


def _predicted(assessment: Assessment, roadmap: Roadmap | None, speech: Speech) -> Tile | None:
    stage = assessment.scores.stage.value
    predicted = prediction(assessment, roadmap)
    if predicted is None or stage is None:
        return None
    rises = predicted.stage > stage
    label = (
        text("stage predicted with the roadmap, by the end of {quarter}", quarter=speech.quarter_of(predicted.quarter))
        if rises
        else text("stage predicted with the roadmap, as today")
    )
    return Tile(
        speech.say(text("{part:int} of {all:int}", part=predicted.stage, all=len(assessment.model.stages))),
        speech.say(label),
        "good" if rises else "plain",
    )


def _checked(assessment: Assessment, speech: Speech) -> Tile | None:
    checked, contradicted = checked_claims(assessment)
    if not checked:
        return None
    return Tile(
        speech.say(text("{part:int} of {all:int}", part=contradicted, all=checked)),
        speech.say(text("claims that could be checked are contradicted by the records")),
        "gap" if contradicted else "good",
    )


def _answered(assessment: Assessment, speech: Speech) -> Tile:
    practices = [score for score in assessment.scores.practices if score.applicable]
    answered = sum(score.final is not None for score in practices)
    if not practices:
        every = speech.integer(len(assessment.scores.practices))
        return Tile(every, speech.say(text("practices were answered with “not applicable”")), "plain")
    return Tile(
        speech.say(text("{part:int} of {all:int}", part=answered, all=len(practices))),
        speech.say(text("practices that apply have a level; the others widen the bounds")),
        "plain",
    )


def _flips(assessment: Assessment, speech: Speech) -> Tile | None:
    flips = len(assessment.scores.flips)
    if assessment.scores.stage.value is None:
        return None
    label = text("{n:plural answer|answers} of which one level more or less would change the stage", n=flips)
    return Tile(speech.integer(flips), speech.say(label), "plain")


def _gaps(assessment: Assessment, speech: Speech) -> Tile:
    blockers = len(assessment.scores.blockers)
    label = text("required {n:plural practice|practices} that the next stage waits for", n=blockers)
    return Tile(speech.integer(blockers), speech.say(label), "gap" if blockers else "good")
