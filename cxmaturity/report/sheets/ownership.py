"""Ownership: sources down, teams across, the gaps of each source; and what each team carries."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from typing import Final

from cxmaturity.ownership.facts import Load, OwnershipFacts, SourceNode
from cxmaturity.report.sheets.reading import Field, Reading
from cxmaturity.report.tables import Cell, Look, Sheet
from cxmaturity.words import text

_LETTERS: Final = (("A", "accountable"), ("R", "responsible"), ("I", "informed"))


def links(reading: Reading) -> Sheet | None:
    """Return a row a source: A, R and I below its teams, and the findings about it; who leads nowhere stands out."""
    mapped = reading.assessment.ownership
    if mapped is None:
        return None
    return reading.sheet(
        "ownership", text("Sources and teams"), _links(reading, mapped), mapped.sources, _alone, kept=2
    )


def loads(reading: Reading) -> Sheet | None:
    """Return a row a team."""
    mapped = reading.assessment.ownership
    if mapped is None:
        return None
    return reading.sheet("teams", text("What teams carry"), _loads(reading, mapped), mapped.load)


def _alone(source: SourceNode) -> Look | None:
    return None if source.accountable else Look.FULL


def _links(reading: Reading, mapped: OwnershipFacts) -> Iterator[Field[SourceNode]]:
    yield Field(text("Source"), lambda row: row.id, "id", 24)
    yield Field(text("Name"), lambda row: reading.names.source(row.id), width=34)
    yield Field(text("Volume"), lambda row: row.volume, "whole", 11)
    for team, called in _columns(reading, mapped):
        yield Field(called, _letters(team), width=12)
    about = _about(reading, mapped)
    yield Field(text("Findings"), lambda row: "\n".join(about.get(row.id, ())) or None, width=60)


def _columns(reading: Reading, mapped: OwnershipFacts) -> Iterator[tuple[str, str]]:
    """Yield each team and what its column is called: with its id where two have one name."""
    teams = _teams(mapped)
    called = Counter(reading.names.team(team).casefold() for team in teams)
    for team in teams:
        name = reading.names.team(team)
        yield team, name if called[name.casefold()] == 1 else f"{name} ({team})"


def _teams(mapped: OwnershipFacts) -> tuple[str, ...]:
    """Return the teams of the map, then those that only sources name."""
    named = (team for node in mapped.sources for _, role in _LETTERS for team in getattr(node, role))
    return tuple(dict.fromkeys([*(team for team, _ in mapped.teams), *named]))


def _letters(team: str) -> Callable[[SourceNode], Cell]:
    return lambda row: "".join(letter for letter, role in _LETTERS if team in getattr(row, role)) or None


def _about(reading: Reading, mapped: OwnershipFacts) -> Mapping[str, list[str]]:
    """Return source to the titles of the findings that are about it."""
    ids = {node.id for node in mapped.sources}
    about: dict[str, list[str]] = {}
    for finding in reading.assessment.findings:
        if finding.check.family == "ownership":
            for subject in ids.intersection(finding.subjects):
                about.setdefault(subject, []).append(reading.speech.tidy(finding.title(reading.speech.language)))
    return about


def _loads(reading: Reading, mapped: OwnershipFacts) -> Iterator[Field[Load]]:
    levers = {team: [name for _, name, owner in mapped.levers if owner == team] for team in _teams(mapped)}
    yield Field(text("Team id"), lambda row: row.team, "id", 18)
    yield Field(text("Team"), lambda row: reading.names.team(row.team), width=30)
    yield Field(text("Led by"), lambda row: reading.names.leads.get(row.team), width=30)
    yield Field(text("Sources"), lambda row: row.sources, "whole", 10)
    yield Field(text("Sources at most"), lambda row: row.max_sources, "whole", 10)
    yield Field(text("Room for"), lambda row: row.room, "whole", 10)
    yield Field(text("Share of the volume"), lambda row: row.volume_share, "share", 10)
    yield Field(text("Alerts"), lambda row: row.alerts, "whole", 10)
    yield Field(text("Days a month"), lambda row: row.capacity, "decimal", 10)
    yield Field(text("What it can change"), lambda row: "\n".join(levers.get(row.team, ())) or None, width=44)
