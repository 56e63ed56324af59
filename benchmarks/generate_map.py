"""Write engagements with an ownership map as large organisations have them, with its gaps, and a log that weighs it.

Always the same ones for the same size. Most sources have an owner, every fifth has none; owners lean to a few teams;
some sources name the teams that could take them, a few of them more sources than those teams have room for.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import yaml

SEED = 20261015
CONTACTS_EACH = 60
"""Contacts of a source in the log, on average."""
_BEGIN = datetime(2025, 10, 1, 8, tzinfo=UTC)
_CHANNELS = ("email", "sms", "phone", "app", "web")
_FAMILIES = ("operational", "relationship")

Entries = list[dict[str, Any]]


@dataclass(frozen=True)
class Planted:
    """What is true of an engagement."""

    sources: int
    owned: int
    """Sources with an accountable team; none has several."""
    shadows: int
    """Sources in the log that are not on the map."""


def generate(folder: Path, sources: int, teams: int, *, log: bool) -> Planted:
    """Fill a folder with an engagement that has a map of that size, a cycle and, where wanted, a log."""
    draw = Random(SEED)
    (folder / "contacts").mkdir(parents=True)
    (folder / "cycles" / "2026-Q4").mkdir(parents=True)
    settings = 'organisation: "Large"\nlanguage: en\ntimezone: Europe/Paris\n'
    (folder / "engagement.yaml").write_text(settings, encoding="utf-8")
    cycle = "date: 2026-10-15\nlog_from: 2025-10-01\nlog_to: 2026-09-30\n"
    (folder / "cycles" / "2026-Q4" / "cycle.yaml").write_text(cycle, encoding="utf-8")
    content = a_map(draw, sources, teams)
    written = yaml.dump(content, Dumper=yaml.CSafeDumper, sort_keys=False)
    (folder / "ownership.yaml").write_text(written, encoding="utf-8")
    shadows = _write_log(draw, folder / "contacts" / "log.parquet", sources, teams) if log else 0
    return Planted(sources, sum("accountable" in source for source in content["sources"]), shadows)


def a_map(draw: Random, sources: int, teams: int) -> dict[str, Any]:
    """Return a map as YAML holds it."""
    places, wishes, figures = max(1, sources // 5), max(1, sources // 10), max(1, sources // 20)
    return {
        "platform": "hub",
        "teams": [_team(draw, number) for number in range(teams)],
        "touchpoints": [
            {"id": f"place-{number}", "important": number % 2 == 0, "owner": _any(draw, "team", teams)}
            for number in range(places)
        ],
        "sources": [_source(draw, number, teams, places) for number in range(sources)],
        "objectives": [{"id": "retain"}, {"id": "grow"}],
        "expectations": [
            {"id": f"wish-{number}", "origin": "customer", "segments": [draw.choice(["key", "small"])]}
            for number in range(wishes)
        ],
        "levers": [{"id": f"lever-{number}", "owner": _any(draw, "team", teams)} for number in range(wishes)],
        "crossings": [
            {
                "expectation": _any(draw, "wish", wishes),
                "lever": _any(draw, "lever", wishes),
                "kpi": _any(draw, "kpi", figures),
            }
            for _ in range(2 * wishes)
        ],
        "kpis": [{"id": f"kpi-{number}", "family": draw.choice(_FAMILIES)} for number in range(figures)],
        "alerts": [_alert(draw, number, sources, teams) for number in range(sources // 3)],
        "committee": [{"role": f"head {number}", "team": f"team-{number}"} for number in range(0, teams, 2)],
        "programme": {"owner_role": "CX director", "objective": "retain"},
        "communication": [{"kpi": f"kpi-{number}", "audience": _any(draw, "team", teams)} for number in range(figures)],
        "playbook": [{"class": "detractor", "method": "phone", "owner": "team-0"}],
    }


def _team(draw: Random, number: int) -> dict[str, Any]:
    return {
        "id": f"team-{number}",
        "lead_role": f"head {number}",
        "territory": f"territory {number}",
        "max_sources": draw.randint(6, 16),
        "metric": draw.choice(["nps", "csat", "ces"]),
    }


def _source(draw: Random, number: int, teams: int, places: int) -> dict[str, Any]:
    found: dict[str, Any] = {
        "id": f"source-{number}",
        "kind": draw.choice(["transactional", "relationship"]),
        "touchpoint": _any(draw, "place", places),
        "channel": draw.choice(_CHANNELS),
        "metric": draw.choice(["nps", "csat", "ces"]),
        "objective": draw.choice(["retain", "grow"]),
        "responsible": sorted({_any(draw, "team", teams) for _ in range(draw.choice([0, 1, 1, 2]))}),
        "informed": sorted({_any(draw, "team", teams) for _ in range(2)}),
        "every_days": draw.choice([1, 7, 30, 90]),
    }
    if draw.random() >= 0.2:
        found["accountable"] = f"team-{int(teams * draw.random() ** 1.3)}"
    elif draw.random() < 0.4:
        found["candidates"] = sorted({f"team-{int(teams * draw.random() ** 4)}" for _ in range(draw.randint(1, 6))})
    return found


def _alert(draw: Random, number: int, sources: int, teams: int) -> dict[str, Any]:
    owner = {"dispatch": sorted({_any(draw, "team", teams) for _ in range(3)})} if number % 5 == 0 else None
    return {
        "id": f"alert-{number}",
        "source": _any(draw, "source", sources),
        "trigger": "score <= 6",
        "owner": owner or _any(draw, "team", teams),
        "informed": [_any(draw, "team", teams)],
        "deadline_hours": draw.choice([24, 48, 72]),
        "method": "phone",
        "documentation": "CRM case",
        "overseer": _any(draw, "team", teams),
    }


def _any(draw: Random, kind: str, number: int) -> str:
    return f"{kind}-{draw.randrange(number)}"


def _write_log(draw: Random, path: Path, sources: int, teams: int) -> int:
    """Write a log in which most customers are asked by several sources, some within the same week.

    Return how many of its sources are not on the map.
    """
    rows = sources * CONTACTS_EACH
    customers, asked = rows // 4, range(sources + sources // 50)
    moments = [_BEGIN + timedelta(seconds=draw.randrange(364 * 86_400)) for _ in range(rows)]
    chosen = [asked[int(len(asked) * draw.random() ** 1.5)] for _ in range(rows)]
    table = pa.table(
        {
            "customer_id": [f"C{draw.randrange(customers)}" for _ in range(rows)],
            "sent_at": pa.array(moments, pa.timestamp("us", tz="UTC")),
            "source": [f"source-{number}" for number in chosen],
            "team": [f"team-{number % teams}" for number in chosen],
            "responded_at": pa.array(
                [each + timedelta(hours=5) if draw.random() < 0.3 else None for each in moments],
                pa.timestamp("us", tz="UTC"),
            ),
        }
    )
    pq.write_table(table, path)
    return len({number for number in chosen if number >= sources})
