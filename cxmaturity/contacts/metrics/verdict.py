"""What the dose-response says in words, from the metrics alone: an association, or why there is none to tell."""

from __future__ import annotations

from collections.abc import Mapping
from math import log
from typing import Final, Literal

from cxmaturity.evidence.measures import Estimate, Measure, OddsRatio, Slope
from cxmaturity.stats import Z95, Z99
from cxmaturity.words import Text, text

FEWEST: Final = 100
"""Customers asked at different pressures below whom nothing is concluded."""

Direction = Literal["falls", "rises"]


def dose_response(metrics: Mapping[str, Measure]) -> Text | None:
    """Return in a sentence whether customers who are asked more often answer less; None where no answer is visible."""
    slope = metrics.get("response.within_customer_slope")
    if not isinstance(slope, Slope):
        return None
    if slope.customers < FEWEST:
        return text(
            "No verdict: only {n:int} {n:plural customer was|customers were} asked at different pressures; at least "
            "{fewest:int} are needed.",
            n=slope.customers,
            fewest=FEWEST,
        )
    if slope.label is not None:
        return _not_causal(metrics.get("response.feedback_ratio"))
    if slope.value is None:
        return text("No verdict: pressure rises with time alike for every customer, so the two cannot be told apart.")
    found = direction(metrics)
    if found is None:
        return text(
            "Cannot tell: the slope within customers and the odds ratio do not both show, at 99%, that response falls "
            "or rises with pressure."
        )
    return _association(found, slope.value)


def direction(metrics: Mapping[str, Measure]) -> Direction | None:
    """Return where the slope and the odds ratio both point at 99 %; None where they do not, or may not be used.

    A slope is concluded from only when at least FEWEST customers tell of it and answering does not change contact.
    """
    slope, ratio = metrics.get("response.within_customer_slope"), metrics.get("response.mantel_haenszel")
    if not isinstance(slope, Slope) or not isinstance(ratio, OddsRatio):
        return None
    if slope.customers < FEWEST or slope.label is not None:
        return None
    signs = _sign(slope.value, slope.low, slope.high), _sign(*map(_log, (ratio.value, ratio.low, ratio.high)))
    return "falls" if signs == (-1, -1) else "rises" if signs == (1, 1) else None


def _sign(value: float | None, low: float | None, high: float | None) -> int:
    """Return on which side of 0 a value lies at 99 %, given its 95 % interval; 0 where that is not certain."""
    if value is None or low is None or high is None:
        return 0
    wider = Z99 / Z95
    return int(value - wider * (value - low) > 0) - int(value + wider * (high - value) < 0)


def _log(value: float | None) -> float | None:
    return None if value is None else log(value)


def _association(found: Direction, points: float) -> Text:
    if found == "falls":
        return text(
            "The more often customers are asked, the less they answer: {points:decimal} points per further request in "
            "30 days. This is an association, not proof of a cause.",
            points=points,
        )
    return text(
        "Customers answer more at times when they are asked more: {points:decimal} points per further request in 30 "
        "days. This is an association: whoever is engaged for a while is often asked more in that while.",
        points=points,
    )


def _not_causal(feedback: Measure) -> Text:
    ratio = feedback.value if isinstance(feedback, Estimate) else None
    return text(
        "Not causal: answering changes contact. After an answer, being asked again within 30 days is {ratio:decimal2} "
        "times as likely as after none, so the slope says nothing about pressure.",
        ratio=ratio,
    )
