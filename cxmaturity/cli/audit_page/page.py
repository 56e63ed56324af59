"""The page of an audit: findings, then the figures, then how the logs were read. Readable at 80 columns, uncoloured."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Final

from rich.text import Text as Rich

from cxmaturity.checks.finding import Finding
from cxmaturity.cli.audit_page.figures import NAMES, integer, known_metrics, largest, more, name_of, told, written
from cxmaturity.cli.audit_page.response import dose, opt_outs, response
from cxmaturity.cli.audit_page.scores import scores
from cxmaturity.cli.audit_page.unseen import unseen
from cxmaturity.cli.findings_page import print_findings
from cxmaturity.cli.paper import Paper
from cxmaturity.contacts.policy import DEFAULT
from cxmaturity.evidence.measures import ContactFacts
from cxmaturity.words import Text, text

_VOLUME: Final = (
    "contacts.count",
    "contacts.customers",
    "contacts.sources",
    "contacts.channels",
    "contacts.teams",
    "contacts.tools",
    "contacts.per_customer.mean",
    "contacts.top_decile_share",
)
_FATIGUE: Final = (
    "fatigue.gap_days.p50",
    "fatigue.gap_days.p05",
    "fatigue.gaps_under_1d",
    "fatigue.gaps_under_7d",
    "fatigue.gaps_under_30d",
    "fatigue.same_day.max",
    "fatigue.same_day.customers",
    "fatigue.over_20_a_day.customers",
    "fatigue.contacts_over_policy_share",
    "fatigue.customers_over_policy_share",
)
_FRAGMENTATION: Final = (
    "fragmentation.sources_per_customer.mean",
    "fragmentation.sources_per_customer.p95",
    "fragmentation.sources_per_customer.max",
    "fragmentation.multi_source_30d.customers",
    "fragmentation.collisions_7d",
    "fragmentation.collision_share",
    "fragmentation.repeat_question_share",
    "fragmentation.metric_conflicts",
    "fragmentation.off_map_tool_share",
    "fragmentation.off_platform_tool_share",
    "contacts.effective_sources",
    "contacts.effective_tools",
    "contacts.unattributed_share",
)
_IF_ANY: Final = ("contacts.sources", "contacts.channels", "contacts.teams", "contacts.tools")
"""Numbers of values that are 0 where the logs have no such column."""
_TIMING: Final = ("timing.lag_days.p50", "timing.within_declared_share")
_DATA: Final = (
    "contacts.rejected_rows",
    "contacts.duplicates",
    "contacts.mirrored_sources",
    "contacts.impossible_times",
    "contacts.suppressed",
    "contacts.orphan_events",
    "contacts.other_events",
)
_WINDOWS: Final = (7, 30, 90)


def show(facts: ContactFacts, findings: Sequence[Finding], paper: Paper) -> None:
    """Print an audit."""
    _head(facts, paper)
    _findings(facts, findings, paper)
    _figures(text("Volume"), facts, _VOLUME, paper)
    _fatigue(facts, paper)
    _reminders(facts, paper)
    response(facts, paper)
    dose(facts, paper)
    opt_outs(facts, paper)
    scores(facts, paper)
    if facts.metrics.get("contacts.sources"):
        _figures(text("Fragmentation"), facts, _FRAGMENTATION, paper)
    _collisions(facts, paper)
    _figures(text("Timing"), facts, _TIMING, paper)
    _data(facts, paper)
    unseen(facts, paper)
    notes(facts, paper)


def definitions(facts: ContactFacts, paper: Paper) -> None:
    """Print every metric with its value and its definition."""
    _head(facts, paper)
    for name, value in facts.metrics.items():
        known = known_metrics().get(name)
        paper.line(Rich.assemble((name, "bold"), "  ", paper.say(written(name, value))), above=1)
        if known is not None:
            paper.line(known.definition.show(paper.language), indent=3)
    for name in facts.tables:
        known = known_metrics().get(name)
        if known is not None:
            paper.line(Rich.assemble((name, "bold"), "  ", paper.say(text("table"))), above=1)
            paper.line(known.definition.show(paper.language), indent=3)
    notes(facts, paper)


def notes(facts: ContactFacts, paper: Paper) -> None:
    """Print how the logs were read, and which files they are."""
    paper.title(text("How the logs were read"))
    for remark in facts.notes:
        paper.line(remark, "dim")
    for log in facts.inputs:
        read = text(
            "{file}: {rows:int} {rows:plural row|rows}, format {format}{digest}",
            file=log.path,
            rows=log.rows,
            format=log.format,
            digest=f", sha256 {log.sha256[:12]}…" if log.sha256 else "",
        )
        paper.line(read, "dim")


def _head(facts: ContactFacts, paper: Paper) -> None:
    first, last = (date.fromisoformat(str(facts.metrics[f"contacts.{end}"])[:10]) for end in ("first", "last"))
    paper.head(text("Contact audit"))
    paper.line(
        text(
            "{contacts:int} {contacts:plural request|requests} to {customers:int} "
            "{customers:plural customer|customers}, {first:date} to {last:date}",
            contacts=facts.metrics["contacts.count"],
            customers=facts.metrics["contacts.customers"],
            first=first,
            last=last,
        ),
        "bold",
    )
    rule = text(
        "Contact rule: {policy}, {limits} ({declared})",
        policy=facts.policy["name"],
        limits=", ".join(limit.show(paper.language) for limit in _limits(facts.policy)) or text("no limit"),
        declared=_whose(facts.policy),
    )
    paper.line(rule, "dim")
    if facts.metrics.get("coverage.lower_bound"):
        bound = text("A log keeps only the last request to each person: every pressure here is a lower bound.")
        paper.line(bound, "yellow")


def _whose(policy: Mapping[str, object]) -> Text:
    """Return whose rule a log is measured against."""
    if policy["declared"]:
        return text("the organisation’s own")
    if policy["name"] == DEFAULT:
        return text("a reference, not declared")
    return text("named by --policy, not declared by the organisation")


def _limits(policy: Mapping[str, object]) -> Iterator[Text]:
    limits = policy["limits"]
    for limit in limits if isinstance(limits, list | tuple) else ():
        kind = limit["to"]
        yield text(
            "at most {n:int} in {days} {days:plural day|days}{kind}",
            n=limit["contacts"],
            days=limit["days"],
            kind=text(" from {kind} sources", kind=kind) if kind else "",
        )


def _findings(facts: ContactFacts, findings: Sequence[Finding], paper: Paper) -> None:
    examples = {
        name: text("For example {customers}", customers=", ".join(shown))
        for name, shown in facts.examples.items()
        if shown
    }
    print_findings(findings, paper, examples)
    if any(finding.id in facts.examples for finding in findings):
        paper.line(
            text("Who these customers are, here and to you only: cxmaturity resolve LOG PSEUDONYM"), "dim", above=1
        )


def _figures(title: Text, facts: ContactFacts, names: Sequence[str], paper: Paper) -> None:
    rows = told(facts.metrics, [name for name in names if name not in _IF_ANY or facts.metrics.get(name)], paper)
    if rows:
        paper.title(title)
        paper.table(rows, least=NAMES)


def _fatigue(facts: ContactFacts, paper: Paper) -> None:
    metrics = facts.metrics
    paper.title(text("Fatigue"))
    labels = [(text("within 24 hours"), "fatigue.pressure_1d")]
    labels += [(text("within {n:int} {n:plural day|days}", n=days), f"fatigue.pressure_{days}d") for days in _WINDOWS]
    labels.append((text("over the whole log"), "contacts.per_customer"))
    rows = [
        (label, *(written(f"{stem}.{end}", metrics[f"{stem}.{end}"]) for end in ("p50", "p95", "max")))
        for label, stem in labels
    ]
    heads = (text("Requests to one customer"), text("median"), text("95th percentile"), text("maximum"))
    paper.table(rows, heads)
    paper.line("")
    paper.table(told(metrics, _FATIGUE, paper), least=NAMES)


def _reminders(facts: ContactFacts, paper: Paper) -> None:
    without = facts.without_reminders
    if without is None:
        return
    paper.title(text("With and without reminders"))
    rows = [
        (name_of(name, paper), written(name, facts.metrics[name]), written(name, value))
        for name, value in without.items()
        if facts.metrics[name] is not None
    ]
    paper.table(rows, (Text(""), text("with"), text("without")))


def _collisions(facts: ContactFacts, paper: Paper) -> None:
    pairs = facts.tables.get("fragmentation.collision_pairs")
    if not pairs:
        return
    paper.title(text("Sources that meet at the same customer within 7 days"))
    rows = [
        (
            f"{row['a']} + {row['b']}",
            integer(row["collisions"]),
            integer(row["customers"]),
            Text("{lift:decimal2}", {"lift": row["lift"]}),
        )
        for row in largest(pairs, "collisions")
    ]
    paper.table(rows, (text("Pair of sources"), text("collisions"), text("customers"), text("lift")))
    more(pairs, paper)
    lift = text(
        "Lift: customers at whom both met within 7 days, against those whom chance would have both ask at any time "
        "(1). Below 1 is usual: meeting within 7 days is rarer than both asking at some time."
    )
    paper.line(lift, "dim", indent=3)


def _data(facts: ContactFacts, paper: Paper) -> None:
    """Print what is odd in the data; what never occurs is named in one line."""
    metrics = facts.metrics
    paper.title(text("Data"))
    paper.table(told(metrics, [name for name in _DATA if metrics.get(name)], paper), least=NAMES)
    none = [name_of(name, paper) for name in _DATA if metrics.get(name) == 0]
    if none:
        paper.line(text("None: {what}", what=", ".join(name[0].lower() + name[1:] for name in none)), "dim", indent=3)
