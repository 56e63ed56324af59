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


def is_any_checked(practices: Sequence[PracticeScore]) -> bool:
    """Tell whether evidence says anything of any claim."""
    return any(score.verdict in _CHECKED for score in practices)


def checked(assessment: Assessment, paper: Paper) -> None:
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
