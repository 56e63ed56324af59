"""``cxmaturity ownership DIR``: who answers for what, where nobody does, and who could."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from cxmaturity.cli import watching
from cxmaturity.cli.options import (
    check_fail_on_of,
    engagement_command,
    exit_code,
    fail_on_option,
    note,
    print_json,
    spoken,
)
from cxmaturity.words import Language, Text, fill, text

if TYPE_CHECKING:
    from rich.console import Console
    from rich.table import Table

    from cxmaturity.checks.finding import Finding
    from cxmaturity.evidence.facts import Facts
    from cxmaturity.model import Model
    from cxmaturity.ownership.facts import Coverage, OwnershipFacts
    from cxmaturity.ownership.network import Central
    from cxmaturity.ownership.repair import Repair
    from cxmaturity.ownership.view import View

_COLOURS = {"high": "bold red", "medium": "yellow", "low": "dim"}
_SEVERITIES = {"high": text("high"), "medium": text("medium"), "low": text("low")}


@dataclass(frozen=True)
class _Asked:
    """The map with everything that was asked of it."""

    view: View
    facts: OwnershipFacts
    findings: tuple[Finding, ...]
    central: tuple[Central, ...]
    repair: Repair


@click.command()
@engagement_command
@fail_on_option
@click.option(
    "--export",
    type=click.Choice(["mermaid", "graphml", "json"]),
    help="Print the map as a drawing for other programs instead.",
)
def ownership(
    folder: Path,
    *,
    cycle: str | None,
    as_of: date | None,
    lang: str | None,
    as_json: bool,
    fail_on: str | None,
    export: str | None,
) -> int:
    """Ask the ownership map: gaps, who can act, load, fragility, proposed owners."""
    from cxmaturity.ownership import unlisted

    check_fail_on_of(folder, fail_on)
    gathered = watching.gathered(folder, cycle, as_of)
    language = spoken(lang, gathered.engagement.settings.language)
    for message in gathered.notes:
        note(message, language)
    asked = _ask(gathered.model, gathered.facts, folder)
    if strangers := unlisted(asked.view.map):
        message = text("The map names what it does not list: {ids}.", ids=", ".join(strangers))
        note(message, language)
    if export is not None:
        click.echo(_exported(asked, export), nl=False)
    elif as_json:
        print_json(record(asked, language))
    else:
        _print(asked, language)
    return exit_code(asked.findings, fail_on)


def _ask(model: Model, facts: Facts, folder: Path) -> _Asked:
    from cxmaturity.checks import find
    from cxmaturity.errors import wrong
    from cxmaturity.ownership import survey
    from cxmaturity.ownership.network import centrality
    from cxmaturity.ownership.repair import repair
    from cxmaturity.ownership.view import View

    if facts.map is None:
        is_blank = (folder / "ownership.yaml").exists()
        raise wrong(
            text("this map says nothing yet: all its lines are comments.")
            if is_blank
            else text("this engagement has no ownership map."),
            folder / "ownership.yaml",
            text("Uncomment what applies and fill it in: teams, sources, and who is accountable for each.")
            if is_blank
            else text("Write one: teams, sources, and who is accountable for each."),
        )
    view = View(facts.map, facts.contacts, facts.as_of, facts.team, facts.timezone)
    surveyed = survey(facts.map, facts.contacts, facts.as_of, facts.team, facts.timezone)
    findings = tuple(found for found in find(model, facts, surveyed) if found.check.family == "ownership")
    return _Asked(view, surveyed, findings, centrality(view), repair(view))


def record(asked: _Asked, language: Language) -> dict[str, object]:
    """Return the answers as JSON holds them."""
    facts = asked.facts
    left_out = asked.repair.unplaceable
    return {
        "schema": "cxmaturity/ownership/1",
        "coverage": {"accountable": _coverage_record(facts.accountable), "can_act": _coverage_record(facts.can_act)},
        "resilience": facts.resilience,
        "metrics": dict(facts.metrics),
        "load": [
            {
                "team": load.team,
                "sources": load.sources,
                "volume_share": load.volume_share,
                "alerts": load.alerts,
                "room": load.room,
            }
            for load in facts.load
        ],
        "centrality": [{"node": central.node.id, "betweenness": central.betweenness} for central in asked.central],
        "fragile": list(facts.fragile),
        "findings": [
            {
                "id": finding.id,
                "severity": finding.severity,
                "subjects": list(finding.subjects),
                "title": finding.title(language),
                "detail": finding.detail(language),
            }
            for finding in asked.findings
        ],
        "proposals": [
            {
                "source": proposal.source,
                "team": proposal.team,
                "cost": proposal.cost,
                "why": proposal.why.show(language),
            }
            for proposal in asked.repair.proposals
        ],
        "unplaceable": {
            "sources": list(left_out.sources),
            "possible_teams": list(left_out.possible_teams),
            "room": left_out.room,
        },
    }


def _coverage_record(coverage: Coverage) -> dict[str, float | None]:
    return {"share": coverage.share, "weighted_share": coverage.weighted_share}


def _exported(asked: _Asked, form: str) -> str:
    if form == "mermaid":
        from cxmaturity.ownership.mermaid import mermaid

        return mermaid(asked.view, asked.facts)
    from cxmaturity.ownership.network import graphml, node_link

    return (graphml(asked.view) if form == "graphml" else node_link(asked.view)) + "\n"


def _print(asked: _Asked, language: Language) -> None:
    from rich.console import Console

    console = Console(highlight=False)
    _print_summary(console, asked.facts, language)
    _print_findings(console, asked.findings, language)
    console.print(_load_table(asked.facts, language))
    for line in _advice(asked, language):
        console.print(line, markup=False)
    if asked.facts.undescribed:
        from cxmaturity.ownership.sections import section_name

        sections = ", ".join(section_name(section).show(language) for section in asked.facts.undescribed)
        message = text("Not on the map, so not judged: {sections}.", sections=sections)
        console.print(message.show(language), style="dim", markup=False)


def _print_summary(console: Console, facts: OwnershipFacts, language: Language) -> None:
    lines = [
        _share(text("One accountable team"), facts.accountable),
        _share(text("A team that can act"), facts.can_act),
        text("Still able to act after the worst loss of one team: {share:percent}", share=facts.resilience),
    ]
    for line in lines:
        console.print(line.show(language), markup=False)
    console.print()


def _share(what: Text, coverage: Coverage) -> Text:
    return text(
        "{what}: {share:percent} of sources, {weighted:percent} of volume",
        what=what,
        share=coverage.share,
        weighted=coverage.weighted_share,
    )


def _print_findings(console: Console, findings: Iterable[Finding], language: Language) -> None:
    from rich.text import Text as Line

    for finding in findings:
        colour = _COLOURS[finding.severity]
        mark = f"● {_SEVERITIES[finding.severity].show(language)}  "
        console.print(Line.assemble((mark, colour), (finding.title(language), "bold")))
        console.print(Line("  " + finding.detail(language)))
    console.print()


def _load_table(facts: OwnershipFacts, language: Language) -> Table:
    from rich.table import Table

    names = dict(facts.teams)
    table = Table(title=text("What each team carries").show(language), title_justify="left", box=None)
    heads = (text("Team"), text("Sources"), text("Volume"), text("Alerts"), text("Room"))
    for position, head in enumerate(heads):
        table.add_column(head.show(language), justify="right" if position else "left")
    for load in facts.load:
        share = fill("{share:percent}", {"share": load.volume_share}, language)
        name = names.get(load.team, load.team).replace("[", "\\[")
        table.add_row(name, str(load.sources), share, str(load.alerts), str(load.room))
    return table


def _advice(asked: _Asked, language: Language) -> Iterable[str]:
    name = asked.facts.name
    for proposal in asked.repair.proposals:
        message = text(
            "Proposed: {source} → {team} ({why})",
            source=name(proposal.source, "sources"),
            team=name(proposal.team, "teams"),
            why=proposal.why,
        )
        yield message.show(language)
    left_out = asked.repair.unplaceable
    if left_out.sources:
        message = text(
            "Not all of these can be placed: {sources}. They can go to {teams} only, with room for {room:int}.",
            sources=", ".join(name(source, "sources") for source in left_out.sources),
            teams=", ".join(name(team, "teams") for team in left_out.possible_teams) or "–",
            room=left_out.room,
        )
        yield message.show(language)
    for pair in asked.facts.conversations[:5]:
        message = text(
            "Should talk first: {first} and {second} ({n:int} {n:plural collision|collisions} at the same customers)",
            first=name(pair.first, "teams"),
            second=name(pair.second, "teams"),
            n=pair.collisions,
        )
        yield message.show(language)
