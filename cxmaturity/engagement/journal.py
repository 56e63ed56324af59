"""``answers.jsonl``: every answer ever given, one line each, never changed.

The last line for a key (practice, respondent, agreed) wins; a line whose level is null withdraws, its notes and links
being a draft of the next answer; one that is marked as retired does not count. A line is on the disk before its answer
is acknowledged. A last line torn by a crash is passed over, and the next one starts afresh. What cannot be read stays
in the file.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, Final

from cxmaturity.engagement import atomic
from cxmaturity.engagement.journal_notes import Line, Trouble, notes_of
from cxmaturity.engagement.levels import level_name, voice_of
from cxmaturity.errors import InputError, wrong
from cxmaturity.evidence.answer_words import voice_word
from cxmaturity.evidence.answers import Answer, Link, NotApplicable, Unknown
from cxmaturity.words import Text, text

Key = tuple[str, str, bool]
_BOM: Final = b"\xef\xbb\xbf"
_UTF16: Final = (b"\xff\xfe", b"\xfe\xff")
_CONTENT: Final = ("practice", "level", "reason", "note", "internal_note", "evidence")
_KEYS: Final = frozenset((*_CONTENT, "at", "respondent", "role", "agreed", "model", "retired"))


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
    """True when no answer stands by the line, or none any more; its voice then says nothing."""
    retired: str | None = None
    """The version of the model that does not ask this any more; the line then stays for the record only."""
    beyond: Mapping[str, object] = field(default_factory=dict, hash=False)
    """What the line says that this program does not know, kept as it is."""

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
    def last(self) -> dict[Key, Entry]:
        """The line of each key that wins, withdrawals among them."""
        return {entry.key: entry for entry in self.entries if entry.retired is None}

    @property
    def answers(self) -> tuple[Answer, ...]:
        """The answers that stand: the last one of each key, withdrawn ones left out."""
        return tuple(entry.answer for entry in self.last.values() if not entry.withdrawn)

    @property
    def drafts(self) -> tuple[Answer, ...]:
        """What was noted where no answer stands: notes and links of withdrawals; their voice says nothing."""
        return tuple(entry.answer for entry in self.last.values() if entry.withdrawn)


def read(path: Path, now: datetime | None = None) -> Journal:
    """Return a cycle's journal; an empty one when there is no file yet. Raises InputError when it cannot be read.

    ``now`` is what the clock says, for a note on answers that are dated later; they count all the same.
    """
    lines = tuple(read_lines(content_of(path)))
    entries = tuple(line.said for line in lines if isinstance(line.said, Entry))
    return Journal(entries, notes_of(path, lines, now))


def content_of(path: Path) -> bytes:
    """Return a journal as it lies on the disk, empty when there is none. Raises InputError when it cannot be read."""
    try:
        content = path.read_bytes()
    except FileNotFoundError:
        return b""
    except OSError as error:
        raise atomic.unreadable(path, error) from error
    if content.startswith(_UTF16):
        raise wrong(text("this file was saved as UTF-16."), path, text("Save it again as UTF-8."))
    return content


def read_lines(content: bytes) -> Iterator[Line[Entry]]:
    """Yield every line of a journal that is not blank, with its entry or what is the matter with it."""
    *lines, last = content.split(b"\n")
    for number, raw in enumerate([*lines, last], start=1):
        if raw.strip():
            yield Line(number, raw, _said(raw, torn=number == len(lines) + 1))


def _said(raw: bytes, torn: bool) -> Entry | Trouble:
    """Return what a line says, or why that cannot be told."""
    # A power cut leaves zero bytes where a line was to be; the next line then stands right behind them.
    bare = raw.removeprefix(_BOM).strip(b"\x00\r ")
    if not bare:
        return "zeros"
    try:
        given = json.loads(bare.decode())
        if b"\\u" in bare:
            json.dumps(given, ensure_ascii=False).encode()  # half a character is none, and no file could hold it
    except UnicodeDecodeError:
        return "torn" if torn else "encoding"
    except (ValueError, RecursionError):
        return "torn" if torn else "unreadable"
    try:
        return _entry(given)
    except (ValueError, KeyError, TypeError, AttributeError, OverflowError):
        return "unknown" if isinstance(given, dict) else "unreadable"


def append(path: Path, entry: Entry) -> None:
    """Add one line; on return it is on the disk. Raises InputError when refused, and then nothing of it is there."""
    try:
        new = not path.exists()
        handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o644)
        try:
            _add(handle, line_of(entry))
        finally:
            os.close(handle)
        if new:
            atomic.sync_folder(path.parent)
    except OSError as error:
        raise _not_saved(path, error) from error


def _add(handle: int, line: bytes) -> None:
    """Write a line at the end of a file and flush it; a part of it that was written before an error goes again."""
    before = os.fstat(handle).st_size
    left = _fresh_line(handle, before) + line
    written = 0
    try:
        while written < len(left):
            written += os.write(handle, left[written:])
        os.fsync(handle)
    except OSError:
        with suppress(OSError):
            if os.fstat(handle).st_size == before + written:
                os.ftruncate(handle, before)
        raise


def _fresh_line(handle: int, size: int) -> bytes:
    """Return the line break that a torn last line lacks."""
    return b"" if size == 0 or os.pread(handle, 1, size - 1) == b"\n" else b"\n"


def _not_saved(path: Path, error: OSError) -> InputError:
    what = text("this answer is not saved: {reason}. All earlier ones are.", reason=atomic.reason(error))
    return wrong(what, path, atomic.remedy(error))


def append_all(path: Path, entries: Iterable[Entry]) -> None:
    """Add many lines, all or none of them, whatever happens meanwhile."""
    present = content_of(path)
    if present and not present.endswith(b"\n"):
        present += b"\n"
    atomic.write(path, present + b"".join(line_of(entry) for entry in entries))


def line_of(entry: Entry) -> bytes:
    """Return an entry as a line of the file."""
    # A terminal can hand over half a character; what UTF-8 cannot hold is better a question mark than lost.
    return json.dumps(record(entry), ensure_ascii=False).encode(errors="replace") + b"\n"


def record(entry: Entry) -> dict[str, object]:
    """Return a journal line as the mapping that the contract defines."""
    answer = entry.answer
    voice = answer.voice
    mark = {} if entry.retired is None else {"retired": entry.retired}
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
        **mark,
        **entry.beyond,
    }


def _link_record(link: Link) -> dict[str, object]:
    return {"link": link.link} if link.date is None else {"link": link.link, "date": link.date.isoformat()}


def _instant(at: datetime | None) -> str | None:
    return None if at is None else at.astimezone(UTC).isoformat().replace("+00:00", "Z")


def _entry(given: dict[str, Any]) -> Entry:
    """Return the entry of one line. Raises ValueError, KeyError, TypeError and their like when it is none."""
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
        at=_moment(given["at"]) if given.get("at") else None,
    )
    retired = given.get("retired") or None
    beyond = {key: value for key, value in given.items() if key not in _KEYS} if given.keys() - _KEYS else {}
    return Entry(
        answer,
        _word(model.get("id", "")),
        _word(model.get("version", "")),
        withdrawn,
        None if retired is None else _word(retired),
        beyond,
    )


def _moment(written: str) -> datetime:
    """Return an instant; one without offset is UTC, as all that are written here."""
    at = datetime.fromisoformat(written)
    return at.replace(tzinfo=UTC) if at.tzinfo is None else at.astimezone(UTC)


def _word(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError(value)
    return value


def _link(given: dict[str, str]) -> Link:
    return Link(given["link"], date.fromisoformat(given["date"]) if given.get("date") else None)
