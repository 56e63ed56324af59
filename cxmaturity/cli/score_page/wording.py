"""How the pages of scores name levels, voices and measured figures."""

from __future__ import annotations

from fractions import Fraction

from cxmaturity.cli.paper import Paper
from cxmaturity.evidence.answer_words import LEVEL_WORDS, voice_words
from cxmaturity.evidence.answers import Level, Voice
from cxmaturity.evidence.measures import Estimate, Measure, Scalar
from cxmaturity.model import Model, load_metrics
from cxmaturity.scoring import EvidenceSeen
from cxmaturity.words import Text, fill, text


def level_name(level: Level | None) -> Text:
    """Return a level's word, a dash where there is none."""
    return Text("–") if level is None else LEVEL_WORDS[level]


def voice_name(voice: Voice | None) -> Text:
    """Return what a voice says of a practice."""
    return text("not answered") if voice is None else voice_words(voice)


def role_name(role: str, model: Model, paper: Paper) -> str:
    """Return a role's name, as the model has it, or else as the answers have it."""
    known = model.header.roles.get(role)
    return known.show(paper.language) if known else role


def metric_name(metric: str, paper: Paper) -> str:
    """Return a metric's name, or its id where it is not one of ours."""
    return next((known.name.show(paper.language) for known in load_metrics() if known.id == metric), metric)


def measured(seen: EvidenceSeen, paper: Paper) -> str:
    """Return a measured value with its interval, in the metric's unit."""
    return shown_measure(seen.rule.metric, seen.measure, paper)


def shown_measure(metric: str, measure: Measure, paper: Paper) -> str:
    """Return a metric's value with its interval, in its unit."""
    if not isinstance(measure, Estimate):
        return figure(metric, measure, paper)
    value, low, high = (figure(metric, end, paper) for end in (measure.value, measure.low, measure.high))
    return value if measure.low is None or measure.high is None else f"{value} [{low}–{high}]"


def figure(metric: str, value: Scalar, paper: Paper) -> str:
    """Return a value in its metric's unit."""
    if value is None or isinstance(value, str | bool):
        shown = {None: text("no data"), True: text("yes"), False: text("no")}
        return value if isinstance(value, str) else paper.say(shown[value])
    unit = next((known.unit for known in load_metrics() if known.id == metric), "number")
    if unit == "share":
        return fill("{share:percent1}", {"share": value}, paper.language)
    return fill("{n:int}" if float(value).is_integer() else "{n:decimal}", {"n": value}, paper.language)


def points(value: Fraction | None) -> str:
    """Return a score as it is shown, a dash where there is none."""
    return "–" if value is None else f"{round(value)}"
