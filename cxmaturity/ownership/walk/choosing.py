"""Teams, levers and KPIs to choose from, each with what speaks for and against it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence

from cxmaturity.evidence.ownership_map import Source, Team
from cxmaturity.ownership.changing import Change
from cxmaturity.ownership.repair import cost
from cxmaturity.ownership.walk.entries import new, with_one_more
from cxmaturity.ownership.walk.gap import Choice, Field, Offer, Values, fixed
from cxmaturity.ownership.walk.standing import Standing
from cxmaturity.words import Text, text

Give = Callable[[str], tuple[Change, ...]]
"""Returns the changes that choosing an entry of that id makes."""


def sets(section: str, id_: str, key: str, beside: Sequence[str] | None = None) -> Give:
    """Return what writes an id at a key of an entry; at the end of a list where there is one to stand beside."""

    def give(chosen: str) -> tuple[Change, ...]:
        return (Change(section, id_, key, chosen if beside is None else with_one_more(beside, [chosen])),)

    return give


NAME = Field(text("Its name:"))
FAMILY = Field(
    text("What kind of KPI is it?"),
    "choice",
    lambda values: (
        Choice("operational", text("operational: what we do, such as a waiting time")),
        Choice("relationship", text("relationship: what customers say of us, such as NPS")),
    ),
)


def joined(parts: Sequence[Text | str]) -> Text:
    """Return parts of a remark as one."""
    named = {f"part{place}": part for place, part in enumerate(parts)}
    return Text(" · ".join(f"{{{name}}}" for name in named), named)


def team_offers(
    standing: Standing,
    give: Give,
    *,
    source: Source | None = None,
    first: Sequence[str] = (),
    without: Collection[str] = (),
) -> tuple[Offer, ...]:
    """Return an offer for each team that something can be given to, and one for a new team.

    Those of ``first`` come before the others, which come by the cost of a source where it is one that is given away.
    """
    proposal = standing.proposals.get(source.id) if source else None
    offers = []
    for team in ranked(standing, source, first):
        if team.id in without:
            continue
        is_proposed = proposal is not None and proposal.team == team.id
        if proposal is not None and is_proposed:
            parts = [text("proposed, cost {cost:int}: {why}", cost=proposal.cost, why=proposal.why)]
        else:
            parts = [carried(standing, team), *([_price(standing, source, team)] if source else [])]
        note = joined([*parts, *can_act(standing, team.id)])
        offers.append(Offer(name(standing, team.id), fixed(*give(team.id)), note=note, proposed=is_proposed))
    offers.sort(key=lambda offer: not offer.proposed)
    return (*offers, new_team(standing, give))


def new_team(standing: Standing, give: Give) -> Offer:
    """Return the offer of a team that the map does not list yet."""

    def make(values: Values) -> tuple[Change, ...]:
        team, added = new(standing.view.map, "teams", values[0])
        return (*added, *give(team))

    return Offer(text("A new team…"), make, (NAME,))


def ranked(standing: Standing, source: Source | None, first: Sequence[str] = ()) -> list[Team]:
    """Return the teams: those of ``first``, then by cost, then in map order.

    To give a source away, its candidates come before other teams, then those with room, then those with a lever.
    """
    view = standing.view
    place = {name: position for position, name in enumerate(first)}

    def rank(team: Team) -> tuple[int, bool, bool, bool, int]:
        likely = source is None or not source.candidates or team.id in source.candidates
        full = source is not None and room(standing, team.id) == 0
        idle = source is not None and bool(can_act(standing, team.id))
        return place.get(team.id, len(place)), not likely, full, idle, cost(view, source, team) if source else 0

    return sorted(view.teams, key=rank)


def room(standing: Standing, team: str) -> int:
    """Return how many further sources a team can take."""
    return next((load.room for load in standing.facts.load if load.team == team), 0)


def carried(standing: Standing, team: Team) -> Text:
    """Return what a team answers for already."""
    load = next(load for load in standing.facts.load if load.team == team.id)
    if load.volume_share is None:
        return text("{n:int} of {most:int} sources", n=load.sources, most=load.max_sources)
    return text(
        "{n:int} of {most:int} sources, {share:percent} of volume",
        n=load.sources,
        most=load.max_sources,
        share=load.volume_share,
    )


def can_act(standing: Standing, team: str) -> list[Text]:
    """Return that a team owns no lever, where levers are described."""
    if standing.view.map.levers is None or team in standing.view.able:
        return []
    return [text("owns no lever")]


def _price(standing: Standing, source: Source, team: Team) -> Text:
    if room(standing, team.id) == 0:
        return text("no room")
    return text("cost {cost:int}", cost=cost(standing.view, source, team))


def team_field(standing: Standing, ask: Text, first: Sequence[str] = (), without: Collection[str] = ()) -> Field:
    """Return the choice of a team that is on the map."""
    teams = [team for team in ranked(standing, None, first) if team.id not in without]
    choices = tuple(
        Choice(team.id, name(standing, team.id), joined([carried(standing, team), *can_act(standing, team.id)]))
        for team in teams
    )
    return Field(ask, "choice", lambda values: choices)


def entry_field(standing: Standing, ask: Text, section: str, ids: Iterable[str]) -> Field:
    """Return the choice of an entry of a section."""
    choices = tuple(Choice(id_, standing.facts.name(id_, section)) for id_ in ids)
    return Field(ask, "choice", lambda values: choices)


def name(standing: Standing, entry: str, section: str = "teams") -> str:
    """Return what to call an entry."""
    return standing.facts.name(entry, section)


def names(standing: Standing, entries: Iterable[str], section: str = "teams") -> str:
    """Return what to call several entries, in one line."""
    return ", ".join(name(standing, entry, section) for entry in entries)


def number(words: str) -> float:
    """Return the number that was typed; whole where it is. Raises ValueError for what is none above 0."""
    from math import isfinite

    found = float(words.replace("\u00a0", "").replace("\u202f", "").replace(" ", "").replace(",", "."))
    if not isfinite(found) or found < 0:
        raise ValueError(words)
    return int(found) if found == int(found) else found
