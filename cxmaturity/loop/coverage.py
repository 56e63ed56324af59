"""How many answers were followed up: overall, by class, by source and by who reached the customer first."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from cxmaturity.evidence.measures import Measure, Row, Table
from cxmaturity.loop.as_of import DAY, AsOf
from cxmaturity.loop.classes import CLASSES
from cxmaturity.loop.estimates import share

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

FORTNIGHT: Final = 14
"""Days within which an answer is to be acknowledged."""
KINDS: Final = ("human", "automatic", "none")
_OF_UNKNOWN_KIND: Final = "other"
_CLASSES: Final = tuple(name for name, _, _ in CLASSES["nps"])


@dataclass(frozen=True)
class Cell:
    """The answers of one class and source that were followed up in one way."""

    class_: str
    source: str
    kind: str
    answers: int
    old: int
    """Those that are older than 14 days."""
    acknowledged: int
    """Those of them that had a first contact within 14 days."""
    oldest: int
    """When the first of them came."""


@dataclass(frozen=True)
class Coverage:
    """What the answers up to the cycle's date show."""

    cells: tuple[Cell, ...]
    as_of: AsOf

    @property
    def metrics(self) -> dict[str, Measure]:
        """The metrics whose denominators are answers."""
        answers, old = (sum(values) for values in zip(*((cell.answers, cell.old) for cell in self.cells), strict=True))
        reached = _count(self.cells, lambda cell: cell.kind != "none")
        detractors = [cell for cell in self.cells if cell.class_ == "detractor"]
        silent = [cell.oldest for cell in self.cells if cell.kind == "none"]
        return {
            "loop.coverage": share(reached, answers),
            "loop.detractor_follow_up": share(
                _count(detractors, lambda cell: cell.kind == "human"), _count(detractors)
            ),
            "loop.acknowledged": share(sum(cell.acknowledged for cell in self.cells), old),
            "loop.oldest_silent_days": self.as_of.age(min(silent)) if silent else None,
        }

    @property
    def tables(self) -> dict[str, Table]:
        """Coverage by class, by source and by kind of first contact; null stands for none, or one that is unknown."""
        total = _count(self.cells)
        further = [_OF_UNKNOWN_KIND] if _by_kind(self.cells, _OF_UNKNOWN_KIND) else []
        sources = sorted({cell.source for cell in self.cells})
        return {
            "by_class": tuple(_rows("class", self.cells, (*_CLASSES, ""), lambda cell: cell.class_)),
            "by_source": tuple(_rows("source", self.cells, sources, lambda cell: cell.source)),
            "by_kind": tuple(
                {"kind": None if kind in further else kind, **_estimated(_by_kind(self.cells, kind), total)}
                for kind in (*KINDS, *further)
            ),
        }


def coverage(connection: DuckDBPyConnection, as_of: AsOf) -> Coverage | None:
    """Return what the tables ``classed`` and ``reached`` show; None where there is no answer."""
    old = f"responded < {as_of.midnight(-FORTNIGHT)}"
    found = connection.execute(f"""
        SELECT class, source,
               CASE WHEN reached.contacted IS NULL THEN 'none' WHEN is_human THEN 'human'
                    WHEN is_automatic THEN 'automatic' ELSE '{_OF_UNKNOWN_KIND}' END AS way,
               count(*), count(*) FILTER ({old}),
               count(*) FILTER ({old} AND reached.contacted - responded <= {FORTNIGHT * DAY}), min(responded)
        FROM classed LEFT JOIN reached ON reached.answer_number = classed.number
        GROUP BY ALL ORDER BY ALL""").fetchall()
    return Coverage(tuple(Cell(*row) for row in found), as_of) if found else None


def _rows(key: str, cells: Iterable[Cell], values: Iterable[str], of: Callable[[Cell], str]) -> Iterator[Row]:
    by_value: dict[str, list[Cell]] = {}
    for cell in cells:
        by_value.setdefault(of(cell), []).append(cell)
    for value in values:
        if found := by_value.get(value):
            n = _count(found)
            kinds = {kind: _by_kind(found, kind) for kind in KINDS}
            yield {key: value or None, **_estimated(n - kinds["none"], n), **kinds}


def _estimated(part: int, n: int) -> Mapping[str, float | int | None]:
    estimate = share(part, n)
    return {} if estimate is None else {name: getattr(estimate, name) for name in ("value", "low", "high", "n")}


def _by_kind(cells: Iterable[Cell], kind: str) -> int:
    return _count(cells, lambda cell: cell.kind == kind)


def _count(cells: Iterable[Cell], which: Callable[[Cell], bool] = lambda _: True) -> int:
    return sum(cell.answers for cell in cells if which(cell))
