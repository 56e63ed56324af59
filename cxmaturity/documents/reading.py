"""YAML read safely by the rules of version 1.2, with the line of every value."""

from __future__ import annotations

import re
from collections.abc import Hashable, Sequence
from datetime import date, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from cxmaturity.documents.yaml_errors import not_yaml
from cxmaturity.errors import InputError, Place, Problem, wrong
from cxmaturity.words import text

LARGEST = 20_000_000
"""Bytes above which a file is not one that a person wrote."""
MOST_VALUES = 300_000
"""Values that a file may hold when its aliases are written out."""

_DIGITS = 4
"""As many make a key look like a customer's number."""

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


def shown_key(key: str) -> str:
    """Return a key as messages quote it: not at all where it looks like a customer, as in a list given by mistake."""
    looks_so = "@" in key or sum(letter.isdigit() for letter in key) >= _DIGITS
    return "…" if looks_so else key


class Document:
    """A parsed YAML file that remembers where each of its values stands."""

    def __init__(self, path: Path, root: yaml.Node | None) -> None:
        self.path = path
        self._root = root
        self.problems: list[Problem] = []
        self._values = 0
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

    def at(self, loc: Sequence[int | str]) -> Any:
        """Return the value at that path of keys and indices. Raises LookupError when nothing stands there."""
        value = self.data
        for step in loc:
            value = value[step]
        return value

    def _build(self, node: yaml.Node) -> Any:
        self._values += 1
        if self._values > MOST_VALUES:
            raise wrong(text("this file grows without end through its aliases (*name)."), self.path)
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
                what = text("the key “{key}” stands here a second time.", key=shown_key(key))
                self.problems.append(
                    Problem(what, Place(self.path, key_node.start_mark.line + 1), text("Keep one of the two."))
                )
            result[key] = self._build(value_node)
        return result


def _construct_scalar(node: yaml.Node) -> Any:
    if node.tag.startswith("!"):  # a tag of one's own is none: it is how a text such as "!= 6" begins
        return f"{node.tag} {node.value}".rstrip()
    tag = node.tag.rpartition(":")[2]
    if tag in ("int", "float"):
        return int(node.value) if tag == "int" else float(node.value)
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
    """Read a YAML file. Raises InputError when it is missing, unreadable, too large or not YAML.

    Who reads the same content again gets the same document, so nobody may change its data.
    """
    return _parsed(path, read_text(path))


@lru_cache(maxsize=32)
def _parsed(path: Path, source: str) -> Document:
    return parse_text(path, source)


def parse_text(path: Path, source: str) -> Document:
    """Read YAML that came from a file. Raises InputError, naming the file, when it is not YAML."""
    try:
        return Document(path, compose(source))
    except yaml.YAMLError as error:
        raise not_yaml(error, path) from error
    except RecursionError as error:
        raise wrong(text("this file is nested too deeply."), path) from error


def compose(source: str) -> yaml.Node | None:
    """Return YAML as nodes that know where they stand. Raises yaml.YAMLError when it is not YAML."""
    loader = _Yaml12(source)
    try:
        node: yaml.Node | None = loader.get_single_node()
    finally:
        loader.dispose()
    return node


def read_text(path: Path) -> str:
    """Return a text file's content as UTF-8 without BOM. Raises InputError with the remedy when it cannot."""
    try:
        if path.stat().st_size > LARGEST:
            raise wrong(text("this file is too large to be one that a person wrote."), path)
        return path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise wrong(text("this file is not UTF-8 text."), path, text("Save it again as UTF-8.")) from error
    except OSError as error:
        raise unreadable(path, error) from error


def unreadable(path: Path, error: OSError) -> InputError:
    """Return what is told when the system gives no file of that name to read."""
    if isinstance(error, FileNotFoundError):
        return wrong(text("there is no such file."), path)
    if isinstance(error, IsADirectoryError):
        return wrong(text("this is a folder, and a file was expected."), path)
    return wrong(text("this file cannot be read: {reason}.", reason=error.strerror or str(error)), path)
