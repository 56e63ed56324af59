"""YAML files that people write: read safely, checked whole, every mistake with its line and a hint.

YAML is read by the rules of version 1.2: ``no``, ``yes``, ``on`` and ``off`` are words, ``12:30`` is a word, only
``true`` and ``false`` are booleans. Duplicate keys are mistakes. Unknown keys get “did you mean”.
"""

from __future__ import annotations

import re
from collections.abc import Hashable, Iterator, Sequence
from datetime import date, datetime
from pathlib import Path
from types import UnionType
from typing import Any, TypeVar, Union, get_args, get_origin

import yaml
from pydantic import BaseModel, ConfigDict, TypeAdapter, ValidationError

from cxmaturity.errors import InputError, Place, Problem, did_you_mean, wrong
from cxmaturity.words import Text, text

T = TypeVar("T")
Loc = tuple[int | str, ...]

LARGEST = 20_000_000
"""Bytes above which a file is not one that a person wrote."""


class Frozen(BaseModel):
    """A value read from a file: immutable, and strict about the keys that it knows."""

    model_config = ConfigDict(frozen=True, extra="forbid")


_CLoader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class _Yaml12(_CLoader):  # type: ignore[misc]  # the C loader where libyaml is there
    """The safe loader with the booleans and integers of YAML 1.2."""

    yaml_implicit_resolvers = {  # noqa: RUF012  # the attribute's own type
        first: [
            (tag, regexp)
            for tag, regexp in resolvers
            if tag not in ("tag:yaml.org,2002:bool", "tag:yaml.org,2002:int", "tag:yaml.org,2002:float")
        ]
        for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
    }


_Yaml12.add_implicit_resolver(
    "tag:yaml.org,2002:bool", re.compile(r"^(?:true|True|TRUE|false|False|FALSE)$"), list("tTfF")
)
_Yaml12.add_implicit_resolver("tag:yaml.org,2002:int", re.compile(r"^[-+]?(?:0|[1-9][0-9]*)$"), list("-+0123456789"))
_Yaml12.add_implicit_resolver(
    "tag:yaml.org,2002:float",
    re.compile(r"^[-+]?(?:\.[0-9]+|[0-9]+\.[0-9]*)(?:[eE][-+]?[0-9]+)?$"),
    list("-+.0123456789"),
)


class Document:
    """A parsed YAML file that remembers where each of its values stands."""

    def __init__(self, path: Path, root: yaml.Node | None) -> None:
        self.path = path
        self._root = root
        self.problems: list[Problem] = []
        self.data: Any = None if root is None else self._build(root)

    def place(self, loc: Sequence[int | str] = ()) -> Place:
        """Return where the value at that path of keys and indices stands; its nearest known parent if it is absent."""
        node, line = self._root, 1
        if node is not None:
            line = node.start_mark.line + 1
        for step in loc:
            found = _step(node, step)
            if found is None:
                break
            node, line = found
        return Place(self.path, line)

    def _build(self, node: yaml.Node) -> Any:
        if isinstance(node, yaml.MappingNode):
            return self._build_mapping(node)
        if isinstance(node, yaml.SequenceNode):
            return [self._build(item) for item in node.value]
        try:
            return _construct_scalar(node)
        except ValueError:
            self.problems.append(
                Problem(text("“{value}” cannot be read.", value=node.value), Place(self.path, node.start_mark.line + 1))
            )
            return None

    def _build_mapping(self, node: yaml.MappingNode) -> dict[Hashable, Any]:
        result: dict[Hashable, Any] = {}
        for key_node, value_node in node.value:
            key = str(key_node.value)
            if key in result:
                what = text("the key “{key}” stands here a second time.", key=key)
                self.problems.append(
                    Problem(what, Place(self.path, key_node.start_mark.line + 1), text("Keep one of the two."))
                )
            result[key] = self._build(value_node)
        return result


def _construct_scalar(node: yaml.Node) -> Any:
    tag = node.tag.rpartition(":")[2]
    if tag == "int":
        return int(node.value)
    if tag == "float":
        return float(node.value)
    if tag == "bool":
        return node.value.lower() == "true"
    if tag == "null":
        return None
    if tag == "timestamp":
        return _date(node.value)
    return node.value


def _date(value: str) -> date | datetime:
    return date.fromisoformat(value) if len(value) == 10 else datetime.fromisoformat(value)


def _step(node: yaml.Node | None, step: int | str) -> tuple[yaml.Node, int] | None:
    if isinstance(node, yaml.SequenceNode) and isinstance(step, int) and step < len(node.value):
        return node.value[step], node.value[step].start_mark.line + 1
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            if key.value == str(step):
                return value, key.start_mark.line + 1
    return None


def parse(path: Path) -> Document:
    """Read a YAML file. Raises InputError when it is missing, unreadable, too large or not YAML."""
    source = read_text(path)
    try:
        loader = _Yaml12(source)
        try:
            node = loader.get_single_node()
        finally:
            loader.dispose()
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        place = Place(path, mark.line + 1 if mark else None)
        reason = getattr(error, "problem", None) or str(error).splitlines()[0]
        raise wrong(
            text("this is not valid YAML: {reason}.", reason=reason),
            place,
            text("Check indentation, quotes and colons near this line."),
        ) from error
    except RecursionError as error:
        raise wrong(text("this file is nested too deeply."), path) from error
    return Document(path, node)


def read_text(path: Path) -> str:
    """Return a text file's content as UTF-8 without BOM. Raises InputError with the remedy when it cannot."""
    try:
        if path.stat().st_size > LARGEST:
            raise wrong(text("this file is too large to be one that a person wrote."), path)
        return path.read_text(encoding="utf-8-sig")
    except FileNotFoundError as error:
        raise wrong(text("there is no such file."), path) from error
    except IsADirectoryError as error:
        raise wrong(text("this is a folder, and a file was expected."), path) from error
    except UnicodeDecodeError as error:
        raise wrong(text("this file is not UTF-8 text."), path, text("Save it again as UTF-8.")) from error
    except OSError as error:
        raise wrong(text("this file cannot be read: {reason}.", reason=error.strerror or str(error)), path) from error


def load(path: Path, kind: type[T] | Any) -> tuple[T, Document]:
    """Read and check a YAML file; return the value and the document that knows its lines.

    ``kind`` is anything that pydantic can validate. Raises InputError with every mistake of the file.
    """
    document = parse(path)
    return validate(document, kind), document


def validate(document: Document, kind: type[T] | Any) -> T:
    """Check a parsed document against a type. Raises InputError with every mistake, each at its line."""
    problems = list(document.problems)
    try:
        value: T = TypeAdapter(kind).validate_python(document.data)
    except ValidationError as error:
        problems += _problems(document, kind, error)
    if problems:
        raise InputError(sorted(problems, key=lambda problem: problem.where.line or 0 if problem.where else 0))
    return value


def _problems(document: Document, kind: Any, error: ValidationError) -> Iterator[Problem]:
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
