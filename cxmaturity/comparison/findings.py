"""Which findings are new and which are gone; one that could not be looked for is neither."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from cxmaturity.assess import Assessment
from cxmaturity.checks import find
from cxmaturity.checks.needs import NEEDS, Record
from cxmaturity.model.schema import Check


@dataclass(frozen=True)
class Blind:
    """Why a check could not say anything in a cycle."""

    record: Record | None
    """What was missing or too old; None: the records were there, and did not tell what the check looks at."""
    is_old: bool = False
    """It was there, and too old."""


@dataclass(frozen=True)
class FindingMoves:
    """Findings that fire in one of two cycles only, by id, sorted."""

    new: tuple[str, ...]
    """Those that fire in the later cycle and did not in the earlier one."""
    gone: tuple[str, ...]
    """Those that fired, and do not any more though their check looked again."""
    by_model: frozenset[str] = frozenset()
    """Those of both that are so by the later model's limits alone, on the earlier facts."""
    first_look: Mapping[str, Blind] = field(default_factory=dict)
    """Those of ``new`` that could not be looked for in the earlier cycle, and why: they may be old."""
    unseen: Mapping[str, Blind] = field(default_factory=dict)
    """Those that fired and cannot be looked for in the later cycle, and why: nobody knows whether they are gone."""


def finding_moves(before: Assessment, after: Assessment) -> FindingMoves:
    """Return which findings came and went from one cycle to another."""
    then, now = ({finding.id: finding.check for finding in side.findings} for side in (before, after))
    by_model = {finding.id for finding in find(after.model, before.facts, before.ownership)}
    new, left = sorted(now.keys() - then.keys()), sorted(then.keys() - now.keys())
    asked = {name: after.model.check(name) for name in left}
    unseen = _blind({name: check for name, check in asked.items() if check is not None}, after)
    gone = tuple(name for name in left if name not in unseen)
    return FindingMoves(
        tuple(new),
        gone,
        by_model=frozenset({*new} & by_model | {*gone} - by_model),
        first_look=_blind({name: now[name] for name in new}, before),
        unseen=unseen,
    )


def _blind(checks: Mapping[str, Check], side: Assessment) -> dict[str, Blind]:
    """Return those checks that cannot say anything in a cycle, each with the reason."""
    found = {name: _why(check, side) for name, check in checks.items()}
    return {name: why for name, why in found.items() if why is not None}


_MEASURED: Final = ("log", "cases")


def _why(check: Check, side: Assessment) -> Blind | None:
    """Return why a check cannot say anything in a cycle; None where it can."""
    needs, old = NEEDS[check.id], {record.record for record in side.too_old}
    for record in needs.records:
        if not _is_there(record, side):
            return Blind(record)
        if record in old:
            return Blind(record, is_old=True)
    if any(not _describes(section, side) for section in needs.sections):
        return Blind(None)
    is_measured = check.metric is not None and any(record in _MEASURED for record in needs.records)
    return Blind(None) if is_measured and not _is_observed(check.metric or "", side) else None


def _is_there(record: Record, side: Assessment) -> bool:
    contacts, loop = side.facts.contacts, side.facts.loop
    match record:
        case "log":
            return contacts is not None and contacts.metrics.get("contacts.count") != 0
        case "cases":
            # records of earlier programs do not count the cases
            return loop is not None and (loop.cases is not None or loop.as_old_as is not None)
        case "map":
            return side.ownership is not None


def _describes(section: str, side: Assessment) -> bool:
    """Tell whether the map speaks of what one of its sections holds."""
    if side.ownership is None or side.facts.map is None or section in side.ownership.undescribed:
        return False
    return section != "rules" or side.facts.map.rules is not None


def _is_observed(metric: str, side: Assessment) -> bool:
    contacts = side.facts.contacts
    table = contacts.tables.get(metric) if contacts else None
    return side.measures.get(metric) is not None or table is not None
