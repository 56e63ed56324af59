"""Answers given under another version of the model: how they are read under the present one, and brought up to it.

Readers do it in memory and write nothing. Whoever writes answers brings the file up to date first, and keeps it as it
was beside it. A journal's lines are taken one by one in the file's order, so that its history migrates with it: an
answer that was replaced is so afterwards too.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from cxmaturity.engagement.journal import Entry, Journal
from cxmaturity.engagement.version_notes import not_of_the_model, what_became
from cxmaturity.evidence.answers import Answer, Level, NotApplicable, Unknown, Voice
from cxmaturity.model import Model
from cxmaturity.model.migrating import Migration, chain
from cxmaturity.words import Text


@dataclass(frozen=True)
class Present:
    """A journal as the present version of the model reads it."""

    journal: Journal
    """With the notes of the file's own lines first."""
    behind: bool
    """True when the file itself is of an earlier version, and a writer has to bring it up to date."""
    told: bool
    """True when notes tell of answers to another version or model."""


def as_present(given: Journal, model: Model, migrations: Iterable[Migration]) -> Present:
    """Return a journal as the model's present version reads it, with notes on what became of earlier answers."""
    ways = Ways(model, migrations)
    entries = tuple(line for entry in given.entries for line in ways.lines(entry))
    after = replace(given, entries=entries)
    told: tuple[Text, ...] = (*what_became(given, after, model, ways.way), *not_of_the_model(after, model))
    return Present(replace(after, notes=(*given.notes, *told)), behind=entries != given.entries, told=bool(told))


def migrate_answers(entries: Iterable[Entry], model: Model, migrations: Iterable[Migration]) -> tuple[Entry, ...]:
    """Return answers of earlier versions as journal lines of the present one, in order; the others as they are.

    An answer to a practice that was retired, or to a part of a merged one, stays in it as a line marked ``retired``.
    """
    ways = Ways(model, migrations)
    return tuple(line for entry in entries for line in ways.lines(entry))


class Ways:
    """The ways that lead from a line's version to the model's. Takes a journal's lines in their order."""

    def __init__(self, model: Model, migrations: Iterable[Migration]) -> None:
        self._model = model.header
        self._migrations = tuple(migrations)
        self._steps = {migration.old: _Step(migration) for migration in self._migrations}

    def way(self, entry: Entry) -> tuple[Migration, ...]:
        """Return the migrations that a line goes through; none where it is of the present version, or none leads on."""
        if entry.retired is not None or entry.model != self._model.id:
            return ()
        return chain(self._migrations, entry.version, self._model.version) or ()

    def lines(self, entry: Entry) -> tuple[Entry, ...]:
        """Return what stands for a line under the present version."""
        now: tuple[Entry, ...] = (entry,)
        for migration in self.way(entry):
            now = tuple(line for each in now for line in self._steps[migration.old].lines(each))
        return now


class _Step:
    """One migration at work; it remembers what was said of the parts of a merged practice."""

    def __init__(self, migration: Migration) -> None:
        self._migration = migration
        self._said: dict[tuple[str, str, bool], dict[str, Answer]] = {}
        self._standing: set[tuple[str, str, bool]] = set()

    def lines(self, entry: Entry) -> Iterator[Entry]:
        """Yield a line as the next version has it."""
        practice = entry.answer.practice
        merged = self._migration.merged(practice)
        targets = self._migration.targets(practice)
        if entry.retired is not None:
            yield entry
        elif merged is not None:
            yield replace(entry, retired=self._migration.new)
            yield from self._merged(merged, entry)
        elif not targets:
            yield replace(entry, retired=self._migration.new)
        else:
            yield from (self._moved(entry, entry.answer, target) for target in targets)

    def _moved(self, entry: Entry, answer: Answer, target: str) -> Entry:
        voice = answer.voice
        if isinstance(voice, Level):
            voice = Level.of(self._migration.rescaled(target, voice.word))
        return replace(entry, answer=replace(answer, practice=target, voice=voice), version=self._migration.new)

    def _merged(self, target: str, entry: Entry) -> Iterator[Entry]:
        """Yield the merged practice's answer when the parts so far give one, or take it back when they do no more."""
        key = (target, entry.answer.respondent, entry.answer.agreed)
        said = self._said.setdefault(key, {})
        said.pop(entry.answer.practice, None)
        if not entry.withdrawn:
            said[entry.answer.practice] = entry.answer
        parts = [said.get(part) for part in self._migration.lists.merge[target]]
        answer = merged_answer(parts, entry.answer)
        if answer is not None:
            self._standing.add(key)
            yield self._moved(replace(entry, withdrawn=False), answer, target)
        elif key in self._standing:
            self._standing.remove(key)
            gone = replace(entry.answer, voice=Unknown(), note="", internal_note="", links=())
            yield self._moved(replace(entry, withdrawn=True), gone, target)


def merged_answer(parts: Sequence[Answer | None], last: Answer) -> Answer | None:
    """Return one respondent's answer to a practice that was made of several, from what they said of these.

    The lowest level counts. A part that was not answered leaves the whole open, unless another one is at ``not``
    already; so does one of which they said that nobody knows. Parts that do not apply are left aside. Remarks and
    proofs are kept. ``last`` is the answer given last, whose instant and role it takes.
    """
    voice = _merged_voice([part.voice if part else None for part in parts])
    if voice is None:
        return None
    said = [part for part in parts if part is not None]
    note = " / ".join(dict.fromkeys(part.note for part in said if part.note))
    return replace(
        last,
        voice=replace(voice, explanation=note) if isinstance(voice, NotApplicable) and voice.explanation else voice,
        note=note,
        internal_note=" / ".join(dict.fromkeys(part.internal_note for part in said if part.internal_note)),
        links=tuple(dict.fromkeys(link for part in said for link in part.links)),
    )


def _merged_voice(voices: Sequence[Voice | None]) -> Voice | None:
    """Return what several answers say together, None when that is open."""
    levels = [voice for voice in voices if isinstance(voice, Level)]
    if Level.NOT in levels:
        return Level.NOT
    if None in voices:
        return None
    if any(isinstance(voice, Unknown) for voice in voices):
        return Unknown()
    return min(levels) if levels else voices[0]
