"""One practice: what is claimed, what evidence supports, and what is left of the claim."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Final, Literal

from cxmaturity.evidence.answers import Answer, Level, NotApplicable, Voice
from cxmaturity.evidence.freshness import TooOld
from cxmaturity.evidence.measures import Estimate, Measure
from cxmaturity.model.schema import EvidenceRule, Model, Practice
from cxmaturity.scoring.voices import claim_of

Verdict = Literal["confirmed", "consistent", "contradicted", "unverified"]
_WORST_FIRST: tuple[Verdict, ...] = ("contradicted", "consistent", "confirmed")
_NONE_TOO_OLD: Final[Mapping[str, TooOld]] = {}


@dataclass(frozen=True)
class EvidenceSeen:
    """A rule's metric as it was measured, and the levels that it allows."""

    rule: EvidenceRule
    measure: Measure
    least: Level
    """Level of the end of the interval that speaks against the practice."""
    most: Level
    """Level of the end that speaks for it."""


@dataclass(frozen=True)
class SilentRule:
    """A rule that says nothing of its practice."""

    rule: EvidenceRule
    why: Literal["no_data", "no_policy", "stale"]
    """Nothing was measured, no contact policy is declared, or what was measured is too old."""
    old: TooOld | None = None
    """The record that is too old, where that is why."""


@dataclass(frozen=True)
class PracticeScore:
    """A practice with everything that is said and known of it."""

    practice: Practice
    answers: tuple[Answer, ...]
    """Every voice, sorted by role and respondent; dissent stays visible."""
    claim: Voice | None
    """The aggregated answer; None when nobody answered."""
    evidence: tuple[EvidenceSeen, ...]
    supported: Level | None
    """The highest level that evidence allows; None without usable evidence."""
    final: Level | None
    """min(claimed, supported); None without a claimed level."""
    verdict: Verdict | None
    silent: tuple[SilentRule, ...] = ()
    """The rules that say nothing, each with why."""

    @property
    def claimed(self) -> Level | None:
        """The claimed level, None for N/A, unknown and unanswered."""
        return self.claim if isinstance(self.claim, Level) else None

    @property
    def applicable(self) -> bool:
        """False when every voice says that the practice does not apply."""
        return not isinstance(self.claim, NotApplicable)

    @property
    def outside_control(self) -> bool:
        """Not applicable because somebody else decides: passes a gate in the high bound only."""
        return isinstance(self.claim, NotApplicable) and self.claim.reason == "outside_control"

    @property
    def lowest(self) -> Level:
        """The final level in the low bound: unanswered counts as not."""
        return Level.NOT if self.final is None else self.final

    @property
    def highest(self) -> Level:
        """The final level in the high bound: unanswered counts as the highest level that evidence allows."""
        if self.final is not None:
            return self.final
        return Level.FULLY if self.supported is None else self.supported

    def passes(self, high: bool) -> bool:
        """Tell whether a required practice lets its gate pass, in the low or in the high bound."""
        if not self.applicable:
            return high or not self.outside_control
        return (self.highest if high else self.lowest) >= Level.LARGELY


def judge(
    model: Model,
    answers: Iterable[Answer],
    measures: Mapping[str, Measure],
    declared_policy: bool = False,
    old: Mapping[str, TooOld] = _NONE_TOO_OLD,
) -> tuple[PracticeScore, ...]:
    """Return every practice of the model, judged, in the model's order.

    ``measures`` holds the metrics that are known; a missing or None one says nothing, nor does one of ``old``, which
    rest on a record that is too old. ``declared_policy`` tells whether the contact policy in force is the
    organisation's own.
    """
    by_practice: dict[str, list[Answer]] = {}
    for answer in answers:
        by_practice.setdefault(answer.practice, []).append(answer)
    evidence = _Evidence(measures, declared_policy, old)
    return tuple(_judge_one(practice, by_practice.get(practice.id, []), evidence) for practice in model.practices)


@dataclass(frozen=True)
class _Evidence:
    measures: Mapping[str, Measure]
    declared_policy: bool
    old: Mapping[str, TooOld]

    def see(self, rules: Iterable[EvidenceRule]) -> Iterator[EvidenceSeen | SilentRule]:
        """Yield what each rule shows, or why it shows nothing."""
        for rule in rules:
            if (found := _see(rule, self.measures.get(rule.metric))) is None:
                yield SilentRule(rule, "no_data")
            elif rule.declared_policy and not self.declared_policy:
                yield SilentRule(rule, "no_policy")
            elif rule.metric in self.old:
                yield SilentRule(rule, "stale", self.old[rule.metric])
            else:
                yield found


def _judge_one(practice: Practice, answers: list[Answer], evidence: _Evidence) -> PracticeScore:
    voices = tuple(sorted(answers, key=lambda answer: (answer.role, answer.respondent, answer.agreed)))
    found = tuple(evidence.see(practice.evidence))
    seen = tuple(item for item in found if isinstance(item, EvidenceSeen))
    claim = claim_of(voices)
    claimed = claim if isinstance(claim, Level) else None
    supported = min((item.most for item in seen), default=None)
    final = claimed if claimed is None or supported is None else min(claimed, supported)
    silent = tuple(item for item in found if isinstance(item, SilentRule))
    return PracticeScore(practice, voices, claim, seen, supported, final, _verdict(claimed, seen), silent)


def _see(rule: EvidenceRule, measure: Measure) -> EvidenceSeen | None:
    value = measure.value if isinstance(measure, Estimate) else measure
    if value is None or isinstance(value, str):
        return None
    ends = (measure.low, measure.high) if isinstance(measure, Estimate) else (None, None)
    levels = sorted(_level(rule, float(value if end is None else end)) for end in ends)
    return EvidenceSeen(rule, measure, levels[0], levels[-1])


def _level(rule: EvidenceRule, value: float) -> Level:
    limits = rule.thresholds
    reached = [
        level
        for level, limit in (
            (Level.PARTLY, limits.partly),
            (Level.LARGELY, limits.largely),
            (Level.FULLY, limits.fully),
        )
        if (value >= limit if rule.direction == "up" else value <= limit)
    ]
    return max(reached, default=Level.NOT)


def _verdict(claimed: Level | None, seen: tuple[EvidenceSeen, ...]) -> Verdict | None:
    if claimed is None:
        return None
    if not seen:
        return "unverified"
    verdicts = {spoken_by(found, claimed) for found in seen}
    return next(verdict for verdict in _WORST_FIRST if verdict in verdicts)


def spoken_by(found: EvidenceSeen, claimed: Level) -> Verdict:
    """Return what one rule's metric says of a claim."""
    if claimed > found.most:
        return "contradicted"
    return "confirmed" if found.least == found.most == claimed else "consistent"


def raised(score: PracticeScore, level: Level) -> PracticeScore:
    """Return the practice as if it were established at that level: never lowered, evidence aside, N/A left alone."""
    return (
        score
        if not score.applicable
        else replace(score, claim=max(score.lowest, level), final=max(score.lowest, level))
    )
