"""Ask the map of an engagement every question that the command answers."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from cxmaturity.words import Text, text

if TYPE_CHECKING:
    from cxmaturity.checks.finding import Finding
    from cxmaturity.errors import InputError
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
    from cxmaturity.evidence.ownership_map import OwnershipMap
    from cxmaturity.ownership import survey
    from cxmaturity.ownership.network import centrality
    from cxmaturity.ownership.repair import repair
    from cxmaturity.ownership.view import View

    if facts.map is None or facts.map == OwnershipMap():
        raise _nothing_to_ask(folder / "ownership.yaml", is_blank=facts.map is None, has_log=facts.contacts is not None)
    view = View(facts.map, facts.contacts, facts.as_of, facts.team, facts.timezone)
    surveyed = survey(facts.map, facts.contacts, facts.as_of, facts.team, facts.timezone)
    findings = tuple(found for found in find(model, facts, surveyed) if found.check.family == "ownership")
    return Asked(view, surveyed, findings, centrality(view), repair(view))


def _nothing_to_ask(path: Path, *, is_blank: bool, has_log: bool) -> InputError:
    """Return the error of a map that is not there, holds comments only, or fills in no section."""
    from cxmaturity.errors import wrong

    if not path.exists():
        what = text("this engagement has no ownership map.")
        remedy = text("Write one: teams, sources, and who is accountable for each.")
    elif is_blank:
        what = text("this map says nothing yet: all its lines are comments.")
        remedy = text("Uncomment what applies and fill it in: teams, sources, and who is accountable for each.")
    else:
        what = text("this map says nothing yet: no section has entries.")
        remedy = text("Fill in teams, sources, and who is accountable for each.")
    also = text("Or begin it at a terminal: cxmaturity ownership {folder} --edit", folder=path.parent)
    if has_log:
        also = text(
            "Or begin it with the sources of the log (cxmaturity ownership {folder} --from-log), or at a terminal "
            "(cxmaturity ownership {folder} --edit).",
            folder=path.parent,
        )
    return wrong(what, path, Text("{remedy} {also}", {"remedy": remedy, "also": also}))
