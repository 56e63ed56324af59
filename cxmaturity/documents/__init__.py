"""YAML files that people write: read safely, checked whole, every mistake with its line and a hint.

YAML is read by the rules of version 1.2: ``no``, ``yes``, ``on`` and ``off`` are words, ``12:30`` is a word, only
``true`` and ``false`` are booleans. Duplicate keys are mistakes. Unknown keys get “did you mean”.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ConfigDict, TypeAdapter, ValidationError

from cxmaturity.documents.mistakes import mistakes
from cxmaturity.documents.reading import Document, parse, parse_text, read_text
from cxmaturity.errors import InputError, Problem

__all__ = ["Document", "Frozen", "check", "load", "parse", "parse_text", "read_text", "validate"]

T = TypeVar("T")


class Frozen(BaseModel):
    """A value read from a file: immutable, and strict about the keys that it knows."""

    model_config = ConfigDict(frozen=True, extra="forbid")


def load(path: Path, kind: type[T] | Any) -> tuple[T, Document]:
    """Read and check a YAML file; return the value and the document that knows its lines.

    ``kind`` is anything that pydantic can validate. Raises InputError with every mistake of the file.
    """
    document = parse(path)
    return validate(document, kind), document


def validate(
    document: Document, kind: type[T] | Any, more: Iterable[Problem] = (), beside: Iterable[Problem] = ()
) -> T:
    """Check a parsed document against a type. Raises InputError with every mistake, each at its line.

    ``more`` holds what was found wrong with the document otherwise, to be told with the rest; ``beside`` what is to be
    told with mistakes only, being none itself.
    """
    problems = [*document.problems, *more]
    try:
        value: T = TypeAdapter(kind).validate_python(document.data)
    except ValidationError as error:
        problems += mistakes(document, kind, error)
    if problems:
        problems += beside
        raise InputError(sorted(problems, key=lambda problem: _order(document, problem)))
    return value


def check(document: Document, kind: type[T] | Any, loc: Sequence[int | str]) -> list[Problem]:
    """Return what is wrong with the value at that path of a document when it must be of that type."""
    try:
        TypeAdapter(kind).validate_python(document.at(loc))
    except ValidationError as error:
        return list(mistakes(document, kind, error, tuple(loc)))
    return []


def _order(document: Document, problem: Problem) -> tuple[bool, int]:
    """Put a document's own problems first, by line; then those of files that it names."""
    place = problem.where
    return (place is not None and place.path != document.path, place.line or 0 if place else 0)
