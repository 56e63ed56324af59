"""Which sources reach the same customers within a week."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence

from cxmaturity.evidence.measures import ContactFacts, Row
from cxmaturity.report.charts.collisions import collisions
from cxmaturity.report.view.figures.figure import Figure, Undrawn, counted, number, told
from cxmaturity.report.view.speech import Speech
from cxmaturity.words import Text, text

_MOST = 12
"""Names in the matrix; of more sources the smaller ones are taken together."""

_OUTSTANDING = 2
"""How many times as often as any other a pair collides that stands out."""


def colliding(facts: ContactFacts) -> list[str]:
    """Return the sources that collide with any other, those with most collisions first."""
    met = Counter[str]()
    for row in facts.tables.get("fragmentation.collision_pairs") or ():
        for end in ("a", "b"):
            met[str(row[end])] += int(number(row.get("collisions")))
    return sorted(met, key=lambda source: (-met[source], source))


def collision_figure(facts: ContactFacts, speech: Speech, name: Callable[[str], str]) -> Figure | Undrawn:
    """Return the matrix, its sources named by ``name``; why not where no two collide."""
    table = facts.tables.get("fragmentation.collision_pairs")
    if table is None:
        return Undrawn(text("the log names no sources"))
    if not table:
        return Undrawn(text("no two sources reached the same customer within a week"))
    sources = colliding(facts)
    kept = sources if len(sources) <= _MOST else sources[: _MOST - 1]
    names = [name(source) for source in kept]
    if len(kept) < len(sources):
        others = text("{n:int} other sources", n=len(sources) - len(kept))
        names.append(speech.say(others))
    cells = _cells(table, {source: place for place, source in enumerate(kept)}, names, speech)
    ranked = sorted(table, key=lambda row: (-number(row.get("collisions")), str(row["a"]), str(row["b"])))
    rows = speech.series(
        told(f"{name(str(row['a']))} + {name(str(row['b']))}", counted(row.get("collisions"), speech), speech)
        for row in ranked
    )
    title = speech.say(text("Collisions of each two sources, below the first and left of the second."))
    details = speech.say(text("Pairs of sources by their collisions. {rows}", rows=rows))
    remark = text(
        "A collision is a request less than 7 days after one from another source. A pair’s number stands where the "
        "column below one name meets the row of the other."
    )
    read = [speech.say(remark)]
    if apart := len([source for source in facts.sources if source]) - len(sources):
        calm = text("{n:int} further {n:plural source collides|sources collide} with no other.", n=apart)
        read.append(speech.say(calm))
    drawn = collisions(title, names, cells, details)
    return Figure(speech.say(collision_title(facts, name)), drawn, " ".join(read))


def collision_title(facts: ContactFacts, name: Callable[[str], str] | None = None) -> Text:
    """Return the finding: the pair that stands out, its ends called by ``name``; else how many requests collided."""
    share = facts.metrics.get("fragmentation.collision_share")
    table = facts.tables.get("fragmentation.collision_pairs") or ()
    if not table:
        return text("No two sources reached the same customer within a week")
    if not isinstance(share, (int, float)):
        return text("{n:int} {n:plural pair|pairs} of sources reached the same customers within a week", n=len(table))
    first, *others = sorted((int(number(row.get("collisions"))) for row in table), reverse=True)
    every = max(int(number(facts.metrics.get("fragmentation.collisions_7d"))), first + sum(others))
    rest = max((every - first - sum(others), *others[:1]))
    if name and others and first >= _OUTSTANDING * rest and first * 4 >= every:
        pair = max(table, key=lambda row: number(row.get("collisions")))
        return text(
            "{a} and {b} collide most: {n:int} of the {all:int} collisions",
            a=name(str(pair["a"])),
            b=name(str(pair["b"])),
            n=first,
            all=every,
        )
    return text("{share:percent} of repeat requests came from another source within a week", share=share)


def _cells(
    table: Sequence[Row], places: dict[str, int], names: Sequence[str], speech: Speech
) -> dict[tuple[int, int], tuple[float, str, str]]:
    met = Counter[tuple[int, int]]()
    customers: dict[tuple[int, int], str] = {}
    untold: set[tuple[int, int]] = set()
    for row in table:
        one, other = (places.get(str(row[end]), len(places)) for end in ("a", "b"))
        cell = max(one, other), min(one, other)
        met[cell] += int(number(row.get("collisions")))
        if row.get("collisions") is None:
            untold.add(cell)
        elif len(places) not in cell:
            customers[cell] = speech.integer(number(row.get("customers")))

    def least(cell: tuple[int, int], shown: str) -> str:
        if cell not in untold:
            return shown
        return f"≥\u00a0{shown}" if met[cell] else "–"

    return {
        (row, column): (
            count,
            least((row, column), speech.compact(count)),
            _said(
                f"{names[row]} + {names[column]}",
                count,
                least((row, column), speech.integer(count)),
                customers.get((row, column)),
                speech,
            ),
        )
        for (row, column), count in met.items()
        if row != column
    }


def _said(pair: str, count: int, shown: str, customers: str | None, speech: Speech) -> str:
    if customers is None:
        return told(pair, shown, speech)
    return speech.say(
        text(
            "{pair}: {n:int} {n:plural collision|collisions}, customers: {customers}",
            pair=pair,
            n=count,
            customers=customers,
        )
    )
