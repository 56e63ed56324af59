"""How answers move from one version of a model to the next: ``migrations/<from>-<to>.yaml``, and chains of them.

Nothing is invented on the way. What became of a practice is written down by the model's author; a practice that no
list names has kept its id and its meaning.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Annotated

from pydantic import Field

from cxmaturity.documents import Document, Frozen, parse, validate
from cxmaturity.errors import InputError, Problem, wrong
from cxmaturity.model.schema import LevelName, Slug, Words
from cxmaturity.words import text

FOLDER = "migrations"
"""Where a model keeps them, beside model.yaml."""

Several = Annotated[tuple[Slug, ...], Field(min_length=2)]


class Lists(Frozen):
    """What a migration file says."""

    from_: Annotated[Words | None, Field(alias="from")] = None
    """The version that is left; the file's name says it where this is absent."""
    to: Words | None = None
    """The version that is reached."""
    rename: dict[Slug, Slug] = Field(default_factory=dict)
    """Old id to new id; the answers are as they were."""
    split: dict[Slug, Several] = Field(default_factory=dict)
    """Old id to its new ids; each takes the old answer."""
    merge: dict[Slug, Several] = Field(default_factory=dict)
    """New id to its old ids; it takes the lowest of their levels."""
    rescale: dict[Slug, dict[LevelName, LevelName]] = Field(default_factory=dict)
    """New id to what its old levels are called now; a level that is not named stays. Done after all else."""
    retire: tuple[Slug, ...] = ()
    """Old ids that are asked no more; their answers stay in the file, marked."""


class Migration(Frozen):
    """What became of the practices of one version in the next."""

    old: str
    """The version that is left."""
    new: str
    """The version that is reached."""
    lists: Lists

    def targets(self, practice: str) -> tuple[str, ...]:
        """Return where answers to an old practice go; nowhere when it was retired."""
        lists = self.lists
        if practice in lists.rename:
            return (lists.rename[practice],)
        if practice in lists.split:
            return lists.split[practice]
        if merged := self.merged(practice):
            return (merged,)
        return () if practice in lists.retire else (practice,)

    def merged(self, practice: str) -> str | None:
        """Return the new practice that an old one became a part of, None when it did not."""
        return next((new for new, parts in self.lists.merge.items() if practice in parts), None)

    def rescaled(self, practice: str, level: str) -> str:
        """Return what a level given to a new practice's forerunner is called now."""
        levels = self.lists.rescale.get(practice, {})
        return next((new for old, new in levels.items() if old == level), level)


def chain(migrations: Iterable[Migration], version: str, wanted: str) -> tuple[Migration, ...] | None:
    """Return the migrations that lead from one version to another, in order; None when none do."""
    onward = {migration.old: migration for migration in migrations}
    found: list[Migration] = []
    while version != wanted:
        if version not in onward or len(found) > len(onward):
            return None
        found.append(onward[version])
        version = found[-1].new
    return tuple(found)


def arrivals(steps: Iterable[Migration], practices: Iterable[str]) -> frozenset[str]:
    """Return where the answers to some practices are after a chain of migrations."""
    now = frozenset(practices)
    for step in steps:
        now = frozenset(target for practice in now for target in step.targets(practice))
    return now


def load_migrations(folder: Path) -> tuple[Migration, ...]:
    """Return the migrations of the model in a folder. Raises InputError with every mistake of every file."""
    found: list[Migration] = []
    problems: list[Problem] = []
    for path in files(folder):
        try:
            found.append(read_migration(parse(path)))
        except InputError as error:
            problems += error.problems
    if problems:
        raise InputError(problems)
    return tuple(found)


def files(folder: Path) -> tuple[Path, ...]:
    """Return the migration files of the model in a folder, by name."""
    return tuple(sorted((folder / FOLDER).glob("*.yaml")))


def read_migration(document: Document) -> Migration:
    """Return what a migration file says. Raises InputError with every mistake of the file."""
    lists: Lists = validate(document, Lists)
    old, new = _versions(document.path.stem, lists)
    if old and new and f"{old}-{new}" == document.path.stem and old != new:
        return Migration(old=old, new=new, lists=lists)
    raise wrong(
        text("a migration's file is named after the two versions, as in 1.0-1.1.yaml."),
        document.place(("from",)),
        text("Rename it, or say `from:` and `to:` in it where a version holds a hyphen."),
    )


def _versions(name: str, lists: Lists) -> tuple[str, str]:
    """Return the versions that a migration leaves and reaches: those it says, else the halves of its file's name."""
    if lists.from_ is None and lists.to is None:
        old, _, new = name.partition("-")
        return old, "" if "-" in new else new
    old = lists.from_ if lists.from_ is not None else name.removesuffix(f"-{lists.to}")
    return old, lists.to if lists.to is not None else name.removeprefix(f"{old}-")
