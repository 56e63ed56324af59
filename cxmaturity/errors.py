"""The one error that a user can cause: what is wrong, where, and what to do about it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path

from cxmaturity.words import Language, Text, text


@dataclass(frozen=True)
class Place:
    """A spot in a file that the user can go to."""

    path: Path | str
    """The file, as the user named it."""
    line: int | None = None
    """Its line, counted from 1."""
    column: str | None = None
    """A column of a table, by name."""

    def __str__(self) -> str:
        spot = str(self.path) if self.line is None else f"{self.path}:{self.line}"
        return spot if self.column is None else f"{spot} [{self.column}]"


@dataclass(frozen=True)
class Problem:
    """One thing that is wrong with the user's input."""

    what: Text
    """What is wrong, in one sentence."""
    where: Place | None = None
    """Where it stands, if it stands in a file."""
    remedy: Text | None = None
    """What to do, in one sentence."""

    def show(self, language: Language) -> str:
        """Return the problem as one message: place, what, remedy."""
        head = f"{self.where}: " if self.where else ""
        tail = f" {self.remedy.show(language)}" if self.remedy else ""
        return f"{head}{self.what.show(language)}{tail}"


class InputError(Exception):
    """The user's input is wrong. Holds every problem found, never only the first one of a file."""

    def __init__(self, problems: Problem | Iterable[Problem]) -> None:
        self.problems = (problems,) if isinstance(problems, Problem) else tuple(problems)
        super().__init__("\n".join(problem.show("en") for problem in self.problems))


def wrong(what: Text, where: Place | Path | str | None = None, remedy: Text | None = None) -> InputError:
    """Return an error with a single problem, ready to be raised."""
    place = where if isinstance(where, Place) or where is None else Place(where)
    return InputError(Problem(what, place, remedy))


def did_you_mean(word: str, known: Iterable[str]) -> Text | None:
    """Return a hint with the closest known word, or None when nothing is close."""
    close = closest(word, known)
    return None if close is None else text("Did you mean “{word}”?", word=close)


def closest(word: str, known: Iterable[str], likeness: float = 0.6) -> str | None:
    """Return the known word that is closest to a word, case aside, or None when nothing is close."""
    names: dict[str, str] = {}
    for name in known:
        names.setdefault(name.casefold(), name)
    found = get_close_matches(word.casefold(), names, n=1, cutoff=likeness)
    return names[found[0]] if found else None


def slip_of(word: str, known: Iterable[str]) -> Text | None:
    """Return a hint when a word is all but certainly a known one misspelt, None when it is known or its own.

    It is for words that people may choose freely: at most two letters are wrong, case aside, and most are right.
    """
    names = list(known)
    if word in names:
        return None
    close = (name for name in names if is_slip(word.casefold(), name.casefold()))
    return next((text("Did you mean “{word}”?", word=name) for name in close), None)


def is_slip(word: str, name: str, most: int = 2) -> bool:
    """Tell whether a word is all but certainly a name misspelt: at most so many letters are wrong, most are right."""
    return closest(word, [name]) is not None and _letters_wrong(word, name) <= most


def _letters_wrong(word: str, name: str) -> int:
    """Return how many letters are added, left out or replaced (Levenshtein)."""
    above = list(range(len(name) + 1))
    for row, letter in enumerate(word, start=1):
        line = [row]
        for column, other in enumerate(name, start=1):
            line.append(min(above[column] + 1, line[-1] + 1, above[column - 1] + (letter != other)))
        above = line
    return above[-1]
