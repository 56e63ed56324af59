"""What the cells of ``cases.csv`` mean."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from functools import cache, partial
from typing import Final, get_args
from zoneinfo import ZoneInfo

from cxmaturity.contacts.fields import BLANKS
from cxmaturity.engagement.tables.cells import boolean
from cxmaturity.errors import closest, did_you_mean
from cxmaturity.evidence.loop import Aim, Class, Contacted
from cxmaturity.words import Text, text

_YEARS: Final = range(1990, 2100)
_TIME: Final = re.compile(
    r"(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}:\d{2}(?::\d{2}(?:[.,]\d{1,9})?)?) ?(Z|[+-]\d{2}(?::?\d{2})?)?)?", re.IGNORECASE
)
"""An ISO 8601 day, or a moment with its offset or without."""
_DAY: Final = len("2026-10-15")
"""Letters of a day alone; a moment has more."""
_TIMELIKE: Final = re.compile(
    r"(?:(?:19|20)\d\d[-/.]\d{1,2}[-/.]\d{1,2}|\d{1,2}[-/.]\d{1,2}[-/.](?:(?:19|20)\d\d|\d\d))"
    r"(?:[T ]+\d{1,2}:\d\d(?::\d\d(?:[.,]\d{1,9})?)?(?: ?[AP]M)?(?: ?(?:Z|[+-]\d\d:?\d\d))?)?",
    re.IGNORECASE,
)
"""What was surely meant for a time, and so may be shown: anything else might be a customer's number."""

_WORDS: Final[dict[str, tuple[str, ...]]] = {
    "class": get_args(Class),
    "first_contact_kind": get_args(Contacted),
    "aim": get_args(Aim),
}


class CellError(Exception):
    """A cell that means nothing: what is wrong with it, and the remedy."""

    def __init__(self, what: Text, remedy: Text | None) -> None:
        self.what, self.remedy = what, remedy


def meaning(column: str, timezone: str) -> Callable[[str], object]:
    """Return what makes a value of a cell that is trimmed and not blank; it raises CellError where it means nothing."""
    if column.endswith("_at"):
        return cache(partial(_moment, zone=ZoneInfo(timezone)))
    if column in _WORDS:
        return cache(partial(_word, known=_WORDS[column]))
    return cache(_yes_or_no) if column == "documented" else str


def is_day(cell: str) -> bool:
    """Tell whether a cell that means a time is a day without an hour."""
    return len(cell) == _DAY


def trimmed(cell: object) -> str:
    """Return a cell without white space at its ends, as the cells of a contact log are."""
    return "" if cell is None else str(cell).strip(BLANKS)


def _moment(cell: str, zone: ZoneInfo) -> datetime:
    """Return an instant in UTC; a day alone is its beginning."""
    found = _TIME.fullmatch(cell)
    try:
        if found is None:
            raise ValueError
        day, time, offset = found.groups()
        moment = datetime.fromisoformat(f"{day}T{(time or '00:00').replace(',', '.')}{(offset or '').upper()}")
        moment = (moment if offset else moment.replace(tzinfo=zone)).astimezone(UTC)
    except (ValueError, OverflowError) as error:
        shown = cell if _TIMELIKE.fullmatch(cell) else "…"
        remedy = text(
            "Write it as in 2026-10-15 09:30, with an offset such as +02:00 or in the zone {zone}.", zone=zone
        )
        raise CellError(text("“{value}” is not a time that can be read.", value=shown), remedy) from error
    if moment.year not in _YEARS:
        what = text("“{value}” is not between 1990 and 2099.", value=cell)
        raise CellError(what, text("Leave the cell empty if it has not happened."))
    return moment


def _word(cell: str, known: tuple[str, ...]) -> str:
    word = cell.casefold()
    if word not in known:
        meant = did_you_mean(word, known)
        what = text("this column knows no such word.")
        if meant is not None:
            what = text("“{value}” is not a word that this column knows.", value=cell)
        raise CellError(what, meant or text("Known are: {words}.", words=", ".join(known)))
    return word


def _yes_or_no(cell: str) -> bool:
    try:
        return boolean(cell)
    except ValueError as error:
        what = text("“{value}” is neither yes nor no.", value=_slip(cell, ("yes", "no", "oui", "non")))
        raise CellError(what, text("Write yes or no, or leave the cell empty.")) from error


def _slip(cell: str, known: Iterable[str]) -> str:
    """Return a word as messages quote it: not at all where it is near no known one, since it may be a name."""
    return cell if closest(cell.casefold(), known) else "…"
