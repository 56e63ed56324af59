"""What pydantic finds wrong, told as a person would: the line, the mistake, the likely remedy."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from types import UnionType
from typing import Any, Final, Union, get_args, get_origin

from pydantic import BaseModel, ValidationError

from cxmaturity.documents.reading import Document, shown_key
from cxmaturity.errors import Problem, did_you_mean
from cxmaturity.words import Text, text

Loc = tuple[int | str, ...]

_EXPECTED: Final[Mapping[str, Text]] = {
    error_type: expected
    for expected, types in (
        (text("a text"), "string_type string_unicode string_sub_type"),
        (text("a list"), "list_type tuple_type set_type frozen_set_type iterable_type"),
        (
            text("a mapping of keys to values"),
            "dict_type mapping_type model_type model_attributes_type dataclass_type",
        ),
        (text("a whole number"), "int_type int_parsing int_parsing_size int_from_float"),
        (text("a number"), "float_type float_parsing finite_number decimal_type decimal_parsing"),
        (text("true or false"), "bool_type bool_parsing"),
        (
            text("a date like 2026-10-15"),
            "date_type date_parsing date_from_datetime_parsing date_from_datetime_inexact",
        ),
        (
            text("a moment like 2026-10-15T09:30:00Z"),
            "datetime_type datetime_parsing datetime_object_invalid datetime_from_date_parsing timezone_aware",
        ),
        (text("nothing"), "none_required"),
    )
    for error_type in types.split()
}
"""Pydantic's name of a mistake, and the kind of value that is expected in its place."""

_LIMITS: Final[Mapping[str, tuple[str, Text]]] = {
    "greater_than": ("gt", text("it must be greater than {limit}")),
    "greater_than_equal": ("ge", text("it must be at least {limit}")),
    "less_than": ("lt", text("it must be less than {limit}")),
    "less_than_equal": ("le", text("it must be at most {limit}")),
    "string_too_short": ("min_length", text("it needs at least {limit} letters")),
    "string_too_long": ("max_length", text("it has room for {limit} letters")),
    "too_short": ("min_length", text("it needs at least {limit} {limit:plural entry|entries}")),
    "too_long": ("max_length", text("it has room for {limit} {limit:plural entry|entries}")),
}
"""Pydantic's name of a mistake, where the limit stands that it speaks of, and what the limit asks for."""

_FORMS: Final[Mapping[str, Text]] = {
    "^[a-z0-9][a-z0-9_.-]*$": text(
        "it may hold small letters, digits, dots, dashes and underscores only, as in contact-limits"
    ),
}
"""What a pattern asks for, in words."""


@dataclass(frozen=True)
class _Found:
    """One of pydantic's errors."""

    loc: Loc
    """Its path in the document."""
    kind: str
    """Pydantic's name of the mistake."""
    value: object
    context: Mapping[str, Any]


def mistakes(document: Document, kind: Any, error: ValidationError, base: Loc = ()) -> Iterator[Problem]:
    """Yield every mistake of a document, at its line; ``kind`` is the type that the value at ``base`` must have."""
    by_place: dict[Loc, list[_Found]] = {}
    for detail in error.errors(include_url=False):
        loc = (*base, *_in_document(document.at(base), detail["loc"], detail["type"] == "missing"))
        by_place.setdefault(loc, []).append(_Found(loc, detail["type"], detail["input"], detail.get("ctx", {})))
    for loc, found in by_place.items():
        unfit = [each for each in found if each.kind in _EXPECTED]
        if unfit and not any(other[: len(loc)] == loc for other in by_place if other != loc):
            yield Problem(_unfit(unfit), document.place(loc), _remedy(kind, unfit, base))
        for each in found:
            if each not in unfit and not _is_further_gap(each, by_place):
                what, remedy = _explain(each, _known_keys(kind, loc[len(base) : -1]))
                yield Problem(what, document.place(loc), remedy)


def _in_document(data: Any, loc: Loc, missing: bool) -> Loc:
    """Drop from a pydantic location the names of union members, which stand in no file; a missing key stays."""
    kept: list[int | str] = []
    for position, step in enumerate(loc):
        if isinstance(data, dict) and str(step) in data:
            data = data[str(step)]
        elif isinstance(data, list) and isinstance(step, int) and step < len(data):
            data = data[step]
        elif not missing or position != len(loc) - 1:
            continue
        kept.append(step)
    return tuple(kept)


def _is_further_gap(found: _Found, by_place: Mapping[Loc, object]) -> bool:
    """Tell whether a list that is too short lacks an earlier entry too, which says enough."""
    if found.kind != "missing" or not isinstance(found.loc[-1], int):
        return False
    return (*found.loc[:-1], found.loc[-1] - 1) in by_place


def _unfit(found: Sequence[_Found]) -> Text:
    """Return that a value is of none of the kinds that may stand there."""
    names = {_EXPECTED[each.kind].template: _EXPECTED[each.kind] for each in found}
    first, *others = names.values()
    expected = first
    for other in others:
        expected = text("{one} or {other}", one=expected, other=other)
    loc, value = found[0].loc, found[0].value
    if not loc:
        return text("this file is empty.") if value is None else _not_this_file(expected, value)
    return _wrong_value(loc, value, text("{expected} is expected", expected=expected))


def _not_this_file(expected: Text, value: object) -> Text:
    return text("{expected} is expected here, and not “{value}”.", expected=expected, value=_short(value))


def _wrong_value(loc: Loc, value: object, reason: Text) -> Text:
    if value is None or value == "":
        return text("“{key}” is empty: {reason}.", key=_name(loc), reason=reason)
    return text("“{key}” is {value}: {reason}.", key=_name(loc), value=_short(value), reason=reason)


def _remedy(kind: Any, unfit: Sequence[_Found], base: Loc) -> Text | None:
    """Return what to do about a value of the wrong kind: a text that YAML takes for a number or a date needs quotes."""
    if any(each.kind == "string_type" for each in unfit) and isinstance(unfit[0].value, int | float | date):
        return text("Put it in quotes.")
    return _remedy_of_emptiness(kind, unfit[0], base)


def _remedy_of_emptiness(kind: Any, found: _Found, base: Loc) -> Text | None:
    """Return what a file must hold when it holds nothing."""
    if found.loc or base or found.value is not None:
        return None
    if found.kind not in ("model_type", "model_attributes_type"):
        return text("It must hold {expected}.", expected=_EXPECTED[found.kind])
    needed = [name for model in _models(kind) for name, field in model.model_fields.items() if field.is_required()]
    if needed:
        return text("It needs at least: {keys}.", keys=", ".join(needed))
    return _listing(_known_keys(kind, ()))


def _explain(found: _Found, known: Sequence[str]) -> tuple[Text, Text | None]:
    name = _name(found.loc)
    match found.kind:
        case "extra_forbidden":
            key = str(found.loc[-1])
            hint = did_you_mean(key, known)
            return text("unknown key “{key}”.", key=key if hint else shown_key(key)), hint or _listing(known)
        case "missing" if isinstance(found.loc[-1], int):
            what = text("“{key}” has too few entries: number {number:int} is missing.", **_entry(found.loc))
            return what, text("Add it.")
        case "missing":
            return text("the key “{key}” is missing.", key=name), text("Add it.")
        case "literal_error" | "enum":
            options = re.findall(r"'([^']*)'|\b(\d+)\b", str(found.context["expected"]))
            words = [first or second for first, second in options]
            what = text("“{value}” is not a value of “{key}”.", value=_short(found.value), key=name)
            return what, did_you_mean(str(found.value), words) or _listing(words)
        case "value_error" if isinstance(told := next(iter(found.context["error"].args), None), Text):
            return told, None
        case _:
            return _wrong_value(found.loc, found.value, _reason(found)), None


def _name(loc: Loc) -> Text | str:
    """Return how to call the value at a path: by its key, or as an entry of a list."""
    if not loc or isinstance(loc[-1], str):
        return shown_key(str(loc[-1])) if loc else ""
    return text("entry {number:int} of {key}", **_entry(loc))


def _entry(loc: Loc) -> dict[str, object]:
    key = next((step for step in reversed(loc) if isinstance(step, str)), "–")
    return {"key": shown_key(key), "number": int(loc[-1]) + 1}


def _listing(words: Sequence[str]) -> Text | None:
    return text("Known are: {words}.", words=", ".join(words)) if 0 < len(words) <= 20 else None


def _short(value: object) -> str:
    """Return a value as messages quote it; an address of a person is not, nor what holds numbers like customers'."""
    if "@" in str(value) or (isinstance(value, list | dict) and re.search(r"\d{4}", str(value))):
        return "…"
    shown = str(value).lower() if isinstance(value, bool) else "∅" if value is None else str(value)
    return shown if len(shown) <= 40 else shown[:39] + "…"


def _reason(found: _Found) -> Text:
    if found.kind == "string_too_short" and found.context["min_length"] == 1:
        return text("{expected} is expected", expected=_EXPECTED["string_type"])
    if found.kind in _LIMITS:
        name, reason = _LIMITS[found.kind]
        limit = found.context[name]
        whole = isinstance(limit, float) and limit.is_integer()
        return Text(reason.template, {"limit": int(limit) if whole else limit})
    return _FORMS.get(str(found.context.get("pattern"))) or text("this cannot stand here")


def _known_keys(kind: Any, loc: Loc) -> list[str]:
    """Return the keys that may stand in the mapping at that place, by walking the type along the path."""
    kinds = [kind]
    for step in loc:
        kinds = [inner for outer in kinds for inner in _inner(outer, step)]
    models = [model for outer in kinds for model in _models(outer)]
    return [field.alias or name for model in models for name, field in model.model_fields.items()]


def _models(kind: Any) -> list[type[BaseModel]]:
    return [member for member in _members(kind) if isinstance(member, type) and issubclass(member, BaseModel)]


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
