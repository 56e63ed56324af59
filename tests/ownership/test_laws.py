"""What is true of every map: laws as properties of random maps, with logs and without."""

from __future__ import annotations

from itertools import product

from hypothesis import given, settings
from hypothesis import strategies as st
from small_maps import AS_OF, a_log

from cxmaturity.evidence.measures import ContactFacts
from cxmaturity.evidence.ownership_map import Alert, Lever, OwnershipMap, Source, Team, Touchpoint
from cxmaturity.ownership import survey
from cxmaturity.ownership.network import centrality
from cxmaturity.ownership.repair import repair
from cxmaturity.ownership.view import View

TEAMS, SOURCES, PLACES = "abcd", ("p", "q", "r", "s", "t"), ("shop", "line")
SOME_TEAMS = st.lists(st.sampled_from(TEAMS), unique=True, max_size=2).map(tuple)
LOGS = st.none() | st.dictionaries(st.sampled_from([*SOURCES, "shadow"]), st.integers(1, 99)).map(a_log)


@st.composite
def maps(draw):
    """A map with gaps: sources without owner or with two, teams without room or lever, touchpoints of nobody."""
    owner = st.none() | st.sampled_from(TEAMS)
    sources = tuple(
        Source(
            id=name,
            touchpoint=draw(st.none() | st.sampled_from(PLACES)),
            channel=draw(st.sampled_from(["sms", "email"])),
            accountable=draw(st.just(()) | SOME_TEAMS),
            responsible=draw(SOME_TEAMS),
            candidates=draw(st.just(()) | SOME_TEAMS),
        )
        for name in draw(st.lists(st.sampled_from(SOURCES), unique=True))
    )
    return OwnershipMap(
        teams=tuple(Team(id=name, max_sources=draw(st.integers(0, 3))) for name in TEAMS),
        touchpoints=tuple(Touchpoint(id=name, owner=draw(owner), important=draw(st.booleans())) for name in PLACES),
        sources=sources,
        levers=tuple(Lever(id=f"l{number}", owner=draw(owner)) for number in range(draw(st.integers(0, 4)))),
        alerts=tuple(Alert(id=f"a{number}", owner=draw(owner)) for number in range(draw(st.integers(0, 2)))),
    )


def a_view(ownership_map: OwnershipMap, log: ContactFacts | None = None) -> View:
    return View(ownership_map, log, AS_OF)


def with_sources(ownership_map: OwnershipMap, sources) -> OwnershipMap:
    return ownership_map.model_copy(update={"sources": tuple(sources)})


@given(maps(), LOGS, st.data())
@settings(deadline=None)
def test_an_owner_for_a_source_without_one_never_lowers_coverage(ownership_map, log, data):
    orphans = [source for source in ownership_map.sources if not source.accountable]
    if not orphans:
        return
    source, team = data.draw(st.sampled_from(orphans)), data.draw(st.sampled_from(TEAMS))
    owned = with_sources(
        ownership_map,
        (
            each.model_copy(update={"accountable": (team,)}) if each is source else each
            for each in ownership_map.sources
        ),
    )
    before, after = survey(ownership_map, log, AS_OF), survey(owned, log, AS_OF)
    assert after.accountable.share > before.accountable.share
    for one, other in ((before.accountable, after.accountable), (before.can_act, after.can_act)):
        assert other.share >= one.share
        assert one.weighted_share is None or other.weighted_share >= one.weighted_share
    assert len(after.gaps.get("dead_end_source", ())) <= len(before.gaps.get("dead_end_source", ()))


def said(ownership_map: OwnershipMap, log: ContactFacts | None, call=lambda name: name) -> object:
    """Return everything that is found of a map but the choice between equal plans, its ids called otherwise."""
    facts, view = survey(ownership_map, log, AS_OF), a_view(ownership_map, log)
    fixed = repair(view)
    return {
        "coverage": (facts.accountable, facts.can_act, facts.resilience, facts.shadow_share, facts.silos),
        "metrics": dict(facts.metrics),
        "load": {call(load.team): (load.sources, load.volume_share, load.alerts, load.room) for load in facts.load},
        "gaps": {
            # Of parts of the same size any may be the one that the others are apart from.
            name: len(subjects) if name == "isolated_component" else {call(subject) for subject in subjects}
            for name, subjects in facts.gaps.items()
        },
        "fragile": {call(name) for name in facts.fragile},
        "between": {(call(one.node.id), one.node.kind): round(one.betweenness, 9) for one in centrality(view)},
        "placed": (len(fixed.proposals), sum(proposal.cost for proposal in fixed.proposals)),
        "unplaceable": (
            {call(name) for name in fixed.unplaceable.sources},
            {call(name) for name in fixed.unplaceable.possible_teams},
            fixed.unplaceable.room,
        ),
    }


def relabelled(value, names):
    """Return a map as its record, every id replaced."""
    if isinstance(value, dict):
        return {key: relabelled(inner, names) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [relabelled(inner, names) for inner in value]
    return names.get(value, value) if isinstance(value, str) else value


@given(maps(), LOGS, st.randoms(use_true_random=False))
@settings(deadline=None)
def test_other_ids_change_nothing_but_ids(ownership_map, log, random):
    ids = [*TEAMS, *SOURCES, *PLACES, "shadow", *(f"l{number}" for number in range(4)), "a0", "a1"]
    fresh = [f"x{number:02}" for number in range(len(ids))]
    random.shuffle(fresh)
    names = dict(zip(ids, fresh, strict=True))
    other = OwnershipMap.model_validate(relabelled(ownership_map.model_dump(), names))
    renamed = log and a_log({names[name]: number for name, number in log.sources.items()})
    back = {new: old for old, new in names.items()}
    assert said(other, renamed, lambda name: back.get(name, name)) == said(ownership_map, log)


@given(maps(), LOGS, st.randoms(use_true_random=False))
@settings(deadline=None)
def test_another_order_of_entries_changes_nothing(ownership_map, log, random):
    record = {name: list(entries) for name, entries in ownership_map if entries is not None}
    for entries in record.values():
        random.shuffle(entries)
    other = ownership_map.model_copy(update={name: tuple(entries) for name, entries in record.items()})
    assert said(other, log) == said(ownership_map, log)
    assert survey(other, log, AS_OF).gaps == survey(ownership_map, log, AS_OF).gaps
    assert repair(a_view(other, log)) == repair(a_view(ownership_map, log))
    assert [one.node for one in centrality(a_view(other))] == [one.node for one in centrality(a_view(ownership_map))]


@given(maps(), LOGS, st.sampled_from(TEAMS))
@settings(deadline=None)
def test_a_team_less_never_raises_resilience(ownership_map, log, gone):
    def without(teams):
        return tuple(team for team in teams if team != gone)

    less = with_sources(
        ownership_map,
        (
            source.model_copy(
                update={"accountable": without(source.accountable), "responsible": without(source.responsible)}
            )
            for source in ownership_map.sources
        ),
    ).model_copy(
        update={
            "teams": tuple(team for team in ownership_map.teams if team.id != gone),
            "levers": tuple(lever for lever in ownership_map.levers if lever.owner != gone),
        }
    )
    before, after = survey(ownership_map, log, AS_OF).resilience, survey(less, log, AS_OF).resilience
    assert (before is None) == (after is None)
    assert before is None or after <= before


def by_the_specification(ownership_map: OwnershipMap):
    """Return what each source without owner would cost in each of its possible teams, and each team's room."""
    held = {
        team.id: [source for source in ownership_map.sources if team.id in source.accountable]
        for team in ownership_map.teams
    }
    owners = {place.id: place.owner for place in ownership_map.touchpoints}
    costs = {
        source.id: {
            team: 10
            - 4 * (source.touchpoint is not None and owners[source.touchpoint] == team)
            - 2 * any(other.channel == source.channel for other in held[team])
            + len(held[team])
            for team in (source.candidates or TEAMS)
        }
        for source in ownership_map.sources
        if not source.accountable
    }
    return costs, {team.id: max(0, team.max_sources - len(held[team.id])) for team in ownership_map.teams}


@given(maps())
@settings(deadline=None)
def test_proposals_are_the_best_of_all_plans(ownership_map):
    costs, room = by_the_specification(ownership_map)

    def worth(plan):
        chosen = [costs[source][team] for source, team in zip(sorted(costs), plan, strict=True) if team]
        return -len(chosen), sum(chosen), [team or "~" for team in plan]

    plans = product(*([*sorted(costs[source]), None] for source in sorted(costs)))
    best = min((plan for plan in plans if all(plan.count(team) <= room[team] for team in room)), key=worth)
    found = repair(a_view(ownership_map))
    placed = {proposal.source: proposal.team for proposal in found.proposals}
    assert tuple(placed.get(source) for source in sorted(costs)) == best
    assert all(proposal.cost == costs[proposal.source][proposal.team] for proposal in found.proposals)


@given(maps())
@settings(deadline=None)
def test_what_cannot_be_placed_is_proved_and_proposals_leave_nothing_to_place(ownership_map):
    costs, room = by_the_specification(ownership_map)
    found = repair(a_view(ownership_map))
    left_out = found.unplaceable
    assert bool(left_out.sources) == (len(found.proposals) < len(costs))
    assert set(left_out.possible_teams) == {team for source in left_out.sources for team in costs[source]}
    assert left_out.room == sum(room[team] for team in left_out.possible_teams)
    assert len(left_out.sources) - left_out.room == len(costs) - len(found.proposals)

    owner = {proposal.source: (proposal.team,) for proposal in found.proposals}
    applied = with_sources(
        ownership_map,
        (
            source.model_copy(update={"accountable": owner.get(source.id, source.accountable)})
            for source in ownership_map.sources
        ),
    )
    again = repair(a_view(applied))
    assert again.proposals == ()
    assert len(again.unplaceable.sources) == len(costs) - len(found.proposals)
