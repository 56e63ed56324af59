"""Small ownership maps and logs for tests: maps are written as YAML, logs as source to contacts."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from textwrap import dedent

import yaml

from cxmaturity.evidence.measures import ContactFacts, Row
from cxmaturity.evidence.ownership_map import OwnershipMap
from cxmaturity.ownership.view import View

AS_OF = date(2026, 10, 15)


def a_map(source: str) -> OwnershipMap:
    return OwnershipMap.model_validate(yaml.safe_load(dedent(source)) or {})


def a_log(
    contacts: Mapping[str, int] | None = None,
    *,
    responses: Mapping[str, int] | None = None,
    last_seen: Mapping[str, str] | None = None,
    collisions: tuple[Row, ...] = (),
) -> ContactFacts:
    seen = dict(contacts or {})
    return ContactFacts(
        metrics={},
        tables={"fragmentation.collision_pairs": collisions},
        concerned={},
        policy={},
        inputs=(),
        sources=seen,
        responses=responses or {},
        last_seen=dict.fromkeys(seen, "2026-10-01T08:00:00.000000Z") if last_seen is None else last_seen,
    )


def a_view(source: str, log: ContactFacts | None = None, team: str | None = None) -> View:
    return View(a_map(source), log, AS_OF, team)
