"""How answers go with contact pressure: the raw rates, and the slope within customers where it may be used."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise

from cxmaturity.contacts.metrics.verdict import FEWEST, Direction, direction
from cxmaturity.contacts.metrics.verdict import dose_response as dose_response_verdict
from cxmaturity.evidence.measures import FEWEST_CUSTOMERS, ContactFacts, Estimate, OddsRatio, Row, Slope
from cxmaturity.report.charts.dose_response import Dose, dose_response
from cxmaturity.report.view.figures.figure import Figure, Undrawn, number, told
from cxmaturity.report.view.speech import Speech
from cxmaturity.words import Text, text

_TICKS = (0.02, 0.05, 0.1, 0.2, 0.25)


def dose_figure(facts: ContactFacts, speech: Speech, width: float) -> Figure | Undrawn:
    """Return the response rate by pressure, so wide; why not where no rate is known."""
    table = facts.tables.get("response.by_pressure")
    if table is None:
        return Undrawn(text("the log shows no answers"))
    if not any(number(row.get("n")) for row in table):
        return Undrawn(text("no request is old enough, or has 30 days before it, to be judged"))
    doses = [_dose(row, speech) for row in table]
    rates = speech.series(
        told(dose.label, speech.say(text("{rate} of {n:int}", rate=dose.shown, n=row.get("n"))), speech)
        for dose, row in zip(doses, table, strict=True)
        if dose.rate is not None
    )
    title = speech.say(text("Response rate with its 95 % interval, by pressure. {rows}", rows=rates))
    axis = speech.say(text("Requests in the 30 days before, this one included"))
    drawn = dose_response(title, doses, axis, _ticks(doses, speech), width, _slope(facts.metrics, speech))
    return Figure(speech.say(_title(table)), drawn, speech.say(_remark(table, facts.metrics)))


def _remark(table: Sequence[Row], metrics: Mapping[str, object]) -> Text:
    """Return how to read the rates, and on how many of all requests they rest."""
    return text(
        "Light bands are 95% intervals; an association, not a cause. The rates rest on {n:int} of the {all:int} "
        "requests: those of sources with answers that have enough of the log before and after them.",
        n=sum(number(row.get("n")) for row in table),
        all=metrics.get("contacts.count"),
    )


def dose_verdict(facts: ContactFacts, speech: Speech) -> str:
    """Return what may be said of pressure and response beside the figure; empty where no answer is visible."""
    found = direction(facts.metrics)
    if found is None:
        verdict = dose_response_verdict(facts.metrics)
        return speech.say(verdict) if verdict else ""
    falls = text("The same customers answer less when they are asked more: an association, not proof of a cause.")
    rises = text("The same customers answer more when they are asked more: an association, not proof of a cause.")
    said = [speech.say(falls if found == "falls" else rises)]
    if not _is_steady(facts.tables.get("response.by_pressure") or (), found):
        other = text("The line compares different customers with each other, so it need not show this at every step.")
        said.append(speech.say(other))
    return " ".join(said)


def _is_steady(table: Sequence[Row], found: Direction) -> bool:
    """Tell whether the raw rates go the way of what was found from each pressure to the next."""
    rates = [number(row.get("rate")) for row in table if row.get("rate") is not None]
    return all(one > other if found == "falls" else one < other for one, other in pairwise(rates))


def _dose(row: Row, speech: Speech) -> Dose:
    rate, low, high = (row.get(name) for name in ("rate", "low", "high"))
    known, pressure = isinstance(rate, (int, float)), str(row["pressure"])
    return Dose(
        pressure,
        number(rate) if known else None,
        number(low) if known else None,
        number(high) if known else None,
        speech.percent(number(rate)) if known else "",
        speech.compact(number(row.get("n"))),
        speech.say(_told(pressure, row)) if known and low is not None and high is not None else "",
    )


def _told(pressure: str, row: Row) -> Text:
    return text(
        "{pressure} in 30 days: {rate:percent1} ({low:percent1} to {high:percent1}), n = {n:int}",
        pressure=pressure,
        rate=number(row.get("rate")),
        low=number(row.get("low")),
        high=number(row.get("high")),
        n=row.get("n"),
    )


def _ticks(doses: Sequence[Dose], speech: Speech) -> list[tuple[float, str]]:
    most = max(dose.high or 0.0 for dose in doses)
    tick = next(size for size in _TICKS if size * 5 >= most)
    return [(tick * step, speech.percent(tick * step)) for step in range(6) if step < 2 or tick * (step - 1) < most]


def _slope(metrics: Mapping[str, object], speech: Speech) -> str:
    """Return the slope within customers; nothing where it must not be concluded from."""
    slope = metrics.get("response.within_customer_slope")
    if not isinstance(slope, Slope) or slope.value is None or slope.customers < FEWEST or slope.label is not None:
        return ""
    return speech.say(
        text(
            "Same customers: {points} points a further request ({low} to {high})",
            points=speech.decimal(slope.value),
            low=speech.decimal(slope.low),
            high=speech.decimal(slope.high),
        )
    )


def dose_steps(metrics: Mapping[str, object], speech: Speech) -> tuple[str, ...]:
    """Return what is compared after the raw rates, in the order of the method: within customers, strata, feedback.

    The slope within customers is left out where the figure tells it.
    """
    slope, odds, again = (
        metrics.get(f"response.{name}") for name in ("within_customer_slope", "mantel_haenszel", "feedback_ratio")
    )
    steps: list[Text] = []
    if isinstance(slope, Slope) and slope.value is not None and not _slope(metrics, speech):
        steps.append(
            text(
                "Within customers, {n:int} of whom were asked at different pressures: {points:decimal} points a "
                "further request ({low:decimal} to {high:decimal}).",
                n=slope.customers,
                points=slope.value,
                low=slope.low,
                high=slope.high,
            )
        )
    if isinstance(odds, OddsRatio) and odds.value is not None:
        steps.append(
            text(
                "Odds of an answer at 2 requests or more against 1, by customer and 91 days (Mantel-Haenszel): "
                "{ratio:decimal2} ({low:decimal2} to {high:decimal2}).",
                ratio=odds.value,
                low=odds.low,
                high=odds.high,
            )
        )
    if isinstance(again, Estimate) and again.value is not None:
        steps.append(
            text(
                "Asked again within 30 days, after an answer against after none: {ratio:decimal2} times as likely "
                "({low} to {high}).",
                ratio=again.value,
                low=speech.decimal(again.low, 2),
                high=speech.decimal(again.high, 2),
            )
        )
    return tuple(speech.say(step) for step in steps)


def _title(table: Sequence[Row]) -> Text:
    alone, further = table[0], table[1:]
    n, answered = (sum(number(row.get(name)) for row in further) for name in ("n", "responded"))
    if min(number(alone.get("n")), n) < FEWEST_CUSTOMERS:
        return text("Too few requests follow others, or none, for their response to be compared")
    return text(
        "{alone:percent} of requests were answered where none came in the 30 days before, {further:percent} where some "
        "did",
        alone=number(alone.get("rate")),
        further=answered / n,
    )
