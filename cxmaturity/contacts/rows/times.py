"""Times as files write them: which format a column has, decided over all its cells, and the SQL that reads it.

A format is the order and separator of the date's parts. Year-month-day with dashes is ISO and never ambiguous; for any
other, some cell must show which part is the day. A fraction, ``T`` or a space, and differing offsets make no second
format; times with an offset beside times without one do.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from cxmaturity.contacts.sql import literal, trimmed
from cxmaturity.errors import InputError, Place, wrong
from cxmaturity.words import Text, text

_CLOCK = r"\d{1,2}:\d{2}(:\d{2}(\.\d+)?)?"
_HOURS = r"[+-](?:[01]\d|2[0-3])(?::?[0-5]\d)?"
_OFFSET = rf"(Z|{_HOURS})"
ISO_NAIVE: Final = rf"\d{{4}}-\d{{1,2}}-\d{{1,2}}([T ]{_CLOCK})?"
ISO_ZONED: Final = rf"\d{{4}}-\d{{1,2}}-\d{{1,2}}[T ]{_CLOCK}{_OFFSET}"
_TIME = r"(?:[T ] *(\d{1,2}:\d{2}(?::\d{2}(?:[.,]\d+)?)?)( ?[AaPp]\.?[Mm]\.?)?)"
_ZONE = rf"( ?(?:[Zz]|UTC|GMT|{_HOURS}))"
SHAPE: Final = rf"^(\d{{1,4}})([-/.])(\d{{1,2}})([-/.])(\d{{1,4}})(?:{_TIME}{_ZONE}?)?$"
"""Groups: first part, separator, second part, separator, third part, clock, AM or PM, offset."""

_FLEXIBLE = re.compile(r"%([dmY])([-/.])%([dmY])\2%([dmY])(?:[T ]%H:%M(?::%S(?:\.%f)?)?(?: ?%z)?)?")
_DATES: Final = ("Ymd", "Ybd", "Yj", "GVu", "x", "c")
"""Directives that tell a calendar day together."""
EPOCHS: Final = {"epoch": 6, "epoch_ms": 3}
"""Words of ``--date-format`` for numbers since 1970, and how many decimals make a microsecond of them."""


@dataclass(frozen=True)
class TimeFormat:
    """How the times of a column are written."""

    order: str = "Ymd"
    """The date's parts in their order."""
    separator: str = "-"
    zoned: bool = False
    """True when every time has an offset."""
    simple: bool = False
    """True when every cell is ISO with nothing around it."""
    halves: bool = False
    """True when some times are written with AM or PM."""
    strptime: str | None = None
    """A strict strptime format, or a word of EPOCHS; None for the flexible reading."""

    @property
    def written(self) -> str:
        """How a date is written: as the user named it, or its parts in their order."""
        return self.strptime or self.separator.join(self.order)

    def sql(self, cell: str) -> str:
        """Return SQL for the time in a text cell (instant when zoned, else local) in µs; null if unreadable."""
        if self.strptime in EPOCHS:
            digits = EPOCHS[self.strptime]
            return f"CAST(TRY_CAST({trimmed(cell)} AS DECIMAL(22, {digits})) * {10**digits} AS BIGINT)"
        if self.strptime is not None:
            return self._strict_sql(trimmed(cell))
        kind = "TIMESTAMPTZ" if self.zoned else "TIMESTAMP"
        if self.simple:
            return f"epoch_us(TRY_CAST({cell} AS {kind}))"
        return f"epoch_us({self._flexible_sql(trimmed(cell), kind)})"

    def _strict_sql(self, cell: str) -> str:
        wanted = str(self.strptime)
        formats = [wanted, wanted.replace("%S", "%S.%f")] if "%S.%f" not in wanted else [wanted]
        if self.zoned:
            cell = f"regexp_replace({cell}, '[Zz]$', '+00:00')"
        read = f"epoch_us(try_strptime({cell}, [{', '.join(map(literal, dict.fromkeys(formats)))}]))"
        if not wanted.endswith("%z"):
            return read
        return f"CASE WHEN regexp_matches({cell}, {literal(_HOURS + '$')}) THEN {read} END"

    def _flexible_sql(self, cell: str, kind: str) -> str:
        iso = f"regexp_replace({cell}, {literal(self._date_pattern())}, {literal(self._as_iso())})"
        iso = f"replace(regexp_replace({iso}, '[T ] *', ' '), ',', '.')"
        iso = f"regexp_replace({iso}, ' ?(Z|z|UTC|GMT|[+-][0-9]{{2}}(:?[0-9]{{2}})?)$', '\\1')" if self.zoned else iso
        iso = f"regexp_replace({iso}, '(z|UTC|GMT)$', 'Z')" if self.zoned else iso
        read = f"TRY_CAST({iso} AS {kind})"
        if self.halves and not self.zoned:
            half = "' ?([AaPp])\\.?[Mm]\\.?$'"
            bare = f"replace(regexp_replace({iso}, {half}, ' \\1m'), '.', '')"
            told = f"try_strptime({bare}, ['%Y-%m-%d %I:%M:%S %p', '%Y-%m-%d %I:%M %p'])"
            read = f"CASE WHEN regexp_matches({iso}, {half}) THEN {told} ELSE {read} END"
        return f"CASE WHEN regexp_matches({cell}, {literal(self._guard())}) THEN {read} END"

    def _date_pattern(self) -> str:
        mark = re.escape(self.separator)
        return "^" + mark.join(r"(\d{4})" if part == "Y" else r"(\d{1,2})" for part in self.order)

    def _as_iso(self) -> str:
        return "-".join(f"\\{self.order.index(part) + 1}" for part in "Ymd")

    def _guard(self) -> str:
        rest = rf"(?:{_TIME}{_ZONE})" if self.zoned else rf"(?:{_TIME})?"
        return f"{self._date_pattern()}{rest}$"


SWAPPED: Final = text(
    "Day and month are swapped in a part of the file, and no --date-format reads both: repair it, or split it into two "
    "files, each with a format of its own in an engagement’s contacts/manifest.yaml."
)
"""What to do where some cells can only begin with the day, and others only with the month."""


def names_a_day(date_format: str) -> bool:
    """Whether a strptime format has year, month and day."""
    found = set(re.findall(r"%-?([A-Za-z])", date_format.replace("%%", "")))
    alike = {"y": "Y", "B": "b"}
    return any(set(parts) <= {alike.get(part, part) for part in found} for parts in _DATES)


@dataclass(frozen=True)
class Shape:
    """Cells of a column that look alike."""

    year_first: bool
    separator: str
    zoned: bool
    halves: bool
    first_is_day: bool
    """True when some cell's first part that is not the year can only be a day."""
    second_is_day: bool
    years: tuple[int, int]
    simple: bool = False
    """True when they are ISO with nothing around."""


def decide(shapes: Sequence[Shape], place: Place, ask: Callable[[], Text]) -> TimeFormat:
    """Return the one format of a column. Raises InputError when it has two, or day and month cannot be told apart.

    ``ask`` says how the user can tell which it is.
    """
    orders = {(shape.year_first, shape.separator) for shape in shapes}
    if len(orders) > 1:
        raise wrong(text("the times of this column are written in two formats."), place, ask())
    if len({shape.zoned for shape in shapes}) > 1:
        raise _mixed(place)
    if not shapes:
        return TimeFormat()
    return TimeFormat(
        _order(shapes, place, ask),
        shapes[0].separator,
        zoned=shapes[0].zoned,
        simple=all(shape.simple for shape in shapes),
        halves=any(shape.halves for shape in shapes),
    )


def asked(date_format: str, shapes: Sequence[Shape], place: Place) -> TimeFormat:
    """Return the format that the user named with ``--date-format``."""
    match = _FLEXIBLE.fullmatch(date_format.strip())
    if match is None or len({match[1], match[3], match[4]}) < 3:
        zoned = "%z" in date_format or date_format in EPOCHS
        return TimeFormat(strptime=date_format, zoned=zoned)
    order, separator = match[1] + match[3] + match[4], match[2]
    fitting = [shape for shape in shapes if shape.separator == separator and shape.year_first == (order[0] == "Y")]
    if len({shape.zoned for shape in fitting}) > 1:
        raise _mixed(place)
    zoned = any(shape.zoned for shape in fitting)
    return TimeFormat(order, separator, zoned, halves=any(shape.halves for shape in fitting))


def _order(shapes: Sequence[Shape], place: Place, ask: Callable[[], Text]) -> str:
    year_first, separator = shapes[0].year_first, shapes[0].separator
    if year_first and separator == "-":
        return "Ymd"
    first, second = any(shape.first_is_day for shape in shapes), any(shape.second_is_day for shape in shapes)
    if first and second:
        raise wrong(text("the times of this column are written in two formats."), place, SWAPPED)
    if not first and not second:
        raise wrong(text("day and month cannot be told apart in this column."), place, ask())
    days = "dm" if first else "md"
    return f"Y{days}" if year_first else f"{days}Y"


def _mixed(place: Place) -> InputError:
    return wrong(
        text("some times of this column have an offset from UTC and others have none."),
        place,
        text("Export the file again with one kind of time, or give a --date-format."),
    )
