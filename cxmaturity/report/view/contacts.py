"""The contact audit: how often customers are asked, who collides with whom, and what the checks found."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from cxmaturity.assess import Assessment
from cxmaturity.checks.finding import Finding
from cxmaturity.evidence.measures import ContactFacts, Estimate
from cxmaturity.report.charts.pairs import PairRow, pairs
from cxmaturity.report.charts.pressure import WIDTH, Bar, RatePoint, distribution, response
from cxmaturity.report.charts.svg import FULL
from cxmaturity.report.view.findings import FindingRow, finding_rows
from cxmaturity.report.view.names import Names
from cxmaturity.report.view.speech import Speech
from cxmaturity.words import Text, text

_PAIRS = 3
_FAMILIES = ("fatigue", "fragmentation")
_BINS = ("1", "2", "3", "4", "5", "6", "7", "8", "9", "10+")


@dataclass(frozen=True)
class ContactPage:
    """The pages of the contact audit."""

    title: str
    lead: str
    figures: tuple[tuple[str, str], ...]
    """Figure and what it counts."""
    distribution_title: str
    distribution: str
    response_title: str
    response: str
    """Empty where no answers were observable."""
    source: str
    remark: str
    """How to read the response rates, or why there are none."""
    pairs_title: str
    pairs: str
    findings: tuple[FindingRow, ...]
    """Those of high and medium weight."""
    minor: tuple[FindingRow, ...]
    """Those of low weight."""


def contact_page(assessment: Assessment, speech: Speech, names: Names) -> ContactPage | None:
    """Return the audit's page, None without a log."""
    facts = assessment.facts.contacts
    if facts is None:
        return None
    found = [finding for finding in assessment.findings if finding.check.family in _FAMILIES]
    rows = finding_rows(found, speech, names)
    remark = (
        text("Light bands are 95 % intervals; an association, not a cause.")
        if _rates(facts)
        else text("The log holds no answers, so nothing is said about response.")
    )
    return ContactPage(
        title=_title(facts, found, speech, names),
        lead=speech.say(_lead(facts, speech)),
        figures=tuple(_figures(facts, speech)),
        distribution_title=speech.say(_distribution_title(facts)),
        distribution=_distribution(facts, speech),
        response_title=speech.say(_response_title(facts)),
        response=_response(facts, speech),
        source=speech.say(_source(facts, assessment.facts.timezone, speech)),
        remark=speech.say(remark),
        pairs_title=speech.say(_pairs_title(facts)),
        pairs=_pairs(facts, speech, names),
        findings=tuple(row for row in rows if row.severity != "low"),
        minor=tuple(row for row in rows if row.severity == "low"),
    )


def policy_words(policy: Mapping[str, object], speech: Speech) -> str:
    """Return the contact rule in words."""
    limits = policy.get("limits")
    parts = [
        speech.say(
            text(
                "{n:int} {n:plural request|requests} in {days:int} {days:plural day|days}",
                n=limit.get("contacts"),
                days=limit.get("days"),
            )
        )
        for limit in (limits if isinstance(limits, (list, tuple)) else ())
        if isinstance(limit, Mapping)
    ]
    rule = speech.listed(parts) or str(policy.get("name", "–"))
    if policy.get("declared"):
        return speech.say(text("the organisation’s own rule (at most {rule})", rule=rule))
    return speech.say(text("a reference rule of ours (at most {rule}), because none is declared", rule=rule))


def _title(facts: ContactFacts, found: Sequence[Finding], speech: Speech, names: Names) -> str:
    if found:
        return speech.joined(finding_rows(found[:1], speech, names)[0].title)
    count = facts.metrics.get("contacts.count")
    return speech.title(text("None of the checks finds fatigue or fragmentation in {n:int} requests", n=count))


def _lead(facts: ContactFacts, speech: Speech) -> Text:
    metrics = facts.metrics
    return text(
        "The log holds {n:int} {n:plural request|requests} for feedback to {customers:int} "
        "{customers:plural customer|customers} from "
        "{sources:int} {sources:plural source|sources}, sent between {first} and {last}. They "
        "are measured against {policy}.",
        n=metrics.get("contacts.count"),
        customers=metrics.get("contacts.customers"),
        sources=metrics.get("contacts.sources") or 0,
        first=speech.instant(metrics.get("contacts.first")),
        last=speech.instant(metrics.get("contacts.last")),
        policy=policy_words(facts.policy, speech),
    )


def _figures(facts: ContactFacts, speech: Speech) -> list[tuple[str, str]]:
    wanted = (
        ("contacts.per_customer.p95", text("requests or more over the whole period for one customer in twenty")),
        ("fatigue.same_day.customers", text("customers were asked at least twice on one day")),
        ("fragmentation.multi_source_30d.customers", text("customers heard from several sources within 30 days")),
        ("response.rate", text("of requests were answered in time")),
    )
    shown = []
    for metric, label in wanted:
        measure = facts.metrics.get(metric)
        value = measure.value if isinstance(measure, Estimate) else measure
        if isinstance(value, (int, float)):
            shown.append(
                (speech.percent(value, 1) if metric == "response.rate" else speech.integer(value), speech.say(label))
            )
    return shown


def _limit(facts: ContactFacts) -> int | None:
    """Return how many requests in 30 days the rule allows, None where it says nothing about 30 days."""
    limits = facts.policy.get("limits")
    found = [
        int(limit["contacts"])
        for limit in (limits if isinstance(limits, (list, tuple)) else ())
        if isinstance(limit, Mapping) and limit.get("days") == 30 and limit.get("to") is None
    ]
    return min(found, default=None)


def _distribution_title(facts: ContactFacts) -> Text:
    limit = _limit(facts)
    total = sum(facts.histogram.values())
    if limit is None or not total:
        return text("Customers by the number of requests in their fullest 30 days")
    over = sum(count for bin_, count in facts.histogram.items() if int(bin_.rstrip("+")) > limit)
    return text(
        "{share:percent} of customers received more than {limit:int} {limit:plural request|requests} in some 30 days",
        share=over / total,
        limit=limit,
    )


def _distribution(facts: ContactFacts, speech: Speech) -> str:
    limit = _limit(facts)
    bars = [
        Bar(
            label=bin_,
            customers=facts.histogram.get(bin_, 0),
            shown=speech.integer(facts.histogram.get(bin_, 0)),
            over=limit is not None and int(bin_.rstrip("+")) > limit,
        )
        for bin_ in _BINS
    ]
    rows = "; ".join(f"{bar.label}: {bar.shown}" for bar in bars)
    title = speech.say(text("Number of customers by the requests in their fullest 30 days. {rows}", rows=rows))
    axis = speech.say(text("Requests in the customer’s fullest 30 days"))
    return distribution(title, bars, axis, WIDTH if _rates(facts) else FULL)


def _rates(facts: ContactFacts) -> list[Mapping[str, object]]:
    table = facts.tables.get("response.by_pressure")
    return [row for row in table or () if isinstance(row.get("rate"), (int, float))]


def _response_title(facts: ContactFacts) -> Text:
    if not _rates(facts):
        return text("Response rate")
    return text("Response rate by requests in the 30 days before")


def _response(facts: ContactFacts, speech: Speech) -> str:
    rows = _rates(facts)
    if not rows:
        return ""
    points = [
        RatePoint(
            str(row["pressure"]),
            _share(row["rate"]),
            _share(row["low"]),
            _share(row["high"]),
            speech.percent(_share(row["rate"])),
        )
        for row in rows
    ]
    most = max(point.high or 0.0 for point in points)
    tick = next(size for size in (0.02, 0.05, 0.1, 0.2, 0.25) if size * 5 >= most)
    ticks = [(tick * step, speech.percent(tick * step)) for step in range(6) if tick * (step - 1) < most]
    shown = "; ".join(f"{point.label}: {point.shown}" for point in points)
    title = speech.say(text("Response rate with its 95 % interval, by pressure. {rows}", rows=shown))
    return response(title, points, speech.say(text("Requests in the 30 days before, this one included")), ticks)


def _share(value: object) -> float | None:
    return float(value) if isinstance(value, (int, float)) else None


def _source(facts: ContactFacts, zone: str, speech: Speech) -> Text:
    return text(
        "Source: {files:int} {files:plural log|logs}, n = {n:int} requests; {rejected:int} "
        "{rejected:plural row|rows} rejected. Days in {zone}. Bars beyond the rule in orange.",
        files=len(facts.inputs),
        n=facts.metrics.get("contacts.count"),
        rejected=sum(log.rejected for log in facts.inputs),
        zone=zone,
    )


def _pairs_title(facts: ContactFacts) -> Text:
    share = facts.metrics.get("fragmentation.collision_share")
    if not facts.tables.get("fragmentation.collision_pairs") or not isinstance(share, (int, float)):
        return text("No two sources reached the same customer within a week")
    return text("{share:percent} of repeat requests came from another source within a week", share=share)


def _pairs(facts: ContactFacts, speech: Speech, names: Names) -> str:
    table = sorted(
        facts.tables.get("fragmentation.collision_pairs") or (),
        key=lambda row: (-float(row.get("collisions") or 0), str(row.get("a")), str(row.get("b"))),
    )
    if not table:
        return ""
    rows = [
        PairRow(
            name=f"{names.source(str(row['a']))} + {names.source(str(row['b']))}",
            collisions=float(row.get("collisions") or 0),
            columns=(speech.integer(_share(row.get("collisions"))), speech.integer(_share(row.get("customers")))),
        )
        for row in table[:_PAIRS]
    ]
    headings = (speech.say(text("Pair of sources")), speech.say(text("Collisions")), speech.say(text("Customers")))
    shown = "; ".join(f"{row.name}: {row.columns[0]}" for row in rows)
    return pairs(speech.say(text("Pairs of sources by their collisions. {rows}", rows=shown)), rows, headings)
