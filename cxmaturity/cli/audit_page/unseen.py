"""What the logs of an audit cannot show, and what they would need for it."""

from __future__ import annotations

from typing import Final

from cxmaturity.cli.paper import Paper
from cxmaturity.evidence.measures import ContactFacts, Estimate
from cxmaturity.words import Text, text

_SCORES: Final = ("score.nps", "score.csat", "score.ces")
_NEEDS: Final[tuple[tuple[str, Text, str], ...]] = (
    ("response.rate", text("response"), "responded_at"),
    ("optout.per_1000", text("opt-outs"), "unsubscribed_at"),
    ("fatigue.after_hard_bounce", text("hard bounces"), "bounced"),
    ("score.nps", text("scores"), "score"),
    ("fragmentation.repeat_question_share", text("repeated questions"), "question"),
    ("fragmentation.metric_conflicts", text("conflicting scales"), "metric"),
    ("timing.lag_days.p50", text("delay after the event"), "event_at"),
)
"""A metric that is null where a family cannot be shown, what the family tells, and the field that shows it."""


def unseen(facts: ContactFacts, paper: Paper) -> None:
    """Say in one line which families of figures the logs cannot show, and which field would show each."""
    missing = [_need(what, field) for metric, what, field in _NEEDS if facts.metrics.get(metric) is None]
    scores = [facts.metrics.get(name) for name in _SCORES]
    if all(isinstance(score, Estimate) and not score.n for score in scores):
        missing.append(_need(text("scores"), "score, metric"))
    if not facts.metrics.get("contacts.sources"):
        missing.insert(0, _need(text("who asks"), "source"))
    if missing:
        told = ", ".join(need.show(paper.language) for need in missing)
        paper.line(text("Not in these logs, with the field that would show it: {what}.", what=told), "dim", above=1)


def _need(what: Text, field: str) -> Text:
    return Text("{what} ({field})", {"what": what, "field": field})
