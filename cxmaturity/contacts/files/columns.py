"""Which column of a file holds which field: by its canonical name, or as ``--map`` and ``--set`` say. Never guessed."""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from cxmaturity.contacts.fields import FIELDS, LIKE_FIELDS, TIMES
from cxmaturity.contacts.settings import Log
from cxmaturity.contacts.sql import identifier, literal
from cxmaturity.errors import InputError, Place, Problem, closest, did_you_mean
from cxmaturity.words import Text, text


@dataclass(frozen=True)
class Column:
    """A column of a file that holds a field."""

    name: str
    """Its name in the file."""
    physical: str
    """Its name in the engine's scan of the file."""
    type: str
    """Its SQL type."""

    @property
    def sql(self) -> str:
        """The column as an SQL expression."""
        return identifier(self.physical)

    @property
    def text_sql(self) -> str:
        """The column as text, whatever its type; a whole number is written without decimals."""
        if self.type == "VARCHAR":
            return self.sql
        written = f"CAST({self.sql} AS VARCHAR)"
        if not self.type.startswith(("FLOAT", "DOUBLE", "DECIMAL")):
            return written
        whole = f"CASE WHEN {self.sql} = trunc({self.sql}) THEN TRY_CAST({self.sql} AS HUGEINT) END"
        return f"coalesce(CAST({whole} AS VARCHAR), nullif({written}, 'nan'))"


@dataclass(frozen=True)
class Constant:
    """A fixed value for a field (``--set``)."""

    value: str
    type: str = "VARCHAR"
    name: str = ""

    @property
    def sql(self) -> str:
        """The value as an SQL literal."""
        return literal(self.value)

    text_sql = sql


_LIKE_DATA = re.compile(r"[@{}\x00-\x1f]|^[\d\s:./+-]*\d[\d\s:./+-]*$|^\d{4}-\d\d?-\d\d?")
"""A header cell that is an address, a number or a time is data, and data is never shown."""
_WORD = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])")
_OF_HEADERS = frozenset(("id", "uuid", "date", "datum", "time", "timestamp", "datetime", "name", "number", "address"))
"""Words that stand in the names of columns, and hardly in cells."""

_BARE = re.compile(r"(?!(?:null|true|false|yes|no|on|off)$)[a-z_][\w./-]*", re.IGNORECASE)
_NO_IDENTIFIER = ("BOOLEAN", "TIME", "DATE", "INTERVAL", "STRUCT", "MAP", "UNION")
"""Types of columns that can name no customer; lists neither."""

FOR_EVERY_LOG = text(
    "--map, --set and --date-format hold for every log that is named; logs that differ are listed in the "
    "contacts/manifest.yaml of an engagement, each with its own `map`, `set` and `date_format`."
)
"""What to do where options fit one of several logs and not another."""

Binding = Column | Constant


@dataclass(frozen=True)
class Header:
    """The columns of a file."""

    path: Path
    columns: Sequence[Column]
    is_certain: bool
    """True when they have names whatever they are; False where a first row of data would pass for names."""
    named_below: int | None = None
    """The line that names the columns of a log, where it is not the first one."""

    def named(self, wanted: str) -> list[Column]:
        """Return the columns of that name: exactly, else whatever their case."""
        exact = [column for column in self.columns if column.name == wanted.strip()]
        return exact or [column for column in self.columns if column.name.lower() == wanted.strip().lower()]

    def may_be_shown(self, mapped: Iterable[str]) -> bool:
        """Return whether its columns are sure to be names; ``mapped`` are those that the user gave."""
        names = [column.name for column in self.columns]
        if any(_LIKE_DATA.search(name) for name in names):
            return False
        words = {word.lower() for name in names for word in _WORD.findall(name)}
        telling = len(names) > 1 and not words.isdisjoint(_OF_HEADERS)
        return self.is_certain or telling or any(self.named(name) for name in (*FIELDS, *mapped))

    def hint(self, wanted: str, mapped: Iterable[str]) -> Text:
        """Return which columns there are; only how many, where their names may be data."""
        names = [column.name for column in self.columns]
        if any(_LIKE_DATA.search(name) for name in names):
            if self.is_certain:
                return text("The names of its columns look like data.")
            return text("Its first row looks like data; it must name the columns.")
        if not self.may_be_shown(mapped):
            return text(
                "Its first row must name the columns; none of its {n:int} {n:plural cell|cells} names a field.",
                n=len(names),
            )
        alike = next((name for name in names if _bare(name) == _bare(wanted)), None)
        close = text("Did you mean “{word}”?", word=alike) if alike else did_you_mean(wanted, names)
        found = text("The columns are: {columns}.", columns=", ".join(names[:40]))
        return text("{hint} {found}", hint=close, found=found) if close else found


def _bare(name: str) -> str:
    return "".join(letter for letter in name.lower() if letter.isalnum())


def bind(log: Log, header: Header, given: Mapping[str, Column] | None = None) -> Mapping[str, Binding]:
    """Return where each field of a file comes from. Raises InputError with everything that does not fit.

    ``given`` are the fields that the file's format knows; without one, columns are bound by their canonical names.
    """
    path = header.path
    problems = list(_misnamed(log, path))
    bound: dict[str, Binding] = {field: Constant(value.strip()) for field, value in log.constants.items()}
    for field, wanted in log.columns.items():
        if field not in FIELDS:
            continue
        found = header.named(wanted)
        if len(found) == 1:
            bound[field] = found[0]
        else:
            problems.append(_no_column(field, wanted, log, header, found))
    if given is not None:
        bound = {**given, **bound}
    for field in FIELDS:
        if given is None and field not in bound and (found := header.named(field)):
            if len(found) > 1:
                problems.append(_no_column(field, field, log, header, found))
            bound[field] = found[0]
    problems += _no_identifier(bound.get("customer_id"), log, header)
    problems += _absent({*bound, *log.columns}, log, header)
    if problems:
        raise InputError(problems)
    return bound


def _misnamed(log: Log, path: Path) -> Iterator[Problem]:
    for field in [*log.columns, *log.constants]:
        if field not in FIELDS:
            close = _field_like(field)
            remedy = text("The fields are: {fields}.", fields=", ".join(FIELDS))
            if close:
                remedy = text("{hint} {found}", hint=text("Did you mean “{word}”?", word=close), found=remedy)
            yield Problem(text("“{field}” is not a field of a contact log.", field=field), Place(path), remedy)
    for field in log.date_formats:
        if field not in TIMES:
            alike = _field_like(field)
            close = alike if alike in TIMES else closest(field, TIMES)
            remedy = text("The fields with times are: {fields}.", fields=", ".join(TIMES))
            if close:
                remedy = text("{hint} {found}", hint=text("Did you mean “{word}”?", word=close), found=remedy)
            yield Problem(
                text("a date format is given for “{field}”, which holds no time.", field=field), Place(path), remedy
            )
    for field in sorted(set(log.columns) & set(log.constants)):
        yield Problem(text("“{field}” is both mapped to a column and set to a value.", field=field), Place(path))


def _field_like(word: str) -> str | None:
    """Return the field that a word means, or that it is misspelt."""
    plain = "_".join(word.lower().replace("-", " ").split())
    meant = next((field for field, words in LIKE_FIELDS.items() if plain in words), None)
    return meant or closest(word, FIELDS)


def _no_column(field: str, wanted: str, log: Log, header: Header, found: Sequence[Column]) -> Problem:
    if found:
        what = text("several columns are named “{column}”.", column=wanted)
        return Problem(what, Place(header.path), text("Rename all but one of them."))
    what = text("there is no column “{column}” for {field}.", column=wanted, field=field)
    hint = header.hint(wanted, log.columns.values())
    if log.among_others:
        hint = text("{hint} {found}", hint=hint, found=FOR_EVERY_LOG)
    return Problem(what, Place(header.path), hint)


def _no_identifier(customer: Binding | None, log: Log, header: Header) -> Iterator[Problem]:
    if customer is not None and (customer.type.startswith(_NO_IDENTIFIER) or customer.type.endswith("]")):
        kind = "LIST" if customer.type.endswith("]") else customer.type.partition("(")[0].strip()
        what = text("this column is of the type {type}, which cannot name customers.", type=kind)
        remedy = (
            text("Name a column of texts or whole numbers with --map customer_id=COLUMN.")
            if log.listed_as is None
            else _listing(log, log.listed_as, ["customer_id"])
        )
        yield Problem(what, Place(header.path, column=customer.name), remedy)


def _absent(bound: Collection[str], log: Log, header: Header) -> Iterator[Problem]:
    needed = {"customer_id": text("the customer"), "sent_at": text("the time")}
    missing = [field for field in needed if field not in bound]
    if missing and header.named_below:
        told = text("Line {n:int} names them: delete what stands above it.", n=header.named_below)
        yield Problem(text("the first line does not name the columns."), Place(header.path), told)
        return
    for field, name in needed.items():
        if field in missing:
            what = text(
                "no column is named {field}, so {meaning} of a contact is not known.", field=field, meaning=name
            )
            found = header.hint(field, log.columns.values())
            remedy = (
                text("Say which column it is with --map {field}=COLUMN. {found}", field=field, found=found)
                if log.listed_as is None
                else text("{hint} {found}", hint=_listing(log, log.listed_as, missing), found=found)
            )
            yield Problem(what, Place(header.path), remedy)


def _listing(log: Log, path: str, fields: Iterable[str]) -> Text:
    """Return how to name the columns of fields for a log of an engagement, where no option can."""
    columns = dict(log.columns) | dict.fromkeys(fields, "COLUMN")
    pairs = ", ".join(f"{field}: {_yaml(column)}" for field, column in columns.items())
    return text(
        "Name the column in contacts/manifest.yaml, where every log is then listed, under `logs:`: `{line}`.",
        line=f"- {{path: {_yaml(path)}, map: {{{pairs}}}}}",
    )


def _yaml(word: str) -> str:
    """Return a word as YAML takes it inside braces: bare where that is sure to be read as it stands."""
    return word if _BARE.fullmatch(word) else json.dumps(word, ensure_ascii=False)
