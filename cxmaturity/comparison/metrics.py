"""Whether a metric moved between two cycles by more than chance does (METHODS.md, Before and after an action)."""

from __future__ import annotations

from dataclasses import dataclass
from math import isclose, sqrt
from typing import Final, Literal

from cxmaturity.evidence.measures import Estimate, Measure
from cxmaturity.stats import Z95, Interval, NpsCounts, difference, nps_change, wilson

Verdict = Literal["rose", "fell", "cannot_tell"]
_SEEN: Final = 2.80
"""Standard errors that a change must measure to be seen in four of five samples: 1.96 + 0.84."""
_NPS: Final = "promoters-minus-detractors"
_ONE_ANSWER_EACH: Final = f"{_NPS}/adjusted-wald"


@dataclass(frozen=True)
class MetricChange:
    """A metric before and after."""

    id: str
    before: Measure
    """As printed: a number or an estimate; None where it was not observed."""
    after: Measure
    low: float | None
    """Lower end of the 95 % interval of after − before; of a census, the change itself. None where chance cannot be
    judged."""
    high: float | None
    detectable: float | None
    """Smallest change that samples of these sizes show four times in five; None without sample sizes."""
    verdict: Verdict
    """``cannot_tell`` where the interval holds 0, a value is missing, or chance cannot be judged."""

    @property
    def change(self) -> float | None:
        """After − before; None where one of them is no number."""
        before, after = number(self.before), number(self.after)
        return None if before is None or after is None else after - before


def metric_change(metric: str, before: Measure, after: Measure, census: bool) -> MetricChange:
    """Return how a metric moved from one cycle to a later one, of two samples that are independent.

    A census (``Metric.census``) has no chance in it: any difference is one. Another figure without an interval cannot
    be judged. Shares are compared by Newcombe's method 10, NPS of customers who answer once with the variances of their
    answers, other estimates with the variances that their intervals show.
    """
    if _is_judged(before) and _is_judged(after) and isinstance(before, Estimate) and isinstance(after, Estimate):
        low, high = _interval(before, after)
        return MetricChange(metric, before, after, low, high, _detectable(before, after), _verdict(low, high))
    first, second = number(before), number(after)
    if not census or first is None or second is None:
        return MetricChange(metric, before, after, None, None, None, "cannot_tell")
    change = second - first
    return MetricChange(metric, before, after, change, change, None, _verdict(change, change))


def number(measure: Measure) -> float | None:
    """Return the figure that a measure holds: true and false are 1 and 0; None of a word and of nothing."""
    value = measure.value if isinstance(measure, Estimate) else measure
    return None if value is None or isinstance(value, str) else float(value)


def _is_judged(measure: Measure) -> bool:
    return isinstance(measure, Estimate) and None not in (measure.value, measure.low, measure.high)


def _verdict(low: float, high: float) -> Verdict:
    return "rose" if low > 0 else "fell" if high < 0 else "cannot_tell"


def _interval(before: Estimate, after: Estimate) -> tuple[float, float]:
    first, second = _counts(before), _counts(after)
    if first and second and (found := nps_change(first, second)) is not None:
        return found[1], found[2]
    return difference(_ends(after), _ends(before))


def _detectable(before: Estimate, after: Estimate) -> float | None:
    return _SEEN * sqrt(_variance(before) + _variance(after)) if before.n and after.n else None


def _ends(estimate: Estimate) -> Interval:
    """Return value and ends; an NPS's, of which one was clipped at ±100, as they were before that."""
    value, low, high = (float(end or 0) for end in (estimate.value, estimate.low, estimate.high))
    if not _is_nps(estimate):
        return value, low, high
    half = max(value - low, high - value)
    return value, value - half, value + half


def _variance(estimate: Estimate) -> float:
    """Return the squared standard error: V ÷ n where V is known and not 0, else what the interval shows."""
    value, low, high = _ends(estimate)
    n = estimate.n or 1
    if counts := _counts(estimate):
        apart = counts[2] - counts[0]
        found = 100**2 * (n * (counts[0] + counts[2]) - apart**2) / n**3
    else:
        found = value * (1 - value) / n if _is_share(estimate) else 0
    return found or ((high - low) / 2 / Z95) ** 2


def _is_nps(estimate: Estimate) -> bool:
    return (estimate.rule or "").startswith(_NPS)


def _is_share(estimate: Estimate) -> bool:
    """Tell whether this is a plain share, with Wilson's interval: not a rate in a thousand, nor one of a curve."""
    if not estimate.n or estimate.value is None or not 0 <= estimate.value <= 1:
        return False
    ends = wilson(round(estimate.value * estimate.n), estimate.n)
    return ends is not None and all(
        isclose(end, given or 0, abs_tol=1e-9) for end, given in zip(ends, (estimate.low, estimate.high), strict=True)
    )


def _counts(estimate: Estimate) -> NpsCounts | None:
    """Return detractors, passives and promoters of an NPS whose interval is the adjusted Wald one, None of any other.

    Value and n give the difference of promoters and detractors. The interval gives their sum, because its variance is
    p' + d' − (p' − d')²; an end that was clipped is left aside.
    """
    n = estimate.n
    if estimate.rule != _ONE_ANSWER_EACH or not n or estimate.value is None:
        return None
    apart = round(estimate.value * n / 100)
    middle = 100 * apart / (n + 3)
    half = max(middle - (estimate.low or 0), (estimate.high or 0) - middle) / 100
    variance = (half / Z95) ** 2 * (n + 3)
    together = round((variance + (middle / 100) ** 2) * (n + 3) - 1.5)
    return (together - apart) // 2, n - together, (together + apart) // 2
