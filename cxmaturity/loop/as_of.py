"""The cycle's date as instants: microseconds since 1970 (UTC), as the table of answers has them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

DAY: Final = 86_400_000_000
"""Microseconds."""
HOUR: Final = DAY // 24
_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND: Final = timedelta(microseconds=1)


@dataclass(frozen=True)
class AsOf:
    """A cycle's date in the engagement's zone. What happens on the day itself still counts."""

    day: date
    timezone: str

    @property
    def start(self) -> int:
        """The day's midnight: open cases are censored here, and deadlines before it have passed."""
        return self.midnight(0)

    @property
    def end(self) -> int:
        """The midnight after it: what happens from here on is left out."""
        return self.midnight(1)

    @property
    def end_moment(self) -> datetime:
        """The same instant, in UTC."""
        return self._beginning(1)

    def midnight(self, days: int) -> int:
        """Return the midnight at which a day begins, that many days from the date."""
        return microseconds(self._beginning(days))

    def age(self, instant: int) -> int:
        """Return by how many calendar days an instant is older than the date."""
        return (self.day - day_of(instant, self.timezone)).days

    def _beginning(self, days: int) -> datetime:
        return datetime.combine(self.day + timedelta(days=days), time(), ZoneInfo(self.timezone)).astimezone(UTC)


def microseconds(moment: datetime) -> int:
    """Return a moment with its zone as microseconds since 1970."""
    return (moment.astimezone(UTC) - _EPOCH) // _MICROSECOND


def end_of_day(instant: int, timezone: str) -> int:
    """Return the last microsecond of the calendar day of an instant in a zone."""
    return AsOf(day_of(instant, timezone), timezone).end - 1


def moment_of(instant: int) -> datetime:
    """Return an instant as a moment in UTC."""
    return _EPOCH + timedelta(microseconds=instant)


def day_of(instant: int, timezone: str) -> date:
    """Return the calendar day of an instant in a zone."""
    return moment_of(instant).astimezone(ZoneInfo(timezone)).date()
