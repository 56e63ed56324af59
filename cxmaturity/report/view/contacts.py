"""The contact audit: how often customers are asked, who collides with whom, and what the checks found."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from cxmaturity.assess import Assessment
from cxmaturity.checks.finding import Finding
from cxmaturity.evidence.measures import ContactFacts, Estimate
from cxmaturity.report.charts.frontier import PLOT
from cxmaturity.report.charts.pairs import PairRow, pairs
from cxmaturity.report.charts.pressure import WIDTH
from cxmaturity.report.charts.svg import FULL
from cxmaturity.report.view.budget import WHOLE, Budget, more
from cxmaturity.report.view.figures import (
    Figure,
    Undrawn,
    calendar_figure,
    colliding,
    collision_figure,
    collision_title,
    dose_figure,
    dose_steps,
    dose_verdict,
    frontier_figure,
    pressure_figure,
    source_line,
)
from cxmaturity.report.view.figures.figure import counted, number, told
from cxmaturity.report.view.findings import FindingRow, finding_rows
from cxmaturity.report.view.names import Names
from cxmaturity.report.view.speech import Speech
from cxmaturity.words import Text, text

_PAIRS = 3
_ROOMY = 150.0
"""Height of the frontier's plot where no table of reminders takes the room before it."""
_MATRIX = 8
"""Sources up to which all of their pairs are shown, and not only the busiest ones."""
_FAMILIES = ("fatigue", "fragmentation")
_KINDS = {
    "relationship": text("relationship"),
    "transactional": text("transactional"),
    "indirect": text("indirect"),
}
_REMINDED = (
    "contacts.count",
    "fatigue.pressure_30d.p95",
    "fatigue.customers_over_policy_share",
    "response.rate",
)


@dataclass(frozen=True)
class ContactPage:
    """The pages of the contact audit."""

    title: str
    lead: str
    figures: tuple[tuple[str, str], ...]
    """Figure and what it counts."""
    pressure: Figure
    doses: Figure | None
    """None where no answers were observable."""
    steps: tuple[str, ...]
    """What is compared after the raw rates, in the order of the method."""
    verdict: str
    """What may be said of pressure and response; empty where there are no answers."""
    source: str
    remark: str
    """How to read the first figures."""
    n: str
    """What the further figures rest on."""
    reminders: tuple[tuple[str, str, str], ...]
    """Figure, with reminders, without them; empty where there are none."""
    findings: tuple[FindingRow, ...]
    """Those of high and medium weight."""
    minor: tuple[FindingRow, ...]
    """Those of low weight."""
    more: str
    """How many findings there are besides, and where; empty where there are none."""
    calendar: Figure | None
    collisions: Figure | None
    """None where there are no two sources that could collide; its drawing is empty where they do not."""
    frontier: Figure | None


def contact_page(assessment: Assessment, speech: Speech, names: Names, limits: Budget = WHOLE) -> ContactPage | None:
    """Return the audit's pages, None without a log."""
    facts = assessment.facts.contacts
    if facts is None:
        return None
    found = [finding for finding in assessment.findings if finding.check.family in _FAMILIES]
    rows = tuple(
        replace(row, reach=_reach(finding, facts, speech))
        for finding, row in zip(found, finding_rows(found, speech, names), strict=True)
    )
    weighty = tuple(row for row in rows if row.severity != "low")[: limits.findings]
    minor = tuple(row for row in rows if row.severity == "low")[: limits.minor]
    doses = _drawn(dose_figure(facts, speech, WIDTH))
    pressure = pressure_figure(facts, speech, WIDTH if doses else FULL)
    unanswered = speech.say(text("The log holds no answer times, so nothing is said about response."))
    return ContactPage(
        title=_title(facts, found, speech, names),
        lead=speech.say(_lead(facts, speech)),
        figures=tuple(_figures(facts, speech)),
        pressure=pressure,
        doses=doses,
        steps=dose_steps(facts.metrics, speech) if doses else (),
        verdict=dose_verdict(facts, speech) if doses else "",
        source=source_line(facts, assessment.facts.timezone, speech),
        remark=" ".join(part for part in (pressure.remark, doses.remark if doses else unanswered) if part),
        n=speech.say(text("n = {n:int} {n:plural request|requests}.", n=facts.metrics.get("contacts.count"))),
        reminders=tuple(_reminders(facts, speech)),
        findings=weighty,
        minor=minor,
        more=more(rows, (*weighty, *minor), "findings.csv", speech),
        calendar=_drawn(calendar_figure(facts, speech, strips=2)),
        collisions=_collisions(facts, speech, names),
        frontier=_drawn(frontier_figure(facts, speech, PLOT if facts.without_reminders else _ROOMY)),
    )


def _drawn(figure: Figure | Undrawn) -> Figure | None:
    return figure if isinstance(figure, Figure) else None


def _reminders(facts: ContactFacts, speech: Speech) -> list[tuple[str, str, str]]:
    """Return the key figures with and without reminders."""
    without = facts.without_reminders or {}
    return [
        (
            speech.metric_name(metric),
            speech.measure(metric, facts.metrics[metric]),
            speech.measure(metric, without[metric]),
        )
        for metric in _REMINDED
        if facts.metrics.get(metric) is not None and without.get(metric) is not None
    ]


def policy_words(policy: Mapping[str, object], speech: Speech) -> str:
    """Return the contact rule in words."""
    limits = policy.get("limits")
    parts = [
        speech.say(_limit(limit))
        for limit in (limits if isinstance(limits, (list, tuple)) else ())
        if isinstance(limit, Mapping)
    ]
    rule = speech.listed(parts) or str(policy.get("name", "–"))
    exempt = policy.get("exempt")
    if isinstance(exempt, (list, tuple)) and exempt:
        rule = speech.say(
            text("{rule}, not counting {sources}", rule=rule, sources=speech.listed([str(source) for source in exempt]))
        )
    if policy.get("declared"):
        return speech.say(text("the organisation’s own rule (at most {rule})", rule=rule))
    return speech.say(text("a reference rule of ours (at most {rule}), because none is declared", rule=rule))


def _limit(limit: Mapping[str, object]) -> Text:
    days, kind = number(limit.get("days")), limit.get("to")
    return text(
        "{n:int} {n:plural request|requests} in {shown} {days:plural day|days}{kind}",
        n=limit.get("contacts"),
        days=days,
        shown=text("{days:int}", days=days) if days == int(days) else text("{days:decimal}", days=days),
        kind=text(" from {kind} sources", kind=_KINDS[str(kind)]) if kind else "",
    )


def _title(facts: ContactFacts, found: Sequence[Finding], speech: Speech, names: Names) -> str:
    if found:
        return speech.joined(finding_rows(found[:1], speech, names)[0].title)
    count = facts.metrics.get("contacts.count")
    return speech.title(
        text("None of the checks finds fatigue or fragmentation in {n:int} {n:plural request|requests}", n=count)
    )


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


def _reach(finding: Finding, facts: ContactFacts, speech: Speech) -> str:
    """Return how many customers a finding concerns and their share; a dash where it concerns none in particular."""
    if finding.reach is None:
        return speech.percent(None)
    number = facts.concerned.get(finding.id)
    share = speech.percent(finding.reach)
    return share if number is None else f"{speech.integer(number)} ({share})"


def _figures(facts: ContactFacts, speech: Speech) -> list[tuple[str, str]]:
    collided = facts.metrics.get("fragmentation.collision_share")
    wanted = (
        (
            "contacts.per_customer.p95",
            text("{n:plural request|requests} or more over the whole period for one customer in twenty"),
        ),
        ("fatigue.same_day.customers", text("customers were asked at least twice on one day")),
    )
    shown = []
    for metric, label in wanted:
        value = facts.metrics.get(metric)
        if isinstance(value, (int, float)):
            shown.append((speech.integer(value), speech.say(replace(label, figures={"n": value}))))
    if collided is not None and (several := facts.concerned.get("collisions")) is not None:
        apart = text("{n:plural customer|customers} heard from two sources less than a week apart", n=several)
        shown.append((speech.integer(several), speech.say(apart)))
    rate = facts.metrics.get("response.rate")
    if isinstance(rate, Estimate) and rate.value is not None:
        label = text("of the {n:int} requests that can be judged were answered in time", n=rate.n)
        shown.append((speech.percent(rate.value, 1), speech.say(label)))
    return shown


def _collisions(facts: ContactFacts, speech: Speech, names: Names) -> Figure | None:
    """Return the matrix of few sources, of many the busiest pairs."""
    if facts.tables.get("fragmentation.collision_pairs") is None or len(facts.sources) < 2:
        return None
    if len(colliding(facts)) > _MATRIX:
        return Figure(speech.say(collision_title(facts, names.source)), _pairs(facts, speech, names))
    found = collision_figure(facts, speech, names.source)
    return found if isinstance(found, Figure) else Figure(speech.say(collision_title(facts)), "")


def _pairs(facts: ContactFacts, speech: Speech, names: Names) -> str:
    table = sorted(
        facts.tables.get("fragmentation.collision_pairs") or (),
        key=lambda row: (-number(row.get("collisions")), str(row.get("a")), str(row.get("b"))),
    )
    rows = [
        PairRow(
            name=f"{names.source(str(row['a']))} + {names.source(str(row['b']))}",
            collisions=number(row.get("collisions")),
            columns=(counted(row.get("collisions"), speech), counted(row.get("customers"), speech)),
        )
        for row in table[:_PAIRS]
    ]
    headings = (speech.say(text("Pair of sources")), speech.say(text("Collisions")), speech.say(text("Customers")))
    shown = speech.series(told(row.name, row.columns[0], speech) for row in rows)
    return pairs(speech.say(text("Pairs of sources by their collisions. {rows}", rows=shown)), rows, headings)
