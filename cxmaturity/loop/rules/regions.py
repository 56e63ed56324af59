"""Whether some answer can meet certain conditions and fail others: the ground on which rules are linted.

An answer is any combination of what its fields can be. Three of them hang together: a metric that has classes has the
whole scores of its scale, or none, and the class follows. Without a metric a score is any number from 0 to 10, which
the known scales keep to; a metric that the rules name and that has no classes has any number, since its scale is
unknown. It is exact but for one corner: whether a number that ``value`` holds can contain some digits is not looked at,
and taken for possible.
"""

from __future__ import annotations

import operator as operators
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from itertools import pairwise
from typing import Final

from cxmaturity.evidence.conditions import Condition, as_number
from cxmaturity.loop.classes import CLASSES

Demand = tuple[Condition, bool]
"""A condition, and whether an answer must meet it or fail it."""

_SCORED: Final = ("score", "metric", "class")
_LOWEST: Final = float(min(low for classes in CLASSES.values() for _, low, _ in classes))
_HIGHEST: Final = float(max(high for classes in CLASSES.values() for _, _, high in classes))
_COMPARE: Final[Mapping[str, Callable[[float, float], bool]]] = {
    "=": operators.eq, "in": operators.eq, "!=": operators.ne, "<": operators.lt, "<=": operators.le,
    ">": operators.gt, ">=": operators.ge,
}  # fmt: skip
_PART_OF_A_NUMBER: Final = re.compile(r"[-+.0-9]+")
_CACHED: Final = 100_000


@dataclass(frozen=True)
class Region:
    """The answers that meet all demands."""

    metrics: frozenset[str]
    """The metrics that the rules name."""
    demands: Mapping[str, frozenset[Demand]] = field(default_factory=dict)
    """They stand under the field, or the group of fields, that they are about."""


def world(conditions: Iterable[Condition]) -> Region:
    """Return all answers, as far as rules with these conditions can tell them apart."""
    return Region(frozenset(word for each in conditions if each.field == "metric" for word in each.words))


def within(region: Region, *demands: Demand) -> Region:
    """Return the part of a region that meets further demands."""
    found = dict(region.demands)
    for demand in demands:
        group = "score" if demand[0].field in _SCORED else demand[0].field
        found[group] = found.get(group, frozenset()) | {demand}
    return replace(region, demands=found)


def meeting(conditions: Iterable[Condition], region: Region) -> Region:
    """Return the part of a region that meets all conditions."""
    return within(region, *((condition, True) for condition in conditions))


def is_possible(region: Region) -> bool:
    """Tell whether there can be an answer in a region."""
    return all(_is_possible(group, demands, region.metrics) for group, demands in region.demands.items())


@lru_cache(_CACHED)
def _is_possible(group: str, demands: frozenset[Demand], metrics: frozenset[str]) -> bool:
    if group == "score":
        return _is_possible_score(demands, metrics)
    if any(_fits(word, demands) for word in (None, *_words(demands))):
        return True
    return group == "value" and _is_possible_number(demands)


def _is_possible_score(demands: frozenset[Demand], named: frozenset[str]) -> bool:
    """Tell whether a metric and a score, with the class that follows from them, fit demands on the three."""
    of = {field: frozenset(demand for demand in demands if demand[0].field == field) for field in _SCORED}
    words = dict.fromkeys((None, *CLASSES, *named, *_words(of["metric"])))
    metrics = (word for word in words if _fits(word, of["metric"]))
    return any(
        _fits_number(score, of["score"]) and _fits(class_, of["class"])
        for metric in metrics
        for score, class_ in _scores(metric, of["score"], named)
    )


def _scores(
    metric: str | None, demands: Iterable[Demand], named: frozenset[str]
) -> Iterator[tuple[float | None, str | None]]:
    """Yield a metric's scores, each with its class; of one without classes, numbers that stand for all."""
    yield None, None
    classes = CLASSES.get(metric or "")
    for name, low, high in classes or ():
        yield from ((float(score), name) for score in range(low, high + 1))
    if classes is None:
        numbers = _numbers(demands, {_LOWEST, _HIGHEST})
        yield from ((number, None) for number in numbers if metric in named or _LOWEST <= number <= _HIGHEST)


def _words(demands: Iterable[Demand]) -> Iterator[str]:
    """Yield words of which one fits demands on a text, if any does: those compared with, and one like no other.

    The last one holds all that must be contained, and nothing across the bounds: its joints occur in no condition.
    """
    conditions = [condition for condition, _ in demands]
    yield from (word for each in conditions if each.operator != "contains" for word in each.words)
    letters = {letter for each in conditions for word in each.words for letter in word}
    joint = next(chr(code) for code in range(0xE000, 0xF8FF) if chr(code) not in letters)
    contained = [each.words[0] for each, is_met in demands if is_met and each.operator == "contains"]
    yield joint.join(("", *contained, ""))


def _fits(word: str | None, demands: Iterable[Demand]) -> bool:
    """Tell whether a word, or none, meets and fails the conditions that it must."""
    return all((word is not None and _meets(word, condition)) is is_met for condition, is_met in demands)


def _meets(word: str, condition: Condition) -> bool:
    if condition.operator == "contains":
        return condition.words[0] in word
    number = as_number(word)
    pairs = zip(condition.words, condition.numbers, strict=True)
    met = [
        _COMPARE[condition.operator](number, bound)
        if number is not None and bound is not None
        else condition.operator in ("=", "in", "!=") and (word == other) is (condition.operator != "!=")
        for other, bound in pairs
    ]
    return any(met)


def _is_possible_number(demands: frozenset[Demand]) -> bool:
    """Tell whether a value that is a number fits demands, whatever digits it must contain."""
    if not all(_is_part_of_a_number(condition) for condition, is_met in demands if is_met):
        return False
    compared = [demand for demand in demands if demand[0].operator != "contains"]
    return any(_fits_number(number, compared) for number in _numbers(compared, {0.0}))


def _is_part_of_a_number(condition: Condition) -> bool:
    return condition.operator != "contains" or _PART_OF_A_NUMBER.fullmatch(condition.words[0]) is not None


def _fits_number(number: float | None, demands: Iterable[Demand]) -> bool:
    """Tell whether a number, or none, meets and fails the conditions that it must."""
    return all((number is not None and _meets_number(number, condition)) is is_met for condition, is_met in demands)


def _meets_number(number: float, condition: Condition) -> bool:
    bounds = [bound for bound in condition.numbers if bound is not None]
    if not bounds:  # a number is no other word
        return condition.operator == "!="
    return any(_COMPARE[condition.operator](number, bound) for bound in bounds)


def _numbers(demands: Iterable[Demand], more: Iterable[float]) -> Iterator[float]:
    """Yield numbers of which one fits demands, if any does: those compared with, and one in each gap."""
    bounds = {number for condition, _ in demands for number in condition.numbers if number is not None}
    points = sorted(bounds | set(more))
    yield from points
    yield from ((low + high) / 2 for low, high in pairwise(points))
    yield from (points[0] - 1, points[-1] + 1)
