"""What each evidence rule of a practice measured, asked and allows, or why it says nothing."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import PurePath

from cxmaturity.assess import Assessment
from cxmaturity.evidence.measures import Estimate
from cxmaturity.evidence.origins import Origin, origins_of
from cxmaturity.evidence.sentences import shows
from cxmaturity.report.view.names import level_word
from cxmaturity.report.view.speech import Speech, sentence_start
from cxmaturity.report.view.working.voices import level_mark
from cxmaturity.scoring import EvidenceSeen, PracticeScore, SilentRule
from cxmaturity.scoring.rule_words import asked_words, origin_words, silence_words
from cxmaturity.words import Text, text


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
        asked=speech.say(asked_words(found.rule, lambda end: speech.measure(metric, end))),
        allows=_allowed(found, speech) if isinstance(found, EvidenceSeen) else "–",
        level=level_mark(found.most) if isinstance(found, EvidenceSeen) else "none",
        shows=_shown(found, speech)
        if isinstance(found, EvidenceSeen)
        else sentence_start(speech.say(silence_words(found, origins))),
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


def record_of(origin: Origin, cycle: str) -> Text:
    """Return a record with its files' names and what it reaches up to."""
    return origin_words(replace(origin, files=tuple(PurePath(name).name for name in origin.files)), cycle)
