"""Evidence that could have checked a claim and was left out: what is too old, and a rule that nobody declared."""

from __future__ import annotations

from typing import Final

from cxmaturity.assess import Assessment
from cxmaturity.words import Text, text

_TOO_OLD: Final = {
    "log": text(
        "The contact log ends on {day:date}, {age:int} {age:plural day|days} before the cycle’s date, and evidence "
        "counts for {n:int} days: it is shown, but checks no answer."
    ),
    "cases": text(
        "The case log ends on {day:date}, {age:int} {age:plural day|days} before the cycle’s date, and evidence "
        "counts for {n:int} days: it is shown, but checks no answer."
    ),
}


def left_out(assessment: Assessment) -> list[Text]:
    """Return, one sentence each, why evidence that there is checks no answer."""
    told = [
        Text(_TOO_OLD[old.record].template, {"day": old.seen, "age": old.days, "n": old.limit})
        for old in assessment.too_old
    ]
    if any(rule.why == "no_policy" for score in assessment.scores.practices for rule in score.silent):
        told.append(
            text(
                "No contact rule of the organisation’s own is declared: the limit that it claims could not be checked."
            )
        )
    return told
