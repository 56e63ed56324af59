"""Metrics on the page of a comparison: which moved by more than chance does, and which cannot tell."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from rich.text import Text as Rich

from cxmaturity.cli.paper import Paper
from cxmaturity.cli.score_page.wording import figure, metric_name
from cxmaturity.comparison.change_words import change_words
from cxmaturity.comparison.metrics import MetricChange, number
from cxmaturity.evidence.measures import Estimate
from cxmaturity.model import Model, better_way
from cxmaturity.words import Text, text

_MOVED: Final = (text("Metric"), text("From"), text("To"), text("Change"), text("Interval (95%)"), Text("", {}))
_MISSES: Final = 0.05
"""Share of 95 % intervals that leave out the truth."""
_OPEN: Final = (text("Metric"), text("From"), text("To"), text("Change"), text("Least to be seen"))


def show(changes: Sequence[MetricChange], model: Model, paper: Paper) -> None:
    """Print the metrics that moved, those that cannot tell, and how many cannot be judged."""
    judged = [change for change in changes if change.low != change.high]
    moved = [change for change in changes if change.verdict != "cannot_tell"]
    unsettled = [change for change in judged if change.verdict == "cannot_tell"]
    paper.title(text("Metrics that moved") if moved else text("No metric moved by more than chance does."))
    paper.table(
        [[*_row(change, paper), _interval(change, paper), _good(change, model, paper)] for change in moved], _MOVED
    )
    _by_chance(judged, paper)
    if unsettled:
        paper.title(text("Metrics that cannot tell: chance alone could have moved them so"))
        paper.table([[*_row(change, paper), _least(change, paper)] for change in unsettled], _OPEN)
        paper.line(
            text("Least to be seen: the smallest change that samples of this size show four times in five."), "dim"
        )
    _beyond_judgement(changes, paper)


def _by_chance(judged: Sequence[MetricChange], paper: Paper) -> None:
    """Say how many intervals there were, and how many of them would leave 0 out though nothing had moved."""
    if not judged:
        return
    moved, expected = (sum(change.verdict != "cannot_tell" for change in judged), _MISSES * len(judged))
    figures = {"n": len(judged), "moved": moved, "expected": round(expected)}
    told = text(
        "Judged by a 95% interval: {n:int} {n:plural metric|metrics}, of which {moved:int} moved; chance alone would "
        "move about {expected:int}.",
        **figures,
    )
    if figures["expected"] == 0:
        told = text(
            "Judged by a 95% interval: {n:int} {n:plural metric|metrics}, of which {moved:int} moved; chance alone "
            "seldom moves one of so few.",
            **figures,
        )
    same = text("Customers asked in both cycles count as two samples, so the intervals are not exact.")
    paper.line(" ".join(map(paper.say, (told, same))), "dim")


def _row(change: MetricChange, paper: Paper) -> list[Rich]:
    sides = (side.value if isinstance(side, Estimate) else side for side in (change.before, change.after))
    before, after = (figure(change.id, side, paper) for side in sides)
    return [
        Rich(metric_name(change.id, paper)),
        Rich(before),
        Rich(after),
        Rich(change_words(change.id, change.change, paper.language), style="bold"),
    ]


def _interval(change: MetricChange, paper: Paper) -> Rich:
    if change.low == change.high:
        return Rich(paper.say(text("counted in full")), style="dim")
    low, high = (change_words(change.id, end, paper.language) for end in (change.low, change.high))
    return Rich(f"{low} … {high}")


def _good(change: MetricChange, model: Model, paper: Paper) -> Rich:
    """Say whether a change is for the better; nothing where neither way is."""
    better = better_way(change.id, model)
    if better is None:
        return Rich("")
    is_good = (change.verdict == "rose") == (better == "up")
    return Rich(paper.say(text("better") if is_good else text("worse")), style="green" if is_good else "red")


def _least(change: MetricChange, paper: Paper) -> Rich:
    return Rich(change_words(change.id, change.detectable, paper.language).removeprefix("+"), style="dim")


def _beyond_judgement(changes: Sequence[MetricChange], paper: Paper) -> None:
    """Count the figures in which chance cannot be judged, and those that are there on one side only."""
    values = [(number(change.before), number(change.after)) for change in changes if change.low is None]
    one_sided = sum((before is None) != (after is None) for before, after in values)
    others = sum(None not in pair and pair[0] != pair[1] for pair in values)
    told: list[Text] = []
    if others:
        told.append(
            text(
                "{n:int} other {n:plural figure differs|figures differ}, without an interval: chance cannot be judged "
                "in {n:plural it|them}.",
                n=others,
            )
        )
    if one_sided:
        told.append(text("{n:int} {n:plural figure was|figures were} measured in one of the cycles only.", n=one_sided))
    if told:
        told.append(text("All of them: --json"))
        paper.line(" ".join(map(paper.say, told)), "dim", above=1)
