"""How many claims evidence could check, and what came of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Final

from cxmaturity.assess import Assessment
from cxmaturity.cli.paper import Paper
from cxmaturity.scoring import PracticeScore, Verdict
from cxmaturity.words import Text, text

_CHECKED: Final[dict[Verdict, Text]] = {
    "confirmed": text("{n:int} confirmed"),
    "consistent": text("{n:int} consistent with evidence"),
    "contradicted": text("{n:int} contradicted"),
}
_LEFT_OUT: Final = {
    "stale": text("{n:int} {n:plural claim|claims} not checked, because the records are too old: {ids}"),
    "no_policy": text(
        "{n:int} {n:plural claim|claims} not checked, because no contact policy is declared "
        "(policy in engagement.yaml): {ids}"
    ),
}
"""Why a rule says nothing although its metric was measured, and how that is told."""
_NAMED: Final = 6


def is_any_checked(practices: Sequence[PracticeScore]) -> bool:
    """Tell whether evidence says anything of any claim."""
    return any(score.verdict in _CHECKED for score in practices)


def checked(assessment: Assessment, paper: Paper) -> None:
    """Print how many claims were checked, with which result, and those that there is evidence for all the same."""
    _results(assessment, paper)
    for why, label in _LEFT_OUT.items():
        practices = [score.practice.id for score in assessment.scores.practices if _is_left_out(score, why)]
        if practices:
            shown = ", ".join(practices[:_NAMED]) + (" …" if len(practices) > _NAMED else "")
            paper.line(Text(label.template, {"n": len(practices), "ids": shown}), "yellow")


def _is_left_out(score: PracticeScore, why: str) -> bool:
    return score.claimed is not None and any(rule.why == why for rule in score.silent)


def _results(assessment: Assessment, paper: Paper) -> None:
    """Print how many claims were checked, with which result; why none was, where none was."""
    verdicts = Counter(score.verdict for score in assessment.scores.practices if score.verdict)
    claims, unverified = verdicts.total(), verdicts["unverified"]
    if not claims:
        return
    if unverified == claims:
        lacking = ", ".join(map(paper.say, _lacking(assessment)))
        paper.line(
            text("None of {n:int} {n:plural claim|claims} could be checked: {why}.", n=claims, why=lacking), "yellow"
        )
        return
    results = [
        paper.say(Text(words.template, {"n": verdicts[verdict]}))
        for verdict, words in _CHECKED.items()
        if verdicts[verdict]
    ]
    told = text(
        "{checked:int} of {n:int} {n:plural claim|claims} checked: {results}.",
        checked=claims - unverified,
        n=claims,
        results=", ".join(results),
    )
    paper.line(told)


def _lacking(assessment: Assessment) -> list[Text]:
    """Return what there is no evidence from; that it measures other things, where nothing is missing."""
    facts = assessment.facts
    missing = [text("the contact log is too old")] if any(old.record == "log" for old in assessment.too_old) else []
    missing += [text("no contact log")] if facts.contacts is None else []
    missing += [text("no ownership map")] if facts.map is None else []
    return missing or [text("what was measured speaks of none of them")]
