"""All that is known of one action: its place and why, its whole record, and what chose it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from rich.text import Text as Rich

from cxmaturity.cli.paper import Cell
from cxmaturity.cli.roadmap.page import Shown
from cxmaturity.errors import InputError, Problem, did_you_mean
from cxmaturity.evidence.answers import Level
from cxmaturity.evidence.sentences import shows
from cxmaturity.report.view.aims import goal_of
from cxmaturity.report.view.findings import finding_rows
from cxmaturity.report.view.names import level_change, level_word
from cxmaturity.report.view.order import points, value_explained, why
from cxmaturity.report.view.records import effort_of, impact_of, obstacles_of, when_of
from cxmaturity.report.view.roadmap import why_not
from cxmaturity.report.view.speech import without_stop
from cxmaturity.roadmap.catalogue import Entry, catalogue
from cxmaturity.roadmap.columns import BETWEEN, STATUSES
from cxmaturity.roadmap.plan import Planned
from cxmaturity.words import Text, text

_INDENT = 3


@dataclass(frozen=True)
class Explained:
    """An action, and its place among the candidates; None where it is none."""

    entry: Entry
    plan: Planned | None


def find(page: Shown, named: str) -> Explained:
    """Return the action of that id, or of that reference in the plan. Raises InputError for another word."""
    entries = catalogue(page.assessment.model, page.assessment.facts)
    by_ref = {ref.casefold(): key for key, ref in page.refs.items()}
    key = named if named in entries else by_ref.get(named.casefold(), named)
    if key not in entries:
        what = text("there is no action “{id}” to explain.", id=named)
        hint = text("Give its id, or its reference in the plan, as in R1.")
        raise InputError([Problem(what, remedy=did_you_mean(named, entries) or hint)])
    plan = next((plan for plan in page.roadmap.actions if plan.action.id == key), None)
    return Explained(entries[key], plan)


def show(found: Explained, page: Shown) -> None:
    """Print one action."""
    action, paper = found.entry.action, page.paper
    ref = page.refs.get(action.id)
    said = " · ".join(
        filter(None, (ref, action.id, paper.say(STATUSES[found.entry.tracked.status]), _chain(found, page)))
    )
    paper.line(page.speech.words(action.title), "bold", above=1)
    paper.line(said, "dim")
    paper.columns(list(_place(found, page)))
    _why(found, page)
    _record(found, page)
    _practices(found, page)
    _findings(found, page)


def _chain(found: Explained, page: Shown) -> str | None:
    is_in = found.entry.id in page.roadmap.fixes_end
    return page.paper.say(text("fixes the plan’s end")) if is_in else None


def _place(found: Explained, page: Shown) -> Iterator[tuple[Cell, Cell]]:
    """Yield when, who, with how many days, after and before which other actions."""
    tracked, plan = found.entry.tracked, found.plan
    if plan and plan.start:
        yield text("When"), when_of(plan, page.speech)
    if plan:
        yield text("Carried by"), page.carrier(plan)
        yield text("Takes"), effort_of(plan, page.speech, page.names) or "–"
    yield text("Lasts"), text("{n:int} {n:plural month|months}", n=found.entry.action.months)
    if tracked.started:
        yield text("Started on"), page.speech.day(tracked.started)
    if tracked.ended:
        yield text("Ended on"), page.speech.day(tracked.ended)
    if needed := found.entry.action.requires:
        yield text("Requires"), _titles(needed, page)
    if later := [plan.action.id for plan in page.roadmap.actions if found.entry.id in plan.action.requires]:
        yield text("Opens the way for"), _titles(later, page)


def _titles(ids: Iterable[str], page: Shown) -> str:
    titles = {key: page.speech.words(entry.action.title) for key, entry in _entries(page).items()}
    return "\n".join(" ".join(filter(None, (page.refs.get(key), titles.get(key, key)))) for key in ids)


def _entries(page: Shown) -> dict[str, Entry]:
    return catalogue(page.assessment.model, page.assessment.facts)


def _why(found: Explained, page: Shown) -> None:
    paper, plan = page.paper, found.plan
    if plan is None:
        paper.title(text("Why it is not in the plan"))
        paper.line(_not_a_candidate(found), indent=_INDENT)
        return
    if plan.start is None:
        paper.title(text("Why it has no place"))
        paper.line(why_not(plan, page.assessment, page.roadmap, page.speech, page.names), "yellow", indent=_INDENT)
    paper.title(text("What it is worth") if plan.start is None else text("Why it stands here"))
    paper.line(why(plan, page), indent=_INDENT)
    paper.line(value_explained(page.assessment.facts.value_weights), "dim", indent=_INDENT)


def _not_a_candidate(found: Explained) -> Text:
    status = found.entry.tracked.status
    if not found.entry.is_open:
        return text("Its status is {status}.", status=STATUSES[status])
    return text("It raises no practice above its level of today and answers no finding, or it is left out.")


def _record(found: Explained, page: Shown) -> None:
    """Print the fields of the action record."""
    action, tracked, speech = found.entry.action, found.entry.tracked, page.speech
    page.paper.title(text("Action record"))
    rows: list[tuple[Cell, Cell]] = [
        (text("Objective"), speech.words(action.objective)),
        (text("Background"), speech.words(action.background)),
        (text("Impact"), impact_of(action, speech)),
        (text("Obstacles"), "\n".join(obstacles_of(action, speech)) or "–"),
        (text("Goal"), goal_of(page.assessment, action, speech)),
        (text("Plan"), "\n".join(f"{n}. {speech.words(task)}" for n, task in enumerate(action.plan, 1)) or "–"),
        (text("Owner"), page.names.team(tracked.owner) if tracked.owner else text("to be named")),
        (text("Result"), tracked.result or "–"),
    ]
    if tracked.feedback:
        rows.append((text("Caused by"), BETWEEN.join(tracked.feedback)))
    page.paper.columns(rows)


def _practices(found: Explained, page: Shown) -> None:
    """Print the practices that it raises: their level and what it rests on, and what each is worth to the plan."""
    scores, speech, paper = page.assessment.scores, page.speech, page.paper
    paper.title(text("Practices that it raises"))
    for key, level in found.entry.action.establishes.items():
        score = scores.practice(key)
        paper.bullet(
            Rich.assemble((without_stop(speech.words(score.practice.statement)), ""), (f"  {key}", "dim")), "cyan"
        )
        told = [
            text(
                "today {now}, then {level}",
                now=level_change(score.claimed, score.final, speech),
                level=level_word(Level.of(level), speech),
            )
        ]
        if key in scores.blockers:
            told.append(text("missing for the next stage"))
        if value := page.roadmap.practice_values.get(key):
            told.append(text("value {value:decimal}", value=points(value)))
        paper.line(" · ".join(map(speech.say, told)), indent=5)
        for seen in score.evidence:
            paper.line(speech.tidy(shows(seen.rule, seen.measure, paper.language)), "dim", indent=5)


def _findings(found: Explained, page: Shown) -> None:
    fired = [finding for finding in page.assessment.findings if finding.id in found.entry.action.answers]
    if not fired:
        return
    page.paper.title(text("Findings that it answers"))
    for row in finding_rows(fired, page.speech, page.names):
        page.paper.bullet(Rich.assemble((row.title, ""), (f"  {row.id}", "dim")), "yellow")
        page.paper.line(row.brief, "dim", indent=5)


def explained_record(found: Explained, page: Shown) -> dict[str, object]:
    """Return one action with its whole record, as JSON holds it."""
    action, tracked, speech = found.entry.action, found.entry.tracked, page.speech
    scores = page.assessment.scores
    return {
        "schema": "cxmaturity/action/1",
        "id": action.id,
        "ref": page.refs.get(action.id),
        "title": speech.words(action.title),
        "status": tracked.status,
        "owner": tracked.owner,
        "started": _iso(tracked.started),
        "ended": _iso(tracked.ended),
        "start": found.plan.start if found.plan else None,
        "end": found.plan.end if found.plan else None,
        "months": action.months,
        "effort": dict(found.plan.effort) if found.plan else {},
        "requires": list(action.requires),
        "why": why(found.plan, page) if found.plan else None,
        "objective": speech.words(action.objective),
        "background": speech.words(action.background),
        "impact": impact_of(action, speech),
        "obstacles": list(obstacles_of(action, speech)),
        "goal": goal_of(page.assessment, action, speech),
        "target": action.target.model_dump() if action.target else None,
        "plan": [speech.words(task) for task in action.plan],
        "result": tracked.result,
        "feedback": list(tracked.feedback),
        "practices": [
            {
                "id": key,
                "claimed": _name(scores.practice(key).claimed),
                "final": _name(scores.practice(key).final),
                "level": level,
                "value": page.roadmap.practice_values.get(key),
            }
            for key, level in action.establishes.items()
        ],
        "findings": [
            {"id": finding.id, "title": finding.title(speech.language), "reach": finding.reach}
            for finding in page.assessment.findings
            if finding.id in action.answers
        ],
    }


def _name(level: Level | None) -> str | None:
    return None if level is None else level.word


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None
