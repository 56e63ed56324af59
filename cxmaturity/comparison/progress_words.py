"""What became of the actions, in words: how late, what their metric did, and what that tells."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Final

from cxmaturity.comparison.actions import Judged, Verdict
from cxmaturity.comparison.change_words import change_words
from cxmaturity.comparison.progress import ActionProgress, Progress
from cxmaturity.comparison.slip import Slip, Span
from cxmaturity.evidence.measure_words import figure_words, measure_words, metric_words
from cxmaturity.model import load_metrics
from cxmaturity.model.schema import Target
from cxmaturity.roadmap import months
from cxmaturity.words import Language, Text, listed, style, text

_VERDICTS: Final[dict[Verdict, Text]] = {
    "towards": text("moved towards the target ({to})"),
    "away": text("moved away from the target ({to})"),
    "cannot_tell": text("cannot tell: chance alone could have moved it so; the target is {to}"),
    "too_early": text("too early to tell; the target is {to}"),
    "no_target": text("no metric measures it"),
    "no_measurement_before": text("no measurement before; the target is {to}"),
    "no_measurement_since": text("no measurement since its end; the target is {to}"),
}


def slip_words(slip: Slip, status: str) -> Text | None:
    """Return how far an action is from the plan, None where there is nothing to say."""
    late = slip.months
    if late is None or (late == 0 and status in ("proposed", "planned")):
        return text("should have started this month") if late == 0 else None
    if status in ("proposed", "planned"):
        return text("should have started {n:int} {n:plural month|months} ago", n=late)
    if late == 0:
        return text("as planned")
    if status == "running" and slip.end is not None:
        return text("should have ended {n:int} {n:plural month|months} ago", n=late)
    if late < 0:
        return text("{n:int} {n:plural month|months} before the plan", n=-late)
    return text("{n:int} {n:plural month|months} behind the plan", n=late)


def dates_words(item: ActionProgress, language: Language) -> str:
    """Return when an action was run, and when it was planned for."""
    tracked, planned = item.tracked, item.slip.planned
    parts = []
    if tracked.started or tracked.ended:
        parts.append(" – ".join(_day(moment, language) for moment in (tracked.started, tracked.ended) if moment))
        if tracked.status == "running":
            parts[0] = text("since {day}", day=parts[0]).show(language)
    if planned is not None:
        parts.append(text("planned for {span}", span=span_words(planned, language)).show(language))
    if said := slip_words(item.slip, tracked.status):
        parts.append(said.show(language))
    return " · ".join(parts)


def span_words(span: Span, language: Language) -> str:
    """Return the months that an action was planned for."""
    ends = dict.fromkeys((span.start, span.end))
    return " – ".join(style.month(months.first_day(month), language, short=True) for month in ends)


def judged_words(judged: Judged, language: Language) -> str:
    """Return what the target metric of an action did, with its interval, and what that tells."""
    target, change = judged.target, judged.change
    if target is None:
        return _VERDICTS["no_target"].show(language)
    verdict = verdict_words(judged, language)
    name = metric_words(target.metric, language)
    if change is None or judged.before is None:
        return text("{name}: {value}", name=name, value=verdict).show(language)
    moved = text(
        "{name}: {before} ({cycle}) → {after}; {verdict}",
        name=name,
        before=measure_words(target.metric, change.before, language),
        cycle=judged.before.cycle,
        after=measure_words(target.metric, change.after, language),
        verdict=verdict,
    )
    return moved.show(language)


def verdict_words(judged: Judged, language: Language) -> str:
    """Return what the target metric of an action tells of it."""
    to = "" if judged.target is None else _goal(judged.target, language)
    return Text(_shown(judged), {"to": to}).show(language)


def _goal(target: Target, language: Language) -> str:
    """Return a target in its metric's unit; of what is true or false, in these words."""
    is_bool = any(known.unit == "bool" for known in load_metrics() if known.id == target.metric)
    return figure_words(target.metric, bool(target.to) if is_bool else target.to, language)


def _shown(judged: Judged) -> str:
    change = judged.change
    if judged.verdict == "cannot_tell" and change is not None and change.low is None:
        return _UNJUDGED.template
    if change is not None and change.low == change.high == 0:
        return _UNCHANGED.template
    if judged.met_before and judged.verdict in _MET_BEFORE:
        return _MET_BEFORE[judged.verdict].template
    return _VERDICTS[judged.verdict].template


_MET_BEFORE: Final[dict[Verdict, Text]] = {
    "towards": text("better still; the target ({to}) was met before"),
    "away": text("worse; the target ({to}) was met before"),
}
_UNJUDGED: Final = text("cannot tell: chance cannot be judged in this figure; the target is {to}")
_UNCHANGED: Final = text("unchanged; the target is {to}")


def beside_words(judged: Judged, language: Language) -> Iterator[str]:
    """Yield the interval of the change, the smallest one that could be seen, the target, and what weakens all that."""
    change, target = judged.change, judged.target
    if change is not None and change.low is not None and change.high is not None and change.low != change.high:
        ends = [change_words(change.id, end, language) for end in (change.change, change.low, change.high)]
        yield text("change {change}, 95% interval {low} to {high}", change=ends[0], low=ends[1], high=ends[2]).show(
            language
        )
    if change is not None and change.detectable is not None and judged.verdict == "cannot_tell":
        least = change_words(change.id, change.detectable, language).removeprefix("+")
        yield text("smallest change that these samples show: {least}", least=least).show(language)
    if target is not None and judged.verdict not in ("no_target", "no_measurement_since"):
        yield _REACHED[judged.reached].show(language)
    if judged.met_before and _shown(judged) not in [told.template for told in _MET_BEFORE.values()]:
        yield text("the value before met it already").show(language)
    yield from (note.show(language) for note in judged.notes)


_REACHED: Final[dict[bool | None, Text]] = {
    True: text("target reached"),
    False: text("target not reached"),
    None: text("cannot tell whether the target is reached"),
}


def finished_words(told: Progress) -> Text | None:
    """Return how many actions are finished, and what their target metrics tell; None where none is."""
    finished = told.of_status("finished")
    if not finished:
        return None
    return text(
        "{n:int} {n:plural action is|actions are} finished; by their target metric: {told}.",
        n=len(finished),
        told=listed(list(_by_verdict(finished))),
    )


def _by_verdict(finished: Sequence[ActionProgress]) -> Iterator[Text]:
    verdicts = [item.judged.verdict for item in finished if item.judged]
    counts = {name: verdicts.count(name) for name in ("towards", "away", "cannot_tell", "too_early", "no_target")}
    counts["unmeasured"] = len(finished) - sum(counts.values())
    for name, told in _COUNTED.items():
        if n := counts[name]:
            yield Text(told.template, {"n": n})


_COUNTED: Final[dict[str, Text]] = {
    "towards": text("{n:int} moved towards the target"),
    "away": text("{n:int} moved away from it"),
    "cannot_tell": text("{n:int} cannot be told from chance"),
    "too_early": text("{n:int} too early to tell"),
    "unmeasured": text("{n:int} not measured both before and since"),
    "no_target": text("{n:int} without one"),
}


def ids_of(items: Sequence[ActionProgress]) -> str:
    """Return the ids of actions as they stand in a line."""
    return ", ".join(item.action.id for item in items)


def _day(day: date, language: Language) -> str:
    return style.day(day, language)
