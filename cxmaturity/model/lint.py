"""Mistakes between a model's files: ids that lead nowhere, doubles, circles, gaps."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from graphlib import CycleError, TopologicalSorter
from typing import Any

from cxmaturity.documents import Document
from cxmaturity.errors import Place, Problem, did_you_mean
from cxmaturity.model.schema import Model
from cxmaturity.words import Text, text

_DIRECTION = {True: "up", False: "down"}


def problems(model: Model, documents: Mapping[str, Document], metrics: Set[str]) -> Iterator[Problem]:
    """Yield every mistake that shows only when the files are seen together.

    ``documents`` holds the parsed file of each part, by its name; ``metrics`` the ids of all known metrics.
    """
    yield from _doubles(model, documents)
    yield from _stages_are_one_to_five(model, documents)
    yield from _references(model, documents, metrics)
    yield from _threshold_directions(model, documents)
    yield from _actions_establish_something(model, documents)
    yield from _no_circle_in_requires(model, documents)


def _doubles(model: Model, documents: Mapping[str, Document]) -> Iterator[Problem]:
    parts: dict[str, Sequence[Any]] = {
        "questions": model.questions,
        "practices": model.practices,
        "actions": model.actions,
        "checks": model.checks,
    }
    for name, items in parts.items():
        seen: set[str] = set()
        for index, item in enumerate(items):
            if item.id in seen:
                yield Problem(
                    text("the id “{id}” stands here a second time.", id=item.id),
                    documents[name].place((index, "id")),
                    text("Give each entry an id of its own."),
                )
            seen.add(item.id)


def _stages_are_one_to_five(model: Model, documents: Mapping[str, Document]) -> Iterator[Problem]:
    if [stage.number for stage in model.stages] != [1, 2, 3, 4, 5]:
        yield Problem(text("the stages must be numbered 1, 2, 3, 4, 5, in this order."), documents["stages"].place())


def _references(model: Model, documents: Mapping[str, Document], metrics: Set[str]) -> Iterator[Problem]:
    yield from _references_of_practices(model, documents["practices"], metrics)
    yield from _references_of_actions(model, documents["actions"], metrics)
    for index, check in enumerate(model.checks):
        if check.metric is not None:
            yield from _known(check.metric, metrics, documents["checks"].place((index, "metric")), text("metric"))


def _references_of_practices(model: Model, document: Document, metrics: Set[str]) -> Iterator[Problem]:
    questions = [question.id for question in model.questions]
    for index, practice in enumerate(model.practices):
        yield from _known(practice.question, questions, document.place((index, "question")), text("question"))
        yield from _known(practice.knows, model.header.roles, document.place((index, "knows")), text("role"))
        for number, rule in enumerate(practice.evidence):
            where = document.place((index, "evidence", number, "metric"))
            yield from _known(rule.metric, metrics, where, text("metric"))


def _references_of_actions(model: Model, document: Document, metrics: Set[str]) -> Iterator[Problem]:
    practices = [practice.id for practice in model.practices]
    known = {"answers": [check.id for check in model.checks], "requires": [action.id for action in model.actions]}
    kinds = {"answers": text("finding"), "requires": text("action")}
    for index, action in enumerate(model.actions):
        for practice_id in action.establishes:
            where = document.place((index, "establishes", practice_id))
            yield from _known(practice_id, practices, where, text("practice"))
        for key, words in known.items():
            for number, word in enumerate(getattr(action, key)):
                yield from _known(word, words, document.place((index, key, number)), kinds[key])
        for role in action.effort:
            yield from _known(role, model.header.roles, document.place((index, "effort", role)), text("role"))
        if action.target:
            where = document.place((index, "target", "metric"))
            yield from _known(action.target.metric, metrics, where, text("metric"))


def _known(word: str, known: Iterable[str], place: Place, kind: Text) -> Iterator[Problem]:
    if word not in known:
        yield Problem(text("there is no {kind} “{word}”.", kind=kind, word=word), place, did_you_mean(word, known))


def _threshold_directions(model: Model, documents: Mapping[str, Document]) -> Iterator[Problem]:
    for index, practice in enumerate(model.practices):
        for number, rule in enumerate(practice.evidence):
            levels = rule.thresholds
            if levels.partly != levels.fully and _DIRECTION[levels.fully > levels.partly] != rule.direction:
                where = documents["practices"].place((index, "evidence", number, "thresholds"))
                yield Problem(
                    text("the thresholds run against the direction “{direction}”.", direction=rule.direction),
                    where,
                    text("From partly to fully they rise when up is better, and fall when down is better."),
                )


def _actions_establish_something(model: Model, documents: Mapping[str, Document]) -> Iterator[Problem]:
    levels: dict[str, str] = {}
    for index, action in enumerate(model.actions):
        if not action.establishes:
            yield Problem(
                text("the action “{id}” establishes no practice.", id=action.id),
                documents["actions"].place((index,)),
                text("Name at least one practice and its level."),
            )
        for practice_id, level in action.establishes.items():
            if levels.setdefault(practice_id, level) != level:
                where = documents["actions"].place((index, "establishes", practice_id))
                yield Problem(
                    text("another action establishes “{id}” at “{level}”.", id=practice_id, level=levels[practice_id]),
                    where,
                    text("Actions that establish one practice give the same level."),
                )


def _no_circle_in_requires(model: Model, documents: Mapping[str, Document]) -> Iterator[Problem]:
    try:
        TopologicalSorter({action.id: action.requires for action in model.actions}).prepare()
    except CycleError as error:
        circle = error.args[1]
        index = next(number for number, action in enumerate(model.actions) if action.id in circle)
        yield Problem(
            text("these actions require each other in a circle: {ids}.", ids=" → ".join(circle)),
            documents["actions"].place((index, "requires")),
            text("Remove one of the requirements."),
        )
