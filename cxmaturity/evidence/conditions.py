"""What a rule's ``when`` says: which answers it is for. Written as texts, read into typed conditions.

A condition is an operator and what it compares with: ``<= 6``, ``= key``, ``in email, sms``, ``contains refund``;
without an operator, equality. Words are compared without capitals and without blanks at their ends, numbers as
numbers. What an answer does not tell meets no condition, not even ``!=``. An empty ``when`` is met by every answer.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Final, Literal, get_args

from cxmaturity.errors import did_you_mean, slip_of
from cxmaturity.evidence.loop import Class
from cxmaturity.evidence.ownership_map import Rule
from cxmaturity.words import Text, text

Operator = Literal["=", "!=", "<", "<=", ">", ">=", "in", "contains"]
Mistake = tuple[Text, Text | None]
"""What is wrong with a condition, and what to do."""

FIELDS: Final = ("score", "metric", "class", "segment", "source", "channel", "team", "comment", "value")
"""What a rule's ``when`` may speak of."""
NUMERIC: Final = ("score", "value")
"""Fields that can be compared as numbers: a score is one, a customer's value may be one."""
NUMBER: Final = r"[-+]?([0-9]{1,30}(\.[0-9]{0,30})?|\.[0-9]{1,30})"
"""What a text that is a number looks like, in Python's and in the engine's regular expressions."""

_OPERATORS: Final[tuple[str, ...]] = get_args(Operator)
_CLASSES: Final[tuple[str, ...]] = get_args(Class)
_ORDERS: Final = ("<", "<=", ">", ">=")
_SIGNS: Final = re.compile(r"[<>=!~≤≥≠]+")
_NAMED: Final = re.compile(r"(in|contains)(?=[\s\[]|$)", re.IGNORECASE)
_OTHER_SIGNS: Final[Mapping[str, Operator]] = {
    "==": "=", "===": "=", "~": "contains", "=~": "contains", "=<": "<=", "=>": ">=", "≤": "<=", "≥": ">=",
    "<==": "<=", ">==": ">=", "<>": "!=", "><": "!=", "≠": "!=", "=!": "!=", "!": "!=", "!==": "!=", "<<": "<",
    ">>": ">",
}  # fmt: skip
"""Signs of other notations, and the operator that is meant."""
_OTHER_WORDS: Final[Mapping[str, Operator]] = {
    "is": "=", "equals": "=", "equal": "=", "not": "!=", "below": "<", "under": "<", "less": "<",
    "above": ">", "over": ">", "more": ">", "like": "contains", "includes": "contains", "matches": "contains",
}  # fmt: skip
"""Words that begin a condition in other notations, and the operator that is meant."""


@dataclass(frozen=True)
class Condition:
    """One condition of a rule: a field of the answer, an operator, and what is compared with it."""

    field: str
    """One of FIELDS."""
    operator: Operator
    words: tuple[str, ...]
    """What it compares with, as ``folded`` makes it: one word, or several for ``in``."""

    @cached_property
    def numbers(self) -> tuple[float | None, ...]:
        """The words as numbers; None for one that is none, or that is not compared as a number."""
        as_text = self.field not in NUMERIC or self.operator == "contains"
        return tuple(None if as_text else as_number(word) for word in self.words)


def conditions_of(rule: Rule) -> tuple[Condition, ...]:
    """Return a rule's conditions, all of which an answer must meet. Raises ValueError where ``mistakes`` tells one."""
    return tuple(_condition(field, written) for field, written in rule.when.items())


def mistakes(field: str, written: object) -> Iterator[Mistake]:
    """Yield everything that is wrong with one condition as it is written in the file."""
    if field not in FIELDS:
        remedy = did_you_mean(field, FIELDS) or text("Known are: {words}.", words=", ".join(FIELDS))
        yield text("a rule cannot look at “{key}”.", key=field), remedy
        return
    for item in written if isinstance(written, list | tuple) else (written,):
        if isinstance(item, bool):
            yield text("“{key}” is {value}, which is no condition.", key=field, value=str(item).lower()), _IN_QUOTES
    if (fit := _fit(written)) is not None:
        yield from _mistakes(field, *_split(field, fit))


def entries_named(field: str, written: object) -> tuple[str, ...]:
    """Return the sources or teams that a condition names whole, as ``folded`` makes them, whatever is wrong with it."""
    fit = _fit(written) if field in ("source", "team") else None
    if fit is None:
        return ()
    operator, words = _split(field, fit)
    is_whole = (operator if operator in _OPERATORS else _meant(operator, field)) in ("=", "!=", "in")
    return tuple(dict.fromkeys(map(folded, filter(None, words)))) if is_whole else ()


def folded(word: str) -> str:
    """Return a text as conditions compare it: without blanks at its ends, in small letters, letter by letter."""
    return "".join(_small(letter) for letter in word.strip())


def as_number(word: str) -> float | None:
    """Return the number that a text is; None where it is none."""
    return float(word) if re.fullmatch(NUMBER, word) else None


_IN_QUOTES: Final = text("Put it in quotes.")
_Written = str | int | float | list[str | int | float] | tuple[str | int | float, ...]


def _fit(written: object) -> _Written | None:
    """Return what of a value can be a condition, None where nothing can; of the rest, the file's types tell."""
    if isinstance(written, list | tuple):
        fit = [item for item in written if isinstance(item, str | int | float) and not isinstance(item, bool)]
        return fit if fit or not written else None
    return written if isinstance(written, str | int | float) and not isinstance(written, bool) else None


def _condition(field: str, written: _Written) -> Condition:
    operator, words = _split(field, written)
    for what, _ in _mistakes(field, operator, words):
        raise ValueError(str(what))
    return Condition(field, operator, tuple(dict.fromkeys(map(folded, words))))  # type: ignore[arg-type]  # looked at above


def _split(field: str, written: _Written) -> tuple[str, list[str]]:
    """Return the operator of a condition, known or not, and what it compares with."""
    if isinstance(written, list | tuple):
        return "in", [str(item).strip() for item in written]
    whole = str(written).strip()
    if found := _SIGNS.match(whole) or _NAMED.match(whole):
        operator, rest = found[0].casefold(), whole[found.end() :].strip()
        return operator, _listed(rest) if operator == "in" else [_bare(rest)]
    first, _, rest = whole.partition(" ")
    if rest and _meant(first, field):
        return first, [rest.strip()]
    return "=", [_bare(whole)]


def _listed(rest: str) -> list[str]:
    inner = rest[1:-1] if rest.startswith("[") and rest.endswith("]") else rest
    return [_bare(word.strip()) for word in inner.split(",")]


def _bare(word: str) -> str:
    """Return a word without the quotes around it, which keep a sign or a comma from being understood."""
    is_quoted = len(word) >= 2 and word[0] == word[-1] and word[0] in "\"'"
    return word[1:-1] if is_quoted else word


def _mistakes(field: str, operator: str, words: list[str]) -> Iterator[Mistake]:
    if operator not in _OPERATORS:
        meant = _meant(operator, field)
        known = text("Known are: {words}.", words=", ".join(_OPERATORS))
        remedy = text("Did you mean “{word}”?", word=meant) if meant else known
        yield text("“{sign}” is no operator.", sign=operator), remedy
        if meant is None or any(" " in word for word in words):  # as in “more than 5”, whose words are no value
            return
        operator = meant
    if not words or not all(words):
        example = "<= 6" if field == "score" else "= detractor" if field == "class" else "in a, b"
        what = text("the condition on “{key}” compares with nothing.", key=field)
        yield what, text("Write what it compares with, as in “{example}”.", example=example)
    for word in filter(None, words):
        yield from _wrong_word(field, operator, word)


def _wrong_word(field: str, operator: str, word: str) -> Iterator[Mistake]:
    number = as_number(word)
    if field == "score" and operator == "contains":
        what = text("a score is a number, and “contains” looks into texts.")
        yield what, text("Compare it, as in “{example}”, or look at “{key}”.", example="<= 6", key="value")
    elif field == "score" and number is None:
        what = text("a score is a number, and “{word}” is none.", word=word)
        yield what, text("Write a number, with a point before its decimals, as in “{example}”.", example="<= 6")
    elif operator in _ORDERS and field not in NUMERIC:
        what = text("“{sign}” compares numbers, and “{key}” is a text.", sign=operator, key=field)
        yield what, text("Use one of: {words}.", words="=, !=, in, contains")
    elif operator in _ORDERS and number is None:
        yield text("“{sign}” compares numbers, and “{word}” is none.", sign=operator, word=word), None
    elif field == "class" and not _names_a_class(operator, folded(word)):
        remedy = did_you_mean(folded(word), _CLASSES) or text("Known are: {words}.", words=", ".join(_CLASSES))
        yield text("“{word}” is no class of customers.", word=word), remedy


def _names_a_class(operator: str, word: str) -> bool:
    return word in _CLASSES or (operator == "contains" and any(word in each for each in _CLASSES))


def _meant(word: str, field: str) -> str | None:
    """Return the operator that a sign or word at the beginning of a condition was meant to be, None where it is none.

    A comment may begin with such words.
    """
    lower = word.casefold()
    meant = _OTHER_SIGNS.get(lower) or (None if field == "comment" else _OTHER_WORDS.get(lower))
    return meant or ("contains" if slip_of(lower, ("contains",)) else None)


def _small(letter: str) -> str:
    """Return one letter in lower case, where that is one letter too, as the engine does."""
    return "i" if letter == "İ" else lower if len(lower := letter.lower()) == 1 else letter
