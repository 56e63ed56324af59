"""Sources of a format file to SQL over the columns that a file really has."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from cxmaturity.contacts.files.columns import Column
from cxmaturity.contacts.formats.schema import FieldRule, FieldSource
from cxmaturity.contacts.sql import literal, trimmed

_QUOTED: Final = re.compile(r"`([^`]+)`")
_LAST_SECOND: Final = 253_402_300_799
"""The end of the year 9999."""
_NUMBER: Final = r"[+-]?\d+(\.\d+)?"


@dataclass(frozen=True)
class Given:
    """A value as SQL, and what it is called in the file."""

    sql: str
    name: str
    type: str = "VARCHAR"


@dataclass(frozen=True)
class Table:
    """A table that sources name: the file itself, or one that is looked up."""

    alias: str
    columns: Sequence[Column]
    aliases: Mapping[str, str] = field(default_factory=dict)
    """Further names of columns, in lower case, to their names."""

    def column(self, name: str) -> Column | None:
        """Return the column of that name, exactly or whatever its case."""
        wanted = name.strip()
        exact = next((column for column in self.columns if column.name == wanted), None)
        if exact is not None:
            return exact
        lowered = wanted.lower()
        lowered = self.aliases.get(lowered, lowered).lower()
        return next((column for column in self.columns if column.name.lower() == lowered), None)

    def first(self, names: str) -> Column | None:
        """Return the first column there is of names with ``|`` between them."""
        return next((found for name in names.split("|") if (found := self.column(name))), None)


@dataclass(frozen=True)
class Sources:
    """What the sources of a table mean for one file."""

    table: Table
    file_name: str
    lookups: Mapping[str, Table] = field(default_factory=dict)
    """By the name behind ``@``, those that are there."""

    def value(self, rule: FieldSource) -> Given | None:
        """Return where a field comes from; None where the file does not have it."""
        if isinstance(rule, str):
            return self._source(rule)
        if rule.value is not None:
            return Given(literal(rule.value), "")
        if rule.file_name is not None:
            match = re.search(rule.file_name, self.file_name)
            return Given(_reworded(Given(literal(match[1]), ""), rule), "") if match else None
        found = self._beside(rule.named_with) if rule.named_with is not None else self._source(str(rule.source))
        return found and Given(_reworded(found, rule), found.name)

    def sql(self, source: str) -> str:
        """Return SQL for a source, whatever the file lacks of it."""
        if "`" not in source:
            return self._text(source) or "NULL"
        return f"({_QUOTED.sub(lambda match: self._text(match[1]) or 'NULL', source)})"

    def has(self, source: str) -> bool:
        """Return whether the file has any of the columns that a source names."""
        named = _QUOTED.findall(source) if "`" in source else [source]
        return not named or any(self._columns(names) for names in named)

    def _source(self, source: str) -> Given | None:
        if not self.has(source):
            return None
        if "`" in source:
            named = [column.name for names in _QUOTED.findall(source) for _, column in self._columns(names)]
            return Given(self.sql(source), named[0] if named else "")
        found = self._columns(source)
        table, column = found[0]
        if len(found) == 1 and column.type != "VARCHAR":
            return Given(f"{table.alias}.{column.sql}", column.name, column.type)
        return Given(str(self._text(source)), column.name)

    def _beside(self, ending: str) -> Given | None:
        for name in (*(column.name for column in self.table.columns), *self.table.aliases):
            column = self.table.column(name)
            if column is not None and self.table.column(f"{name}{ending}"):
                return Given(_filled(self.table, column), column.name)
        return None

    def _columns(self, names: str) -> list[tuple[Table, Column]]:
        """Return the columns that there are of names with ``|`` between them; a name behind ``@`` is for all."""
        written, _, lookup = names.partition("@")
        table = self.lookups.get(lookup.strip()) if lookup else self.table
        if table is None:
            return []
        found = [column for name in written.split("|") if (column := table.column(name))]
        return [(table, column) for column in dict.fromkeys(found)]

    def _text(self, names: str) -> str | None:
        filled = [_filled(table, column) for table, column in self._columns(names)]
        return (filled[0] if len(filled) == 1 else f"coalesce({', '.join(filled)})") if filled else None


def named_in(source: str) -> set[str]:
    """Return the names with ``@`` that a source names."""
    written = _QUOTED.findall(source) if "`" in source else [source]
    return {names for names in written if "@" in names}


def sources_of(rule: FieldSource) -> str:
    """Return the source of a field, empty where it comes from elsewhere."""
    return rule if isinstance(rule, str) else rule.source or ""


def _filled(table: Table, column: Column) -> str:
    """Return SQL for a cell as text, null when it is empty."""
    cell = column.text_sql.replace(column.sql, f"{table.alias}.{column.sql}")
    return f"nullif({trimmed(cell)}, '')"


def _reworded(found: Given, rule: FieldRule) -> str:
    sql = found.sql if found.type == "VARCHAR" else f"CAST({found.sql} AS VARCHAR)"
    if rule.epoch is not None:
        return _from_epoch(sql, rule.epoch)
    if not rule.words:
        return sql
    cases = " ".join(f"WHEN {literal(word)} THEN {literal(value)}" for word, value in rule.words.items())
    other = f"coalesce({sql}, '')" if rule.other == "keep" else "NULL"
    return f"(CASE lower({sql}) {cases} ELSE {other} END)"


def _from_epoch(cell: str, unit: str) -> str:
    """Return SQL for a time in ISO from a number since 1970; what is no such number stays as it is written."""
    scale = 1_000_000 if unit == "s" else 1000
    number = f"TRY_CAST({cell} AS DECIMAL(30, 6))"
    within = f"abs({number}) <= {_LAST_SECOND * 1_000_000 // scale}"
    instant = f"make_timestamp(CAST(floor({number} * {scale}) AS BIGINT))"
    iso = f"strftime({instant}, '%Y-%m-%dT%H:%M:%S.%fZ')"
    return f"(CASE WHEN regexp_full_match({cell}, {literal(_NUMBER)}) AND {within} THEN {iso} ELSE {cell} END)"
