"""Ask the map of an engagement every question that the command answers."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from cxmaturity.words import text

if TYPE_CHECKING:
    from cxmaturity.checks.finding import Finding
    from cxmaturity.evidence.facts import Facts
    from cxmaturity.model import Model
    from cxmaturity.ownership.facts import OwnershipFacts
    from cxmaturity.ownership.network import Central
    from cxmaturity.ownership.repair import Repair
    from cxmaturity.ownership.view import View


@dataclass(frozen=True)
class Asked:
    """The map with everything that was asked of it."""

    view: View
    facts: OwnershipFacts
    findings: tuple[Finding, ...]
    central: tuple[Central, ...]
    repair: Repair


def ask(model: Model, facts: Facts, folder: Path) -> Asked:
    """Return the map with its answers. Raises InputError where there is no map, or one that says nothing."""
    from cxmaturity.checks import find
    from cxmaturity.errors import wrong
    from cxmaturity.ownership import survey
    from cxmaturity.ownership.network import centrality
    from cxmaturity.ownership.repair import repair
    from cxmaturity.ownership.view import View

    if facts.map is None:
        is_blank = (folder / "ownership.yaml").exists()
        raise wrong(
            text("this map says nothing yet: all its lines are comments.")
            if is_blank
            else text("this engagement has no ownership map."),
            folder / "ownership.yaml",
            text("Uncomment what applies and fill it in: teams, sources, and who is accountable for each.")
            if is_blank
            else text("Write one: teams, sources, and who is accountable for each."),
        )
    view = View(facts.map, facts.contacts, facts.as_of, facts.team, facts.timezone)
    surveyed = survey(facts.map, facts.contacts, facts.as_of, facts.team, facts.timezone)
    findings = tuple(found for found in find(model, facts, surveyed) if found.check.family == "ownership")
    return Asked(view, surveyed, findings, centrality(view), repair(view))
