"""Where no practice has a level, and why: what is said then must not sound like a result."""

from __future__ import annotations

from cxmaturity.assess import Assessment
from cxmaturity.scoring import PracticeScore
from cxmaturity.words import Text, text


def nothing_applies(assessment: Assessment) -> bool:
    """Tell whether no practice applies to the organisation: the last stage, which the rules then give, says nothing."""
    return not any(score.applicable for score in assessment.scores.practices)


def answered_practices(assessment: Assessment) -> tuple[int, int]:
    """Return how many practices have a level, and how many apply; where none applies, how many were answered so."""
    scores = assessment.scores.practices
    applicable = [score for score in scores if score.applicable]
    if not applicable:
        return len(scores), len(scores)
    return sum(score.final is not None for score in applicable), len(applicable)


def nothing_claimed(assessment: Assessment) -> bool:
    """Tell whether no practice has a level that anybody claimed."""
    return all(score.claimed is None for score in assessment.scores.practices)


def why_no_score(assessment: Assessment) -> Text:
    """Return why no question has a score."""
    if nothing_applies(assessment):
        return text("Every practice was answered with “not applicable”, so there is nothing to score.")
    if assessment.facts.answers:
        return text("Nobody could give a level in the interview, so there is nothing to score yet.")
    if assessment.facts.contacts or assessment.facts.map:
        return text("The interview has not begun; what follows rests on the records alone.")
    return text("The interview has not begun, and no record was given: this report shows what will be asked.")


def unanswered_blockers(assessment: Assessment) -> int:
    """Return of how many practices that the next stage waits for nobody knows the level: an answer may be enough."""
    return sum(is_unanswered(assessment.scores.practice(blocker)) for blocker in assessment.scores.blockers)


def is_unanswered(score: PracticeScore) -> bool:
    """Tell whether nobody knows a practice's level; of one outside the organisation's control it is known."""
    return score.final is None and not score.outside_control
