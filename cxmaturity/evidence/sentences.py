"""Evidence as a sentence: what a practice claims, and what the metric of its rule shows of that."""

from __future__ import annotations

from typing import Final

from cxmaturity.evidence.measure_words import figure_words, measure_words, metric_words
from cxmaturity.evidence.measures import Estimate, Gap, Measure, Scalar
from cxmaturity.model.schema import EvidenceRule
from cxmaturity.words import Language, Text, fill, text

_PLAIN: Final = "{value}"
"""A figure without a form stands in its metric's unit."""


def sentence(rule: EvidenceRule, measure: Measure, language: Language) -> str:
    """Return what is claimed and what was measured, as in “claims a limit that holds; 41% of customers were …”.

    What was measured alone where the model does not say what is claimed.
    """
    shown = shows(rule, measure, language)
    if rule.claims is None:
        return shown
    return text("claims {what}; {shown}", what=rule.claims.show(language), shown=shown).show(language)


def shows(rule: EvidenceRule, measure: Measure, language: Language) -> str:
    """Return what a rule's metric shows: the model's clause with its figure, and what that rests on.

    The metric's name and value where the model has no clause, or nothing was measured.
    """
    value = measure.value if isinstance(measure, Estimate) else measure
    if rule.shows is None or value is None or isinstance(value, str):
        name, figure = metric_words(rule.metric, language), measure_words(rule.metric, measure, language)
        return text("{name}: {value}", name=name, value=figure).show(language)
    return f"{_clause(rule.shows.show(language), rule.metric, value, language)}{_basis(rule, measure, language)}"


def _clause(template: str, metric: str, value: Scalar, language: Language) -> str:
    figures = {"value": value, "shown": figure_words(metric, value, language)}
    return fill(template.replace(_PLAIN, "{shown}"), figures, language)


def _basis(rule: EvidenceRule, measure: Measure, language: Language) -> str:
    """Return interval and sample size of an estimate, the practices behind a gap, nothing of a plain figure."""
    if isinstance(measure, Gap):
        on = text("on {n:int} shared {n:plural practice|practices}", n=measure.shared)
        return f" ({on.show(language)})"
    if not isinstance(measure, Estimate) or measure.low is None or measure.high is None:
        return ""
    low, high = (figure_words(rule.metric, end, language) for end in (measure.low, measure.high))
    known: Text = text("{low} to {high}", low=low, high=high)
    if measure.n is not None:
        known = text("{low} to {high}, n = {n:int}", low=low, high=high, n=measure.n)
    return f" ({known.show(language)})"
