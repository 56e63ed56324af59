"""What pydantic finds wrong, told as a person would: the line, the mistake, the likely remedy."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from types import UnionType
from typing import Any, Union, get_args, get_origin

from pydantic import BaseModel, ValidationError

from cxmaturity.documents.reading import Document
from cxmaturity.errors import Place, Problem, did_you_mean
from cxmaturity.words import Text, text

Loc = tuple[int | str, ...]


def mistakes(document: Document, kind: Any, error: ValidationError) -> Iterator[Problem]:
    """Yield every mistake of a document once, at its line; ``kind`` is the type that it was checked against."""
    seen: set[tuple[int | None, str]] = set()
    for detail in error.errors(include_url=False):
        loc = _in_document(document.data, detail["loc"])
        place = document.place(loc)
        problem = Problem(*_explain(kind, loc, detail, place))
        key = (place.line, str(problem.what))
        if key not in seen:
            seen.add(key)
            yield problem


def _in_document(data: Any, loc: Loc) -> Loc:
    """Drop from a pydantic location the names of union members, which stand in no file."""
    kept: list[int | str] = []
    for position, step in enumerate(loc):
        if isinstance(data, dict) and str(step) in data:
            data = data[str(step)]
        elif isinstance(data, list) and isinstance(step, int) and step < len(data):
            data = data[step]
        elif position != len(loc) - 1 or not isinstance(data, dict):
            continue
        kept.append(step)
    return tuple(kept)


def _explain(kind: Any, loc: Loc, detail: Any, place: Place) -> tuple[Text, Place, Text | None]:
    name = str(loc[-1]) if loc else ""
    known = _known_keys(kind, loc[:-1])
    match detail["type"]:
        case "extra_forbidden":
            return text("unknown key “{key}”.", key=name), place, did_you_mean(name, known) or _listing(known)
        case "missing":
            return text("the key “{key}” is missing.", key=name), place, text("Add it.")
        case "literal_error" | "enum":
            options = re.findall(r"'([^']*)'|\b(\d+)\b", str(detail["ctx"]["expected"]))
            words = [first or second for first, second in options]
            what = text("“{value}” is not a value of “{key}”.", value=detail["input"], key=name)
            return what, place, did_you_mean(str(detail["input"]), words) or _listing(words)
        case "value_error":
            cause = detail["ctx"]["error"]
            what = cause.args[0] if cause.args and isinstance(cause.args[0], Text) else text("{reason}.", reason=cause)
            return what, place, None
        case _:
            what = text(
                "“{key}” is {value}: {reason}.", key=name, value=_short(detail["input"]), reason=_reason(detail)
            )
            return what, place, None


def _listing(words: Sequence[str]) -> Text | None:
    return text("Known are: {words}.", words=", ".join(words)) if 0 < len(words) <= 20 else None


def _short(value: object) -> str:
    shown = "∅" if value is None else str(value)
    return shown if len(shown) <= 40 else shown[:39] + "…"


def _reason(detail: Any) -> Text:
    reasons = {
        "string_type": text("a text is expected"),
        "list_type": text("a list is expected"),
        "tuple_type": text("a list is expected"),
        "dict_type": text("a mapping of keys to values is expected"),
        "model_type": text("a mapping of keys to values is expected"),
        "model_attributes_type": text("a mapping of keys to values is expected"),
        "int_type": text("a whole number is expected"),
        "int_parsing": text("a whole number is expected"),
        "int_from_float": text("a whole number is expected"),
        "float_type": text("a number is expected"),
        "float_parsing": text("a number is expected"),
        "decimal_type": text("a number is expected"),
        "decimal_parsing": text("a number is expected"),
        "bool_type": text("true or false is expected"),
        "bool_parsing": text("true or false is expected"),
        "date_type": text("a date like 2026-10-15 is expected"),
        "date_from_datetime_parsing": text("a date like 2026-10-15 is expected"),
        "date_parsing": text("a date like 2026-10-15 is expected"),
        "greater_than": text("it must be greater than {limit}", limit=detail.get("ctx", {}).get("gt")),
        "greater_than_equal": text("it must be at least {limit}", limit=detail.get("ctx", {}).get("ge")),
        "less_than_equal": text("it must be at most {limit}", limit=detail.get("ctx", {}).get("le")),
        "less_than": text("it must be less than {limit}", limit=detail.get("ctx", {}).get("lt")),
        "string_too_short": text("it must not be empty"),
        "too_short": text("it needs at least {limit} entries", limit=detail.get("ctx", {}).get("min_length")),
        "too_long": text("it has room for {limit} entries", limit=detail.get("ctx", {}).get("max_length")),
        "string_pattern_mismatch": text(
            "it does not look like {pattern}", pattern=detail.get("ctx", {}).get("pattern")
        ),
    }
    return reasons.get(detail["type"]) or text("{reason}", reason=detail["msg"])


def _known_keys(kind: Any, loc: Loc) -> list[str]:
    """Return the keys that may stand in the mapping at that place, by walking the type along the path."""
    kinds = [kind]
    for step in loc:
        kinds = [inner for outer in kinds for inner in _inner(outer, step)]
    keys: list[str] = []
    for found in [member for outer in kinds for member in _members(outer)]:
        if isinstance(found, type) and issubclass(found, BaseModel):
            keys += [field.alias or name for name, field in found.model_fields.items()]
    return keys


def _members(kind: Any) -> list[Any]:
    if get_origin(kind) in (Union, UnionType):
        return [member for option in get_args(kind) for member in _members(option)]
    if hasattr(kind, "__metadata__"):
        return _members(get_args(kind)[0])
    return [kind]


def _inner(kind: Any, step: int | str) -> list[Any]:
    found: list[Any] = []
    for member in _members(kind):
        if isinstance(member, type) and issubclass(member, BaseModel):
            found += [
                field.annotation for name, field in member.model_fields.items() if (field.alias or name) == str(step)
            ]
        elif get_args(member):
            found.append(
                get_args(member)[1] if get_origin(member) is dict and len(get_args(member)) > 1 else get_args(member)[0]
            )
    return found
