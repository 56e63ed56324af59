"""Every practice, question by question: its voices, what the records say, what is left, and what will be done."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from cxmaturity.assess import Assessment
from cxmaturity.model.schema import Question
from cxmaturity.report.view.evidence import verdict_word
from cxmaturity.report.view.names import Names, level_word
from cxmaturity.report.view.roadmap import references
from cxmaturity.report.view.speech import Speech
from cxmaturity.report.view.working.rules import RuleRow, rule_rows
from cxmaturity.report.view.working.voices import (
    VoiceRow,
    combined,
    level_mark,
    respondents,
    unheard,
    voice_rows,
    voice_words,
)
from cxmaturity.roadmap.plan import Roadmap
from cxmaturity.scoring import PracticeScore
from cxmaturity.words import Text, text

_TOGETHER: Final = 16
"""Voices up to which a practice stands on one page."""
_ROWS: Final = 280
"""Rows of one table, fewer than the 300 at which one is cut on paper."""


@dataclass(frozen=True)
class PracticeBlock:
    """One practice with all that is said and known of it."""

    id: str
    keep: str
    """``whole`` where it stands on one page, ``long`` where it has too many voices for that."""
    facts: str
    """Its stage, whether it is required, and whether it blocks the next stage."""
    statement: str
    voices: tuple[VoiceRow, ...]
    unheard: str
    """Respondents without an answer to it; empty where there is none."""
    claimed: str
    claimed_level: str
    combined: str
    """How the voices became the claim."""
    rules: tuple[RuleRow, ...]
    unruled: str
    """That no metric checks it; empty where one does."""
    final: str
    final_level: str
    verdict: str
    verdict_word: str
    actions: str
    """The actions of the roadmap that establish it."""

    @property
    def rows(self) -> int:
        """The rows that it takes in a table: statement, voices, who is silent, claim, rules, final."""
        return 3 + len(self.voices) + bool(self.unheard) + len(self.rules)


@dataclass(frozen=True)
class QuestionPart:
    """The practices of one question."""

    anchor: str
    section: str
    title: str
    lead: str
    tables: tuple[tuple[PracticeBlock, ...], ...]
    """Its practices by stage, in tables that are short enough to stand whole on paper; as a rule it is one."""


def question_parts(
    assessment: Assessment, roadmap: Roadmap | None, internal: bool, speech: Speech, names: Names
) -> tuple[QuestionPart, ...]:
    """Return every question with its practices, in the model's order."""
    told = _Told(assessment, roadmap, internal, speech, names)
    return tuple(told.part(question) for question in assessment.model.questions)


@dataclass(frozen=True)
class _Told:
    assessment: Assessment
    roadmap: Roadmap | None
    internal: bool
    speech: Speech
    names: Names

    def part(self, question: Question) -> QuestionPart:
        scores = [score for score in self.assessment.scores.practices if score.practice.question == question.id]
        ref = self.names.references[question.id]
        return QuestionPart(
            anchor=f"practices-{ref.lower()}",
            section=self.speech.say(text("Practices of {question}", question=ref)),
            title=self.speech.title(_title(self.speech.words(question.name), scores)),
            lead=self.speech.words(question.claim),
            tables=_tables([self._block(score) for score in sorted(scores, key=lambda each: each.practice.stage)]),
        )

    def _block(self, score: PracticeScore) -> PracticeBlock:
        practice, speech = score.practice, self.speech
        absent = unheard(score, respondents(self.assessment.facts.answers))
        return PracticeBlock(
            id=practice.id,
            keep="whole" if len(score.answers) <= _TOGETHER else "long",
            facts=", ".join(speech.say(fact) for fact in _facts(score, self.assessment)),
            statement=speech.words(practice.statement),
            voices=voice_rows(score, self.assessment, self.internal, speech),
            unheard=", ".join(absent),
            claimed=voice_words(score.claim, speech),
            claimed_level=level_mark(score.claim),
            combined=combined(score, self.assessment, speech),
            rules=rule_rows(score, self.assessment, speech),
            unruled="" if practice.evidence else speech.say(text("No metric checks this practice.")),
            final=level_word(score.final, speech),
            final_level=level_mark(score.final),
            verdict=score.verdict or "none",
            verdict_word=verdict_word(score.verdict, speech)
            if score.verdict
            else speech.say(text("nothing is claimed")),
            actions=speech.series(self._actions(practice.id))
            or speech.say(text("no action of the roadmap establishes it")),
        )

    def _actions(self, practice_id: str) -> list[str]:
        if self.roadmap is None:
            return []
        refs: Mapping[str, str] = references(self.roadmap)
        plans = [plan for plan in self.roadmap.actions if practice_id in plan.action.establishes]
        return [
            self.speech.say(
                text(
                    "{ref} {title}, until {month}",
                    ref=refs[plan.action.id],
                    title=self.speech.words(plan.action.title),
                    month=self.speech.month(plan.end),
                )
                if plan.end is not None
                else text("{title} (no place in the schedule)", title=self.speech.words(plan.action.title))
            )
            for plan in plans
        ]


def _tables(blocks: Sequence[PracticeBlock]) -> tuple[tuple[PracticeBlock, ...], ...]:
    tables: list[list[PracticeBlock]] = [[]]
    rows = 0
    for block in blocks:
        rows += block.rows
        if tables[-1] and rows > _ROWS:
            tables.append([])
            rows = block.rows
        tables[-1].append(block)
    return tuple(tuple(table) for table in tables if table)


def _title(name: str, scores: list[PracticeScore]) -> Text:
    contradicted = sum(score.verdict == "contradicted" for score in scores)
    answered = sum(score.final is not None for score in scores)
    if contradicted:
        return text(
            "{question}: {part:int} of {n:int} {n:plural practice|practices} with a level, {contradicted:int} "
            "contradicted by records",
            question=name,
            part=answered,
            n=len(scores),
            contradicted=contradicted,
        )
    return text(
        "{question}: {part:int} of {n:int} {n:plural practice|practices} with a level",
        question=name,
        part=answered,
        n=len(scores),
    )


def _facts(score: PracticeScore, assessment: Assessment) -> list[Text]:
    practice = score.practice
    facts = [
        text("stage {stage:int}", stage=practice.stage),
        text("required") if practice.required else text("supporting"),
    ]
    if practice.id in assessment.scores.blockers:
        facts.append(text("missing for the next stage"))
    return facts
