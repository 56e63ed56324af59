"""Small engagements on disk, with a small model of their own."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import yaml
from small_models import model, practice

from cxmaturity.model.schema import Model, Practice

PRACTICES = (
    practice("q1.a"),
    practice("q1.b"),
    practice("q1.c", stage=3),
    practice("q1.d", stage=4),
    practice("q2.a"),
    practice("q2.b", required=False),
    practice("q2.c", stage=3),
)


def write_model(folder: Path, practices: Iterable[Practice] = PRACTICES) -> Model:
    small = model(practices)
    write_parts(folder, small)
    return small


def write_parts(folder: Path, small: Model) -> None:
    """Write the files of a model."""
    parts = small.model_dump(mode="json", by_alias=True, exclude={"hash"})
    folder.mkdir(parents=True, exist_ok=True)
    for name, part in parts.items():
        path = folder / f"{'model' if name == 'header' else name}.yaml"
        path.write_text(yaml.safe_dump(part, allow_unicode=True, sort_keys=False), encoding="utf-8")


def write_engagement(
    folder: Path, settings: str = "", cycles: dict[str, str] | None = None, practices: Iterable[Practice] = PRACTICES
) -> Path:
    """Make an engagement with a model of its own; cycles by name, each with the text of its cycle.yaml."""
    write_model(folder / "model", practices)
    (folder / "engagement.yaml").write_text(f"organisation: Acme\nmodel: model\n{settings}", encoding="utf-8")
    for name, content in (cycles or {}).items():
        (folder / "cycles" / name).mkdir(parents=True)
        (folder / "cycles" / name / "cycle.yaml").write_text(content, encoding="utf-8")
    return folder


def write_answers(path: Path, answers: dict[str, object], respondent: str = "anna", role: str = "cx") -> Path:
    path.write_text(yaml.safe_dump({"respondent": respondent, "role": role, "answers": answers}), encoding="utf-8")
    return path
