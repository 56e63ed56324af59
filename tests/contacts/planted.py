"""Logs with a known truth: customers whose engagement raises both how often they are asked and how often they answer.

METHODS.md, "Does contact pressure go with lower response?": such a log slopes upwards although every customer answers
less when asked more; and where a customer is left alone after an answer, it seems that asking more makes them answer.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from cxmaturity.contacts.fields import NEVER
from cxmaturity.contacts.kernel.batches import Batch
from cxmaturity.contacts.kernel.plan import Plan
from cxmaturity.contacts.policy import parse_policy
from cxmaturity.contacts.rows.zones import DAY
from cxmaturity.contacts.rows.zones import UTC as UTC_ZONE

START = 19_700 * DAY


@dataclass(frozen=True)
class Truth:
    """How a log comes about."""

    customers: int = 2300
    days: int = 365
    monthly: float = 1.0
    """Contacts in 30 days of a customer of middling engagement."""
    spread: float = 0.45
    """How strongly engagement raises contact, on the log scale."""
    answering: float = -1.7
    """Log-odds of an answer by a customer of middling engagement who was not asked in the 30 days before."""
    engagement: float = 1.9
    """How strongly engagement raises answering, in log-odds."""
    effect: float = 0.0
    """Log-odds for each further contact in the 30 days before."""
    rest: float = 0.0
    """Days without contact after an answer."""
    obeyed: float = 1.0
    """Share of the contacts that fall into such days and are left out."""
    decline: float = 0.0
    """Log-odds by which answering falls over the whole period, for everybody."""
    growth: float = 1.0
    """How many times as many contacts there are at the end as at the beginning."""
    lag: float = 2.0
    """Mean days from a contact to its answer."""


@dataclass(frozen=True)
class Planted:
    batch: Batch
    plan: Plan
    points: float
    """By how many points one further contact really changed the chance of an answer, on average over customers; whose
    pressure varies more weighs more, as in any least-squares fit."""


def planted(truth: Truth, seed: int) -> Planted:
    """Return a log: step by step through every customer's contacts, since an answer may stop later ones."""
    rng = np.random.default_rng(seed)
    owners, at, engaged = _candidates(truth, rng)
    kept = np.zeros(len(at), dtype=bool)
    answered = np.full(len(at), np.inf)
    pressure, change = np.zeros(len(at)), np.zeros(len(at))
    begins = np.flatnonzero(np.diff(owners, prepend=-1))
    sizes = np.diff(begins, append=len(owners))
    last_answer = np.full(len(begins), -np.inf)
    for place in range(sizes.max()):
        who = np.flatnonzero(sizes > place)
        rows = begins[who] + place
        resting = (at[rows] > last_answer[who]) & (at[rows] < last_answer[who] + truth.rest)
        going = ~(resting & (rng.random(len(rows)) < truth.obeyed))
        kept[rows] = going
        before = _kept_before(rows, begins[who], at, kept)
        pressure[rows] = before
        odds = truth.answering + truth.engagement * engaged[rows] - truth.decline * at[rows] / truth.days
        answers = going & (rng.random(len(rows)) < _chance(odds + truth.effect * before))
        change[rows] = _chance(odds + truth.effect * (before + 0.5)) - _chance(odds + truth.effect * (before - 0.5))
        answered[rows[answers]] = at[rows[answers]] + rng.exponential(truth.lag, answers.sum())
        last_answer[who[answers]] = np.minimum(answered[rows[answers]], at[rows[answers]] + 29)
    points = 100 * _average(owners[kept], pressure[kept], change[kept])
    return _logged(owners[kept], at[kept], answered[kept], points)


def _candidates(truth: Truth, rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return the customer, day and engagement of every contact that may be sent, in order."""
    engagement = rng.standard_normal(truth.customers)
    rates = truth.monthly / 30 * truth.days * np.exp(truth.spread * engagement - truth.spread**2 / 2)
    counts = rng.poisson(rates)
    owners = np.repeat(np.arange(truth.customers), counts)
    share = rng.random(len(owners))
    if truth.growth != 1:  # density rising in a straight line from 1 to the growth
        more = truth.growth - 1
        share = (np.sqrt(1 + share * (truth.growth**2 - 1)) - 1) / more
    at = share * truth.days
    order = np.lexsort((at, owners))
    return owners[order], at[order], engagement[owners[order]]


def _kept_before(rows: np.ndarray, firsts: np.ndarray, at: np.ndarray, kept: np.ndarray) -> np.ndarray:
    """Return how many kept contacts of the same customer lie in the 30 days before."""
    found = np.zeros(len(rows), dtype=int)
    back = 1
    near = rows - back >= firsts
    while near.any():
        near[near] = at[rows[near] - back] > at[rows[near]] - 30
        found[near] += kept[rows[near] - back]
        back += 1
        near &= rows - back >= firsts
    return found


def _average(owners: np.ndarray, pressure: np.ndarray, change: np.ndarray) -> float:
    """Return the mean change of customers, weighted by the spread of their pressure."""
    n = np.maximum(np.bincount(owners), 1)
    sums, squares = np.bincount(owners, pressure), np.bincount(owners, pressure**2)
    return float(np.average(np.bincount(owners, change) / n, weights=squares - sums**2 / n))


def _chance(odds: np.ndarray) -> np.ndarray:
    return 1 / (1 + np.exp(-odds))


def _logged(owners: np.ndarray, at: np.ndarray, answered: np.ndarray, points: float) -> Planted:
    instants = START + np.rint(at * DAY).astype(np.int64)
    replied = np.isfinite(answered)
    responded = np.full(len(at), NEVER)
    responded[replied] = START + np.rint(answered[replied] * DAY).astype(np.int64)
    starts = np.flatnonzero(np.diff(owners, prepend=-1))
    batch = Batch(instants, owners.astype(np.uint64), starts, {}, {"responded": responded})
    plan = Plan(
        {},
        parse_policy("rest-30"),
        {},
        UTC_ZONE,
        latest=int(max(instants.max(), responded.max())),
        origin=int(instants.min()),
        answerable=frozenset({""}),
    )
    return Planted(batch, plan, points)
