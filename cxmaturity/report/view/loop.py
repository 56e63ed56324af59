"""The closed loop in the report: its key figures in a few sentences, beside the gaps of ownership."""

from __future__ import annotations

from collections.abc import Iterator

from cxmaturity.evidence.loop import LoopFacts
from cxmaturity.evidence.measures import Estimate, Measure
from cxmaturity.words import Text, text


def loop_sentences(loop: LoopFacts | None) -> Iterator[Text]:
    """Yield what a leader should know of the closed loop, most important first; nothing of what is unknown."""
    if loop is None:
        return
    followed = loop.metrics.get("loop.detractor_follow_up")
    if isinstance(followed, Estimate) and followed.value is not None:
        yield text(
            "A person followed up {share:percent1} of detractors "
            "(95% interval {low:percent1} to {high:percent1}, n = {n:int}).",
            **_estimate(followed),
        )
    kept = loop.metrics.get("loop.deadline")
    if isinstance(kept, Estimate) and kept.value is not None:
        yield text(
            "{share:percent1} of cases were followed up by a person in time "
            "({low:percent1} to {high:percent1}, n = {n:int}).",
            **_estimate(kept),
        )
    waited, reached = (loop.metrics.get(name) for name in ("loop.time_to_person.p50", "loop.coverage"))
    if waited is not None:
        yield text("Half of the cases waited {days:decimal} days or more for a person.", days=waited)
    if isinstance(reached, Estimate) and reached.value is not None:
        silent: Measure = loop.metrics.get("loop.oldest_silent_days")
        yield (
            text("{share:percent1} of all answers met silence.", share=1 - reached.value)
            if silent is None
            else text(
                "{share:percent1} of all answers met silence, the oldest for {days:int} {days:plural day|days}.",
                share=1 - reached.value,
                days=silent,
            )
        )


def _estimate(measure: Estimate) -> dict[str, float | int | None]:
    return {"share": measure.value, "low": measure.low, "high": measure.high, "n": measure.n}
