"""Read a model folder whole: each file's mistakes first, then those between the files."""

from __future__ import annotations

import hashlib
import json
from functools import cache
from pathlib import Path
from typing import Any

from cxmaturity import resources
from cxmaturity.documents import Document, load, parse, validate
from cxmaturity.errors import InputError, Problem, did_you_mean, wrong
from cxmaturity.model import lint
from cxmaturity.model.schema import Action, Check, Header, Metric, Model, Practice, Question, Stage
from cxmaturity.words import text

SHIPPED = "cx-program"
"""The model that an engagement uses unless it names another."""

_FILES: dict[str, Any] = {
    "model": Header,
    "questions": tuple[Question, ...],
    "stages": tuple[Stage, ...],
    "practices": tuple[Practice, ...],
    "actions": tuple[Action, ...],
    "checks": tuple[Check, ...],
}


def find_model(name: str, beside: Path | None = None) -> Path:
    """Return the folder of a shipped model's id, or of a path seen from ``beside``. Raises InputError without one."""
    for folder in ((beside / name) if beside else Path(name), Path(name), resources.assessments() / name):
        if (folder / "model.yaml").is_file():
            return folder
    shipped = sorted(path.parent.name for path in resources.assessments().glob("*/model.yaml"))
    remedy = did_you_mean(name, shipped) or text(
        "Give a folder that holds model.yaml, or a shipped model: {words}.", words=", ".join(shipped)
    )
    raise wrong(text("there is no assessment model “{name}”.", name=name), remedy=remedy)


def load_model(folder: Path) -> Model:
    """Return the model in a folder. Raises InputError with every mistake of every file."""
    parts: dict[str, Any] = {}
    documents: dict[str, Document] = {}
    problems: list[Problem] = []
    for name, kind in _FILES.items():
        try:
            documents[name] = parse(folder / f"{name}.yaml")
            parts[name] = validate(documents[name], kind)
        except InputError as error:
            problems += error.problems
    problems += lint.problems(documents, {metric.id for metric in load_metrics()})
    if problems:
        raise InputError(sorted(problems, key=_file_and_line))
    return _assemble(parts)


def _file_and_line(problem: Problem) -> tuple[int, int]:
    order = list(_FILES)
    place = problem.where
    name = Path(place.path).stem if place else ""
    return (order.index(name) if name in order else 0, place.line or 0 if place else 0)


def _assemble(parts: dict[str, Any]) -> Model:
    header = parts.pop("model")
    unhashed = Model(header=header, hash="", **parts)
    content = json.dumps(unhashed.model_dump(mode="json", by_alias=True), sort_keys=True, ensure_ascii=False)
    return unhashed.model_copy(update={"hash": hashlib.sha256(content.encode()).hexdigest()})


def json_schema() -> dict[str, Any]:
    """Return the JSON Schema of each of a model's files, by file name, for editors that complete and check YAML."""
    from pydantic import TypeAdapter

    return {f"{name}.yaml": TypeAdapter(kind).json_schema() for name, kind in _FILES.items()}


@cache
def load_metrics() -> tuple[Metric, ...]:
    """Return the catalogue of all metrics, with their definitions."""
    metrics: tuple[Metric, ...] = load(resources.assessments() / "metrics.yaml", tuple[Metric, ...])[0]
    return metrics
