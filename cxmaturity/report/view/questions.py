"""The questions: claimed against final, what holds the programme back, and how well each answer is founded."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from cxmaturity.assess import Assessment
from cxmaturity.model.schema import Question
from cxmaturity.report import fonts
from cxmaturity.report.charts.dumbbell import DumbbellRow, dumbbell
from cxmaturity.report.view.evidence import checked_claims
from cxmaturity.report.view.figures.figure import told
from cxmaturity.report.view.names import Names
from cxmaturity.report.view.silence import answered_practices, nothing_applies, why_no_score
from cxmaturity.report.view.speech import Speech
from cxmaturity.report.view.trend import QuestionTrend, compared, question_trends
from cxmaturity.results import EarlierCycle
from cxmaturity.scoring import QuestionScore, Score
from cxmaturity.scoring.tally import Headline
from cxmaturity.words import Text, text

_NAMED = 2
"""Questions that a title names in full; more of them by their references."""
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
    marks: tuple[str, ...]
    """Kinds of marks that the chart draws, as the legend names them: ``ring``, ``dot``, ``warm``, ``band``."""
    reading: str
    """How a stage and a score go together; empty where they rank the questions alike."""
    rows: tuple[QuestionRow, ...]
    since: str
    """What the change is counted from; empty in the first cycle."""


def questions_page(
    assessment: Assessment, earlier: Sequence[EarlierCycle], speech: Speech, names: Names
) -> QuestionsPage:
    """Return the page of the questions."""
    pairs = list(zip(assessment.model.questions, assessment.scores.questions, strict=True))
    trends = question_trends(assessment, earlier, speech)
    return QuestionsPage(
        title=speech.title(_title(assessment, pairs, speech, names)),
        lead=speech.say(
            why_no_score(assessment) if nothing_applies(assessment) else _lead([each for _, each in pairs], len(pairs))
        ),
        chart=_chart(pairs, speech, names),
        source=speech.say(_source(assessment)),
        marks=_marks([each for _, each in pairs]),
        reading=_reading(assessment, speech, names),
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


def _title(
    assessment: Assessment, pairs: Sequence[tuple[Question, QuestionScore]], speech: Speech, names: Names
) -> Text:
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
    return _some_binding(binding, len(placed), stage, speech, names)


def _some_binding(binding: Sequence[Question], placed: int, stage: int, speech: Speech, names: Names) -> Text:
    """Return the title where some questions keep the programme at its stage: many are named by their references."""
    few = len(binding) <= _NAMED
    return text(
        "{n:int} of {all:int} questions {n:plural keeps|keep} the programme at stage {stage:int}: {names}",
        n=len(binding),
        all=placed,
        stage=stage,
        names=speech.listed([speech.words(each.name) if few else names.references[each.id] for each in binding]),
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


def _source(assessment: Assessment) -> Text:
    """Return who spoke, of how many practices, and how many of these the records speak of."""
    answers = assessment.facts.answers
    answered, applicable = answered_practices(assessment)
    return text(
        "Source: interview with {n:int} {n:plural person|people} in {roles:int} {roles:plural role|roles}; "
        "{answered:int} of {all:int} {all:plural practice|practices} answered, {checked:int} checked against records.",
        n=len({answer.respondent for answer in answers}),
        roles=len({answer.role for answer in answers}),
        answered=answered,
        all=applicable,
        checked=checked_claims(assessment)[0],
    )


def _marks(scores: Sequence[QuestionScore]) -> tuple[str, ...]:
    """Return the kinds of marks that the chart has."""
    has = {
        "ring": any(score.claimed.value is not None for score in scores),
        "dot": any(score.score.value is not None and not _is_lowered(score) for score in scores),
        "warm": any(map(_is_lowered, scores)),
        "band": any(score.score.low != score.score.high for score in scores),
    }
    return tuple(kind for kind, there in has.items() if there)


def _reading(assessment: Assessment, speech: Speech, names: Names) -> str:
    """Return why a question may score higher and stand lower, and which scales end early, where that is so here."""
    scored = [each for each in assessment.scores.questions if each.top and each.stage.value and each.score.value]
    crossed = any(
        (one.score.value or 0) > (other.score.value or 0) and (one.stage.value or 0) < (other.stage.value or 0)
        for one in scored
        for other in scored
    )
    said = (
        [text("A score is a mean, a stage needs every required practice: a higher score may go with a lower stage.")]
        if crossed
        else []
    )
    said += [
        text("{ref} has no practice beyond stage {top:int}.", ref=names.references[each.id], top=each.top)
        for each in scored
        if (each.top or 0) < len(assessment.model.stages)
    ]
    return " ".join(map(speech.say, said))


def _lead(scores: Sequence[QuestionScore], n: int) -> Text:
    lowered = sum(_is_lowered(score) for score in scores)
    if all(score.claimed.value is None for score in scores):
        return text("The grey bands show what the records leave possible.")
    if not lowered:
        return text("No record lowers a score; the grey bands show what open answers could still change.")
    if lowered == n:
        return text("The records lower every score; grey bands show what open answers could change.")
    return text(
        "The records lower {n:int} of the {all:int} scores; grey bands show what open answers could change.",
        n=lowered,
        all=n,
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
    shown = speech.series(told(row.name, f"{row.columns[0]} → {row.columns[1]}", speech) for row in rows)
    return dumbbell(speech.say(text("Claimed and final score of each question. {rows}", rows=shown)), rows, headings)


def _bounds(score: Score, speech: Speech) -> str:
    if score.low is None:
        return "–"
    low, high = speech.integer(score.low), speech.integer(score.high)
    return low if low == high else f"{low}–{high}"


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
