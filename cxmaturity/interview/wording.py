"""How the interview names answers, proofs, places and scores."""

from __future__ import annotations

from fractions import Fraction
from typing import Final

from cxmaturity.evidence.answer_words import voice_short, voice_words
from cxmaturity.evidence.answers import Level, Link, Voice
from cxmaturity.evidence.measure_words import figure_words
from cxmaturity.evidence.sentences import shows
from cxmaturity.interview.steps import Standing, Step
from cxmaturity.scoring import EvidenceSeen, Score, StageReach, differ
from cxmaturity.words import Language, Text, text

LEVELS: Final[dict[Level, Text]] = {
    Level.NOT: text("Not: nothing of it is there"),
    Level.PARTLY: text("Partly: a beginning, or in a few places"),
    Level.LARGELY: text("Largely: mostly there, with gaps"),
    Level.FULLY: text("Fully: everywhere, as a matter of course"),
}
"""The levels as the menu explains them."""
_HALF: Final = Fraction(1, 2)
"""The share of practices with a level from which a score leads with its value."""


def short(voice: Voice | None) -> Text:
    """Return an answer in one or two words."""
    return text("open") if voice is None else voice_short(voice)


def long(voice: Voice) -> Text:
    """Return an answer as the menu offers it."""
    return LEVELS[voice] if isinstance(voice, Level) else voice_words(voice)


def link_words(link: Link) -> Text:
    """Return a proof with its date."""
    if link.date is None:
        return Text("{link}", {"link": link.link})
    return text("{link} ({day:date})", link=link.link, day=link.date)


def standing_words(standing: Standing, alone: bool) -> list[Text]:
    """Return by whose answers the question's score and the organisation's stage are meant, and both with bounds."""
    score = _score(standing.score)
    whose = text("your answers: {score}", score=score) if alone else text("all answers: {score}", score=score)
    return [whose, _stage(standing.stage)]


def _stage(stage: StageReach) -> Text:
    """Return which stages the organisation can be at; the lowest one is where it is if nothing more is answered."""
    if stage.low == stage.high:
        return text("overall stage {n:int}", n=stage.low)
    return text("overall stage {low:int}–{high:int}", low=stage.low, high=stage.high)


def _score(score: Score) -> Text:
    """Return a score; the range comes first while fewer than half of the practices have a level."""
    if score.low is None or score.high is None:
        return text("no score: nothing applies")
    bounds = {"low": _round(score.low), "high": _round(score.high)}
    if score.value is None:
        return text("score {low:int}–{high:int}", **bounds)
    if score.low == score.high:
        return text("score {n:int} of 100", n=_round(score.value))
    if (score.coverage or 0) < _HALF:
        return text("score {low:int}–{high:int} ({n:int} so far)", n=_round(score.value), **bounds)
    return text("score {n:int} of 100 ({low:int}–{high:int})", n=_round(score.value), **bounds)


def place_words(step: Step) -> list[Text]:
    """Return where one is: question, practice, stage."""
    found = [text("question {n:int} of {total:int}", n=step.question_number, total=step.questions)]
    if step.number is not None and step.total is not None:
        found.append(text("{n:int} of {total:int}", n=step.number, total=step.total))
    elif step.number is not None:
        found.append(text("practice {n:int}", n=step.number))
    return [*found, text("stage {stage:int}", stage=step.practice.stage)]


def agenda_words(step: Step, language: Language) -> list[Text]:
    """Return why a practice is on a review's agenda: voices differ, evidence contradicts the claim, or both."""
    against = step.against
    is_open = differ(step.voices or ())
    if against is None:
        return [text("Disagreement: voices differ.")]
    limits = {"claimed": voice_short(against.claimed), "supported": voice_short(against.supported)}
    told = (
        text("Disagreement and contradiction: “{claimed}” is claimed, evidence allows “{supported}”.", **limits)
        if is_open
        else text("Contradiction: “{claimed}” is claimed, evidence allows “{supported}”.", **limits)
    )
    return [told, *(_measured(seen, language) for seen in against.evidence)]


def _measured(seen: EvidenceSeen, language: Language) -> Text:
    """Return what was measured, and from or up to where it would allow the level above."""
    metric, limits = seen.rule.metric, seen.rule.thresholds
    ends = (limits.partly, limits.largely, limits.fully)
    above = ends[seen.most]
    said = {
        "shown": shows(seen.rule, seen.measure, language),
        "level": voice_short(max(level for level, end in zip(Level, (None, *ends), strict=True) if end == above)),
        "limit": figure_words(metric, above, language),
    }
    if seen.rule.direction == "up":
        return text("– {shown}; “{level}” from {limit}", **said)
    return text("– {shown}; “{level}” up to {limit}", **said)


def _round(value: Fraction) -> int:
    return round(value)
