"""The ownership map as it is drawn: what each source, team and lever says, which gaps are the largest."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from cxmaturity.ownership.amiss import Amiss, amiss, largest
from cxmaturity.ownership.facts import Load, OwnershipFacts, SourceNode
from cxmaturity.report.charts.ownership import DASHED_UP_TO, Drawn, Headings, LeverBox, SourceBox, TeamBox
from cxmaturity.report.charts.ownership_parts import Mark
from cxmaturity.report.charts.svg import FULL
from cxmaturity.report.view.figures.figure import told as pair
from cxmaturity.report.view.names import Names
from cxmaturity.report.view.speech import Speech, unique
from cxmaturity.words import Text, text

MOST = 40
"""Above this many sources on the map, only those with a gap are drawn."""
_BESIDE, _TOGETHER = 5, 45
"""Sources that the map lacks are drawn beside a whole map: so many, or more as long as all are no more than these."""
_NUMBERED = 3
_SIGNS: Mapping[Mark, Text] = {
    "gap": text("red frame: a gap"),
    "shadow": text("dashed frame: not on the map"),
    "loose": text("leads to nobody"),
    "stop": text("team that owns no lever"),
}


@dataclass(frozen=True)
class Frame:
    """How large the drawing may be."""

    width: float
    problems: int
    """Of more sources than can be drawn, how many with a gap are, the heaviest first."""
    teams: int
    """How many teams stand beside these."""
    room: float
    """Height that these should take."""
    rows: int
    """How many sources the table holds that stands below these."""
    whole: float
    """Height that a whole map should take."""


PAGE = Frame(FULL, problems=12, teams=7, room=250, rows=36, whole=556)
"""A page of the report."""
FILE = Frame(960, problems=24, teams=16, room=580, rows=120, whole=720)
"""A file of its own, which no page limits."""


@dataclass(frozen=True)
class Picture:
    """The facts, and how they are spoken of and framed."""

    facts: OwnershipFacts
    speech: Speech
    names: Names
    frame: Frame = PAGE

    @property
    def is_whole(self) -> bool:
        """Whether every source on the map is drawn."""
        return len(self._on_map) <= MOST

    @cached_property
    def _on_map(self) -> tuple[SourceNode, ...]:
        return tuple(source for source in self.facts.sources if source.on_map)

    @cached_property
    def shown(self) -> tuple[SourceNode, ...]:
        """The sources that are drawn: all, or of many those with something amiss, the heaviest first."""
        if self.is_whole:
            most = max(_BESIDE, _TOGETHER - len(self._on_map))
            shadows = sorted(
                (each for each in self.facts.sources if not each.on_map), key=lambda each: -(each.volume or 0)
            )
            return (*self._on_map, *shadows[:most])
        wrong = [source for source in self.facts.sources if self._gap(source) or self._is_quiet(source)]
        found: list[SourceNode] = []
        teams: set[str] = set()
        for source in sorted(wrong, key=lambda source: -(source.volume or 0)):
            if len(found) < self.frame.problems and len(teams | {*source.accountable}) <= self.frame.teams:
                found.append(source)
                teams |= {*source.accountable}
        return tuple(found)

    @cached_property
    def ranked(self) -> tuple[SourceNode, ...]:
        """The sources with the largest gaps, by volume."""
        return largest(self.facts)[:_NUMBERED]

    @property
    def is_counted(self) -> bool:
        """Whether a log tells how much each source collects."""
        return any(source.volume is not None for source in self.facts.sources)

    @property
    def is_quiet(self) -> bool:
        """Whether a source is drawn that has gone quiet."""
        return any(self._is_quiet(source) for source in self.shown)

    @property
    def is_dashed(self) -> bool:
        """Whether the lines of those who only help are drawn."""
        return len(self.shown) <= DASHED_UP_TO and any(
            {*source.responsible, *source.informed} - set(source.accountable) for source in self.shown
        )

    def drawn(self) -> Drawn:
        """Return everything that the drawing shows."""
        ranks = {source.id: place for place, source in enumerate(self.ranked, start=1)}
        teams = self._teams()
        named = {team.id for team in teams}
        levers = [self._lever(*lever) for lever in self.facts.levers if self.is_whole or lever[2] in named]
        return Drawn(
            sources=[self._source(source, ranks.get(source.id)) for source in self.shown],
            teams=teams,
            levers=levers if self._knows_levers else None,
            headings=self._headings(named, self._legend(teams)),
            worst=[self._worst(source) for source in self.ranked],
            room=self.frame.whole if self.is_whole else self.frame.room,
        )

    def title(self, boxes: Drawn) -> str:
        """Return what is read aloud instead of the drawing."""
        told = text("Sources of feedback, the teams that answer for them and what these can do.")
        gaps = [f"{box.name} ({box.gap})" for box in boxes.sources if box.gap]
        worst = [pair(name, detail, self.speech) for name, detail in boxes.worst]
        parts = [self.speech.say(told)]
        if worst:
            parts.append(self.speech.say(text("Largest gaps by volume: {names}.", names=self.speech.series(worst))))
        parts.append(self.speech.say(text("Gaps: {names}.", names=", ".join(gaps) or "–")))
        return " ".join(parts)

    @property
    def _knows_levers(self) -> bool:
        return "levers" not in self.facts.undescribed

    def _gap(self, source: SourceNode) -> Amiss | None:
        return amiss(source, self.facts)

    def _is_quiet(self, source: SourceNode) -> bool:
        return source.id in self.facts.gaps.get("dead_source", ())

    def _volume(self, source: SourceNode) -> str:
        """Return a source's volume; a dash where it is not told beside those that are."""
        if source.volume is None:
            return "–" if self.is_counted else ""
        return self.speech.integer(source.volume)

    def _source(self, source: SourceNode, rank: int | None) -> SourceBox:
        gap, name = self._gap(source), self.names.source(source.id)
        unseen = text("no contact") if source.id in self.facts.unseen else None
        quiet = text("gone quiet") if self._is_quiet(source) else unseen
        told = [name]
        if source.volume is not None:
            told.append(self.speech.say(text("volume {figure}", figure=self._volume(source))))
        told += [self.speech.say(said) for said in (gap.told if gap else None, quiet) if said]
        return SourceBox(
            id=source.id,
            name=name,
            volume=self._volume(source),
            accountable=unique(source.accountable) if source.on_map else (),
            helping=unique((*source.responsible, *source.informed)),
            gap=self.speech.say(gap.short) if gap else None,
            told=", ".join(told),
            weight=float(source.volume or 0),
            rank=rank,
            on_map=source.on_map,
            note=self.speech.say(quiet) if quiet else None,
        )

    def _worst(self, source: SourceNode) -> tuple[str, str]:
        gap, share = self._gap(source), (source.volume or 0) / self.facts.volume
        said = text("{share:percent} – {gap}", share=share, gap=gap.told if gap else "")
        return self.names.source(source.id), self.speech.say(said)

    def _teams(self) -> list[TeamBox]:
        """Return the teams that are drawn: those linked with a source drawn, with a gap of their own, with levers."""
        linked = {team for source in self.shown for team in source.accountable}
        if self.is_whole:
            linked |= {team for source in self.shown for team in (*source.responsible, *source.informed)}
            linked |= set(self._owners)
        order = unique((*(team for team, _ in self.facts.teams), *sorted(linked)))
        strained = [team for team in order if team in self._strained and team not in linked]
        if not self.is_whole:
            strained.sort(key=lambda team: -(self._loads[team].sources if team in self._loads else 0))
            del strained[max(self.frame.teams - len(linked), 0) :]
        return [self._team(team) for team in order if team in linked or team in strained]

    @cached_property
    def _strained(self) -> frozenset[str]:
        """Teams that carry too much, or hear nothing."""
        return frozenset(team for gap in ("silent_team", "overloaded_owner") for team in self.facts.gaps.get(gap, ()))

    @cached_property
    def _owners(self) -> frozenset[str]:
        return frozenset(owner for _, _, owner in self.facts.levers if owner)

    @cached_property
    def _loads(self) -> Mapping[str, Load]:
        return {load.team: load for load in self.facts.load}

    def _team(self, team: str) -> TeamBox:
        load, name = self._loads.get(team), self.names.team(team)
        held = load.sources if load else 0
        is_silent = team in self.facts.gaps.get("silent_team", ())
        is_overloaded = load is not None and held > load.max_sources
        deaf = self._deaf(team) if is_silent else None
        said, alarm = (self._said(load), deaf) if held or deaf is None else (deaf, None)
        no_lever = text("no lever") if self._knows_levers and held and team not in self._owners else None
        told = [name, *(self.speech.say(part) for part in (said, alarm, no_lever) if part)]
        return TeamBox(
            id=team,
            name=name,
            load=self.speech.say(said),
            told=", ".join(told),
            sources=held,
            room=load.max_sources if load else 0,
            is_wrong=is_overloaded or said is deaf,
            alarm=self.speech.say(alarm) if alarm else None,
            no_lever=self.speech.say(no_lever) if no_lever else None,
        )

    def _deaf(self, team: str) -> Text:
        """Return where a team does not hear its customers: at the touchpoints that it owns."""
        places = [self.facts.name(place, "touchpoints") for owner, place in self.facts.unheard if owner == team]
        return text("does not hear: {places}", places=", ".join(places))

    def _said(self, load: Load | None) -> Text:
        """Return what a team carries, in a few words."""
        if load is None or not load.sources:
            return text("answers for no source")
        held, most = load.sources, load.max_sources
        known = text("{n:int} {n:plural source|sources}, {max:int} at most", n=held, max=most)
        if load.volume_share is None:
            return known
        return text("{sources} · {share:percent}", sources=known, share=load.volume_share)

    def _lever(self, lever: str, name: str, owner: str | None) -> LeverBox:
        whose = text("{name}: nobody owns it", name=name)
        if owner:
            whose = text("{name}: {team} can do it", name=name, team=self.names.team(owner))
        return LeverBox(lever, name, owner, self.speech.say(whose))

    def _legend(self, teams: Sequence[TeamBox]) -> tuple[tuple[Mark, str], ...]:
        """Return the signs that occur, with what each means."""
        gaps = [self._gap(source) for source in self.shown]
        occurs: dict[Mark, bool] = {
            "gap": any(gaps) or any(team.is_wrong or team.alarm or team.no_lever for team in teams),
            "shadow": not all(source.on_map for source in self.shown),
            "loose": any(not source.on_map or not source.accountable for source in self.shown),
            "stop": any(team.no_lever for team in teams),
        }
        return tuple((mark, self.speech.say(_SIGNS[mark])) for mark, is_drawn in occurs.items() if is_drawn)

    def _headings(self, named: set[str], legend: tuple[tuple[Mark, str], ...]) -> Headings:
        shared = any(load.volume_share is not None for load in self.facts.load)
        idle = [self.names.team(team) for team, _ in self.facts.teams if team not in named] if self.is_whole else []
        say = self.speech.say
        return Headings(
            sources=say(text("Source of feedback")),
            volume=say(text("volume")) if self.is_counted else "",
            teams=say(text("Team, its share of volume") if shared else text("Accountable team")),
            levers=say(text("Lever: what it can do")),
            unowned=say(text("owned by nobody")),
            worst=say(text("Largest gaps by volume")),
            idle=say(text("Without source and lever: {names}", names=", ".join(idle))) if idle else "",
            legend=legend,
        )
