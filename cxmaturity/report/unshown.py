"""Characters that the report's fonts lack: “?” stands for each, and whoever hands the report over is told."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass

from pydantic import BaseModel

from cxmaturity.report import fonts
from cxmaturity.report.edition import Edition
from cxmaturity.results import Results


@dataclass(frozen=True)
class Unshown:
    """What cannot be shown of one file's texts."""

    file: str
    """Where they can be changed: a file of the engagement, or the theme."""
    characters: str
    """Each once, as they come."""
    example: str
    """The first text that holds one."""


def unshown(results: Results, edition: Edition) -> tuple[Unshown, ...]:
    """Return what PDF and HTML of an edition cannot show, a file each; base letters that stand for others aside."""
    return tuple(found for file, texts in _texts_by_file(results, edition) if (found := _of(file, texts)) is not None)


def _texts_by_file(results: Results, edition: Edition) -> Iterator[tuple[str, Iterable[str]]]:
    facts, look = results.assessment.facts, edition.theme.look(edition.language)
    yield "engagement.yaml", _texts((facts.organisation, facts.roles))
    yield next(iter(edition.theme.digests), "theme.yaml"), _texts((look.author, look.title, look.confidentiality))
    yield "ownership.yaml", _texts(facts.map)
    yield "roadmap.yaml", _texts(facts.roadmap)
    printed = (
        (
            answer.role,
            answer.note if edition.names_respondents else "",
            answer.internal_note if edition.internal else "",
        )
        for answer in facts.answers
    )
    yield (
        "answers.jsonl",
        _texts((printed, (answer.respondent for answer in facts.answers if edition.names_respondents))),
    )
    if facts.contacts:
        yield "contacts/", _texts(facts.contacts.sources)


def _of(file: str, texts: Iterable[str]) -> Unshown | None:
    held = [(words, found) for words in texts if (found := fonts.unshown(words))]
    if not held:
        return None
    return Unshown(file, "".join(dict.fromkeys("".join(found for _, found in held))), held[0][0])


def _texts(value: object) -> Iterator[str]:
    """Yield every text that a value holds."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, BaseModel):
        yield from _texts(value.model_dump())
    elif is_dataclass(value) and not isinstance(value, type):
        yield from _texts([getattr(value, field.name) for field in fields(value)])
    elif isinstance(value, Mapping):
        yield from _texts([*value, *value.values()])
    elif isinstance(value, Iterable):
        for part in value:
            yield from _texts(part)
