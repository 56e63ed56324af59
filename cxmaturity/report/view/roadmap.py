"""The roadmap: which actions, when, what they lead to, and why in this order."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from cxmaturity.assess import Assessment
from cxmaturity.comparison.progress import Progress
from cxmaturity.report.charts.gantt import ROW, GanttRow, Span, gantt, has_one_line
from cxmaturity.report.view.budget import WHOLE, Budget, more
from cxmaturity.report.view.deadline import deadline_words
from cxmaturity.report.view.decisions import letters, owner_of
from cxmaturity.report.view.defence import order_title, reasons, small_print, worth_chart
from cxmaturity.report.view.figures.figure import Figure
from cxmaturity.report.view.milestones import bounds_words, gates, keys, milestones, reached_words
from cxmaturity.report.view.names import Names
from cxmaturity.report.view.prediction import may_predict, prediction
from cxmaturity.report.view.since import SinceNote, since_note
from cxmaturity.report.view.speech import Speech, added_months, months_after, without_stop
from cxmaturity.report.view.undone import UndoneNote, undone_note
from cxmaturity.report.view.value_order import value_figure
from cxmaturity.roadmap.plan import Planned, Quarter, Roadmap
from cxmaturity.scoring import StageReach
from cxmaturity.words import Text, text

_FIRST = 29
"""Rows of a chart that fit on a page below its title."""
_CLOSE, _HIGH = 38, 678.0
"""Rows that fit there where each name takes one line, and how high rows are together."""
_NEXT, _HIGHER = 30, 738.0
"""Rows that fit on a further page, and how high they are together."""
_BESIDE = 2
"""Actions without a place that fit on the page of values where nothing is told of the last cycle."""
_WORD = re.compile(r"[a-z0-9][\w.-]*")
_IDS = ("id", "ids", "team", "teams", "practice", "required")
"""Figures of the planner’s sentences that hold ids."""


@dataclass(frozen=True)
class Unscheduled:
    """An action that found no place."""

    title: str
    why: str


@dataclass(frozen=True)
class RoadmapPage:
    """The pages of the roadmap."""

    title: str
    lead: str
    charts: tuple[str, ...]
    source: str
    value: Figure | None
    """What the actions are worth against what they cost; None where none is scheduled."""
    worth_title: str
    worth: str
    reasons: tuple[str, ...]
    small_print: str
    """How the value is made up, and how good the plan is known to be."""
    since: SinceNote | None
    """What became of the actions since the last cycle; None where that had no plan."""
    deadline: str
    """What became of a stage that was asked for by a quarter; empty where none was."""
    undone: UndoneNote | None
    """Finished actions whose practice is not established; None where there is none."""
    unscheduled: tuple[Unscheduled, ...]
    unscheduled_more: str
    """How many there are besides, and where; empty where there are none."""

    @property
    def pages(self) -> int:
        """How many pages the roadmap takes at most, where it is drawn on one."""
        apart = len(self.unscheduled) > _BESIDE or bool(self.unscheduled and (self.since or self.undone))
        return (2 if self.charts else 0) + (1 if apart or (self.deadline and self.since) else 0)


def references(roadmap: Roadmap) -> dict[str, str]:
    """Return each scheduled action's reference, in the order of the plan."""
    scheduled = [plan for plan in roadmap.actions if plan.start is not None]
    return {plan.action.id: f"R{number}" for number, plan in enumerate(scheduled, start=1)}


def roadmap_page(
    assessment: Assessment,
    roadmap: Roadmap | None,
    progress: Progress | None,
    speech: Speech,
    names: Names,
    *,
    limits: Budget = WHOLE,
) -> RoadmapPage | None:
    """Return the pages of the roadmap, None where none was planned."""
    if roadmap is None or not roadmap.actions:
        return None
    scheduled = [plan for plan in roadmap.actions if plan.start is not None and plan.end is not None]
    months = _drawn(roadmap)
    since = since_note(progress, speech)
    undone = undone_note(assessment, roadmap, speech, *([1] if since else []))
    homeless = [plan for plan in roadmap.actions if plan.start is None]
    parts = _parts(scheduled, speech)[: limits.gantts]
    return RoadmapPage(
        title=speech.title(_title(assessment, roadmap, scheduled)),
        lead=_lead(assessment, roadmap, scheduled, speech),
        charts=tuple(_gantt(assessment, roadmap, part, months, speech, names) for part in parts),
        source=" ".join(
            speech.say(sentence) for sentence in _source(assessment, roadmap, sum(map(len, parts)), len(scheduled))
        ),
        value=value_figure(roadmap, references(roadmap), speech),
        worth_title=speech.title(order_title(roadmap)),
        worth=worth_chart(roadmap, references(roadmap), speech, _length(since, undone)) if scheduled else "",
        reasons=tuple(speech.say(reason) for reason in reasons(roadmap, references(roadmap), speech, names))
        if scheduled
        else (),
        small_print=" ".join(speech.say(sentence) for sentence in small_print(assessment, roadmap))
        if scheduled
        else "",
        since=since,
        deadline=" ".join(speech.say(sentence) for sentence in deadline_words(roadmap)),
        undone=undone,
        unscheduled=tuple(
            Unscheduled(speech.words(plan.action.title), why_not(plan, assessment, roadmap, speech, names))
            for plan in homeless[: limits.unscheduled]
        ),
        unscheduled_more=more(homeless, homeless[: limits.unscheduled], "actions.csv", speech),
    )


def _length(*notes: SinceNote | UndoneNote | None) -> int:
    """Return how many letters notes take."""
    return sum(len(line) for note in notes if note for line in (note.title, *note.lines))


def why_not(plan: Planned, assessment: Assessment, roadmap: Roadmap, speech: Speech, names: Names) -> str:
    """Return why an action found no place, with names where the planner speaks of ids."""
    return "–" if plan.why_not is None else named(plan.why_not, assessment, roadmap, speech, names)


def named(sentence: Text, assessment: Assessment, roadmap: Roadmap, speech: Speech, names: Names) -> str:
    """Return a sentence of the planner, which speaks of ids, with the names of actions, practices and teams."""
    known = {other.action.id: speech.words(other.action.title) for other in roadmap.actions}
    known |= {practice.id: without_stop(speech.words(practice.statement)) for practice in assessment.model.practices}
    figures = {
        name: _WORD.sub(lambda word: known.get(word[0]) or names.team(word[0]), value)
        if isinstance(value, str) and name in _IDS
        else value
        for name, value in sentence.figures.items()
    }
    return speech.say(Text(sentence.template, figures))


def _parts(scheduled: list[Planned], speech: Speech) -> list[list[Planned]]:
    """Return the actions in parts that fit on pages, the first of them below a title; none without actions."""
    if not scheduled:
        return []
    first = scheduled[:_CLOSE]
    if not all(has_one_line(speech.words(plan.action.title)) for plan in first):
        first = scheduled[:_FIRST]
    rest = scheduled[len(first) :]
    return [first, *(rest[place : place + _NEXT] for place in range(0, len(rest), _NEXT))]


def roadmap_span(roadmap: Roadmap) -> int:
    """Return how many months lie between the plan's first month and the end of its last action; 0 without any."""
    return max((months_after(roadmap.start, plan.end) + 1 for plan in roadmap.actions if plan.end), default=0)


def _drawn(roadmap: Roadmap) -> int:
    """Return how many months are drawn: until the last action ends, at least a year."""
    span = roadmap_span(roadmap)
    return max(span, min(12, roadmap.months))


def _title(assessment: Assessment, roadmap: Roadmap, scheduled: list[Planned]) -> Text:
    stage = assessment.scores.stage.value
    predicted = prediction(assessment, roadmap)
    if not scheduled:
        return text("No action finds a place in the next {months:int} months", months=roadmap.months)
    figures = {"n": len(scheduled), "months": roadmap_span(roadmap)}
    if predicted is not None and stage is not None and predicted.stage > stage:
        return text(
            "{n:int} {n:plural action|actions} over {months:int} {months:plural month|months} {n:plural leads|lead} "
            "from stage {stage:int} to a predicted stage {predicted:int}",
            **figures,
            stage=stage,
            predicted=predicted.stage,
        )
    if predicted is not None and stage != len(assessment.model.stages):
        return text(
            "{n:int} {n:plural action|actions} over {months:int} {months:plural month|months}: the predicted stage "
            "stays {predicted:int}",
            **figures,
            predicted=predicted.stage,
        )
    return text(
        "{n:int} {n:plural action|actions} over {months:int} {months:plural month|months}, placed where "
        "{n:plural it brings|they bring} most value early",
        **figures,
    )


def _lead(assessment: Assessment, roadmap: Roadmap, scheduled: list[Planned], speech: Speech) -> str:
    reached = reached_words(milestones(assessment, roadmap), speech)
    return " ".join(speech.say(sentence) for sentence in (reached, _days(scheduled)) if sentence)


def _days(scheduled: list[Planned]) -> Text:
    if not scheduled:
        return text("What each of them waits for stands below.")
    days = sum(sum(plan.effort.values()) for plan in scheduled)
    teams = {team for plan in scheduled for team in plan.effort}
    if len(scheduled) == 1:
        return text(
            "It takes {days:short} person-days of {teams:int} {teams:plural team|teams}, none of which carries more "
            "than its declared days.",
            days=days,
            teams=len(teams),
        )
    return text(
        "The plan takes {days:short} person-days of {teams:int} {teams:plural team|teams}, none beyond its declared "
        "days.",
        days=days,
        teams=len(teams),
    )


def _gantt(  # noqa: PLR0917  # one chart of one plan
    assessment: Assessment, roadmap: Roadmap, plans: list[Planned], months: int, speech: Speech, names: Names
) -> str:
    known, decided = references(roadmap), letters(roadmap)
    rows = [
        GanttRow(
            ref=known[plan.action.id],
            name=speech.words(plan.action.title),
            owner=_bar_label(roadmap, plan, speech, names),
            first=max(0, months_after(roadmap.start, plan.start or roadmap.start)),
            last=months_after(roadmap.start, plan.end or roadmap.start),
            chain=plan.action.id in roadmap.fixes_end,
            told=_told(f"{known[plan.action.id]} {speech.words(plan.action.title)}", plan, speech, names),
            letter=decided.get(plan.action.id, ""),
            before=(plan.start or roadmap.start) < roadmap.start,
        )
        for plan in plans
    ]
    drawn = [added_months(roadmap.start, offset) for offset in range(months)]
    listed = speech.series(f"{row.ref} {row.name}" for row in rows)
    return gantt(
        title=speech.say(text("Actions by month with the predicted stage at each quarter’s end. {rows}", rows=listed)),
        months=[speech.narrow_month(month) for month in drawn],
        years=_years(drawn),
        quarters=_quarters(roadmap.predicted if may_predict(assessment, roadmap) else (), drawn, speech),
        rows=rows,
        prediction=speech.say(text("Predicted stage")),
        tall=min(ROW, (_HIGH if rows[0].ref == "R1" else _HIGHER) // len(rows)),
        gates=gates(milestones(assessment, roadmap), drawn, speech),
        keys=keys(speech),
    )


def _told(name: str, plan: Planned, speech: Speech, names: Names) -> str:
    """Return an action with who carries it, in which months, and how many days it takes."""
    first, last = (speech.month(month, short=True) for month in (plan.start or "", plan.end or ""))
    months = first if first == last else speech.say(text("{first} to {last}", first=first, last=last))
    days = sum(plan.effort.values())
    effort = speech.say(text("{days:short} {days:plural person-day|person-days}", days=days))
    return "\n".join([name, names.team(owner_of(plan) or ""), months, effort])


def _bar_label(roadmap: Roadmap, plan: Planned, speech: Speech, names: Names) -> str:
    """Return who carries an action; also since when, where it began before the months that are drawn."""
    team = names.team(owner_of(plan) or "")
    if plan.start is None or plan.start >= roadmap.start:
        return team
    return speech.say(text("{team}, running since {month}", team=team, month=speech.month(plan.start)))


def _years(drawn: list[str]) -> list[Span]:
    years = sorted({month[:4] for month in drawn})
    return [
        Span(year, *_reach([index for index, month in enumerate(drawn) if month.startswith(year)])) for year in years
    ]


def _reach(indexes: list[int]) -> tuple[int, int]:
    return indexes[0], indexes[-1]


def _quarters(prediction: Sequence[Quarter], drawn: list[str], speech: Speech) -> list[Span]:
    covered: dict[str, list[int]] = {}
    for index, month in enumerate(drawn):
        covered.setdefault(f"{month[:4]}-Q{(int(month[5:]) + 2) // 3}", []).append(index)
    predicted = {quarter.quarter: quarter.stage.value for quarter in prediction}
    bounds = {quarter.quarter: quarter.stage for quarter in prediction}
    spans: list[Span] = []
    before: int | None = None
    for name, indexes in covered.items():
        stage = predicted.get(name)
        rises = before is not None and stage is not None and stage > before
        shown = "" if stage is None else speech.integer(stage)
        spans.append(
            Span(speech.quarter(int(name[-1])), *_reach(indexes), shown, rises, _bounds(bounds.get(name), speech))
        )
        before = stage if stage is not None else before
    return spans


def _bounds(stage: StageReach | None, speech: Speech) -> str:
    """Return a predicted stage with its bounds; empty where they do not differ."""
    if stage is None or stage.value is None or stage.low is None or stage.high is None or stage.low == stage.high:
        return ""
    return f"{speech.integer(stage.value)} ({speech.integer(stage.low)}–{speech.integer(stage.high)})"


def _source(assessment: Assessment, roadmap: Roadmap, drawn: int, scheduled: int) -> list[Text]:
    source = [text("Source: roadmap. The name at a bar is the team that carries the action.")]
    if prediction(assessment, roadmap) is not None:
        source.append(
            text("The predicted stages are computed like today’s, as if each action did what it is meant to.")
        )
        source.extend(bounds_words(assessment, roadmap))
    if drawn < scheduled:
        every = text(
            "{shown:int} of the {n:int} actions are drawn, those that start first; all of them stand in the attached "
            "{file} and in the working report.",
            shown=drawn,
            n=scheduled,
            file="plan.csv",
        )
        source.insert(0, every)
    return source
