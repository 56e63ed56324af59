"""Whether some answer can meet certain conditions and fail others: the ground on which rules are linted.

An answer is any combination of what its fields can be. Three of them hang together: a metric that has classes has the
whole scores of its scale, or none, and the class follows. It is exact but for one corner: whether a number that
``value`` holds can contain some digits is not looked at, and taken for possible.
"""

from __future__ import annotations

import operator as operators
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import lru_cache
from itertools import pairwise
from typing import Final

from cxmaturity.evidence.conditions import Condition, as_number
from cxmaturity.loop.classes import CLASSES

Demand = tuple[Condition, bool]
"""A condition, and whether an answer must meet it or fail it."""
Region = Mapping[str, frozenset[Demand]]
"""The answers that meet all demands; these stand under the field, or the group of fields, that they are about."""

ALL: Final[Region] = {}
"""Every answer."""
_SCORED: Final = ("score", "metric", "class")
_COMPARE: Final[Mapping[str, Callable[[float, float], bool]]] = {
    "=": operators.eq, "in": operators.eq, "!=": operators.ne, "<": operators.lt, "<=": operators.le,
    ">": operators.gt, ">=": operators.ge,
}  # fmt: skip
_PART_OF_A_NUMBER: Final = re.compile(r"[-+.0-9]+")
_CACHED: Final = 100_000


def within(region: Region, *demands: Demand) -> Region:
    """Return the part of a region that meets further demands."""
    found = dict(region)
    for demand in demands:
        group = "score" if demand[0].field in _SCORED else demand[0].field
        found[group] = found.get(group, frozenset()) | {demand}
    return found


def meeting(conditions: Iterable[Condition], region: Region = ALL) -> Region:
    """Return the part of a region that meets all conditions."""
    return within(region, *((condition, True) for condition in conditions))


def is_possible(region: Region) -> bool:
    """Tell whether there can be an answer in a region."""
    return all(_is_possible(group, demands) for group, demands in region.items())


@lru_cache(_CACHED)
def _is_possible(group: str, demands: frozenset[Demand]) -> bool:
    if group == "score":
        return _is_possible_score(demands)
    if any(_fits(word, demands) for word in (None, *_words(demands))):
        return True
    return group == "value" and _is_possible_number(demands)


def _is_possible_score(demands: frozenset[Demand]) -> bool:
    """Tell whether a metric and a score, with the class that follows from them, fit demands on the three."""
    of = {field: frozenset(demand for demand in demands if demand[0].field == field) for field in _SCORED}
    metrics = (word for word in (None, *CLASSES, *_words(of["metric"])) if _fits(word, of["metric"]))
    return any(
        _fits_number(score, of["score"]) and _fits(class_, of["class"])
        for metric in metrics
        for score, class_ in _scores(metric, of["score"])
    )


def _scores(metric: str | None, demands: Iterable[Demand]) -> Iterator[tuple[float | None, str | None]]:
    """Yield a metric's scores, each with its class; of one without classes, numbers that stand for all."""
    yield None, None
    classes = CLASSES.get(metric or "")
    for name, low, high in classes or ():
        yield from ((float(score), name) for score in range(low, high + 1))
    if classes is None:
        yield from ((number, None) for number in _numbers(demands, {0.0}))


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
