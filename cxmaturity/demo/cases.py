"""A generated log of cases beside the contact log, and the truth about what became of them.

A case is opened for the answer of a detractor who answered that source once only, so that it is certain which answer a
case belongs to.
"""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from io import StringIO
from pathlib import Path
from typing import TYPE_CHECKING, Final

from cxmaturity.demo.answering import DAY
from cxmaturity.demo.log import beginning, generate, replies, segments
from cxmaturity.demo.recipe import CaseGroup, CasesRecipe, LogRecipe
from cxmaturity.engagement import atomic
from cxmaturity.evidence.loop import CASE_COLUMNS

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from cxmaturity.demo.answering import Answers
    from cxmaturity.demo.log import Contacts

_DETRACTOR: Final = {"nps": 6, "csat": 2, "ces": 3}
"""Metric to the highest score of a detractor."""


@dataclass(frozen=True)
class PlantedCases:
    """What an audit of the closed loop must find, known from how the cases were made."""

    detractors: Mapping[str, int]
    """Segment to the answers of detractors; those that do not say which source asked are of no class."""
    groups: tuple[CaseGroup, ...]
    """How the cases were handled: each group as large as it says."""
    sources: tuple[Mapping[str, int], ...]
    """For each group, the sources of its cases and how many are of each."""


def write_cases(log: LogRecipe, recipe: CasesRecipe, path: Path) -> PlantedCases:
    """Write the cases as CSV, by the time of their answers, and return what was planted in them."""
    import numpy as np

    contacts, _ = generate(log)
    found, segment = replies(log, contacts), segments(log, contacts)
    is_detractor = _is_detractor(log, contacts, found)
    names, sources = list(log.segments), [source.id for source in log.sources]
    random = np.random.default_rng(recipe.seed)
    free = random.permutation(np.flatnonzero(is_detractor & _is_only_answer(contacts, found)))
    rows: list[dict[str, str]] = []
    asked: list[Mapping[str, int]] = []
    for group in recipe.groups:
        wanted = [names.index(name) for name in _segments_of(group, recipe, names)]
        fits = np.isin(segment[free], wanted) & _is_answered_in(log, group, found.second[free])
        chosen = free[fits][: group.cases]
        free = free[~np.isin(free, chosen)]
        answered = (found.second[chosen] + beginning(log)).tolist()
        customers, of = contacts.customer[chosen].tolist(), [sources[number] for number in contacts.source[chosen]]
        for place, (second, customer, source) in enumerate(zip(answered, customers, of, strict=True)):
            who = {"customer_id": f"C{customer:06d}", "source": source, "segment": names[segment[chosen[place]]]}
            rows.append(who | _handled(recipe, group, place, datetime.fromtimestamp(second, UTC), random))
        asked.append(Counter(of))
    rows.sort(key=lambda row: (row["opened_at"], row["customer_id"]))
    atomic.write(path, _as_csv(rows))
    counted = np.bincount(segment[is_detractor], minlength=len(names)).tolist()
    return PlantedCases(dict(zip(names, counted, strict=True)), recipe.groups, tuple(asked))


def _is_detractor(log: LogRecipe, contacts: Contacts, found: Answers) -> NDArray[np.bool_]:
    """Return which answers are of detractors; those to requests that name no source are of no class."""
    import numpy as np

    highest = np.array([*(_DETRACTOR[source.metric] for source in log.sources), -1])
    is_one: NDArray[np.bool_] = found.answered & (found.score <= highest[contacts.source])
    return is_one


def _is_only_answer(contacts: Contacts, found: Answers) -> NDArray[np.bool_]:
    """Return which answers are the only ones of their customer to their source."""
    import numpy as np

    pair = contacts.customer * (contacts.source.max() + 2) + contacts.source
    several = np.unique(pair[found.answered], return_counts=True)
    is_only: NDArray[np.bool_] = found.answered & np.isin(pair, several[0][several[1] == 1])
    return is_only


def _segments_of(group: CaseGroup, recipe: CasesRecipe, names: Sequence[str]) -> Sequence[str]:
    """Return the segments that a group's cases are taken from."""
    named = {other.segment for other in recipe.groups}
    return [group.segment] if group.segment else [name for name in names if name not in named]


def _is_answered_in(log: LogRecipe, group: CaseGroup, second: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Return which answers came in a group's days."""
    first, last = ((day - log.first_day).days if day else None for day in (group.since, group.until))
    days = second // DAY
    return (days >= (0 if first is None else first)) & (days <= (log.days if last is None else last))


def _handled(
    recipe: CasesRecipe, group: CaseGroup, place: int, answered: datetime, random: np.random.Generator
) -> dict[str, str]:
    """Return the cells that tell how one case of a group was handled."""
    opened = answered + timedelta(minutes=recipe.opened_after_minutes)
    reached = answered + timedelta(hours=int(random.integers(*group.hours, endpoint=True))) if group.contact else None
    days = group.closed_after_days
    closed = (
        (reached or opened) + timedelta(days=int(random.integers(*days, endpoint=True)), minutes=1) if days else None
    )
    return {
        "opened_at": _written(opened),
        "class": "detractor",
        "owner": group.owner or "",
        "rule": group.rule or "",
        "first_contact_at": _written(reached),
        "first_contact_kind": group.contact or "",
        "closed_at": _written(closed),
        "cause": group.causes[place % len(group.causes)] if group.causes else "",
        "action_id": (group.action or "") if place < group.linked else "",
        "documented": "yes" if group.documented else "no",
        "aim": group.aims[place % len(group.aims)] if group.aims else "",
    }


def _written(moment: datetime | None) -> str:
    return "" if moment is None else f"{moment:%Y-%m-%dT%H:%M:%SZ}"


def _as_csv(rows: Sequence[Mapping[str, str]]) -> str:
    """Return the rows as cases.csv holds them, numbered in their order."""
    written = StringIO()
    table = csv.DictWriter(written, CASE_COLUMNS, restval="", lineterminator="\n")
    table.writeheader()
    table.writerows({"case_id": f"case-{number:04}", **row} for number, row in enumerate(rows, 1))
    return written.getvalue()
