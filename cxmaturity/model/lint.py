"""Mistakes between a model's files: ids that lead nowhere, doubles, circles, gaps.

The checks read what the files say and not what pydantic made of it, so that they also speak of a file in which
something else is wrong: every mistake of a model comes at once.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from graphlib import CycleError, TopologicalSorter
from typing import Any

from cxmaturity.documents import Document
from cxmaturity.errors import Place, Problem, did_you_mean
from cxmaturity.words import Text, text

_LEVELS = ("partly", "largely", "fully")


@dataclass(frozen=True)
class Entry:
    """One entry of a file that is a list of mappings, as it is written."""

    document: Document
    index: int
    fields: Mapping[str, Any]

    def word(self, key: str) -> str | None:
        """Return a field's text, None when it is absent or something else."""
        value = self.fields.get(key)
        return value if isinstance(value, str) else None

    def words(self, key: str) -> list[tuple[int | str, str]]:
        """Return the texts of a list, or the keys of a mapping, each with its step in the path to it."""
        value = self.fields.get(key)
        if isinstance(value, dict):
            return [(word, word) for word in value]
        return (
            [(step, word) for step, word in enumerate(value) if isinstance(word, str)]
            if isinstance(value, list)
            else []
        )

    def inner(self, key: str) -> Mapping[str, Any]:
        """Return a field that is a mapping, an empty one otherwise."""
        value = self.fields.get(key)
        return value if isinstance(value, dict) else {}

    def place(self, *path: int | str) -> Place:
        """Return where a field of the entry stands."""
        return self.document.place((self.index, *path))


class Files:
    """A model's parsed files; what a file that could not be parsed holds is not known."""

    def __init__(self, documents: Mapping[str, Document]) -> None:
        self._documents = documents

    def entries(self, name: str) -> list[Entry]:
        """Return the entries of a file."""
        document = self._documents.get(name)
        items = document.data if document else None
        if document is None or not isinstance(items, list):
            return []
        return [Entry(document, index, item) for index, item in enumerate(items) if isinstance(item, dict)]

    def ids(self, name: str) -> list[str] | None:
        """Return the ids that a file defines, None when the file could not be read."""
        if name not in self._documents:
            return None
        return [word for entry in self.entries(name) if (word := entry.word("id")) is not None]

    def roles(self) -> list[str] | None:
        """Return the roles that the header defines, None when it could not be read."""
        document = self._documents.get("model")
        roles = document.data.get("roles") if document and isinstance(document.data, dict) else None
        return list(roles) if isinstance(roles, dict) else None

    def first_place(self, name: str) -> Place | None:
        """Return the beginning of a file."""
        return self._documents[name].place() if name in self._documents else None


def problems(documents: Mapping[str, Document], metrics: Collection[str]) -> Iterator[Problem]:
    """Yield every mistake that shows only when entries and files are seen together.

    ``documents`` holds the parsed files by name, without those that cannot be parsed; ``metrics`` the known metric ids.
    """
    files = Files(documents)
    yield from _doubles(files)
    yield from _stages_are_one_to_five(files)
    yield from _references_of_practices(files, metrics)
    yield from _references_of_actions(files, metrics)
    for check in files.entries("checks"):
        yield from _known(check.word("metric"), metrics, check.place("metric"), text("metric"))
    yield from _threshold_directions(files)
    yield from _establishing(files)
    yield from _no_circle_in_requires(files)


def _doubles(files: Files) -> Iterator[Problem]:
    for name in ("questions", "practices", "actions", "checks"):
        seen: set[str] = set()
        for entry in files.entries(name):
            word = entry.word("id")
            if word in seen:
                what = text("the id “{id}” stands here a second time.", id=word)
                yield Problem(what, entry.place("id"), text("Give each entry an id of its own."))
            elif word:
                seen.add(word)


def _stages_are_one_to_five(files: Files) -> Iterator[Problem]:
    numbers = [entry.fields.get("number") for entry in files.entries("stages")]
    if all(isinstance(number, int) for number in numbers) and numbers not in ([], [1, 2, 3, 4, 5]):
        what = text("the stages must be numbered 1, 2, 3, 4, 5, in this order.")
        yield Problem(what, files.first_place("stages"))


def _references_of_practices(files: Files, metrics: Collection[str]) -> Iterator[Problem]:
    questions, roles = files.ids("questions"), files.roles()
    for practice in files.entries("practices"):
        yield from _known(practice.word("question"), questions, practice.place("question"), text("question"))
        yield from _known(practice.word("knows"), roles, practice.place("knows"), text("role"))
        for number, rule in _rules(practice):
            place = practice.place("evidence", number, "metric")
            yield from _known(rule.get("metric"), metrics, place, text("metric"))


def _references_of_actions(files: Files, metrics: Collection[str]) -> Iterator[Problem]:
    targets = {
        "establishes": (files.ids("practices"), text("practice")),
        "answers": (files.ids("checks"), text("finding")),
        "requires": (files.ids("actions"), text("action")),
        "effort": (files.roles(), text("role")),
    }
    for action in files.entries("actions"):
        for key, (known, kind) in targets.items():
            for step, word in action.words(key):
                yield from _known(word, known, action.place(key, step), kind)
        metric = action.inner("target").get("metric")
        yield from _known(metric, metrics, action.place("target", "metric"), text("metric"))


def _known(word: object, known: Collection[str] | None, place: Place, kind: Text) -> Iterator[Problem]:
    if isinstance(word, str) and known is not None and word not in known:
        yield Problem(text("there is no {kind} “{word}”.", kind=kind, word=word), place, did_you_mean(word, known))


def _rules(practice: Entry) -> Iterator[tuple[int, Mapping[str, Any]]]:
    rules = practice.fields.get("evidence")
    for number, rule in enumerate(rules if isinstance(rules, list) else ()):
        if isinstance(rule, dict):
            yield number, rule


def _threshold_directions(files: Files) -> Iterator[Problem]:
    for practice in files.entries("practices"):
        for number, rule in _rules(practice):
            limits = rule.get("thresholds")
            levels = [limits.get(level) for level in _LEVELS] if isinstance(limits, dict) else []
            numbers = [level for level in levels if isinstance(level, int | float)]
            against = {"up": numbers[:1] > numbers[-1:], "down": numbers[:1] < numbers[-1:]}
            if len(numbers) == len(_LEVELS) and against.get(str(rule.get("direction"))):
                yield Problem(
                    text("the thresholds run against the direction “{direction}”.", direction=rule["direction"]),
                    practice.place("evidence", number, "thresholds"),
                    text("From partly to fully they rise when up is better, and fall when down is better."),
                )


def _establishing(files: Files) -> Iterator[Problem]:
    """Check that each action establishes something, and that actions agree on the level of a practice."""
    levels: dict[str, object] = {}
    for action in files.entries("actions"):
        given = action.fields.get("establishes")
        if given == {}:
            what = text("the action “{id}” establishes no practice.", id=action.word("id"))
            yield Problem(what, action.place("establishes"), text("Name at least one practice and its level."))
        for practice, level in action.inner("establishes").items():
            first = levels.setdefault(practice, level)
            if first != level:
                what = text("another action establishes “{id}” at “{level}”.", id=practice, level=first)
                remedy = text("Actions that establish one practice give the same level.")
                yield Problem(what, action.place("establishes", practice), remedy)


def _no_circle_in_requires(files: Files) -> Iterator[Problem]:
    actions = {word: action for action in files.entries("actions") if (word := action.word("id")) is not None}
    try:
        TopologicalSorter(
            {name: [word for _, word in action.words("requires")] for name, action in actions.items()}
        ).prepare()
    except CycleError as error:
        circle = error.args[1]
        first = next(action for name, action in actions.items() if name in circle)
        what = text("these actions require each other in a circle: {ids}.", ids=" → ".join(circle))
        yield Problem(what, first.place("requires"), text("Remove one of the requirements."))
