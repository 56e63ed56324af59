"""What a format file may say.

A *source* says where a value comes from. It is the name of a column, ``contactId``; several names with ``|`` between
them, of which the first that is not empty in a row counts, ``contactId|contact_id``; a column of a looked-up table,
``send_time@campaigns``; or SQL in which such names stand between back quotes, ``lower(`status`)``. Names are compared
whatever their case. A column that the file lacks is null; a field all of whose columns are lacking is not there at all.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Annotated, Literal

from pydantic import AfterValidator, Field, model_validator

from cxmaturity.contacts.fields import FIELDS
from cxmaturity.documents import Frozen
from cxmaturity.words import text

Source = Annotated[str, Field(min_length=1)]


def _pattern(written: str) -> str:
    try:
        re.compile(written)
    except re.error as error:
        raise ValueError(
            text("“{pattern}” is no regular expression: {error}.", pattern=written, error=str(error))
        ) from error
    return written


Pattern = Annotated[str, AfterValidator(_pattern)]
Gives = Literal["contacts", "events", "answers", "lookup", "nothing", "refused"]
Because = Literal["obsolete", "unsent", "preview"]


class FieldRule(Frozen):
    """Where the values of a field come from, where a source alone does not say it."""

    source: Source | None = None
    """Where a value comes from."""
    words: Mapping[str, str] = Field(default_factory=dict)
    """A value in lower case to the canonical one."""
    other: Literal["keep", "empty"] = "empty"
    """What becomes of a value that is not among the words."""
    epoch: Literal["s", "ms"] | None = None
    """Numbers are seconds or milliseconds since 1970; other values are read as they are written."""
    value: str | None = None
    """A fixed value."""
    file_name: Pattern | None = None
    """A value that only the file's name tells: the first group of this pattern."""
    named_with: str | None = None
    """The value stands in the column beside which another has the same name with this ending."""
    where_given: str | None = None
    """The field is there only where this other field is."""

    @model_validator(mode="after")
    def _comes_from_somewhere(self) -> FieldRule:
        origins = (self.source, self.value, self.file_name, self.named_with)
        if sum(origin is not None for origin in origins) != 1:
            raise ValueError(text("a field comes from one of source, value, file_name and named_with."))
        return self


FieldSource = Source | FieldRule


def _fields(given: Mapping[str, FieldSource]) -> Mapping[str, FieldSource]:
    for name in given:
        if name not in FIELDS:
            raise ValueError(text("“{field}” is not a field of a contact log.", field=name))
    return given


Fields = Annotated[Mapping[str, FieldSource], AfterValidator(_fields)]


class Lookup(Frozen):
    """A table of the same export that tells more of each row."""

    table: str
    """Its id in this format, or ``format/table``."""
    on: Source
    """What of a row names the other's row."""
    to: Source
    """What of the other table it names."""
    required: bool = False
    """True when the log cannot be read without it."""


class Drop(Frozen):
    """Rows that are left out, and counted in a note."""

    when: Source
    """SQL that is true for them."""
    because: Because


class RowKind(Frozen):
    """One of several contacts that one row of a table stands for."""

    when: Source
    """SQL that is true where the row stands for it."""
    fields: Fields = Field(default_factory=dict)
    """Fields that it has otherwise than the table's."""


class Table(Frozen):
    """One kind of file of an export."""

    gives: Gives
    """``contacts``: a row is a contact. ``events``: a row is an event. ``answers``: likewise, and no log by itself.
    ``lookup``: it tells more of another table's rows. ``nothing``: known and not needed. ``refused``: no log at all."""
    signature: tuple[Source, ...] = Field(min_length=1)
    """Columns by which it is recognised, all of them; the table of which most are found is taken."""
    file_name: Pattern | None = None
    """Its file's name must match this, too."""
    named_again: Pattern | None = None
    """A row under the header names the columns once more: the first group of this pattern in each of its cells."""
    headings: int = 0
    """How many rows under the header are headings again, if the first of them looks like one."""
    heading: Source | None = None
    """SQL that is true for the last of those rows; without it they are always there."""
    timezone: str | None = None
    """Zone of times without offset, where it is not the format's."""
    date_format: str | None = None
    """How dates are written, where a column leaves it open which part is the day."""
    once: Source | None = None
    """What names an event that may come several times; the others are left out."""
    keep: Source | None = None
    """SQL that is true for the rows that are meant at all; the others are left out without a word."""
    drop: tuple[Drop, ...] = ()
    lookups: Mapping[str, Lookup] = Field(default_factory=dict)
    """By the name that stands behind ``@``."""
    fields: Fields = Field(default_factory=dict)
    """Canonical field to where it comes from."""
    rows: tuple[RowKind, ...] = ()
    """The contacts that a row stands for, where it may be more than one."""
    lower_bound: Source | None = None
    """SQL that is true for a row that hides further contacts: pressure is then a lower bound."""


class Format(Frozen):
    """A vendor's format."""

    name: str
    """What a person calls it."""
    vendor: str
    """Whose export it is; the files of one vendor make a data set."""
    reference: str
    """Where the vendor publishes it."""
    timezone: str | None = None
    """Zone of times without offset; None: the log's own, which the user knows."""
    tables: Mapping[str, Table] = Field(min_length=1)
