"""Which customers a finding could name as examples: those with the largest figure, ties by id.

Their ids travel beside a batch only when somebody asks for examples, and are pseudonyms before they leave the run.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import numpy as np

from cxmaturity.contacts.kernel.summary import SHOWN, Candidate, foremost

if TYPE_CHECKING:
    from cxmaturity.contacts.kernel.batches import Batch, Flags, Ints


def examples(batch: Batch, figures: Mapping[str, Flags | Ints], least: int = 1) -> dict[str, tuple[Candidate, ...]]:
    """Return for each finding the customers with the largest figures, at least ``least``; none where nobody asks.

    A figure is a number for each customer, or a flag for each contact, and then the number of flagged ones.
    """
    if batch.ids is None:
        return {}
    found = {}
    for finding, figure in figures.items():
        is_flag = figure.dtype == np.bool_
        of_customer = (np.bincount(batch.customers[figure]) if is_flag else figure).astype(np.int64, copy=False)
        if len(of_customer) and int(of_customer.max()) >= least:
            found[finding] = _foremost(batch, of_customer, least)
    return found


def _foremost(batch: Batch, figures: Ints, least: int) -> tuple[Candidate, ...]:
    import pyarrow.compute as pc

    assert batch.ids is not None
    last = np.partition(figures, -SHOWN)[-SHOWN] if len(figures) > SHOWN else least
    bound = max(int(last), least)
    above = np.flatnonzero(figures > bound)
    ids = batch.ids.of(above).to_pylist()
    candidates = list(zip(figures[above].tolist(), ids, strict=True))
    level = batch.ids.of(np.flatnonzero(figures == bound))
    for at in pc.select_k_unstable(level, SHOWN, [("", "ascending")]).to_pylist() if len(level) else ():
        candidates.append((bound, level[at].as_py()))
    return foremost((), tuple(candidates))
