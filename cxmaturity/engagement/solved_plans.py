"""Schedules that were solved, kept in the operator's state folder: numbers under a digest, nothing of an engagement.

A plan takes seconds, where teams have few days a minute; the report after it, and each look at one of its actions, ask
for the very same one. What cannot be read or written is solved again, and nobody needs to know.
"""

from __future__ import annotations

import json
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from cxmaturity.contacts.pseudonyms import state_folder
from cxmaturity.engagement import atomic
from cxmaturity.errors import InputError
from cxmaturity.roadmap.solver import Solution

_MOST: Final = 200
"""Schedules that are kept; the oldest go first."""


@dataclass(frozen=True)
class SolvedPlans:
    """The schedules in a folder."""

    folder: Path

    def recall(self, key: str) -> Solution | None:
        """Return a kept schedule; None where there is none that can be read."""
        try:
            given = json.loads((self.folder / f"{key}.json").read_bytes())
            starts = tuple(None if start is None else int(start) for start in given["starts"])
            return Solution(starts, float(given["objective"]), float(given["bound"]))
        except (OSError, ValueError, KeyError, TypeError):
            return None

    def keep(self, key: str, solution: Solution) -> None:
        """Keep a schedule, and let the oldest go."""
        record = {"starts": list(solution.starts), "objective": solution.objective, "bound": solution.bound}
        with suppress(OSError, InputError):
            self.folder.mkdir(parents=True, exist_ok=True)
            atomic.write_json(self.folder / f"{key}.json", record)
            kept = sorted(self.folder.glob("*.json"), key=lambda path: (path.stat().st_mtime_ns, path.name))
            for path in kept[:-_MOST]:
                path.unlink(missing_ok=True)


def own_plans() -> SolvedPlans:
    """Return the operator's own."""
    return SolvedPlans(state_folder() / "plans")
