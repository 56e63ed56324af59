"""What metrics are called and how their values are written, wherever a person reads them."""

from __future__ import annotations

from cxmaturity.evidence.measures import Estimate, Measure, Scalar
from cxmaturity.model import load_metrics
from cxmaturity.words import Language, fill, text


def metric_words(metric: str, language: Language) -> str:
    """Return a metric's name, or its id where it is not one of ours."""
    return next((known.name.show(language) for known in load_metrics() if known.id == metric), metric)


def measure_words(metric: str, measure: Measure, language: Language) -> str:
    """Return a metric's value with its interval, in its unit."""
    if not isinstance(measure, Estimate):
        return figure_words(metric, measure, language)
    value, low, high = (figure_words(metric, end, language) for end in (measure.value, measure.low, measure.high))
    return value if measure.low is None or measure.high is None else f"{value} [{low}–{high}]"


def figure_words(metric: str, value: Scalar, language: Language) -> str:
    """Return a single value in its metric's unit."""
    if value is None or isinstance(value, str):
        return value or text("no data").show(language)
    unit = next((known.unit for known in load_metrics() if known.id == metric), "number")
    if isinstance(value, bool) or unit == "bool":
        return (text("yes") if value else text("no")).show(language)
    if unit == "share":
        return fill("{share:percent1}", {"share": value}, language)
    return fill("{n:int}" if float(value).is_integer() else "{n:decimal}", {"n": value}, language)
