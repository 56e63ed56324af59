"""Files that hold the same contacts, as two exports of overlapping periods do."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import combinations
from typing import TYPE_CHECKING, Final

from cxmaturity.contacts.rows.identities import joined
from cxmaturity.contacts.rows.judging import CONTACT, Judge, clean_customer_sql
from cxmaturity.contacts.sql import trimmed
from cxmaturity.words import Text, text

if TYPE_CHECKING:
    from cxmaturity.contacts.engines.duckdb import Workplace
    from cxmaturity.contacts.rows.opening import Opened

_MOST_FILES: Final = 62
"""Files that are compared: as many as an integer has bits."""
_NAMED: Final = 5


def overlaps(place: Workplace, opened: Sequence[Opened]) -> list[Text]:
    """Return a note for each pair of files that have contacts in common, the worst first, five at most."""
    found = [each for each in opened if each.tally.count(CONTACT)][:_MOST_FILES]
    if len(found) < 2:
        return []
    parts = [(each.judge, _keys_sql(each.judge, 1 << number)) for number, each in enumerate(found)]
    shared: Counter[tuple[int, int]] = Counter()
    for files, contacts in place.shared(parts):
        members = [number for number in range(len(found)) if files >> number & 1]
        shared.update(dict.fromkeys(combinations(members, 2), contacts))
    names = [str(each.judge.scan.file.path) for each in found]
    judge = found[0].judge
    option = judge.scan.file.log.asked_by("--dedupe", "audit: {dedupe: true}")
    return list(_notes(shared, names, None if judge.settings.dedupe else option))


def _notes(shared: Counter[tuple[int, int]], names: Sequence[str], option: Text | str | None) -> Iterator[Text]:
    """Yield the notes; ``option`` keeps one of each, None where it was given."""
    for (first, second), n in sorted(shared.items(), key=lambda item: (-item[1], item[0]))[:_NAMED]:
        if option is None:
            told = text(
                "{first} and {second} have {n:int} {n:plural contact|contacts} in common; each counts once.",
                first=names[first],
                second=names[second],
                n=n,
            )
        else:
            told = text(
                "{first} and {second} have {n:int} {n:plural contact|contacts} in common, which count in both; "
                "{option} keeps one of each.",
                option=option,
                first=names[first],
                second=names[second],
                n=n,
            )
        yield told


def _keys_sql(judge: Judge, bit: int) -> str:
    """Return SQL for a number of each contact of a file: equal ones of other files have the same."""
    alike = [
        f"coalesce({trimmed(field)}, '') AS {field}" if field in judge.categories else f"'' AS {field}"
        for field in ("source", "channel")
    ]
    rows = f"""
        SELECT {clean_customer_sql()} AS customer, instant, {", ".join(alike)}
        FROM ({judge.rows_sql()}) WHERE verdict = {CONTACT}"""
    rows = joined(rows) if judge.settings.identities else rows
    return f"SELECT hash(customer, instant, source, channel) AS key, {bit}::BIGINT AS file FROM ({rows})"
