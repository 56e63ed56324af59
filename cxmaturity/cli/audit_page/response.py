"""What the page of an audit says of answers and opt-outs, and whether they go with contact pressure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from cxmaturity.cli.audit_page.figures import (
    NAMES,
    ends,
    integer,
    interval,
    largest,
    more,
    name_of,
    named,
    share,
    told,
    written,
)
from cxmaturity.cli.paper import Cell, Paper
from cxmaturity.contacts.metrics.verdict import dose_response
from cxmaturity.contacts.noting import NO_OPT_OUTS
from cxmaturity.evidence.measures import ContactFacts, Estimate, OddsRatio, Row, Slope
from cxmaturity.words import Text, text

_RATE: Final = "response.rate"
_SLOPE: Final = "response.within_customer_slope"
_GROUPS: Final = {"source": text("Source"), "channel": text("Channel")}
_BESIDE: Final = ("response.late", "fatigue.ignored_streak.p95", "fatigue.ignored_streak.max")
_INTERVAL: Final = text("95% interval")
_ESTIMATE: Final = (Text(""), Text(""), _INTERVAL, text("requests"))


def response(facts: ContactFacts, paper: Paper) -> None:
    """Print how many requests were answered, and by source and channel; nothing where no answer could be seen."""
    rate = facts.metrics.get(_RATE)
    if not isinstance(rate, Estimate):
        return
    paper.title(text("Response"))
    silent = sum(n or 0 for source, n in facts.sources.items() if not facts.responses.get(source))
    paper.table([_estimate(_RATE, rate, paper)], _ESTIMATE)
    rows = told(facts.metrics, _BESIDE, paper)
    if silent:
        rows.append((text("Requests from sources without any answer, left out"), integer(silent)))
    paper.line("")
    paper.table(rows, least=NAMES)
    for key, heading in _GROUPS.items():
        table = facts.tables.get(f"response.by_{key}") or ()
        if any(row[key] for row in table):
            heads = (heading, text("requests"), text("answered"), text("rate"), _INTERVAL)
            paper.line("")
            paper.table([(named(row[key]), *_counted(row, "responded")) for row in largest(table, "n")], heads)
            more(table, paper)


def opt_outs(facts: ContactFacts, paper: Paper) -> None:
    """Print how many requests an opt-out followed, and how many came after one or after a hard bounce."""
    per_1000 = facts.metrics.get("optout.per_1000")
    after = told(facts.metrics, ("fatigue.after_opt_out", "fatigue.after_hard_bounce"), paper)
    if after:
        paper.title(text("Opt-outs and bounces"))
    if isinstance(per_1000, Estimate):
        paper.table([_estimate("optout.per_1000", per_1000, paper)], _ESTIMATE)
        for remark in facts.notes:
            if remark.template == NO_OPT_OUTS.template:
                paper.line(remark, "dim", indent=3)
        paper.line("")
    paper.table(after, least=NAMES)
    if facts.metrics.get("fatigue.after_opt_out") is not None:
        wide = text("An opt-out is taken as one from every request of the organisation, whichever source it answered.")
        paper.line(wide, "dim", indent=3)


def dose(facts: ContactFacts, paper: Paper) -> None:
    """Print whether response goes with pressure: raw, within customers, stratified, feedback, then the verdict."""
    by_pressure, by_opt_out = (_known(facts, f"{name}.by_pressure") for name in ("response", "optout"))
    if not by_pressure and not by_opt_out:
        return
    paper.title(text("Do answers and opt-outs go with contact pressure?"))
    before = text("requests in 30 days")
    if by_pressure:
        paper.line(text("1. Raw: response by the requests in the 30 days before, this one included"))
        heads = (before, text("requests"), text("answered"), text("rate"), _INTERVAL)
        paper.table([(str(row["pressure"]), *_counted(row, "responded")) for row in by_pressure], heads)
    if by_opt_out:
        raw = text("Opt-outs by the requests in the 30 days before, this one included")
        paper.line(raw, above=int(bool(by_pressure)))
        heads = (before, text("requests"), text("opted out"), text("rate"), _INTERVAL)
        paper.table([(str(row["pressure"]), *_counted(row, "optouts")) for row in by_opt_out], heads)
    settled = text(
        "Requests at least 30 days after the log’s start, whose answers are no longer awaited; hence fewer than above"
    )
    paper.line(settled, "dim", indent=3)
    for line in _adjusted(facts.metrics):
        paper.line(line, above=1)
    verdict = dose_response(facts.metrics)
    if verdict is not None:
        paper.line(verdict, "bold", above=1)


def _known(facts: ContactFacts, table: str) -> Sequence[Row]:
    """Return the rows of a table by pressure, none where all are empty."""
    rows = facts.tables.get(table) or ()
    return rows if any(row["n"] for row in rows) else ()


def _adjusted(metrics: Mapping[str, object]) -> Iterator[Text]:
    """Yield the figures that compare customers only with themselves, in the order of METHODS."""
    slope, odds, again = (
        metrics.get(f"response.{name}") for name in ("within_customer_slope", "mantel_haenszel", "feedback_ratio")
    )
    unused = text(" (not to be used, see 4)") if _is_labelled(slope) else ""
    if isinstance(slope, Slope) and slope.value is not None:
        yield text(
            "2. Within customers: {points:decimal} points of response per further request ({ends}; {n:int} "
            "{n:plural customer|customers} asked at different pressures){shown}{unused}",
            points=slope.value,
            ends=ends(_SLOPE, slope),
            n=slope.customers,
            shown=_shown(slope, 0),
            unused=unused,
        )
    if isinstance(odds, OddsRatio) and odds.value is not None:
        yield text(
            "3. Mantel-Haenszel, by customer and 91 days: the odds of an answer at 2 requests or more are "
            "{ratio:decimal2} times those at 1 ({ends}){shown}{unused}",
            ratio=odds.value,
            ends=ends("response.mantel_haenszel", odds),
            shown=_shown(odds, 1),
            unused=unused,
        )
    if isinstance(again, Estimate) and again.value is not None:
        yield text(
            "4. Feedback: after an answer, being asked again within 30 days is {ratio:decimal2} times as likely "
            "({ends}){shown}{label}",
            ratio=again.value,
            ends=ends("response.feedback_ratio", again),
            shown=_shown(again, 1),
            label=text("; not causal: answering changes contact") if _is_labelled(slope) else "",
        )


def _shown(value: Estimate, nothing: float) -> Text | str:
    """Return that nothing is shown where the interval holds the value that stands for no difference."""
    if value.low is None or value.high is None or not value.low <= nothing <= value.high:
        return ""
    return text("; nothing shown")


def _is_labelled(slope: object) -> bool:
    return isinstance(slope, Slope) and slope.label is not None


def _estimate(metric: str, value: Estimate, paper: Paper) -> tuple[Cell, ...]:
    return (name_of(metric, paper), written(metric, value), ends(metric, value), integer(value.n))


def _counted(row: Row, hits: str) -> tuple[Cell, ...]:
    if row["rate"] is None:
        return (integer(row["n"]), integer(row[hits]), Text("–"), Text("–"))
    return (integer(row["n"]), integer(row[hits]), share(row["rate"]), interval(share(row["low"]), share(row["high"])))
