"""What the gaps of sources ask: who answers for them, who works on them, what they are for."""

from __future__ import annotations

from collections.abc import Iterator
from math import ceil
from typing import Final

from cxmaturity.evidence.ownership_map import Source, Team
from cxmaturity.ownership.changing import Change
from cxmaturity.ownership.fragility import silos
from cxmaturity.ownership.renaming import is_ruled, renamed
from cxmaturity.ownership.view import is_given, teams_of
from cxmaturity.ownership.walk.choosing import (
    NAME,
    can_act,
    carried,
    joined,
    name,
    names,
    number,
    ranked,
    sets,
    team_field,
    team_offers,
)
from cxmaturity.ownership.walk.choosing import room as room_of
from cxmaturity.ownership.walk.entries import new, with_one_more
from cxmaturity.ownership.walk.gap import Choice, Field, Gap, Make, Offer, Question, Values, fixed
from cxmaturity.ownership.walk.standing import Standing
from cxmaturity.words import Text, text
from cxmaturity.words.folding import plain

_ALIKE: Final = 0.5
"""How much alike two names must be to be taken for one thing's; ours."""
_NAMESAKES: Final = 2
"""How many of them are offered."""


def source_of(standing: Standing, gap: Gap) -> Source:
    """Return the source that a gap is about."""
    return next(source for source in standing.view.sources if source.id == gap.subject)


def who_answers(standing: Standing, gap: Gap) -> Question:
    """Ask for the one team that answers for a source."""
    source = source_of(standing, gap)
    ask = text("Who answers for “{source}”?", source=name(standing, source.id, "sources"))
    return Question(ask, team_offers(standing, sets("sources", source.id, "accountable"), source=source))


def who_alone(standing: Standing, gap: Gap) -> Question:
    """Ask which of several accountable teams answers for a source; the others go on working on it."""
    source = source_of(standing, gap)
    named = tuple(dict.fromkeys(source.accountable))
    offers = []
    for team in named:
        others = [other for other in named if other != team]
        working = with_one_more(source.responsible, others)
        changes = (
            Change("sources", source.id, "accountable", team),
            Change("sources", source.id, "responsible", working),
        )
        note = text("{others} stay responsible for the work", others=names(standing, others))
        offers.append(Offer(name(standing, team), fixed(*changes), note=note))
    ask = text("Which one of them answers for “{source}”?", source=name(standing, source.id, "sources"))
    return Question(ask, tuple(offers))


def who_works(standing: Standing, gap: Gap) -> Question:
    """Ask which team does the work of follow-up at a source."""
    source = source_of(standing, gap)
    ask = text("Who does the work of follow-up at “{source}”?", source=name(standing, source.id, "sources"))
    offers = team_offers(
        standing, sets("sources", source.id, "responsible", ()), first=(*source.accountable, *source.candidates)
    )
    return Question(ask, (*offers, *_one_team_for_all(standing, gap)))


def _one_team_for_all(standing: Standing, gap: Gap) -> Iterator[Offer]:
    alike = _alike(standing, gap)
    if len(alike) > 1 and standing.view.teams:
        field = team_field(standing, text("Which team works on all of them?"))
        words = text("The same team for all {n:int} sources left…", n=len(alike))

        def make(values: Values) -> tuple[Change, ...]:
            return tuple(Change("sources", each, "responsible", [values[0]]) for each in alike)

        yield Offer(words, make, (field,))


def _alike(standing: Standing, gap: Gap) -> tuple[str, ...]:
    """Return the sources that the same question is open for."""
    return tuple(each.gap.subject for each in standing.gaps if each.gap.id == gap.id)


def what_for(standing: Standing, gap: Gap) -> Question:
    """Ask which business objective a source serves."""
    source, view = source_of(standing, gap), standing.view
    known = [objective.id for objective in view.map.objectives or ()]
    steering = view.map.programme.objective if view.map.programme else None
    if steering and is_given(steering) and (view.map.objectives is None or steering in known):
        known = [steering, *(word for word in known if word != steering)]
    titles = {objective.id: objective.name or objective.id for objective in view.map.objectives or ()}
    offers = [
        Offer(
            titles.get(word, word),
            fixed(Change("sources", source.id, "objective", word)),
            note=text("the programme’s own objective") if word == steering else None,
        )
        for word in known
    ]

    def fresh(values: Values) -> tuple[Change, ...]:
        objective, added = new(view.map, "objectives", values[0])
        return (*added, Change("sources", source.id, "objective", objective))

    def for_all(values: Values) -> tuple[Change, ...]:
        objective, added = (values[0], ()) if known else new(view.map, "objectives", values[0])
        return (*added, *(Change("sources", each, "objective", objective) for each in alike))

    alike = _alike(standing, gap)
    if len(alike) > 1:
        choices = tuple(Choice(word, titles.get(word, word)) for word in known)
        field = Field(text("Which one do all of them serve?"), "choice", lambda values: choices) if known else NAME
        last = [Offer(text("The same one for all {n:int} sources left…", n=len(alike)), for_all, (field,))]
    else:
        last = []
    ask = text("Which objective does “{source}” serve?", source=name(standing, source.id, "sources"))
    return Question(ask, (*offers, Offer(text("A new objective…"), fresh, (NAME,)), *last))


def who_can_act(standing: Standing, gap: Gap) -> Question:
    """Ask for a lever of a source's teams, or for another responsible team that owns one."""
    source = source_of(standing, gap)
    working = [team.id for team in standing.view.teams if team.id in teams_of(source)]
    ask = text("Who can change something after “{source}”?", source=name(standing, source.id, "sources"))
    return Question(
        ask, (*_idle_levers(standing, working), *_new_levers(standing, source, working), *_able_teams(standing, source))
    )


def _idle_levers(standing: Standing, working: list[str]) -> list[Offer]:
    """Return the levers that nobody owns, for each of a source's teams."""
    return [
        Offer(
            text("{team} gets the lever “{lever}”", team=name(standing, team), lever=lever.name or lever.id),
            fixed(Change("levers", lever.id, "owner", team)),
            note=text("nobody owns it today"),
        )
        for lever in standing.view.map.levers or ()
        if not lever.owner
        for team in working
    ]


def _new_levers(standing: Standing, source: Source, working: list[str]) -> list[Offer]:
    """Return a new lever for each of a source's teams; where it has none, for a team that becomes responsible."""
    field = Field(text("What can they change? The lever in a few words:"))
    if not working:
        ask = text("Which team can do it?")
        team = team_field(standing, ask, source.candidates) if standing.view.teams else Field(ask)
        return [Offer(text("A new lever and its team, responsible too…"), _with_team(standing, source), (field, team))]
    return [
        Offer(
            text("A new lever of {team}…", team=name(standing, team)),
            _maker(standing, team),
            (field,),
        )
        for team in working
    ]


def _with_team(standing: Standing, source: Source) -> Make:
    view = standing.view

    def make(values: Values) -> tuple[Change, ...]:
        known = {team.id for team in view.teams}
        team, added = (values[1], ()) if values[1] in known else new(view.map, "teams", values[1])
        lever = new(view.map, "levers", values[0], owner=team)[1]
        working = with_one_more(source.responsible, [team])
        return (*added, *lever, Change("sources", source.id, "responsible", working))

    return make


def _maker(standing: Standing, team: str) -> Make:
    return lambda values: new(standing.view.map, "levers", values[0], owner=team)[1]


def _able_teams(standing: Standing, source: Source) -> list[Offer]:
    """Return the teams that own a lever, each as one that also works on a source."""
    offers = []
    for team in ranked(standing, source):
        levers = [lever.name or lever.id for lever in standing.view.map.levers or () if lever.owner == team.id]
        if levers:
            working = with_one_more(source.responsible, [team.id])
            offers.append(
                Offer(
                    text("{team} becomes responsible too", team=name(standing, team.id)),
                    fixed(Change("sources", source.id, "responsible", working)),
                    note=joined([text("owns {levers}", levers=", ".join(levers[:3])), carried(standing, team)]),
                )
            )
    return offers


def who_takes_the_shadow(standing: Standing, gap: Gap) -> Question:
    """Ask to put a source that the log shows on the map, at best with the team that answers for it."""
    ask = text("“{source}” is in the log. Who answers for it?", source=gap.subject)
    *teams, fresh = team_offers(standing, sets("sources", gap.subject, "accountable"), source=Source(id=gap.subject))
    nobody = Offer(
        text("Put it on the map; nobody answers for it yet"),
        fixed(Change("sources", gap.subject, "id", gap.subject)),
    )
    return Question(ask, (*_namesakes(standing, gap.subject), *teams, nobody, fresh))


def _namesakes(standing: Standing, shadow: str) -> list[Offer]:
    """Return the sources of the map that the log does not show and that a name in it may stand for, the likest first.

    A map and a log seldom begin with the same names. A source that a rule speaks of is left alone.
    """
    view = standing.view
    seen = view.contacts.sources if view.contacts else {}
    silent = [source for source in view.sources if not seen.get(source.id) and not is_ruled(view.map, source.id)]
    likeness = {source.id: max(_likeness(shadow, word) for word in (source.id, source.name or "")) for source in silent}
    silent = [source for source in silent if likeness[source.id] >= _ALIKE]
    return [
        Offer(
            text("It is “{source}” on the map", source=name(standing, source.id, "sources")),
            fixed(*renamed(view.map, source.id, shadow)),
            note=text("the map takes the log’s name instead of “{id}”", id=source.id),
        )
        for source in sorted(silent, key=lambda source: -likeness[source.id])[:_NAMESAKES]
    ]


def _likeness(word: str, other: str) -> float:
    from difflib import SequenceMatcher

    return SequenceMatcher(None, plain(word), plain(other)).ratio()


def how_often(standing: Standing, gap: Gap) -> Question:
    """Ask for the rhythm of a source that has gone quiet."""
    source = source_of(standing, gap)
    silent = standing.view.days_silent(source.id)
    title = name(standing, source.id, "sources")
    if silent is None:
        ask = text("“{source}” has never asked anybody, as far as the log goes. What is its rhythm?", source=title)
    else:
        ask = text(
            "“{source}” has been silent for {days:int} days; declared is one every {every}. What is its rhythm?",
            source=title,
            days=silent,
            every=number(str(source.every_days)),
        )
    no_rhythm = Offer(
        text("It has no fixed rhythm (any more)"), fixed(Change("sources", source.id, "every_days", None))
    )
    least = None if silent is None else ceil(silent / 2)
    longer = Offer(
        text("Another number of days…"),
        lambda values: (Change("sources", source.id, "every_days", number(values[0])),),
        (Field(text("It asks once in how many days?"), "number", proposed="" if least is None else str(least)),),
        note=_least(least),
        stays=_least(None) if least is None else None,
    )
    stays = text("the log must show it first")
    running = Offer(text("It should run: it will be started again"), fixed(), note=stays, stays=stays)
    return Question(ask, (no_rhythm, longer, running))


def _least(days: int | None) -> Text:
    if days is None:
        return text("open until it asks for the first time")
    return text("{days:int} or more agree with the log", days=days)


def what_timing(standing: Standing, gap: Gap) -> Question:
    """Ask when a source is meant to ask; whether it does then is for the next audit of the log to tell."""
    source = source_of(standing, gap)
    stays = text("the next audit of the log tells whether it does")

    def declare(mode: str) -> Offer:
        return Offer(
            text("Soon after the event, within so many days…") if mode == "hot" else text("Later, after so many days…"),
            lambda values: (Change("sources", source.id, "timing", {"mode": mode, "days": number(values[0])}),),
            (Field(text("How many days after the event?"), "number"),),
            note=stays,
            stays=stays,
        )

    no_moment = Offer(text("No moment is declared"), fixed(Change("sources", source.id, "timing", None)))
    ask = text("When is “{source}” meant to ask?", source=name(standing, source.id, "sources"))
    return Question(ask, (declare("hot"), declare("cold"), no_moment))


def who_links(standing: Standing, gap: Gap) -> Question:
    """Ask for a team of the rest of the map that works on a source of a part that stands alone."""
    source = source_of(standing, gap)
    linked = [node.id for node in silos(standing.view)[0] if node.kind == "team"]
    known = {team.id: team for team in standing.view.teams}
    give = sets("sources", source.id, "responsible", source.responsible)
    offers = [
        Offer(
            name(standing, team),
            fixed(*give(team)),
            note=joined([carried(standing, known[team]), *can_act(standing, team)]) if team in known else None,
        )
        for team in sorted(linked, key=lambda team: team not in source.candidates)
    ]
    ask = text("Which team of the others also works on “{source}”?", source=name(standing, source.id, "sources"))
    return Question(ask, tuple(offers))


def who_takes_over(standing: Standing, gap: Gap) -> Question:
    """Ask which source an overloaded team hands over, and to whom; or whether it can carry that many."""
    team = next(team for team in standing.view.teams if team.id == gap.subject)
    held = standing.view.accountable_for(team.id)
    over = len(held) - team.max_sources
    stays = text("{n:int} more to hand over then", n=over - 1) if over > 1 else None
    enough = Offer(
        text("It can carry all {n:int}", n=len(held)),
        fixed(Change("teams", team.id, "max_sources", len(held))),
        note=text("its limit is {n:int} today", n=team.max_sources),
    )
    handed = [offer for source in held for offer in _handed_over(standing, source, team, stays)]
    return Question(text("What does {team} hand over?", team=name(standing, team.id)), (*handed, enough))


def _handed_over(standing: Standing, source: Source, team: Team, stays: Text | None) -> Iterator[Offer]:
    """Yield a source that a team hands over: to those accountable beside it, else to the best team with room."""
    left = list(dict.fromkeys(other for other in source.accountable if other != team.id))
    able = standing.view.able
    free = [other for other in ranked(standing, source) if other.id != team.id and room_of(standing, other.id)]
    best = next((other for other in free if other.id in able), free[0] if free else None)
    if not left and best is None:
        return
    now = left or [best.id if best else ""]
    note = [carried(standing, best), *can_act(standing, best.id)] if best and not left else []
    yield Offer(
        text("{source} goes to {team}", source=name(standing, source.id, "sources"), team=names(standing, now)),
        fixed(Change("sources", source.id, "accountable", now if len(now) > 1 else now[0])),
        note=joined([*note, *([stays] if stays else [])]),
        stays=stays,
        again=stays is not None,
    )
