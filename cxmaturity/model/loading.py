"""Read a model folder whole: each file's mistakes first, then those between the files."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any, Final

from cxmaturity import resources
from cxmaturity.documents import Document, load, parse, validate
from cxmaturity.errors import InputError, Place, Problem, did_you_mean, slip_of, wrong
from cxmaturity.model import lint
from cxmaturity.model.lint.files import Files
from cxmaturity.model.lint.migrations import wrong_migrations
from cxmaturity.model.schema import Action, Check, Direction, Header, Metric, Model, Practice, Question, Stage, Stand
from cxmaturity.words import text

SHIPPED = "cx-program"
"""The model that an engagement uses unless it names another."""

FILES: Final[Mapping[str, Any]] = {
    "model": Header,
    "questions": tuple[Question, ...],
    "stages": tuple[Stage, ...],
    "practices": tuple[Practice, ...],
    "actions": tuple[Action, ...],
    "checks": tuple[Check, ...],
    "stands": tuple[Stand, ...],
}
"""What each file of a model holds. A model without ``checks`` has those of the shipped model; ``stands`` may lack."""


def find_model(name: str, beside: Path | None = None) -> Path:
    """Return the folder of a path seen from ``beside``, or of a shipped model's id. Raises InputError without one.

    Without ``beside`` a path is seen from the current folder, which otherwise plays no part.
    """
    places = [(beside or Path()) / name]
    if Path(name).name == name:
        places.append(resources.assessments() / name)
    for folder in places:
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
    problems = list(_misnamed(folder))
    for name, kind in FILES.items():
        try:
            if path := _path(folder, name):
                documents[name] = parse(path)
                parts[name] = validate(documents[name], kind)
        except InputError as error:
            problems += error.problems
    metrics = {metric.id: metric for metric in load_metrics()}
    problems += lint.problems(documents, metrics, {check.id: check for check in load_checks()})
    problems = sorted(problems, key=_file_and_line)
    header: Header | None = parts.get("model")
    problems += wrong_migrations(folder, Files(documents).ids("practices"), header.version if header else None)
    if problems:
        raise InputError(problems)
    return _assemble(parts)


def notes(folder: Path) -> tuple[Problem, ...]:
    """Return what is probably not meant in a model that has no mistakes, by file and line."""
    documents = {name: parse(path) for name in FILES if (path := _path(folder, name))}
    return tuple(sorted([*lint.notes(documents), *_shipped_ids(folder, documents)], key=_file_and_line))


def _path(folder: Path, name: str) -> Path | None:
    """Return where a file of a model stands; None for one that it does without."""
    own = folder / f"{name}.yaml"
    if name == "checks" and not own.is_file():
        return resources.assessments() / SHIPPED / own.name
    return None if name == "stands" and not own.is_file() else own


def _misnamed(folder: Path) -> Iterator[Problem]:
    """Yield each file whose name is all but that of a file which the folder lacks, and which would not be read."""
    lacking = [f"{name}.yaml" for name in FILES if not (folder / f"{name}.yaml").is_file()]
    for path in sorted(folder.glob("*.y*ml")):
        if path.stem not in FILES and (remedy := slip_of(path.name, lacking)):
            yield Problem(text("this file is not one of a model's."), Place(path), remedy)
        elif path.suffix != ".yaml" and path.stem in FILES:
            yield Problem(text("a model's files end in .yaml."), Place(path), text("Rename it."))


def _shipped_ids(folder: Path, documents: Mapping[str, Document]) -> Iterator[Problem]:
    """Yield that a changed copy of a shipped model still bears its id."""
    header = documents["model"]
    shipped = resources.assessments() / str(header.data["id"])
    if (shipped / "model.yaml").is_file() and load_model(shipped).hash != load_model(folder).hash:
        what = text("a shipped model has the id “{id}” too, and other content.", id=header.data["id"])
        yield Problem(what, header.place(("id",)), text("Give your own an id and a version of its own."))


def _file_and_line(problem: Problem) -> tuple[int, int]:
    order = list(FILES)
    place = problem.where
    name = Path(place.path).stem if place else ""
    return (order.index(name) if name in order else 0, place.line or 0 if place else 0)


def _assemble(parts: dict[str, Any]) -> Model:
    header = parts.pop("model")
    unhashed = Model(header=header, hash="", **parts)
    content = json.dumps(unhashed.model_dump(mode="json", by_alias=True), sort_keys=True, ensure_ascii=False)
    return unhashed.model_copy(update={"hash": hashlib.sha256(content.encode()).hexdigest()})


@cache
def load_metrics() -> tuple[Metric, ...]:
    """Return the catalogue of all metrics, with their definitions."""
    metrics: tuple[Metric, ...] = load(resources.assessments() / "metrics.yaml", tuple[Metric, ...])[0]
    return metrics


@cache
def _better() -> Mapping[str, Direction | None]:
    return {metric.id: metric.better for metric in load_metrics()}


def better_way(metric: str, model: Model) -> Direction | None:
    """Return whether more (up) or less (down) of a metric is better; None where neither is.

    The catalogue says so; of a metric that it leaves open, the model's evidence rules do.
    """
    rules = (rule.direction for practice in model.practices for rule in practice.evidence if rule.metric == metric)
    return _better().get(metric) or next(rules, None)


@cache
def load_checks() -> tuple[Check, ...]:
    """Return the shipped limits and words of all findings, which a model without checks.yaml uses."""
    checks: tuple[Check, ...] = load(resources.assessments() / SHIPPED / "checks.yaml", tuple[Check, ...])[0]
    return checks
