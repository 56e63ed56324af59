"""How long after the event that triggered it a request was sent, and whether that was as declared."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import numpy as np

from cxmaturity.contacts.fields import NEVER
from cxmaturity.contacts.kernel.batches import Batch, Codes, Ints
from cxmaturity.contacts.kernel.summary import Histogram, Summary
from cxmaturity.contacts.kernel.windows import microseconds
from cxmaturity.contacts.rows.zones import DAY
from cxmaturity.contacts.settings import Timing

_HOUR: Final = DAY // 24


def timing(batch: Batch, sources: tuple[str, ...], declared: Mapping[str, Timing]) -> Summary:
    """Return the delays after the event in whole hours, and by source how many lie within the declared timing."""
    events = batch.details.get("event_at")
    if events is None:
        return Summary()
    known = np.flatnonzero(events != NEVER)
    lags = batch.instants[known] - events[known]
    codes = batch.codes["source"][known] if "source" in batch.codes else np.zeros(len(known), dtype=np.int64)
    return Summary(lag_hours=_histogram(lags // _HOUR), timed=_timed(lags, codes, sources, declared))


def _timed(
    lags: Ints, codes: Codes, sources: tuple[str, ...], declared: Mapping[str, Timing]
) -> dict[str, tuple[int, int]]:
    """Return each source with a declared timing, its contacts with a known event, and those of them in time."""
    spans = [declared.get(source) for source in sources]
    earliest = np.array(
        [NEVER if span is None or span.earliest is None else microseconds(span.earliest) for span in spans]
    )
    latest = np.array([NEVER if span is None else microseconds(span.latest) for span in spans])
    in_time = (lags >= earliest[codes]) & (lags <= latest[codes])
    every = np.bincount(codes, minlength=len(sources))
    kept = np.bincount(codes[in_time], minlength=len(sources))
    return {
        source: (int(every[code]), int(kept[code]))
        for code, source in enumerate(sources)
        if source in declared and every[code]
    }


def _histogram(values: Ints) -> Histogram:
    distinct, times = np.unique(values, return_counts=True)
    return dict(zip(distinct.tolist(), times.tolist(), strict=True))
