"""Months as whole numbers, and the periods that a schedule is made of."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

Index = int
"""Months since January of year 0."""


def index(month: str) -> Index:
    """Return the index of a month written ``YYYY-MM``."""
    year, _, number = month.partition("-")
    return int(year) * 12 + int(number) - 1


def of(day: date) -> Index:
    """Return the index of a day's month."""
    return day.year * 12 + day.month - 1


def name(month: Index) -> str:
    """Return a month as ``YYYY-MM``."""
    return f"{month // 12:04d}-{month % 12 + 1:02d}"


def first_day(month: str) -> date:
    """Return the first day of a month written ``YYYY-MM``."""
    return date(*divmod_month(index(month)), 1)


def divmod_month(month: Index) -> tuple[int, int]:
    """Return year and month, the month from 1."""
    return month // 12, month % 12 + 1


def quarter(month: Index) -> str:
    """Return the quarter that a month lies in, ``2027-Q1``."""
    return f"{month // 12:04d}-Q{month % 12 // 3 + 1}"


def quarter_end(month: Index) -> Index:
    """Return the last month of the quarter that a month lies in."""
    return month // 3 * 3 + 2


@dataclass(frozen=True)
class Periods:
    """The horizon, cut into months or into blocks of three."""

    start: Index
    months: int
    step: int
    """Months in a period; the last one may be shorter."""

    @property
    def ends(self) -> tuple[int, ...]:
        """Number of months after which each period ends."""
        return tuple(min(end, self.months) for end in range(self.step, self.months + self.step, self.step))

    def length(self, months: int) -> int:
        """Return how many periods something of that many months takes."""
        return -(-months // self.step)

    def first(self, period: int) -> Index:
        """Return the first month of a period."""
        return self.start + period * self.step

    def last(self, period: int) -> Index:
        """Return the last month of a period."""
        return self.start + self.ends[period] - 1

    def after(self, months: int) -> int:
        """Return the first period that begins when that many months have passed."""
        return max(0, -(-months // self.step))
