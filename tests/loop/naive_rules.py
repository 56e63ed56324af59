"""Which rule an answer meets, one answer at a time, as assessments/closed-loop-rules.md words it."""

from __future__ import annotations

import re

SIGNS = {
    "=": lambda one, other: one == other,
    "!=": lambda one, other: one != other,
    "<": lambda one, other: one < other,
    "<=": lambda one, other: one <= other,
    ">": lambda one, other: one > other,
    ">=": lambda one, other: one >= other,
}


def number_of(word):
    if isinstance(word, float):
        return word
    return float(word) if re.fullmatch(r"[-+]?([0-9]{1,30}(\.[0-9]{0,30})?|\.[0-9]{1,30})", word) else None


def compares(field, sign, found, wanted):
    """Tell whether one thing that the answer tells compares so with one that the condition names."""
    if field in ("score", "value"):
        one, other = number_of(found), number_of(wanted)
        if one is not None and other is not None:
            return SIGNS[sign](one, other)
        if sign not in ("=", "!="):
            return False
    return SIGNS[sign](found.lower(), wanted.strip().lower())


def meets(answer, field, sign, wanted):
    """Tell whether an answer meets a condition; ``wanted`` is a word, or a list of them for ``in``."""
    found = answer.get(field)
    if found in (None, ""):
        return False
    if sign == "contains":
        return wanted.strip().lower() in found.lower()
    if sign == "in":
        return any(compares(field, "=", found, word) for word in wanted)
    return compares(field, sign, found, wanted)


def first_match(answer, rules):
    """Return the place of the first rule all of whose conditions the answer meets; None where it meets none."""
    for place, conditions in enumerate(rules):
        if all(meets(answer, *condition) for condition in conditions):
            return place
    return None


def written(conditions):
    """Return conditions as a map's file has them."""
    return {
        field: f"{sign} {', '.join(wanted) if isinstance(wanted, list) else wanted}"
        for field, sign, wanted in conditions
    }
