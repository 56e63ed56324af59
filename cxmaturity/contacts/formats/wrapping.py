"""One file of a vendor to a scan with canonical columns: joined, filtered, and each event once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

from cxmaturity.contacts.files.columns import Column
from cxmaturity.contacts.files.delimited import LINE, SURPLUS
from cxmaturity.contacts.files.scans import Scan
from cxmaturity.contacts.formats.recognising import Recognised
from cxmaturity.contacts.formats.schema import Lookup, RowKind
from cxmaturity.contacts.formats.schema import Table as TableRule
from cxmaturity.contacts.formats.sources import Given, Sources, Table, named_in, sources_of
from cxmaturity.contacts.sql import identifier, literal
from cxmaturity.errors import wrong
from cxmaturity.words import Text, text

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

ROW: Final = "row number"
"""The column with the number of each row under the header."""
Lookups = Mapping[str, tuple[Lookup, Sequence[Recognised]]]
"""The name behind ``@`` to the tables that lie beside a file."""


@dataclass(frozen=True)
class Export:
    """Where a file stands among those of its audit."""

    connection: DuckDBPyConnection
    folder: Path
    """Where joined tables are kept during the audit."""
    number: int
    """The file's number."""
    lookups: Lookups
    repeated: str | None = None
    """The engine's table of the ids that occur more than once in this kind of file, and the first file of each."""


def wrap(export: Export, file: Recognised) -> Scan:
    """Return a scan of the file's contacts or events. Raises the engine's error when the file is broken."""
    rule, scan = file.rule, file.scan
    log = replace(scan.file.log, timezone=scan.file.log.timezone or zone_of(file))
    named = replace(scan, file=replace(scan.file, log=log), format=file.format_id, dates=rule.date_format)
    rows = _rows(export, file)
    fields = {name: value for own in rows.fields for name, value in own.items()}
    mapped = _mapped(file)
    sql = " UNION ALL ".join(
        rows.select(kind, own, fields, mapped) for kind, own in zip(rows.kinds, rows.fields, strict=True)
    )
    _check(export, file, sql)
    counts = rows.counts() if rows.is_altered else None
    return replace(
        named,
        sql=_stored(export, sql) if rows.is_costly else f"({sql})",
        columns=tuple(mapped.get(column.physical, column) for column in scan.columns),
        notes=(*scan.notes, *(_notes(file, rows, counts) if counts else ())),
        given={name: Column(value.name, name, value.type) for name, value in fields.items()},
        number=identifier(ROW) if rows.is_altered and not scan.is_copy else None,
        file_rows=counts.rows if counts else None,
        lower_bound=bool(counts and counts.hiding),
    )


def zone_of(file: Recognised) -> str | None:
    """Return the zone of a file's times without offset, where the vendor says it."""
    return file.rule.timezone or file.format.timezone


@dataclass(frozen=True)
class _Counts:
    rows: int
    """Rows of the file, headings left out."""
    hiding: int
    """Rows that hide further contacts."""
    dropped: Sequence[int]
    """Rows that are left out, of each kind."""
    repeated: int
    """Rows that are left out because the event came before."""


@dataclass(frozen=True)
class _Rows:
    """The rows of a file as SQL."""

    export: Export
    rule: TableRule
    sources: Sources
    base: str
    """All rows, with their number."""
    joins: str
    meant: str
    """SQL that is true for rows that are no headings and are meant at all."""
    headings: int
    passed: tuple[str, ...]
    """Columns that are handed on as they are."""

    @property
    def kinds(self) -> Sequence[RowKind | None]:
        return self.rule.rows or (None,)

    @property
    def fields(self) -> list[dict[str, Given]]:
        """Return the fields of each kind of row."""
        return [self._fields_of(kind) for kind in self.kinds]

    @property
    def is_altered(self) -> bool:
        """True when not every row of the file comes out just once, and in its order."""
        rule = self.rule
        return bool(self.joins or rule.drop or rule.rows or rule.keep or rule.once or rule.headings or rule.lower_bound)

    @property
    def is_costly(self) -> bool:
        """True when reading it several times would join or sort it several times."""
        return bool(self.joins or self.export.repeated)

    def select(
        self, kind: RowKind | None, own: Mapping[str, Given], fields: Mapping[str, Given], mapped: Mapping[str, Column]
    ) -> str:
        """Return SQL for the rows that stand for one kind of contact."""
        chosen = [own[name].sql if name in own else f"CAST(NULL AS {fields[name].type})" for name in fields]
        columns = [f"{sql} AS {identifier(name)}" for sql, name in zip(chosen, fields, strict=True)]
        columns += [f"t.{identifier(name)}" for name in self.passed]
        columns += [f"t.{identifier(raw)} AS {column.sql}" for raw, column in mapped.items()]
        where = [self.meant, *(f"NOT coalesce({self.sources.sql(drop.when)}, false)" for drop in self.rule.drop)]
        where += [f"coalesce({self.sources.sql(kind.when)}, false)"] if kind else []
        return f"SELECT {', '.join(columns)} FROM {self._once()} AS t {self.joins} WHERE {' AND '.join(where)}"

    def counts(self) -> _Counts:
        """Return how many rows become what."""
        drops = [self.sources.sql(drop.when) for drop in self.rule.drop]
        hiding = self.sources.sql(self.rule.lower_bound) if self.rule.lower_bound else "false"
        filters = "".join(f", count(*) FILTER ({sql})" for sql in [hiding, *drops])
        query = f"SELECT count(*) {filters} FROM {self._once()} AS t {self.joins} WHERE {self.meant}"
        found = self.export.connection.execute(query).fetchall()[0]
        (rows,) = self.export.connection.execute(f"SELECT count(*) FROM {self.base}").fetchall()[0]
        (once,) = self.export.connection.execute(f"SELECT count(*) FROM {self._once()}").fetchall()[0]
        return _Counts(max(rows - self.headings, 0), found[1], found[2:], rows - once)

    def _fields_of(self, kind: RowKind | None) -> dict[str, Given]:
        rules = {**self.rule.fields, **(kind.fields if kind else {})}
        found = {name: value for name, rule in rules.items() if (value := self.sources.value(rule))}
        needs = {name: rule.where_given for name, rule in rules.items() if not isinstance(rule, str)}
        return {name: value for name, value in found.items() if needs.get(name) in (None, *found)}

    def _once(self) -> str:
        """Return SQL for all rows, each event once: where it comes first."""
        if self.rule.once is None or self.export.repeated is None:
            return self.base
        key, row = self.sources.sql(self.rule.once), f"t.{identifier(ROW)}"
        first = f"row_number() OVER (PARTITION BY {key} ORDER BY {row}) = 1"
        return (
            f"(SELECT t.* FROM {self.base} AS t LEFT JOIN {self.export.repeated} AS r ON r.id = {key} "
            f"WHERE r.id IS NULL OR r.first = {self.export.number} QUALIFY r.id IS NULL OR {first})"
        )


def _rows(export: Export, file: Recognised) -> _Rows:
    scan, rule = file.scan, file.rule
    plain = Sources(file.table, scan.file.path.name)
    tables: dict[str, Table] = {}
    joins = []
    for name, (lookup, others) in export.lookups.items():
        alias = f"l{len(tables)}"
        tables[name], told = _looked_up(lookup, others, _asked(rule, name), alias)
        joins.append(f"LEFT JOIN {told} AS {alias} ON {alias}.key = {plain.sql(lookup.on)}")
    sources = replace(plain, lookups=tables)
    base = f"(SELECT *, row_number() OVER () AS {identifier(ROW)} FROM {scan.sql})"
    headings = _headings(export, rule, sources, base)
    meant = [f"t.{identifier(ROW)} > {headings}"] if headings else []
    meant += [f"coalesce({sources.sql(rule.keep)}, false)"] if rule.keep else []
    passed = (LINE, SURPLUS) if scan.is_copy else ()
    rows = _Rows(export, rule, sources, base, " ".join(joins), " AND ".join(meant) or "true", headings, passed)
    if not rows.is_altered:
        return replace(rows, base=scan.sql)
    return rows if scan.is_copy else replace(rows, passed=(ROW,))


def _headings(export: Export, rule: TableRule, sources: Sources, base: str) -> int:
    """Return how many rows under the header are headings again."""
    if not rule.headings or rule.heading is None:
        return rule.headings
    query = f"SELECT max(t.{identifier(ROW)}) FROM (SELECT * FROM {base} LIMIT {rule.headings}) AS t "
    (found,) = export.connection.execute(f"{query} WHERE {sources.sql(rule.heading)}").fetchall()[0]
    return found or 0


def _asked(rule: TableRule, name: str) -> list[str]:
    """Return the columns that a table's sources ask of a looked-up one, each name by itself."""
    rules = [*rule.fields.values(), *(value for kind in rule.rows for value in kind.fields.values())]
    told = [sources_of(each) for each in rules]
    told += [drop.when for drop in rule.drop] + [kind.when for kind in rule.rows]
    told += [each for each in (rule.keep, rule.lower_bound) if each]
    asked = (names.partition("@") for source in told for names in sorted(named_in(source)))
    return list(
        dict.fromkeys(one.strip() for names, _, wanted in asked if wanted.strip() == name for one in names.split("|"))
    )


def _looked_up(lookup: Lookup, others: Sequence[Recognised], asked: Sequence[str], alias: str) -> tuple[Table, str]:
    """Return a looked-up table as sources name it, and SQL for it with one row a key."""
    columns = [name for name in asked if any(other.table.column(name) for other in others)]
    parts = []
    for other in others:
        sources = Sources(replace(other.table, alias="o"), other.scan.file.path.name)
        cells = [f"{sources.sql(name)} AS {identifier(name)}" for name in columns]
        parts.append(f"SELECT {', '.join([f'{sources.sql(lookup.to)} AS key', *cells])} FROM {other.scan.sql} AS o")
    told = "".join(f", min({identifier(name)}) AS {identifier(name)}" for name in columns)
    united = " UNION ALL ".join(parts)
    sql = f"(SELECT key {told} FROM ({united}) WHERE key IS NOT NULL GROUP BY key)"
    return Table(alias, [Column(name, name, "VARCHAR") for name in columns]), sql


def _mapped(file: Recognised) -> dict[str, Column]:
    """Return the columns that the user maps to fields, by their name in the engine's scan of the file."""
    wanted = {name.strip().lower() for name in file.scan.file.log.columns.values()}
    found = [column for column in file.scan.columns if column.name.strip().lower() in wanted]
    return {column.physical: replace(column, physical=f"mapped {column.physical}") for column in found}


def _check(export: Export, file: Recognised, sql: str) -> None:
    """Raise InputError when the engine does not understand what the format says."""
    import duckdb

    try:
        export.connection.execute(f"DESCRIBE {sql}")
    except (duckdb.ParserException, duckdb.BinderException, duckdb.CatalogException) as error:
        what = text("the engine does not understand the sources of the format {format}.", format=file.format_id)
        reason = str(error).splitlines()[0]
        raise wrong(what, file.scan.file.path, text("It says: {reason}.", reason=reason.rstrip("."))) from error


def _stored(export: Export, sql: str) -> str:
    target = literal(str(export.folder / f"export-{export.number}.parquet"))
    export.connection.execute(f"COPY ({sql}) TO {target} (FORMAT parquet)")
    return f"read_parquet({target})"


def _notes(file: Recognised, rows: _Rows, counts: _Counts) -> Iterator[Text]:
    path = str(file.scan.file.path)
    why = {
        "obsolete": text("marked as obsolete"),
        "unsent": text("never sent"),
        "preview": text("a test of the survey"),
    }
    for drop, n in zip(rows.rule.drop, counts.dropped, strict=True):
        if n:
            yield text(
                "{file}: {n:int} {n:plural row was|rows were} left out ({reason}).",
                file=path,
                n=n,
                reason=why[drop.because],
            )
    if counts.repeated:
        yield text(
            "{file}: {n:int} {n:plural row repeats|rows repeat} an event and {n:plural was|were} left out.",
            file=path,
            n=counts.repeated,
        )
    if counts.hiding:
        yield text(
            "{file}: only the last request to each person is kept here, so pressure is a lower bound.", file=path
        )
