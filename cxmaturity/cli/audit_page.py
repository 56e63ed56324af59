"""The page that ``cxmaturity audit`` prints: findings, key figures, collisions, notes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text as Line

from cxmaturity.checks.finding import Finding
from cxmaturity.cli.options import harmless
from cxmaturity.evidence.measures import ContactFacts, Estimate, Measure
from cxmaturity.model import load_metrics
from cxmaturity.model.schema import Metric
from cxmaturity.words import Language, Text, style, text

_WIDEST: Final = 100
_COLOURS: Final = {"high": "bold red", "medium": "yellow", "low": "dim"}
_KEY_FIGURES: Final[tuple[tuple[Text, tuple[str, ...]], ...]] = (
    (
        text("Volume"),
        (
            "contacts.count",
            "contacts.customers",
            "contacts.sources",
            "contacts.per_customer.mean",
            "contacts.per_customer.p95",
            "contacts.per_customer.max",
            "contacts.top_decile_share",
        ),
    ),
    (
        text("Fatigue"),
        (
            "fatigue.pressure_7d.p95",
            "fatigue.pressure_30d.p50",
            "fatigue.pressure_30d.p95",
            "fatigue.pressure_30d.max",
            "fatigue.gap_days.p50",
            "fatigue.gaps_under_7d",
            "fatigue.same_day.customers",
            "fatigue.over_20_a_day.customers",
            "fatigue.contacts_over_policy_share",
            "fatigue.customers_over_policy_share",
        ),
    ),
    (
        text("Fragmentation"),
        (
            "fragmentation.sources_per_customer.mean",
            "fragmentation.sources_per_customer.p95",
            "fragmentation.multi_source_30d.customers",
            "fragmentation.collisions_7d",
            "fragmentation.collision_share",
            "contacts.effective_sources",
            "contacts.unattributed_share",
        ),
    ),
    (
        text("Data"),
        (
            "contacts.duplicates",
            "contacts.suppressed",
            "contacts.other_events",
            "contacts.rejected_rows",
            "contacts.impossible_times",
            "contacts.mirrored_sources",
        ),
    ),
)
_PAIRS: Final = 10


class Page:
    """An audit on one screen, readable at 80 columns and without colour."""

    def __init__(self, facts: ContactFacts, findings: Sequence[Finding], language: Language) -> None:
        self._facts = facts
        self._findings = findings
        self._language: Language = language
        self._metrics = {metric.id: metric for metric in load_metrics()}
        console = Console(highlight=False)
        self._console = Console(highlight=False, width=min(console.width, _WIDEST))

    def show(self) -> None:
        """Print findings, key figures, collisions and notes."""
        self._head()
        self._print_findings()
        for title, names in _KEY_FIGURES:
            self._figures(title, names)
        self._collisions()
        self._notes()

    def explain(self) -> None:
        """Print every metric with its value and its definition."""
        self._head()
        for name, value in self._facts.metrics.items():
            metric = self._metrics.get(name)
            self._console.print(Line.assemble((name, "bold"), "  ", self._written(metric, value)))
            if metric is not None:
                self._console.print(Padding(Line(metric.definition.show(self._language)), (0, 0, 1, 2)))
        self._notes()

    def _head(self) -> None:
        first, last = (str(self._facts.metrics[f"contacts.{end}"])[:10] for end in ("first", "last"))
        self._say(
            text(
                "{contacts:int} {contacts:plural request|requests} to {customers:int} "
                "{customers:plural customer|customers}, {first} to {last}",
                contacts=self._facts.metrics["contacts.count"],
                customers=self._facts.metrics["contacts.customers"],
                first=first,
                last=last,
            ),
            "bold",
        )
        about = text(
            "Contact rule: {policy} ({declared})",
            policy=self._facts.policy["name"],
            declared=text("the organisation’s own")
            if self._facts.policy["declared"]
            else text("a reference, not declared"),
        )
        self._say(about, "dim")
        self._console.print()

    def _print_findings(self) -> None:
        if not self._findings:
            self._say(text("No finding fires."))
        for finding in self._findings:
            mark = ("● ", _COLOURS[finding.severity])
            self._console.print(Line.assemble(mark, (harmless(finding.title(self._language)), "bold")))
            shown = self._facts.examples.get(finding.id)
            self._console.print(Padding(Line(harmless(finding.detail(self._language))), (0, 0, 0 if shown else 1, 2)))
            if shown:
                who = text("For example {customers}", customers=", ".join(shown))
                self._console.print(Padding(Line(who.show(self._language), style="dim"), (0, 0, 1, 2)))
        if any(finding.id in self._facts.examples for finding in self._findings):
            self._say(text("Who these customers are, here and to you only: cxmaturity resolve LOG PSEUDONYM"), "dim")
            self._console.print()

    def _figures(self, title: Text, names: Sequence[str]) -> None:
        table = Table(box=None, show_header=False, padding=(0, 2, 0, 0))
        table.add_column(ratio=1)
        table.add_column(justify="right", no_wrap=True)
        for name in names:
            metric = self._metrics.get(name)
            label = metric.name.show(self._language) if metric else name
            table.add_row(label, self._written(metric, self._facts.metrics.get(name)))
        self._say(title, "bold")
        self._console.print(Padding(table, (0, 0, 1, 2)))

    def _collisions(self) -> None:
        pairs = self._facts.tables.get("fragmentation.collision_pairs")
        if not pairs:
            return
        table = Table(box=None, padding=(0, 2, 0, 0), header_style="dim")
        for heading in (text("Source"), text("other source")):
            table.add_column(heading.show(self._language), overflow="fold")
        for heading in (text("collisions"), text("customers"), text("lift")):
            table.add_column(heading.show(self._language), justify="right", no_wrap=True)
        for row in sorted(pairs, key=lambda pair: -int(pair["collisions"] or 0))[:_PAIRS]:
            counts = (style.integer(int(row[name] or 0), self._language) for name in ("collisions", "customers"))
            lift = style.decimal(float(row["lift"] or 0), self._language, places=2)
            table.add_row(Line(harmless(str(row["a"]))), Line(harmless(str(row["b"]))), *counts, lift)
        self._say(text("Sources that meet at the same customer within 7 days"), "bold")
        self._console.print(Padding(table, (0, 0, 1, 2)))

    def _notes(self) -> None:
        for remark in self._facts.notes:
            self._say(remark, "dim")
        for log in self._facts.inputs:
            read = text(
                "{file}: {rows:int} {rows:plural row|rows}, sha256 {digest}…",
                file=log.path,
                rows=log.rows,
                digest=log.sha256[:12],
            )
            self._say(read, "dim")

    def _written(self, metric: Metric | None, value: Measure) -> str:
        """Return a figure as the reader's language writes it."""
        if isinstance(value, Estimate):
            value = value.value
        if value is None:
            return text("not observable").show(self._language)
        if isinstance(value, bool):
            return (text("yes") if value else text("no")).show(self._language)
        if isinstance(value, str):
            return value
        unit = metric.unit if metric else "number"
        if unit == "share":
            return style.percent(value, self._language, places=1)
        if unit == "count" and value == int(value):
            return style.integer(value, self._language)
        return style.decimal(value, self._language, places=2)

    def _say(self, what: Text, look: str = "") -> None:
        self._console.print(Line(harmless(what.show(self._language)), style=look))
