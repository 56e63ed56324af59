"""Sorted rows to batches of whole customers: a customer that spans batches is carried over."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from cxmaturity.contacts.fields import CODED, DETAILS

if TYPE_CHECKING:
    import pyarrow as pa

Ints = npt.NDArray[np.int64]
Codes = npt.NDArray[np.integer[Any]]
Flags = npt.NDArray[np.bool_]
Column = npt.NDArray[Any]


@dataclass(frozen=True)
class Moments:
    """Instants of customers, in the order of customers and instants."""

    customers: Ints
    """Number of each one's customer in the batch."""
    instants: Ints

    def cut(self, customer: int) -> tuple[Moments, Moments]:
        """Return them in two, the second beginning with that customer, which is its first."""
        at = int(np.searchsorted(self.customers, customer))
        return (
            Moments(self.customers[:at], self.instants[:at]),
            Moments(self.customers[at:] - customer, self.instants[at:]),
        )


@dataclass(frozen=True)
class Ids:
    """Ids of customers."""

    names: pa.Array
    numbers: Ints
    """Index of each customer's id among them."""

    def of(self, customers: Ints) -> pa.Array:
        """Return the ids of some customers, given by their numbers."""
        return self.names.take(_indices(self.numbers[customers]))


@dataclass(frozen=True)
class Batch:
    """All contacts of some customers, each customer's in their order."""

    instants: Ints
    """Microseconds since 1970."""
    hashes: npt.NDArray[np.uint64]
    """Hash of each row's customer."""
    starts: Ints
    """Index of each customer's first contact."""
    codes: Mapping[str, Codes]
    """Category, ``metric`` or ``scale`` to the index of each contact's value in the vocabulary."""
    details: Mapping[str, Column] = field(default_factory=dict)
    """What else is known of each contact (``fields.DETAILS``), of what some log has."""
    opted_out_at: Ints | None = None
    """Each customer's earliest opt-out, NOT_YET where there is none; None where no log shows any."""
    hard_bounced_at: Ints | None = None
    """Each customer's earliest hard bounce, alike."""
    ids: Ids | None = None
    """Each customer's id; None where nobody asks for examples."""
    opt_outs: Moments | None = None
    """Every opt-out that counts: each contact's earliest, and those that belong to no contact; None alike."""

    def __len__(self) -> int:
        return len(self.instants)

    @cached_property
    def sizes(self) -> Ints:
        """Contacts of each customer."""
        return np.diff(self.starts, append=len(self))

    @cached_property
    def customers(self) -> Ints:
        """Number of each row's customer, from 0."""
        return np.repeat(np.arange(len(self.starts)), self.sizes)

    def concerned(self, flags: Flags) -> int:
        """Return how many customers have at least one flagged row."""
        return distinct_runs(self.customers[flags])

    def selected(self, flags: Flags) -> Batch:
        """Return the flagged rows; customers without any are gone."""
        customers = self.customers[flags]
        starts = np.flatnonzero(np.diff(customers, prepend=-1))
        return self._part(flags, starts, customers[starts], _selected(self.opt_outs, customers[starts]))

    def ordered(self, order: Ints) -> Batch:
        """Return the batch with its rows in another order, which leaves every customer's where they are."""
        return self._part(order, self.starts, slice(None), self.opt_outs)

    def cut(self, customer: int) -> tuple[Batch, Batch]:
        """Return the batch in two, the second beginning with that customer."""
        row = int(self.starts[customer])
        first, second = (None, None) if self.opt_outs is None else self.opt_outs.cut(customer)
        return (
            self._part(slice(0, row), self.starts[:customer], slice(0, customer), first),
            self._part(slice(row, None), self.starts[customer:] - row, slice(customer, None), second),
        )

    def _part(
        self, rows: Flags | Ints | slice, starts: Ints, customers: Ints | slice, opt_outs: Moments | None
    ) -> Batch:
        return Batch(
            instants=self.instants[rows],
            hashes=self.hashes[rows],
            starts=starts,
            codes={name: values[rows] for name, values in self.codes.items()},
            details={name: values[rows] for name, values in self.details.items()},
            opted_out_at=None if self.opted_out_at is None else self.opted_out_at[customers],
            hard_bounced_at=None if self.hard_bounced_at is None else self.hard_bounced_at[customers],
            ids=None if self.ids is None else Ids(self.ids.names, self.ids.numbers[customers]),
            opt_outs=opt_outs,
        )


def _selected(moments: Moments | None, customers: Ints) -> Moments | None:
    """Return the instants of some customers, given in their order, who are numbered anew."""
    if moments is None:
        return None
    kept = np.isin(moments.customers, customers)
    return Moments(np.searchsorted(customers, moments.customers[kept]), moments.instants[kept])


def distinct_runs(values: Ints) -> int:
    """Return how many different values a sorted array holds."""
    return int(np.count_nonzero(np.diff(values))) + 1 if len(values) else 0


@dataclass(frozen=True)
class _Rows:
    """Some rows of customers whose hashes are equal, or of more."""

    begins: Flags
    """True where another hash begins."""
    columns: Mapping[str, Column]
    names: pa.Array
    """Id of each row's customer."""
    collides: bool
    """True where customers with equal hashes follow one another."""

    def part(self, first: int, last: int | None = None) -> _Rows:
        """Return some of the rows."""
        columns = {name: values[first:last] for name, values in self.columns.items()}
        return _Rows(self.begins[first:last], columns, self.names[first:last], self.collides)


def whole_customers(sorted_rows: Iterable[pa.RecordBatch], *, with_ids: bool = False) -> Iterator[Batch]:
    """Yield batches of whole customers from rows sorted by (hash, instant, …), each customer's in their order.

    The columns are ``hash``, ``customer``, ``instant``, one of codes for each category, and those of DETAILS. Rows of
    customers with equal hashes may be mixed: they are told apart here.
    """
    waiting: list[_Rows] = []
    last: tuple[object, object] | None = None
    for record_batch in sorted_rows:
        if not record_batch.num_rows:
            continue
        rows = _decode(record_batch, last)
        last = rows.columns["hash"][-1], rows.names[-1]
        begins = np.flatnonzero(rows.begins)
        if len(begins) and (waiting or begins[-1] > 0):
            yield _batch([*waiting, rows.part(0, int(begins[-1]))], with_ids)
            waiting = []
        waiting.append(rows.part(int(begins[-1])) if len(begins) else rows)
    if waiting:
        yield _batch(waiting, with_ids)


def _decode(batch: pa.RecordBatch, last: tuple[object, object] | None) -> _Rows:
    import pyarrow.compute as pc

    customers = batch.column("customer")
    columns = {
        name: _values(batch.column(name)) for name in batch.schema.names if name not in ("customer", "contact_id")
    }
    hashes = columns["hash"]
    begins = np.empty(len(hashes), dtype=np.bool_)
    begins[0] = last is None or hashes[0] != last[0]
    begins[1:] = hashes[1:] != hashes[:-1]
    changed = pc.sum(pc.not_equal(customers[1:], customers[:-1])).as_py() or 0
    changed += last is None or customers[0] != last[1]
    return _Rows(begins, columns, customers, collides=bool(changed > np.count_nonzero(begins)))


# pyarrow's own ways from and to NumPy import pandas wherever it is installed.


def _values(column: pa.Array) -> Column:
    """Return the values of a column without nulls."""
    import pyarrow as pa

    if pa.types.is_boolean(column.type):
        return np.from_dlpack(column.cast(pa.uint8())).view(np.bool_)
    return np.from_dlpack(column)


def _indices(rows: Ints) -> pa.Array:
    """Return indices as Arrow takes them."""
    import pyarrow as pa

    return pa.Array.from_buffers(pa.int64(), len(rows), [None, pa.py_buffer(rows)])


def _batch(parts: list[_Rows], with_ids: bool) -> Batch:
    begins = np.concatenate([part.begins for part in parts])
    columns = {name: np.concatenate([part.columns[name] for part in parts]) for name in parts[0].columns}
    names = [part.names for part in parts]
    if any(part.collides for part in parts):
        begins, columns, names = _told_apart(columns, names)
    return Batch(
        instants=columns["instant"],
        hashes=columns["hash"],
        starts=np.flatnonzero(begins).astype(np.int64),
        codes={name: values for name, values in columns.items() if name in CODED},
        details={name: values for name, values in columns.items() if name in DETAILS},
        ids=_ids(names, begins) if with_ids else None,
    )


def _told_apart(
    columns: Mapping[str, Column], names: list[pa.Array]
) -> tuple[Flags, dict[str, Column], list[pa.Array]]:
    """Return where customers begin, and rows of which some mix customers with equal hashes, one customer at a time."""
    import pyarrow as pa

    together = pa.concat_arrays(names)
    numbers = np.unique(together.to_numpy(zero_copy_only=False), return_inverse=True)[1]
    order = np.lexsort((numbers, columns["hash"]))
    begins = np.diff(numbers[order], prepend=-1) != 0
    return begins, {name: values[order] for name, values in columns.items()}, [together.take(_indices(order))]


def _ids(names: list[pa.Array], begins: Flags) -> Ids:
    """Return the ids of the customers that begin in some rows."""
    import pyarrow as pa

    edges = np.cumsum([len(part) for part in names])[:-1]
    parts = zip(names, np.split(begins, edges), strict=True)
    firsts = pa.concat_arrays([part.take(_indices(np.flatnonzero(those))) for part, those in parts])
    return Ids(firsts, np.arange(len(firsts)))
