"""The one page that everybody reads: where the programme stands, three findings, three decisions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from cxmaturity.assess import Assessment
from cxmaturity.checks.finding import Finding
from cxmaturity.model.schema import Question
from cxmaturity.report import fonts
from cxmaturity.report.charts import palette
from cxmaturity.report.charts.stage_bar import StageMark, stage_bar
from cxmaturity.report.view.decisions import Decision, decisions, heading, whole_plan
from cxmaturity.report.view.evidence import checked_claims, contradicted_claims
from cxmaturity.report.view.findings import finding_rows
from cxmaturity.report.view.names import Names, short_name
from cxmaturity.report.view.prediction import Prediction, prediction
from cxmaturity.report.view.silence import (
    answered_practices,
    nothing_applies,
    nothing_claimed,
    unanswered_blockers,
    why_no_score,
)
from cxmaturity.report.view.speech import Speech, first_sentence, sentence_start, without_stop
from cxmaturity.report.view.tiles import Tile, tiles
from cxmaturity.report.view.trend import compared
from cxmaturity.results import EarlierCycle
from cxmaturity.roadmap.plan import Roadmap
from cxmaturity.scoring import QuestionScore
from cxmaturity.words import Text, text

_FINDINGS = 3
_ROOM = 120.0
"""Width that a cycle's name has at a mark."""
_ESTABLISHED = 200 / 3
"""Points from which on a question is a strength, and below which a weakness: its mean practice is largely there."""


@dataclass(frozen=True)
class Found:
    """Something that was found, in a title and a sentence."""

    title: str
    detail: str
    severity: str


@dataclass(frozen=True)
class Contrast:
    """What was said, beside what the records show."""

    said: str
    claimed: str
    seen: str


@dataclass(frozen=True)
class Summary:
    """The summary page."""

    title: str
    lead: str
    tiles: tuple[Tile, ...]
    found: tuple[Found, ...]
    nothing_found: str
    """What stands where there is no finding."""
    contrasts: tuple[Contrast, ...]
    no_contrast: str
    """What stands where there is no contradicted claim."""
    chart: str
    chart_note: str
    decisions: tuple[Decision, ...]
    decisions_title: str
    """What the decisions amount to."""
    plan: str
    """How large the whole roadmap is."""
    no_decision: str


def summary(
    assessment: Assessment,
    roadmap: Roadmap | None,
    earlier: Sequence[EarlierCycle],
    speech: Speech,
    names: Names,
) -> Summary:
    """Return the summary page."""
    decided = decisions(assessment, roadmap, speech, names)
    return Summary(
        title=speech.title(_title(assessment)),
        lead=_lead(assessment, speech),
        tiles=tiles(assessment, roadmap, speech),
        found=_found(assessment, speech, names),
        nothing_found=speech.say(text("No check found anything to report.")),
        contrasts=tuple(
            Contrast(claim.statement, claim.claimed, claim.seen)
            for claim in contradicted_claims(assessment, speech, names)[:2]
        ),
        no_contrast=_no_contrast(assessment, speech),
        chart=_chart(assessment, roadmap, compared(assessment, earlier), speech),
        chart_note=_bounds(assessment, speech),
        decisions=decided,
        decisions_title=heading(decided, speech),
        plan=whole_plan(roadmap, speech),
        no_decision=speech.say(text("No roadmap has been planned yet, so no decision is put forward.")),
    )


def _title(assessment: Assessment) -> Text:
    stage, name = assessment.scores.stage.value, short_name(assessment)
    if stage is None:
        return text("{organisation} cannot be placed on the scale yet: nothing has been answered", organisation=name)
    if nothing_applies(assessment):
        return text(
            "No practice applies to {organisation}, so that stage {stage:int} says nothing about it",
            organisation=name,
            stage=stage,
        )
    if stage == len(assessment.model.stages):
        return text(
            "{organisation} stands at stage {stage:int}, the last one: the task now is to stay there",
            organisation=name,
            stage=stage,
        )
    return _on_the_way(assessment, stage, name)


def _on_the_way(assessment: Assessment, stage: int, name: str) -> Text:
    """Return the title of a programme below the last stage; what nobody answered is not said to be missing."""
    silent = unanswered_blockers(assessment)
    figures = {"organisation": name, "stage": stage, "all": len(assessment.model.stages), "next": stage + 1}
    missing = len(assessment.scores.blockers) - silent
    if not missing:
        return text(
            "{organisation} stands at stage {stage:int} of {all:int} for now: {n:int} {n:plural practice|practices} of "
            "stage {next:int} {n:plural has|have} no answer yet",
            **figures,
            n=silent,
        )
    if silent:
        return text(
            "{organisation} stands at stage {stage:int} of {all:int}: {n:int} {n:plural practice separates|practices "
            "separate} it from stage {next:int}, and {silent:int} {silent:plural waits|wait} for an answer",
            **figures,
            n=missing,
            silent=silent,
        )
    return text(
        "{organisation} stands at stage {stage:int} of {all:int}: {n:int} {n:plural practice separates|practices "
        "separate} it from stage {next:int}",
        **figures,
        n=missing,
    )


def _lead(assessment: Assessment, speech: Speech) -> str:
    """Return what the programme is best at and what it lacks most, in the model's own words."""
    scored = [question for question in assessment.scores.questions if question.score.value is not None]
    if not scored:
        return speech.say(why_no_score(assessment))
    worst = min(scored, key=_points)
    best = max(scored, key=_points)
    good = speech.words(_question(assessment, best.id).good)
    if _points(worst) >= _ESTABLISHED and len(scored) < len(assessment.scores.questions):
        return speech.say(text("The programme {good}; not every question has an answer yet.", good=without_stop(good)))
    if _points(worst) >= _ESTABLISHED:
        return speech.say(text("The programme {good}, and no question is left behind.", good=without_stop(good)))
    weak = speech.words(_question(assessment, worst.id).weak)
    if best.id == worst.id or _points(best) < _ESTABLISHED:
        return speech.say(
            text(
                "No question scores lower than “{question}”, {score:int} of 100: {weak}.",
                question=speech.words(_question(assessment, worst.id).name),
                score=_points(worst),
                weak=without_stop(weak),
            )
        )
    return speech.say(text("The programme {good}, but {weak}.", good=without_stop(good), weak=without_stop(weak)))


def _points(question: QuestionScore) -> float:
    return float(question.score.value or 0)


def _question(assessment: Assessment, question_id: str) -> Question:
    return next(question for question in assessment.model.questions if question.id == question_id)


def _found(assessment: Assessment, speech: Speech, names: Names) -> tuple[Found, ...]:
    """Return the gravest findings, of different families where possible, completed by the weakest questions."""
    gravest = finding_rows(_gravest(assessment.findings), speech, names)
    found = [Found(row.title, row.brief, row.severity) for row in gravest]
    open_ = (question for question in assessment.scores.questions if question.score.value is not None)
    scored = sorted((question for question in open_ if _points(question) < _ESTABLISHED), key=_points)
    for question in scored[: _FINDINGS - len(found)]:
        words = _question(assessment, question.id)
        found.append(
            Found(
                sentence_start(without_stop(speech.words(words.weak))),
                first_sentence(speech.words(words.short)),
                "medium",
            )
        )
    return tuple(found)


def _gravest(findings: Sequence[Finding]) -> list[Finding]:
    firsts = {finding.check.family: finding for finding in reversed(findings)}
    leading = [finding for finding in findings if firsts[finding.check.family] is finding]
    others = [finding for finding in findings if firsts[finding.check.family] is not finding]
    chosen = [*leading, *others][:_FINDINGS]
    return [finding for finding in findings if finding in chosen]


def _no_contrast(assessment: Assessment, speech: Speech) -> str:
    checked, _ = checked_claims(assessment)
    if checked == 1:
        return speech.say(text("The records do not contradict the one claim that they can speak about."))
    if checked:
        return speech.say(
            text(
                "The records contradict none of the {n:int} {n:plural claim|claims} that they can speak about.",
                n=checked,
            )
        )
    if nothing_claimed(assessment):
        return speech.say(text("Nothing has been claimed that a record could confirm or contradict."))
    return speech.say(
        text("No record was given that could confirm or contradict an answer: every level rests on what people said.")
    )


def _chart(assessment: Assessment, roadmap: Roadmap | None, before: EarlierCycle | None, speech: Speech) -> str:
    scores, stage = assessment.scores, assessment.scores.stage
    marks = []
    if stage.value is not None:
        marks.append(StageMark(stage.value, speech.say(_today(stage.value, before)), palette.NAVY))
    if before is not None and before.stage.value is not None and before.stage.value != stage.value:
        label = speech.say(text("{cycle}: stage {stage:int}", cycle=_cycle_name(before), stage=before.stage.value))
        marks.append(StageMark(before.stage.value, label, palette.GREY))
    if scores.claimed_stage is not None and scores.claimed_stage != stage.value:
        label = speech.say(text("By the answers alone: stage {stage:int}", stage=scores.claimed_stage))
        marks.append(StageMark(scores.claimed_stage, label, palette.WARM))
    if (predicted := prediction(assessment, roadmap)) is not None:
        marks.append(StageMark(predicted.stage, speech.say(_predicted(predicted, stage.value, speech)), palette.TEAL))
    names = [speech.words(entry.name) for entry in assessment.model.stages]
    nothing = speech.say(text("none can be named yet"))
    standing = speech.series(mark.label for mark in marks) or nothing
    title = speech.say(text("The five stages: {marks}.", marks=standing))
    return stage_bar(title, names, stage.value, stage.high, marks)


def _today(stage: int, before: EarlierCycle | None) -> Text:
    """Return where the programme stands, and that it stood there in the cycle before."""
    if before is not None and before.stage.value == stage:
        return text("Today: stage {stage:int}, as in {cycle}", stage=stage, cycle=_cycle_name(before))
    return text("Today: stage {stage:int}", stage=stage)


def _cycle_name(cycle: EarlierCycle) -> str:
    """Return a cycle's name as a mark has room for it."""
    return fonts.wrap(cycle.name, 10.5, _ROOM, 600, lines=1)[0]


def _predicted(predicted: Prediction, today: int | None, speech: Speech) -> Text:
    if predicted.stage == today:
        return text("Predicted with the roadmap: stage {stage:int}, as today", stage=predicted.stage)
    return text(
        "Predicted with the roadmap: stage {stage:int} by the end of {quarter}",
        stage=predicted.stage,
        quarter=speech.quarter_of(predicted.quarter),
    )


def _bounds(assessment: Assessment, speech: Speech) -> str:
    stage = assessment.scores.stage
    answered, applicable = answered_practices(assessment)
    silent = applicable - answered
    if stage.value is None:
        return speech.say(text("No practice has an answer yet; dashed: what the records leave possible."))
    if nothing_applies(assessment):
        return speech.say(text("A stage counts as reached where nothing that it requires applies."))
    if not silent:
        return speech.say(text("Source: interview, all {n:int} {n:plural practice|practices} answered.", n=answered))
    if stage.low == stage.high:
        return speech.say(
            text(
                "Source: interview, {n:int} of {all:int} {all:plural practice|practices} answered. The open answers do "
                "not change the stage.",
                n=answered,
                all=applicable,
            )
        )
    return speech.say(
        text(
            "Source: interview, {n:int} of {all:int} {all:plural practice|practices} answered; dashed: within reach of "
            "the others.",
            n=answered,
            all=applicable,
        )
    )
