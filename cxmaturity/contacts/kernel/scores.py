"""Scores that customers gave: how often each value of a scale occurs, overall, by source and by month of the answer."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final, NamedTuple

import numpy as np

from cxmaturity.contacts.fields import NEVER
from cxmaturity.contacts.kernel.batches import Batch, Flags, Ints
from cxmaturity.contacts.kernel.plan import Plan
from cxmaturity.contacts.kernel.summary import Cell, Clusters, Histogram, Summary
from cxmaturity.contacts.kernel.volume import counts, histogram
from cxmaturity.contacts.rows.zones import Zone

METRICS: Final = ("nps", "csat", "ces")
_ON: Final = {"nps": "0-10", "csat": "1-5", "ces": "1-7"}
_ENDS: Final = np.array([[0, 1, 1], [10, 5, 7]])
_ROOM: Final = 16
"""More than the values of any scale."""
_NPS: Final = METRICS.index("nps")
_DETRACTOR, _PROMOTER = 6, 9
"""The highest and the lowest value of each."""
_NO_METRIC: Final = -1
_OTHER_SCALE: Final = -2
_MINUS: Final = "\u2212"


class _Given(NamedTuple):
    """The scores that count."""

    customers: Ints
    metrics: Ints
    values: Ints


def scores(batch: Batch, plan: Plan) -> Summary:
    """Return the values given, and how many scores do not count: of no metric, between two values, off the scale."""
    found = batch.details.get("score")
    if found is None:
        return Summary()
    rows = np.flatnonzero(~np.isnan(found))
    metrics, values = _metrics(batch, rows, plan), found[rows]
    nameless = metrics == _NO_METRIC
    whole = np.isfinite(values) & (values == np.floor(values))
    low, high = _ENDS[:, np.maximum(metrics, 0)]
    on_scale = (metrics >= 0) & (values >= low) & (values <= high)
    used = whole & on_scale
    rows = rows[used]
    given = _Given(batch.customers[rows], metrics[used], values[used].astype(np.int64))
    splits = list(_splits(batch, rows, given, plan))
    return Summary(
        scores={cell: values for split in splits for cell, values in split.histograms().items()},
        score_clusters={cell: sums for split in splits for cell, sums in split.clusters().items()},
        scores_unused=_counted(
            {"no_metric": nameless, "not_whole": ~nameless & ~whole, "off_scale": ~nameless & whole & ~on_scale}
        ),
    )


def scales(batch: Batch, plan: Plan) -> Summary:
    """Return which metrics and scales contacts name together."""
    if "metric" not in batch.codes:
        return Summary()
    of_scale = plan.values("scale")
    pairs = batch.codes["metric"].astype(np.int64) * len(of_scale)
    pairs += batch.codes.get("scale", 0)
    names = plan.values("metric")
    found: dict[tuple[str, str], int] = {}
    for pair, contacts in histogram(pairs).items():
        named = names[pair // len(of_scale)], tidy_scale(of_scale[pair % len(of_scale)])
        found[named] = found.get(named, 0) + contacts
    return Summary(scales=found)


def answering(batch: Batch, plan: Plan) -> Summary:
    """Return how many answers and comments each source has."""
    sources = plan.values("source")
    codes = batch.codes.get("source", np.zeros(len(batch), dtype=np.int64))
    answered, commented = (batch.details.get(name) for name in ("responded", "commented"))
    return Summary(
        answers={} if answered is None else counts(codes[answered != NEVER], sources),
        comments={} if commented is None else counts(codes[commented], sources),
    )


def tidy_scale(written: str) -> str:
    """Return a scale as it is compared: without blanks, every dash a hyphen."""
    kept = (letter for letter in written if not letter.isspace())
    return "".join("-" if unicodedata.category(letter) == "Pd" or letter == _MINUS else letter for letter in kept)


def _metrics(batch: Batch, rows: Ints, plan: Plan) -> Ints:
    """Return the index of the metric that each score is of, by its metric, else by its scale."""
    of_scale = plan.values("scale")
    table = np.array([[_metric(name, scale) for scale in of_scale] for name in plan.values("metric")], dtype=np.int64)
    none = np.zeros(len(batch), dtype=np.int64)
    found: Ints = table[batch.codes.get("metric", none)[rows], batch.codes.get("scale", none)[rows]]
    return found


def _metric(name: str, scale: str) -> int:
    """Return the index of a metric; a score of it on another scale cannot be added to the others."""
    scale = tidy_scale(scale)
    if not name:
        return next((at for at, metric in enumerate(METRICS) if _ON[metric] == scale), _NO_METRIC)
    if name not in METRICS:
        return _NO_METRIC
    return METRICS.index(name) if scale in ("", _ON[name]) else _OTHER_SCALE


@dataclass(frozen=True)
class _Split:
    """Scores put into the cells of a table."""

    table: str
    """``all``, ``source`` or ``month``."""
    names: Mapping[int, str]
    """Number of a cell to what it stands for."""
    cells: Ints
    """Cell of each score."""
    given: _Given

    def histograms(self) -> dict[Cell, Histogram]:
        """Return how often each value occurs in each cell."""
        found: dict[Cell, dict[int, int]] = {}
        keys = (self.cells * len(METRICS) + self.given.metrics) * _ROOM + self.given.values
        for key, times in histogram(keys).items():
            of_cell, value = divmod(key, _ROOM)
            cell, metric = divmod(of_cell, len(METRICS))
            found.setdefault((self.table, self.names[cell], METRICS[metric]), {})[value] = times
        return dict(found)

    def clusters(self) -> dict[Cell, Clusters]:
        """Return for each cell with an NPS the sums over its customers that tell the error."""
        asked = self.given.metrics == _NPS
        customers, values = self.given.customers[asked], self.given.values[asked]
        coded = np.where(values >= _PROMOTER, 1, np.where(values <= _DETRACTOR, -1, 0))
        most = int(customers.max(initial=0)) + 1
        owners, own = np.unique(self.cells[asked] * most + customers, return_inverse=True)
        n, total = np.bincount(own), np.bincount(own, weights=coded).astype(np.int64)
        cells = owners // most
        begins = np.flatnonzero(np.diff(cells, prepend=-1))
        if not len(begins):
            return {}
        sums = [np.add.reduceat(values, begins).tolist() for values in (n * n, n * total, total * total)]
        named = [(self.table, self.names[cell], "nps") for cell in cells[begins].tolist()]
        return dict(zip(named, zip(*sums, strict=True), strict=True))


def _splits(batch: Batch, rows: Ints, given: _Given, plan: Plan) -> Iterator[_Split]:
    """Yield the scores as one, by source, and those with a time of the answer by its month."""
    none = np.zeros(len(rows), dtype=np.int64)
    yield _Split("all", {0: ""}, none, given)
    sources = batch.codes["source"][rows].astype(np.int64) if "source" in batch.codes else none
    yield _Split("source", dict(enumerate(plan.values("source"))), sources, given)
    if "responded" in batch.details:
        answered = batch.details["responded"][rows]
        known = answered != NEVER
        months = _months(answered[known], plan.zone)
        names = {month: _month_text(month) for month in np.unique(months).tolist()}
        yield _Split("month", names, months, _Given(*(values[known] for values in given)))


def _months(instants: Ints, zone: Zone) -> Ints:
    """Return the calendar month of each instant, counted from the year 0."""
    months: Ints = zone.local_days(instants).astype("datetime64[D]").astype("datetime64[M]").astype(np.int64)
    return months + 12 * 1970


def _month_text(month: int) -> str:
    return f"{month // 12:04}-{month % 12 + 1:02}"


def _counted(flags: Mapping[str, Flags]) -> dict[str, int]:
    return {name: int(np.count_nonzero(flagged)) for name, flagged in flags.items() if flagged.any()}
