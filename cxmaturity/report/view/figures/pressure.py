"""How many requests customers got in their fullest 30 days."""

from __future__ import annotations

from cxmaturity.evidence.measures import FEWEST_CUSTOMERS, ContactFacts
from cxmaturity.report.charts.pressure import Bar, distribution
from cxmaturity.report.view.figures.figure import Figure, limits, told
from cxmaturity.report.view.speech import Speech
from cxmaturity.words import Text, text

_APART = 2
"""Empty bars below customers who stand apart, at least."""
_BINS = ("1", "2", "3", "4", "5", "6", "7", "8", "9", "10+")


def pressure_figure(facts: ContactFacts, speech: Speech, width: float) -> Figure:
    """Return the distribution, so wide."""
    limit = _limit(facts)
    bars = [
        Bar(
            label=bin_,
            customers=facts.histogram.get(bin_, 0),
            shown=speech.compact(facts.histogram.get(bin_, 0)),
            over=limit is not None and int(bin_.rstrip("+")) > limit,
            told=_told(bin_, facts.histogram.get(bin_, 0), speech),
        )
        for bin_ in _BINS
    ]
    rows = speech.series(told(bar.label, speech.integer(bar.customers), speech) for bar in bars)
    title = speech.say(
        text("Number of customers by the most requests that they received within 30 days. {rows}", rows=rows)
    )
    axis = speech.say(text("Most requests that a customer received within 30 days"))
    remark = speech.say(text("Bars beyond the rule in orange.")) if limit is not None else ""
    return Figure(speech.say(_title(facts)), distribution(title, bars, axis, width), remark)


def _told(bin_: str, customers: int, speech: Speech) -> str:
    return speech.say(
        text("{requests} in 30 days: {n:int} {n:plural customer|customers}", requests=bin_, n=customers),
    )


def _limit(facts: ContactFacts) -> int | None:
    """Return how many requests in 30 days the rule allows, None where it says nothing about 30 days."""
    return min((contacts for contacts, days in limits(facts) if days == 30), default=None)


def _title(facts: ContactFacts) -> Text:
    limit, total = _limit(facts), sum(facts.histogram.values())
    if total < FEWEST_CUSTOMERS:
        return text("{n:int} {n:plural customer is|customers are} too few for shares", n=total)
    if limit is None:
        once = facts.histogram.get("1", 0)
        return text("{share:percent} of customers never received more than one request in 30 days", share=once / total)
    if cluster := _cluster(facts, limit):
        least, empty, many = cluster
        return text(
            "{n:int} {n:plural customer|customers} received {least:int} or more requests within 30 days, none "
            "{empty:int} to {last:int}",
            n=many,
            least=least,
            empty=empty,
            last=least - 1,
        )
    over = sum(count for bin_, count in facts.histogram.items() if int(bin_.rstrip("+")) > limit)
    return text(
        "{share:percent} of customers received more than {limit:int} {limit:plural request|requests} within 30 days",
        share=over / total,
        limit=limit,
    )


def _cluster(facts: ContactFacts, limit: int) -> tuple[int, int, int] | None:
    """Return from how many requests on customers stand apart, from where on there are none, and how many they are.

    None where there are fewer than two empty bars below them, or too few of them.
    """
    counts = [facts.histogram.get(bin_, 0) for bin_ in _BINS]
    for least in range(len(counts), limit + 2, -1):
        empty = least - 1
        while empty > limit and not counts[empty - 1]:
            empty -= 1
        many = sum(counts[least - 1 :])
        if counts[least - 1] and least - 1 - empty >= _APART and many >= FEWEST_CUSTOMERS:
            return least, empty + 1, many
    return None
