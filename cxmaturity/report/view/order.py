"""Why an action stands where it does: what it is worth and from what, how sure that is, and what it waits for."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise
from typing import Protocol

from cxmaturity.assess import Assessment
from cxmaturity.report.view.names import Names
from cxmaturity.report.view.speech import Speech
from cxmaturity.report.view.waiting import built_on, held_back
from cxmaturity.roadmap.plan import Planned, Roadmap
from cxmaturity.roadmap.solver import PROVEN
from cxmaturity.words import Text, text

_NAMED = 2
"""Actions that are named where an action's place against them is not settled; the others are counted."""


def points(value: float) -> float:
    """Return a value as it is shown: a practice has at most 100."""
    return 100 * value


def value_explained(weights: Sequence[float]) -> Text:
    """Return what the value of an action is, for where it is first spoken of."""
    score, stage, reach = weights
    return text(
        "Value is what an action’s practices add to the scores ({score:percent}), to the next stage "
        "({stage:percent}) and to the customers concerned ({reach:percent}), at most 100 for each practice.",
        score=score,
        stage=stage,
        reach=reach,
    )


def proof_of(plan: Roadmap) -> Text:
    """Return how good a plan is known to be."""
    if not plan.proven:
        return text("At most {gap:percent1} short of the best plan.", gap=plan.gap)
    if plan.attainment and plan.attainment.attained:
        return text(
            "Proven: nothing cheaper attains the deadline, and no other order of it brings even {more:percent2} more "
            "value.",
            more=PROVEN,
        )
    return text("Proven: no other plan brings even {more:percent2} more value under these figures.", more=PROVEN)


def worth_of(plan: Planned) -> Text:
    """Return what an action is worth, and in what parts."""
    value = plan.value
    if value.total <= 0:
        return text("No value by itself: others need it.")
    parts = [
        (value.score, text("for the scores")),
        (value.stage, text("for the next stage")),
        (value.reach, text("for the customers concerned")),
    ]
    counted = [(part, what) for part, what in parts if part > 0]
    if len(counted) == 1:
        return text("Value {total:decimal}, all of it {what}.", total=points(value.total), what=counted[0][1])
    named = [text("{points:decimal} {what}", points=points(part), what=what) for part, what in counted]
    return text("Value {total:decimal}: {parts}.", total=points(value.total), parts=_listed(named))


def by_value(plans: Iterable[Planned]) -> list[Planned]:
    """Return actions by value, the highest first."""
    return sorted(plans, key=lambda plan: (-plan.value.total, plan.action.id))


def foremost(ranked: Sequence[Planned], most: int) -> list[Planned]:
    """Return so many actions of most value; the last of them gives way to one that more weightings put first."""
    chosen = list(ranked[:most])
    if chosen and (first := max(ranked, key=lambda plan: plan.rank.first)) not in chosen:
        chosen[-1] = first
    return chosen


def order_of(ranked: Sequence[Planned], refs: Mapping[str, str]) -> str:
    """Return actions in their order of value, with a tilde where that of two neighbours is not settled."""
    signs = [" ~ " if after.action.id in before.tied_with else " > " for before, after in pairwise(ranked)]
    return "".join(refs[plan.action.id] + sign for plan, sign in zip(ranked, [*signs, ""], strict=True))


def confidence_of(plan: Planned) -> Text | None:
    """Return how much is taken off because no record checks what is claimed; None where nothing is."""
    confidence = plan.value.confidence
    if confidence is None or confidence >= 1 - 1e-9:
        return None
    return text(
        "Confidence {confidence:percent}: what no record checks counts for less.",
        confidence=confidence,
    )


def robustness_of(plan: Planned) -> Text:
    """Return how often it comes first when score, stage and customers are weighted in every possible way."""
    rank = plan.rank
    if rank.top3 == 0:
        return text("Among the first three under no weighting of score, stage and customers.")
    if rank.first == 1:
        return text("First however score, stage and customers are weighted.")
    if rank.first == 0:
        return text("Among the first three under {top3:percent} of the weightings, never first.", top3=rank.top3)
    return text(
        "First under {first:percent} of the weightings, among the first three under {top3:percent}.",
        first=rank.first,
        top3=rank.top3,
    )


def ties_of(plan: Planned, roadmap: Roadmap, called: Mapping[str, str], most: int = _NAMED) -> Text | None:
    """Return against which actions its place is not settled, the nearest in value first; ``called`` names them."""
    tied = nearest_ties(plan, roadmap)
    if not tied:
        return None
    named = tied if len(tied) <= most + 1 else tied[:most]
    quoted = [text("“{words}”", words=called.get(key, key)) for key in named]
    if len(named) == len(tied):
        return text("Its place against {titles} is not settled.", titles=_listed(quoted))
    return text(
        "Its place against {titles} and {n:int} others is not settled.",
        titles=_commas(quoted),
        n=len(tied) - len(named),
    )


def nearest_ties(plan: Planned, roadmap: Roadmap) -> list[str]:
    """Return the actions against which its place is not settled, the nearest in value first."""
    values = {other.action.id: other.value.total for other in roadmap.actions}
    tied = [key for key in plan.tied_with if key in values]
    return sorted(tied, key=lambda key: (abs(values[key] - plan.value.total), key))


class Told(Protocol):
    """A roadmap with what is needed to speak of it."""

    @property
    def assessment(self) -> Assessment:
        """What it was planned from."""

    @property
    def roadmap(self) -> Roadmap:
        """The plan."""

    @property
    def speech(self) -> Speech:
        """The reader's language."""

    @property
    def names(self) -> Names:
        """What teams are called."""

    @property
    def called(self) -> Mapping[str, str]:
        """Action to how a sentence names it."""


def wait_of(plan: Planned, told: Told) -> Text | None:
    """Return what keeps an action from starting earlier; None where nothing of this kind does."""
    month, found = told.speech.month(plan.start or told.roadmap.start), held_back(told.roadmap, plan)
    if found and found.first:
        return text("Not before {month}: it needs {titles} first.", month=month, titles=_titles(found.first, told))
    if found:
        return text(
            "Not before {month}: until then, this team has no days left for it: {team}.",
            month=month,
            team=told.names.team(found.full or ""),
        )
    if others := built_on(told.assessment, told.roadmap, plan):
        return text(
            "Not before {month}: it builds on {titles}, and ends in the same month.",
            month=month,
            titles=_titles(others, told),
        )
    return None


def why(plan: Planned, told: Told) -> str:
    """Return the sentences that defend an action's place: value, confidence, robustness, ties, what it waits for."""
    said = (
        worth_of(plan),
        confidence_of(plan),
        robustness_of(plan) if plan.value.total > 0 else None,
        ties_of(plan, told.roadmap, told.called),
        wait_of(plan, told),
    )
    return " ".join(told.speech.say(sentence) for sentence in said if sentence)


def _titles(keys: Sequence[str], told: Told) -> Text:
    return _listed([text("“{words}”", words=told.called.get(key, key)) for key in keys])


def _listed(items: list[Text]) -> Text:
    if len(items) == 1:
        return items[0]
    return text("{head} and {last}", head=_commas(items[:-1]), last=items[-1])


def _commas(items: list[Text]) -> Text:
    """Return items with commas between them."""
    names = [f"item{number}" for number in range(len(items))]
    return Text(", ".join(f"{{{name}}}" for name in names), dict(zip(names, items, strict=True)))
