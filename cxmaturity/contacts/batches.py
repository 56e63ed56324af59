"""Sorted rows to batches of whole customers: a customer that spans batches is carried over."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

if TYPE_CHECKING:
    import pyarrow as pa

Ints = npt.NDArray[np.int64]
Codes = npt.NDArray[np.integer[Any]]


Flags = npt.NDArray[np.bool_]


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
    """Category to the index of each contact's value in the vocabulary."""

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
        codes = {field: values[flags] for field, values in self.codes.items()}
        return Batch(self.instants[flags], self.hashes[flags], starts, codes)

    def cut(self, customer: int) -> tuple[Batch, Batch]:
        """Return the batch in two, the second beginning with that customer."""
        row = int(self.starts[customer])
        return self._between(0, row, self.starts[:customer]), self._between(
            row, len(self), self.starts[customer:] - row
        )

    def _between(self, first: int, last: int, starts: Ints) -> Batch:
        codes = {field: values[first:last] for field, values in self.codes.items()}
        return Batch(self.instants[first:last], self.hashes[first:last], starts, codes)


def distinct_runs(values: Ints) -> int:
    """Return how many different values a sorted array holds."""
    return int(np.count_nonzero(np.diff(values))) + 1 if len(values) else 0


@dataclass(frozen=True)
class _Rows:
    """Some rows of one or more customers."""

    instants: Ints
    hashes: npt.NDArray[np.uint64]
    begins: Flags
    """True where another customer begins."""
    codes: Mapping[str, Codes]

    def part(self, first: int, last: int | None = None) -> _Rows:
        """Return some of the rows."""
        return _Rows(
            self.instants[first:last],
            self.hashes[first:last],
            self.begins[first:last],
            {field: values[first:last] for field, values in self.codes.items()},
        )


def whole_customers(sorted_rows: Iterable[pa.RecordBatch]) -> Iterator[Batch]:
    """Yield batches of whole customers from rows sorted by (hash, customer, instant, …).

    The columns are ``hash``, ``customer``, ``instant`` and one of codes for each category.
    """
    waiting: list[_Rows] = []
    last_customer: object = None
    for record_batch in sorted_rows:
        if not record_batch.num_rows:
            continue
        rows = _decode(record_batch, last_customer)
        last_customer = record_batch.column("customer")[record_batch.num_rows - 1]
        begins = np.flatnonzero(rows.begins)
        if len(begins) and (waiting or begins[-1] > 0):
            yield _batch([*waiting, rows.part(0, int(begins[-1]))])
            waiting = []
        waiting.append(rows.part(int(begins[-1])) if len(begins) else rows)
    if waiting:
        yield _batch(waiting)


def _decode(batch: pa.RecordBatch, last_customer: object) -> _Rows:
    import pyarrow.compute as pc

    customers = batch.column("customer")
    begins = np.empty(batch.num_rows, dtype=np.bool_)
    begins[0] = last_customer is None or customers[0] != last_customer
    changed = pc.not_equal(customers.slice(1), customers.slice(0, batch.num_rows - 1))
    begins[1:] = changed.to_numpy(zero_copy_only=False)
    codes = {
        name: batch.column(name).to_numpy()
        for name in batch.schema.names
        if name not in ("hash", "customer", "instant", "contact_id")
    }
    return _Rows(batch.column("instant").to_numpy(), batch.column("hash").to_numpy(), begins, codes)


def _batch(parts: list[_Rows]) -> Batch:
    begins = np.concatenate([part.begins for part in parts])
    return Batch(
        instants=np.concatenate([part.instants for part in parts]),
        hashes=np.concatenate([part.hashes for part in parts]),
        starts=np.flatnonzero(begins).astype(np.int64),
        codes={field: np.concatenate([part.codes[field] for part in parts]) for field in parts[0].codes},
    )
