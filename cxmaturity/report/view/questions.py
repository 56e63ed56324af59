"""The questions: claimed against final, what holds the programme back, and how well each answer is founded."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from cxmaturity.assess import Assessment
from cxmaturity.model.schema import Question
from cxmaturity.report import fonts
from cxmaturity.report.charts.dumbbell import DumbbellRow, dumbbell
from cxmaturity.report.view.names import Names
from cxmaturity.report.view.silence import nothing_applies, why_no_score
from cxmaturity.report.view.speech import Speech
from cxmaturity.report.view.trend import QuestionTrend, compared, question_trends
from cxmaturity.results import EarlierCycle
from cxmaturity.scoring import QuestionScore, Score
from cxmaturity.scoring.tally import Headline
from cxmaturity.words import Text, text

_HEADING = 60.0
"""Room that the name of a cycle has in the heading of its column."""
HEADLINES: dict[Headline, Text] = {
    "yes": text("yes"),
    "partly": text("partly"),
    "no": text("no"),
    "cannot_tell": text("cannot tell"),
}


@dataclass(frozen=True)
class QuestionRow:
    """One question in the table."""

    ref: str
    name: str
    claim: str
    headline: str
    headline_word: str
    coverage: str
    evidence: str
    contradicted: int
    tone: str
    """``good``, ``gap`` or ``plain``: how the evidence speaks."""
    trend: QuestionTrend | None
    """None in the first cycle."""


@dataclass(frozen=True)
class QuestionsPage:
    """The page of the questions."""

    title: str
    lead: str
    chart: str
    source: str
    rows: tuple[QuestionRow, ...]
    since: str
    """What the change is counted from; empty in the first cycle."""


def questions_page(
    assessment: Assessment, earlier: Sequence[EarlierCycle], speech: Speech, names: Names
) -> QuestionsPage:
    """Return the page of the questions."""
    pairs = list(zip(assessment.model.questions, assessment.scores.questions, strict=True))
    voices = {answer.respondent for answer in assessment.facts.answers}
    roles = {answer.role for answer in assessment.facts.answers}
    trends = question_trends(assessment, earlier, speech)
    return QuestionsPage(
        title=speech.title(_title(assessment, pairs, speech)),
        lead=speech.say(
            why_no_score(assessment) if nothing_applies(assessment) else _lead([each for _, each in pairs])
        ),
        chart=_chart(pairs, speech, names),
        source=speech.say(
            text(
                "Source: interview with {n:int} {n:plural respondent|respondents} in {roles:int} "
                "{roles:plural role|roles}; scores from 0 to 100.",
                n=len(voices),
                roles=len(roles),
            )
        ),
        rows=tuple(_row(assessment, question, score, trends, speech, names) for question, score in pairs),
        since=_since(assessment, earlier, speech),
    )


def _since(assessment: Assessment, earlier: Sequence[EarlierCycle], speech: Speech) -> str:
    """Return the heading of the change."""
    if not earlier:
        return ""
    before = compared(assessment, earlier)
    if before is None:
        return speech.say(text("Not comparable"))
    return speech.say(text("Since {cycle}", cycle=fonts.wrap(before.name, 8, _HEADING, 600, lines=1)[0]))


def _title(assessment: Assessment, pairs: Sequence[tuple[Question, QuestionScore]], speech: Speech) -> Text:
    stage = assessment.scores.stage.value
    if nothing_applies(assessment):
        return text("No practice of the {n:int} questions applies: there is nothing to score", n=len(pairs))
    if stage is None:
        return text("{n:int} questions wait for their first answers", n=len(pairs))
    placed = [(question, score) for question, score in pairs if score.top and score.stage.value is not None]
    binding = [question for question, score in placed if score.stage.value == stage and score.top and stage < score.top]
    silent = sum(score.top is not None and score.stage.value is None for _, score in pairs)
    if not binding:
        return _nothing_binding(silent, stage)
    if len(binding) == len(placed):
        return _all_binding(len(binding), silent, stage)
    if silent:
        return text(
            "{n:int} of {all:int} questions with an answer {n:plural keeps|keep} the programme at stage {stage:int}; "
            "{silent:int} {silent:plural has|have} none yet",
            n=len(binding),
            all=len(placed),
            stage=stage,
            silent=silent,
        )
    return _some_binding([speech.words(question.name) for question in binding], len(placed), stage, speech)


def _some_binding(names: Sequence[str], placed: int, stage: int, speech: Speech) -> Text:
    """Return the title where some questions keep the programme at its stage: few are named."""
    figures = {"n": len(names), "all": placed, "stage": stage}
    if len(names) > 3:
        return text(
            "{n:int} of {all:int} questions keep the programme at stage {stage:int}; {ahead:int} "
            "{ahead:plural is|are} already further",
            **figures,
            ahead=placed - len(names),
        )
    return text(
        "{n:int} of {all:int} questions {n:plural keeps|keep} the programme at stage {stage:int}: {names}",
        **figures,
        names=speech.listed(names),
    )


def _nothing_binding(silent: int, stage: int) -> Text:
    """Return the title where no question with an answer keeps the programme at its stage."""
    if not silent:
        return text("All questions have reached the top of their scale")
    return text(
        "{n:int} {n:plural question|questions} without an answer {n:plural keeps|keep} the programme at stage "
        "{stage:int} for now",
        n=silent,
        stage=stage,
    )


def _all_binding(placed: int, silent: int, stage: int) -> Text:
    """Return the title where every question with an answer stands at the programme's stage."""
    if silent:
        return text(
            "Every question with an answer stands at stage {stage:int}; {n:int} {n:plural has|have} no answer yet",
            n=silent,
            stage=stage,
        )
    return text(
        "All {n:int} questions stand at stage {stage:int}: no single one holds the programme back",
        n=placed,
        stage=stage,
    )


def _lead(scores: Sequence[QuestionScore]) -> Text:
    lowered = sum(_is_lowered(score) for score in scores)
    if all(score.claimed.value is None for score in scores):
        return text("The grey bands show what the records leave possible.")
    if not lowered:
        return text("No record lowers a score; the grey bands show what open answers could still change.")
    return text(
        "The records lower {n:int} of the scores; grey bands show what open answers could change.",
        n=lowered,
    )


def _is_lowered(score: QuestionScore) -> bool:
    claimed, final = score.claimed.value, score.score.value
    return claimed is not None and final is not None and claimed - final >= 0.5


def _chart(pairs: Sequence[tuple[Question, QuestionScore]], speech: Speech, names: Names) -> str:
    rows = [
        DumbbellRow(
            ref=names.references[question.id],
            name=speech.words(question.name),
            claimed=_float(score.claimed),
            final=_float(score.score),
            low=None if score.score.low is None else float(score.score.low),
            high=None if score.score.high is None else float(score.score.high),
            columns=(
                speech.integer(score.claimed.value),
                speech.integer(score.score.value),
                _bounds(score.score, speech),
                _stage(score, speech),
            ),
            lowered=_is_lowered(score),
        )
        for question, score in pairs
    ]
    headings = (
        speech.say(text("Claimed")),
        speech.say(text("Final")),
        speech.say(text("Bounds")),
        speech.say(text("Stage")),
    )
    shown = "; ".join(f"{row.name}: {row.columns[0]} → {row.columns[1]}" for row in rows)
    return dumbbell(speech.say(text("Claimed and final score of each question. {rows}", rows=shown)), rows, headings)


def _bounds(score: Score, speech: Speech) -> str:
    if score.low is None:
        return "–"
    return f"{speech.integer(score.low)}–{speech.integer(score.high)}"


def _float(score: Score) -> float | None:
    return None if score.value is None else float(score.value)


def _stage(score: QuestionScore, speech: Speech) -> str:
    if score.top is None or score.stage.value is None or score.score.low is None:
        return "–"
    return speech.say(text("{part:int} of {all:int}", part=score.stage.value, all=score.top))


def _row(  # noqa: PLR0917  # one row of one table
    assessment: Assessment,
    question: Question,
    score: QuestionScore,
    trends: Mapping[str, QuestionTrend],
    speech: Speech,
    names: Names,
) -> QuestionRow:
    own = [item for item in assessment.scores.practices if item.practice.question == question.id]
    verdicts, levels = [item.verdict for item in own], [item.claimed for item in own]
    contradicted = verdicts.count("contradicted")
    checked = contradicted + verdicts.count("consistent") + verdicts.count("confirmed")
    if contradicted:
        evidence = text("{part:int} of {all:int} contradicted", part=contradicted, all=checked)
    elif checked:
        evidence = text("{n:int} checked", n=checked)
    elif any(level is not None for level in levels):
        evidence = text("stated only")
    else:
        evidence = text("nothing stated")
    return QuestionRow(
        ref=names.references[question.id],
        name=speech.words(question.name),
        claim=speech.words(question.claim),
        headline=score.headline,
        headline_word=speech.say(HEADLINES[score.headline]),
        coverage=speech.say(text("coverage {share:percent}", share=float(score.score.coverage)))
        if score.score.coverage is not None
        else "–",
        evidence=speech.say(evidence),
        contradicted=contradicted,
        tone="gap" if contradicted else "good" if checked else "plain",
        trend=trends.get(question.id),
    )
