"""What rests of different lengths between two requests would have kept and spared."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence

from cxmaturity.evidence.measures import ContactFacts, Row
from cxmaturity.report.charts.frontier import PLOT, Series, frontier
from cxmaturity.report.view.figures.figure import Figure, Undrawn, limits, number
from cxmaturity.report.view.speech import Speech
from cxmaturity.words import Text, text

_USUAL = 30
"""Days of the rest that the title speaks of when the rule in force is none of those shown."""


def frontier_figure(facts: ContactFacts, speech: Speech, plot: float = PLOT) -> Figure | Undrawn:
    """Return the frontier of the audit with the rule in force, its plot so high; why not where nothing was replayed."""
    if not facts.frontier:
        return Undrawn(text("the facts hold no replay; audit the logs again"))
    named = text("rule in force") if facts.policy.get("declared") else text("reference rule")
    customers = number(facts.metrics.get("contacts.customers"))
    return drawn_frontier(facts.frontier, customers, speech, _rest(facts), named, plot)


def drawn_frontier(  # noqa: PLR0917  # one figure of one table
    table: Sequence[Row],
    customers: float,
    speech: Speech,
    rest: float | None = None,
    named: Text | None = None,
    plot: float = PLOT,
) -> Figure:
    """Return the frontier of some rests, given how many customers there are; ``named`` marks one of them."""
    days = [int(number(row["days"])) for row in table]
    kept = _series(
        text("Requests kept"),
        [_part(row["kept"], number(row["kept"]) + number(row["stopped"])) for row in table],
        speech,
    )
    spared = _series(text("Customers spared"), [_part(row["customers_spared"], customers) for row in table], speech)
    mark = None if rest is None or named is None else _place(days, rest)
    told = [
        speech.say(
            text(
                "{days:int} {days:plural day|days}: {kept} of requests kept, {spared} of customers spared",
                days=number_of_days,
                kept=one,
                spared=other,
            )
        )
        for number_of_days, one, other in zip(days, kept.shown, spared.shown, strict=True)
    ]
    svg = frontier(
        speech.say(text("Share of requests kept and of customers spared, by days of rest between two requests.")),
        [speech.integer(number_of_days) for number_of_days in days],
        kept,
        spared,
        speech.say(text("Days of rest")),
        None if mark is None or named is None else (mark, speech.say(named)),
        [(share, speech.percent(share)) for share in (0.0, 0.5, 1.0)],
        told,
        plot,
    )
    remark = text(
        "Spared: at least one request would have been stopped. What customers would then have done, nobody can know."
    )
    return Figure(speech.say(_title(table, kept, rest, speech)), svg, speech.say(remark))


def _series(name: Text, shares: Sequence[float], speech: Speech) -> Series:
    return Series(speech.say(name), tuple(shares), tuple(speech.percent(share) for share in shares))


def _part(part: object, whole: float) -> float:
    return number(part) / whole if whole else 0.0


def _rest(facts: ContactFacts) -> float | None:
    """Return the days of the rule in force where it is one request in so many days, and nothing else."""
    found, every = limits(facts), facts.policy.get("limits")
    alone = len(found) == 1 and isinstance(every, (list, tuple)) and len(every) == 1
    return found[0][1] if alone and found[0][0] == 1 else None


def _place(days: Sequence[int], rest: float) -> float | None:
    """Return where a rest lies along the others, None beyond them."""
    if not days[0] <= rest <= days[-1]:
        return None
    after = bisect_left(days, rest)
    if days[after] == rest:
        return after
    return after - 1 + (rest - days[after - 1]) / (days[after] - days[after - 1])


def _title(table: Sequence[Row], kept: Series, rest: float | None, speech: Speech) -> Text:
    days = [int(number(row["days"])) for row in table]
    chosen = days.index(int(rest)) if rest in days and rest else days.index(_USUAL) if _USUAL in days else -1
    row = table[chosen]
    return text(
        "One request in {days:int} {days:plural day|days} would have kept {kept} of the requests and spared {n:int} "
        "{n:plural customer|customers}",
        days=days[chosen],
        kept=kept.shown[chosen],
        n=row["customers_spared"],
    )
