"""Questions that a customer had just been asked by somebody else."""

from __future__ import annotations

from typing import Final

import numpy as np
import numpy.typing as npt

from cxmaturity.contacts.kernel.batches import Batch, Codes, Flags, Ints
from cxmaturity.contacts.kernel.examples import examples
from cxmaturity.contacts.kernel.senders import attributed
from cxmaturity.contacts.kernel.summary import Summary
from cxmaturity.contacts.kernel.windows import microseconds

_MONTH: Final = microseconds(30)


def questions(batch: Batch, sources: tuple[str, ...]) -> Summary:
    """Return how many contacts put a question, and how many one that another source had put less than 30 days before.

    Any earlier contact of the customer in the order can be that other one, not only the last.
    """
    numbers = batch.details.get("question")
    if numbers is None:
        return Summary()
    codes = batch.codes.get("source", np.zeros(len(batch), dtype=np.int8))
    rows = np.flatnonzero((numbers != 0) & _near(batch))
    texts = _coded(numbers[rows])
    shared = _shared(texts, codes[rows])
    rows, texts = rows[shared], texts[shared]
    again = np.zeros(len(batch), dtype=np.bool_)
    if len(rows):
        group = batch.customers[rows] * (int(texts.max()) + 1) + texts
        order = np.argsort(group, kind="stable")
        rows, group = rows[order], group[order]
        before = _latest_other(group, codes[rows], attributed(codes[rows], sources))
        again[rows] = (before >= 0) & (batch.instants[rows] - batch.instants[rows[before]] < _MONTH)
    return Summary(
        with_question=int(np.count_nonzero(numbers)),
        repeated_questions=int(np.count_nonzero(again)),
        concerned={"repeated_questions": batch.concerned(again)},
        examples=examples(batch, {"repeated_questions": again}),
    )


def _near(batch: Batch) -> Flags:
    """Return which contacts have another of their customer less than 30 days away: no other one takes part."""
    follows = np.diff(batch.instants, prepend=0) < _MONTH
    follows[batch.starts] = False
    follows[:-1] |= follows[1:]
    return follows


def _coded(numbers: npt.NDArray[np.uint64]) -> Ints:
    """Return the position of each number among the distinct ones, in the order of their first occurrence."""
    import pyarrow as pa

    found: Ints = pa.array(numbers).dictionary_encode().indices.to_numpy().astype(np.int64)
    return found


def _shared(texts: Ints, codes: Codes) -> Flags:
    """Return which rows have a question that several sources put: the others can repeat nothing."""
    if not len(texts):
        return np.zeros(0, dtype=np.bool_)
    first = np.zeros(int(texts.max()) + 1, dtype=codes.dtype)
    first[texts] = codes
    several = np.zeros(len(first), dtype=np.bool_)
    several[texts[first[texts] != codes]] = True
    return several[texts]


def _latest_other(group: Ints, codes: Codes, is_named: Flags) -> Ints:
    """Return for each row the index of the last row above in its group that names another source; −1 where none does.

    Among rows that name their source, it is the one above, or where that has the same source, the one above its run.
    """
    positions = np.arange(len(group))
    named = np.flatnonzero(is_named)
    begins = np.ones(len(named), dtype=np.bool_)
    begins[1:] = (np.diff(group[named]) != 0) | (codes[named[1:]] != codes[named[:-1]])
    before_run = np.maximum.accumulate(np.where(begins, np.arange(len(named)), 0)) - 1
    found = np.maximum.accumulate(np.where(is_named, positions, -1))
    found[named] = np.where(before_run >= 0, named[before_run], -1)
    found[(found >= 0) & (group[found] != group)] = -1
    return found
