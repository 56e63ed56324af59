"""``--charts DIR``: where charts are written, and what is said of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Final

import click

from cxmaturity.cli.options import note
from cxmaturity.errors import InputError, wrong
from cxmaturity.words import Language, Text, text

_SEEN: Final = 200
"""Characters at a file's beginning in which our mark stands."""


NAMES: Final = ("pressure.svg", "dose-response.svg", "calendar.svg", "collisions.svg", "frontier.svg", "policies.svg")
"""What charts are called, whichever command writes them."""


def _checked(ctx: click.Context, param: click.Parameter, folder: Path | None) -> Path | None:
    """Refuse, before anything long begins, a folder that cannot take charts."""
    if folder is None:
        return None
    if _exists(folder) and not folder.is_dir():
        raise wrong(text("this is no folder."), folder, text("Give --charts a folder; a new one is made."))
    _refuse_foreign(folder, NAMES)
    return folder


class _Folder(click.Path):
    """A folder's path."""

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> Path:
        """Return the path. An empty one would mean the present folder, which nobody meant."""
        if not str(value).strip():
            raise wrong(text("--charts names no folder."), remedy=text("Give --charts a folder; a new one is made."))
        return Path(str(value))


charts_option = click.option(
    "--charts",
    metavar="DIR",
    type=_Folder(path_type=Path),
    callback=_checked,
    help="Write the charts, as SVG, into this folder, too.",
)


def write_charts(folder: Path, charts: Mapping[str, str | Text], language: Language) -> None:
    """Write charts by their names, and say which could not be drawn and why.

    A chart of ours by that name is replaced, or removed where it cannot be drawn any more. Raises InputError, before
    anything is written, when something else bears that name, and when the system refuses.
    """
    from cxmaturity.engagement import atomic

    atomic.make_folder(folder)
    _refuse_foreign(folder, charts)
    drawn = [name for name, chart in charts.items() if isinstance(chart, str)]
    for name, chart in charts.items():
        if isinstance(chart, str):
            atomic.write(folder / name, chart)
        elif _exists(folder / name):
            _remove(folder / name)
    note(text("Charts in {folder}: {names}.", folder=folder, names=", ".join(drawn)), language)
    for name, reason in charts.items():
        if isinstance(reason, Text):
            note(text("{name} was not drawn: {reason}.", name=name, reason=reason), language)


def _refuse_foreign(folder: Path, names: Iterable[str]) -> None:
    """Raise InputError when something bears a name of ours and is no chart of ours."""
    foreign = [folder / name for name in names if _exists(folder / name) and not _is_ours(folder / name)]
    if foreign:
        raise InputError(
            problem
            for path in foreign
            for problem in wrong(
                text("this is no chart that cxmaturity wrote, so it is not replaced."),
                path,
                text("Move it away, or give --charts another folder."),
            ).problems
        )


def _exists(path: Path) -> bool:
    return path.exists() or path.is_symlink()


def _is_ours(path: Path) -> bool:
    from cxmaturity.report.charts.sheet import MARK

    if path.is_symlink() or not path.is_file():
        return False
    try:
        with path.open(encoding="utf-8", errors="replace") as file:
            return MARK in file.read(_SEEN)
    except OSError:
        return False


def _remove(path: Path) -> None:
    from cxmaturity.engagement import atomic

    try:
        path.unlink()
    except OSError as error:
        raise atomic.refused(path, error) from error
