"""Read a RACI matrix: who is meant by its rows and columns, and what its cells say."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from textwrap import shorten
from typing import Final

from cxmaturity.engagement.raci.layout import Layout, read_layout
from cxmaturity.engagement.raci.naming import Names, names_of
from cxmaturity.engagement.tables.cells import words
from cxmaturity.engagement.tables.grid import Row, is_blank, letters
from cxmaturity.errors import InputError, Place, Problem
from cxmaturity.evidence.ownership_map import OwnershipMap, Source, Team
from cxmaturity.ownership.raci import Matrix, Party, letters_of, teams_across
from cxmaturity.words import Text, text
from cxmaturity.words.folding import plain

MOST_TEAMS: Final = 250
"""Columns of a matrix, beyond which it is none of teams."""
_SHOWN: Final = 40
"""Letters of a cell that a message quotes."""
_LETTERS: Final = text("Write R, A, C, I or several of them, as in A/R; leave a cell blank where a team has no part.")
_TOLD: Final = 20
"""Mistakes of a file that are told one by one."""
_ASIDE: Final = frozenset({"volume", "gaps", "lacunes", "responses", "reponses", "contacts", "comment", "commentaire"})
"""Columns that may stand beside a matrix and say nothing of teams."""


Placed = tuple[Row, int, Party]
"""A source or a team, and the row and column of its name."""
IdOf = Callable[[Row, int], str | None]
"""Gives the id beside a name, None where there is none."""


@dataclass(frozen=True)
class Read:
    """A matrix as it was read."""

    matrix: Matrix
    notes: tuple[Text, ...]
    """What is worth saying of it: what is new, what is left alone, sources with several accountable teams."""


def read_matrix(path: Path, ownership_map: OwnershipMap | None) -> Read:
    """Return the matrix of a file, its rows and columns matched with a map by id or name.

    Raises InputError with every mistake, each at its cell.
    """
    return _Reading(read_layout(path), ownership_map or OwnershipMap()).read()


@dataclass
class _Reading:
    """A sheet while it is read."""

    layout: Layout
    map: OwnershipMap
    problems: list[Problem] = field(default_factory=list)
    notes: list[Text] = field(default_factory=list)

    def read(self) -> Read:
        """Return the matrix. Raises InputError with every mistake."""
        self._refuse_merged()
        sources, teams = names_of(self.map.sources or ()), names_of(self.map.teams or (), teams_across(self.map))
        columns = self._columns(teams)
        if not self.problems:
            self._refuse_turned(sources, teams, columns)
        across = self._parties(teams, [(self.layout.head, column) for column in columns], self._team_id)
        rows = self._without_legend(sources, list(self._rows(columns)), columns)
        down = self._parties(sources, [(row, self.layout.label) for row in rows], self._source_id)
        cells = dict(self._cells(down, across))
        if not self.problems:
            self._refuse_blank(cells, across, down)
        if self.problems:
            raise InputError(self._told())
        parties = tuple(party for _, _, party in down), tuple(party for _, _, party in across)
        matrix = Matrix(*parties, {place: letters for place, letters in cells.items() if letters})
        return Read(matrix, tuple(self._remarks(matrix)))

    # -- rows and columns --------------------------------------------------------------------------------------------

    def _columns(self, teams: Names) -> list[int]:
        columns, head = [], self.layout.head
        for column in self.layout.columns():
            name = self.layout.name(head, column)
            if not name:
                self._wrong(head, column, text("this column has cells and names no team."), text("Name its team here."))
            elif teams.find(name) is None and self._is_aside(column, name):
                self.notes.append(text("The column “{column}” is no team and is not read.", column=name))
            else:
                columns.append(column)
        if len(columns) > MOST_TEAMS:
            what = text(
                "this table has {n:int} columns of teams, and at most {most:int} are read.",
                n=len(columns),
                most=MOST_TEAMS,
            )
            self.problems.append(Problem(what, Place(self.layout.grid.path), text("Teams go across and sources down.")))
            return []
        if not columns and not self.problems and self.layout.team_ids is None:
            self.problems.append(Problem(text("this table has no row of teams."), Place(self.layout.grid.path)))
        return columns

    def _is_aside(self, column: int, name: str) -> bool:
        """Tell whether a column stands beside the matrix: by its name, or as none of its cells is made of letters."""
        if self.layout.team_ids is not None and self.layout.team_ids.at(column) is not None:
            return False
        cells = [words(row.at(column)).strip() for row in self.layout.rows]
        meant = [letters_of(cell) for cell in cells if cell]
        return plain(name) in _ASIDE or (bool(meant) and not any(meant))

    def _rows(self, columns: Iterable[int]) -> Iterator[Row]:
        across = list(columns)
        for row in self.layout.rows:
            if self.layout.name(row, self.layout.label):
                yield row
            elif any(not is_blank(row.at(column)) for column in across):
                what = text("this row has cells and names no source.")
                self._wrong(row, self.layout.label, what, text("Name its source here."))

    def _without_legend(self, sources: Names, rows: list[Row], columns: list[int]) -> list[Row]:
        """Return the rows but for those below the matrix that are no sources: without any cell, unknown to the map.

        In a table that was exported each of them is a source.
        """
        filled = [row.number for row in rows if any(not is_blank(row.at(column)) for column in columns)]
        if self.layout.team_ids is not None or not filled:
            return rows
        kept: list[Row] = []
        left: list[str] = []
        for row in rows:
            name = self.layout.name(row, self.layout.label)
            is_beside = row.number > filled[-1] and self._source_id(row, 0) is None and sources.find(name) is None
            if is_beside:
                left.append(name)
            else:
                kept.append(row)
        if left:
            names = shorten("; ".join(left), 200, placeholder=" …")
            self.notes.append(
                text("Below the matrix, without a letter, so not taken as sources: {names}.", names=names)
            )
        return kept

    def _parties(self, names: Names, places: Iterable[tuple[Row, int]], id_of: IdOf) -> list[Placed]:
        found: list[Placed] = []
        seen: dict[str, str] = {}
        for row, column in places:
            name, given_id = self.layout.name(row, column), id_of(row, column)
            is_formula = name.startswith("=") and given_id is None and names.find(name) is None
            if is_formula or (row.number, column) in self.layout.grid.without_value:
                self._wrong(row, column, text("this name is a formula."), text("Write the name itself."))
                continue
            party = names.party(name, given_id)
            if isinstance(party, Problem):
                self._wrong(row, column, party.what, party.remedy)
            elif party.id in seen:
                what = text("“{name}” stands here a second time; first in {cell}.", name=name, cell=seen[party.id])
                self._wrong(row, column, what, text("Keep one of the two."))
            else:
                seen[party.id] = f"{letters(column)}{row.number}"
                found.append((row, column, party))
        return found

    def _source_id(self, row: Row, _: int) -> str | None:
        column = self.layout.id_column
        return words(row.at(column)) or None if column is not None else None

    def _team_id(self, _: Row, column: int) -> str | None:
        ids = self.layout.team_ids
        return words(ids.at(column)) or None if ids is not None else None

    # -- cells -------------------------------------------------------------------------------------------------------

    def _cells(self, down: Iterable[Placed], across: list[Placed]) -> Iterator[tuple[tuple[str, str], frozenset[str]]]:
        for row, _, source in down:
            for _, column, team in across:
                if (row.number, column) in self.layout.grid.without_value:
                    self._wrong(row, column, text("this cell is a formula without a value."), _LETTERS)
                    continue
                cell = words(row.at(column)).strip()
                found = letters_of(cell)
                if found is None:
                    shown = shorten(cell, _SHOWN, placeholder="…")
                    self._wrong(row, column, text("“{cell}” is not made of R, A, C and I.", cell=shown), _LETTERS)
                yield (source.id, team.id), found or frozenset()

    # -- what is refused ---------------------------------------------------------------------------------------------

    def _refuse_merged(self) -> None:
        from openpyxl.utils.cell import range_boundaries

        for area in self.layout.grid.merged:
            _, _, _, bottom = range_boundaries(area)
            if bottom >= self.layout.head.number:
                what = text("the cells {area} are merged, so it is not clear what each of them says.", area=area)
                place = Place(self.layout.grid.path, None, f"{self.layout.grid.sheet}!{area}")
                self.problems.append(Problem(what, place, text("Unmerge them, and fill in each cell.")))

    def _refuse_turned(self, sources: Names, teams: Names, columns: list[int]) -> None:
        """Refuse a table with teams down and sources across: read as it stands, it would make teams of sources."""
        heads = [self.layout.name(self.layout.head, column) for column in columns]
        labels = [self.layout.name(row, self.layout.label) for row in self.layout.rows]
        straight = _known(teams, heads) + _known(sources, labels)
        if _known(sources, heads) + _known(teams, labels) > straight:
            what = text("this table has teams down and sources across.")
            self.problems.append(
                Problem(what, Place(self.layout.grid.path), text("Turn it: sources go down, teams across."))
            )

    def _refuse_blank(
        self, cells: Mapping[tuple[str, str], frozenset[str]], across: list[Placed], down: list[Placed]
    ) -> None:
        """Refuse a table that says nothing; one that was exported may well be blank."""
        if self.layout.team_ids is not None:
            return
        if not down:
            what = text("this table has no row of a source below its teams.")
        elif across and not any(cells.values()):
            what = text("no cell of this table says R, A, C or I.")
        else:
            return
        self.problems.append(Problem(what, Place(self.layout.grid.path), _LETTERS))

    def _wrong(self, row: Row, column: int, what: Text, remedy: Text | None) -> None:
        grid, cell = self.layout.grid, f"{letters(column)}{row.number}"
        place = Place(grid.path, row.number, cell) if grid.sheet is None else grid.place(row.number, column)
        self.problems.append(Problem(what, place, remedy))

    def _told(self) -> list[Problem]:
        """Return what is wrong, from the top of the table down; of very many mistakes the first, and how many more."""
        left = len(self.problems) - _TOLD
        more = Problem(
            text("{n:int} more {n:plural mistake|mistakes} of this kind.", n=left), Place(self.layout.grid.path)
        )
        return [*sorted(self.problems, key=_spot)[:_TOLD], *([more] if left > 0 else ())]

    # -- what is said ------------------------------------------------------------------------------------------------

    def _remarks(self, matrix: Matrix) -> Iterator[Text]:
        yield from self.notes
        if absent := _absent(matrix.sources, self.map.sources or ()):
            yield text("Sources that are not in the table stay as they are: {names}.", names=absent)
        if absent := _absent(matrix.teams, self.map.teams or ()):
            yield text("Teams that are not in the table stay as they are: {names}.", names=absent)
        for source in matrix.sources:
            teams = [team.id for team in matrix.teams if "A" in matrix.cells.get((source.id, team.id), ())]
            if len(teams) > 1:
                yield text(
                    "{source} has {n:int} accountable teams: that is allowed, and it is a finding.",
                    source=source.name or source.id,
                    n=len(teams),
                )


def _spot(problem: Problem) -> tuple[int, int, str]:
    """Return row and column of a mistake; what is wrong with the whole table comes first."""
    column = problem.where.column if problem.where else None
    cell = re.search(r"([A-Z]+)(\d+)(:[A-Z]+\d+)?$", column or "")
    return (int(cell[2]), len(cell[1]), cell[1]) if cell else (0, 0, "")


def _known(names: Names, written: Iterable[str]) -> int:
    return sum(names.find(name) is not None for name in written if name)


def _absent(parties: Iterable[Party], entries: Iterable[Source | Team]) -> str:
    seen = {party.id for party in parties}
    return shorten(
        ", ".join(entry.name or entry.id for entry in entries if entry.id not in seen), 200, placeholder=" …"
    )
