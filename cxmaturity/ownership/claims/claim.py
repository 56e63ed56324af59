"""What a claim about the map is."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from cxmaturity.ownership.view import View

Ask = Callable[[View], Iterable[str]]
"""Returns the ids of what the claim is not true of, in any order."""

_EMPTY_BESIDE: Final[Mapping[str, tuple[str, ...]]] = {"crossings": ("expectations", "levers")}
"""Section to those beside whose entries it is empty where it is absent: expectations and levers of which none meet."""


@dataclass(frozen=True)
class Claim:
    """Something that should be true of a map."""

    id: str
    """The finding that it becomes when it fails."""
    ask: Ask
    needs: tuple[str, ...] = ()
    """Sections of the map without which nothing can be said."""
    needs_log: bool = False
    """True when it compares the map with a contact log."""

    def missing(self, view: View) -> tuple[str, ...]:
        """Return the sections that it needs and that the map does not describe."""
        return tuple(section for section in self.needs if not _is_described(section, view))

    def applies(self, view: View) -> bool:
        """Tell whether map and log hold what it needs."""
        return not self.missing(view) and (view.contacts is not None or not self.needs_log)

    def failing(self, view: View) -> tuple[str, ...]:
        """Return the ids of what it is not true of, sorted; none where it does not apply."""
        return tuple(sorted(set(self.ask(view)))) if self.applies(view) else ()


def _is_described(section: str, view: View) -> bool:
    beside = _EMPTY_BESIDE.get(section, ())
    is_empty = bool(beside) and all(getattr(view.map, other) for other in beside)
    return is_empty or getattr(view.map, section) is not None
