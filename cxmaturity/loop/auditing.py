"""The audit of the closed loop: answers, cases and rules to loop facts."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from cxmaturity.contacts.answers import Answers
from cxmaturity.evidence.loop import CaseLog, LoopFacts
from cxmaturity.evidence.measures import Estimate, Measure
from cxmaturity.evidence.ownership_map import OwnershipMap
from cxmaturity.loop.as_of import AsOf
from cxmaturity.loop.classes import classify
from cxmaturity.loop.matching import match_cases
from cxmaturity.stats import wilson


def audit_loop(
    answers: Answers, cases: CaseLog | None, ownership_map: OwnershipMap | None, as_of: date, timezone: str
) -> LoopFacts:
    """Return what became of the answers up to a day, and what the rules of the map make of them.

    Without a case log everything about cases is unknown, without a log everything about answers is. In the connection
    of ``answers`` further tables stand afterwards (``classed``, ``cases``, ``matched``).
    """
    day = AsOf(as_of, timezone)
    classify(answers.connection, ownership_map, day)
    match_cases(answers, cases.cases if cases else (), day)
    return LoopFacts(
        metrics=_metrics(answers, cases), tables={}, notes=(*answers.notes, *(cases.notes if cases else ()))
    )


def _metrics(answers: Answers, cases: CaseLog | None) -> Mapping[str, Measure]:
    if cases is None:
        return {"loop.coverage": None, "loop.detractor_follow_up": None}
    row = answers.connection.execute("""
        WITH best AS (SELECT answer_number AS number, bool_or(kind <> '') AS reached, bool_or(kind = 'human') AS human
                      FROM matched JOIN cases ON cases.number = case_number GROUP BY 1)
        SELECT count(*), count(*) FILTER (reached), count(*) FILTER (class = 'detractor'),
               count(*) FILTER (class = 'detractor' AND human)
        FROM classed LEFT JOIN best USING (number)""").fetchone()
    everyone, reached, detractors, followed = row or (0, 0, 0, 0)
    return {"loop.coverage": _share(reached, everyone), "loop.detractor_follow_up": _share(followed, detractors)}


def _share(part: int, n: int) -> Estimate:
    ends = wilson(part, n)
    return Estimate(part / n, *ends, n) if ends else Estimate(None, None, None, 0)
