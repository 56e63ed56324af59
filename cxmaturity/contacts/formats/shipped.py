"""The formats that are shipped, and those that a user keeps in a file of one's own."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Final

from cxmaturity.errors import did_you_mean, wrong
from cxmaturity.words import text

if TYPE_CHECKING:
    from cxmaturity.contacts.formats.schema import Format

GENERIC: Final = "generic"
"""The format of a log whose columns have canonical names, or are mapped."""
_FOLDER: Final = Path(__file__).parent


@cache
def format_ids() -> tuple[str, ...]:
    """Return the ids of the formats that are known, the generic one first."""
    return (GENERIC, *sorted(path.stem for path in _FOLDER.glob("*.yaml")))


@cache
def shipped_formats() -> dict[str, Format]:
    """Return every shipped format by its id."""
    return {name: _load(_FOLDER / f"{name}.yaml") for name in format_ids() if name != GENERIC}


def format_named(wanted: str, where: Path) -> tuple[str, Format | None]:
    """Return a format and its id; none for the generic one. Raises InputError when there is none of that name.

    ``wanted`` is the id of a shipped format, or the path of a format file, whose name is then its id.
    """
    if wanted == GENERIC:
        return GENERIC, None
    if wanted in format_ids():
        return wanted, shipped_formats()[wanted]
    if is_format_file(wanted):
        return Path(wanted).stem, _load(Path(wanted))
    known = format_ids()
    remedy = did_you_mean(wanted, known) or text("Known are: {words}.", words=", ".join(known))
    raise wrong(text("“{format}” is not a known log format.", format=wanted), where, remedy)


def is_format_file(wanted: str) -> bool:
    """Return whether a format is named by the path of a file."""
    return wanted.endswith((".yaml", ".yml"))


def _load(path: Path) -> Format:
    from cxmaturity.contacts.formats.schema import Format
    from cxmaturity.documents import load

    return load(path, Format)[0]
