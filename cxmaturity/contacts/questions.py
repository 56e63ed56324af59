"""Questions that a customer had just been asked by somebody else."""

from __future__ import annotations

from typing import Final

import numpy as np

from cxmaturity.contacts.batches import Batch, Codes, Flags, Ints
from cxmaturity.contacts.summary import Summary
from cxmaturity.contacts.windows import microseconds

_MONTH: Final = microseconds(30)


def questions(batch: Batch, sources: tuple[str, ...]) -> Summary:
    """Return how many contacts put a question, and how many one that another source had put less than 30 days before.

    Any earlier contact of the customer in the order can be that other one, not only the last.
    """
    numbers = batch.details.get("question")
    if numbers is None or not numbers.any():
        return Summary()
    asked = np.flatnonzero(numbers)
    codes = batch.codes.get("source", np.zeros(len(batch), dtype=np.int8))
    rows = asked[np.lexsort((asked, numbers[asked], batch.customers[asked]))]
    same = (np.diff(batch.customers[rows]) == 0) & (numbers[rows[1:]] == numbers[rows[:-1]])
    group = np.concatenate(([0], np.cumsum(~same)))
    attributed = codes[rows] > 0 if sources[:1] == ("",) else np.ones(len(rows), dtype=np.bool_)
    before = _latest_other(group, codes[rows], attributed)
    again = np.zeros(len(batch), dtype=np.bool_)
    again[rows] = (before >= 0) & (batch.instants[rows] - batch.instants[rows[before]] < _MONTH)
    return Summary(
        with_question=len(rows),
        repeated_questions=int(np.count_nonzero(again)),
        concerned={"repeated_questions": batch.concerned(again)},
    )


def _latest_other(group: Ints, codes: Codes, attributed: Flags) -> Ints:
    """Return for each row the index of the last row above in its group that names another source; −1 where none does.

    Among rows that name their source, it is the one above, or where that has the same source, the one above its run.
    """
    positions = np.arange(len(group))
    named = np.flatnonzero(attributed)
    begins = np.ones(len(named), dtype=np.bool_)
    begins[1:] = (np.diff(group[named]) != 0) | (codes[named[1:]] != codes[named[:-1]])
    before_run = np.maximum.accumulate(np.where(begins, np.arange(len(named)), 0)) - 1
    found = np.maximum.accumulate(np.where(attributed, positions, -1))
    found[named] = np.where(before_run >= 0, named[before_run], -1)
    found[(found >= 0) & (group[found] != group)] = -1
    return found
