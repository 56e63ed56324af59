"""What is wrong with the rules themselves, whatever the answers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, combinations
from typing import Final

from cxmaturity.evidence.conditions import Condition, conditions_of
from cxmaturity.evidence.ownership_map import Rule
from cxmaturity.loop.rules.regions import Region, is_possible, meeting, within, world
from cxmaturity.ownership.view import owners

_STEPS: Final = 5_000
"""Cases to tell apart before a rule is taken for reachable: rules that people write need a few."""


@dataclass(frozen=True)
class Lint:
    """What is wrong with rules."""

    gaps: Mapping[str, tuple[str, ...]]
    """Finding id to the ids of the rules that it is about, sorted; only findings that apply."""
    conflicts: tuple[tuple[str, str], ...] = ()
    """The pairs of rules in conflict, in the order of the rules."""


def lint(rules: Sequence[Rule]) -> Lint:
    """Return what is wrong with the rules.

    ``rule_unreachable``: no answer can meet the rule and none before it. ``rule_conflict``: two rules share answers,
    each has some of its own, and outcome or owner differ, so that only their order decides. ``rule_without_owner``:
    the rule opens a case for nobody, or tells nobody.
    """
    conditions = [conditions_of(rule) for rule in rules]
    everything = world(chain.from_iterable(conditions))
    conflicts = tuple(_conflicts(rules, conditions, everything))
    found = {
        "rule_unreachable": _unreachable(rules, conditions, everything),
        "rule_conflict": set(chain.from_iterable(conflicts)),
        "rule_without_owner": (rule.id for rule in rules if _is_for_nobody(rule)),
    }
    listed = {finding: tuple(sorted(subjects)) for finding, subjects in found.items()}
    return Lint({finding: subjects for finding, subjects in listed.items() if subjects}, conflicts)


def _is_for_nobody(rule: Rule) -> bool:
    told = rule.notify if rule.then == "notify" else ()
    return rule.then in ("case", "notify") and not owners(rule.owner) and not told


def _unreachable(rules: Sequence[Rule], conditions: Sequence[Sequence[Condition]], everything: Region) -> Iterator[str]:
    for place, rule in enumerate(rules):
        if not _is_left(meeting(conditions[place], everything), conditions[:place], iter(range(_STEPS))):
            yield rule.id


def _is_left(region: Region, earlier: Sequence[Sequence[Condition]], steps: Iterator[int]) -> bool:
    """Tell whether a region holds an answer that meets none of the earlier rules.

    The first of them that takes something of the region splits it: into the answers that fail its first condition,
    those that meet the first and fail the second, and so on.
    """
    if not is_possible(region):
        return False
    for place, taken in enumerate(earlier):
        if not is_possible(meeting(taken, region)):
            continue
        for number, condition in enumerate(taken):
            if next(steps, None) is None:
                return True
            rest = within(meeting(taken[:number], region), (condition, False))
            if _is_left(rest, earlier[place + 1 :], steps):
                return True
        return False
    return True


def _conflicts(
    rules: Sequence[Rule], conditions: Sequence[Sequence[Condition]], everything: Region
) -> Iterator[tuple[str, str]]:
    for (one, first), (other, second) in combinations(zip(rules, conditions, strict=True), 2):
        if _what_follows(one) != _what_follows(other) and _cross(first, second, everything):
            yield one.id, other.id


def _what_follows(rule: Rule) -> tuple[str, frozenset[str]]:
    return rule.then, frozenset(owners(rule.owner))


def _cross(first: Sequence[Condition], second: Sequence[Condition], everything: Region) -> bool:
    """Tell whether two rules share answers, and each has some of its own."""
    ours, theirs = meeting(first, everything), meeting(second, everything)
    return is_possible(meeting(second, ours)) and _has_beside(ours, second) and _has_beside(theirs, first)


def _has_beside(region: Region, others: Sequence[Condition]) -> bool:
    """Tell whether a region holds an answer that fails some of these conditions."""
    return any(is_possible(within(region, (condition, False))) for condition in others)
