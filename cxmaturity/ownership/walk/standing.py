"""Where a walk stands: the map as it is now, what is open on it, and what an answer would do."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Final

from cxmaturity.evidence.ownership_map import OwnershipMap
from cxmaturity.model.schema import Severity
from cxmaturity.ownership.changing import Change
from cxmaturity.ownership.claims import CLAIMS
from cxmaturity.ownership.claims.follow_up import missing_components, unheard
from cxmaturity.ownership.facts import OwnershipFacts
from cxmaturity.ownership.fragility import silos
from cxmaturity.ownership.repair import Proposal, repair
from cxmaturity.ownership.survey import survey
from cxmaturity.ownership.view import View
from cxmaturity.ownership.walk.applying import applied
from cxmaturity.ownership.walk.gap import UNDESCRIBED, Consequence, Gap, Weighed

Grade = Callable[[OwnershipFacts], Mapping[str, Severity]]
"""Returns how severe each finding is that a map's answers come to."""

NOT_ASKED: Final = ("single_point_of_failure",)
"""Findings that no line on the map settles: a lever has one owner, so a team that owns one can always be missed."""
_RANKS: Final[Mapping[Severity | None, int]] = {"high": 1, "medium": 2, "low": 3, None: 4}
_FOUNDATIONS: Final = ("teams", "sources")
"""Sections without which nothing else can be asked."""
_BEGUN: Final = (
    *_FOUNDATIONS, "programme", "levers", "touchpoints", "expectations", "crossings", "kpis", "alerts", "committee",
    "communication",
)  # fmt: skip
"""Sections in the order in which they are begun where they are missing."""
_ORDER: Final = {claim.id: place for place, claim in enumerate(CLAIMS)}


@dataclass(frozen=True)
class Standing:
    """A map in the middle of a walk."""

    view: View
    grade: Grade

    @cached_property
    def facts(self) -> OwnershipFacts:
        """What the map says."""
        view = self.view
        return survey(view.map, view.contacts, view.as_of, view.team, view.timezone)

    @cached_property
    def gaps(self) -> tuple[Weighed, ...]:
        """The gaps that can be asked for, weightiest first: by severity, then volume; missing sections at the end.

        Teams come before everything, then sources, where there are none at all.
        """
        severities = self.grade(self.facts)
        found = [
            Weighed(gap, severities[id_], self._volume(gap))
            for id_, subjects in self.facts.gaps.items()
            if id_ in severities and id_ not in NOT_ASKED
            for gap in _parts(self.view, id_, subjects)
        ]
        missing = [Weighed(Gap(UNDESCRIBED, section), None, None) for section in _to_begin(self.view)]
        return tuple(sorted([*found, *missing], key=_weight))

    @cached_property
    def not_asked(self) -> Mapping[str, tuple[str, ...]]:
        """Findings that are no matter of filling in, to their subjects."""
        return {id_: self.facts.gaps[id_] for id_ in NOT_ASKED if id_ in self.facts.gaps}

    @cached_property
    def proposals(self) -> Mapping[str, Proposal]:
        """Source without accountable team to the proposal for it."""
        return {proposal.source: proposal for proposal in repair(self.view).proposals}

    def on(self, ownership_map: OwnershipMap) -> Standing:
        """Return the same walk on another state of the map."""
        return replace(self, view=replace(self.view, map=ownership_map))

    def after(self, changes: Iterable[Change]) -> Standing:
        """Return where the walk stands once changes are made. Raises ValueError where they make no map."""
        return self.on(applied(self.view.map, changes))

    def consequence(self, later: Standing) -> Consequence:
        """Return what lies between this standing and a later one."""
        before, after = {each.gap for each in self.gaps}, {each.gap for each in later.gaps}
        closed = [each.gap for each in self.gaps if each.gap not in after]
        opened = [each for each in later.gaps if each.gap not in before]
        # Which part of a map stands alone, and which is the rest, may turn round; that closes and opens nothing.
        parts = [gap for gap in closed if gap.id == "isolated_component"]
        turned = [each for each in opened if each.gap.id == "isolated_component"]
        for gap, each in zip(reversed(parts), turned, strict=False):
            closed.remove(gap)
            opened.remove(each)
        return Consequence(tuple(closed), tuple(opened), len(later.gaps))

    def volume_of(self, sources: Iterable[str | None]) -> int | None:
        """Return what several sources have together; None without a log."""
        if self.view.contacts is None:
            return None
        return sum(self.view.volume(source) or 0 for source in set(sources) if source)

    def _volume(self, gap: Gap) -> int | None:
        """Return the volume of the sources that a gap is about."""
        view = self.view
        match gap.id:
            case "alert_incomplete" | "overseer_is_owner":
                return self.volume_of(alert.source for alert in view.map.alerts or () if alert.id == gap.subject)
            case "silent_team":
                return self.volume_of(source.id for source in view.sources if source.touchpoint == gap.part)
            case "overloaded_owner":
                return self.volume_of(source.id for source in view.accountable_for(gap.subject))
            case "communication_cell_missing" if gap.part == "team":
                return self.volume_of(source.id for source in view.accountable_for(gap.subject))
            case name if name.endswith(("_source", "_accountable", "_responsible", "_objective", "_component")):
                return self.volume_of([gap.subject])
        return None if view.contacts is None else 0


def _weight(weighed: Weighed) -> tuple[int, int, int, str, int, str]:
    gap = weighed.gap
    if gap.id == UNDESCRIBED:
        place = _BEGUN.index(gap.subject)
        return (0 if gap.subject in _FOUNDATIONS else _RANKS[None], 0, place, "", 0, "")
    # A component is asked in the order in which an alert goes its way; the names of other parts have none.
    place = COMPONENTS.index(gap.part) if gap.part in COMPONENTS else 0
    return (_RANKS[weighed.severity], -(weighed.volume or 0), _ORDER[gap.id], gap.subject, place, gap.part)


COMPONENTS: Final = ("trigger", "owner", "informed", "deadline_hours", "method", "documentation", "overseer")
"""The seven components of an alert."""


def _parts(view: View, id_: str, subjects: tuple[str, ...]) -> Iterator[Gap]:
    """Yield what is asked for a finding: one gap a subject, or a part of it."""
    match id_:
        case "alert_incomplete":
            alerts = [alert for alert in view.map.alerts or () if alert.id in subjects]
            yield from (Gap(id_, alert.id, part) for alert in alerts for part in missing_components(alert))
        case "silent_team":
            yield from (Gap(id_, place.owner or "", place.id) for place in unheard(view))
        case "shadow_source" if view.map.sources is None:
            pass  # The list of sources is begun first, with those of the log.
        case "single_kpi_programme":
            yield Gap(id_, "")
        case "isolated_component":
            for silo in silos(view)[1:]:
                yield Gap(id_, next(node.id for node in silo if node.kind == "source"))
        case "communication_cell_missing":
            shown = {cell.kpi for cell in view.map.communication or ()}
            kpis = {kpi.id for kpi in view.map.kpis or ()} - shown
            yield from (Gap(id_, subject, "kpi") for subject in subjects if subject in kpis)
            audiences = {cell.audience for cell in view.map.communication or ()}
            teams = {team for source in view.sources for team in source.accountable} - audiences
            yield from (Gap(id_, subject, "team") for subject in subjects if subject in teams)
        case _:
            yield from (Gap(id_, subject) for subject in subjects)


def _to_begin(view: View) -> Iterator[str]:
    """Yield the sections that some question needs, that the map lacks, and that can be begun now."""
    wanted = {section for claim in CLAIMS for section in claim.missing(view)} & set(_BEGUN)
    if not view.teams:
        yield "teams"
        wanted -= {"teams"}
    if view.map.sources == ():
        wanted |= {"sources"} if not view.shadows else set()
    for section in wanted:
        needed = _NEEDS.get(section, ())
        if all(getattr(view.map, other) for other in needed):
            yield section


_NEEDS: Final[Mapping[str, tuple[str, ...]]] = {
    "crossings": ("expectations", "levers"),
    "alerts": ("sources",),
    "communication": ("kpis",),
}
"""Section to those without whose entries it cannot be begun."""
