"""Paths of inputs as reports show them: a folder outside the engagement may name a user or a client."""

from __future__ import annotations

import re
from pathlib import PurePath, PureWindowsPath

from cxmaturity.evidence.measures import ContactFacts
from cxmaturity.results import ELSEWHERE
from cxmaturity.words import Text


def shown_path(path: str) -> str:
    """Return a path inside the engagement as it is, of any other the file's name alone, marked as being elsewhere."""
    is_elsewhere = "://" in path or path.startswith(("/", "~", "..")) or PureWindowsPath(path).is_absolute()
    return f"{ELSEWHERE}{PureWindowsPath(path).name}" if is_elsewhere else path


def without_folders(contacts: ContactFacts) -> tuple[Text, ...]:
    """Return the audit's remarks, with each log by its file name: folders name users and clients."""
    files = sorted({PurePath(log.path).name for log in contacts.inputs}, key=lambda name: (-len(name), name))
    if not files:
        return contacts.notes
    leading = re.compile(rf"^.*[/\\](?=(?:{'|'.join(map(re.escape, files))})(?!\w))")
    return tuple(_without_folders(note, leading) for note in contacts.notes)


def _without_folders(note: Text, leading: re.Pattern[str]) -> Text:
    figures: dict[str, object] = {}
    for name, value in note.figures.items():
        if isinstance(value, Text):
            figures[name] = _without_folders(value, leading)
        else:
            figures[name] = leading.sub("", value) if isinstance(value, str) else value
    return Text(note.template, figures)
