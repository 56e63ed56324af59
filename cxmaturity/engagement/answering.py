"""Put answers into a cycle's journal: one by one from an interview, or a whole file at once; and sign them."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from cxmaturity.documents import read_text
from cxmaturity.engagement import atomic, journal
from cxmaturity.engagement.answers_file import AnswersFile, Respondent, entries, read_answers
from cxmaturity.engagement.folder import Cycle, Engagement
from cxmaturity.engagement.journal import Entry
from cxmaturity.engagement.lock import locked
from cxmaturity.errors import wrong
from cxmaturity.evidence.answers import Answer
from cxmaturity.model import Model
from cxmaturity.words import text


@dataclass(frozen=True)
class Imported:
    """What became of an answers file."""

    cycle: Cycle
    respondent: Respondent
    saved: int
    """Lines added to the journal."""
    unchanged: int
    """Answers that stood there already."""


def import_answers(
    engagement: Engagement,
    path: Path,
    *,
    who: Callable[[AnswersFile], Respondent],
    cycle: str | None,
    as_of: date | None,
    at: datetime,
) -> Imported:
    """Add a file's answers to a cycle's journal, all or none; the cycle is made when it is missing.

    ``who`` tells whose answers they are, given the file. ``cycle`` overrides the file's. Raises InputError with every
    mistake of the file.
    """
    model = engagement.model()
    given = read_answers(path, model)
    respondent = who(given)
    with locked(engagement.folder):
        chosen = engagement.cycle_to_write(cycle or given.cycle, as_of)
        lines = entries(given, respondent, model, at)
        fresh = _fresh(lines, journal.read(chosen.journal))
        if fresh:
            journal.append_all(chosen.journal, fresh)
    return Imported(chosen, respondent, len(fresh), len(lines) - len(fresh))


def keep(cycle: Cycle, model: Model) -> Callable[[Answer], None]:
    """Return what saves an interview's answers: each is on the disk when the call returns."""

    def save(answer: Answer) -> None:
        journal.append(cycle.journal, Entry(answer, model.header.id, model.header.version))

    return save


def sign(engagement: Engagement, cycle: Cycle, name: str, at: datetime) -> str:
    """Write into cycle.yaml who signs the answers as they stand, and return their digest.

    Raises InputError when there is nothing to sign.
    """
    path = cycle.folder / "cycle.yaml"
    stamp = at.isoformat(timespec="seconds")
    with locked(engagement.folder):
        if not journal.read(cycle.journal).answers:
            raise wrong(text("the cycle {cycle} has no answers to sign.", cycle=cycle.name), cycle.journal)
        digest = answers_digest(cycle)
        line = f"signed: {{by: {_quoted(name)}, at: {stamp}, digest: {digest}}}"
        atomic.write(path, "\n".join([*_without_signature(read_text(path)), line]) + "\n")
    return digest


def answers_digest(cycle: Cycle) -> str:
    """Return the digest of a cycle's journal, as a signature holds it."""
    return hashlib.sha256(cycle.journal.read_bytes() if cycle.journal.exists() else b"").hexdigest()


def _without_signature(content: str) -> list[str]:
    """Return a cycle file's lines without its ``signed`` entry, comments kept."""
    kept: list[str] = []
    inside = False
    for line in content.splitlines():
        inside = line.startswith("signed:") or (inside and line[:1] in (" ", "\t"))
        if not inside:
            kept.append(line)
    return kept


def _quoted(name: str) -> str:
    import json

    return json.dumps(name, ensure_ascii=False)


def _fresh(lines: tuple[Entry, ...], present: journal.Journal) -> list[Entry]:
    """Return the entries that say something new; importing a file twice changes nothing."""
    last = {entry.key: entry for entry in present.entries}
    return [line for line in lines if _says(line) != _says(last.get(line.key))]


def _says(entry: Entry | None) -> object:
    if entry is None or entry.withdrawn:
        return None
    record = journal.record(entry)
    del record["at"]
    return record
