"""``cxmaturity model lint|show``: check or print an assessment model."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from cxmaturity.cli.options import every_command, print_json, spoken
from cxmaturity.words import Language, text

if TYPE_CHECKING:
    from cxmaturity.model import Model

_model_argument = click.argument("name", metavar="[MODEL]", default="cx-program")


@click.group()
def model() -> None:
    """Check or print an assessment model: a shipped id, or a folder."""


@model.command()
@_model_argument
@every_command
def lint(name: str, lang: str | None, as_json: bool) -> None:
    """Check a model: every mistake of every file, with its line."""
    language = spoken(lang)
    found = _load(name)
    if as_json:
        print_json(_summary(found))
        return
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


@model.command()
@_model_argument
@click.option("--schema", is_flag=True, help="Print the JSON Schema of a model's files.")
@every_command
def show(name: str, schema: bool, lang: str | None, as_json: bool) -> None:
    """Print a model: its questions, stages, practices and actions."""
    if schema:
        from cxmaturity.model import json_schema

        print_json(json_schema())
        return
    found = _load(name)
    if as_json:
        print_json(_record(found))
        return
    _print(found, spoken(lang))


def _load(name: str) -> Model:
    from cxmaturity.model import find_model, load_model

    return load_model(find_model(name))


def _summary(found: Model) -> dict[str, object]:
    return {"id": found.header.id, "version": found.header.version, "hash": found.hash, "problems": []}


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
    }


def _print(found: Model, language: Language) -> None:
    click.secho(f"{found.header.name.show(language)} ({found.header.id} {found.header.version})", bold=True)
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
