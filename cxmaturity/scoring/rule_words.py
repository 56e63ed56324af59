"""An evidence rule in words: what it asks of its metric, where that comes from, and why it says nothing."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

from cxmaturity.evidence.measures import Scalar
from cxmaturity.evidence.origins import Kind, Origin
from cxmaturity.model.schema import EvidenceRule
from cxmaturity.scoring.practices import SilentRule
from cxmaturity.words import Text, text

RECORDS: Final[dict[Kind, Text]] = {
    "log": text("the contact log"),
    "map": text("the ownership map"),
    "cases": text("the log of cases"),
    "roadmap": text("the organisation’s roadmap"),
    "answers": text("the interview"),
}
"""What metrics rest on."""
_MISSING: Final[dict[Kind, Text]] = {
    "log": text("there is no contact log"),
    "map": text("there is no ownership map"),
    "cases": text("there is no log of cases"),
    "roadmap": text("roadmap.yaml lists no action"),
    "answers": text("nobody has answered"),
}
_NAMED: Final = 2
"""Files that are named of one record."""


def silence_words(silent: SilentRule, origins: Sequence[Origin]) -> Text:
    """Return why a rule says nothing; ``origins`` are those of its metric."""
    if silent.old is not None:
        return text(
            "left out, too old: {record} ends on {day:date}, {age:int} days before the cycle’s date; the model takes "
            "{n:int} days at most.",
            record=RECORDS[silent.old.record],
            day=silent.old.seen,
            age=silent.old.days,
            n=silent.old.limit,
        )
    if silent.why == "no_policy":
        return text("left out: the organisation declares no contact policy (policy in engagement.yaml).")
    missing = next((_MISSING[origin.kind] for origin in origins if not origin.files), None)
    if missing is not None:
        return text("left out, no data: {why}.", why=missing)
    return text("left out, no data: {record} does not show it.", record=RECORDS[origins[0].kind])


def asked_words(rule: EvidenceRule, figure: Callable[[Scalar], str]) -> Text:
    """Return the values from which on a rule allows a level, each written by ``figure``."""
    ends = {name: figure(end) for name, end in rule.thresholds.model_dump().items()}
    if len(set(ends.values())) == 1:
        every = text("every level from {end}") if rule.direction == "up" else text("every level up to {end}")
        return Text(every.template, {"end": ends["fully"]})
    if rule.direction == "up":
        return text("partly from {partly}, largely from {largely}, fully from {fully}", **ends)
    return text("partly up to {partly}, largely up to {largely}, fully up to {fully}", **ends)


def origin_words(origin: Origin, cycle: str) -> Text:
    """Return a record with its first files and what it reaches up to."""
    record = RECORDS[origin.kind]
    if not origin.files:
        return record
    named, rest = ", ".join(origin.files[:_NAMED]), len(origin.files) - _NAMED
    files = text("{files} and {n:int} more", files=named, n=rest) if rest > 0 else named
    if origin.as_old_as is not None:
        return text("{record} ({files}, up to {day:date})", record=record, files=files, day=origin.as_old_as)
    return text("{record} ({files}, as in {cycle})", record=record, files=files, cycle=cycle)
