"""What ``cxmaturity ownership`` prints for people."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from cxmaturity.cli.findings_page import print_findings
from cxmaturity.words import Text, text

if TYPE_CHECKING:
    from cxmaturity.cli.ownership.asking import Asked
    from cxmaturity.cli.paper import Cell, Paper
    from cxmaturity.ownership.facts import Coverage, Load, OwnershipFacts


def show(asked: Asked, paper: Paper) -> None:
    """Print coverage, findings, load and proposed owners."""
    facts = asked.facts
    paper.head(text("Ownership map"))
    paper.line(_share(text("One accountable team"), facts.accountable), "bold")
    paper.line(_share(text("A team that can act"), facts.can_act), "bold")
    paper.line(_after_the_worst(facts), "bold")
    print_findings(asked.findings, paper)
    _load(facts, paper)
    for place, line in enumerate(_advice(asked)):
        paper.line(line, above=not place)
    for place, line in enumerate(_unsaid(facts)):
        paper.line(line, "dim", above=not place)


def _unsaid(facts: OwnershipFacts) -> Iterator[Text]:
    """Yield what the map does not say, and what follows from it."""
    from cxmaturity.checks.ownership_words import listed
    from cxmaturity.ownership.sections import section_name

    quiet = facts.gaps.get("dead_source", ())
    if unseen := [facts.name(source, "sources") for source in facts.unseen if source not in quiet]:
        yield text("No contact in the logs: {sources}.", sources=listed(unseen))
    if missing := [facts.name(load.team, "teams") for load in facts.load if load.capacity is None]:
        yield text("No capacity given, so none limits: {teams}.", teams=listed(missing))
    if facts.undescribed:
        sections = listed([section_name(section) for section in facts.undescribed], len(facts.undescribed))
        yield text("The map does not describe {sections}, so these were not judged.", sections=sections)
    if "shadow_source" in facts.gaps:
        yield text("--from-log adds the sources that only the logs name to the map.")


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


def _load(facts: OwnershipFacts, paper: Paper) -> None:
    from cxmaturity.ownership.facts import SHARES_ADD_UP

    names = dict(facts.teams)
    heads = (text("Team"), text("Sources"), text("Room for more"), text("Volume"), text("Alerts"), text("Days a month"))
    rows: list[tuple[Cell, ...]] = [(names.get(load.team, load.team), *_carried(load)) for load in facts.load]
    if rows:
        paper.title(text("What each team carries"))
        paper.table(rows, heads)
        if facts.is_counted_twice:
            paper.line(SHARES_ADD_UP, "dim")


def _carried(load: Load) -> tuple[Text, ...]:
    is_whole = load.capacity is not None and load.capacity.is_integer()
    return (
        *(Text("{n:int}", {"n": number}) for number in (load.sources, load.room)),
        Text("{share:percent}", {"share": load.volume_share}),
        Text("{n:int}", {"n": load.alerts}),
        Text("{days:int}" if is_whole else "{days:decimal}", {"days": load.capacity}),
    )


def _advice(asked: Asked) -> Iterator[Text]:
    name = asked.facts.name
    for proposal in asked.repair.proposals:
        message = text(
            "Proposed: {source} → {team}, cost {cost:int} ({why})",
            source=name(proposal.source, "sources"),
            team=name(proposal.team, "teams"),
            cost=proposal.cost,
            why=proposal.why,
        )
        yield message
    if asked.repair.proposals:
        yield text(
            "Cost of a source in a team: 10, less 4 where the team owns the touchpoint, less 2 where it already asks"
            " customers by that channel, plus 1 for each source that it answers for; the less, the better."
        )
    yield from left_out(asked)
    for pair in asked.facts.conversations[:5]:
        message = text(
            "Should talk first: {first} and {second} (the same customer asked by both within a week: {n:int}"
            " {n:plural time|times})",
            first=name(pair.first, "teams"),
            second=name(pair.second, "teams"),
            n=pair.collisions,
        )
        yield message


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
