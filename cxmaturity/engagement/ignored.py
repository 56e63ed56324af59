"""Whether git would take a file along: what the .gitignore files above it leave out."""

from __future__ import annotations

from collections.abc import Iterator
from fnmatch import fnmatchcase
from itertools import takewhile
from pathlib import Path, PurePosixPath


def is_seen_by_git(path: Path, engagement: Path) -> bool:
    """Tell whether a file lies in an engagement or a git work tree, and no .gitignore there leaves it out.

    Both paths are resolved. Patterns are taken as names, or as paths below their .gitignore; what begins with ``!``
    is not looked at. An engagement may be kept in git later, so it counts as a work tree.
    """
    above = list(path.parents)
    tops = [folder for folder in above if folder == engagement or (folder / ".git").exists()]
    if not tops:
        return False
    within = [*takewhile(lambda folder: folder != tops[-1], above), tops[-1]]
    return not any(_leaves_out(pattern, path.relative_to(folder)) for folder in within for pattern in _patterns(folder))


def _patterns(folder: Path) -> Iterator[str]:
    try:
        lines = (folder / ".gitignore").read_text("utf-8").splitlines()
    except (OSError, UnicodeDecodeError):
        return
    yield from (line.strip() for line in lines if line.strip() and not line.startswith(("#", "!")))


def _leaves_out(pattern: str, path: Path) -> bool:
    """Tell whether a pattern leaves out a file, or a folder that it lies in."""
    wanted = pattern.removeprefix("**/").rstrip("/")
    inside = [PurePosixPath(*path.parts[: depth + 1]) for depth in range(len(path.parts))]
    candidates = inside[:-1] if pattern.endswith("/") else inside
    if "/" in wanted:
        return any(fnmatchcase(str(each), wanted.removeprefix("/")) for each in candidates)
    return any(fnmatchcase(each.name, wanted) for each in candidates)
