"""Findings on the page of a comparison: new, gone, and those that only one of the cycles could look for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from rich.text import Text as Rich

from cxmaturity.assess import Assessment
from cxmaturity.checks.finding import SEVERITIES, Finding
from cxmaturity.checks.needs import Record
from cxmaturity.cli.paper import Paper
from cxmaturity.comparison.findings import Blind, FindingMoves
from cxmaturity.comparison.scores import Comparison
from cxmaturity.words import Text, text

_MISSING: Final[Mapping[Record, Text]] = {
    "log": text("{cycle} has no contact log"),
    "cases": text("{cycle} has no case log"),
    "map": text("{cycle} has no ownership map"),
}
_OLD: Final[Mapping[Record, Text]] = {
    "log": text("the contact log of {cycle} is too old"),
    "cases": text("the case log of {cycle} is too old"),
}
_UNTOLD: Final = text("the records of {cycle} do not tell")


def show(comparison: Comparison, paper: Paper) -> None:
    """Print which findings came and went, and of which nobody can tell."""
    moved, before, after = comparison.findings, comparison.before, comparison.after
    if not any(ids for _, ids, _ in _groups(comparison)):
        paper.title(text("Findings: none is new, none is gone."))
    for title, ids, side in _groups(comparison):
        if ids:
            paper.title(title)
        for finding in side.findings:
            if finding.id in ids:
                _finding(finding, _because(finding.id, moved, before.facts.cycle, after.facts.cycle), paper)


def _groups(comparison: Comparison) -> Iterator[tuple[Text, Iterable[str], Assessment]]:
    """Yield titles, ids, and the cycle in which they fire."""
    moved, before, after = comparison.findings, comparison.before, comparison.after
    yield text("New findings"), [name for name in moved.new if name not in moved.first_look], after
    yield text("Findings that {cycle} could not look for", cycle=before.facts.cycle), moved.first_look, after
    yield text("Findings that are gone"), moved.gone, before
    yield (
        text("Findings that {cycle} cannot look for: nobody can tell whether they are gone", cycle=after.facts.cycle),
        moved.unseen,
        before,
    )


def _because(finding: str, moved: FindingMoves, before: str, after: str) -> Text | None:
    """Return what stands behind a finding: why only one cycle shows it; None where the facts themselves moved."""
    if finding in moved.by_model:
        return text("by the model’s limit alone")
    for blind, cycle in ((moved.first_look.get(finding), before), (moved.unseen.get(finding), after)):
        if blind is not None:
            return Text(_blind(blind).template, {"cycle": cycle})
    return None


def _blind(why: Blind) -> Text:
    if why.record is None:
        return _UNTOLD
    return _OLD[why.record] if why.is_old else _MISSING[why.record]


def _finding(finding: Finding, because: Text | None, paper: Paper) -> None:
    behind = [Text(SEVERITIES[finding.severity].template), *([because] if because else [])]
    paper.bullet(
        Rich.assemble(finding.title(paper.language), (f" ({' · '.join(map(paper.say, behind))})", "dim")), "yellow"
    )
