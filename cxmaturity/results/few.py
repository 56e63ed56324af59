"""Results without what no report tells: figures about so few customers that a name beside them would tell of these.

``discreet`` is the one place where this is done, when ``Results`` is made: no view, sheet or record sees more.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace
from typing import Final

from cxmaturity.assess import Assessment
from cxmaturity.checks.finding import Finding
from cxmaturity.checks.ownership_words import tells_of_few
from cxmaturity.evidence.few import is_few, untold
from cxmaturity.evidence.loop import LoopFacts
from cxmaturity.evidence.measures import ContactFacts, Row, Table
from cxmaturity.ownership.facts import OwnershipFacts

SIZES: Final[Mapping[str, tuple[str, tuple[str, ...]]]] = {
    "fragmentation.collision_pairs": ("customers", ("a", "b")),
    "response.by_source": ("n", ("source",)),
    "response.by_channel": ("n", ("channel",)),
    "score.by_source": ("n", ("metric", "source")),
}
"""Tables of the contact audit whose rows bear names: the column that tells of how many a row is, and the names."""
_LOOP: Final = {"by_source": "source", "by_owner": "owner"}
"""Tables of the loop audit whose rows bear names, and the column of these."""


def discreet(assessment: Assessment) -> Assessment:
    """Return the assessment without figures about fewer than 10 customers beside a name; of such a one, itself."""
    facts, mapped = assessment.facts, assessment.ownership
    contacts = facts.contacts and discreet_contacts(facts.contacts)
    loop = facts.loop and _loop(facts.loop)
    findings = tuple(_finding(each, mapped) for each in assessment.findings) if mapped else assessment.findings
    return replace(
        assessment,
        facts=replace(facts, contacts=contacts, loop=loop),
        ownership=mapped and discreet_map(mapped, facts.contacts),
        findings=findings,
    )


def discreet_contacts(contacts: ContactFacts) -> ContactFacts:
    """Return what the contact audit observed, without the figures of names that are about too few.

    Counts that are not told are None; instants are days. What is so already stays as it is.
    """
    sent = _told(contacts.sources)
    return replace(
        contacts,
        sources=sent,
        responses=_told(contacts.responses),
        tools=_told(contacts.tools),
        teams=_told(contacts.teams),
        last_seen={
            name: seen[:10] for name, seen in contacts.last_seen.items() if not is_few(contacts.sources.get(name))
        },
        tables={name: _table(name, rows, sent) for name, rows in contacts.tables.items()},
        examples={},
    )


def discreet_map(mapped: OwnershipFacts, contacts: ContactFacts | None = None) -> OwnershipFacts:
    """Return what the map says, without the volumes that are about too few."""
    hidden, sent = mapped.untold, contacts.sources if contacts else {}
    shadows = [node.id for node in mapped.sources if not node.on_map]
    held = {load.team: {node.id for node in mapped.sources if load.team in node.accountable} for load in mapped.load}
    return replace(
        mapped,
        sources=tuple(replace(node, volume=None) if node.id in hidden else node for node in mapped.sources),
        withheld=mapped.withheld + sum(mapped.volumes[name] for name in hidden),
        load=tuple(replace(load, volume_share=None) if hidden & held[load.team] else load for load in mapped.load),
        shadow_share=None if mapped.tells_of_few(shadows) else mapped.shadow_share,
        conversations=tuple(pair for pair in mapped.conversations if not is_few(pair.collisions)),
        in_time={name: share for name, share in mapped.in_time.items() if name not in hidden},
        silent_days={name: days for name, days in mapped.silent_days.items() if not is_few(sent.get(name))},
    )


def _told(counts: Mapping[str, int | None]) -> dict[str, int | None]:
    hidden = untold({name: count for name, count in counts.items() if count is not None})
    return {name: None if name in hidden else count for name, count in counts.items()}


def _table(name: str, rows: Table | None, sent: Mapping[str, int | None]) -> Table | None:
    """Return a table, rows about too few without their figures; so are those of sources that are not told at all."""
    if rows is None or name not in SIZES:
        return rows
    column, names = SIZES[name]
    hidden = untold({str(place): size for place, row in enumerate(rows) if isinstance(size := row.get(column), int)})
    return tuple(
        _bare(row, str(place) in hidden or ("source" in names and sent.get(str(row.get("source") or ""), 0) is None))
        for place, row in enumerate(rows)
    )


def _loop(loop: LoopFacts) -> LoopFacts:
    tables = {name: _rows(rows, _LOOP.get(name, ""), loop.few.get(name, ())) for name, rows in loop.tables.items()}
    return replace(loop, tables=tables)


def _rows(rows: Table, key: str, few: Collection[str]) -> Table:
    return tuple(_bare(row, row.get(key) in few) for row in rows)


def _finding(finding: Finding, mapped: OwnershipFacts) -> Finding:
    """Return a finding without the share of the volume that it is about, where this would tell of too few."""
    if finding.id not in mapped.gaps or not tells_of_few(finding.id, mapped):
        return finding
    return replace(finding, weight=None, value=None if finding.id == "shadow_source" else finding.value)


def _bare(row: Row, few: bool) -> Row:
    if not few:
        return row
    return {name: None if isinstance(value, int | float) else value for name, value in row.items()}
