"""Two cycles of an engagement, each by the model that it was scored by, brought beside each other."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path
from typing import Final

from cxmaturity.assess import Assessment, assess
from cxmaturity.comparison.measured import Measured
from cxmaturity.comparison.scores import Comparison, compare
from cxmaturity.contacts import Progress
from cxmaturity.engagement import journal, recorded
from cxmaturity.engagement.closed import is_closed
from cxmaturity.engagement.facts import Gathered, gather_from
from cxmaturity.engagement.folder import Cycle, Engagement, open_engagement
from cxmaturity.engagement.recorded import ModelSeen, Recorded
from cxmaturity.engagement.version_notes import model_changed
from cxmaturity.engagement.versions import as_present
from cxmaturity.errors import InputError, Problem, wrong
from cxmaturity.evidence.answers import Answer
from cxmaturity.evidence.facts import Facts
from cxmaturity.model import Model
from cxmaturity.words import Text, text

_AS_LONG: Final = 0.9
"""Share of the longer log's days from which on both cover about as long a time."""


@dataclass(frozen=True)
class Compared:
    """Two cycles of an engagement, compared."""

    engagement: Engagement
    comparison: Comparison
    notes: tuple[Text, ...]
    """What the reader should know: of each cycle's gathering, and of what the comparison cannot tell."""


@dataclass(frozen=True)
class _Side:
    gathered: Gathered
    known: Recorded | None
    model: Model
    """The one that the cycle was scored by; the present one where nothing else is recorded."""
    is_latest: bool

    @classmethod
    def of(cls, engagement: Engagement, cycle: str, as_of: date | None, progress: Progress | None) -> _Side:
        chosen = engagement.cycle(cycle)
        before = recorded.read(chosen.facts)
        is_kept = before is not None and is_closed(engagement, chosen, before)  # what has changed since is no news here
        gathered = gather_from(engagement, cycle, as_of, progress, follow=not is_kept)
        known = before if is_kept else recorded.read(chosen.facts)
        is_latest = engagement.cycles()[-1].name == cycle
        rules = known.rules if known is not None and not is_latest else None
        return cls(gathered, known, rules.model(gathered.model) if rules else gathered.model, is_latest)

    def answers(self, model: Model) -> tuple[Answer, ...]:
        """Return the cycle's answers as a model reads them."""
        if model is self.gathered.model:
            return self.gathered.facts.answers
        lines = journal.read(self.gathered.cycle.journal)
        return as_present(lines, model, self.gathered.engagement.migrations()).journal.answers

    def assessed(self) -> Assessment:
        """Return the assessment of the cycle by its own model."""
        return assess(self.model, replace(self.gathered.facts, answers=self.answers(self.model)))

    def notes(self) -> list[Text]:
        """Return what was noted of the cycle; not that its model has changed, where it is scored by the former one."""
        seen, present = self.known.model if self.known else None, ModelSeen.of(self.gathered.model)
        is_as_then = self.model.hash != present.hash
        settled = model_changed(seen, present, told=False) if seen and is_as_then else []
        return [message for message in self.gathered.notes if message not in settled]

    def model_notes(self) -> Iterator[Text]:
        """Yield why the model's part cannot be told, or not wholly, where an earlier model had its say in the cycle."""
        if self.is_latest:
            return
        header, seen = self.model.header, self.known.model if self.known else None
        names = {"cycle": self.gathered.cycle.name, "model": header.id, "version": header.version}
        if self.known is not None and self.known.rules is None and (seen is None or seen.hash != self.model.hash):
            yield text(
                "{cycle}: the rules that it was scored by were not kept then. It is scored here by {model} {version} "
                "as it is now, so what the model moved cannot be told apart.",
                **names,
            )
        elif any(
            line.retired is None and (line.model, line.version) not in (("", ""), (header.id, header.version))
            for line in journal.read(self.gathered.cycle.journal).entries
        ):
            yield text(
                "{cycle}: some answers were given to another version, and {model} {version} scored them last. What "
                "that version moved is not part of what is shown.",
                **names,
            )


def compare_cycles(
    folder: Path, before: str, after: str, as_of: date | None = None, progress: Progress | None = None
) -> Compared:
    """Return what moved from one cycle of an engagement to another, the latter measured ``as_of`` where given.

    Logs of the latest cycle are audited where that is due; an earlier one keeps its recorded facts. Raises InputError
    for unknown cycles, for one cycle given twice, and for files that are wrong.
    """
    engagement = open_engagement(folder)
    _refuse_wrong_cycles(engagement, before, after)
    then = _Side.of(engagement, before, None, progress)
    now = _Side.of(engagement, after, as_of, progress)
    comparison = compare(then.assessed(), now.assessed(), then.answers(now.model))
    return Compared(engagement, comparison, tuple(_notes(then, now)))


def _refuse_wrong_cycles(engagement: Engagement, before: str, after: str) -> None:
    problems: list[Problem] = []
    for name in dict.fromkeys((before, after)):
        try:
            engagement.cycle(name)
        except InputError as error:
            problems += error.problems
    if not problems and before == after:
        others = [cycle.name for cycle in engagement.cycles() if cycle.name != before]
        problems += wrong(
            text("the cycle “{name}” was given twice, and a comparison needs two.", name=before),
            engagement.folder / "cycles",
            text("The other cycles are: {words}.", words=", ".join(others))
            if others
            else text("There is no other cycle yet: the next assessment begins one."),
        ).problems
    if problems:
        raise InputError(problems)


def _notes(then: _Side, now: _Side) -> Iterator[Text]:
    for side in (then, now):
        for message in side.notes():
            yield text("{cycle}: {note}", cycle=side.gathered.cycle.name, note=message)
    yield from then.model_notes()
    yield from now.model_notes()
    one, other = then.model.header, now.model.header
    if one.id != other.id:
        yield text(
            "The two cycles were assessed by different models, {one} and {other}: answers to practices that both have "
            "count on the way from one to the other.",
            one=one.id,
            other=other.id,
        )
    if _order(then.gathered.cycle) > _order(now.gathered.cycle):
        yield text(
            "{one} is later than {other}: what is shown leads back in time.",
            one=then.gathered.cycle.name,
            other=now.gathered.cycle.name,
        )
    rules = [Measured.of(side.gathered.facts, {}).rule for side in (then, now)]
    if None not in rules and rules[0] != rules[1]:
        yield text("Another contact rule was in force in each cycle: figures of what a rule forbids do not compare.")
    yield from _overlap(then.gathered, now.gathered)


def _order(cycle: Cycle) -> tuple[date, str]:
    return cycle.settings.date, cycle.name


def _overlap(then: Gathered, now: Gathered) -> Iterator[Text]:
    """Say that two cycles look at some of the same requests, or at times of other lengths, as no interval knows."""
    first, second = (_window(side.facts) for side in (then, now))
    if first is None or second is None:
        return
    begin, end = max(first[0], second[0]), min(first[1], second[1])
    if begin <= end:
        yield text(
            "The logs of both cycles cover {begin:date} to {end:date}: their samples are not independent, and the "
            "intervals of what moved in metrics of the logs are not exact. log_from and log_to in each cycle.yaml keep "
            "them apart.",
            begin=begin,
            end=end,
        )
    days = [(last - start).days + 1 for start, last in (first, second)]
    if min(days) < _AS_LONG * max(days):
        yield text(
            "The log covers {before:int} {before:plural day|days} in {one} and {after:int} {after:plural day|days} in "
            "{other}: the longer the time, the more customers are asked twice in it, so figures per customer grow "
            "without any change.",
            before=days[0],
            after=days[1],
            one=then.cycle.name,
            other=now.cycle.name,
        )


def _window(facts: Facts) -> tuple[date, date] | None:
    """Return the days of a cycle's first and last request; None without a log."""
    ends = [facts.measure(name) for name in ("contacts.first", "contacts.last")]
    days = [datetime.fromisoformat(end).date() for end in ends if isinstance(end, str)]
    return (days[0], days[1]) if len(days) == 2 else None
