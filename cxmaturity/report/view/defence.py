"""Why the roadmap stands in this order: what each action is worth, how firmly, and what more days would bring."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from cxmaturity.assess import Assessment
from cxmaturity.report.charts.worth import WorthRow, worth
from cxmaturity.report.view.figures.figure import told
from cxmaturity.report.view.more_days import brings
from cxmaturity.report.view.names import Names
from cxmaturity.report.view.order import by_value, foremost, nearest_ties, points, proof_of
from cxmaturity.report.view.speech import Speech
from cxmaturity.report.view.waiting import waiting
from cxmaturity.roadmap.plan import Planned, Roadmap
from cxmaturity.words import Text, text

_WORTH, _LEAST, _LETTERS = 8, 5, 150
"""Actions whose value is drawn; so many letters on the page before take one of them its place, down to a few."""
_TIES = 2
"""Actions that are named where an order is not settled."""


def worth_chart(roadmap: Roadmap, known: Mapping[str, str], speech: Speech, before: int = 0) -> str:
    """Return the actions that are worth most with their parts; ``known`` holds the references.

    ``before`` letters stand on the same page.
    """
    rows = [
        WorthRow(
            known[plan.action.id],
            speech.words(plan.action.title),
            (plan.value.score, plan.value.stage, plan.value.reach),
            (
                speech.decimal(points(plan.value.total)),
                speech.integer(sum(plan.effort.values())),
                speech.month(plan.start or roadmap.start, short=True),
                _tied(plan, roadmap, known),
            ),
        )
        for plan in foremost(_by_value(roadmap), max(_LEAST, _WORTH - before // _LETTERS))
    ]
    headings = tuple(speech.say(head) for head in (text("Value"), text("Days"), text("Starts"), text("May swap with")))
    shown = speech.series(told(row.ref, row.columns[0], speech) for row in rows)
    return worth(speech.say(text("Value of the actions that are worth most. {rows}", rows=shown)), rows, headings)


def _tied(plan: Planned, roadmap: Roadmap, known: Mapping[str, str]) -> str:
    """Return the references of actions against which the order is not settled, the nearest in value first."""
    tied = [known[key] for key in nearest_ties(plan, roadmap) if key in known]
    named = tied if len(tied) <= _TIES + 1 else tied[:_TIES]
    more = f" +{len(tied) - len(named)}" if len(named) < len(tied) else ""
    return ", ".join(named) + more or "–"


def _by_value(roadmap: Roadmap) -> list[Planned]:
    return by_value([plan for plan in roadmap.actions if plan.start is not None and plan.end is not None])


def _order(roadmap: Roadmap, known: Mapping[str, str], speech: Speech, names: Names) -> Text:
    """Return why the list by value and the plan by start differ, with an example where there is one."""
    found = waiting(roadmap, _by_value(roadmap))
    if found is None:
        return text(
            "The list goes by value, the plan by start: an action of high value starts later when it needs others "
            "first, or when its team has no days left."
        )
    figures = {
        "ref": known[found.plan.action.id],
        "value": speech.decimal(points(found.plan.value.total)),
        "month": speech.month(found.plan.start or roadmap.start),
    }
    if found.first:
        return text(
            "The list goes by value, the plan by start: an action of high value may need others first or a team that "
            "is full; {ref}, of value {value}, starts only in {month}, because it needs {refs} first.",
            refs=speech.listed([known[action] for action in found.first]),
            **figures,
        )
    return text(
        "The list goes by value, the plan by start: an action of high value may need others first or a team that is "
        "full; {ref}, of value {value}, starts only in {month}, because this team has no days left before: {team}.",
        team=names.team(found.full or ""),
        **figures,
    )


def order_title(roadmap: Roadmap) -> Text:
    """Return by what the actions are ordered."""
    if not roadmap.proven:
        return text("The order brings value early, within what actions need first and the days of the teams")
    return text("The order brings most value early, within what actions need first and the days of the teams")


def reasons(roadmap: Roadmap, known: Mapping[str, str], speech: Speech, names: Names) -> Iterator[Text]:
    """Yield why actions of high value may start late, which could change places, and what more days would bring."""
    yield _order(roadmap, known, speech, names)
    if any(plan.tied_with for plan in _by_value(roadmap)):
        yield text(
            "“May swap with”: whoever weights scores, next stage and customers in another way can put the other action "
            "first."
        )
    yield from _capacity(roadmap, known, speech, names)


def small_print(assessment: Assessment, roadmap: Roadmap) -> Iterator[Text]:
    """Yield how the value is made up, and how good the plan is known to be."""
    score, stage, reach = assessment.facts.value_weights
    yield text(
        "Value: what an action’s practices add to the scores (weight {score:percent}), to the next stage "
        "({stage:percent}; the more, the fewer practices its question still lacks) and to the customers concerned "
        "({reach:percent}); at most 100 a practice, and an action can have several. What no record checks counts for "
        "80%.",
        score=score,
        stage=stage,
        reach=reach,
    )
    if roadmap.proven:
        yield proof_of(roadmap)
    else:
        yield text(
            "The schedule is at most {gap:percent1} short of the best one possible; it predicts no stage.",
            gap=roadmap.gap,
        )


def _capacity(roadmap: Roadmap, known: Mapping[str, str], speech: Speech, names: Names) -> Iterator[Text]:
    """Yield what more days of the full teams would bring, and which teams have no limit."""
    best = max(roadmap.capacity_gains, key=lambda gain: (gain.gain, gain.at_most), default=None)
    full = speech.listed([names.team(gain.team) for gain in roadmap.capacity_gains])
    if best and best.gain > 1e-9 and roadmap.objective:
        yield text(
            "20% more days would help most in this team: {team} ({what}).",
            team=names.team(best.team),
            what=brings(best, roadmap.objective, known),
        )
    elif best and best.at_most > 1e-9 and roadmap.objective:
        yield text(
            "Full in some months: {teams}. With 20% more days in one of them no better plan was found; it would "
            "bring {share:percent1} more value at most.",
            teams=full,
            share=best.at_most / roadmap.objective,
        )
    elif best:
        yield text("Full in some months: {teams}. 20% more days in one of them would bring nothing.", teams=full)
    if roadmap.unlimited:
        teams = speech.listed([names.team(team) for team in roadmap.unlimited])
        yield text("No capacity is declared for {teams}: their work does not limit the schedule.", teams=teams)
