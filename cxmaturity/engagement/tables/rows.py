"""The rows of an answers table, read into answers; every mistake is told with its cell."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import islice
from textwrap import shorten
from typing import Final, TypeVar

from cxmaturity.engagement.given import (
    Asked,
    Given,
    Line,
    Respondent,
    Whose,
    misspelt_role,
    other_model,
    overridden,
    role_of,
    tidy,
)
from cxmaturity.engagement.levels import LEVEL_WORDS, level_name, voice_of
from cxmaturity.engagement.tables.cells import boolean, links, words
from cxmaturity.engagement.tables.grid import Cell, Grid, Row, is_blank
from cxmaturity.engagement.tables.head import Column, Head, Top, read_top, wrong_columns
from cxmaturity.errors import InputError, Place, Problem
from cxmaturity.evidence.answers import Answer
from cxmaturity.words import Text, text

T = TypeVar("T")
_OF_AN_ANSWER: Final[tuple[Column, ...]] = ("reason", "note", "evidence")
"""What says nothing without a level."""
_SHOWN: Final = 60
"""Letters of a cell that a note quotes."""
_FEW: Final = 3
"""Roles that a message names as examples."""


def read_rows(grid: Grid, head: Head, asked: Asked, whose: Whose) -> Given:
    """Return the answers of a table. Raises InputError with every mistake."""
    if problems := list(wrong_columns(grid, head)):
        raise InputError(problems)
    top = read_top(grid, head)
    where = Place(grid.path)
    reading = _Reading(grid, head, asked, whose, top)
    reading.problems += other_model(top.made_for, asked.model, top.place("model") or where)
    if not reading.problems:
        reading.read()
    if reading.problems:
        raise InputError(reading.problems)
    lines = tuple(line for line, _ in reading.lines.values())
    respondents = dict.fromkeys(Respondent(line.answer.respondent, line.answer.role) for line in lines)
    otherwise = overridden(Whose(top.respondent, top.role), whose, asked.model)
    notes = (*asked.notes(top.made_for), *otherwise, *reading.notes)
    return Given(top.cycle, lines, tuple(respondents), asked.version(top.made_for), notes)


@dataclass
class _Reading:
    """A table while it is read."""

    grid: Grid
    head: Head
    asked: Asked
    whose: Whose
    top: Top
    lines: dict[tuple[str, str, bool], tuple[Line, Place]] = field(default_factory=dict)
    agreed: dict[str, tuple[str, Place]] = field(default_factory=dict)
    """Practice to who agreed on it first, and where."""
    problems: list[Problem] = field(default_factory=list)
    notes: list[Text] = field(default_factory=list)

    def read(self) -> None:
        """Read every row below the column names."""
        self.problems += _merged(self.grid, self.head)
        if self.top.role:
            self.problems += misspelt_role(
                self.top.role, self.asked.model, self.top.place("role") or Place(self.grid.path)
            )
        nobody: dict[str, Place] = {}
        for row in self.grid.rows:
            if row.number > self.head.row.number:
                self._row(row, nobody)
        self.problems += [self._said_nowhere(column, where) for column, where in nobody.items()]

    def _row(self, row: Row, nobody: dict[str, Place]) -> None:
        before = len(self.problems)
        self._stray_cells(row)
        practice = self._cell(row, "practice")
        if is_blank(self._cell(row, "level")) and not self._is_uncomputed(row, "level"):
            self._skipped(row)
            return
        if self._is_uncomputed(row, "practice") or len(self.problems) > before:
            return
        if is_blank(practice):
            self._wrong(row, "practice", text("this row has a level and names no practice."))
            return
        name = words(practice).strip()
        self.problems += self.asked.strangers(name, self.top.made_for, self._place(row, "practice"))
        who = self._who(row, nobody)
        answer = self._answer(row, name, who)
        if answer is not None and len(self.problems) == before:
            self._keep(answer, self._place(row, "level"))

    def _answer(self, row: Row, practice: str, who: Respondent) -> Answer | None:
        """Return a row's answer, None when a cell is wrong."""
        language = self.head.language
        level = self._meant(row, "level", lambda cell: level_name(cell, language))
        reason, note = words(self._cell(row, "reason")).strip() or None, words(self._cell(row, "note"))
        agreed = self._meant(row, "agreed", boolean)
        proofs = self._meant(row, "evidence", lambda cell: links(cell, language))
        if level is None or agreed is None or proofs is None:
            return None
        column: Column = "reason" if "reason" in self.head.columns else "level"
        voice = self._meant(row, column, lambda _: voice_of(level, reason, note, language))
        return None if voice is None else Answer(practice, voice, who.name, who.role, agreed, note, links=proofs)

    def _who(self, row: Row, nobody: dict[str, Place]) -> Respondent:
        """Return who answers in a row: its own cells say it first, then the options, then the top of the form."""
        name = tidy(words(self._cell(row, "respondent"))) or tidy(self.whose.name or self.top.respondent or "")
        role = tidy(words(self._cell(row, "role")))
        if role:
            self.problems += misspelt_role(role, self.asked.model, self._place(row, "role"))
        role = role or tidy(self.whose.role or self.top.role or "")
        missing: list[tuple[Column, str]] = [("respondent", name), ("role", role)]
        for column, said in missing:
            if not said and column not in self.head.columns:
                nobody.setdefault(column, self.top.place(column) or Place(self.grid.path))
            elif not said:
                self.problems.append(self._said_nowhere(column, self._place(row, column)))
        return Respondent(name, role_of(role, self.asked.model))

    def _said_nowhere(self, column: str, where: Place) -> Problem:
        if column == "respondent":
            return Problem(
                text("it is not said who answers."), where, text("Fill in the respondent, or give --respondent NAME.")
            )
        return Problem(
            text("it is not said in which role that person answers."),
            where,
            text("Fill in the role, as in {roles}, or give --role ROLE.", roles=self._some_roles()),
        )

    def _some_roles(self) -> str:
        """Return a few of the model's roles as the file's language calls them."""
        names = islice(self.asked.model.header.roles.values(), _FEW)
        return ", ".join(f"“{name.show(self.head.language)}”" for name in names)

    def _keep(self, answer: Answer, where: Place) -> None:
        line = Line(answer)
        if answer.agreed and self._is_agreed_twice(answer, where):
            return
        present, there = self.lines.setdefault(line.key, (line, where))
        if there is where:
            return
        if present == line:
            told = text("{place}: the same answer stands at {there}; it is taken once.", place=where, there=there)
            self.notes.append(told)
            return
        self.problems.append(
            Problem(
                text(
                    "“{practice}” has another answer of the same respondent at {there}.",
                    practice=answer.practice,
                    there=there,
                ),
                where,
                text("Keep one of the two."),
            )
        )

    def _is_agreed_twice(self, answer: Answer, where: Place) -> bool:
        """Tell, and say, whether another row's respondent has agreed on the practice of an agreed answer."""
        there = self.agreed.setdefault(answer.practice, (answer.respondent, where))
        if there[0] == answer.respondent:
            return False
        told = text(
            "“{practice}” has another agreed answer at {there}; one can stand.",
            practice=answer.practice,
            there=there[1],
        )
        self.problems.append(Problem(told, where, text("Keep one of the two.")))
        return True

    def _skipped(self, row: Row) -> None:
        for column in _OF_AN_ANSWER:
            if not is_blank(cell := self._cell(row, column)):
                told = text(
                    "{place}: “{words}” is not saved, because its row has no level. Choose one there (“{unknown}” is "
                    "one) and take the file again.",
                    place=self._place(row, column),
                    words=shorten(words(cell), _SHOWN, placeholder=" …"),
                    unknown=LEVEL_WORDS["unknown"].show(self.head.language),
                )
                self.notes.append(told)

    def _stray_cells(self, row: Row) -> None:
        """Tell of cells that cannot be read, or that stand under no column."""
        for index, cell in enumerate(row.cells):
            where = self.grid.place(row.number, index)
            if self.head.row.at(index) is None and not is_blank(cell):
                self.problems.append(
                    Problem(
                        text("“{value}” stands under no column.", value=words(cell)),
                        where,
                        text("Empty the cell; in a CSV file, put text that holds the delimiter in quotes."),
                    )
                )
        for column in self.head.columns:
            if self._is_uncomputed(row, column):
                self._wrong(
                    row, column, text("this cell holds a formula without a value. Write the value in its place.")
                )
        level = self.head.columns["level"]
        if self.grid.sheet is None and len(row.cells) <= level:
            self._wrong(row, "level", text("this row ends before its level."))

    def _meant(self, row: Row, column: Column, meaning: Callable[[Cell], T]) -> T | None:
        try:
            return meaning(self._cell(row, column))
        except ValueError as error:
            self._wrong(row, column, error.args[0])
            return None

    def _wrong(self, row: Row, column: Column, what: Text) -> None:
        self.problems.append(Problem(what, self._place(row, column)))

    def _cell(self, row: Row, column: Column) -> Cell:
        return row.at(self.head.columns.get(column))

    def _is_uncomputed(self, row: Row, column: Column) -> bool:
        return (row.number, self.head.columns.get(column, -1)) in self.grid.without_value

    def _place(self, row: Row, column: Column) -> Place:
        return self.grid.place(row.number, self.head.columns.get(column, 0), column)


def _merged(grid: Grid, head: Head) -> list[Problem]:
    """Return the merged cells that hide answers: only the first cell of a range keeps its own."""
    if not grid.merged:
        return []
    from openpyxl.utils.cell import range_boundaries

    problems = []
    for area in grid.merged:
        left, _, right, bottom = range_boundaries(area)
        if bottom > head.row.number and any(left <= column + 1 <= right for column in head.columns.values()):
            problems.append(
                Problem(
                    text("the cells {area} are merged, so it is not clear whose answers they are.", area=area),
                    Place(grid.path, None, f"{grid.sheet}!{area}"),
                    text("Unmerge them, and fill in each row."),
                )
            )
    return problems
