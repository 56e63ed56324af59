"""The page that ``cxmaturity roadmap`` prints: where the plan leads, what is first, the plan in time, and why."""

from __future__ import annotations

import shlex
from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil
from pathlib import Path
from typing import Final

from rich.text import Text as Rich

from cxmaturity.assess import Assessment
from cxmaturity.cli.paper import Cell, Paper
from cxmaturity.cli.roadmap import gantt, supposed, undone
from cxmaturity.cli.roadmap.notes import running_beside, running_early
from cxmaturity.report.view.decisions import carrier, owner_of
from cxmaturity.report.view.more_days import brings
from cxmaturity.report.view.order import by_value, foremost, order_of, proof_of, value_explained, why
from cxmaturity.report.view.roadmap import why_not
from cxmaturity.report.view.source import Source
from cxmaturity.roadmap import Roadmap
from cxmaturity.roadmap import months as calendar
from cxmaturity.roadmap.plan import CapacityGain, Planned, Quarter
from cxmaturity.roadmap.robustness import DRAWS
from cxmaturity.roadmap.shortage import Shortage, shortages
from cxmaturity.roadmap.usage import full_months
from cxmaturity.roadmap.what_if import AS_IT_IS, WhatIf
from cxmaturity.words import Language, Text, text

WIDEST: Final = 140
"""Columns that a chart has use for."""
_FIRST = 3
_DEFENDED = 4
"""Actions whose place is defended on the page; ``--explain`` defends any."""
_RANKED = 15
"""Actions whose order of value is drawn."""
_QUARTERS = 12
"""Quarters that are all listed; of more only the last of each year."""
_OWNERS_FROM = 100
"""Columns from which on the chart says who carries an action."""
_LONGEST_OWNER = 20


@dataclass(frozen=True)
class Shown(Source):
    """A roadmap with what its pages need to speak of it, and their paper."""

    paper: Paper

    def team_names(self, teams: Sequence[str]) -> str:
        """Return teams as a sentence lists them."""
        return self.speech.listed([self._team_name(team) for team in teams])

    def _team_name(self, team: str) -> str:
        """Return a team's name, with its id where another one is called the same."""
        name = self.names.team(team)
        return f"{name} ({team})" if [*self.names.teams.values()].count(name) > 1 else name

    def carrier(self, plan: Planned) -> str:
        """Return who carries an action."""
        return carrier(plan, self.speech, self.names)


def shown(assessment: Assessment, roadmap: Roadmap, language: Language) -> Shown:
    """Return a roadmap with the words and the paper of one language."""
    source = Source.of(assessment, roadmap, language)
    return Shown(source.assessment, source.roadmap, source.speech, Paper(language, WIDEST))


def show(page: Shown, folder: Path, what_if: WhatIf = AS_IT_IS) -> None:
    """Print the plan; ``folder`` is the engagement's, for the command that goes on from here."""
    plan, paper = page.roadmap, page.paper
    paper.head(
        text(
            "{organisation} · roadmap of {n:int} {n:plural month|months} from {month:month}",
            organisation=page.assessment.facts.organisation,
            n=plan.months,
            month=calendar.first_day(plan.start),
        )
    )
    supposed.ask(page, what_if)
    if not plan.actions:
        paper.line(text("Nothing to do: no practice can be raised, and no finding asks for an action."))
        undone.show(page)
        return
    _conclusions(page)
    supposed.show(page)
    if page.placed:
        _first(page)
        _chart(page)
        _defence(page)
    _does_not_fit(page)
    undone.show(page)
    _predicted(page)
    _teams(page)
    _to_settle(page)
    first = page.placed[0] if page.placed else plan.actions[0]
    more = text(
        "All about one action: cxmaturity roadmap {folder} --explain {id}",
        folder=shlex.quote(str(folder)),
        id=first.action.id,
    )
    paper.line(more, "dim", above=1)


def _conclusions(page: Shown) -> None:
    """Say how good the plan is and which stage it leads to, and when."""
    plan = page.roadmap
    days = sum(sum(item.effort.values()) for item in page.placed)
    size = text(
        "{n:int} of {all:int} {all:plural action|actions} {n:plural has|have} a place and {n:plural takes|take} "
        "{days:short} {days:plural person-day|person-days}.",
        n=len(page.placed),
        all=len(plan.actions),
        days=days,
    )
    proof = (page.paper.say(proof_of(plan)), " ") if page.placed else ()  # there is nothing to prove of an empty plan
    page.paper.line(Rich.assemble(*((part, "bold") for part in proof), page.paper.say(size)))
    if not page.placed and not plan.attainment:
        nothing = text("Nothing can be planned: no action has a place, neither in time nor in the days that there are.")
        page.paper.line(nothing, "yellow")
    if plan.by_quarter:
        page.paper.line(text("There are more than 40 actions to place, so they are placed by quarters."), "dim")
    if stages := _stages(page):
        page.paper.line(stages, "bold")


def _stages(page: Shown) -> Text | None:
    """Return the stages that are attained and by when; None where nothing is answered, or nothing predicted."""
    now, predicted = page.assessment.scores.stage.value, page.roadmap.predicted
    if now is None or not predicted:
        return None
    told, stage = [], now
    for quarter in predicted:
        if quarter.stage.value is not None and quarter.stage.value > stage:
            stage = quarter.stage.value
            told.append(
                text(
                    "stage {stage:int} by the end of {quarter}",
                    stage=stage,
                    quarter=page.speech.quarter_of(quarter.quarter),
                )
            )
    if not told:
        return text("Stage {stage:int} today, and still at the plan’s end.", stage=now)
    listed = page.speech.listed([page.paper.say(part) for part in told])
    return text("Stage {stage:int} today; predicted: {stages}.", stage=now, stages=listed)


def _first(page: Shown) -> None:
    """Say what starts first, and who does it."""
    waiting = [plan for plan in page.placed if plan.status != "running"][:_FIRST]
    if not waiting:
        return
    page.paper.title(text("First"))
    page.paper.columns(
        [
            (
                Rich(page.refs[plan.action.id], style="dim"),
                Rich(_month(page, plan.start or ""), style="cyan"),
                page.carrier(plan),
                page.called[plan.action.id],
            )
            for plan in waiting
        ]
    )


def _chart(page: Shown) -> None:
    """Draw the plan."""
    plan, paper = page.roadmap, page.paper
    start = calendar.index(plan.start)
    bars = [_bar(page, item, start) for item in page.placed]
    marks = gantt.DRAWN if paper.can_draw("".join(vars(gantt.DRAWN).values())) else gantt.ASCII
    owners = max((len(bar.owner) for bar in bars), default=0)
    beside = max(len(bar.ref) for bar in bars) + 3 + (owners + 2 if owners else 0)
    room = paper.width - 1
    cells = gantt.grid(start, _drawn(plan, bars), room, beside)
    stages = {
        quarter.quarter: str(quarter.stage.value)
        for quarter in plan.predicted
        if quarter.stage.value is not None and page.assessment.scores.stage.value is not None
    }
    words = gantt.Words(
        month=lambda number: page.speech.narrow_month(f"2000-{number:02d}"),
        quarter=page.speech.quarter,
        stage=paper.say(text("Predicted stage")),
    )
    paper.title(text("The plan"))
    for line in gantt.chart(bars, stages, cells, room, words=words, marks=marks):
        paper.print(line)
    meant = {
        "chain": text("fixes the plan’s end"),
        "planned": text("to come"),
        "running": text("running"),
        "past": text("running, month over"),
    }
    paper.print(gantt.legend(bars, marks, {kind: paper.say(said) for kind, said in meant.items()}))
    if len(plan.critical_chain) > 1:
        chain = " → ".join(page.refs.get(key, key) for key in plan.critical_chain)
        paper.line(text("In this order, a delay of one of these delays the plan’s end: {chain}", chain=chain), "dim")


def _bar(page: Shown, plan: Planned, start: int) -> gantt.Bar:
    owner = page.names.team(owner_of(plan) or "") if page.paper.width >= _OWNERS_FROM else ""
    return gantt.Bar(
        ref=page.refs[plan.action.id],
        title=page.paper.written(page.called[plan.action.id]),
        owner=gantt.cut(page.paper.written(owner), _LONGEST_OWNER),
        first=calendar.index(plan.start or "") - start,
        last=calendar.index(plan.end or "") - start,
        chain=plan.action.id in page.roadmap.fixes_end,
        running=plan.status == "running",
        past=calendar.of(page.assessment.facts.as_of) - start,
    )


def _drawn(plan: Roadmap, bars: Sequence[gantt.Bar]) -> int:
    """Return how many months are drawn: to the end of the last quarter with work in it, at least a year."""
    start = calendar.index(plan.start)
    last = calendar.quarter_end(start + max(bar.last for bar in bars)) - start + 1
    return min(plan.months, max(last, 12))


def _defence(page: Shown) -> None:
    """Say why the actions of most value stand where they do, and which of them might as well change places."""
    ranked, paper = by_value(page.placed), page.paper
    best = foremost(ranked, _DEFENDED)
    paper.title(text("Why this order: the {n:int} foremost {n:plural action|actions}", n=len(best)))
    paper.line(value_explained(page.assessment.facts.value_weights), "dim", indent=3)
    for plan in best:
        title = Rich.assemble((f"{page.refs[plan.action.id]} ", "dim"), (page.called[plan.action.id], "bold"))
        paper.line(title, indent=3)
        paper.line(why(plan, page), indent=5)
    legend = text("Weightings: score, next stage and customers, weighted in {n:int} ways drawn at random.", n=DRAWS)
    paper.line(legend, "dim", indent=3)
    if len(ranked) > 1:
        paper.line(text("By value: {order}", order=order_of(ranked[:_RANKED], page.refs)), indent=3)
        meant = text("~ between two whose order hangs on the weights; --explain names all such actions of one.")
        paper.line(meant, "dim", indent=3)


def _does_not_fit(page: Shown) -> None:
    left = [plan for plan in page.roadmap.actions if plan.start is None]
    if not left:
        return
    page.paper.title(text("{n:int} {n:plural action has|actions have} no place in the plan", n=len(left)))
    if page.roadmap.attainment and page.roadmap.attainment.attained:
        page.paper.line(text("The deadline does not need them."), indent=3)
        return
    for short in shortages(page.roadmap):
        if len(short.waiting) + len(short.behind) > 1:
            page.paper.line(_waits(short, page), "bold", indent=3)
    for plan in left:
        page.paper.line(Rich.assemble(page.called[plan.action.id], (f"  {plan.action.id}", "dim")), indent=3)
        reason = why_not(plan, page.assessment, page.roadmap, page.speech, page.names)
        page.paper.line(reason, "yellow", indent=5)


def _waits(short: Shortage, page: Shown) -> Text:
    """Return how many actions a team's days keep out of the plan, and how many more these keep out."""
    figures = {"n": len(short.waiting), "team": page.team_names([short.team]), "days": short.days}
    if not short.behind:
        return text(
            "{n:int} {n:plural action waits|actions wait} for {team}, with {days:short} {days:plural day|days} a month "
            "at most.",
            **figures,
        )
    return text(
        "{n:int} {n:plural action waits|actions wait} for {team}, with {days:short} {days:plural day|days} a month at "
        "most; {more:int} more {more:plural requires|require} or {more:plural builds|build} on {n:plural it|them}.",
        more=len(short.behind),
        **figures,
    )


def _predicted(page: Shown) -> None:
    """Print stage and scores at the end of each quarter."""
    quarters = list(page.roadmap.predicted)
    if not quarters:
        return
    questions = [question.id for question in page.assessment.model.questions]
    last = quarters[-1]
    while len(quarters) > 1 and _told(quarters[-2], questions) == _told(quarters[-1], questions):
        quarters.pop()
    if len(quarters) > _QUARTERS:
        quarters = [quarter for quarter in quarters if quarter.quarter.endswith("Q4") or quarter is quarters[-1]]
    page.paper.title(text("If the plan is kept, by the scoring itself"))
    rows: list[list[Cell]] = [
        [page.speech.quarter_of(quarter.quarter), *_told(quarter, questions)] for quarter in quarters
    ]
    heads = [text("End of"), text("Stage"), *(Text("{id}", {"id": question}) for question in questions)]
    page.paper.columns(rows, heads, right=range(2, len(heads)))
    legend = [text("Lower bounds of the scores, of 100 points; a practice counts from the month after its action.")]
    if quarters[-1] is not last:
        legend.append(text("Unchanged until the end of {quarter}.", quarter=page.speech.quarter_of(last.quarter)))
    page.paper.line(" ".join(map(page.paper.say, legend)), "dim", indent=3)


def _told(quarter: Quarter, questions: Sequence[str]) -> list[str]:
    return [_stage(quarter), *_scores(quarter, questions)]


def _stage(quarter: Quarter) -> str:
    low, high = quarter.stage.low, quarter.stage.high
    return f"{low}" if low == high else f"{low}–{high}"


def _scores(quarter: Quarter, questions: Sequence[str]) -> list[str]:
    lows = [quarter.questions[question].low for question in questions]
    return ["–" if low is None else f"{round(low)}" for low in lows]


def _teams(page: Shown) -> None:
    """Say which teams are full, what more of them would bring, and which have no limit."""
    plan, paper = page.roadmap, page.paper
    full = full_months(plan)
    rows: list[list[Cell]] = [
        [
            page.names.team(gain.team),
            text("in {n:int} {n:plural month|months}", n=full.get(gain.team, 0)),
            _brings(gain, page),
        ]
        for gain in plan.capacity_gains
    ]
    if rows:
        paper.title(text("Teams without a free day"))
        paper.columns(rows, [text("Team"), text("Full"), text("What a fifth more days would bring")])
    if plan.unlimited:
        teams = page.team_names(plan.unlimited)
        paper.line(
            text("No capacity is declared for {teams}: their days do not limit the plan.", teams=teams), "dim", above=1
        )
    if plan.beside:
        paper.line(running_beside(plan), "dim", above=1)


def _to_settle(page: Shown) -> None:
    """Say what the organisation has to settle: actions that run too early, and those that nothing will judge."""
    for said in running_early(page):
        page.paper.line(said, "yellow", above=1)
    if unmeasured := [page.refs[plan.action.id] for plan in page.placed if plan.action.target is None]:
        lacking = text(
            "No metric would show whether {n:plural this action|these actions} worked: {refs}. Agree on one before "
            "{n:plural it starts|each starts}.",
            n=len(unmeasured),
            refs=", ".join(unmeasured),
        )
        page.paper.line(lacking, "dim", above=1)


def _brings(gain: CapacityGain, page: Shown) -> Text:
    """Return what a fifth more days of a team bring; where that is nothing, how many would make room for an action."""
    said = brings(gain, page.roadmap.objective, page.refs)
    short = next((each for each in shortages(page.roadmap) if each.team == gain.team), None)
    if short is None or gain.gain > 0:
        return said
    return text(
        "{said}; with {days:short} days a month “{action}” would have room",
        said=said,
        days=ceil(short.least * 10 - 1e-6) / 10,
        action=page.called[short.waiting[0]],
    )


def _month(page: Shown, month: str) -> str:
    from cxmaturity.words import style

    return style.month(calendar.first_day(month), page.paper.language, short=True)
