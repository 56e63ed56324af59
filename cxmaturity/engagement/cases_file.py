"""Read ``cases.csv``, the log of who followed up which answer: taken whole or not at all."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Final, Literal
from zoneinfo import ZoneInfo

from cxmaturity.documents.reading import shown_key
from cxmaturity.engagement.case_cells import CellError, is_day, meaning, trimmed
from cxmaturity.engagement.tables.delimited import delimited_rows
from cxmaturity.engagement.tables.grid import Grid, Row
from cxmaturity.errors import InputError, Place, Problem, did_you_mean, wrong
from cxmaturity.evidence.loop import CASE_COLUMNS, Case, CaseLog, lines_told
from cxmaturity.words import Text, text

_LARGEST: Final = 1_000_000_000
"""Bytes of a case log, beyond which it is none."""
_MOST_PROBLEMS: Final = 100
"""Mistakes told one by one; the others are counted."""


def read_cases(path: Path, timezone: str) -> CaseLog:
    """Return the cases of a file (FILES.md, ``cases.csv``); times without offset are in that IANA zone.

    CSV with a row of column names, their order free, delimited by comma, semicolon or tab. Raises InputError with
    every mistake of the file, each at its line and column.
    """
    rows = delimited_rows(path, _columns_known, _LARGEST)
    head = next(rows, None)
    if head is None:
        raise wrong(
            text("this file is empty; its first row names the columns."),
            path,
            text("Write the names: {words}.", words=", ".join(CASE_COLUMNS)),
        )
    columns = _columns(head)
    if not columns:
        raise wrong(
            text("the first row names no column of a case log."),
            Place(path, head.number),
            text("It names them: {words}.", words=", ".join(CASE_COLUMNS)),
        )
    meanings = {index: (name, meaning(name, timezone)) for index, name in columns.items()}
    reading = _Reading(path, head, meanings, ZoneInfo(timezone))
    reading.read(rows)
    if reading.problems:
        raise InputError(_shortened(path, reading.problems))
    return CaseLog(tuple(reading.cases), reading.columns, tuple(reading.notes()))


def _columns_known(grid: Grid) -> int:
    return len(_columns(grid.rows[0])) if grid.rows else 0


def _columns(head: Row) -> dict[int, str]:
    """Return where each column stands, counted from 0, by its name in FILES.md."""
    named = ((index, column_name(cell)) for index, cell in enumerate(head.cells))
    return {index: name for index, name in named if name in CASE_COLUMNS}


def column_name(cell: object) -> str:
    """Return a column's name without capitals, and with underscores for the blanks and hyphens within."""
    return re.sub(r"[\s-]+", "_", trimmed(cell)).casefold()


_TIMES: Final = frozenset(("opened_at", "first_contact_at", "closed_at"))
_Odd = Literal["closed", "contacted", "without time", "without kind"]


@dataclass
class _Reading:
    """A case log while it is read."""

    path: Path
    head: Row
    meanings: Mapping[int, tuple[str, Callable[[str], object]]]
    """Where each column stands, counted from 0; its name, and what makes a value of a cell."""
    zone: ZoneInfo
    cases: list[Case] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    lines: dict[str, int] = field(default_factory=dict)
    """Case id to its line."""
    odd: dict[_Odd, list[int]] = field(default_factory=dict)
    """What is odd about cases that still count, to their lines."""
    days: int = 0
    """How many times are days without an hour."""

    def read(self, rows: Iterator[Row]) -> None:
        """Read every row below the column names."""
        self.problems += _wrong_columns(self.path, self.head)
        nameless = [index for index, cell in enumerate(self.head.cells) if cell is None]
        for row in rows:
            if self._fits(row, nameless):
                self._row(row)

    @property
    def columns(self) -> frozenset[str]:
        """The columns that the file has."""
        return frozenset(name for name, _ in self.meanings.values())

    def _row(self, row: Row) -> None:
        before = len(self.problems)
        found: dict[str, Any] = {}
        days: set[str] = set()
        for index, (name, value_of) in self.meanings.items():
            if not (cell := trimmed(row.cells[index])):
                continue
            try:
                found[name] = value_of(cell)
                if name in _TIMES and is_day(cell):
                    days.add(name)
            except CellError as error:
                self._wrong(row.number, name, error.what, error.remedy)
        self._has_an_id_of_its_own(row.number, found.get("case_id"))
        if len(self.problems) == before and "case_id" in found:
            found["class_"] = found.pop("class", None)
            self.days += len(days)
            self.cases.append(self._possible(Case(line=row.number, days=frozenset(days), **found)))

    def _fits(self, row: Row, nameless: list[int]) -> bool:
        """Tell whether a row has a cell for every column and none besides."""
        width = len(self.head.cells)
        beyond = any(cell is not None for cell in row.cells[width:])
        if beyond or any(row.at(index) is not None for index in nameless):
            what = text("this row has something under no column.")
            self._wrong(row.number, None, what, text("Put text that holds the delimiter in quotes."))
        elif len(row.cells) < width:
            what = text(
                "this row has {cells:int} cells, and there are {columns:int} columns.",
                cells=len(row.cells),
                columns=width,
            )
            self._wrong(row.number, None, what, text("Leave what is not known empty, between its delimiters."))
        else:
            return True
        return False

    def _has_an_id_of_its_own(self, line: int, case: str | None) -> None:
        if case is None:
            if "case_id" in self.columns:
                self._wrong(line, "case_id", text("this case has no id."), text("Give each case an id of its own."))
            return
        there = self.lines.setdefault(case, line)
        if there != line:
            what = text("line {line:int} has the same case id.", line=there)
            self._wrong(line, "case_id", what, text("Keep one of the two."))

    def _wrong(self, line: int, column: str | None, what: Text, remedy: Text | None) -> None:
        self.problems.append(Problem(what, Place(self.path, line, column), remedy))

    def _possible(self, case: Case) -> Case:
        """Return a case without the times that cannot be; they are noted, and so is what is merely odd.

        Whoever calls first and files the case later has followed up all the same.
        """
        contacted = case.first_contact_at
        if self._is_before_opening(case, "closed_at"):
            self._odd("closed", case)
            case = replace(case, closed_at=None)
        if self._is_before_opening(case, "first_contact_at"):
            self._odd("contacted", case)
        if contacted is None and case.first_contact_kind is not None:
            self._odd("without time", case)
            return replace(case, first_contact_kind=None)
        if contacted is not None and case.first_contact_kind is None:
            self._odd("without kind", case)
        return case

    def _is_before_opening(self, case: Case, name: str) -> bool:
        """Tell whether a case has a time before its opening; where one of the two is a day, their days are compared."""
        opened, moment = case.opened_at, getattr(case, name)
        if opened is None or moment is None or moment >= opened:
            return False
        if case.days.isdisjoint((name, "opened_at")):
            return True
        return bool(moment.astimezone(self.zone).date() < opened.astimezone(self.zone).date())

    def _odd(self, what: _Odd, case: Case) -> None:
        self.odd.setdefault(what, []).append(case.line)

    def notes(self) -> Iterator[Text]:
        """Yield what is to be said of the file: columns that it does not have, cases with a time that cannot be."""
        if absent := [name for name in CASE_COLUMNS if name not in self.columns]:
            yield text(
                "{file} has no {n:plural column|columns} {columns}: what would be told there is unknown.",
                file=self.path.name,
                n=len(absent),
                columns=", ".join(absent),
            )
        if self.days:
            yield text(
                "{file}: {n:int} {n:plural time is a day|times are days} without an hour. A case opened on a day can "
                "belong to an answer of that day, and a first contact on the day of its deadline is in time.",
                file=self.path.name,
                n=self.days,
            )
        for what, lines in sorted(self.odd.items()):
            if what != "without kind" or "first_contact_kind" in self.columns:
                yield _ODD[what](self.path.name, lines)


def _closed(file: str, lines: list[int]) -> Text:
    return text(
        "{file}: {n:int} {n:plural case is|cases are} closed before being opened ({lines}); the closing is left out.",
        **_figures(file, lines),
    )


def _contacted(file: str, lines: list[int]) -> Text:
    return text(
        "{file}: {n:int} {n:plural case has|cases have} a first contact before being opened ({lines}); it counts all "
        "the same.",
        **_figures(file, lines),
    )


def _without_time(file: str, lines: list[int]) -> Text:
    return text(
        "{file}: {n:int} {n:plural case has|cases have} a first_contact_kind and no first_contact_at ({lines}); "
        "taken as not followed up.",
        **_figures(file, lines),
    )


def _without_kind(file: str, lines: list[int]) -> Text:
    return text(
        "{file}: {n:int} {n:plural case has|cases have} a first_contact_at and no first_contact_kind ({lines}); "
        "taken as a contact by neither a person nor a machine.",
        **_figures(file, lines),
    )


_ODD: Final[Mapping[_Odd, Callable[[str, list[int]], Text]]] = {
    "closed": _closed,
    "contacted": _contacted,
    "without time": _without_time,
    "without kind": _without_kind,
}


def _figures(file: str, lines: list[int]) -> dict[str, object]:
    return {"file": file, "n": len(lines), "lines": lines_told(lines)}


def _wrong_columns(path: Path, head: Row) -> Iterator[Problem]:
    """Yield columns that are unknown, twice there, or missing."""
    seen: set[str] = set()
    for number, cell in enumerate(head.cells, 1):
        if cell is None:
            continue
        name, shown = column_name(cell), shown_key(trimmed(cell))
        place = Place(path, head.number, shown)
        if name not in CASE_COLUMNS:
            meant = did_you_mean(name, CASE_COLUMNS)
            if meant is not None:
                yield Problem(text("unknown column “{column}”.", column=shown), place, meant)
            else:  # not quoted: where the names are missing, a row of a case stands here
                what = text("column {n:int} has a name that a case log does not know.", n=number)
                known = text("Known are: {words}.", words=", ".join(CASE_COLUMNS))
                yield Problem(what, Place(path, head.number), known)
        elif name in seen:
            what = text("the column “{column}” stands here a second time.", column=shown)
            yield Problem(what, place, text("Keep one of the two."))
        seen.add(name)
    if "case_id" not in seen:
        yield Problem(
            text("the column “{column}” is missing.", column="case_id"), Place(path, head.number), text("Add it.")
        )


def _shortened(path: Path, problems: list[Problem]) -> list[Problem]:
    """Return the first mistakes of a file, and how many there are besides."""
    more = len(problems) - _MOST_PROBLEMS
    if more <= 0:
        return problems
    told = text("{n:int} further {n:plural mistake|mistakes} of this file {n:plural is|are} not shown.", n=more)
    return [*problems[:_MOST_PROBLEMS], Problem(told, Place(path))]
