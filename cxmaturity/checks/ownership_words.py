"""What findings about the map speak of: their subjects by name, the weightiest first, and what these weigh."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from cxmaturity.evidence.few import is_few
from cxmaturity.evidence.measures import FEWEST_CUSTOMERS, Scalar
from cxmaturity.ownership.facts import AlertNode, Loss, OwnershipFacts
from cxmaturity.words import Text, text

NAMED_AT_MOST: Final = 8
"""Subjects that a finding's sentence names; all of them stand in ``subjects``."""
_POINTS, _LINKS = 3, 2
"""Single points and links that a sentence names: of these a large map has many."""

Figures = Mapping[str, Scalar | Text]

_COMPONENTS: Final[Mapping[str, Text]] = {
    "trigger": text("trigger"),
    "owner": text("who takes it"),
    "informed": text("who is informed"),
    "deadline_hours": text("deadline"),
    "method": text("method"),
    "documentation": text("documentation"),
    "overseer": text("overseer"),
}
_FOUNDATIONS: Final[Mapping[str, Text]] = {
    "owner": text("owner"),
    "sponsor": text("executive sponsor"),
    "objective": text("business objective"),
}
_FAMILIES: Final[Mapping[str, Text]] = {
    "operational": text("all of them operational"),
    "relationship": text("all of them relationship scores"),
}


def figures_of(finding: str, ownership: OwnershipFacts) -> Figures:
    """Return what the placeholders of a finding's words stand for."""
    asked = _Asked(finding, ownership)
    section = _SECTIONS.get(finding)
    if section is not None:
        return {"subjects": listed([ownership.name(subject, section) for subject in asked.subjects])}
    return _FIGURES.get(finding, _of_sources)(asked)


def share_of_volume(finding: str, ownership: OwnershipFacts) -> float | None:
    """Return the share of all volume that a finding is about; None without volume."""
    asked = _Asked(finding, ownership)
    return None if finding in _WEIGHTLESS else asked.share(_concerned(asked))


def tells_of_few(finding: str, ownership: OwnershipFacts) -> bool:
    """Tell whether the share of all volume that a finding is about would tell of too few by name."""
    return finding not in _WEIGHTLESS and ownership.tells_of_few(_concerned(_Asked(finding, ownership)))


def listed(
    words: Sequence[str | Text], most: int = NAMED_AT_MOST, separator: str = ", ", total: int | None = None
) -> Text:
    """Return the words as one enumeration, cut after the first few; it says how many of ``total`` it leaves out."""
    few = {f"word{position}": word for position, word in enumerate(words[:most])}
    shown = Text(separator.join(f"{{{name}}}" for name in few), few)
    left = (len(words) if total is None else total) - len(few)
    return text("{shown} and {n:int} more", shown=shown, n=left) if left > 0 else shown


def enumerated(shown: Text) -> tuple[Sequence[object], int]:
    """Return the words of an enumeration that ``listed`` made, and how many more there are than it names."""
    whole, left = shown.figures.get("shown"), shown.figures.get("n")
    if isinstance(whole, Text) and isinstance(left, int):
        return list(whole.figures.values()), left
    return list(shown.figures.values()), 0


@dataclass(frozen=True)
class _Asked:
    """A finding and the map that it is about."""

    finding: str
    ownership: OwnershipFacts

    @property
    def subjects(self) -> tuple[str, ...]:
        """What the finding is about, by id."""
        return self.ownership.gaps[self.finding]

    @property
    def volumes(self) -> Mapping[str, int]:
        """Source to its volume."""
        return self.ownership.volumes

    def share(self, sources: Iterable[str]) -> float | None:
        """Return the share of all volume that some sources have; None without volume."""
        total = sum(self.volumes.values())
        return sum(self.volumes.get(source, 0) for source in set(sources)) / total if total else None

    def told_share(self, sources: Collection[str]) -> float | None:
        """Return the share of all volume that some sources have; None, too, where it would tell of too few by name."""
        return None if self.ownership.tells_of_few(sources) else self.share(sources)

    def weighty_first(self, sources: Iterable[str] | None = None) -> list[str]:
        """Return sources by their volume, the largest first, then by id; without any, the subjects."""
        return sorted(
            set(self.subjects if sources is None else sources),
            key=lambda source: (-self.volumes.get(source, 0), source),
        )

    def weight(self, sources: Collection[str]) -> Text | str:
        """Return a sentence on the share of the volume that sources have, a blank before it; nothing without a log."""
        share = self.told_share(sources)
        if share is None or not sources:
            return _NOTHING
        if self.ownership.volume_of == "responses":
            return text(" Share of all answers in the logs: {share:percent}.", share=share)
        return text(" Share of all requests in the logs: {share:percent}.", share=share)

    def carried(self, sources: Sequence[str]) -> Text:
        """Return how many sources there are, and what they weigh where that is known."""
        share = self.told_share(sources)
        if share is None:
            return text("{n:int} {n:plural source|sources}", n=len(sources))
        return text("{n:int} {n:plural source|sources}, {share:percent} of volume", n=len(sources), share=share)

    def source(self, source: str) -> str:
        """Return a source's name."""
        return self.ownership.name(source, "sources")


_NOTHING: Final = ""


def _concerned(asked: _Asked) -> Iterable[str]:
    return _CONCERNED.get(asked.finding, _Asked.weighty_first)(asked)


def _with(name: str | Text, more: Text) -> Text:
    return Text("{name} ({more})", {"name": name, "more": more})


def _of_sources(asked: _Asked) -> Figures:
    sources = asked.weighty_first()
    return {"subjects": listed([asked.source(source) for source in sources]), "weight": asked.weight(sources)}


def _shadows(asked: _Asked) -> Figures:
    """Say of sources that send to too few how much they send at most, or nothing."""
    sources = asked.weighty_first()
    if not asked.ownership.tells_of_few(sources):
        return _of_sources(asked)
    total = sum(asked.volumes.values())
    is_small = is_few(sum(asked.volumes[source] for source in sources)) and total > FEWEST_CUSTOMERS
    most = text("less than {share:percent1}", share=FEWEST_CUSTOMERS / total) if is_small else text("a part")
    return {**_of_sources(asked), "value": most}


def _dead_ends(asked: _Asked) -> Figures:
    """Name the sources whose team owns no lever; those without any team are another finding's and only counted."""
    sources = asked.weighty_first()
    linked = {node.id for node in asked.ownership.sources if {*node.accountable, *node.responsible}}
    named = [source for source in sources if source in linked]
    without: Text | str = _NOTHING
    if not named:
        without = text(" (without any team)")
    elif left := len(sources) - len(named):
        without = text(" ({n:int} other {n:plural source has|sources have} no team at all)", n=left)
    told = listed([asked.source(source) for source in named or sources])
    return {"subjects": told, "without": without, "weight": asked.weight(sources)}


def _late(asked: _Asked) -> Figures:
    shares = asked.ownership.in_time
    sources = asked.weighty_first()
    told = [_with(asked.source(one), text("{share:percent} in time", share=shares.get(one))) for one in sources]
    return {"subjects": listed(told), "weight": asked.weight(sources)}


def _dead(asked: _Asked) -> Figures:
    sources = asked.weighty_first()
    return {"subjects": listed([_with(asked.source(one), _silence(asked, one)) for one in sources])}


def _silence(asked: _Asked, source: str) -> Text:
    days = asked.ownership.silent_days.get(source)
    if days is None:
        return text("not in the logs")
    return text("{days:int} {days:plural day|days} ago", days=days)


def _alerts(asked: _Asked) -> Figures:
    found = _weighty_alerts(asked)
    return {"subjects": listed([alert.name for alert in found]), "weight": asked.weight(_sources(found))}


def _incomplete_alerts(asked: _Asked) -> Figures:
    found = _weighty_alerts(asked)
    told = [
        text("{alert}: {parts}", alert=alert.name, parts=listed([_COMPONENTS[part] for part in alert.lacking]))
        for alert in found
    ]
    return {"subjects": listed(told, separator=" · "), "weight": asked.weight(_sources(found))}


def _weighty_alerts(asked: _Asked) -> list[AlertNode]:
    found = (alert for alert in asked.ownership.alerts if alert.id in asked.subjects)
    return sorted(found, key=lambda alert: (-asked.volumes.get(alert.source or "", 0), alert.id))


def _sources(alerts: Iterable[AlertNode]) -> set[str]:
    return {alert.source for alert in alerts if alert.source}


def _silent_teams(asked: _Asked) -> Figures:
    ownership = asked.ownership
    places = {team: [place for owner, place in ownership.unheard if owner == team] for team in asked.subjects}
    told = [
        _with(ownership.name(team, "teams"), listed([ownership.name(place, "touchpoints") for place in found]))
        for team, found in places.items()
    ]
    return {"subjects": listed(told), "weight": asked.weight(_heard_by_others(asked))}


def _heard_by_others(asked: _Asked) -> list[str]:
    unheard = {place for team, place in asked.ownership.unheard if team in asked.subjects}
    return [node.id for node in asked.ownership.sources if node.touchpoint in unheard]


def _overloaded(asked: _Asked) -> Figures:
    loads = [load for load in asked.ownership.load if load.team in asked.subjects]
    loads.sort(key=lambda load: (load.max_sources - load.sources, -(load.volume_share or 0), load.team))
    told = [
        _with(
            asked.ownership.name(load.team, "teams"),
            text("{n:int} {n:plural source|sources}, at most {most:int}", n=load.sources, most=load.max_sources),
        )
        for load in loads
    ]
    return {"subjects": listed(told), "weight": asked.weight(_held(asked))}


def _held(asked: _Asked) -> list[str]:
    return [node.id for node in asked.ownership.sources if not set(node.accountable).isdisjoint(asked.subjects)]


def _single_points(asked: _Asked) -> Figures:
    """Name the points, then the teams without stand-in and what depends on each, then links that nothing doubles."""
    alone = {node for point in asked.ownership.points for node in point.nodes}
    links = [link for link in asked.ownership.links if link.nodes[0].kind == "team" or link.nodes[1] not in alone]
    points = _worst_first(asked, asked.ownership.points)
    told = listed([_between(asked, link) for link in _worst_first(asked, links)], _LINKS)
    teams = listed([_with(_between(asked, point), asked.carried(point.sources)) for point in points], _POINTS)
    first = [node.id for point in points for node in point.nodes]
    others = [subject for subject in asked.subjects if subject not in first]
    sections = ("teams", "sources", "levers")
    return {
        "subjects": listed([asked.ownership.name(subject, *sections) for subject in (*first, *others)], _POINTS),
        "alone": text(
            " Nobody stands in for {teams}: one departure or reorganisation leaves these sources with nobody, or with "
            "nobody who can change anything.",
            teams=teams,
        )
        if points
        else _NOTHING,
        "weight": asked.weight(_alone(asked)),
        "links": text(" These links have no second one: {links}.", links=told) if links else _NOTHING,
    }


def _alone(asked: _Asked) -> list[str]:
    return [source for point in asked.ownership.points for source in point.sources]


def _worst_first(asked: _Asked, losses: Iterable[Loss]) -> list[Loss]:
    def rank(loss: Loss) -> tuple[float, int, tuple[str, ...]]:
        return -(asked.share(loss.sources) or 0), -len(loss.sources), tuple(node.id for node in loss.nodes)

    return sorted(losses, key=rank)


def _between(asked: _Asked, loss: Loss) -> str:
    return " – ".join(asked.ownership.name(node.id, f"{node.kind}s") for node in loss.nodes)


def _apart(asked: _Asked) -> Figures:
    """Name each part by its teams, the weightiest part first, and the teams that should talk first across parts."""
    ownership = asked.ownership
    parts = [[node for node in part if node.kind == "source"] for part in ownership.apart]
    teams = [[ownership.name(node.id, "teams") for node in part if node.kind == "team"] for part in ownership.apart]
    told = [
        (_with(" + ".join(names), asked.carried([node.id for node in sources])), [node.id for node in sources])
        for names, sources in zip(teams, parts, strict=True)
    ]
    told.sort(key=lambda one: (-(asked.share(one[1]) or 0), -len(one[1]), one[1]))
    return {
        "count": len(told),
        "subjects": listed([words for words, _ in told]),
        "weight": asked.weight(_set_apart(asked)),
        "talk": _to_talk(ownership),
    }


def _set_apart(asked: _Asked) -> list[str]:
    return [node.id for part in asked.ownership.apart for node in part if node.kind == "source"]


def _to_talk(ownership: OwnershipFacts) -> Text | str:
    """Return which teams of different parts ask the same customers most, where any do."""
    where = {node.id: at for at, part in enumerate(ownership.apart) for node in part if node.kind == "team"}
    pairs = [pair for pair in ownership.conversations if where.get(pair.first) != where.get(pair.second)]
    if not pairs:
        return _NOTHING
    names = [ownership.name(team, "teams") for team in (pairs[0].first, pairs[0].second)]
    if is_few(pairs[0].collisions):
        return text(
            " {first} and {second} should talk first: fewer than {fewest:int} times they asked the same customer "
            "within a week.",
            first=names[0],
            second=names[1],
            fewest=FEWEST_CUSTOMERS,
        )
    return text(
        " {first} and {second} should talk first: {n:int} {n:plural time|times} they asked the same customer within a "
        "week.",
        first=names[0],
        second=names[1],
        n=pairs[0].collisions,
    )


def _few_kpis(asked: _Asked) -> Figures:
    names = [asked.ownership.name(kpi, "kpis") for kpi in asked.subjects]
    families = {family for kpi, family in asked.ownership.kpis if family}
    if len(names) == 1:
        return {"subjects": listed(names), "what": text("a single KPI")}
    kind = _FAMILIES[min(families)]
    return {"subjects": listed(names), "what": text("KPIs of a single kind, {kind}", kind=kind)}


def _communication(asked: _Asked) -> Figures:
    """Tell apart KPIs that nobody is sent and accountable teams that are sent nothing."""
    ownership = asked.ownership
    accountable = {team for node in ownership.sources for team in node.accountable}
    kpis = {kpi for kpi, _ in ownership.kpis}
    unseen = [text("the KPI {name}", name=ownership.name(one, "kpis")) for one in asked.subjects if one in kpis]
    unsent = [
        text("the team {name}", name=ownership.name(one, "teams")) for one in asked.subjects if one in accountable
    ]
    return {"subjects": listed([*unseen, *unsent])}


def _foundations(asked: _Asked) -> Figures:
    return {"subjects": listed([_FOUNDATIONS[subject] for subject in asked.subjects])}


def _crossings(asked: _Asked) -> Figures:
    name = asked.ownership.name
    pairs = [subject.partition("/") for subject in asked.subjects]
    return {"subjects": listed([f"{name(one, 'expectations')} × {name(lever, 'levers')}" for one, _, lever in pairs])}


_SECTIONS: Final[Mapping[str, str]] = {
    "touchpoint_without_source": "touchpoints",
    "expectation_without_lever": "expectations",
    "lever_without_expectation": "levers",
    "kpi_without_crossing": "kpis",
    "territory_without_member": "",
}
"""Finding to the section of the map that names its subjects, where its words say no more of them."""

_FIGURES: Final[Mapping[str, Callable[[_Asked], Figures]]] = {
    "shadow_source": _shadows,
    "dead_end_source": _dead_ends,
    "timing_not_as_declared": _late,
    "dead_source": _dead,
    "alert_incomplete": _incomplete_alerts,
    "overseer_is_owner": _alerts,
    "silent_team": _silent_teams,
    "overloaded_owner": _overloaded,
    "single_point_of_failure": _single_points,
    "isolated_component": _apart,
    "single_kpi_programme": _few_kpis,
    "communication_cell_missing": _communication,
    "programme_incomplete": _foundations,
    "crossing_without_kpi": _crossings,
}
"""Finding to what its words say; those that are not here are about sources."""

_CONCERNED: Final[Mapping[str, Callable[[_Asked], Iterable[str]]]] = {
    "alert_incomplete": lambda asked: _sources(_weighty_alerts(asked)),
    "overseer_is_owner": lambda asked: _sources(_weighty_alerts(asked)),
    "silent_team": _heard_by_others,
    "overloaded_owner": _held,
    "single_point_of_failure": _alone,
    "isolated_component": _set_apart,
}
"""Finding to the sources that it concerns; those that are not here concern their subjects."""

_WEIGHTLESS: Final = frozenset(_SECTIONS) | {
    "single_kpi_programme", "communication_cell_missing", "programme_incomplete", "crossing_without_kpi",
}  # fmt: skip
"""Findings that concern no sources, or none that can be told."""
