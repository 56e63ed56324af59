"""Every practice: what was claimed, what the records support, what is left, and what hangs on it."""

from __future__ import annotations

from collections.abc import Iterator

from cxmaturity.evidence.answers import Level
from cxmaturity.report.sheets.reading import Field, Reading
from cxmaturity.report.tables import Look, Sheet
from cxmaturity.report.view.evidence import seen_words, verdict_word
from cxmaturity.report.view.names import level_word
from cxmaturity.scoring import PracticeScore
from cxmaturity.words import Text, text

WHY_SILENT: dict[str, Text] = {
    "no_data": text("nothing was measured"),
    "no_policy": text("no contact rule is declared"),
    "stale": text("too old"),
}


def practices(reading: Reading) -> Sheet | None:
    """Return a row a practice, in the model's order; contradicted ones stand out."""
    rows = reading.assessment.scores.practices
    fields = (*_place(reading), *_levels(reading), *_evidence(reading))
    return reading.sheet("practices", text("Practices"), fields, rows, contradicted, kept=2)


def contradicted(score: PracticeScore) -> Look | None:
    """Return how a practice stands out whose claim the records contradict."""
    return Look.FULL if score.verdict == "contradicted" else None


def _place(reading: Reading) -> Iterator[Field[PracticeScore]]:
    say = reading.say
    yield Field(text("Question"), lambda row: reading.names.references[row.practice.question], "id", 10)
    yield Field(text("Practice"), lambda row: row.practice.id, "id", 30)
    yield Field(text("Statement"), lambda row: reading.speech.words(row.practice.statement), width=60)
    yield Field(text("Stage"), lambda row: row.practice.stage, "whole", 8)
    yield Field(text("Required"), lambda row: say(text("yes") if row.practice.required else text("no")), width=10)
    yield Field(text("Weight in the score"), lambda row: float(row.practice.weight), "number", 8)


def _levels(reading: Reading) -> Iterator[Field[PracticeScore]]:
    speech, scores = reading.speech, reading.assessment.scores
    blockers, flips = set(scores.blockers), set(scores.flips)
    agreement = reading.assessment.agreement.r_wg
    yield Field(text("Claimed"), lambda row: level_word(row.claimed, speech))
    yield Field(text("Supported"), lambda row: level_word(row.supported, speech))
    yield Field(text("Final"), lambda row: level_word(row.final, speech))
    yield Field(text("Verdict"), lambda row: verdict_word(row.verdict, speech) if row.verdict else None, width=14)
    yield Field(text("Voices"), lambda row: len(row.answers), "whole", 8)
    yield Field(
        text("Voices with a level"), lambda row: sum(isinstance(each.voice, Level) for each in row.answers), "whole", 10
    )
    yield Field(text("Agreement (r_wg)"), lambda row: agreement.get(row.practice.id), "number", 10)
    yield Field(
        text("Keeps from the next stage"),
        lambda row: reading.say(text("yes")) if row.practice.id in blockers else None,
    )
    yield Field(
        text("One level moves the stage"), lambda row: reading.say(text("yes")) if row.practice.id in flips else None
    )


def _evidence(reading: Reading) -> Iterator[Field[PracticeScore]]:
    yield Field(
        text("What the records show"),
        lambda row: seen_words(row, reading.speech) if row.evidence else None,
        width=60,
    )
    yield Field(text("Metrics"), lambda row: "\n".join(seen.rule.metric for seen in row.evidence) or None, "id", 34)
    yield Field(
        text("Records that say nothing"),
        lambda row: (
            "\n".join(f"{each.rule.metric}: {reading.say(WHY_SILENT[each.why])}" for each in row.silent) or None
        ),
        width=44,
    )
