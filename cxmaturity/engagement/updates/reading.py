"""What a file says of actions, as changes to the roadmap; every mistake is told with its cell, and all at once."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Final, TypeVar

from cxmaturity.comparison.slip import EarlierPlan
from cxmaturity.documents.writing import Value
from cxmaturity.engagement.causes import wrong_cause
from cxmaturity.engagement.roadmap_file import Known, slip_of_owner
from cxmaturity.engagement.tables.cells import words
from cxmaturity.engagement.tables.grid import Cell
from cxmaturity.engagement.updates.lines import Line, Lines
from cxmaturity.engagement.updates.naming import CLEARED, level_of, status_of
from cxmaturity.errors import InputError, Place, Problem, closest, did_you_mean
from cxmaturity.evidence.facts import RoadmapState, Tracked
from cxmaturity.model import Model
from cxmaturity.roadmap import months
from cxmaturity.roadmap.changing import ActionChange, Key, far_off, is_far
from cxmaturity.roadmap.columns import CLOSED, LEVELS, STATUSES
from cxmaturity.words import LANGUAGES, Text, listed, text

T = TypeVar("T", bound=str)
_DATES: Final[tuple[Key, ...]] = ("started", "ended")


@dataclass(frozen=True)
class Updates:
    """What is to be changed in ``roadmap.yaml``."""

    changes: tuple[ActionChange, ...]
    """Only what is not so already."""
    notes: tuple[Text, ...]
    """What is worth saying of it: finished actions without an end or a result."""


def updates(
    lines: Lines,
    state: RoadmapState,
    model: Model,
    known: Known,
    plan: EarlierPlan | None = None,
    *,
    day: date | None = None,
) -> Updates:
    """Return what a file changes in a roadmap. Raises InputError with every mistake, each at its cell.

    ``plan`` is the one that the file may be an export of: what was changed in it is not taken, and said. ``day`` is the
    cycle's date, where it is known: a day long after it is a mistake, and one after it is said.
    """
    reading = _Reading(state, model, known, plan, list(lines.problems), day=day)
    for line in lines.lines:
        reading.read(line)
    reading.check()
    if reading.problems:
        raise InputError(sorted(reading.problems, key=lambda problem: (problem.where and problem.where.line) or 0))
    changes = tuple(ActionChange(id_, key, value) for (id_, key), (value, _) in reading.said.items())
    return Updates(changes, (*_of_columns(lines), *_remarks(reading)))


@dataclass
class _Reading:
    """A file while it is read."""

    state: RoadmapState
    model: Model
    known: Known
    plan: EarlierPlan | None
    problems: list[Problem] = field(default_factory=list)
    said: dict[tuple[str, Key], tuple[Value, Place]] = field(default_factory=dict)
    """What changes, and where it is said."""
    seen: dict[tuple[str | None, str], Place] = field(default_factory=dict)
    """Sheet and action to where it stands first."""
    not_taken: list[str] = field(default_factory=list)
    """Columns of a plan that somebody changed, with their actions."""
    day: date | None = None
    """The cycle's date."""

    def __post_init__(self) -> None:
        self.present = {tracked.id: tracked for tracked in self.state.actions}
        self.ids = [*(action.id for action in self.model.actions), *self.present]

    def read(self, line: Line) -> None:
        """Read one row."""
        for column in sorted(line.uncomputed):
            what = text("this cell holds a formula without a value. Write the value in its place.")
            self.problems.append(Problem(what, line.place(column)))
        id_ = self._id(line)
        self.not_taken += [f"{name} ({id_})" for name in self._replanned(id_, line)] if id_ else []
        for column, cell in line.cells.items():
            if column == "id" or column in line.uncomputed:
                continue
            try:
                value = self._value(column, cell, line)
            except ValueError as error:
                remedy = error.args[1] if len(error.args) > 1 else None
                self.problems.append(Problem(error.args[0], line.place(column), remedy))
            else:
                if id_ is not None:
                    self._say(id_, column, value, line.place(column))

    def _id(self, line: Line) -> str | None:
        if "id" in line.uncomputed:
            return None
        id_ = str(line.cells.get("id") or "").strip()
        where = line.place("id")
        if not id_:
            self.problems.append(Problem(text("this row names no action."), where, text("Write its id.")))
            return None
        if id_ not in self.ids:
            told = text("there is no action “{id}”.", id=id_)
            own = text("An action of your own is first written into roadmap.yaml, with its title.")
            if meant := self.plan.references.get(id_.upper()) if self.plan else None:
                own = text("{ref} is “{id}” in the plan: write that id.", ref=id_.upper(), id=meant)
            self.problems.append(Problem(told, where, own if meant else did_you_mean(id_, self.ids) or own))
            return None
        first = self.seen.setdefault((line.sheet, id_), where)
        if first is not where:
            told = text("the action “{id}” stands at {there}, too.", id=id_, there=first)
            self.problems.append(Problem(told, where, text("Keep one of the two.")))
            return None
        return id_

    def _replanned(self, id_: str, line: Line) -> Iterator[str]:
        """Yield the names of the columns of a plan in which something else stands now."""
        span = self.plan.spans.get(id_) if self.plan else None
        actions = {action.id: action.months for action in self.model.actions}
        length = (self.present[id_].months if id_ in self.present else None) or actions.get(id_, 1)
        for key, (name, cell) in line.planned.items():
            if key == "months":
                if words(cell).strip() != str(length):
                    yield name
            elif span is not None and not _is_in(cell, span.start if key == "start" else span.end, line):
                yield name

    def _say(self, id_: str, key: Key, value: Value, where: Place) -> None:
        tracked = self.present.get(id_) or Tracked(id=id_)
        if value == _present(tracked, key):
            return
        other, there = self.said.setdefault((id_, key), (value, where))
        if other != value:
            told = text("“{id}” has another value of this at {there}.", id=id_, there=there)
            self.problems.append(Problem(told, where, text("Keep one of the two.")))

    def _value(self, key: Key, cell: object, line: Line) -> Value:
        """Return what a cell says. Raises ValueError, with a text and perhaps a remedy."""
        if cell is None or (isinstance(cell, str) and cell.strip() in CLEARED):
            return "proposed" if key == "status" else None
        if key == "feedback":
            return self._causes(cell)
        if not isinstance(cell, str | int | float | date):
            raise ValueError(text("a single value is expected here."))
        return self._date(cell, line) if key in _DATES else self._word(key, words(cell).strip())

    def _date(self, cell: Cell, line: Line) -> date:
        found = _day(cell, line)
        if self.day is not None and is_far(found, self.day):
            raise ValueError(far_off(found, self.day), text("Correct its year, or begin the next cycle first."))
        return found

    def _word(self, key: Key, word: str) -> str:
        if key == "status":
            return _known(word, status_of, text("there is no status “{word}”.", word=word), STATUSES)
        if key == "level":
            return _known(word, level_of, text("there is no level “{word}”.", word=word), LEVELS)
        if key == "owner" and (hint := slip_of_owner(word, self.model, self.known)):
            raise ValueError(text("there is no team “{id}” on the map.", id=word), hint)
        return word

    def _causes(self, cell: object) -> Value:
        listed = cell if isinstance(cell, list) else _parts(str(cell))
        causes = [word for item in listed if (word := str(item).strip())]
        for word in causes:
            if wrong := wrong_cause(word, self.model):
                raise ValueError(wrong.what, wrong.remedy)
        return causes

    def check(self) -> None:
        """Take note of what does not fit together, once everything is read."""
        for id_ in dict.fromkeys(id_ for id_, _ in self.said):
            after = self.after(id_)
            if after.started and after.ended and after.ended < after.started:
                told = text("the action “{id}” ended before it started.", id=id_)
                self._misfit(told, id_, ("ended", "started"), text("Correct one of the two dates."))
            if after.ended and after.status not in CLOSED:
                told = text("“{id}” has an end, and its status is {status}.", id=id_, status=STATUSES[after.status])
                self._misfit(told, id_, ("ended", "status"), text("Give it the status finished, or take the end away."))

    def after(self, id_: str) -> Tracked:
        """Return an action as it is once the changes are made."""
        fresh: dict[str, object] = {key: value for (said, key), (value, _) in self.said.items() if said == id_}
        return (self.present.get(id_) or Tracked(id=id_)).model_copy(update=fresh)

    def _misfit(self, told: Text, id_: str, keys: Collection[Key], remedy: Text) -> None:
        where = next(self.said[id_, key][1] for key in keys if (id_, key) in self.said)
        self.problems.append(Problem(told, where, remedy))


def _present(tracked: Tracked, key: Key) -> Value:
    value = getattr(tracked, key)
    return list(value) if isinstance(value, tuple) else value


def _is_in(cell: Cell, month: str, line: Line) -> bool:
    """Tell whether a cell holds a day of a month."""
    try:
        return isinstance(cell, str | date) and months.of(_day(cell, line)) == months.index(month)
    except ValueError:
        return False


def _day(cell: Cell, line: Line) -> date:
    from cxmaturity.words.days import day_of

    if isinstance(cell, datetime):
        return cell.date()
    return cell if isinstance(cell, date) else day_of(words(cell), line.language)


def _known(word: str, meaning: Callable[[str], T | None], unknown: Text, known: Mapping[T, Text]) -> T:
    """Return what a word means. Raises ValueError with a hint in the reader's language, whichever the word is of."""
    found = meaning(word)
    if found is None:
        shown = {name.show(language): name for name in known.values() for language in LANGUAGES}
        if near := closest(word, shown):
            raise ValueError(unknown, text("Did you mean “{word}”?", word=shown[near]))
        raise ValueError(unknown, text("Known are: {words}.", words=listed(list(known.values()))))
    return found


def _parts(written: str) -> list[str]:
    """Return the causes of a cell: one a line, or with semicolons between them; ids also with commas."""
    parts = written.replace("\n", ";").split(";")
    if len(parts) == 1 and all(part.strip() and " " not in part.strip() for part in written.split(",")):
        return written.split(",")
    return parts


def _of_columns(lines: Lines) -> Iterator[Text]:
    if lines.unread:
        yield text(
            "{n:plural Column|Columns} of {file} that {n:plural is|are} not read: {columns}.",
            n=len(lines.unread),
            file=lines.file,
            columns=", ".join(lines.unread),
        )


def _moments(tracked: Tracked) -> tuple[date | None, date | None]:
    return tracked.started, tracked.ended


def _is_after(moment: date | None, day: date | None) -> bool:
    return moment is not None and day is not None and moment > day


def _remarks(reading: _Reading) -> Iterator[Text]:
    if reading.not_taken:
        yield text(
            "Changed in the file and not taken from it: {columns}. The plan follows from roadmap.yaml.",
            columns=", ".join(dict.fromkeys(reading.not_taken)),
        )
    after = [reading.after(id_) for id_ in dict.fromkeys(id_ for id_, _ in reading.said)]
    if timeless := [tracked.id for tracked in after if tracked.status == "running" and tracked.started is None]:
        yield text(
            "Running, and without start, so the plan has them start in its first month: {ids}.", ids=", ".join(timeless)
        )
    later = [tracked.id for tracked in after if any(_is_after(moment, reading.day) for moment in _moments(tracked))]
    if later and reading.day:
        yield text(
            "After the cycle’s date, {day:date}, so it counts from the next cycle on: {ids}.",
            day=reading.day,
            ids=", ".join(later),
        )
    finished = [tracked for tracked in after if tracked.status == "finished"]
    missing: list[tuple[Key, Text]] = [
        ("started", text("start")),
        ("ended", text("end")),
        ("result", text("result")),
    ]
    for key, name in missing:
        ids = [tracked.id for tracked in finished if not getattr(tracked, key)]
        if ids:
            yield text("Finished, and without {what}: {ids}.", what=name, ids=", ".join(ids))
