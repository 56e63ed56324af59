"""What a reader of a journal is told of its lines: which cannot be read and why, which are dated in the future."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Final, Generic, Literal, TypeVar

from cxmaturity.words import Text, text

if TYPE_CHECKING:
    from cxmaturity.engagement.journal import Entry

Trouble = Literal["torn", "zeros", "encoding", "unknown", "unreadable"]
"""Cut off at the end; zero bytes; not UTF-8; JSON that this program does not know; anything else."""
Said = TypeVar("Said")

_MOST_NUMBERS: Final = 5
"""Line numbers that a note names; more would bury it."""
_SLACK: Final = timedelta(minutes=5)
"""By how much clocks of machines differ that nobody would call wrong."""


@dataclass(frozen=True)
class Line(Generic[Said]):
    """A line of the file."""

    number: int
    """Counted from 1."""
    raw: bytes
    """As it stands there, without its line break."""
    said: Said | Trouble
    """Its entry, or what is the matter with it."""


_TROUBLES: Final[dict[Trouble, Text]] = {
    "torn": text("{path}:{lines}: the last line was cut off by a crash; it is left out, all others are there."),
    "zeros": text(
        "{path}:{lines}: zero bytes, as a power cut leaves them, hold no answer; all readable lines are there."
    ),
    "encoding": text(
        "{path}:{lines}: {n:plural this line is|these lines are} not UTF-8; "
        "{n:plural it is left out and stays|they are left out and stay} in the file."
    ),
    "unknown": text(
        "{path}:{lines}: this version of cxmaturity does not know what {n:plural this line says|these lines say}; "
        "{n:plural it is left out and stays|they are left out and stay} in the file. "
        "A newer version may have written {n:plural it|them}."
    ),
    "unreadable": text(
        "{path}:{lines}: {n:plural this line|these lines} cannot be read; "
        "{n:plural it is left out and stays|they are left out and stay} in the file."
    ),
}


def notes_of(path: Path, lines: Sequence[Line[Entry]], now: datetime | None) -> tuple[Text, ...]:
    """Return what a reader should know of a journal's lines, one note of each kind."""
    found: list[Text] = []
    for trouble, note in _TROUBLES.items():
        numbers = [line.number for line in lines if line.said == trouble]
        if numbers:
            found.append(Text(note.template, {"path": path, "lines": _listed(numbers), "n": len(numbers)}))
    return (*found, *_unknown_keys(path, lines), *_brought_back(path, lines), *_from_the_future(path, lines, now))


def _listed(numbers: Sequence[int]) -> str:
    shown = ", ".join(map(str, numbers[:_MOST_NUMBERS]))
    return shown if len(numbers) <= _MOST_NUMBERS else f"{shown}…"


def _entries(lines: Iterable[Line[Entry]]) -> list[tuple[int, Entry]]:
    return [(line.number, line.said) for line in lines if not isinstance(line.said, str)]


def _unknown_keys(path: Path, lines: Iterable[Line[Entry]]) -> list[Text]:
    beyond = [(number, entry) for number, entry in _entries(lines) if entry.beyond]
    if not beyond:
        return []
    return [
        text(
            "{path}:{lines}: what stands under {keys} is not used, and stays in the file; "
            "a newer version of cxmaturity may have written it.",
            path=path,
            lines=_listed([number for number, _ in beyond]),
            keys=", ".join(sorted({key for _, entry in beyond for key in entry.beyond})),
        )
    ]


def _brought_back(path: Path, lines: Iterable[Line[Entry]]) -> list[Text]:
    """Say when the copy of an older line stands behind a newer answer, which it takes back; other copies do no harm."""
    standing: dict[object, Entry] = {}
    seen: set[object] = set()
    numbers: list[int] = []
    for number, entry in _entries(lines):
        if entry.retired is not None or entry.beyond:
            continue
        same = (entry.answer, entry.withdrawn)
        if same in seen and standing[entry.key] != entry:
            numbers.append(number)
        seen.add(same)
        standing[entry.key] = entry
    if not numbers:
        return []
    return [
        text(
            "{path}:{lines}: {n:plural this line repeats an older one|these lines repeat older ones} word for word, "
            "behind a newer answer; as the last {n:plural it counts|they count}.",
            path=path,
            lines=_listed(numbers),
            n=len(numbers),
        )
    ]


def _from_the_future(path: Path, lines: Iterable[Line[Entry]], now: datetime | None) -> list[Text]:
    if now is None:
        return []
    later = [number for number, entry in _entries(lines) if entry.answer.at and entry.answer.at > now + _SLACK]
    if not later:
        return []
    return [
        text(
            "{path}:{lines}: {n:plural this answer is|these answers are} dated in the future and "
            "{n:plural counts|count} all the same; check the clocks of the machines.",
            path=path,
            lines=_listed(later),
            n=len(later),
        )
    ]
