"""Engagements of several cycles whose facts are planted: recorded as an audit would have left them, logs gone since."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path

from small_engagements import write_engagement
from small_models import practice, rule

from cxmaturity.engagement import recorded
from cxmaturity.engagement.recorded import Input, Recorded
from cxmaturity.evidence.measures import ContactFacts, Estimate, Measure
from cxmaturity.evidence.ownership_map import OwnershipMap
from cxmaturity.stats import wilson

RATE, OVER, STATED = "response.rate", "fatigue.customers_over_policy_share", "map.objective_stated"
PRACTICES = (
    practice("q1.a", evidence=[rule(RATE)]),
    practice("q1.b", evidence=[rule(OVER, "down", 0.2, 0.05, 0.01)]),
    practice("q1.c", evidence=[rule(STATED, partly=1, largely=1, fully=1)]),
    practice("q2.a"),
)
GONE = (Input("contacts/gone.csv", "0" * 64, 1, 1),)


def share(part: int, n: int) -> Estimate:
    ends = wilson(part, n)
    assert ends is not None
    return Estimate(part / n, *ends, n)


@dataclass(frozen=True)
class Planted:
    """One cycle."""

    day: date
    metrics: Mapping[str, Measure] = field(default_factory=dict)
    first: date | None = None
    """First day of its log; by default 89 days before the last one."""
    last: date | None = None
    """Last day of its log; by default a week before the cycle's date."""
    limit: int = 30
    """Days of the contact rule in force."""
    objective: bool | None = None
    """Whether the map states one; None: there is no map."""

    def contact(self) -> ContactFacts:
        last = self.last or self.day - timedelta(days=7)
        first = self.first or last - timedelta(days=89)
        metrics = {"contacts.first": f"{first}T00:00:00.000000Z", "contacts.last": f"{last}T00:00:00.000000Z"}
        policy = {"name": "rest", "limits": [{"contacts": 1, "days": self.limit}], "declared": True}
        return ContactFacts({**metrics, **self.metrics}, {}, {}, policy, (), as_old_as=last)


def plant(folder: Path, roadmap: str, *cycles: Planted) -> Path:
    """Make an engagement with these cycles, the last one open."""
    folder.mkdir()
    names = {f"c{number}": f"date: {cycle.day}\n" for number, cycle in enumerate(cycles, start=1)}
    write_engagement(folder, cycles=names, practices=PRACTICES)
    (folder / "roadmap.yaml").write_text(roadmap, encoding="utf-8")
    maps = {True: "programme: {objective: retain}\n", False: "programme: {owner_role: x}\n"}
    if cycles[-1].objective is not None:
        (folder / "ownership.yaml").write_text(maps[cycles[-1].objective], encoding="utf-8")
    for name, cycle in zip(names, cycles, strict=True):
        told = None if cycle.objective is None else OwnershipMap.model_validate(_map(cycle.objective))
        asked = {"log_from": None, "log_to": None}
        recorded.write(folder / "cycles" / name / "facts.json", Recorded(GONE, asked, cycle.contact(), told))
    return folder


def _map(objective: bool) -> dict[str, object]:
    return {"programme": {"objective": "retain"} if objective else {"owner_role": "x"}}
