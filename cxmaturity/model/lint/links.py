"""Ids of a model: none twice, none that leads nowhere, no circle."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from graphlib import CycleError, TopologicalSorter
from typing import Final

from cxmaturity.errors import Place, Problem, did_you_mean
from cxmaturity.model.lint.files import Entry, Files
from cxmaturity.words import Text, text

_FEW: Final = 20
"""Words that a message has room for."""


def wrong_links(files: Files, metrics: Collection[str], findings: Collection[str]) -> Iterator[Problem]:
    """Yield every id that stands twice, is unknown or leads back to itself.

    ``metrics`` and ``findings`` hold the ids that the program knows.
    """
    yield from _doubles(files)
    yield from _references_of_practices(files, metrics)
    yield from _references_of_actions(files, metrics)
    for stage in files.entries("stages"):
        for number, symptom in stage.symptoms():
            for key in ("metric", "per"):
                yield from _known(symptom.get(key), metrics, stage.place("symptoms", number, key), text("metric"))
    for check in files.entries("checks"):
        yield from _known(check.word("id"), findings, check.place("id"), text("finding"))
        yield from _known(check.word("metric"), metrics, check.place("metric"), text("metric"))
    yield from _establishing(files)
    yield from _circles_in_requires(files)


def _doubles(files: Files) -> Iterator[Problem]:
    for name in ("questions", "practices", "actions", "checks", "stands"):
        first: dict[str, Place] = {}
        for entry in files.entries(name):
            word = entry.word("id")
            if word in first:
                line = first[word].line
                what = text("the id “{id}” stands here a second time; the first is in line {line}.", id=word, line=line)
                yield Problem(what, entry.place("id"), text("Give each entry an id of its own."))
            elif word:
                first[word] = entry.place("id")


def _references_of_practices(files: Files, metrics: Collection[str]) -> Iterator[Problem]:
    questions, roles = files.ids("questions"), files.roles()
    for practice in files.entries("practices"):
        question = practice.word("question")
        yield from _known(question, questions, practice.place("question"), text("question"))
        yield from _begins_with_its_question(practice, question if question in (questions or ()) else None)
        yield from _known(practice.word("knows"), roles, practice.place("knows"), text("role"))
        for number, rule in practice.rules():
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


def _begins_with_its_question(practice: Entry, question: str | None) -> Iterator[Problem]:
    word = practice.word("id")
    if question and word and not word.startswith(f"{question}."):
        what = text("the id “{id}” does not begin with its question, “{question}.”.", id=word, question=question)
        yield Problem(what, practice.place("id"), text("Write the question's id, a dot and the claim."))


def _known(word: object, known: Collection[str] | None, place: Place, kind: Text) -> Iterator[Problem]:
    if isinstance(word, str) and known is not None and word not in known:
        hint = did_you_mean(word, known) or _listing(known)
        yield Problem(text("there is no {kind} “{word}”.", kind=kind, word=word), place, hint)


def _listing(known: Collection[str]) -> Text | None:
    return text("Known are: {words}.", words=", ".join(known)) if 0 < len(known) <= _FEW else None


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


def _circles_in_requires(files: Files) -> Iterator[Problem]:
    actions = {word: action for action in files.entries("actions") if (word := action.word("id")) is not None}
    needs = {name: {word for _, word in action.words("requires")} for name, action in actions.items()}
    while circle := _circle(needs):
        first = next(action for name, action in actions.items() if name in circle)
        what = text("these actions require each other in a circle: {ids}.", ids=" → ".join(circle))
        yield Problem(what, first.place("requires"), text("Remove one of the requirements."))
        for name in circle:
            needs.pop(name, None)


def _circle(needs: dict[str, set[str]]) -> list[str] | None:
    try:
        TopologicalSorter(needs).prepare()
    except CycleError as error:
        circle: list[str] = error.args[1]
        return circle
    return None
