"""What a plan is asked for: the candidates, what they are worth, who has days for them, the problem of placing them."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

from cxmaturity.checks.finding import Finding
from cxmaturity.evidence.facts import Facts
from cxmaturity.model.schema import Model
from cxmaturity.roadmap import load, months
from cxmaturity.roadmap.candidates import candidates
from cxmaturity.roadmap.catalogue import Entry, catalogue
from cxmaturity.roadmap.problem import Scheduling, periods_of, scheduling
from cxmaturity.roadmap.values import Worth, worths
from cxmaturity.roadmap.what_if import WhatIf
from cxmaturity.scoring import Scores


@dataclass(frozen=True)
class Asked:
    """The candidates and all that their places depend on."""

    model: Model
    facts: Facts
    scores: Scores
    findings: Sequence[Finding]
    what_if: WhatIf
    start: months.Index
    months: int
    """How far the plan looks ahead."""
    everything: Mapping[str, Entry]
    """Every action that there is, by id."""
    entries: Mapping[str, Entry]
    """The candidates."""
    efforts: Mapping[str, Mapping[str, float]]
    """Candidate to its person-days by team."""
    worth: Mapping[str, Worth]
    values: Mapping[str, float]
    """Practice to what it is worth to have it one month."""

    @property
    def working(self) -> frozenset[str]:
        """Teams that have work to do."""
        return frozenset(team for effort in self.efforts.values() for team, days in effort.items() if days)

    def capacity(self, months_ahead: int | None = None) -> dict[str, tuple[float, ...]]:
        """Return days per month of every team that declares them. Raises InputError for unknown teams."""
        ahead = self.months if months_ahead is None else months_ahead
        return load.capacities(self.facts, ahead, self.what_if.capacity, self.working)

    def problem(self, among: Collection[str] | None = None, months_ahead: int | None = None) -> Scheduling:
        """Return the problem of placing the candidates, or only those of them that are named."""
        ahead = self.months if months_ahead is None else months_ahead
        entries = {key: entry for key, entry in self.entries.items() if among is None or key in among}
        beside = {
            key: entry
            for key, entry in self.everything.items()
            if entry.tracked.status == "running" and key not in entries
        }
        away = {key: load.effort_by_team(entry.action, self.facts) for key, entry in beside.items()}
        return scheduling(
            self.model,
            self.scores,
            entries,
            finished=[key for key, entry in self.everything.items() if entry.tracked.status == "finished"],
            values=self.values,
            efforts={**away, **self.efforts},
            capacity=self.capacity(ahead),
            periods=periods_of(self.start, ahead, len(entries)),
            beside=beside,
        )


def with_all(given: Asked) -> Asked:
    """Return the same question with no action left out; practices keep their values, so it is no plan to ask for."""
    entries = candidates(given.everything, given.scores, given.findings)
    efforts = {key: load.effort_by_team(entry.action, given.facts) for key, entry in entries.items()}
    return replace(given, entries=entries, efforts=efforts)


def asked(model: Model, facts: Facts, scores: Scores, findings: Sequence[Finding], what_if: WhatIf) -> Asked:
    """Return what a plan is asked for. Raises InputError for what is wrong in the organisation's own actions."""
    everything = catalogue(model, facts)
    entries = candidates(everything, scores, findings, what_if.without)
    start = months.index(facts.roadmap.start) if facts.roadmap.start else months.of(facts.as_of) + 1
    worth = worths(model, scores, findings, {key: entry.action for key, entry in entries.items()})
    return Asked(
        model,
        facts,
        scores,
        findings,
        what_if,
        start,
        what_if.months_from(start),
        everything,
        entries,
        efforts={key: load.effort_by_team(entry.action, facts) for key, entry in entries.items()},
        worth=worth,
        values={key: item.value(facts.value_weights) for key, item in worth.items()},
    )
