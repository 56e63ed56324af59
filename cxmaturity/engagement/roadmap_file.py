"""Read ``roadmap.yaml`` whole: keys and values, and what it says of actions, practices, teams, roles and metrics.

What refers to something else is read from the file as it is written, so that a mistake of one kind hides none of the
other. ``roadmap`` checks once more what it plans with.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from graphlib import CycleError, TopologicalSorter
from pathlib import Path
from typing import Any

from cxmaturity.documents import Document, parse, validate
from cxmaturity.engagement.causes import wrong_cause
from cxmaturity.errors import Place, Problem, did_you_mean, slip_of
from cxmaturity.evidence.facts import RoadmapState
from cxmaturity.model import Model, load_metrics
from cxmaturity.roadmap.columns import CLOSED, STATUSES
from cxmaturity.words import Text, text


@dataclass(frozen=True)
class Known:
    """Whom a roadmap may speak of, beside the model."""

    listed: Collection[str]
    """Teams on the map."""
    played: Mapping[str, str]
    """Role to the team that plays it, where the settings say; every other role is a team of its own."""

    def teams(self, model: Model, efforts: Collection[str] = ()) -> set[str]:
        """Return every team that may have work to do."""
        roles = {*model.header.roles, *efforts, *self.played}
        return {*self.listed, *(self.played.get(role, role) for role in roles)}


@dataclass(frozen=True)
class _Entry:
    """One action, as it is written."""

    document: Document
    index: int
    fields: Mapping[str, Any]

    @property
    def id(self) -> str:
        return str(self.fields.get("id", ""))

    def mapping(self, key: str) -> Mapping[str, Any]:
        value = self.fields.get(key)
        return value if isinstance(value, dict) else {}

    def words(self, key: str) -> list[str]:
        value = self.fields.get(key)
        return [word for word in value if isinstance(word, str)] if isinstance(value, list) else list(self.mapping(key))

    def is_own(self, model: Model) -> bool:
        """Whether it defines an action of the organisation's own."""
        return self.fields.get("title") is not None and self.id not in [action.id for action in model.actions]

    def place(self, *path: int | str) -> Place:
        return self.document.place(("actions", self.index, *path))

    def place_of(self, key: str, word: str) -> Place:
        value = self.fields.get(key)
        return self.place(key, value.index(word) if isinstance(value, list) else word)


def read_roadmap(path: Path, model: Model, known: Known) -> RoadmapState:
    """Return the organisation's state of its roadmap. Raises InputError with every mistake of the file."""
    document = parse(path)
    state: RoadmapState = validate(document, RoadmapState, problems(document, model, known))
    return state


def unlisted_teams(state: RoadmapState, model: Model, known: Known) -> tuple[str, ...]:
    """Return the teams that have a capacity and are neither on the map nor in a role."""
    efforts = {role for tracked in state.actions for role in tracked.effort}
    return tuple(sorted(state.capacity.keys() - known.teams(model, efforts)))


def without_months(state: RoadmapState, model: Model) -> tuple[str, ...]:
    """Return the organisation's own actions that do not say how long they take."""
    library = {action.id for action in model.actions}
    return tuple(entry.id for entry in state.actions if entry.id not in library and entry.months is None)


def without_start(state: RoadmapState) -> tuple[str, ...]:
    """Return the running actions that do not say when they started."""
    return tuple(entry.id for entry in state.actions if entry.status == "running" and entry.started is None)


def finished_later(state: RoadmapState, day: date) -> tuple[str, ...]:
    """Return the actions that are said to be finished, and ended after a day."""
    return tuple(
        entry.id
        for entry in state.actions
        if entry.status == "finished" and entry.ended is not None and entry.ended > day
    )


def problems(document: Document, model: Model, known: Known) -> Iterator[Problem]:
    """Yield every mistake that shows only when the file is seen together with the model and the map."""
    data = document.data if isinstance(document.data, dict) else {}
    items = data.get("actions")
    entries = [
        _Entry(document, index, item)
        for index, item in enumerate(items if isinstance(items, list) else ())
        if isinstance(item, dict)
    ]
    capacity = data.get("capacity")
    yield from _capacity(document, capacity if isinstance(capacity, dict) else {}, known.teams(model))
    yield from _doubles(entries)
    yield from _strangers(entries, model)
    for entry in entries:
        yield from _figures(entry, model)
        yield from _people(entry, model, known)
        yield from _causes(entry, model)
        yield from _references(entry, entries, model)
    yield from _levels_that_differ(entries, model)
    yield from _circle(entries, model)


def _capacity(document: Document, capacity: Mapping[str, Any], teams: Collection[str]) -> Iterator[Problem]:
    for team, days in capacity.items():
        place = document.place(("capacity", team))
        if hint := slip_of(team, teams):
            yield Problem(text("there is no team “{id}” on the map.", id=team), place, hint)
        if days == []:
            what = text("the capacity of the team “{team}” lists no days.", team=team)
            yield Problem(what, place, text("Give days per month from 0 up."))
        amounts = days if isinstance(days, list) else [days]
        if any(isinstance(amount, int | float) and amount < 0 for amount in amounts):
            what = text("the capacity of the team “{team}” is below 0 in some month.", team=team)
            yield Problem(what, place, text("Give days per month from 0 up."))


def _doubles(entries: list[_Entry]) -> Iterator[Problem]:
    seen: set[str] = set()
    for entry in entries:
        if entry.id in seen:
            what = text("the action “{id}” stands there twice.", id=entry.id)
            yield Problem(what, entry.place("id"), text("Keep one of the two."))
        seen |= {entry.id} if entry.id else set()


def _strangers(entries: list[_Entry], model: Model) -> Iterator[Problem]:
    library = [action.id for action in model.actions]
    for entry in entries:
        if entry.id and entry.id not in library and entry.fields.get("title") is None:
            what = text("the model has no action “{id}”, and it has no title of its own.", id=entry.id)
            remedy = did_you_mean(entry.id, library) or text("Give it all fields of an action.")
            yield Problem(what, entry.place("id"), remedy)


def _figures(entry: _Entry, model: Model) -> Iterator[Problem]:
    months = entry.fields.get("months")
    wrong = ["months"] if isinstance(months, int) and months < 1 else []
    days = entry.mapping("effort").values()
    wrong += ["effort"] if any(isinstance(amount, int | float) and amount < 0 for amount in days) else []
    for key in wrong:
        what = text("the action “{id}” needs at least one month, and no effort below 0.", id=entry.id)
        yield Problem(what, entry.place(key), text("Correct its months or its effort."))
    if entry.is_own(model) and "effort" not in entry.fields:
        yield Problem(
            text("the action “{id}” has no effort.", id=entry.id),
            entry.place("id"),
            text("Give person-days by role, or {{}} if it takes nobody’s days."),
        )
    yield from _dates(entry)


def _dates(entry: _Entry) -> Iterator[Problem]:
    started, ended = entry.fields.get("started"), entry.fields.get("ended")
    status = entry.fields.get("status", "proposed")
    if ended is not None and status in STATUSES and status not in CLOSED:
        what = text("“{id}” has an end, and its status is {status}.", id=entry.id, status=STATUSES[status])
        remedy = text("Give it the status finished, or take the end away.")
        yield Problem(what, entry.place("ended"), remedy)
    if type(started) is date and type(ended) is date and ended < started:
        yield Problem(
            text("the action “{id}” ended before it started.", id=entry.id),
            entry.place("ended"),
            text("Correct one of the two dates."),
        )


def _people(entry: _Entry, model: Model, known: Known) -> Iterator[Problem]:
    owner, roles = entry.fields.get("owner"), {*model.header.roles, *known.played}
    if isinstance(owner, str) and (hint := slip_of_owner(owner, model, known)):
        yield Problem(text("there is no team “{id}” on the map.", id=owner), entry.place("owner"), hint)
    for role in entry.mapping("effort"):
        if role not in known.listed and (hint := slip_of(role, roles)):
            place = entry.place("effort", role)
            yield Problem(text("the model has no role “{role}”.", role=role), place, hint)


def slip_of_owner(owner: str, model: Model, known: Known) -> Text | None:
    """Return a hint when an owner is all but certainly a team misspelt."""
    is_role = owner in model.header.roles or owner in known.played
    return None if is_role else slip_of(owner, known.teams(model))


def _causes(entry: _Entry, model: Model) -> Iterator[Problem]:
    """Yield causes that look like an id and are none; other words are words."""
    for word in entry.words("feedback"):
        if wrong := wrong_cause(word, model):
            yield Problem(wrong.what, entry.place_of("feedback", word), wrong.remedy)


def _references(entry: _Entry, entries: list[_Entry], model: Model) -> Iterator[Problem]:
    library = [action.id for action in model.actions]
    names: Mapping[str, tuple[Text, Collection[str]]] = {
        "establishes": (text("practice"), [practice.id for practice in model.practices]),
        "answers": (text("finding"), [check.id for check in model.checks]),
        "requires": (text("action"), [*library, *(other.id for other in entries)]),
    }
    for key, (kind, there) in names.items():
        for word in entry.words(key):
            if word not in there:
                what = text("the action “{id}” names an unknown {kind}: {word}.", id=entry.id, kind=kind, word=word)
                yield Problem(what, entry.place_of(key, word), did_you_mean(word, there))
    target = entry.mapping("target").get("metric")
    metrics = [metric.id for metric in load_metrics()]
    if isinstance(target, str) and target not in metrics:
        what = text("there is no {kind} “{word}”.", kind=text("metric"), word=target)
        yield Problem(what, entry.place("target", "metric"), did_you_mean(target, metrics))
    if entry.fields.get("establishes", None if entry.is_own(model) else 0) in (None, {}):
        what = text("the action “{id}” establishes no practice.", id=entry.id)
        yield Problem(what, entry.place("establishes"), text("Name at least one practice and its level."))


def _levels_that_differ(entries: list[_Entry], model: Model) -> Iterator[Problem]:
    changed = {entry.id for entry in entries if "establishes" in entry.fields}
    levels: dict[str, tuple[str, str]] = {}
    for action in model.actions:
        if action.id not in changed:
            levels |= {practice: (action.id, level) for practice, level in action.establishes.items()}
    for entry in entries:
        for practice, level in entry.mapping("establishes").items():
            other, known = levels.setdefault(practice, (entry.id, level))
            if known != level and other != entry.id:
                what = text(
                    "the actions “{one}” and “{other}” establish “{practice}” at different levels.",
                    one=other,
                    other=entry.id,
                    practice=practice,
                )
                remedy = text("Actions that establish one practice give the same level.")
                yield Problem(what, entry.place("establishes", practice), remedy)


def _circle(entries: list[_Entry], model: Model) -> Iterator[Problem]:
    requires: dict[str, Collection[str]] = {action.id: action.requires for action in model.actions}
    requires |= {entry.id: entry.words("requires") for entry in entries if "requires" in entry.fields}
    try:
        TopologicalSorter(requires).prepare()
    except CycleError as error:
        circle: list[str] = error.args[1]
        place = next((entry.place("requires") for entry in entries if entry.id in circle), None)
        what = text("these actions require each other in a circle: {ids}.", ids=" → ".join(reversed(circle)))
        yield Problem(what, place, text("Remove one of the requirements."))
