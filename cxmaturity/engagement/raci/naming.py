"""Whom a row or a column of a matrix means: an entry of the map, by its id or name, or a new one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Final

from cxmaturity.errors import Problem, slip_of
from cxmaturity.evidence.ownership_map import Source, Team
from cxmaturity.ownership.raci import Party, slug
from cxmaturity.words import text
from cxmaturity.words.folding import plain

_SHORT: Final = 2
"""Letters of a word that tells one of a series, as in Team A and Team B."""


@dataclass
class Names:
    """The entries of a section of the map, and what they may be called."""

    entries: Mapping[str, str | None]
    """Id to name."""
    taken: set[str] = field(default_factory=set)
    """Ids that new entries got."""

    def party(self, written: str, given_id: str | None) -> Party | Problem:
        """Return who is meant by a name, and by the id beside it in a table that was exported; or what is wrong."""
        if given_id is not None:
            return self._of_id(written, given_id)
        found = self.find(written)
        if found is not None:
            return found
        known = [word for name, shown in self.entries.items() for word in (shown, name) if word]
        if (hint := slip_of(written, known)) and not self._is_one_of_a_series(written, known):
            return Problem(text("“{name}” is not on the map.", name=written), None, hint)
        fresh = slug(written, {*self.entries, *self.taken})
        self.taken.add(fresh)
        return Party(fresh, written, is_new=True)

    def find(self, written: str) -> Party | Problem | None:
        """Return the entry of a name, in whatever case and with whatever accents; None where there is none."""
        if written in self.entries:
            return Party(written, None)
        found = self._ids.get(_folded(written), [])
        if len(found) > 1:
            what = text("“{name}” can mean {ids}.", name=written, ids=", ".join(found))
            return Problem(what, None, text("Give the id instead."))
        return Party(found[0], None) if found else None

    @cached_property
    def _ids(self) -> Mapping[str, list[str]]:
        """Folded id or name to the ids of the entries that are called so, in map order."""
        ids: dict[str, list[str]] = {}
        for name, shown in self.entries.items():
            for folded in {_folded(name), _folded(shown or name)}:
                ids.setdefault(folded, []).append(name)
        return ids

    def _of_id(self, written: str, given_id: str) -> Party:
        if given_id not in self.entries:
            self.taken.add(given_id)
            return Party(given_id, written or given_id, is_new=True)
        is_same = not written or written == " ".join((self.entries[given_id] or given_id).split())
        return Party(given_id, None if is_same else written)

    def _is_one_of_a_series(self, written: str, known: Iterable[str]) -> bool:
        """Tell whether a name differs from a known one in a number or a letter that stands alone: Team A, Team B."""
        own = _folded(written).split()
        return any(_differs_in_a_mark(own, _folded(name).split()) for name in known)


def names_of(entries: Iterable[Source | Team], also: Iterable[str] = ()) -> Names:
    """Return what the entries of a section may be called, and ids that the map only names."""
    return Names(dict.fromkeys(also) | {entry.id: entry.name for entry in entries})


def _folded(name: str) -> str:
    return " ".join(plain(name).replace("-", " ").split())


def _differs_in_a_mark(own: list[str], other: list[str]) -> bool:
    differing = [pair for pair in zip(own, other, strict=False) if pair[0] != pair[1]]
    return len(own) == len(other) and all(len(word) <= _SHORT or word.isdigit() for pair in differing for word in pair)
