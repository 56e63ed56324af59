"""Put answers into a cycle's journal: one by one from an interview, or a whole file at once; and sign them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path

from cxmaturity.documents import read_text
from cxmaturity.engagement import atomic, journal
from cxmaturity.engagement.answers_file import read_answers
from cxmaturity.engagement.folder import Cycle, Engagement
from cxmaturity.engagement.given import UNSAID, Given, Respondent, Whose, role_notes
from cxmaturity.engagement.journal import Entry
from cxmaturity.engagement.lock import Lock, locked
from cxmaturity.engagement.signature import answers_digest
from cxmaturity.engagement.up_to_date import to_write
from cxmaturity.engagement.versions import as_present
from cxmaturity.errors import wrong
from cxmaturity.evidence.answers import Answer
from cxmaturity.model import Model
from cxmaturity.words import Text, text


@dataclass(frozen=True)
class Share:
    """What became of one respondent's answers."""

    respondent: Respondent
    saved: int
    """Lines added to the journal."""
    unchanged: int
    """Answers that stood there already."""


@dataclass(frozen=True)
class Imported:
    """What became of an answers file."""

    cycle: Cycle
    shares: tuple[Share, ...]
    """One a respondent, in the file's order."""
    notes: tuple[Text, ...]
    """What a person should know of how the file was read, and of the answers that were there."""

    @property
    def saved(self) -> int:
        """Lines added to the journal."""
        return sum(share.saved for share in self.shares)

    @property
    def unchanged(self) -> int:
        """Answers that stood there already."""
        return sum(share.unchanged for share in self.shares)


def import_answers(
    engagement: Engagement,
    path: Path,
    *,
    at: datetime,
    whose: Whose = UNSAID,
    cycle: str | None = None,
    as_of: date | None = None,
) -> Imported:
    """Add a file's answers to a cycle's journal, all or none; the cycle is made when it is missing.

    A file without answers makes and changes nothing. Agreed answers replace what others had agreed on. ``whose``
    overrides what the file says at its top of who answers, and ``cycle`` its cycle. Raises InputError with every
    mistake of the file.
    """
    model = engagement.model()
    migrations = engagement.migrations()
    given = read_answers(path, model, whose, migrations)
    if not given.lines:
        named = engagement.cycle_or_next(cycle or given.cycle, as_of)
        return Imported(named, (), (*given.notes, *_other_cycle(given, named)))
    with locked(engagement.folder) as lock:
        chosen = engagement.cycle_to_write(cycle or given.cycle, as_of)
        present = to_write(engagement, chosen)
        now = as_present(_journal(given, model, at), model, migrations).journal
        lines = [_with_internal_note(entry, present) for entry in now.entries if entry.retired is None]
        fresh = _fresh(lines, present)
        if fresh:
            lock.keep()
            journal.append_all(chosen.journal, [*fresh, *_replaced(fresh, present)])
    notes = (
        *given.notes,
        *_other_cycle(given, chosen),
        *given.namesakes(entry.answer.respondent for entry in present.entries),
        *now.notes,
        *present.notes,
        *_role_notes(given, model, present),
    )
    return Imported(chosen, _shares(given, lines, fresh), notes)


def _journal(given: Given, model: Model, at: datetime) -> journal.Journal:
    """Return a file's answers as a journal of the version that they were given under."""
    return journal.Journal(
        tuple(
            Entry(replace(line.answer, at=at), model.header.id, given.version, line.withdrawn) for line in given.lines
        )
    )


def _other_cycle(given: Given, chosen: Cycle) -> list[Text]:
    """Return the note that a file names another cycle than the one that its answers go to, where it does."""
    if given.cycle in (None, chosen.name):
        return []
    return [text("The file is for the cycle {said}; taken into {taken}.", said=given.cycle, taken=chosen.name)]


def roles_so_far(present: journal.Journal) -> dict[str, str]:
    """Return in which role each respondent has answered, the last one where there were several."""
    return {answer.respondent: answer.role for answer in present.answers if not answer.agreed}


def _role_notes(given: Given, model: Model, present: journal.Journal) -> list[Text]:
    """Return the notes on roles of those who answer for themselves."""
    own = dict.fromkeys(
        Respondent(line.answer.respondent, line.answer.role) for line in given.lines if not line.answer.agreed
    )
    before = roles_so_far(present)
    return [told for who in own for told in role_notes(who, model, before)]


def _with_internal_note(entry: Entry, present: journal.Journal) -> Entry:
    """Return an entry with the internal note that stands, where it has none: forms and tables never hold it."""
    last = present.last.get(entry.key)
    if last is None or entry.answer.internal_note:
        return entry
    return replace(entry, answer=replace(entry.answer, internal_note=last.answer.internal_note))


def _shares(given: Given, lines: Sequence[Entry], fresh: Sequence[Entry]) -> tuple[Share, ...]:
    all_by, saved_by = Counter(map(_by, lines)), Counter(map(_by, fresh))
    return tuple(Share(who, saved_by[who], all_by[who] - saved_by[who]) for who in given.respondents)


def _by(entry: Entry) -> Respondent:
    return Respondent(entry.answer.respondent, entry.answer.role)


def keep(cycle: Cycle, model: Model, lock: Lock) -> Callable[[Answer], None]:
    """Return what saves an interview's answers: each is on the disk when the call returns."""

    def save(answer: Answer) -> None:
        lock.keep()
        journal.append(cycle.journal, Entry(answer, model.header.id, model.header.version))

    return save


def take_back(cycle: Cycle, model: Model, lock: Lock) -> Callable[[Answer], None]:
    """Return what records that no answer stands, at its ``at``, and keeps its notes and links as a draft.

    It is on the disk when the call returns.
    """

    def withdraw(answer: Answer) -> None:
        lock.keep()
        journal.append(cycle.journal, Entry(answer, model.header.id, model.header.version, withdrawn=True))

    return withdraw


def keep_agreed(cycle: Cycle, model: Model, lock: Lock) -> Callable[[Answer], None]:
    """Return what saves a workshop's agreed answers; what others had agreed on the practice before is withdrawn."""
    save, withdraw = keep(cycle, model, lock), take_back(cycle, model, lock)

    def save_agreed(answer: Answer) -> None:
        save(answer)
        for old in _agreed_by_others(answer, journal.read(cycle.journal).answers):
            withdraw(old)

    return save_agreed


def _replaced(fresh: Sequence[Entry], present: journal.Journal) -> list[Entry]:
    """Return the lines that withdraw what others had agreed on the practices of new agreed answers."""
    return [
        replace(line, answer=old, withdrawn=True)
        for line in fresh
        if line.answer.agreed and not line.withdrawn
        for old in _agreed_by_others(line.answer, present.answers)
    ]


def _agreed_by_others(answer: Answer, standing: Sequence[Answer]) -> Iterator[Answer]:
    """Yield what others had agreed on an agreed answer's practice, dated as that answer is."""
    for old in standing:
        if old.agreed and old.practice == answer.practice and old.respondent != answer.respondent:
            yield replace(old, at=answer.at)


def sign(engagement: Engagement, cycle: Cycle, name: str, at: datetime) -> str:
    """Write into cycle.yaml who signs the answers as they stand, and return their digest.

    Raises InputError when there is nothing to sign.
    """
    path = cycle.folder / "cycle.yaml"
    stamp = at.isoformat(timespec="seconds")
    with locked(engagement.folder):
        if not to_write(engagement, cycle).answers:
            raise wrong(text("the cycle {cycle} has no answers to sign.", cycle=cycle.name), cycle.journal)
        digest = answers_digest(cycle)
        line = f"signed: {{by: {_quoted(name)}, at: {stamp}, digest: {digest}}}"
        atomic.write(path, "\n".join([*_without_signature(read_text(path)), line]) + "\n")
    return digest


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


def _fresh(lines: Sequence[Entry], present: journal.Journal) -> list[Entry]:
    """Return the entries that say something new; importing a file twice changes nothing."""
    return [line for line in lines if _says(line) != _says(present.last.get(line.key))]


def _says(entry: Entry | None) -> object:
    if entry is None or entry.withdrawn:
        return None
    record = journal.record(entry)
    del record["at"]
    return record
