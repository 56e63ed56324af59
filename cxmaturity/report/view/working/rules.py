"""What each evidence rule of a practice measured, asked and allows, or why it says nothing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import PurePath
from typing import Final

from cxmaturity.assess import Assessment
from cxmaturity.evidence.measures import Estimate
from cxmaturity.evidence.origins import Kind, Origin, origins_of
from cxmaturity.evidence.sentences import shows
from cxmaturity.model.schema import EvidenceRule
from cxmaturity.report.view.names import level_word
from cxmaturity.report.view.speech import Speech, sentence_start
from cxmaturity.report.view.working.voices import level_mark
from cxmaturity.scoring import EvidenceSeen, PracticeScore, SilentRule
from cxmaturity.words import Text, text

RECORDS: Final[dict[Kind, Text]] = {
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
_NAMED: Final = 2
"""Files that are named of one record."""


@dataclass(frozen=True)
class RuleRow:
    """One evidence rule."""

    metric: str
    """Its id."""
    name: str
    value: str
    """With its interval and the number of cases; a dash where the rule says nothing."""
    asked: str
    """The values from which on it allows a level."""
    allows: str
    """The highest level that it allows; a dash where it says nothing."""
    level: str
    shows: str
    """What it shows as a sentence, or why it says nothing."""
    silent: bool


def rule_rows(score: PracticeScore, assessment: Assessment, speech: Speech) -> tuple[RuleRow, ...]:
    """Return every evidence rule of a practice, in the model's order."""
    read: tuple[EvidenceSeen | SilentRule, ...] = (*score.evidence, *score.silent)
    found = {each.rule: each for each in read}
    return tuple(_row(found[rule], assessment, speech) for rule in score.practice.evidence)


def _row(found: EvidenceSeen | SilentRule, assessment: Assessment, speech: Speech) -> RuleRow:
    metric, origins = found.rule.metric, origins_of(found.rule.metric, assessment.facts)
    return RuleRow(
        metric=metric,
        name=speech.metric_name(metric),
        value=_value(found, speech) if isinstance(found, EvidenceSeen) else "–",
        asked=speech.say(_asked(found.rule, speech)),
        allows=_allowed(found, speech) if isinstance(found, EvidenceSeen) else "–",
        level=level_mark(found.most) if isinstance(found, EvidenceSeen) else "none",
        shows=_shown(found, speech)
        if isinstance(found, EvidenceSeen)
        else sentence_start(speech.say(_left_out(found, origins))),
        silent=isinstance(found, SilentRule),
    )


def _shown(found: EvidenceSeen, speech: Speech) -> str:
    """Return what a metric shows in the model's words; nothing where those would only name metric and value."""
    if found.rule.shows is None:
        return ""
    return sentence_start(speech.tidy(shows(found.rule, found.measure, speech.language))) + "."


def _value(found: EvidenceSeen, speech: Speech) -> str:
    value = speech.measure(found.rule.metric, found.measure)
    if isinstance(found.measure, Estimate) and found.measure.n is not None:
        return speech.say(text("{value}, n = {n:int}", value=value, n=found.measure.n))
    return value


def _allowed(found: EvidenceSeen, speech: Speech) -> str:
    if found.least == found.most:
        return level_word(found.most, speech)
    return speech.say(
        text("{least} to {most}", least=level_word(found.least, speech), most=level_word(found.most, speech))
    )


def _left_out(silent: SilentRule, origins: Sequence[Origin]) -> Text:
    """Return why a rule says nothing."""
    if silent.old is not None:
        return text(
            "left out, too old: {record} ends on {day:date}, {age:int} days before the cycle’s date; the model takes "
            "{n:int} days at most.",
            record=RECORDS[silent.old.record],
            day=silent.old.seen,
            age=silent.old.days,
            n=silent.old.limit,
        )
    if silent.why == "no_policy":
        return text("left out: the organisation declares no contact policy (policy in engagement.yaml).")
    missing = next((_MISSING[origin.kind] for origin in origins if not origin.files), None)
    if missing is not None:
        return text("left out, no data: {why}.", why=missing)
    return text("left out, no data: {record} does not show it.", record=RECORDS[origins[0].kind])


def _asked(rule: EvidenceRule, speech: Speech) -> Text:
    ends = {name: speech.measure(rule.metric, end) for name, end in rule.thresholds.model_dump().items()}
    if len(set(ends.values())) == 1:
        every = text("every level from {end}") if rule.direction == "up" else text("every level up to {end}")
        return Text(every.template, {"end": ends["fully"]})
    if rule.direction == "up":
        return text("partly from {partly}, largely from {largely}, fully from {fully}", **ends)
    return text("partly up to {partly}, largely up to {largely}, fully up to {fully}", **ends)


def record_of(origin: Origin, cycle: str) -> Text:
    """Return a record with its files and what it reaches up to."""
    record = RECORDS[origin.kind]
    if not origin.files:
        return record
    names, rest = [PurePath(name).name for name in origin.files[:_NAMED]], len(origin.files) - _NAMED
    named = ", ".join(names)
    files = text("{files} and {n:int} more", files=named, n=rest) if rest > 0 else named
    if origin.as_old_as is not None:
        return text("{record} ({files}, up to {day:date})", record=record, files=files, day=origin.as_old_as)
    return text("{record} ({files}, as in {cycle})", record=record, files=files, cycle=cycle)
