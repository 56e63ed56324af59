"""An answers file: YAML or JSON (SCORING.md), a table or a form filled in; taken whole or not at all."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Annotated

from pydantic import Field, field_validator, model_validator

from cxmaturity import documents
from cxmaturity.documents import Document, Frozen
from cxmaturity.engagement.given import (
    UNSAID,
    Asked,
    Given,
    Line,
    ModelName,
    Respondent,
    Whose,
    misspelt_role,
    other_model,
    overridden,
    role_of,
    tidy,
)
from cxmaturity.engagement.levels import level_name, voice_of
from cxmaturity.errors import InputError, Place, Problem, wrong
from cxmaturity.evidence.answers import Answer, Link, Unknown, Voice
from cxmaturity.model import Model
from cxmaturity.model.migrating import Migration
from cxmaturity.words import text

Day = date
_SURROGATES = re.compile(r"(?<!\\)((?:\\\\)*)\\u(d[89ab][0-9a-f]{2})\\u(d[c-f][0-9a-f]{2})", re.IGNORECASE)

_TABLES = (".csv", ".tsv", ".xlsx", ".xlsm")
_SHEETS = (".xls", ".xlsb", ".ods", ".numbers")
_OTHER_FORMATS = (".parquet", ".docx", ".pdf", ".gz", ".zip")

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


class GivenModel(Frozen):
    """The model that the file was made for."""

    id: str
    version: Annotated[str, Field(coerce_numbers_to_str=True)]


class AnswersFile(Frozen):
    """The whole file."""

    cycle: str | None = None
    respondent: Annotated[str, Field(min_length=1)] | None = None
    role: Annotated[str, Field(min_length=1)] | None = None
    agreed: bool = False
    """True when these are the answers that a workshop agreed on."""
    model: GivenModel | None = None
    """The model that they answer; a form says it."""
    answers: dict[str, GivenAnswer | None]
    """Practice to answer; one left blank is skipped."""


def read_answers(path: Path, model: Model, whose: Whose = UNSAID, migrations: tuple[Migration, ...] = ()) -> Given:
    """Return the answers of a file: YAML, JSON, CSV, TSV or XLSX.

    ``whose`` overrides what the file says at its top of who answers, not what a row of a table says. Raises InputError
    with every mistake of the file, each at its line or cell.
    """
    asked = Asked(model, migrations)
    ending = path.suffix.lower()
    if ending in _TABLES:
        from cxmaturity.engagement.tables import read_table

        return read_table(path, asked, whose)
    if ending in (*_SHEETS, *_OTHER_FORMATS):
        remedy = (
            text("Save it as XLSX or CSV in the program that opens it.")
            if ending in _SHEETS
            else text("Give them as YAML, JSON, CSV or XLSX.")
        )
        raise wrong(text("answers are not read from {ending} files.", ending=ending), path, remedy)
    document = json_document(path) if ending == ".json" else documents.parse(path)
    given: AnswersFile = documents.validate(document, AnswersFile, _problems(document, asked))
    made_for = _made_for(document)
    filled_in = {practice: answer for practice, answer in given.answers.items() if answer is not None}
    respondents = (_who(path, given, whose, model),) if filled_in else ()
    lines = tuple(_line(practice, answer, given, who) for who in respondents for practice, answer in filled_in.items())
    notes = (*asked.notes(made_for), *overridden(Whose(given.respondent, given.role), whose, model))
    return Given(given.cycle, lines, respondents, asked.version(made_for), notes)


def _line(practice: str, given: GivenAnswer, file: AnswersFile, who: Respondent) -> Line:
    voice = given.voice()
    answer = Answer(
        practice=practice,
        voice=Unknown() if voice is None else voice,
        respondent=who.name,
        role=who.role,
        agreed=given.agreed or file.agreed,
        note=given.note or "",
        internal_note=given.internal_note or "",
        links=tuple(Link(link.link, link.date) for link in given.evidence or ()),
    )
    return Line(answer, withdrawn=voice is None)


def _who(path: Path, given: AnswersFile, whose: Whose, model: Model) -> Respondent:
    """Return whose answers a file holds: the options say it first, then the file. Raises InputError when none does."""
    name, role = tidy(whose.name or given.respondent or ""), tidy(whose.role or given.role or "")
    if name and role:
        return Respondent(name, role_of(role, model))
    no_name = Problem(
        text("the file does not say who answers."),
        Place(path),
        text("Write `respondent: NAME` at its top, or give --respondent NAME."),
    )
    no_role = Problem(
        text("the file does not say in which role that person answers."),
        Place(path),
        text("Write `role: ROLE` at its top, as in executive, cx or front-line, or give --role ROLE."),
    )
    raise InputError([*(() if name else (no_name,)), *(() if role else (no_role,))])


def _problems(document: Document, asked: Asked) -> Iterator[Problem]:
    data = document.data if isinstance(document.data, dict) else {}
    model, made_for = asked.model, _made_for(document)
    yield from other_model(made_for, model, document.place(("model",)))
    role, answers = data.get("role"), data.get("answers")
    if isinstance(role, str):
        yield from misspelt_role(role, model, document.place(("role",)))
    if made_for is None or made_for.id == model.header.id:
        for practice in answers if isinstance(answers, dict) else ():
            yield from asked.strangers(practice, made_for, document.place(("answers", practice)))


def _made_for(document: Document) -> ModelName | None:
    named = document.data.get("model") if isinstance(document.data, dict) else None
    if not isinstance(named, dict) or not {"id", "version"} <= named.keys():
        return None
    return ModelName(str(named["id"]), str(named["version"]))


def json_document(path: Path) -> Document:
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
