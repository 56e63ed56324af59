"""What moved between two cycles, and which input moved it (SCORING.md, Model versions and comparison).

The earlier cycle is scored again with one input exchanged at a time, until it is the later one:

1. *model*: the later model, which reads the earlier answers as its migrations say.
2. *respondents*: voices that are not heard any more leave; new ones enter with their answers of the later cycle. A
   voice is whoever has an answer that is not an agreed one.
3. *answers*: voices heard in both cycles, and agreed answers, take those of the later cycle.
4. *evidence*: logs, map, cases, roadmap.yaml, policy and date of the later cycle.

The order is fixed: what two inputs bring about together counts with the one exchanged last.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from typing import Final, Literal, get_args

from cxmaturity.assess import Assessment, scorer
from cxmaturity.comparison.findings import FindingMoves, finding_moves
from cxmaturity.comparison.measured import Measured, change_of
from cxmaturity.comparison.metrics import MetricChange
from cxmaturity.evidence.answers import Answer, Level
from cxmaturity.model import load_metrics
from cxmaturity.scoring import Scores

Cause = Literal["model", "respondents", "answers", "evidence"]
CAUSES: Final[tuple[Cause, ...]] = get_args(Cause)
"""The inputs in the order in which they are exchanged."""
Value = Fraction | int | None


@dataclass(frozen=True)
class Movement:
    """A score in two cycles, and what each input moved it by."""

    id: str
    before: Fraction | None
    """None where nothing can be said, or the model of that cycle has no such question."""
    after: Fraction | None
    parts: Mapping[Cause, Fraction] | None
    """By how much the exchange of each input moved it, the four of them summing to ``after`` − ``before``. None where
    one of the two is. While nothing can be said on the way, the score stands where it stood: the exchange that lets
    it be said again bears what has moved meanwhile."""

    @property
    def change(self) -> Fraction | None:
        """By how much it moved; None where one of the two is missing."""
        return None if self.before is None or self.after is None else self.after - self.before


@dataclass(frozen=True)
class PracticeMove:
    """A practice whose final level is another one than before, or which has one now, or none any more."""

    id: str
    before: Level | None
    """None without a level, or without the practice in the model of that cycle."""
    after: Level | None
    cause: Cause
    """The input whose exchange moved it; of several, the one that moved it furthest the way that it went, the first
    of equals. No level counts as one below ``not``."""


@dataclass(frozen=True)
class Comparison:
    """What moved from one cycle to another, and why."""

    before: Assessment
    """The one cycle, by the model that it was scored by."""
    after: Assessment
    questions: tuple[Movement, ...]
    """Scores in points; the questions of the later model, then those that only the earlier one has."""
    stage: Movement
    """Whole numbers."""
    index: Movement
    practices: tuple[PracticeMove, ...]
    """In the order of the models, as the questions."""
    metrics: tuple[MetricChange, ...]
    """Every metric known on either side, in the order of the catalogue."""
    findings: FindingMoves


def compare(before: Assessment, after: Assessment, carried: Iterable[Answer] | None = None) -> Comparison:
    """Return what moved between two assessments.

    ``carried`` are the answers of the first as the model of the second has them (migrated), None where they are the
    same. The evidence of the first is looked at once more, by the model of the second.
    """
    states = _states(before, after, before.facts.answers if carried is None else tuple(carried))
    return Comparison(
        before,
        after,
        questions=tuple(
            _movement(name, [_question(state, name) for state in states])
            for name in _union(*([question.id for question in side.scores.questions] for side in (after, before)))
        ),
        stage=_movement("stage", [state.stage.value for state in states]),
        index=_movement("index", [state.index.value for state in states]),
        practices=_practices(states),
        metrics=_metrics(before, after),
        findings=finding_moves(before, after),
    )


def _states(before: Assessment, after: Assessment, carried: tuple[Answer, ...]) -> tuple[Scores, ...]:
    """Return the scores before, after each exchange, and with the last of them, after."""
    then, now = heard(before.facts.answers), heard(after.facts.answers)
    entered = [answer for answer in after.facts.answers if not answer.agreed and answer.respondent not in then]
    stayed = [answer for answer in carried if answer.agreed or answer.respondent in now]
    again = scorer(after.model, before.facts)
    return before.scores, again(carried), again([*stayed, *entered]), again(after.facts.answers), after.scores


def heard(answers: Iterable[Answer]) -> Mapping[str, str]:
    """Return the voices of a cycle, those with an answer that is not an agreed one, each with its role."""
    return {answer.respondent: answer.role for answer in answers if not answer.agreed}


def _movement(name: str, values: Sequence[Value]) -> Movement:
    first, *_, last = values
    before, after = (None if end is None else Fraction(end) for end in (first, last))
    if before is None or after is None:
        return Movement(name, before, after, None)
    standing = [before]
    for value in values[1:]:
        standing.append(standing[-1] if value is None else Fraction(value))
    steps = [later - earlier for earlier, later in pairwise(standing)]
    return Movement(name, before, after, dict(zip(CAUSES, steps, strict=True)))


def _question(scores: Scores, name: str) -> Fraction | None:
    return next((question.score.value for question in scores.questions if question.id == name), None)


def _union(*lists: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name for names in lists for name in names))


def _practices(states: Sequence[Scores]) -> tuple[PracticeMove, ...]:
    finals = [{score.practice.id: score.final for score in state.practices} for state in states]
    moves = (_move(name, [final.get(name) for final in finals]) for name in _union(finals[-1], finals[0]))
    return tuple(move for move in moves if move is not None)


def _move(name: str, levels: Sequence[Level | None]) -> PracticeMove | None:
    if levels[0] == levels[-1]:
        return None
    heights = [-1 if level is None else int(level) for level in levels]
    way = 1 if heights[-1] > heights[0] else -1
    steps = [way * (later - earlier) for earlier, later in pairwise(heights)]
    return PracticeMove(name, levels[0], levels[-1], CAUSES[steps.index(max(steps))])


def _metrics(before: Assessment, after: Assessment) -> tuple[MetricChange, ...]:
    then, now = (Measured.of(side.facts, side.measures) for side in (before, after))
    changes = (change_of(metric.id, then, now) for metric in load_metrics())
    return tuple(change for change in changes if change.before is not None or change.after is not None)
