"""What several policies would have kept and stopped."""

from __future__ import annotations

from collections.abc import Sequence

from cxmaturity.evidence.measures import Row
from cxmaturity.report.charts.policies import PolicyRow, policies
from cxmaturity.report.view.figures.figure import Figure, number, told
from cxmaturity.report.view.speech import Speech
from cxmaturity.words import Text, text


def policy_figure(table: Sequence[Row], customers: float, speech: Speech) -> Figure:
    """Return the comparison of policies, of one or more; a row holds policy, kept, stopped, customers_spared."""
    rows = [_row(row, customers, speech) for row in table]
    shown = speech.series(told(row.name, row.columns[0], speech) for row in rows)
    headings = (
        speech.say(text("Policy")),
        speech.say(text("Kept")),
        speech.say(text("Stopped")),
        speech.say(text("Customers spared")),
    )
    title = speech.say(text("Share of requests kept, by policy. {rows}", rows=shown))
    remark = text(
        "Spared: at least one request would have been stopped. What customers would then have done, nobody can know."
    )
    return Figure(speech.say(_title(rows)), policies(title, rows, headings, ""), speech.say(remark))


def _row(row: Row, customers: float, speech: Speech) -> PolicyRow:
    kept, stopped, spared = (number(row[name]) for name in ("kept", "stopped", "customers_spared"))
    share = kept / (kept + stopped) if kept + stopped else 1.0
    part = speech.percent(spared / customers) if customers else speech.integer(None)
    return PolicyRow(
        str(row["policy"]),
        share,
        (speech.percent(share), speech.integer(stopped), f"{speech.compact(spared)} ({part})"),
    )


def _title(rows: Sequence[PolicyRow]) -> Text:
    least = min(rows, key=lambda row: row.kept)
    if len(rows) == 1:
        return text("{policy} would have kept {kept} of the requests", policy=least.name, kept=least.columns[0])
    most = max(rows, key=lambda row: row.kept)
    return text(
        "{policy} would have kept {kept} of the requests, {other} {rest}",
        policy=most.name,
        kept=most.columns[0],
        other=least.name,
        rest=least.columns[0],
    )
