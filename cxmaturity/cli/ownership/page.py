"""What ``cxmaturity ownership`` prints for people."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from cxmaturity.words import Language, Text, fill, text

if TYPE_CHECKING:
    from rich.console import Console
    from rich.table import Table

    from cxmaturity.checks.finding import Finding
    from cxmaturity.cli.ownership.asking import Asked
    from cxmaturity.ownership.facts import Coverage, OwnershipFacts

_COLOURS = {"high": "bold red", "medium": "yellow", "low": "dim"}
_SEVERITIES = {"high": text("high"), "medium": text("medium"), "low": text("low")}


def show(asked: Asked, language: Language) -> None:
    """Print coverage, findings, load and proposed owners."""
    from rich.console import Console

    console = Console(highlight=False)
    _print_summary(console, asked.facts, language)
    _print_findings(console, asked.findings, language)
    console.print(_load_table(asked.facts, language))
    for line in _advice(asked, language):
        console.print(line, markup=False)
    for line in _unsaid(asked.facts, language):
        console.print(line, style="dim", markup=False)


def _unsaid(facts: OwnershipFacts, language: Language) -> Iterator[str]:
    """Yield what the map does not say, and what follows from it."""
    from cxmaturity.checks.ownership_words import listed
    from cxmaturity.ownership.sections import section_name

    if missing := [facts.name(load.team, "teams") for load in facts.load if load.capacity is None]:
        yield text("No capacity given, so none limits: {teams}.", teams=listed(missing)).show(language)
    if facts.undescribed:
        sections = ", ".join(section_name(section).show(language) for section in facts.undescribed)
        yield text("Not on the map, so not judged: {sections}.", sections=sections).show(language)


def _print_summary(console: Console, facts: OwnershipFacts, language: Language) -> None:
    lines = [
        _share(text("One accountable team"), facts.accountable),
        _share(text("A team that can act"), facts.can_act),
        _after_the_worst(facts),
    ]
    for line in lines:
        console.print(line.show(language), markup=False)
    console.print()


def _after_the_worst(facts: OwnershipFacts) -> Text:
    if facts.worst_loss is None:
        return text("Still able to act after the worst loss of one team: {share:percent}", share=facts.resilience)
    return text(
        "Still able to act after the worst loss of one team, {team}: {share:percent} of sources",
        team=facts.name(facts.worst_loss, "teams"),
        share=facts.resilience,
    )


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
    heads = (text("Team"), text("Sources"), text("Room"), text("Volume"), text("Alerts"), text("Days a month"))
    for position, head in enumerate(heads):
        table.add_column(head.show(language), justify="right" if position else "left")
    for load in facts.load:
        share = fill("{share:percent}", {"share": load.volume_share}, language)
        name = names.get(load.team, load.team).replace("[", "\\[")
        is_whole = load.capacity is not None and load.capacity.is_integer()
        days = fill("{days:int}" if is_whole else "{days:decimal}", {"days": load.capacity}, language)
        table.add_row(name, str(load.sources), str(load.room), share, str(load.alerts), days)
    return table


def _advice(asked: Asked, language: Language) -> Iterable[str]:
    name = asked.facts.name
    for proposal in asked.repair.proposals:
        message = text(
            "Proposed: {source} → {team}, cost {cost:int} ({why})",
            source=name(proposal.source, "sources"),
            team=name(proposal.team, "teams"),
            cost=proposal.cost,
            why=proposal.why,
        )
        yield message.show(language)
    if asked.repair.proposals:
        yield text(
            "Cost of a source in a team: 10, less 4 where the team owns the touchpoint, less 2 where it already asks"
            " customers by that channel, plus 1 for each source that it answers for; the less, the better."
        ).show(language)
    yield from (message.show(language) for message in left_out(asked))
    for pair in asked.facts.conversations[:5]:
        message = text(
            "Should talk first: {first} and {second} ({n:int} {n:plural collision|collisions} at the same customers)",
            first=name(pair.first, "teams"),
            second=name(pair.second, "teams"),
            n=pair.collisions,
        )
        yield message.show(language)


def left_out(asked: Asked) -> Iterable[Text]:
    """Yield why not every source can be placed, where that is so."""
    found, name = asked.repair.unplaceable, asked.facts.name
    sources = ", ".join(name(source, "sources") for source in found.sources)
    if found.sources and not found.possible_teams:
        yield text("Nobody can take {sources}: the map has no team that could. Name candidates.", sources=sources)
    elif found.sources:
        yield text(
            "Only {teams} could take {sources}, with room for {room:int} of these {all:int}."
            " Raise a team’s max_sources, or name further candidates.",
            teams=", ".join(name(team, "teams") for team in found.possible_teams),
            sources=sources,
            all=len(found.sources),
            room=found.room,
        )
