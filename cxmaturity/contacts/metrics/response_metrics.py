"""A summary to the metrics of answers, opt-outs and the dose-response, as CONTACT_METRICS.md defines them."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import Final

from cxmaturity.contacts.kernel.responses import MOST
from cxmaturity.contacts.kernel.summary import Shares, Summary
from cxmaturity.contacts.metrics.quantiles import quantile
from cxmaturity.evidence.measures import Estimate, Measure, OddsRatio, Row, Slope, Table
from cxmaturity.stats import Z95, clustered_slope, mantel_haenszel_odds, mantel_haenszel_risk, wilson

NOT_CAUSAL: Final = "not_causal"
"""The label of a slope where answering changes later contact."""
_CLEAN: Final = (0.90, 1.11)
"""Feedback ratios from and up to which answering is not taken to change later contact."""
_FEWEST: Final = 2
"""Customers whose pressure varies without whom there is no slope."""


def response_metrics(summary: Summary) -> dict[str, Measure]:
    """Return what the summary tells of answers, opt-outs, and contacts after them."""
    judged = summary.answered.get("source", {}).values()
    feedback = feedback_ratio(summary)
    return {
        "response.rate": _rate(sum(hits for _, hits in judged), sum(n for n, _ in judged)),
        "response.late": summary.late,
        "response.within_customer_slope": _slope(summary, feedback),
        "response.mantel_haenszel": OddsRatio(*(mantel_haenszel_odds(summary.odds) or (None, None, None))),
        "response.feedback_ratio": feedback,
        "fatigue.ignored_streak.p95": quantile(summary.streaks, Fraction(19, 20)),
        "fatigue.ignored_streak.max": max(summary.streaks, default=None),
        "optout.per_1000": _rate(summary.left, summary.judged, 1000),
        "fatigue.after_opt_out": summary.after.get("contact_after_opt_out", 0),
        "fatigue.after_hard_bounce": summary.after.get("contact_after_bounce", 0),
    }


def response_tables(summary: Summary) -> dict[str, Table]:
    """Return response by pressure, channel and source, and opt-outs by pressure."""
    return {
        "response.by_pressure": tuple(_under(summary.answered_under, "responded")),
        **{
            f"response.by_{field}": tuple(
                {field: value, **_row(*shares[value], "responded")}
                for shares in (summary.answered.get(field, {}),)
                for value in sorted(shares)
            )
            for field in ("channel", "source")
        },
        "optout.by_pressure": tuple(_under(summary.left_under, "optouts")),
    }


def feedback_ratio(summary: Summary) -> Estimate:
    """Return how much likelier it is to be asked again after an answer than after none, within customers."""
    return Estimate(*(mantel_haenszel_risk(summary.risks) or (None, None, None)))


def _slope(summary: Summary, feedback: Estimate) -> Slope:
    label = NOT_CAUSAL if _answering_changes_contact(feedback) else None
    found = clustered_slope(summary.slope_sums) if summary.varied >= _FEWEST else None
    if found is None:
        return Slope(None, None, None, customers=summary.varied, label=label)
    slope, error = found
    ends = (slope - Z95 * error, slope + Z95 * error)
    return Slope(100 * slope, 100 * ends[0], 100 * ends[1], customers=summary.varied, label=label)


def _answering_changes_contact(feedback: Estimate) -> bool:
    """Return whether the feedback ratio is far from 1 and its interval excludes 1; a ratio of 0 has no interval."""
    value, low, high = feedback.value, feedback.low, feedback.high
    if value is None:
        return False
    if low is None or high is None:
        return value == 0
    return not _CLEAN[0] <= value <= _CLEAN[1] and not low <= 1 <= high


def _rate(hits: int, n: int, per: int = 1) -> Estimate:
    ends = wilson(hits, n)
    return Estimate(None, None, None, 0) if ends is None else Estimate(per * hits / n, per * ends[0], per * ends[1], n)


def _under(shares: Shares[int], name: str) -> Iterator[Row]:
    for pressure in range(1, MOST + 1):
        label = str(pressure) if pressure < MOST else f"{MOST}+"
        yield {"pressure": label, **_row(*shares.get(pressure, (0, 0)), name)}


def _row(n: int, hits: int, name: str) -> Row:
    rate = _rate(hits, n)
    return {"n": n, name: hits, "rate": rate.value, "low": rate.low, "high": rate.high}
