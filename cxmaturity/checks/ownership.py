"""What the map's failed claims become: findings of the family ``ownership``.

The claims themselves, each with why it matters and its source, are in ``cxmaturity/ownership/claims``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from cxmaturity.checks.finding import Finding
from cxmaturity.evidence.measures import Measure, Scalar
from cxmaturity.model.schema import Check, Model, Severity
from cxmaturity.ownership.facts import OwnershipFacts
from cxmaturity.words import Text, text

_SECTIONS: Mapping[str, tuple[str, ...]] = {
    "silent_team": ("teams",),
    "overloaded_owner": ("teams",),
    "touchpoint_without_source": ("touchpoints",),
    "expectation_without_lever": ("expectations",),
    "lever_without_expectation": ("levers",),
    "kpi_without_crossing": ("kpis",),
    "single_kpi_programme": ("kpis",),
    "single_point_of_failure": ("sources", "teams", "levers"),
    "isolated_component": ("sources", "teams", "levers"),
    "communication_cell_missing": ("kpis", "teams"),
    "territory_without_member": (),
}
"""Finding to the sections of the map that name its subjects; the others speak of sources, or of what has no name."""

NAMED_AT_MOST = 8
"""Subjects that a finding's sentence names; all of them stand in ``subjects``."""

Figures = Mapping[str, Scalar | Text]


def find_in_map(model: Model, ownership: OwnershipFacts) -> Iterator[Finding]:
    """Yield one finding for each gap of the map that the model has words for."""
    for gap in ownership.gaps:
        check = model.check(gap)
        if check is not None:
            yield _finding(check, ownership)


def _finding(check: Check, ownership: OwnershipFacts) -> Finding:
    subjects = ownership.gaps[check.id]
    value = _value(check, ownership)
    figures = {"subjects": listed([_shown(subject, check, ownership) for subject in subjects])}
    return Finding(
        check=check,
        severity=_severity(check, value),
        metric=check.metric,
        value=value,
        limit=_limit(check, ownership),
        reach=None,
        subjects=subjects,
        figures={**figures, **_FIGURES.get(check.id, _nothing_more)(ownership)},
    )


def _severity(check: Check, value: float | None) -> Severity:
    passed = check.high_above is not None and value is not None and value > check.high_above
    return "high" if passed else check.severity


def _value(check: Check, ownership: OwnershipFacts) -> float | None:
    if check.id == "shadow_source":
        return ownership.shadow_share
    if check.id == "timing_not_as_declared":
        return ownership.in_time_share
    if check.id == "overloaded_owner":
        return max(load.sources for load in ownership.load if load.team in ownership.gaps[check.id])
    return _number(ownership.metrics.get(check.metric or ""))


def _limit(check: Check, ownership: OwnershipFacts) -> float | None:
    """Return the limit that was passed; an owner's is the least ``max_sources`` among those who pass their own."""
    if check.id != "overloaded_owner":
        return check.limit
    overloaded = ownership.gaps[check.id]
    return min((load.max_sources for load in ownership.load if load.team in overloaded), default=check.limit)


def _number(measure: Measure) -> float | None:
    return measure if isinstance(measure, int | float) else None


def _shown(subject: str, check: Check, ownership: OwnershipFacts) -> str:
    """Return what to call a subject: its name, both names of a crossing, or itself."""
    if check.id == "crossing_without_kpi":
        expectation, _, lever = subject.partition("/")
        return f"{ownership.name(expectation, 'expectations')} × {ownership.name(lever, 'levers')}"
    return ownership.name(subject, *_SECTIONS.get(check.id, ("sources",)))


def listed(words: list[str] | list[Text]) -> Text:
    """Return the words as one enumeration, cut after the first few."""
    few = {f"word{position}": word for position, word in enumerate(words[:NAMED_AT_MOST])}
    more = "" if len(words) <= NAMED_AT_MOST else ", …"
    return Text(", ".join(f"{{{name}}}" for name in few) + more, few)


def _nothing_more(ownership: OwnershipFacts) -> Figures:
    return {}


def _parts_apart(ownership: OwnershipFacts) -> Figures:
    return {"count": ownership.silos - 1}


def _foundations(ownership: OwnershipFacts) -> Figures:
    words = {"owner": text("owner"), "sponsor": text("executive sponsor"), "objective": text("business objective")}
    return {"subjects": listed([words[subject] for subject in ownership.gaps["programme_incomplete"]])}


_FIGURES: Mapping[str, Callable[[OwnershipFacts], Figures]] = {
    "isolated_component": _parts_apart,
    "programme_incomplete": _foundations,
}
"""Finding to what its words say beyond its subjects."""
