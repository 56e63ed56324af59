"""Mistakes in a model's migrations: ids that lead nowhere, an id with two fates, versions that do not chain."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from pathlib import Path
from typing import Final

from cxmaturity.documents import Document, parse
from cxmaturity.errors import InputError, Problem, did_you_mean
from cxmaturity.model.migrating import Migration, arrivals, chain, files, read_migration
from cxmaturity.words import text

_LEVELS: Final = ("not", "partly", "largely", "fully")
Loc = tuple[int | str, ...]


def wrong_migrations(folder: Path, practices: Collection[str] | None, version: str | None) -> list[Problem]:
    """Return every mistake of the migrations in a model's folder, file by file, each at its line.

    ``practices`` and ``version`` are the model's; None where its own files are wrong.
    """
    found: list[Problem] = []
    read: list[tuple[Document, Migration]] = []
    for path in files(folder):
        try:
            document = parse(path)
            read.append((document, read_migration(document)))
        except InputError as error:
            found += error.problems
    migrations = [migration for _, migration in read]
    for document, migration in read:
        found += _one_fate_each(document, migration)
        found += _levels_keep_their_order(document, migration)
        found += _doubled(document, migration, migrations)
        if version is not None:
            found += _leads_to_the_model(document, migration, migrations, version, practices)
    return sorted(found, key=lambda each: (str(each.where and each.where.path), (each.where and each.where.line) or 0))


def _sources(migration: Migration) -> Iterator[tuple[Loc, str]]:
    """Yield every old id that a file names, with the path to it."""
    lists = migration.lists
    for key, named in (("rename", lists.rename), ("split", lists.split)):
        yield from (((key, old), old) for old in named)
    for new, parts in lists.merge.items():
        yield from ((("merge", new, step), old) for step, old in enumerate(parts))
    yield from ((("retire", step), old) for step, old in enumerate(lists.retire))


def _targets(migration: Migration) -> Iterator[tuple[Loc, str]]:
    """Yield every new id that answers go to, with the path to it."""
    lists = migration.lists
    yield from ((("rename", old), new) for old, new in lists.rename.items())
    for old, new_ids in lists.split.items():
        yield from ((("split", old, step), new) for step, new in enumerate(new_ids))
    yield from ((("merge", new), new) for new in lists.merge)


def _one_fate_each(document: Document, migration: Migration) -> Iterator[Problem]:
    """Check that no old id is named twice, and that two old ids become one by ``merge`` only."""
    seen: set[str] = set()
    for path, old in _sources(migration):
        if old in seen:
            what = text("“{id}” is dealt with here a second time.", id=old)
            yield Problem(what, document.place(path), text("Name each old practice once."))
        seen.add(old)
    reached: set[str] = set()
    for path, new in _targets(migration):
        if new in reached:
            what = text("answers go to “{id}” from here a second time.", id=new)
            yield Problem(what, document.place(path), text("Practices that become one are listed under `merge`."))
        reached.add(new)


def _levels_keep_their_order(document: Document, migration: Migration) -> Iterator[Problem]:
    """Check that a higher old level never becomes a lower new one than a lower old level does."""
    for practice in migration.lists.rescale:
        ranks = [_LEVELS.index(migration.rescaled(practice, level)) for level in _LEVELS]
        if ranks != sorted(ranks):
            what = text("the new levels of “{id}” run against the old ones.", id=practice)
            remedy = text("A higher old level must not become a lower new one; levels that are not named stay.")
            yield Problem(what, document.place(("rescale", practice)), remedy)


def _doubled(document: Document, migration: Migration, migrations: Iterable[Migration]) -> Iterator[Problem]:
    same = [other for other in migrations if other.old == migration.old]
    if same[0] is not migration:
        what = text("two migrations leave version {version}.", version=migration.old)
        yield Problem(what, document.place(("from",)), text("Keep one; answers need one way to the model's version."))


def _leads_to_the_model(
    document: Document,
    migration: Migration,
    migrations: Iterable[Migration],
    version: str,
    practices: Collection[str] | None,
) -> Iterator[Problem]:
    """Check that a migration's version reaches the model's, and its answers practices that the model has."""
    onward = chain(migrations, migration.new, version)
    if onward is None:
        what = text("no migration leads from version {old} to the model's, {new}.", old=migration.new, new=version)
        yield Problem(what, document.place(("to",)), text("Add it under migrations/, even when it lists nothing."))
        return
    if practices is None:
        return
    rescaled = ((("rescale", practice), practice) for practice in migration.lists.rescale)
    # Where a later migration names what is not there, it is told at that one.
    told_later = {new for later in onward for _, new in _targets(later)}
    for path, new in (*_targets(migration), *rescaled):
        if not arrivals(onward, [new]) <= {*practices, *told_later}:
            what = text("“{id}” leads to no practice of the model.", id=new)
            yield Problem(what, document.place(path), did_you_mean(new, practices))
    for step, old in enumerate(migration.lists.retire):
        if not onward and old in practices:
            what = text("“{id}” is retired here, and the model still has it.", id=old)
            yield Problem(what, document.place(("retire", step)), text("Remove one of the two."))
