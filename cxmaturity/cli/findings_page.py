"""Findings as every page prints them: weight, title, and what was counted."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Final

from rich.text import Text as Rich

from cxmaturity.checks.finding import SEVERITIES
from cxmaturity.cli.options import harmless
from cxmaturity.words import Text, text

if TYPE_CHECKING:
    from cxmaturity.checks.finding import Finding
    from cxmaturity.cli.paper import Paper

_COLOURS: Final = {"high": "bold red", "medium": "yellow", "low": "dim"}


def print_findings(findings: Sequence[Finding], paper: Paper, remarks: Mapping[str, Text] | None = None) -> None:
    """Print findings under a title that counts them, each with the remark on its id where there is one."""
    paper.title(text("{n:int} {n:plural finding|findings}", n=len(findings)) if findings else text("No finding fires."))
    for finding in findings:
        look = _COLOURS[finding.severity]
        weight = text("[{severity}]", severity=SEVERITIES[finding.severity])
        title = harmless(finding.title(paper.language))
        paper.line(Rich.assemble(("● ", look), (paper.say(weight), look), " ", (title, "bold")), above=1)
        paper.line(finding.detail(paper.language), indent=3)
        if remark := (remarks or {}).get(finding.id):
            paper.line(remark, "dim", indent=3)
