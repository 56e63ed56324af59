"""A summary to the metrics of scores, questions, timing and answering sources, as CONTACT_METRICS.md defines them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping
from fractions import Fraction
from typing import Final

from cxmaturity.contacts.kernel.scores import METRICS
from cxmaturity.contacts.kernel.summary import Cell, Clusters, Counts, Histogram, Summary
from cxmaturity.contacts.metrics.quantiles import quantile
from cxmaturity.evidence.measures import Estimate, Measure, Table
from cxmaturity.stats import clustered_nps_interval, mean_interval, nps, nps_interval, wilson

_DETRACTORS: Final = range(7)
_PASSIVES: Final = range(7, 9)
_PROMOTERS: Final = range(9, 11)
_TOP_TWO: Final = (4, 5)
_ENOUGH: Final = 10
"""Contacts below which a share is told of no single source."""


def score_metrics(summary: Summary) -> dict[str, Measure]:
    """Return the scores, and what depends on the questions, scales and events of contacts."""
    lag = quantile(summary.lag_hours, Fraction(1, 2))
    timed, in_time = (sum(counts[at] for counts in summary.timed.values()) for at in (0, 1))
    return {
        **{f"score.{metric}": score(("all", "", metric), summary) for metric in METRICS},
        "fragmentation.repeat_question_share": _share(summary.repeated_questions, summary.with_question),
        "fragmentation.metric_conflicts": sum(len(scales) > 1 for scales in scales_of(summary).values()),
        "timing.lag_days.p50": None if lag is None else lag / 24,
        "timing.within_declared_share": _share(in_time, timed),
        "response.sources_with_comment_share": _with_comment(summary),
        "response.largest_source_share": _share(max(_named(summary.answers), default=0), sum(summary.answers.values())),
    }


def score_tables(summary: Summary) -> dict[str, Table]:
    """Return the scores by source and by month."""
    return {f"score.by_{key}": _table(key, summary) for key in ("source", "month")}


def as_declared(summary: Summary) -> dict[str, float]:
    """Return the share of each source's contacts that came when declared, of sources with enough of them."""
    return {source: kept / n for source, (n, kept) in sorted(summary.timed.items()) if n >= _ENOUGH}


def score(cell: Cell, summary: Summary) -> Estimate:
    """Return the score of a cell with its interval and the rule that gave both; without a value where n is 0."""
    clusters = summary.score_clusters.get(cell, (0, 0, 0))
    return _RULES[cell[2]](summary.scores.get(cell, {}), clusters)


def _nps(values: Histogram, clusters: Clusters) -> Estimate:
    detractors, passives, promoters = (_within(values, part) for part in (_DETRACTORS, _PASSIVES, _PROMOTERS))
    counts = (detractors, passives, promoters)
    if clusters[0] > sum(counts):  # the sum of squares: some customer answered twice
        rule, ends = "promoters-minus-detractors/clustered-by-customer", clustered_nps_interval(counts, clusters)
    else:
        rule, ends = "promoters-minus-detractors/adjusted-wald", nps_interval(counts)
    return _estimate(nps(counts), ends, sum(counts), rule)


def _csat(values: Histogram, _: Clusters) -> Estimate:
    n, satisfied = sum(values.values()), _within(values, _TOP_TWO)
    ends = wilson(satisfied, n)
    in_percent = None if ends is None else (100 * ends[0], 100 * ends[1])
    return _estimate(100 * satisfied / n if n else None, in_percent, n, "top-two-of-1-5/wilson")


def _ces(values: Histogram, _: Clusters) -> Estimate:
    n, total, squares = (sum(times * value**power for value, times in values.items()) for power in (0, 1, 2))
    return _estimate(total / n if n else None, mean_interval(n, total, squares), n, "mean-of-1-7/t")


_RULES: Final[Mapping[str, Callable[[Histogram, Clusters], Estimate]]] = {"nps": _nps, "csat": _csat, "ces": _ces}


def _within(values: Histogram, part: range | tuple[int, ...]) -> int:
    return sum(values.get(value, 0) for value in part)


def _estimate(value: float | None, ends: tuple[float, float] | None, n: int, rule: str) -> Estimate:
    low, high = (None, None) if ends is None else ends
    return Estimate(value, low, high, n, rule=rule)


def _table(key: str, summary: Summary) -> Table:
    cells = sorted((of, metric) for table, of, metric in summary.scores if table == key)
    found = (((of, metric), score((key, of, metric), summary)) for of, metric in cells)
    return tuple(
        {key: of, "metric": metric, "value": each.value, "low": each.low, "high": each.high, "n": each.n}
        for (of, metric), each in found
    )


def scales_of(summary: Summary) -> dict[str, set[str]]:
    """Return each metric that contacts name with a scale, and its scales."""
    found: dict[str, set[str]] = defaultdict(set)
    for metric, scale in summary.scales:
        if metric and scale:
            found[metric].add(scale)
    return found


def _with_comment(summary: Summary) -> float | None:
    """Return the share of the named sources with an answer that have a comment, too."""
    answering = {source for source, answers in summary.answers.items() if source and answers}
    return _share(sum(bool(summary.comments.get(source)) for source in answering), len(answering))


def _named(counts: Counts) -> list[int]:
    return [count for value, count in counts.items() if value]


def _share(part: int, whole: int) -> float | None:
    return part / whole if whole else None
