"""A stage by a quarter: the cheapest actions that attain it, or why none do."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from math import ceil

from cxmaturity.errors import wrong
from cxmaturity.roadmap import months
from cxmaturity.roadmap.asked import Asked, with_all
from cxmaturity.roadmap.cheapest import Found, cheapest, first_attained, missing, soonest, within
from cxmaturity.roadmap.instance import Due, Goal, Instance, Starts
from cxmaturity.roadmap.needs import Need, needs, why_never
from cxmaturity.roadmap.plan import Attainment, Missing
from cxmaturity.roadmap.problem import Scheduling
from cxmaturity.roadmap.solver import Stopped, never
from cxmaturity.roadmap.what_if import Deadline
from cxmaturity.words import Text, text

FAR = 120
"""Months within which a stage is sought that does not come by its deadline."""


@dataclass(frozen=True)
class Aim:
    """What a deadline makes of a plan."""

    attainment: Attainment
    problem: Scheduling | None = None
    """The problem of placing the set so that the deadline is kept; None where it can't be."""
    starts: Starts | None = None
    """A schedule that keeps it."""


def aim_at(asked: Asked, deadline: Deadline, stopped: Stopped = never) -> Aim:
    """Return the cheapest actions that attain a stage by a quarter's end, or why none do.

    When ``stopped`` tells so, the search ends with what it has. Raises InputError when the stage can never be attained
    without what is left out of the plan.
    """
    aiming = _Aiming(asked, deadline, needs(asked, deadline.stage), stopped)
    aim = aiming.aim()
    if not aim.attainment.attained and asked.what_if.without:
        _check_without(asked, deadline, aiming.never())
    return aim


def _check_without(asked: Asked, deadline: Deadline, never: Sequence[Need]) -> None:
    """Raise InputError when needs that nothing meets could be met but for what is left out."""
    whole = with_all(asked)
    if len(never) <= len(_Aiming(whole, deadline, needs(whole, deadline.stage)).never()):
        return
    raise wrong(
        text(
            "--deadline {deadline} needs what --without leaves out ({ids}): nothing can establish {practices} then.",
            deadline=str(deadline),
            ids=", ".join(sorted(set(asked.what_if.without))),
            practices=", ".join(sorted({need.practices[0] for need in never})),
        ),
        remedy=text("Leave out one of the two options."),
    )


@dataclass(frozen=True)
class _Aiming:
    asked: Asked
    deadline: Deadline
    needs: tuple[Need, ...]
    stopped: Stopped = never

    @property
    def _months(self) -> int:
        """Months that actions have: a practice counts from the month after, so that the quarter's last is too late."""
        return self.deadline.end - self.asked.start

    def aim(self) -> Aim:
        problem = self._problem(self.asked.months)
        goals = self._goals(problem)
        small = within(problem.instance, goals, self._months)
        found = cheapest(small, [sum(self.asked.efforts[key].values()) for key in problem.jobs], stopped=self.stopped)
        if found.starts is None:
            return Aim(self._failure(small, problem, found))
        starts = found.starts
        chosen = tuple(key for key, start in zip(problem.jobs, starts, strict=True) if start is not None)
        kept = replace(problem, instance=_only(problem.instance, starts, small.dues))
        return Aim(self._success(chosen, found), kept, starts)

    def never(self) -> tuple[Need, ...]:
        """Return the needs that nothing meets, however much time and capacity there is."""
        return tuple(need for need, end in zip(self.needs, self._ends, strict=True) if end is None)

    @cached_property
    def _far(self) -> Scheduling:
        return self._problem(max(FAR, self.asked.months))

    @cached_property
    def _ends(self) -> tuple[int | None, ...]:
        """After how many months each need can be met when capacity does not limit; None: never."""
        first = soonest(self._far.instance)
        return tuple(_soonest_end(self._far.instance, goal, first) for goal in self._goals(self._far))

    def _problem(self, ahead: int) -> Scheduling:
        """Return the problem of placing the actions that the stage may need, beside those that run."""
        problem = self.asked.problem(months_ahead=ahead)
        useful = {problem.job(key) for need in self.needs for key in need.by if key not in problem.fixed}
        waiting = list(useful)
        while waiting:
            job = waiting.pop()
            more = {*problem.instance.jobs[job].requires}
            more |= {other for order in problem.instance.orders if order.job == job for other in order.after}
            waiting += more - useful
            useful |= more
        return self.asked.problem({*problem.fixed, *(problem.jobs[job] for job in useful)}, ahead)

    def _goals(self, problem: Scheduling) -> tuple[Goal, ...]:
        return tuple(_goal(need, problem) for need in self.needs)

    def _success(self, chosen: tuple[str, ...], found: Found) -> Attainment:
        effort: dict[str, float] = {}
        for key in chosen:
            for team, days in self.asked.efforts[key].items():
                effort[team] = effort.get(team, 0.0) + days
        why: tuple[Text, ...] = ()
        if not self.needs:
            why = (text("Stage {stage:int} is attained already.", stage=self.deadline.stage),)
        elif not chosen:
            why = (text("The actions that run already attain it."),)
        practices = tuple(practice for need in self.needs for practice in need.practices)
        return Attainment(self.deadline, True, found.proven, chosen, effort, why, practices)

    def _failure(self, small: Instance, problem: Scheduling, found: Found) -> Attainment:
        never_met = self.never()
        if never_met:
            return self._blocked(never_met)
        if not found.proven:
            what = text("The search ended before it was known whether it can be attained.")
            return Attainment(self.deadline, attained=False, proven=False, why=(what,))
        far = self._far
        goals = self._goals(far)
        ends = [end or 0 for end in self._ends]
        unlimited = max(ends)
        limits = [end for end in range(self._quarter_end(unlimited), FAR + 1, 3) if end >= unlimited]
        reached, sure_of_it = first_attained(far.instance, goals, limits, stopped=self.stopped)
        late = [need for need, end in zip(self.needs, ends, strict=True) if end > self._months]
        lacks, sure = ((), True) if late else self._missing(small, problem)
        return Attainment(
            self.deadline,
            attained=False,
            proven=sure_of_it and sure,
            why=(*self._why(unlimited, lacks, late=bool(late)), *self._with_what_there_is(reached, proven=sure_of_it)),
            practices=tuple(practice for need in late for practice in need.practices),
            missing=lacks,
            earliest=None if reached is None else self._quarter(reached),
            earliest_unlimited=self._quarter(unlimited),
        )

    def _blocked(self, never: Sequence[Need]) -> Attainment:
        return Attainment(
            self.deadline,
            attained=False,
            proven=True,
            why=(
                text("Stage {stage:int} cannot be attained at any time.", stage=self.deadline.stage),
                *(why_never(self.asked, need) for need in never),
            ),
            practices=tuple(practice for need in never for practice in need.practices),
        )

    def _missing(self, small: Instance, problem: Scheduling) -> tuple[tuple[Missing, ...], bool]:
        lacks = missing(small, problem.declared, problem.taken, stopped=self.stopped)
        if lacks is None:
            return (), False
        days, proven = lacks
        items = (Missing(team, amount) for team, amount in zip(problem.teams, days, strict=True) if amount > 0)
        return tuple(sorted(items, key=lambda item: (-item.days, item.team))), proven

    def _why(self, unlimited: int, lacks: Iterable[Missing], *, late: bool) -> Iterator[Text]:
        if late:
            yield text(
                "There is too little time: even with unlimited capacity stage {stage:int} is attained in "
                "{quarter:quarter} at the earliest.",
                stage=self.deadline.stage,
                quarter=self._quarter(unlimited),
            )
            return
        yield text(
            "There is too little capacity for stage {stage:int} by the end of {quarter:quarter}.",
            stage=self.deadline.stage,
            quarter=self.deadline.quarter,
        )
        for item in lacks:
            yield text(
                "The team “{team}” lacks {days:short} {days:plural day|days} a month.",
                team=item.team,
                days=ceil(item.days * 10 - 1e-4) / 10,
            )

    def _with_what_there_is(self, reached: int | None, *, proven: bool) -> Iterator[Text]:
        stage = self.deadline.stage
        if reached is not None:
            quarter = self._quarter(reached)
            if proven:
                yield text(
                    "With the capacity that there is, {quarter:quarter} is the earliest for stage {stage:int}.",
                    quarter=quarter,
                    stage=stage,
                )
            else:
                yield text(
                    "With the capacity that there is, stage {stage:int} can be attained in {quarter:quarter}, perhaps "
                    "earlier.",
                    quarter=quarter,
                    stage=stage,
                )
        elif proven:
            yield text("With the capacity that there is, it is not attained within ten years.")

    def _quarter_end(self, after: int) -> int:
        """Return how many months pass before the last one of the quarter that ``_quarter`` tells."""
        return months.quarter_end(self.asked.start + after) - self.asked.start

    def _quarter(self, after: int) -> str:
        """Return the first quarter at whose end a practice counts that is established after that many months."""
        return months.quarter(self.asked.start + after)


def _goal(need: Need, problem: Scheduling) -> Goal:
    done = [problem.fixed[key].done for key in need.by if key in problem.fixed]
    jobs = tuple(sorted(problem.job(key) for key in need.by if key not in problem.fixed))
    return Goal(1.0, jobs, min(done, default=None))


def _only(instance: Instance, starts: Starts, dues: tuple[Due, ...]) -> Instance:
    """Return the problem in which only the placed jobs may be placed, and the dues must be met."""
    jobs = tuple(
        job if start is not None else replace(job, ready=instance.periods)
        for job, start in zip(instance.jobs, starts, strict=True)
    )
    return replace(instance, jobs=jobs, dues=dues)


def _soonest_end(instance: Instance, goal: Goal, first: Sequence[int]) -> int | None:
    """Return after how many months a goal is attained when each job starts in its first period; None: never."""
    ends = [] if goal.by is None else [goal.by]
    ends += [instance.months_to(job, first[job]) for job in goal.jobs if first[job] < instance.periods]
    return min(ends, default=None)
