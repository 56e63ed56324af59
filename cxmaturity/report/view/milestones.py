"""When the roadmap is predicted to reach which stage, as milestones of the plan."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate

from cxmaturity.assess import Assessment
from cxmaturity.report.charts.gantt import Gate, Keys
from cxmaturity.report.view.prediction import may_predict
from cxmaturity.report.view.speech import Speech
from cxmaturity.roadmap.plan import Roadmap
from cxmaturity.words import Text, text


@dataclass(frozen=True)
class Milestone:
    """A stage above today's that is predicted to be kept from a quarter's end on."""

    stage: int
    month: str
    """That quarter’s last month, ``2027-03``."""


def milestones(assessment: Assessment, roadmap: Roadmap) -> tuple[Milestone, ...]:
    """Return the stages that the plan leads to, first to last; none where no stage may be predicted."""
    today = assessment.scores.stage.value
    predicted = roadmap.predicted if may_predict(assessment, roadmap) else ()
    stages = [quarter.stage.value for quarter in predicted]
    if today is None or any(stage is None for stage in stages):
        return ()
    kept = reversed(list(accumulate(reversed([stage for stage in stages if stage is not None]), min)))
    found: list[Milestone] = []
    for quarter, stage in zip(predicted, kept, strict=True):
        if stage > max([today, *(each.stage for each in found)]):
            found.append(Milestone(stage, last_month(quarter.quarter)))
    return tuple(found)


def last_month(quarter: str) -> str:
    """Return the last month of a quarter given as ``2027-Q1``."""
    year, number = quarter.split("-Q")
    return f"{year}-{3 * int(number):02d}"


def gates(found: Sequence[Milestone], drawn: Sequence[str], speech: Speech) -> tuple[Gate, ...]:
    """Return where milestones stand above the months that are drawn; the last month stands for any after it."""
    return tuple(
        Gate(
            drawn.index(each.month) if each.month in drawn else len(drawn) - 1,
            speech.say(text("Stage {stage:int}", stage=each.stage)),
            speech.integer(each.stage),
        )
        for each in found
    )


def keys(speech: Speech) -> Keys:
    """Return what the marks of the plan mean."""
    return Keys(
        letter=speech.say(text("decision of the summary")),
        chain=speech.say(text("a delay here delays the end of the plan")),
        before=speech.say(text("is running already")),
        gate=speech.say(text("this stage is predicted to be reached by then")),
    )


def reached_words(found: Sequence[Milestone], speech: Speech) -> Text | None:
    """Return by when which stage is predicted; None where the stage does not rise."""
    if not found:
        return None
    told = [
        text("stage {stage:int} by the end of {month}", stage=each.stage, month=speech.month(each.month))
        for each in found
    ]
    return text("Predicted: {stages}.", stages=speech.listed([speech.say(each) for each in told]))


def bounds_words(assessment: Assessment, roadmap: Roadmap) -> Iterator[Text]:
    """Yield between which stages the plan ends, where answers that are open leave that open."""
    if not roadmap.predicted or not may_predict(assessment, roadmap):
        return
    stage = roadmap.predicted[-1].stage
    if stage.value is not None and stage.low is not None and stage.high is not None and stage.low != stage.high:
        yield text(
            "The open answers can make the stage at the plan’s end anything from {low:int} to {high:int}.",
            low=stage.low,
            high=stage.high,
        )
