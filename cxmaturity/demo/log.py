"""A generated contact log with planted faults, and the truth about what was planted.

Ordinary customers are left in peace for at least a month between two contacts, so that every fault in the log is one
of those planted here: customers whom several teams found interesting at once, pairs of teams that ask the same customer
in the same week, an automation that ran away for a day, a source that nobody listed, rows that the export holds twice.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from cxmaturity.demo.answering import DAY, SCALES, Answers, answers
from cxmaturity.demo.recipe import LogRecipe, SourceRecipe

if TYPE_CHECKING:
    import numpy as np
    import pyarrow as pa
    from numpy.typing import NDArray

    Numbers: TypeAlias = NDArray[np.int64]

FIRST_HOUR, LAST_HOUR = 7, 18
"""Contacts are sent in these hours of UTC: in Paris the calendar day is the same, in summer and in winter."""


@dataclass(frozen=True)
class Planted:
    """What an audit of the log must find, known from how it was made."""

    contacts: int
    customers: int
    by_source: Mapping[str, int]
    unattributed: int
    duplicates: int
    over_20_a_day: int
    """Customers with more than 20 contacts on one day."""
    same_day: int
    """Customers with two contacts or more on one day."""
    over_policy: int
    """Customers with more than one contact in 30 days."""
    collisions: int
    """Consecutive contacts of a customer from different sources, less than seven days apart."""
    answers: int
    """Rows with an answer."""


@dataclass(frozen=True)
class Contacts:
    """Contacts as columns of equal length."""

    customer: Numbers
    day: Numbers
    """Days since the first one."""
    second: Numbers
    """Seconds since midnight, UTC."""
    source: Numbers
    """Position in the recipe's sources; −1 where the log does not say."""

    def __len__(self) -> int:
        return len(self.customer)


def write_log(recipe: LogRecipe, path: Path) -> Planted:
    """Write the log as Parquet, oldest contact first, and return what was planted in it."""
    import pyarrow.parquet as pq

    contacts, planted = generate(recipe)
    pq.write_table(_table(recipe, contacts), path, compression="zstd")
    return planted


def generate(recipe: LogRecipe) -> tuple[Contacts, Planted]:
    """Return the contacts that a recipe describes, always the same ones, and the truth about them."""
    import numpy as np

    random = np.random.default_rng(recipe.seed)
    fatigue = _fatigue(recipe, random)
    collisions, pairs_on_a_day = _collisions(recipe, random)
    runaway = _runaway(recipe, random)
    planted_rows = len(fatigue) + len(collisions) + len(runaway)
    ordinary = _ordinary(recipe, random, recipe.contacts - planted_rows - recipe.duplicates)
    ordinary = _forget_sources(recipe, random, ordinary)
    parts = _numbered([fatigue, collisions, runaway, ordinary])
    doubled = _first_contacts(parts[-1], recipe.duplicates)
    contacts = _joined([*parts, doubled])
    return contacts, Planted(
        contacts=len(contacts),
        customers=len(np.unique(contacts.customer)),
        by_source=_by_source(recipe, contacts),
        unattributed=int((contacts.source < 0).sum()),
        duplicates=len(doubled),
        over_20_a_day=recipe.runaway.customers,
        same_day=recipe.runaway.customers + pairs_on_a_day + len(doubled),
        over_policy=recipe.fatigue.customers + recipe.collisions.customers + recipe.runaway.customers + len(doubled),
        collisions=len(fatigue) - recipe.fatigue.customers + recipe.collisions.customers,
        answers=int(replies(recipe, contacts).answered.sum()),
    )


def replies(recipe: LogRecipe, contacts: Contacts) -> Answers:
    """Return the answers to a recipe's contacts, always the same ones."""
    import numpy as np

    # A stream of its own, so that what is sent does not hang on who answers.
    return answers(recipe, contacts, np.random.default_rng([recipe.seed, 1]))


def segments(recipe: LogRecipe, contacts: Contacts) -> Numbers:
    """Return the segment of each contact's customer, as its position in the recipe's segments."""
    import numpy as np

    drawn = np.random.default_rng([recipe.seed, 2]).random(int(contacts.customer.max()) + 1)
    edges = np.cumsum(list(recipe.segments.values()))[:-1]
    found: Numbers = np.searchsorted(edges, drawn, side="right")[contacts.customer]
    return found


def beginning(recipe: LogRecipe) -> int:
    """Return the midnight (UTC) before the log's first day, in seconds since 1970."""
    return (recipe.first_day.toordinal() - date(1970, 1, 1).toordinal()) * DAY


def _table(recipe: LogRecipe, contacts: Contacts) -> pa.Table:
    """Return the log as vendors export it: one row a contact, times in UTC, empty cells where nothing is known."""
    import numpy as np
    import pyarrow as pa

    order = np.lexsort((contacts.customer, contacts.second, contacts.day))
    sent = (beginning(recipe) + contacts.day * DAY + contacts.second)[order] * 1_000_000
    columns = {
        "customer_id": pa.array([f"C{number:06d}" for number in contacts.customer[order]]),
        "sent_at": pa.array(sent).cast(pa.timestamp("us", tz="UTC")),
    }
    source = pa.array(contacts.source[order], mask=contacts.source[order] < 0)
    for name, field in (("source", "id"), ("channel", "channel"), ("tool", "tool"), ("team", "team")):
        words = pa.array([getattr(each, field) for each in recipe.sources])
        columns[name] = words.take(source)
    columns["segment"] = pa.array(list(recipe.segments)).take(pa.array(segments(recipe, contacts)[order]))
    return pa.table(columns | _answered(recipe, contacts, order))


def _answered(recipe: LogRecipe, contacts: Contacts, order: Numbers) -> dict[str, pa.Array]:
    """Return the columns of the answers."""
    import pyarrow as pa

    found = replies(recipe, contacts)
    silent = ~found.answered[order]
    when = pa.array((found.second[order] + beginning(recipe)) * 1_000_000, mask=silent).cast(
        pa.timestamp("us", tz="UTC")
    )
    asked = pa.array(contacts.source[order], mask=contacts.source[order] < 0)
    metrics = [source.metric for source in recipe.sources]
    return {
        "responded_at": when,
        "metric": pa.array(metrics).take(asked),
        "scale": pa.array([SCALES[metric][0] for metric in metrics]).take(asked),
        "score": pa.array(found.score[order], mask=silent | (contacts.source[order] < 0)),
    }


def _fatigue(recipe: LogRecipe, random: np.random.Generator) -> Contacts:
    """Contacts a few days apart, each from another source than the one before."""
    import numpy as np

    plan = recipe.fatigue
    each = random.integers(*plan.contacts_each, plan.customers, endpoint=True)
    gaps = random.integers(*plan.gap_days, (plan.customers, each.max()), endpoint=True)
    gaps[:, 0] = random.integers(0, recipe.days - plan.gap_days[1] * each.max(), plan.customers)
    names = [source.id for source in recipe.sources]
    pool = np.array([names.index(name) for name in plan.sources])
    steps = random.integers(1, len(pool), gaps.shape)
    kept = np.arange(each.max()) < each[:, None]
    customer = np.repeat(np.arange(plan.customers), each)
    days, sources = gaps.cumsum(axis=1)[kept], pool[steps.cumsum(axis=1) % len(pool)][kept]
    return Contacts(customer, days, _office_hours(random, len(customer)), sources)


def _collisions(recipe: LogRecipe, random: np.random.Generator) -> tuple[Contacts, int]:
    """Two contacts a customer, from two sources within days; and how many of the pairs fall on one day."""
    import numpy as np

    plan = recipe.collisions
    names = [source.id for source in recipe.sources]
    gap = random.integers(*plan.gap_days, plan.customers, endpoint=True)
    first = random.integers(0, recipe.days - plan.gap_days[1], plan.customers)
    noon = (FIRST_HOUR + LAST_HOUR) * DAY // 48
    seconds = np.column_stack(
        [
            random.integers(FIRST_HOUR * DAY // 24, noon, plan.customers),
            random.integers(noon, LAST_HOUR * DAY // 24, plan.customers),
        ]
    )
    pairs = Contacts(
        customer=np.repeat(np.arange(plan.customers), 2),
        day=np.column_stack([first, first + gap]).ravel(),
        second=seconds.ravel(),
        source=np.tile([names.index(name) for name in plan.sources], plan.customers),
    )
    return pairs, int((gap == 0).sum())


def _runaway(recipe: LogRecipe, random: np.random.Generator) -> Contacts:
    """Dozens of contacts on one day, at instants of their own."""
    import numpy as np

    plan = recipe.runaway
    each = random.integers(*plan.contacts_each, plan.customers, endpoint=True)
    total = int(each.sum())
    source = [source.id for source in recipe.sources].index(plan.source)
    return Contacts(
        customer=np.repeat(np.arange(plan.customers), each),
        day=np.repeat(random.integers(0, recipe.days, plan.customers), each),
        second=FIRST_HOUR * DAY // 24 + random.permutation((LAST_HOUR - FIRST_HOUR) * DAY // 24)[:total],
        source=np.full(total, source),
    )


def _ordinary(recipe: LogRecipe, random: np.random.Generator, rows: int) -> Contacts:
    """Contacts at least ``rest_days`` apart, on weekdays, from the sources that send at that time of the year."""
    import numpy as np

    plan = recipe.ordinary
    most = len(plan.contacts_each)
    each = random.choice(np.arange(1, most + 1), rows, p=plan.contacts_each)
    enough = int(np.searchsorted(each.cumsum(), rows)) + 1
    each = each[:enough]
    each[-1] -= each.sum() - rows
    room = recipe.days - plan.rest_days * (each - 1)
    drawn = np.sort(np.where(np.arange(most) < each[:, None], random.random((enough, most)), 2.0), axis=1)
    days = (drawn * room[:, None]).astype(np.int64) + plan.rest_days * np.arange(most)
    days = days[np.arange(most) < each[:, None]]
    days += _to_monday(recipe, days)
    days = np.minimum(days, recipe.days - 1)
    return Contacts(
        customer=np.repeat(np.arange(enough), each),
        day=days,
        second=_office_hours(random, rows),
        source=_drawn_sources(recipe, random, days),
    )


def _to_monday(recipe: LogRecipe, days: Numbers) -> Numbers:
    """Return how many days a contact waits so that it is not sent at a weekend: 2, 1 or 0."""
    weekday = (days + recipe.first_day.weekday()) % 7
    wait: Numbers = (weekday == 5) * 2 + (weekday == 6) * 1
    return wait


def _drawn_sources(recipe: LogRecipe, random: np.random.Generator, days: Numbers) -> Numbers:
    """Return a source for each contact, by the shares of the sources that send on its day."""
    import numpy as np

    shares = np.array([[_share(recipe, source, day) for source in recipe.sources] for day in range(recipe.days)])
    edges = (shares / shares.sum(axis=1, keepdims=True)).cumsum(axis=1)
    edges[:, -1] = 1.0
    drawn: Numbers = (random.random(len(days))[:, None] >= edges[days]).sum(axis=1)
    return drawn


def _share(recipe: LogRecipe, source: SourceRecipe, day: int) -> float:
    """Return a source's share of a day's contacts; a survey in waves sends its year's worth in their months."""
    when = date.fromordinal(recipe.first_day.toordinal() + day)
    if source.last_day is not None and when > source.last_day:
        return 0.0
    if not source.months:
        return source.share
    return source.share * 12 / len(source.months) if when.month in source.months else 0.0


def _forget_sources(recipe: LogRecipe, random: np.random.Generator, contacts: Contacts) -> Contacts:
    sources = contacts.source.copy()
    sources[random.choice(len(sources), recipe.unattributed, replace=False)] = -1
    return Contacts(contacts.customer, contacts.day, contacts.second, sources)


def _first_contacts(contacts: Contacts, number: int) -> Contacts:
    """Return the first contact of the first customers."""
    import numpy as np

    chosen = np.unique(contacts.customer, return_index=True)[1][:number]
    return Contacts(contacts.customer[chosen], contacts.day[chosen], contacts.second[chosen], contacts.source[chosen])


def _numbered(parts: list[Contacts]) -> list[Contacts]:
    """Return the parts with customers numbered on from one part to the next."""
    numbered, first = [], 0
    for part in parts:
        numbered.append(Contacts(part.customer + first, part.day, part.second, part.source))
        first += int(part.customer.max(initial=-1)) + 1
    return numbered


def _joined(parts: list[Contacts]) -> Contacts:
    import numpy as np

    columns = ("customer", "day", "second", "source")
    return Contacts(*(np.concatenate([getattr(part, column) for part in parts]) for column in columns))


def _office_hours(random: np.random.Generator, number: int) -> Numbers:
    return random.integers(FIRST_HOUR * DAY // 24, LAST_HOUR * DAY // 24, number)


def _by_source(recipe: LogRecipe, contacts: Contacts) -> dict[str, int]:
    import numpy as np

    numbers = np.bincount(contacts.source[contacts.source >= 0], minlength=len(recipe.sources))
    return {source.id: int(number) for source, number in zip(recipe.sources, numbers, strict=True)}
