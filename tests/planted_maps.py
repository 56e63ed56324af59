"""Large maps with planted gaps of known weight: what the drawing and its readers are tried with."""

from __future__ import annotations

import random
from collections.abc import Mapping
from typing import Any

from small_maps import AS_OF, a_log

from cxmaturity.evidence.ownership_map import OwnershipMap
from cxmaturity.ownership.view import View

_EVENTS = (
    "After a branch visit", "After a call", "After a complaint", "After a delivery", "After a loan decision",
    "After account opening", "After a chat", "After a card replacement", "After a claim", "After a home visit",
    "After a price change", "After cancelling", "After a repair", "After a payment failed", "After the first month",
    "After a renewal", "Prompt in the app", "Poll on the website", "Exit survey", "Annual relationship survey",
    "Business customer panel", "Quarterly pulse", "Newsletter poll", "Adviser meeting", "Insurance quote",
    "Mortgage appointment", "Pension review", "Cash machine screen", "Online banking log-in", "Investment advice",
    "Savings opening", "Travel insurance claim", "Young customers panel", "Store review replies", "Contract letter",
    "Merchant terminal support", "Credit card application", "Fraud alert follow-up", "Foreign transfer",
    "Tax form help",
)  # fmt: skip
_TEAMS = (
    "Customer service", "Branch network", "Digital banking", "Lending", "Cards and payments", "Marketing", "Insurance",
    "Wealth management", "Complaints desk", "Business banking", "Customer experience", "Operations",
)  # fmt: skip
_LEVERS = (
    "Staff the hotline at noon", "Longer opening hours", "Shorter forms", "Faster credit decision", "Card by courier",
    "Fewer campaigns", "Claims tracker", "Adviser call-back", "Fee refund", "Named contact", "Text message reminders",
    "Plain-language letters",
)  # fmt: skip
GAPS: Mapping[str, tuple[str, int]] = {
    "s07": ("nobody", 18_400), "s21": ("shadow", 14_900), "s13": ("dead end", 11_700),
    "s30": ("several", 8_100), "s02": ("nobody", 5_200), "s35": ("several", 3_300), "s18": ("dead end", 1_900),
    "s25": ("nobody", 640),
}  # fmt: skip
"""Source to what is planted there, and its volume: the first three are the largest gaps."""
LEVERLESS = "t11"
"""The team to which the dead ends lead."""


def a_planted_view(seed: int = 5, sources: int = 40, teams: int = 12, shadows: int = 0) -> View:
    """Return a map of so many sources and teams, with the gaps above (as far as it has their sources) and a log.

    So many further ``shadows`` are in the log alone."""
    draw = random.Random(seed)
    names = [
        _EVENTS[n % len(_EVENTS)] + (f" {n // len(_EVENTS) + 1}" if n >= len(_EVENTS) else "") for n in range(sources)
    ]
    able = [f"t{n:02d}" for n in range(teams) if f"t{n:02d}" != LEVERLESS]
    volumes = {f"s{n:02d}": round(draw.lognormvariate(8.3, 1.0)) for n in range(sources)}
    entries: list[dict[str, Any]] = []
    for n in range(sources):
        source = f"s{n:02d}"
        kind, volumes[source] = GAPS.get(source, ("", volumes[source]))
        if kind != "shadow":
            entries.append({"id": source, "name": names[n], "accountable": _accountable(kind, able, draw)})
    record = {
        "teams": [{"id": f"t{n:02d}", "name": _TEAMS[n % len(_TEAMS)]} for n in range(teams)],
        "sources": entries,
        "levers": [
            {"id": f"l{n:02d}", "name": name, "owner": able[n % len(able)] if n < len(_LEVERS) - 1 else None}
            for n, name in enumerate(_LEVERS)
        ],
    }
    shown = {names[21] if source == "s21" else source: volume for source, volume in volumes.items()}
    shown |= {f"pop-up-{n + 1}": 2_600 - 400 * n for n in range(shadows)}
    return View(OwnershipMap.model_validate(record), a_log(shown), AS_OF)


def _accountable(kind: str, able: list[str], draw: random.Random) -> list[str]:
    if kind == "nobody":
        return []
    if kind == "dead end":
        return [LEVERLESS]
    return draw.sample(able, 2) if kind == "several" else [draw.choice(able)]
