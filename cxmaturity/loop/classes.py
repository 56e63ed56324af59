"""The class of an answer, by its metric and its score (OWNERSHIP_AND_LOOP.md)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Final

from cxmaturity.contacts.sql import listed, literal
from cxmaturity.evidence.ownership_map import OwnershipMap

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

    from cxmaturity.loop.as_of import AsOf

SCALES: Final[Mapping[str, str]] = {"nps": "0-10", "csat": "1-5", "ces": "1-7"}
"""Metric to the scale that its classes are defined on."""
CLASSES: Final[Mapping[str, tuple[tuple[str, int, int], ...]]] = {
    "nps": (("detractor", 0, 6), ("passive", 7, 8), ("promoter", 9, 10)),
    "csat": (("detractor", 1, 2), ("passive", 3, 3), ("promoter", 4, 5)),
    "ces": (("detractor", 1, 3), ("passive", 4, 5), ("promoter", 6, 7)),
}
"""Metric to its classes, each with its lowest and its highest score. Those of csat and ces are ours."""


def classify(connection: DuckDBPyConnection, ownership_map: OwnershipMap | None, as_of: AsOf) -> None:
    """Make the view ``classed`` of the table ``answers``: those up to the cycle's date, each with its class.

    Its columns are those of ``answers`` and ``class``, empty where there is none. ``metric`` is the answer's own, else
    that of its source on the map, else the one of its scale. A score that is not whole, or off the metric's scale, has
    no class.
    """
    connection.execute(f"""
        CREATE OR REPLACE TEMP VIEW classed AS
        SELECT *, {_class_sql()} AS class FROM (
            SELECT * REPLACE ({_metric_sql(ownership_map)} AS metric) FROM answers WHERE responded < {as_of.end}
        )""")


def _metric_sql(ownership_map: OwnershipMap | None) -> str:
    """Return SQL for an answer's metric; one of the map is taken only where it fits the answer's scale."""
    declared: dict[str, list[str]] = {}
    for source in (ownership_map.sources if ownership_map else None) or ():
        metric = (source.metric or "").strip().lower()
        if metric in SCALES:
            declared.setdefault(metric, []).append(source.id)
    on_map = (
        f"WHEN source IN {listed(ids)} AND scale IN {listed(('', SCALES[metric]))} THEN {literal(metric)}"
        for metric, ids in sorted(declared.items())
    )
    by_scale = (f"WHEN scale = {literal(scale)} THEN {literal(metric)}" for metric, scale in SCALES.items())
    return f"CASE WHEN metric <> '' THEN metric {' '.join((*on_map, *by_scale))} ELSE '' END"


def _class_sql() -> str:
    """Return SQL for an answer's class; a score on a scale that is not its metric's has none."""
    bounds = (
        f"WHEN metric = {literal(metric)} AND scale IN {listed(('', SCALES[metric]))} "
        f"AND score BETWEEN {low} AND {high} THEN {literal(name)}"
        for metric, classes in CLASSES.items()
        for name, low, high in classes
    )
    return f"CASE WHEN score <> floor(score) THEN '' {' '.join(bounds)} ELSE '' END"
