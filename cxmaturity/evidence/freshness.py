"""Evidence that is too old to check a claim: which record, since when, and which metrics rest on it.

A log is as old as its latest instant, the cases as theirs; the map and ``roadmap.yaml`` say what holds now, and are
never too old.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final, Literal

from cxmaturity.evidence.facts import Facts

OF_RULES: Final = "loop.rules_share"
"""The one metric of the closed loop that rests on no case."""
OF_ANSWERS: Final = frozenset(
    {
        "loop.coverage",
        "loop.detractor_follow_up",
        "loop.acknowledged",
        "loop.oldest_silent_days",
        OF_RULES,
    }
)
"""Metrics of the closed loop that rest on the answers of the log, where there is one."""


@dataclass(frozen=True)
class TooOld:
    """A record that ends longer before the cycle's date than the model lets evidence be old."""

    record: Literal["log", "cases"]
    seen: date
    """Its last day."""
    days: int
    """Its age at the cycle's date."""
    limit: int
    """The age up to which it would have counted."""


def too_old(facts: Facts, limit: int) -> tuple[TooOld, ...]:
    """Return the records that are older than so many days at the cycle's date, the log first."""
    return tuple(_older_than(facts, limit))


def _older_than(facts: Facts, limit: int) -> Iterator[TooOld]:
    ends = (facts.contacts.as_old_as if facts.contacts else None, facts.loop.as_old_as if facts.loop else None)
    names: tuple[Literal["log", "cases"], ...] = ("log", "cases")
    for name, seen in zip(names, ends, strict=True):
        if seen is not None and (days := (facts.as_of - seen).days) > limit:
            yield TooOld(name, seen, days, limit)


def resting_on(facts: Facts, old: tuple[TooOld, ...]) -> dict[str, TooOld]:
    """Return the metrics that rest on records which are too old, each with the first such record."""
    by_record = {record.record: record for record in old}
    log, cases = by_record.get("log"), by_record.get("cases")
    found: dict[str, TooOld] = {}
    if log and facts.contacts:
        found |= dict.fromkeys(facts.contacts.metrics, log)
    for name in facts.loop.metrics if facts.loop else ():
        if log and name in OF_ANSWERS:
            found[name] = log
        elif cases and name != OF_RULES:
            found[name] = cases
    return found
