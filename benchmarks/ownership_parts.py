"""Seconds of processor time of each part of asking a map, as JSON, within one process after its imports.

Usage: python benchmarks/ownership_parts.py FOLDER
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import TypeVar

from cxmaturity.engagement.facts import gather
from cxmaturity.evidence.ownership_map import OwnershipMap
from cxmaturity.ownership import survey
from cxmaturity.ownership.loading import load_map
from cxmaturity.ownership.network import centrality
from cxmaturity.ownership.repair import repair
from cxmaturity.ownership.view import View

T = TypeVar("T")
_SMALL = OwnershipMap.model_validate({"sources": [{"id": "s", "accountable": ("a",)}], "levers": []})
"""What is asked first, so that imports are not measured."""


def main() -> None:
    """Measure the parts, each once."""
    folder, seconds = Path(sys.argv[1]), dict[str, float]()

    def timed(part: str, work: Callable[[], T]) -> T:
        began = time.process_time()
        found = work()
        seconds[part] = time.process_time() - began
        return found

    day = date(2026, 10, 15)
    centrality(View(_SMALL, None, day))
    repair(View(_SMALL, None, day))
    survey(_SMALL, None, day)
    found = timed("reading and checking ownership.yaml", lambda: load_map(folder / "ownership.yaml"))
    facts = timed("the rest of the engagement and its facts", lambda: gather(folder)).facts
    timed("all questions", lambda: survey(found, facts.contacts, day))
    timed("betweenness", lambda: centrality(View(found, facts.contacts, day)))
    timed("proposed owners", lambda: repair(View(found, facts.contacts, day)))
    print(json.dumps(seconds))


if __name__ == "__main__":
    main()
