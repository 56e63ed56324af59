"""What is not wrong in a model, but probably not meant."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping

from cxmaturity.documents import Document
from cxmaturity.errors import Problem
from cxmaturity.model.lint.files import Files
from cxmaturity.words import text

_SCREENING = 2
"""Practices of a question that the quick interview asks."""
_NO_TERM = 30
"""Letters from which on a text that is the same in both languages is hardly a name or a term."""


def notes(documents: Mapping[str, Document]) -> Iterator[Problem]:
    """Yield what a model's author should look at once more; the model works all the same."""
    files = Files(documents)
    yield from _questions_are_asked(files)
    yield from _practices_are_established(files)
    yield from _findings_are_answered(files)
    for name, document in documents.items():
        if name != "checks" or document.path.parent == documents["model"].path.parent:
            yield from _not_translated(document, document.data, ())


def _questions_are_asked(files: Files) -> Iterator[Problem]:
    practices = files.entries("practices")
    asked = Counter(practice.word("question") for practice in practices)
    screening = Counter(practice.word("question") for practice in practices if practice.fields.get("screening"))
    required = {practice.word("question") for practice in practices if practice.fields.get("required")}
    for question in files.entries("questions"):
        word, place = question.word("id"), question.place("id")
        if not asked[word]:
            yield Problem(text("the question “{id}” has no practices: nothing is asked.", id=word), place)
        elif word not in required:
            what = text("the question “{id}” has no required practice: it is left out of the stage.", id=word)
            yield Problem(what, place)
        if asked[word] and screening[word] != _SCREENING:
            what = text(
                "the question “{id}” has {n:int} {n:plural practice|practices} marked as screening; the quick "
                "interview is made for {wanted:int}.",
                id=word,
                n=screening[word],
                wanted=_SCREENING,
            )
            yield Problem(what, place)


def _practices_are_established(files: Files) -> Iterator[Problem]:
    established = {word for action in files.entries("actions") for _, word in action.words("establishes")}
    for practice in files.entries("practices"):
        if (word := practice.word("id")) not in established:
            what = text("no action establishes “{id}”: the roadmap cannot propose it.", id=word)
            yield Problem(what, practice.place("id"))


def _findings_are_answered(files: Files) -> Iterator[Problem]:
    """Tell them together: a model without findings of its own uses the shipped ones, and those fire all the same."""
    answered = {word for action in files.entries("actions") for _, word in action.words("answers")}
    unanswered = [word for check in files.entries("checks") if (word := check.word("id")) and word not in answered]
    if unanswered:
        what = text(
            "no action answers {n:plural the finding|the findings} {ids}: the roadmap can propose nothing against "
            "{n:plural it|them}.",
            n=len(unanswered),
            ids=", ".join(unanswered),
        )
        yield Problem(what, files.first_place("actions"))


def _not_translated(document: Document, value: object, path: tuple[int | str, ...]) -> Iterator[Problem]:
    if isinstance(value, dict):
        english, french = value.get("en"), value.get("fr")
        if isinstance(english, str) and english == french and len(english) > _NO_TERM:
            yield Problem(text("the French text is the English one."), document.place((*path, "fr")))
    steps = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for step, inner in steps:
        yield from _not_translated(document, inner, (*path, step))
