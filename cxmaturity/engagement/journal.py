"""``answers.jsonl``: every answer ever given, one line each, never changed.

The last line for a key (practice, respondent, agreed) wins; a line whose level is null withdraws. A line is on the
disk before its answer is acknowledged. A last line torn by a crash is passed over, and the next one starts afresh.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

from cxmaturity.engagement import atomic
from cxmaturity.engagement.levels import level_name, voice_of, voice_word
from cxmaturity.evidence.answers import Answer, Link, NotApplicable, Unknown
from cxmaturity.words import Text, text

Key = tuple[str, str, bool]


@dataclass(frozen=True)
class Entry:
    """One line of the journal."""

    answer: Answer
    """What was said; its ``at`` is set."""
    model: str
    """Id of the model that was asked."""
    version: str
    """Its version."""
    withdrawn: bool = False
    """True when the line takes the answer back; its voice then says nothing."""

    @property
    def key(self) -> Key:
        """What a later line replaces."""
        return self.answer.practice, self.answer.respondent, self.answer.agreed


@dataclass(frozen=True)
class Journal:
    """A journal as it was read."""

    entries: tuple[Entry, ...]
    """Every readable line, in the file's order."""
    notes: tuple[Text, ...] = ()
    """What could not be read, with line numbers."""

    @property
    def answers(self) -> tuple[Answer, ...]:
        """The answers that stand: the last one of each key, withdrawn ones left out."""
        last = {entry.key: entry for entry in self.entries}
        return tuple(entry.answer for entry in last.values() if not entry.withdrawn)


def read(path: Path) -> Journal:
    """Return a cycle's journal; an empty one when there is no file yet. Raises InputError when it cannot be read."""
    try:
        content = path.read_bytes()
    except FileNotFoundError:
        return Journal(())
    except OSError as error:
        raise atomic.unreadable(path, error) from error
    entries: list[Entry] = []
    notes: list[Text] = []
    *lines, last = content.split(b"\n")
    for number, line in enumerate([*lines, last], start=1):
        if not line.strip():
            continue
        try:
            entries.append(_entry(line))
        except (ValueError, KeyError, TypeError, AttributeError):
            torn = number == len(lines) + 1
            notes.append(_unreadable(path, number, torn))
    return Journal(tuple(entries), tuple(notes))


def _unreadable(path: Path, number: int, torn: bool) -> Text:
    if torn:
        return text(
            "{path}:{line}: the last line was cut off by a crash; it is left out, all others are there.",
            path=path,
            line=number,
        )
    return text(
        "{path}:{line}: this line cannot be read; it is left out and stays in the file.", path=path, line=number
    )


def append(path: Path, entry: Entry) -> None:
    """Add one line; on return it is on the disk. Raises InputError when refused."""
    try:
        new = not path.exists()
        handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o644)
        try:
            _write_all(handle, _fresh_line(handle) + _line(entry))
            os.fsync(handle)
        finally:
            os.close(handle)
        if new:
            atomic.sync_folder(path.parent)
    except OSError as error:
        raise atomic.refused(path, error) from error


def append_all(path: Path, entries: Iterable[Entry]) -> None:
    """Add many lines, all or none of them, whatever happens meanwhile."""
    try:
        present = path.read_bytes() if path.exists() else b""
    except OSError as error:
        raise atomic.unreadable(path, error) from error
    if present and not present.endswith(b"\n"):
        present += b"\n"
    atomic.write(path, present + b"".join(_line(entry) for entry in entries))


def _fresh_line(handle: int) -> bytes:
    """Return the line break that a torn last line lacks."""
    size = os.fstat(handle).st_size
    return b"" if size == 0 or os.pread(handle, 1, size - 1) == b"\n" else b"\n"


def _write_all(handle: int, data: bytes) -> None:
    while data:
        data = data[os.write(handle, data) :]


def _line(entry: Entry) -> bytes:
    return json.dumps(record(entry), ensure_ascii=False).encode() + b"\n"


def record(entry: Entry) -> dict[str, object]:
    """Return a journal line as the mapping that the contract defines."""
    answer = entry.answer
    voice = answer.voice
    return {
        "at": _instant(answer.at),
        "practice": answer.practice,
        "level": None if entry.withdrawn else voice_word(voice),
        "reason": voice.reason if isinstance(voice, NotApplicable) and not entry.withdrawn else None,
        "note": answer.note or None,
        "internal_note": answer.internal_note or None,
        "evidence": [_link_record(link) for link in answer.links],
        "respondent": answer.respondent,
        "role": answer.role,
        "agreed": answer.agreed,
        "model": {"id": entry.model, "version": entry.version},
    }


def _link_record(link: Link) -> dict[str, object]:
    return {"link": link.link} if link.date is None else {"link": link.link, "date": link.date.isoformat()}


def _instant(at: datetime | None) -> str | None:
    return None if at is None else at.astimezone(UTC).isoformat().replace("+00:00", "Z")


def _entry(line: bytes) -> Entry:
    """Return the entry of one line. Raises ValueError, KeyError or TypeError when it is none."""
    given = json.loads(line)
    withdrawn = given["level"] is None
    note = given.get("note") or ""
    voice = Unknown() if withdrawn else voice_of(level_name(given["level"]), given.get("reason") or None, note)
    model = given.get("model") or {}
    answer = Answer(
        practice=_word(given["practice"]),
        voice=voice,
        respondent=_word(given.get("respondent") or ""),
        role=_word(given.get("role") or ""),
        agreed=given.get("agreed") is True,
        note=_word(note),
        internal_note=_word(given.get("internal_note") or ""),
        links=tuple(_link(link) for link in given.get("evidence") or ()),
        at=datetime.fromisoformat(given["at"]) if given.get("at") else None,
    )
    return Entry(answer, model.get("id", ""), model.get("version", ""), withdrawn)


def _word(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError(value)
    return value


def _link(given: dict[str, str]) -> Link:
    return Link(given["link"], date.fromisoformat(given["date"]) if given.get("date") else None)
