"""All actions there are: the model's library, changed and completed by the organisation's own ``roadmap.yaml``."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import dataclass
from graphlib import CycleError, TopologicalSorter
from math import isfinite

from cxmaturity.errors import InputError, Place, Problem, did_you_mean
from cxmaturity.evidence.facts import Facts, Tracked
from cxmaturity.model.schema import Action, Model
from cxmaturity.words import Text, text

FILE = "roadmap.yaml"


@dataclass(frozen=True)
class Entry:
    """An action and what the organisation says of it."""

    action: Action
    tracked: Tracked

    @property
    def id(self) -> str:
        """The action's id."""
        return self.action.id

    @property
    def is_open(self) -> bool:
        """Whether something is still to be done: neither finished nor dropped."""
        return self.tracked.status not in ("finished", "dropped")


def catalogue(model: Model, facts: Facts) -> dict[str, Entry]:
    """Return every action by id, the library's first. Raises InputError with every mistake in the own ones."""
    library = {action.id: _worded(action, facts) for action in model.actions}
    said = {tracked.id: tracked for tracked in facts.roadmap.actions}
    problems = [
        *_doubles(facts.roadmap.actions),
        *_strangers(facts.roadmap.actions, library),
        *_wrong_figures(facts.roadmap.actions, library),
    ]
    if problems:
        raise InputError(problems)
    entries = {key: _entry(action, said.get(key)) for key, action in library.items()}
    for key, tracked in said.items():
        if key not in entries and (own := tracked.own_action()) is not None:
            entries[key] = Entry(own, tracked)
    problems = [*_wrong_entries(model, entries, said), *_levels_that_differ(entries.values()), *_circle(entries)]
    if problems:
        raise InputError(problems)
    return entries


def establishing(model: Model, facts: Facts, practice: str) -> tuple[Entry, ...]:
    """Return the actions that establish a practice. Raises InputError as ``catalogue`` does."""
    return tuple(entry for entry in catalogue(model, facts).values() if practice in entry.action.establishes)


def _worded(action: Action, facts: Facts) -> Action:
    """Return a library action in the words that fit: a contact rule that is declared already is to be kept."""
    words = action.rule_declared
    if words is None or facts.contacts is None or not facts.contacts.policy.get("declared"):
        return action
    return action.model_copy(update={"title": words.title, "plan": words.plan})


def _entry(action: Action, tracked: Tracked | None) -> Entry:
    """Return a library action with the fields that the organisation gives in its place."""
    if tracked is None:
        return Entry(action, Tracked(id=action.id))
    names = (set(Action.model_fields) & tracked.model_fields_set) - {"id"}
    given = {name: value for name in names if (value := getattr(tracked, name)) is not None}
    return Entry(action.model_copy(update=given), tracked)


def _doubles(actions: Iterable[Tracked]) -> Iterator[Problem]:
    seen: set[str] = set()
    for tracked in actions:
        if tracked.id in seen:
            yield _problem(text("the action “{id}” stands there twice.", id=tracked.id), text("Keep one of the two."))
        seen.add(tracked.id)


def _strangers(actions: Iterable[Tracked], library: Mapping[str, Action]) -> Iterator[Problem]:
    for tracked in actions:
        if tracked.id not in library and tracked.title is None:
            yield _problem(
                text("the model has no action “{id}”, and it has no title of its own.", id=tracked.id),
                did_you_mean(tracked.id, library) or text("Give it all fields of an action."),
            )


def _wrong_figures(actions: Iterable[Tracked], library: Container[str]) -> Iterator[Problem]:
    for tracked in actions:
        if tracked.title is not None and tracked.id not in library and "effort" not in tracked.model_fields_set:
            yield _problem(
                text("the action “{id}” has no effort.", id=tracked.id),
                text("Give person-days by role, or {{}} if it takes nobody’s days."),
            )
        if (tracked.months is not None and tracked.months < 1) or not all(
            isfinite(days) and days >= 0 for days in tracked.effort.values()
        ):
            yield _problem(
                text("the action “{id}” needs at least one month, and no effort below 0.", id=tracked.id),
                text("Correct its months or its effort."),
            )


def _wrong_entries(model: Model, entries: Mapping[str, Entry], said: Mapping[str, Tracked]) -> Iterator[Problem]:
    practices = [practice.id for practice in model.practices]
    checks = [check.id for check in model.checks]
    for key in said:
        action = entries[key].action
        yield from _unknown(action, action.establishes, practices, text("practice"))
        yield from _unknown(action, action.answers, checks, text("finding"))
        yield from _unknown(action, action.requires, entries, text("action"))
        if not action.establishes:
            yield _problem(
                text("the action “{id}” establishes no practice.", id=key),
                text("Name at least one practice and its level."),
            )


def _unknown(action: Action, words: Iterable[str], known: Iterable[str], kind: Text) -> Iterator[Problem]:
    there = list(known)
    for word in words:
        if word not in there:
            what = text("the action “{id}” names an unknown {kind}: {word}.", id=action.id, kind=kind, word=word)
            yield _problem(what, did_you_mean(word, there))


def _levels_that_differ(entries: Iterable[Entry]) -> Iterator[Problem]:
    levels: dict[str, tuple[str, str]] = {}
    for entry in entries:
        for practice, level in entry.action.establishes.items():
            other, known = levels.setdefault(practice, (entry.id, level))
            if known != level:
                what = text(
                    "the actions “{one}” and “{other}” establish “{practice}” at different levels.",
                    one=other,
                    other=entry.id,
                    practice=practice,
                )
                yield _problem(what, text("Actions that establish one practice give the same level."))


def _circle(entries: Mapping[str, Entry]) -> Iterator[Problem]:
    requires = {key: [word for word in entry.action.requires if word in entries] for key, entry in entries.items()}
    try:
        TopologicalSorter(requires).prepare()
    except CycleError as error:
        circle = " → ".join(reversed(error.args[1]))
        yield _problem(
            text("these actions require each other in a circle: {ids}.", ids=circle),
            text("Remove one of the requirements."),
        )


def _problem(what: Text, remedy: Text | None) -> Problem:
    return Problem(what, Place(FILE), remedy)
