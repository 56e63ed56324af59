"""What changed since the cycles before: stage and index, and the score of each question."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from cxmaturity.assess import Assessment
from cxmaturity.report.charts.pressure import WIDTH
from cxmaturity.report.charts.svg import FULL
from cxmaturity.report.charts.trend import Cycle, spark, trend
from cxmaturity.report.view.figures.figure import Figure
from cxmaturity.report.view.speech import Speech
from cxmaturity.results import EarlierCycle
from cxmaturity.scoring import StageReach
from cxmaturity.words import Text, text

_SHOWN = 12
"""Cycles that are drawn, this one among them: the last ones."""
_DRAWN = 3
"""Scores of a question from which on a line tells more than the two figures beside it."""
_FEW = 5
"""Cycles that half the page's width has room for."""


@dataclass(frozen=True)
class TrendFigure(Figure):
    """Stage and index over the cycles."""

    narrow: bool = False
    """It takes half the page's width."""


@dataclass(frozen=True)
class QuestionTrend:
    """One question over the cycles."""

    line: str
    """Its scores, drawn; empty where there are two, which stand beside it."""
    moved: str
    """The score of the cycle compared with, and this one's; a dash where there is none."""
    change: str
    """The difference of these two figures, with its sign."""


def compared(assessment: Assessment, earlier: Sequence[EarlierCycle]) -> EarlierCycle | None:
    """Return the cycle that this one is compared with: the last one, where the same model scored it."""
    last = earlier[-1] if earlier else None
    return last if last and last.compares_with(assessment.model.hash) else None


def trend_figure(assessment: Assessment, earlier: Sequence[EarlierCycle], speech: Speech) -> TrendFigure | None:
    """Return stage and index over the cycles; None in the first one."""
    if not earlier:
        return None
    index = assessment.scores.index.value
    now = _cycle(assessment.facts.cycle, assessment.scores.stage, None if index is None else float(index), speech)
    present = assessment.model.hash
    known = [
        _cycle(each.name, each.stage, each.index, speech, other=not each.compares_with(present)) for each in earlier
    ]
    cycles = [
        replace(cycle, joined=joined) for cycle, joined in zip((*known, now), _joined(assessment, earlier), strict=True)
    ][-_SHOWN:]
    narrow = len(cycles) <= _FEW
    rows = (speech.say(text("Cycle")), speech.say(text("Stage")), speech.say(text("Index")))
    title = speech.say(text("Stage and index, both from 1 to {n:int}, cycle by cycle.", n=len(assessment.model.stages)))
    drawn = trend(
        title,
        cycles,
        len(assessment.model.stages),
        rows,
        WIDTH if narrow else FULL,
        speech.series(cycle.told for cycle in cycles),
    )
    return TrendFigure(
        speech.title(_title(assessment, compared(assessment, earlier), speech)),
        drawn,
        " ".join(speech.say(sentence) for sentence in _remarks(assessment, earlier, len(cycles))),
        narrow,
    )


def _cycle(name: str, stage: StageReach, index: float | None, speech: Speech, *, other: bool = False) -> Cycle:
    """Return one cycle; behind the stage of one that another model scored stands an asterisk."""
    shown = (speech.integer(stage.value), speech.decimal(index))
    told = speech.say(text("{cycle}: stage {stage}, index {index}", cycle=name, stage=shown[0], index=shown[1]))
    starred = (f"{shown[0]}*", shown[1]) if other else shown
    return Cycle(name, stage.value, stage.low, stage.high, index, starred, joined=False, told=told, other=other)


def _joined(assessment: Assessment, earlier: Sequence[EarlierCycle]) -> list[bool]:
    """Return of each cycle, this one last, whether the same model scored the one before."""
    present = assessment.model.hash
    models = [*(present if each.compares_with(present) else each.model for each in earlier), present]
    return [False, *(before == after for before, after in pairwise(models))]


def _title(assessment: Assessment, before: EarlierCycle | None, speech: Speech) -> Text:
    if before is None:
        return text("Another model scored the cycle before: nothing is compared with it")
    stage, index = assessment.scores.stage.value, assessment.scores.index.value
    moved = _index_moved(before.index, None if index is None else float(index), speech)
    then = before.stage.value
    if stage is None or then is None:
        return text("The stage cannot be compared with that of {cycle}; {index}", cycle=before.name, index=moved)
    if stage == then:
        return text("The stage is {stage:int}, as in {cycle}; {index}", stage=stage, cycle=before.name, index=moved)
    figures = {"before": then, "stage": stage, "cycle": before.name, "index": moved}
    if stage > then:
        return text("The stage rose from {before:int} in {cycle} to {stage:int}; {index}", **figures)
    return text("The stage fell from {before:int} in {cycle} to {stage:int}; {index}", **figures)


def _index_moved(before: float | None, now: float | None, speech: Speech) -> Text:
    """Return what the index did, by the figures that are shown."""
    then, here = speech.decimal(before), speech.decimal(now)
    if before is None or now is None:
        return text("the index cannot be compared")
    if then == here:
        return text("the index stays at {now}", now=here)
    if now > before:
        return text("the index rose from {before} to {now}", before=then, now=here)
    return text("the index fell from {before} to {now}", before=then, now=here)


def _remarks(assessment: Assessment, earlier: Sequence[EarlierCycle], shown: int) -> Iterator[Text]:
    """Yield where the figure comes from and how it is read."""
    yield text(
        "Records of {n:int} cycles; the index is for trends only.",
        n=len(earlier) + 1,
    )
    stages = [*(each.stage for each in earlier[-shown + 1 :]), assessment.scores.stage]
    if any(stage.low != stage.high for stage in stages):
        yield text("Light bands: bounds of the stage.")
    if shown <= len(earlier):
        yield text("The last {n:int} are drawn.", n=shown)
    if any(not each.compares_with(assessment.model.hash) for each in earlier[-shown + 1 :]):
        yield text("* Scored by another model: no line joins it to those of this one, and they do not compare.")


def question_trends(
    assessment: Assessment, earlier: Sequence[EarlierCycle], speech: Speech
) -> Mapping[str, QuestionTrend]:
    """Return each question's scores over the cycles; none in the first one."""
    if not earlier:
        return {}
    joined, before = _joined(assessment, earlier), compared(assessment, earlier)
    return {
        question.id: _question(question.id, assessment, earlier, joined, before, speech)
        for question in assessment.scores.questions
    }


def _question(  # noqa: PLR0917  # one cell of one table
    question: str,
    assessment: Assessment,
    earlier: Sequence[EarlierCycle],
    joined: Sequence[bool],
    before: EarlierCycle | None,
    speech: Speech,
) -> QuestionTrend:
    value = assessment.scores.question(question).score.value
    scores = [each.questions[question].value if question in each.questions else None for each in earlier]
    all_scores = [*scores, None if value is None else float(value)]
    shown = [speech.integer(score) for score in all_scores]
    then, now = scores[-1] if before else None, all_scores[-1]
    told = speech.say(text("Score over the cycles: {scores}", scores=", ".join(shown)))
    return QuestionTrend(
        line=spark(told, list(zip(all_scores, joined, strict=True))[-_SHOWN:]) if len(all_scores) >= _DRAWN else "",
        moved=f"{shown[-2] if before else speech.integer(None)} → {shown[-1]}",
        change=speech.integer(None) if then is None or now is None else _signed(round(now) - round(then), speech),
    )


def _signed(points: int, speech: Speech) -> str:
    sign = "+" if points > 0 else "−" if points < 0 else ""
    return f"{sign}{speech.integer(abs(points))}"
