"""Time until something happens, when some were not watched long enough (METHODS.md, Follow-up time).

Input is aggregated, so that millions of spells are a short array: how many spells have which length and which end. A
spell that ends in ``CENSORED`` was still open; at equal times events come before censoring.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import exp, log, sqrt
from typing import TYPE_CHECKING, Any, Final

from cxmaturity.stats.rates import Z95

if TYPE_CHECKING:
    import numpy.typing as npt

    Numbers = npt.ArrayLike
    Array = npt.NDArray[Any]

CENSORED: Final = -1
"""The end of a spell that was still open when last seen."""
_ROUNDING: Final = 1e-9
"""By how much a share may miss one half through rounding alone."""
Bounded = tuple[float, float | None, float | None]
"""A value with its interval, whose bounds are None where the method has none: at 0 and 1."""


@dataclass(frozen=True, eq=False)
class Incidence:
    """How the share of spells with one kind of end grows with time, other kinds of end competing with it."""

    times: Array
    """The distinct lengths of spells, ascending."""
    at_risk: Array
    """Spells that are at least so long."""
    ended: Array
    """Spells that end then, in whatever way."""
    events: Array
    """Those of them that end in this way."""
    share: Array
    """The Aalen–Johansen estimate at each of these times; with no competing end it is 1 − Kaplan–Meier."""

    def at(self, time: float, z: float = Z95) -> Bounded | None:
        """Return the share until a time, that included, and its interval; None when no spell was watched so long.

        The variance is the delta method's (Marubini & Valsecchi 1995), the interval complementary log-log: without a
        competing end they are Greenwood's and Kaplan–Meier's log-log interval.
        """
        last = _reached(self, time)
        if last is None:
            return None
        value = float(self.share[last - 1]) if last else 0.0
        low, high = _log_log(1 - value, self._variance(last, value), z)
        return value, None if high is None else 1 - high, None if low is None else 1 - low

    @property
    def median(self) -> float | None:
        """The least time until which half of all spells have ended in this way; None when that is never reached."""
        return _first(self.times, self.share >= 0.5 - _ROUNDING)

    def _variance(self, last: int, value: float) -> float:
        import numpy as np

        n, ended, events = (array[:last].astype(float) for array in (self.at_risk, self.ended, self.events))
        before = np.concatenate(([1.0], _survival(n, ended)[:-1])) if last else n
        further = value - self.share[:last]
        left = np.maximum(n - ended, 1)
        spread = further**2 * ended / (n * left)
        own = before**2 * (n - events) * events / n**3
        shared = further * before * events / n**2
        return float(max(0.0, (spread + own - 2 * shared).sum()))


@dataclass(frozen=True, eq=False)
class Survival:
    """How the share of spells that have not ended falls with time (Kaplan–Meier)."""

    times: Array
    at_risk: Array
    ended: Array
    share: Array
    """The share that is longer than each of these times."""

    def at(self, time: float, z: float = Z95) -> Bounded | None:
        """Return the share that is longer than a time, and its log-log interval; None when none was watched so long."""
        last = _reached(self, time)
        if last is None:
            return None
        value = float(self.share[last - 1]) if last else 1.0
        error = self.error(time)
        return value, *_log_log(value, 0.0 if error is None else error**2, z)

    def error(self, time: float) -> float | None:
        """Return Greenwood's standard error of the share at a time; None when no spell was watched so long."""
        last = _reached(self, time)
        if last is None:
            return None
        value = float(self.share[last - 1]) if last else 1.0
        n, ended = self.at_risk[:last].astype(float), self.ended[:last].astype(float)
        with_some_left = ended < n
        terms = ended[with_some_left] / (n[with_some_left] * (n - ended)[with_some_left])
        return value * sqrt(float(terms.sum()))

    @property
    def median(self) -> float | None:
        """The least time that at most half of all spells are longer than; None when that is never reached."""
        return _first(self.times, self.share <= 0.5 + _ROUNDING)


def kaplan_meier(times: Numbers, ends: Numbers, counts: Numbers) -> Survival:
    """Return the survival curve of spells; any end that is not ``CENSORED`` ends one.

    The three arrays have one entry for each group of equal spells: how long they are, how they end, how many they are.
    """
    found, at_risk, by_end = _tabulated(times, ends, counts, None)
    return Survival(found, at_risk, by_end[0], _survival(at_risk, by_end[0]))


def aalen_johansen(times: Numbers, ends: Numbers, counts: Numbers, kinds: int) -> tuple[Incidence, ...]:
    """Return the cumulative incidence of each of ``kinds`` competing ends, numbered from 0.

    The three arrays have one entry for each group of equal spells: how long they are, how they end, how many they are.
    At each time the shares of all ends and the survival sum up to 1.
    """
    import numpy as np

    found, at_risk, by_end = _tabulated(times, ends, counts, kinds)
    ended = by_end.sum(axis=0)
    before = np.concatenate(([1.0], _survival(at_risk, ended)[:-1])) if len(found) else at_risk
    shares = np.cumsum(before * by_end / np.maximum(at_risk, 1), axis=1)
    return tuple(Incidence(found, at_risk, ended, *each) for each in zip(by_end, shares, strict=True))


def _tabulated(times: Numbers, ends: Numbers, counts: Numbers, kinds: int | None) -> tuple[Array, Array, Array]:
    """Return the distinct times, the spells at risk at each, and by kind those that end then; one kind for None."""
    import numpy as np

    lengths, ways, groups = np.asarray(times), np.asarray(ends, dtype=np.int64), np.asarray(counts, dtype=np.int64)
    found, at = np.unique(lengths, return_inverse=True)
    is_event = ways != CENSORED
    rows = np.zeros_like(at) if kinds is None else ways
    by_end = np.zeros((kinds or 1, len(found)), dtype=np.int64)
    np.add.at(by_end, (rows[is_event], at[is_event]), groups[is_event])
    leaving = np.zeros(len(found), dtype=np.int64)
    np.add.at(leaving, at, groups)
    return found, leaving[::-1].cumsum()[::-1], by_end


def _survival(at_risk: Array, ended: Array) -> Array:
    import numpy as np

    return np.cumprod(1 - ended / np.maximum(at_risk, 1))


def _reached(curve: Incidence | Survival, time: float) -> int | None:
    """Return how many of a curve's times lie up to a time; None when open spells only were last seen before it."""
    import numpy as np

    last = int(np.searchsorted(curve.times, time, side="right"))
    is_beyond = last == len(curve.times) and (not last or curve.times[-1] < time)
    return None if is_beyond and (not last or curve.ended[-1] < curve.at_risk[-1]) else last


def _first(times: Array, holds: Array) -> float | None:
    return float(times[holds.argmax()]) if holds.any() else None


def _log_log(value: float, variance: float, z: float) -> tuple[float | None, float | None]:
    """Return the log-log interval of a surviving share."""
    if not _ROUNDING < value < 1 - _ROUNDING:
        return None, None
    half = z * sqrt(variance) / (value * log(value))
    return value ** exp(-half), value ** exp(half)
