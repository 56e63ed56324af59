"""Who answered, who opted out, and who was asked all the same."""

from __future__ import annotations

from typing import Final

import numpy as np

from cxmaturity.contacts.kernel.answers import Answers
from cxmaturity.contacts.kernel.batches import Batch, Codes, Flags, Ints
from cxmaturity.contacts.kernel.examples import examples
from cxmaturity.contacts.kernel.plan import Plan
from cxmaturity.contacts.kernel.summary import Shares, Summary
from cxmaturity.contacts.kernel.volume import histogram

MOST: Final = 6
"""The pressure that the last row of a table begins with."""
LONG: Final = 5
"""Requests in a row without an answer from which a customer concerns the finding."""


def responses(batch: Batch, pressure: Ints, answers: Answers, plan: Plan) -> Summary:
    """Return what was answered by channel, source and pressure of 30 days, and runs of requests without an answer."""
    if "responded" not in batch.details:
        return Summary()
    judged = answers.counted & answers.judged
    rows = np.flatnonzero(judged)
    customers, runs = _longest_runs(batch, rows, answers.answered)
    return Summary(
        answered={field: _by_value(batch, field, judged, answers.answered, plan) for field in ("channel", "source")},
        answered_under=_by_pressure(pressure, answers.counted & answers.settled, answers.answered),
        late=int(np.count_nonzero(answers.late)),
        streaks=histogram(runs),
        concerned={"ignored_runs": int(np.count_nonzero(runs >= LONG))},
        examples=examples(batch, {"ignored_runs": _of_all(batch, customers, runs)}, LONG),
    )


def departures(batch: Batch, pressure: Ints, answers: Answers, plan: Plan) -> Summary:
    """Return how many contacts an opt-out followed, and how many came after an opt-out or a hard bounce."""
    found = Summary()
    if batch.opt_outs is not None:
        left = _left(batch, plan)
        found = Summary(
            judged=int(np.count_nonzero(answers.judged)),
            left=int(np.count_nonzero(left & answers.judged)),
            left_under=_by_pressure(pressure, answers.settled, left),
        )
    after = {"contact_after_opt_out": batch.opted_out_at, "contact_after_bounce": batch.hard_bounced_at}
    flags = {finding: _after(batch, since) for finding, since in after.items() if since is not None}
    return found.merge(
        Summary(
            after={finding: int(np.count_nonzero(flag)) for finding, flag in flags.items()},
            concerned={finding: batch.concerned(flag) for finding, flag in flags.items()},
            examples=examples(batch, flags),
        )
    )


def _after(batch: Batch, since: Ints) -> Flags:
    return batch.instants > np.repeat(since, batch.sizes)


def _by_value(batch: Batch, field: str, judged: Flags, answered: Flags, plan: Plan) -> Shares[str]:
    """Return for each value of a category its judged contacts and the answered ones among them."""
    values = plan.values(field)
    codes = batch.codes.get(field)
    found = _shares(np.zeros(len(batch), np.int64) if codes is None else codes, len(values), judged, answered)
    return {values[code]: share for code, share in found.items()}


def _by_pressure(pressure: Ints, looked_at: Flags, flags: Flags) -> Shares[int]:
    """Return for each pressure, 6 and more being one, the contacts looked at and the flagged ones among them."""
    return _shares(np.minimum(pressure, MOST), MOST + 1, looked_at, flags)


def _shares(keys: Codes, size: int, looked_at: Flags, flags: Flags) -> Shares[int]:
    """Return for each key below a size the contacts looked at and the flagged ones among them, in one count."""
    cells = keys * np.int64(4) + looked_at * np.int64(2) + flags
    without, flagged = np.bincount(cells, minlength=4 * size).reshape(size, 4)[:, 2:].T
    return {
        int(key): (int(without[key] + flagged[key]), int(flagged[key])) for key in np.flatnonzero(without + flagged)
    }


def _longest_runs(batch: Batch, rows: Ints, answered: Flags) -> tuple[Ints, Ints]:
    """Return the customers with such rows, and of each the longest run of them without an answer."""
    if not len(rows):
        return rows, rows
    customers = batch.customers[rows]
    starts = np.flatnonzero(np.diff(customers, prepend=-1))
    places = np.arange(len(rows))
    ended = np.where(answered[rows], places, -1)
    ended[starts] = np.maximum(ended[starts], starts - 1)
    return customers[starts], np.maximum.reduceat(places - np.maximum.accumulate(ended), starts)


def _of_all(batch: Batch, customers: Ints, runs: Ints) -> Ints:
    """Return the runs of some customers as those of all."""
    found = np.zeros(len(batch.starts), dtype=np.int64)
    found[customers] = runs
    return found


def _left(batch: Batch, plan: Plan) -> Flags:
    """Return which contacts are the customer's latest one at or before an opt-out that came within the window."""
    left = np.zeros(len(batch), dtype=np.bool_)
    opt_outs = batch.opt_outs
    if opt_outs is None or not len(opt_outs.instants):
        return left
    starts = batch.starts[opt_outs.customers]
    low, high = starts.copy(), starts + batch.sizes[opt_outs.customers]
    while np.any(low < high):  # all binary searches at once; low ends behind the last contact not later
        middle = (low + high) // 2
        searching = low < high
        passed = np.zeros(len(low), dtype=np.bool_)
        passed[searching] = batch.instants[middle[searching]] <= opt_outs.instants[searching]
        low = np.where(searching & passed, middle + 1, low)
        high = np.where(searching & ~passed, middle, high)
    rows = low[low > starts] - 1
    lags = opt_outs.instants[low > starts] - batch.instants[rows]
    left[rows[lags <= plan.window]] = True
    return left
