"""YAML files that people write by hand, and the program changes: read as they are, kept as they were, spliced."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Final, TypeVar

from cxmaturity.documents import parse_text
from cxmaturity.documents.reading import unreadable
from cxmaturity.documents.splicing import TangledError
from cxmaturity.engagement import atomic
from cxmaturity.errors import InputError, wrong
from cxmaturity.words import text

C = TypeVar("C")
BOM: Final = "\ufeff"


def read_text(path: Path) -> str:
    """Return a file's text as it is, with its BOM and line ends; of an absent one nothing."""
    try:
        return path.read_bytes().decode("utf-8")
    except FileNotFoundError:
        return ""
    except UnicodeDecodeError as error:
        raise wrong(text("this file is not UTF-8 text."), path, text("Save it again as UTF-8.")) from error
    except OSError as error:
        raise unreadable(path, error) from error


def keep_backup(path: Path, source: str) -> Path:
    """Keep a file as it was, beside it, under a name that is free: the highest number is the newest."""
    kept, number = path.with_name(path.name + ".bak"), 2
    while kept.exists():
        kept, number = path.with_name(f"{path.name}.bak{number}"), number + 1
    atomic.write(kept, source)
    with suppress(OSError):  # on file systems without modes
        kept.chmod(path.stat().st_mode & 0o777)
    return kept


def spliced(
    path: Path, source: str, changes: Sequence[C], splice: Callable[[str, Sequence[C]], str], wanted: object
) -> str:
    """Return a file's text with changes made, ``splice`` being how several are made at once.

    It then says what is wanted, and a BOM stays. Raises InputError where its way of writing does not allow that.
    """
    bare = source.removeprefix(BOM)
    try:
        after = _together_or_singly(bare, changes, splice)
        said = parse_text(path, after).data
    except (TangledError, InputError) as error:
        raise _unchangeable(path) from error
    if said != wanted:
        raise _unchangeable(path)
    return source[: len(source) - len(bare)] + after


def _together_or_singly(source: str, changes: Sequence[C], splice: Callable[[str, Sequence[C]], str]) -> str:
    try:
        return splice(source, changes)
    except TangledError:
        for change in changes:
            source = splice(source, [change])
        return source


def _unchangeable(path: Path) -> InputError:
    """Return what is told where a file's way of writing does not allow a change."""
    return wrong(
        text("this file is written in a way that only a person can change (aliases, anchors or several documents)."),
        path,
        text("Nothing was changed. Make the change in an editor, or write out what its aliases stand for."),
    )
