"""An answers file: one respondent's answers, in YAML or JSON (SCORING.md), taken whole or not at all."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path
from typing import Annotated

from pydantic import Field, field_validator, model_validator

from cxmaturity import documents
from cxmaturity.documents import Document, Frozen
from cxmaturity.engagement.journal import Entry
from cxmaturity.engagement.levels import level_name, voice_of
from cxmaturity.errors import Place, Problem, did_you_mean, slip_of, wrong
from cxmaturity.evidence.answers import Answer, Link, Unknown, Voice
from cxmaturity.model import Model
from cxmaturity.words import text

Day = date
_SURROGATES = re.compile(r"(?<!\\)((?:\\\\)*)\\u(d[89ab][0-9a-f]{2})\\u(d[c-f][0-9a-f]{2})", re.IGNORECASE)

_OTHER_FORMATS = (".csv", ".tsv", ".xlsx", ".xlsm", ".xls", ".ods", ".numbers", ".parquet", ".docx", ".pdf", ".gz")

_YAML_BREAKS = {ord("\t"): " ", **{code: f"\\u{code:04x}" for code in (0x85, 0x2028, 0x2029)}}
"""What JSON allows raw (tabs between tokens, these line ends in strings) and YAML reads otherwise."""


class GivenLink(Frozen):
    """A document shown as proof."""

    link: Annotated[str, Field(min_length=1)]
    date: Day | None = None


class GivenAnswer(Frozen):
    """An answer as a file writes it: a mapping, or the level alone."""

    level: object
    """The level's name once read; None withdraws an earlier answer."""
    reason: str | None = None
    note: str | None = None
    internal_note: str | None = None
    evidence: tuple[GivenLink, ...] | None = None
    agreed: bool = False

    @model_validator(mode="before")
    @classmethod
    def _level_alone(cls, value: object) -> object:
        return value if isinstance(value, dict) else {"level": value}

    @field_validator("level")
    @classmethod
    def _known_level(cls, value: object) -> object:
        return None if value is None else level_name(value)

    @model_validator(mode="after")
    def _reason_fits(self) -> GivenAnswer:
        self.voice()
        return self

    def voice(self) -> Voice | None:
        """Return what the answer says, None when it withdraws. Raises ValueError when reason and level do not fit."""
        return None if self.level is None else voice_of(str(self.level), self.reason, self.note or "")


class AnswersFile(Frozen):
    """The whole file."""

    cycle: str | None = None
    respondent: Annotated[str, Field(min_length=1)] | None = None
    role: Annotated[str, Field(min_length=1)] | None = None
    agreed: bool = False
    """True when these are the answers that a workshop agreed on."""
    answers: dict[str, GivenAnswer | None]
    """Practice to answer; one left blank is skipped."""


@dataclass(frozen=True)
class Respondent:
    """Who answers."""

    name: str
    role: str


def read_answers(path: Path, model: Model) -> AnswersFile:
    """Return an answers file. Raises InputError with every mistake of the file, each at its line."""
    ending = path.suffix.lower()
    if ending in _OTHER_FORMATS:
        raise wrong(
            text("answers are not read from {ending} files.", ending=ending),
            path,
            text("Give them as YAML (.yaml) or JSON (.json)."),
        )
    document = _json(path) if ending == ".json" else documents.parse(path)
    problems = [*_strangers(document, model), *_misspelt_role(document, model)]
    given: AnswersFile = documents.validate(document, AnswersFile, problems)
    return given


def entries(given: AnswersFile, who: Respondent, model: Model, at: datetime) -> tuple[Entry, ...]:
    """Return the journal's lines for a file's answers; blank ones have none."""
    header = model.header
    who = replace(who, role=role_of(who.role, model))
    return tuple(
        Entry(_answer(practice, answer, given, who, at), header.id, header.version, withdrawn=answer.level is None)
        for practice, answer in given.answers.items()
        if answer is not None
    )


def _answer(practice: str, given: GivenAnswer, file: AnswersFile, who: Respondent, at: datetime) -> Answer:
    voice = given.voice()
    return Answer(
        practice=practice,
        voice=Unknown() if voice is None else voice,
        respondent=who.name,
        role=who.role,
        agreed=given.agreed or file.agreed,
        note=given.note or "",
        internal_note=given.internal_note or "",
        links=tuple(Link(link.link, link.date) for link in given.evidence or ()),
        at=at,
    )


def _strangers(document: Document, model: Model) -> Iterator[Problem]:
    answers = document.data.get("answers") if isinstance(document.data, dict) else None
    known = [practice.id for practice in model.practices]
    for practice in answers if isinstance(answers, dict) else ():
        if practice not in known:
            yield Problem(
                text("there is no practice “{id}” in the model.", id=practice),
                document.place(("answers", practice)),
                did_you_mean(practice, known),
            )


def role_of(word: str, model: Model) -> str:
    """Return the model's role that a word names, whatever its case, blanks and hyphens; else the word itself."""
    return next((role for role in model.header.roles if _bare(role) == _bare(word)), word)


def _bare(word: str) -> str:
    return "".join(filter(str.isalnum, word)).casefold()


def _misspelt_role(document: Document, model: Model) -> Iterator[Problem]:
    role = document.data.get("role") if isinstance(document.data, dict) else None
    if isinstance(role, str) and (hint := slip_of(role_of(role, model), model.header.roles)):
        yield Problem(text("the model has no role “{role}”.", role=role), document.place(("role",)), hint)


def _json(path: Path) -> Document:
    """Return a JSON file as a document that knows its lines: JSON is YAML but for a few corners, rounded off here."""
    source = documents.read_text(path)
    try:
        json.loads(source)
    except ValueError as error:
        line = getattr(error, "lineno", None)
        reason = getattr(error, "msg", str(error))
        raise wrong(text("this is not valid JSON: {reason}.", reason=reason), Place(path, line)) from error
    return documents.parse_text(path, _SURROGATES.sub(_joined, source).translate(_YAML_BREAKS))


def _joined(pair: re.Match[str]) -> str:
    return pair[1] + (bytes.fromhex(pair[2]) + bytes.fromhex(pair[3])).decode("utf-16-be")
