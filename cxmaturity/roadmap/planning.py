"""From findings to a schedule, step by step: candidates, values, capacity, order, prediction."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from cxmaturity.checks.finding import Finding
from cxmaturity.evidence.facts import Facts
from cxmaturity.model.schema import Model
from cxmaturity.roadmap import months, more_days
from cxmaturity.roadmap.asked import Asked, asked
from cxmaturity.roadmap.chain import critical_chain
from cxmaturity.roadmap.deadline import Aim, aim_at
from cxmaturity.roadmap.instance import TOLERANCE, Starts
from cxmaturity.roadmap.plan import Attainment, Baseline, CapacityGain, Planned, Quarter, Roadmap
from cxmaturity.roadmap.prediction import confirmed, moved_stages, predict
from cxmaturity.roadmap.problem import Scheduling, left
from cxmaturity.roadmap.reasons import why_not
from cxmaturity.roadmap.remembering import FORGETFUL, Memory, solved
from cxmaturity.roadmap.robustness import acceptability
from cxmaturity.roadmap.solver import Patience, Solution, Stopped, never
from cxmaturity.roadmap.values import parts_of, value_of
from cxmaturity.roadmap.what_if import AS_IT_IS, Deadline, WhatIf
from cxmaturity.scoring import Scores
from cxmaturity.words import Text, text

Progress = Callable[[Text], None]

AGAIN = Patience(looks=300, seconds=60)
"""How long the solver may look again for the value of one team's capacity."""
MORE = 1.2
"""The capacity that the value of capacity is computed with, as a multiple."""


def plan_roadmap(
    model: Model,
    facts: Facts,
    scores: Scores,
    findings: Sequence[Finding],
    what_if: WhatIf = AS_IT_IS,
    *,
    progress: Progress | None = None,
    patience: Patience | None = None,
    stopped: Stopped = never,
    memory: Memory = FORGETFUL,
) -> Roadmap:
    """Return the schedule that brings most value early, under capacity, requirements and the order of stages.

    With ``patience`` the schedule is proven the best, or says how far from it it may be. What a fifth more of each team
    that is full in some month would bring is planned again, each time. When ``stopped`` tells so, the planning ends
    with the best schedule so far. What ``memory`` holds is not solved again. Raises InputError for what is wrong in the
    organisation's own actions, and for unknown ids.
    """
    given = asked(model, facts, scores, findings, what_if)
    aim = _aim(given, what_if.deadline, progress, stopped) if what_if.deadline else None
    problem = aim.problem if aim and aim.problem else given.problem()
    solution = _solve(problem, memory, stopped, patience=patience, progress=progress, start=aim.starts if aim else None)
    planning = _Planning(given, problem, solution.starts, aim.attainment if aim else None)
    predicted = planning.predicted()
    planning = replace(planning, attainment=confirmed(planning.attainment, predicted))
    planned = planning.planned()
    gains, gains_left_out = _Again(planning, predicted, solution, progress, stopped, memory).gains()
    capacity = given.capacity()
    return Roadmap(
        start=months.name(given.start),
        months=given.months,
        capacity=capacity,
        unlimited=tuple(sorted(given.working - capacity.keys())),
        beside=tuple(sorted(problem.beside)),
        actions=planned,
        practice_values=given.values,
        objective=solution.objective,
        bound=solution.bound,
        proven=solution.proven,
        gap=solution.gap,
        predicted=predicted,
        critical_chain=critical_chain(problem, solution.starts),
        capacity_gains=gains,
        gains_left_out=gains_left_out,
        interrupted=solution.stopped or bool(gains_left_out),
        by_quarter=problem.periods.step > 1,
        attainment=planning.attainment,
    )


def _aim(given: Asked, deadline: Deadline, progress: Progress | None, stopped: Stopped) -> Aim:
    if progress:
        progress(text("Seeking the least that attains stage {stage:int} …", stage=deadline.stage))
    return aim_at(given, deadline, stopped)


def plan_as_it_is(
    model: Model,
    facts: Facts,
    scores: Scores,
    findings: Sequence[Finding],
    months_ahead: int,
    *,
    progress: Progress | None = None,
    stopped: Stopped = never,
    memory: Memory = FORGETFUL,
) -> Baseline | None:
    """Return what the plan of so many months is worth, and leads to, when nothing is supposed; None when stopped."""
    given = asked(model, facts, scores, findings, WhatIf(months_ahead))
    problem = given.problem()
    if progress:
        progress(text("Planning without what is supposed, to compare …"))
    solution = _solve(problem, memory, stopped)
    if solution.stopped:
        return None
    predicted = _Planning(given, problem, solution.starts, None).predicted()
    return Baseline(solution.objective, predicted, given.values)


@dataclass(frozen=True)
class _Planning:
    """What is known of the candidates when the schedule stands."""

    asked: Asked
    problem: Scheduling
    starts: Starts
    attainment: Attainment | None

    def planned(self) -> tuple[Planned, ...]:
        """Return the candidates by start, then by value; those without a place last."""
        entries, worth = self.asked.entries, self.asked.worth
        ranks = acceptability({key: parts_of(entry.action, worth) for key, entry in entries.items()})
        items = []
        for key in entries:
            rank, tied = ranks[key]
            items.append(replace(self._one(key), rank=rank, tied_with=tied))
        return tuple(sorted(items, key=lambda item: (item.start or "9999-99", -item.value.total, item.action.id)))

    def places(self) -> tuple[Planned, ...]:
        """Return the candidates in any order, without how firm their order by value is."""
        return tuple(map(self._one, self.asked.entries))

    def predicted(self) -> tuple[Quarter, ...]:
        """Return what the scoring predicts for the end of each quarter."""
        given = self.asked
        return predict(given.model, given.scores, self.places(), given.start, given.months)

    def _one(self, key: str) -> Planned:
        entry = self.asked.entries[key]
        first, last = self._place(key)
        return Planned(
            action=entry.action,
            status=entry.tracked.status,
            owner=entry.tracked.owner,
            findings=tuple(finding.id for finding in self.asked.findings if finding.id in entry.action.answers),
            effort=self.asked.efforts[key],
            start=first,
            end=last,
            value=value_of(entry.action, self.asked.worth, self.asked.facts.value_weights),
            why_not=None if first else self._why_not(key),
        )

    def _why_not(self, key: str) -> Text:
        if self.attainment and (self.attainment.attained or key not in self.problem.jobs):
            deadline = self.attainment.deadline
            return text(
                "It is not needed for stage {stage:int} by the end of {quarter:quarter}.",
                stage=deadline.stage,
                quarter=deadline.quarter,
            )
        return why_not(key, self.asked.entries, self.problem, self.starts)

    def _place(self, key: str) -> tuple[str | None, str | None]:
        if key in self.problem.fixed:
            place = self.problem.fixed[key]
            return months.name(place.start), months.name(place.end)
        start = self.starts[self.problem.job(key)] if key in self.problem.jobs else None
        if start is None:
            return None, None
        periods = self.problem.periods
        return months.name(periods.first(start)), months.name(
            periods.last(self.problem.instance.end(self.problem.job(key), start))
        )


def _solve(
    problem: Scheduling,
    memory: Memory,
    stopped: Stopped,
    *,
    patience: Patience | None = None,
    progress: Progress | None = None,
    start: Starts | None = None,
) -> Solution:
    if progress is None:
        return solved(memory, problem.instance, patience, start=start, stopped=stopped)
    progress(text("Placing {n:int} {n:plural action|actions} in time …", n=len(problem.jobs)))

    def heard(objective: float, bound: float) -> None:
        gap = max(0.0, bound - objective) / objective if objective > 0 else None
        if gap is not None and gap < 1:
            progress(text("A schedule was found that is at most {gap:percent1} short of the best.", gap=gap))

    return solved(memory, problem.instance, patience, report=heard, start=start, stopped=stopped)


@dataclass(frozen=True)
class _Again:
    """Planning again with more capacity."""

    planning: _Planning
    predicted: tuple[Quarter, ...]
    solution: Solution
    progress: Progress | None
    stopped: Stopped
    memory: Memory

    def gains(self) -> tuple[tuple[CapacityGain, ...], tuple[str, ...]]:
        """Return what a fifth more of each team that is full in some period would add, and the teams left out."""
        full = [team for number, team in enumerate(self.planning.problem.teams) if self._is_full(number)]
        gains = {team: self._gain(team) for team in full if not self.stopped()}
        known = [gain for gain in gains.values() if gain is not None]
        left_out = tuple(team for team in full if gains.get(team) is None)
        return tuple(sorted(known, key=lambda item: (-item.gain, item.team))), left_out

    def _gain(self, team: str) -> CapacityGain | None:
        """Return what a team's gain is; None when the search was interrupted."""
        if self.progress:
            self.progress(text("Planning again with a fifth more of “{team}” …", team=team))
        problem = self.planning.problem
        number = problem.teams.index(team)
        capacity = list(problem.instance.capacity)
        capacity[number] = left(tuple(days * MORE for days in problem.declared[number]), problem.taken[number])
        richer = replace(problem.instance, capacity=tuple(capacity))
        again = solved(self.memory, richer, AGAIN, start=self.solution.starts, earliest=False, stopped=self.stopped)
        if again.stopped:
            return None
        found, most = (worth - self.solution.objective for worth in (again.objective, again.bound))
        proven = again.proven and self.solution.proven
        gain = CapacityGain(team, max(0.0, found), max(0.0, found if proven else most))
        return self._told(gain, replace(problem, instance=richer), again.starts) if found > 0 else gain

    def _told(self, gain: CapacityGain, problem: Scheduling, starts: Starts) -> CapacityGain:
        """Return a gain with what a reader of the plan would see of it."""
        before = self.planning.places()
        kept = more_days.not_later(problem.instance, self.solution.starts, starts)
        richer = replace(self.planning, problem=problem, starts=kept)
        then, predicted = richer.places(), richer.predicted()
        return replace(
            gain,
            stages=moved_stages(self.predicted, predicted),
            earlier=more_days.earlier(before, then),
            later=more_days.later(before, then),
        )

    def _is_full(self, number: int) -> bool:
        """Tell whether a team has work on every day of some period."""
        problem = self.planning.problem
        used = problem.instance.usage(number, self.solution.starts)
        return any(
            days + taken > TOLERANCE and days + taken + TOLERANCE >= limit
            for days, taken, limit in zip(used, problem.taken[number], problem.declared[number], strict=True)
        )
