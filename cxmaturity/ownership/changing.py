"""Changes to an ownership map: what an import, a log, a proposal or a walk through the gaps would write into it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Change:
    """One value of one entry; where the section has no entry of that id, it is added."""

    section: str
    """Key of a section, such as ``sources``; ``programme`` has no ids."""
    id: str
    """The entry's id; empty in ``programme``."""
    key: str
    value: str | float | bool | list[str] | dict[str, str | float] | None
    """The value as YAML holds it; None removes the key."""
