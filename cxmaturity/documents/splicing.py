"""Change values in a YAML file that a person wrote, and leave every other character of it as it is.

A change is made in the text itself, at the place where YAML finds the value: comments, order, quotes, indentation and
line ends of everything else stay. What is new is written on one line, in the style of its neighbours.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

import yaml

from cxmaturity.documents.reading import compose
from cxmaturity.documents.writing import Value, written

Loc = tuple[int | str, ...]
Order = Sequence[str]
"""The keys of a mapping in their usual order."""
Pair = tuple[yaml.Node, yaml.Node]

_WIDTH: Final = 130
"""Letters of a line that new values do not go beyond, where they can stand on a line of their own."""
_LINE_END: Final = re.compile(r"\r\n|[\n\r\x85\u2028\u2029]")
_COMMENT: Final = re.compile(r"[ \t]*(,?)[ \t]+#")
"""A comment behind a value in flow style, and the comma before it."""


class TangledError(Exception):
    """A change cannot be made in this text: another one stands in its way, or an alias (``*name``) does."""


class Splicer:
    """The text of a YAML file, and what is to be changed in it."""

    def __init__(self, source: str) -> None:
        """Take the text of a file without BOM. Raises yaml.YAMLError when it is not YAML."""
        self._source = source
        self._root = compose(source)
        self._breaks = [match.span() for match in _LINE_END.finditer(source)]
        self._newline = source[slice(*self._breaks[0])] if self._breaks else "\n"
        self._edits: list[tuple[int, int, bool, str]] = []
        self._columns: dict[int, int] = {}
        self._tail: list[str] = []
        if _has_aliases(self._root):
            raise TangledError

    def result(self) -> str:
        """Return the text with all changes made. Raises TangledError where two of them meet."""
        parts: list[str] = []
        reached = 0
        for start, end, _, content in sorted(self._edits, key=lambda edit: edit[:3]):
            if start < reached:
                raise TangledError
            parts += (self._source[reached:start], content)
            reached = end
        body = "".join((*parts, self._source[reached:]))
        if self._tail and body and not _LINE_END.search(body, len(body) - 1):
            body += self._newline
        return body + "".join(line + self._newline for line in self._tail)

    def put(self, loc: Loc, key: str, value: Value, order: Order) -> None:
        """Give a key of the mapping at that path a value; a key that is not there yet stands where the order says."""
        node = self._mapping(loc)
        present = _pair(node, key)
        if present is None:
            self._insert(node, key, written(value), order)
        elif isinstance(present[1], yaml.SequenceNode) and isinstance(value, list) and _is_grown(present[1], value):
            self._grow(present[1], value)
        else:
            self._replace(present, written(value))

    def remove(self, loc: Loc, key: str) -> None:
        """Take a key and its value out of the mapping at that path; nothing happens where it is not there."""
        node = self._mapping(loc)
        for index, (name, _) in enumerate(node.value):
            if name.value == key:
                (self._take_flow if node.flow_style else self._take_lines)(node.value, index)

    def add(self, section: str, entries: Sequence[Mapping[str, Value]]) -> None:
        """Add entries at the end of a list at the top of the file; a list that is not there yet is begun."""
        present = _pair(self._root, section)
        is_flow = isinstance(self._root, yaml.MappingNode) and bool(self._root.flow_style)
        if present is None and not is_flow:
            self._tail += [f"{self._indent}{section}:", *self._items(entries, self._indent + "  ")]
        elif present is None:
            self._insert(self._mapping(()), section, written(entries), ())
        elif not isinstance(present[1], yaml.SequenceNode) or not present[1].value:
            self._fill(present, entries, is_flow)
        elif present[1].flow_style:
            for entry in entries:
                column = present[1].value[0].start_mark.column
                self._add_in_flow(_end(present[1].value[-1], self._source), written(entry), column)
        else:
            self._append(present[1], entries)

    def set_top(self, key: str, value: Value) -> None:
        """Give a key at the top of the file a value."""
        present = _pair(self._root, key)
        if present is not None:
            self._replace(present, written(value))
        elif isinstance(self._root, yaml.MappingNode) and self._root.flow_style:
            self._insert(self._root, key, written(value), ())
        else:
            self._tail.append(f"{self._indent}{key}: {written(value)}")

    def _edit(self, start: int, end: int, content: str, is_behind: bool = True) -> None:
        """Take note of a replacement; of two at one position the one that is the value there comes first."""
        self._edits.append((start, end, is_behind, content))

    @property
    def _indent(self) -> str:
        """What stands before the keys at the top of the file."""
        return " " * (self._root.start_mark.column if self._root else 0)

    def _mapping(self, loc: Loc) -> yaml.MappingNode:
        node = self._root
        for step in loc:
            pair = _pair(node, step) if isinstance(step, str) else None
            node = pair[1] if pair else node.value[step] if isinstance(node, yaml.SequenceNode) else None
        if not isinstance(node, yaml.MappingNode):
            raise TangledError
        return node

    def _line(self, position: int) -> tuple[int, int]:
        """Return where the line of a position begins, the break before it included, and where it ends without its own.

        The first line has no break before it.
        """
        index = bisect_right(self._breaks, position, key=lambda span: span[1])
        start = self._breaks[index - 1][0] if index else 0
        return start, self._breaks[index][0] if index < len(self._breaks) else len(self._source)

    # -- one value ---------------------------------------------------------------------------------------------------

    def _replace(self, pair: Pair, content: str) -> None:
        name, node = pair
        start, end = node.start_mark.index, _end(node, self._source)
        between = self._source[name.end_mark.index : start]
        if isinstance(node, yaml.CollectionNode) and not node.flow_style:
            start = name.end_mark.index + between.index(":") + 1
        if ":" not in between:
            content = ": " + content
        elif self._source[start - 1] == ":":
            content = " " + content
        self._edit(start, end, content, is_behind=False)

    def _insert(self, node: yaml.MappingNode, key: str, value: str, order: Order) -> None:
        content = f"{written(key)}: {value}"
        before = _before(node, key, order)
        if before is None:
            self._edit(node.start_mark.index + 1, node.start_mark.index + 1, content)
        elif node.flow_style:
            self._add_in_flow(_end(before, self._source), content, node.start_mark.column + 1)
        else:
            end = self._line(_end(before, self._source))[1]
            self._edit(end, end, self._newline + " " * node.start_mark.column + content)

    def _add_in_flow(self, position: int, content: str, column: int) -> None:
        """Write something behind a value in flow style: beside it where the line has room, else below it."""
        line_start, line_end = self._line(position)
        if comment := _COMMENT.match(self._source, position, line_end):
            if not comment[1]:
                self._edit(position, position, ",")
            self._edit(line_end, line_end, self._newline + " " * column + content + comment[1])
            return
        reached = self._columns.get(position, position - line_start) + len(content) + 2
        fits = reached <= _WIDTH
        self._columns[position] = reached if fits else column + len(content)
        self._edit(position, position, ", " + content if fits else "," + self._newline + " " * column + content)

    # -- what goes ---------------------------------------------------------------------------------------------------

    def _take_flow(self, pairs: Sequence[Pair], index: int) -> None:
        start, end = pairs[index][0].start_mark.index, _end(pairs[index][1], self._source)
        if index == 0:
            self._edit(start, pairs[1][0].start_mark.index if len(pairs) > 1 else end, "")
            return
        before = _end(pairs[index - 1][1], self._source)
        if "#" not in self._source[before:start]:
            self._edit(before, end, "")
        else:
            after = re.compile(r"\s*,[ \t]*").match(self._source, end)
            self._edit(start, after.end() if after else end, "")

    def _take_lines(self, pairs: Sequence[Pair], index: int) -> None:
        start, end = pairs[index][0].start_mark.index, _end(pairs[index][1], self._source)
        if index:
            self._edit(self._line(start)[0], self._line(end)[1], "")
        elif len(pairs) > 1:
            self._edit(start, pairs[1][0].start_mark.index, "")
        else:
            self._edit(start, end, "{}")

    # -- lists -------------------------------------------------------------------------------------------------------

    def _grow(self, node: yaml.SequenceNode, value: Sequence[Value]) -> None:
        """Add to a list what it lacks, and take out of it what is left out; the lines of the others stay."""
        present = [item.value for item in node.value]
        for item in node.value:
            if item.value not in value:
                start, end = self._line(item.start_mark.index)[0], self._line(_end(item, self._source))[1]
                self._edit(start, end, "")
        last = _end(node.value[-1], self._source)
        for item in (item for item in value if item not in present):
            if node.flow_style:
                self._add_in_flow(last, written(item), node.start_mark.column + 1)
            else:
                end = self._line(last)[1]
                self._edit(end, end, f"{self._newline}{' ' * node.start_mark.column}- {written(item)}")

    def _fill(self, pair: Pair, entries: Sequence[Mapping[str, Value]], is_flow: bool) -> None:
        """Write entries into a list that has none, or that is only named."""
        name, node = pair
        if is_flow:
            self._replace(pair, written(entries))
            return
        start, end = node.start_mark.index, _end(node, self._source)
        if end > start:
            self._edit(start - (self._source[start - 1] == " "), end, "")
        line_end = self._line(max(end, name.end_mark.index))[1]
        lines = self._items(entries, " " * (name.start_mark.column + 2))
        self._edit(line_end, line_end, "".join(self._newline + line for line in lines))

    def _append(self, node: yaml.SequenceNode, entries: Sequence[Mapping[str, Value]]) -> None:
        """Write entries below the last one of a list, in its style."""
        last = node.value[-1]
        end = self._line(_end(last, self._source))[1]
        dash = " " * node.start_mark.column
        if isinstance(last, yaml.MappingNode) and not last.flow_style:
            gap = " " * (last.start_mark.column - node.start_mark.column - 1)
            lines = [line for entry in entries for line in _block(entry, dash, gap)]
        else:
            lines = self._items(entries, dash)
        self._edit(end, end, "".join(self._newline + line for line in lines))

    def _items(self, entries: Sequence[Mapping[str, Value]], dash: str) -> list[str]:
        return [line for entry in entries for line in _flow(entry, dash)]


def _flow(entry: Mapping[str, Value], dash: str) -> Iterator[str]:
    """Yield the lines of an entry in flow style, none wider than need be."""
    line = dash + "- {"
    begun = len(line)
    for key, value in entry.items():
        part = written({key: value})[1:-1]
        if len(line) > begun and len(line) + len(part) + 3 > _WIDTH:
            yield line + ","
            line = " " * begun + part
        else:
            line += (", " if len(line) > begun else "") + part
    yield line + "}"


def _block(entry: Mapping[str, Value], dash: str, gap: str) -> Iterator[str]:
    """Yield the lines of an entry in block style."""
    before = f"{dash}-{gap}"
    for key, value in entry.items():
        yield f"{before}{written(key)}: {written(value)}"
        before = dash + " " + " " * len(gap)


def _pair(node: yaml.Node | None, key: str) -> Pair | None:
    pairs: Sequence[Pair] = node.value if isinstance(node, yaml.MappingNode) else ()
    return next((pair for pair in pairs if pair[0].value == key), None)


def _before(node: yaml.MappingNode, key: str, order: Order) -> yaml.Node | None:
    """Return the value that a new key stands behind: of the last key that usually comes before it, else the last one.

    A key of a line of its own stays behind what stands there already.
    """
    if not node.value:
        return None
    earlier = set(order[: order.index(key)]) if key in order else set()
    usual = [value for name, value in node.value if name.value in earlier]
    last: yaml.Node = (usual or [node.value[-1][1]])[-1]
    return last


def _is_grown(node: yaml.SequenceNode, value: Sequence[Value]) -> bool:
    """Tell whether a list becomes another by additions at its end, in lines of its own also by lines left out."""
    if not all(isinstance(item, yaml.ScalarNode) for item in node.value):
        return False
    present = [item.value for item in node.value]
    kept = [item for item in present if item in value]
    is_simple = len(set(present)) == len(present) and len(set(map(str, value))) == len(value)
    return is_simple and bool(kept) and list(value[: len(kept)]) == kept and (kept == present or not node.flow_style)


def _end(node: yaml.Node, source: str) -> int:
    """Return where the last character of a node ends: without the line end, comments and blank lines behind it."""
    if isinstance(node, yaml.MappingNode) and not node.flow_style and node.value:
        return _end(node.value[-1][1], source)
    if isinstance(node, yaml.SequenceNode) and not node.flow_style and node.value:
        return _end(node.value[-1], source)
    start, end = int(node.start_mark.index), int(node.end_mark.index)
    is_block = isinstance(node, yaml.ScalarNode) and node.style in ("|", ">")
    return start + len(source[start:end].rstrip()) if is_block else end


def _has_aliases(root: yaml.Node | None) -> bool:
    """Tell whether some value stands in two places: a change of the one would change the other."""
    seen: set[int] = set()
    left = [root] if root is not None else []
    while left:
        node = left.pop()
        if id(node) in seen:
            return True
        seen.add(id(node))
        if isinstance(node, yaml.MappingNode):
            left += [part for pair in node.value for part in pair]
        elif isinstance(node, yaml.SequenceNode):
            left += node.value
    return False
