"""``cxmaturity model lint|show``: check or print an assessment model."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from cxmaturity.cli.options import every_command, note, print_json, spoken
from cxmaturity.words import Language, text

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from cxmaturity.errors import Problem
    from cxmaturity.model import Model
    from cxmaturity.words import Text

_model_argument = click.argument("name", metavar="[MODEL]", default="cx-program")


@click.group()
def model() -> None:
    """Check or print an assessment model: a shipped id, or a folder."""


@model.command()
@_model_argument
@every_command
def lint(name: str, lang: str | None, as_json: bool) -> None:
    """Check a model: every mistake of every file, with its line. With --json, mistakes stand in the result too."""
    from cxmaturity.errors import InputError
    from cxmaturity.model import find_model, load_model, notes

    language = spoken(lang)
    folder = find_model(name)
    try:
        found = load_model(folder)
    except InputError as error:
        if as_json:
            print_json(_summary(folder, None, error.problems, (), language))
        raise
    remarks = notes(folder)
    if as_json:
        print_json(_summary(folder, found, (), remarks, language))
        return
    for remark in remarks:
        note(text("Note: {note}", note=remark.show(language)), language)
    message = text(
        "{id} {version} is sound: {practices:int} practices in {questions:int} questions, {actions:int} actions, "
        "{checks:int} findings.",
        id=found.header.id,
        version=found.header.version,
        practices=len(found.practices),
        questions=len(found.questions),
        actions=len(found.actions),
        checks=len(found.checks),
    )
    click.echo(message.show(language))
    click.echo(_where(folder).show(language))


@model.command()
@_model_argument
@click.option(
    "--schema",
    is_flag=True,
    help="Print the JSON Schema of a model's files; of one, when MODEL is its name, as in practices.",
)
@every_command
def show(name: str, schema: bool, lang: str | None, as_json: bool) -> None:
    """Print a model: its questions, stages, practices, actions, and where it stands when its sources disagree."""
    if schema:
        from cxmaturity.model import FILES, json_schema

        file = name.removesuffix(".yaml")
        print_json(json_schema(file if file in FILES else None))
        return
    from cxmaturity.model import find_model, load_model

    folder = find_model(name)
    found = load_model(folder)
    if as_json:
        print_json(_record(found))
        return
    _print(found, folder, spoken(lang))


def _where(folder: Path) -> Text:
    return text("Folder: {path}", path=folder.resolve())


def _summary(
    folder: Path, found: Model | None, problems: Iterable[Problem], remarks: Iterable[Problem], language: Language
) -> dict[str, object]:
    """Return what lint has to say; a model with mistakes has no hash."""
    return {
        "folder": str(folder.resolve()),
        "id": found.header.id if found else None,
        "version": found.header.version if found else None,
        "hash": found.hash if found else None,
        "problems": [_told(problem, language) for problem in problems],
        "notes": [_told(remark, language) for remark in remarks],
    }


def _told(problem: Problem, language: Language) -> dict[str, object]:
    place, remedy = problem.where, problem.remedy
    return {
        "file": str(place.path) if place else None,
        "line": place.line if place else None,
        "what": problem.what.show(language),
        "remedy": remedy.show(language) if remedy else None,
    }


def _record(found: Model) -> dict[str, object]:
    dumped = found.model_dump(mode="json", by_alias=True)
    practices = [practice | {"weight": float(practice["weight"])} for practice in dumped["practices"]]
    return {
        "id": found.header.id,
        "version": found.header.version,
        "hash": found.hash,
        "questions": dumped["questions"],
        "stages": dumped["stages"],
        "practices": practices,
        "actions": dumped["actions"],
        "stands": dumped["stands"],
    }


def _print(found: Model, folder: Path, language: Language) -> None:
    from cxmaturity.model.schema import OURS, STANDS

    click.secho(f"{found.header.name.show(language)} ({found.header.id} {found.header.version})", bold=True)
    click.echo(_where(folder).show(language))
    click.echo(found.header.description.show(language))
    for question in found.questions:
        click.secho(f"\n{question.id}  {question.claim.show(language)}", bold=True)
        for practice in found.practices_of(question.id):
            kind = text("required") if practice.required else text("supporting")
            heading = text("stage {stage:int}, {kind}", stage=practice.stage, kind=kind).show(language)
            click.echo(f"  {practice.id}  ({heading})\n    {practice.statement.show(language)}")
    click.secho("\n" + text("Actions").show(language), bold=True)
    for action in found.actions:
        click.echo(f"  {action.id}  {action.title.show(language)}")
    if found.stands:
        click.secho("\n" + STANDS.show(language), bold=True)
    for stand in found.stands:
        click.echo(f"  {stand.conflict.show(language)}\n    → {stand.stand.show(language)}")
    click.echo("\n" + OURS.show(language))
