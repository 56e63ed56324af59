"""How the pages of scores name levels, voices and measured figures."""

from __future__ import annotations

from fractions import Fraction

from cxmaturity.cli.paper import Paper
from cxmaturity.evidence.answer_words import LEVEL_WORDS, voice_words
from cxmaturity.evidence.answers import Level, Voice
from cxmaturity.evidence.measure_words import figure_words, measure_words, metric_words
from cxmaturity.evidence.measures import Scalar
from cxmaturity.model import Model
from cxmaturity.scoring import EvidenceSeen
from cxmaturity.words import Text, text


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
    return metric_words(metric, paper.language)


def measured(seen: EvidenceSeen, paper: Paper) -> str:
    """Return a measured value with its interval, in the metric's unit."""
    return measure_words(seen.rule.metric, seen.measure, paper.language)


def figure(metric: str, value: Scalar, paper: Paper) -> str:
    """Return a value in its metric's unit."""
    return figure_words(metric, value, paper.language)


def rounded(value: Fraction | None) -> str:
    """Return a score as it is shown, a dash where there is none."""
    return "–" if value is None else f"{round(value)}"
