"""The whole on one sheet: whose programme, which stage, how it was found."""

from __future__ import annotations

from collections.abc import Iterator

from cxmaturity.report.sheets.reading import Field, Reading, ends
from cxmaturity.report.tables import Cell, Kind, Sheet
from cxmaturity.words import Text, text

_Line = tuple[str, Cell, Cell, Cell, str]
"""What, its value and bounds, and words, or the id of a metric."""
_METRICS = (
    "contacts.count",
    "contacts.customers",
    "contacts.sources",
    "fatigue.customers_over_policy_share",
    "fatigue.contacts_over_policy_share",
    "fragmentation.collision_share",
    "response.rate",
    "map.accountable_weighted_share",
    "loop.coverage",
    "loop.detractor_follow_up",
    "loop.deadline",
)
"""Those that the report's first pages rest on."""


def overview(reading: Reading) -> Sheet | None:
    """Return what to know first, a line each."""

    def kind(line: _Line) -> Kind:
        return reading.kind_of(line[4])

    fields = (
        Field[_Line](text("What"), lambda line: line[0], width=46),
        Field[_Line](text("Value"), lambda line: line[1], "number", 16, kind),
        Field[_Line](text("Low"), lambda line: line[2], "number", 10, kind),
        Field[_Line](text("High"), lambda line: line[3], "number", 10, kind),
        Field[_Line](text("Words, or metric"), lambda line: line[4] or None, width=44),
        Field[_Line](text("Definition"), lambda line: reading.definition(line[4]), width=80),
    )
    return reading.sheet("overview", text("Overview"), fields, _lines(reading))


def _lines(reading: Reading) -> Iterator[_Line]:
    say, assessment = reading.say, reading.assessment
    facts, header = assessment.facts, assessment.model.header
    yield say(text("Organisation")), None, None, None, facts.organisation
    yield say(text("Cycle")), None, None, None, facts.cycle
    yield say(text("Date")), facts.as_of, None, None, ""
    yield say(text("Model")), None, None, None, f"{header.id} {header.version} · {assessment.model.hash}"
    yield from _stage(reading)
    yield from _counts(reading)
    for metric in _METRICS:
        if (measure := assessment.measures.get(metric)) is not None:
            value, low, high, _ = ends(measure)
            yield reading.speech.metric_name(metric), value, low, high, metric


def _stage(reading: Reading) -> Iterator[_Line]:
    say, scores = reading.say, reading.assessment.scores
    stage, index = scores.stage, scores.index
    names = {each.number: reading.speech.words(each.name) for each in reading.assessment.model.stages}
    yield say(text("Stage")), stage.value, stage.low, stage.high, names.get(stage.value or 0, "")
    yield (
        say(text("Stage by the answers alone")),
        scores.claimed_stage,
        None,
        None,
        names.get(scores.claimed_stage or 0, ""),
    )
    value, low, high = (None if part is None else float(part) for part in (index.value, index.low, index.high))
    yield say(text("Index, from 1 to 5")), value, low, high, ""


def _counts(reading: Reading) -> Iterator[_Line]:
    facts, scores = reading.assessment.facts, reading.assessment.scores
    verdicts = [score.verdict for score in scores.practices]
    severities = [finding.severity for finding in reading.assessment.findings]
    counted: tuple[tuple[Text, int], ...] = (
        (text("Respondents"), len({answer.respondent for answer in facts.answers})),
        (text("Roles"), len({answer.role for answer in facts.answers})),
        (text("Practices with a level"), sum(score.final is not None for score in scores.practices)),
        (text("Claims contradicted by the records"), verdicts.count("contradicted")),
        (text("Claims consistent with the records"), verdicts.count("consistent")),
        (text("Claims confirmed by the records"), verdicts.count("confirmed")),
        (text("Claims that no record speaks about"), verdicts.count("unverified")),
        (text("Findings of high severity"), severities.count("high")),
        (text("Findings of medium severity"), severities.count("medium")),
        (text("Findings of low severity"), severities.count("low")),
    )
    for what, number in counted:
        yield reading.say(what), number, None, None, ""
