"""The evidence on one practice, rule by rule: what was measured and where, what it allows, and what is left out."""

from __future__ import annotations

from typing import Final

from cxmaturity.cli.paper import Paper
from cxmaturity.cli.score_page.wording import figure, level_name, measured, metric_name
from cxmaturity.evidence.measures import Estimate
from cxmaturity.evidence.origins import Kind, Origin
from cxmaturity.evidence.sentences import sentence, shows
from cxmaturity.model.schema import EvidenceRule
from cxmaturity.scoring import Chain, EvidenceSeen, RuleRead, SilentRule, Verdict
from cxmaturity.words import Text, text

_NAMED: Final = 2
"""Files that are named of one record."""
_SPEAKS: Final[dict[Verdict, Text]] = {
    "confirmed": text("confirms the claim"),
    "consistent": text("does not contradict the claim"),
    "contradicted": text("contradicts the claim"),
}
_STYLES: Final[dict[Verdict | None, str]] = {"confirmed": "green", "consistent": "green", "contradicted": "bold red"}
_RECORDS: Final[dict[Kind, Text]] = {
    "log": text("the contact log"),
    "map": text("the ownership map"),
    "cases": text("the log of cases"),
    "roadmap": text("the organisation’s roadmap"),
    "answers": text("the interview"),
}
_MISSING: Final[dict[Kind, Text]] = {
    "log": text("there is no contact log"),
    "map": text("there is no ownership map"),
    "cases": text("there is no log of cases"),
    "roadmap": text("roadmap.yaml lists no action"),
    "answers": text("nobody has answered"),
}


def rules(chain: Chain, cycle: str, paper: Paper) -> None:
    """Print every evidence rule of a practice, and what they come to."""
    paper.title(text("Evidence"))
    if not chain.rules:
        paper.line(text("No metric checks this practice; proof is what people show."), indent=3)
        return
    for read in chain.rules:
        found = read.found
        shown = _left_out(read, found) if isinstance(found, SilentRule) else _seen(found, read.verdict, paper)
        paper.bullet(
            text("{name}: {value}", name=metric_name(read.rule.metric, paper), value=shown),
            _STYLES.get(read.verdict, "dim"),
        )
        if isinstance(found, EvidenceSeen) and read.rule.shows is not None:
            say = sentence if chain.score.claimed else shows  # who claims “not” claims nothing
            paper.line(f"{say(read.rule, found.measure, paper.language)}.", indent=5)
        paper.line(f"{paper.say(_asked(read.rule, paper))} · {read.rule.metric}", "dim", indent=5)
        paper.line(_origins(read.origins, cycle, paper), "dim", indent=5)
    paper.line(_allowed(chain), indent=3)


def _seen(seen: EvidenceSeen, verdict: Verdict | None, paper: Paper) -> Text:
    value = measured(seen, paper)
    if isinstance(seen.measure, Estimate) and seen.measure.n is not None:
        value = paper.say(text("{value} of {n:int}", value=value, n=seen.measure.n))
    reach = level_name(seen.most)
    if seen.least != seen.most:
        reach = text("{least} to {most}", least=level_name(seen.least), most=reach)
    if verdict is None:
        return text("{value}, which allows “{reach}”.", value=value, reach=reach)
    return text("{value}, which allows “{reach}”: it {speaks}.", value=value, reach=reach, speaks=_SPEAKS[verdict])


def _left_out(read: RuleRead, silent: SilentRule) -> Text:
    """Return why a rule is left out."""
    if silent.old is not None:
        return text(
            "left out, too old: {record} ends on {day:date}, {age:int} days before the cycle’s date; the model takes "
            "{n:int} days at most.",
            record=_RECORDS[silent.old.record],
            day=silent.old.seen,
            age=silent.old.days,
            n=silent.old.limit,
        )
    if silent.why == "no_policy":
        return text("left out: the organisation declares no contact policy (policy in engagement.yaml).")
    missing = next((_MISSING[origin.kind] for origin in read.origins if not origin.files), None)
    if missing is not None:
        return text("left out, no data: {why}.", why=missing)
    return text("left out, no data: {record} does not show it.", record=_RECORDS[read.origins[0].kind])


def _asked(rule: EvidenceRule, paper: Paper) -> Text:
    ends = {name: figure(rule.metric, end, paper) for name, end in rule.thresholds.model_dump().items()}
    if len(set(ends.values())) == 1:
        every = text("every level from {end}") if rule.direction == "up" else text("every level up to {end}")
        return Text(every.template, {"end": ends["fully"]})
    if rule.direction == "up":
        return text("partly from {partly}, largely from {largely}, fully from {fully}", **ends)
    return text("partly up to {partly}, largely up to {largely}, fully up to {fully}", **ends)


def _origins(origins: tuple[Origin, ...], cycle: str, paper: Paper) -> Text:
    return text("from {records}", records=" + ".join(paper.say(_origin(origin, cycle)) for origin in origins))


def _origin(origin: Origin, cycle: str) -> Text:
    """Return a record with its files and what it reaches up to."""
    record = _RECORDS[origin.kind]
    if not origin.files:
        return record
    named, rest = ", ".join(origin.files[:_NAMED]), len(origin.files) - _NAMED
    files = text("{files} and {n:int} more", files=named, n=rest) if rest > 0 else named
    if origin.as_old_as is not None:
        return text("{record} ({files}, up to {day:date})", record=record, files=files, day=origin.as_old_as)
    return text("{record} ({files}, as in {cycle})", record=record, files=files, cycle=cycle)


def _allowed(chain: Chain) -> Text:
    used = len(chain.score.evidence)
    if not used:
        return text("→ No rule can speak: nothing caps the claim.")
    supported = level_name(chain.score.supported)
    if used == 1:
        return text("→ Evidence allows “{level}” at most.", level=supported)
    return text("→ Evidence allows “{level}” at most, the least that the rules allow.", level=supported)
