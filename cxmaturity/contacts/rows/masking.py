"""Cells as they may be shown: what may tell a person is masked, so that only its shape is left."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final

from cxmaturity.contacts.fields import CODED, MOMENTS
from cxmaturity.contacts.files.naming import named
from cxmaturity.contacts.rows.judging import Judge
from cxmaturity.contacts.rows.tallying import Tally
from cxmaturity.words import Text, text

_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_TIMES: Final = ("sent_at", *MOMENTS)
_BOUNCES: Final = ("hard", "soft", "true", "false", "yes", "no", "1", "0")
_SCORES: Final = 10
"""The highest score of any scale: a larger number may be somebody's."""
_SHAPE: Final = " .,;:/@+-_"
"""Characters that a mask leaves, for they show how a cell is written."""
_LONGEST: Final = 40


def masked(written: str) -> str:
    """Return a cell's shape: a digit as ``#``, anything else but the usual marks as ``•``."""
    shape = "".join("#" if each.isdigit() else each if each in _SHAPE else "•" for each in written[:_LONGEST])
    return shape if set(shape) & set("#•") else "•" * len(shape)


@dataclass(frozen=True)
class Shown:
    """How the cells of one file are shown."""

    judge: Judge
    words: frozenset[str]
    """Fields whose values are few words that tell nobody."""

    @classmethod
    def of(cls, judge: Judge, tally: Tally) -> Shown:
        """Return how the cells of a file are shown, by all the values that it has."""
        values: dict[str, tuple[str, ...]] = {field: tally.values.get(field, ()) for field in CODED}
        values["event_type"] = (*tally.events, *tally.other_events)
        return cls(judge, frozenset(field for field, words in values.items() if isinstance(named(words), str)))

    def row(self, cells: Mapping[str, object]) -> dict[str, str | Text]:
        """Return a row's cells as they may be shown; empty ones are left out.

        Only instants, words that a column repeats, scores and flags are shown as they are, and these neither where the
        column also holds the customer nor where the cell is the customer's.
        """
        customer = str(cells.get("customer_id") or "").strip().casefold()
        found = {field: self._cell(field, cell, customer) for field, cell in cells.items()}
        return {field: shown for field, shown in found.items() if shown != ""}

    def _cell(self, field: str, cell: object, customer: str) -> str | Text:
        if cell is None or cell == "" or (isinstance(cell, float) and math.isnan(cell)):
            return ""
        if isinstance(cell, bool):
            return text("yes") if cell else ""
        whole = isinstance(cell, int) and field in _TIMES
        written = _instant(int(str(cell))) if whole else _number(cell) if isinstance(cell, float) else str(cell).strip()
        is_his = self.judge.bound[field] == self.judge.bound["customer_id"] or written.casefold() == customer
        if is_his or not (whole or self._tells_nobody(field, written)):
            return masked(written)
        return written

    def _tells_nobody(self, field: str, written: str) -> bool:
        if field == "score":
            return written.isdecimal() and int(written) <= _SCORES
        return field in self.words or (field == "bounced" and written in _BOUNCES)


def _instant(microseconds: int) -> str:
    """Return an instant in UTC, without a fraction where it has none."""
    return (_EPOCH + timedelta(microseconds=microseconds)).isoformat().replace("+00:00", "Z").replace("000Z", "Z")


def _number(value: float) -> str:
    return str(int(value)) if math.isfinite(value) and value == int(value) else str(value)
