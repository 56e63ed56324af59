"""``cxmaturity ownership DIR --apply``: proposed owners are accepted one by one or all, and written into the map."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

import click

from cxmaturity.cli.options import harmless, note
from cxmaturity.cli.ownership.page import left_out
from cxmaturity.cli.ownership.proposing import Answering, Proposed, choice, settle, tell_written
from cxmaturity.ownership.changing import Change
from cxmaturity.ownership.walk.applying import applied
from cxmaturity.words import Language, Text, text

if TYPE_CHECKING:
    from cxmaturity.cli.ownership.asking import Asked
    from cxmaturity.engagement.folder import Engagement
    from cxmaturity.ownership.repair import Proposal


def apply_proposals(engagement: Engagement, asked: Asked, answering: Answering) -> None:
    """Ask of each proposed owner, write those accepted, and tell what could not be placed.

    Raises InputError when nobody can be asked and nothing was accepted beforehand; what is proposed is shown first.
    """
    proposals = asked.repair.proposals
    remarks = tuple(_not_placed(asked))
    if not answering.can_ask or answering.is_yes or not proposals:
        record = {
            "unplaceable": {
                "sources": list(unplaced(asked)),
                "possible_teams": list(asked.repair.unplaceable.possible_teams),
            }
        }
        settle(engagement, Proposed(_changes(proposals), remarks, record), answering)
        return
    for remark in remarks:
        note(remark, answering.language)
    if accepted := list(_accepted(asked, answering.language)):
        tell_written(engagement, _changes(accepted), answering.language)
    else:
        click.echo(text("Nothing was written.").show(answering.language))


def unplaced(asked: Asked) -> tuple[str, ...]:
    """Return the sources that nobody answers for and that no team is proposed for, in the map's order."""
    placed = {proposal.source for proposal in asked.repair.proposals}
    return tuple(source.id for source in asked.view.sources if not source.accountable and source.id not in placed)


def _not_placed(asked: Asked) -> Iterator[Text]:
    if without := unplaced(asked):
        names = ", ".join(asked.facts.name(source, "sources") for source in without)
        yield text("No team can be proposed for: {names}.", names=names)
    yield from left_out(asked)


def _changes(proposals: Sequence[Proposal]) -> tuple[Change, ...]:
    return tuple(Change("sources", proposal.source, "accountable", proposal.team) for proposal in proposals)


def _accepted(asked: Asked, language: Language) -> Iterator[Proposal]:
    """Yield the proposals that somebody accepts: each, from one on all, or no more.

    What is left is proposed anew after each answer, so that each cost counts what was accepted before.
    """
    from cxmaturity.ownership.repair import repair

    yes, no, rest, stop = ("o", "n", "t", "q") if language == "fr" else ("y", "n", "a", "q")
    click.echo(text("y: yes, n: no, a: this and all others, q: stop asking").show(language))
    view, proposals, refused = asked.view, asked.repair.proposals, set[str]()
    while proposals:
        first, *others = proposals
        said = choice(text("{line}: accept?", line=_line(asked, first)), (yes, no, rest, stop), no, language)
        if said == stop:
            return
        if said == no:
            refused.add(first.source)
        else:
            yield first
            view = replace(view, map=applied(view.map, _changes([first])))
        if said == rest:
            break
        proposals = repair(view, refused).proposals
    else:
        return
    for proposal in others:
        click.echo(harmless(" → ".join(_names(asked, proposal))))
        yield proposal


def _line(asked: Asked, proposal: Proposal) -> Text:
    source, team = _names(asked, proposal)
    return text(
        "{source} → {team}, cost {cost:int} ({why})", source=source, team=team, cost=proposal.cost, why=proposal.why
    )


def _names(asked: Asked, proposal: Proposal) -> tuple[str, str]:
    return asked.facts.name(proposal.source, "sources"), asked.facts.name(proposal.team, "teams")
