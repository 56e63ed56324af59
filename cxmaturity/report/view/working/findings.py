"""All findings: what each check concluded, from which metric, and which action answers it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from cxmaturity.assess import Assessment
from cxmaturity.checks.finding import Finding
from cxmaturity.report.view.findings import finding_rows, subject_words
from cxmaturity.report.view.names import Names
from cxmaturity.report.view.roadmap import references
from cxmaturity.report.view.speech import Speech
from cxmaturity.report.view.working.figures import exact
from cxmaturity.roadmap.plan import Roadmap
from cxmaturity.words import Text, text

_FAMILIES: Final[dict[str, Text]] = {
    "program": text("The programme"),
    "fatigue": text("Fatigue"),
    "fragmentation": text("Fragmentation"),
    "ownership": text("Ownership"),
    "loop": text("The closed loop"),
}

_NAMED: Final = 8
"""Subjects that a finding names on the page; the results for machines, attached to the PDF, hold all."""


@dataclass(frozen=True)
class FindingItem:
    """One finding, whole."""

    id: str
    severity: str
    severity_word: str
    title: str
    detail: str
    subjects: str
    """What it is about, by name, unless its words say so; empty where that is the whole programme."""
    metric: str
    """The metric's id, the pointer to its definition; empty where it rests on none."""
    name: str
    value: str
    limit: str
    reach: str
    """The share of customers, of feedback or of answers that it concerns; empty where nobody can tell."""
    actions: tuple[str, ...]
    """The actions that answer it, with their references where they have a place."""


@dataclass(frozen=True)
class FindingsPage:
    """The pages of all findings."""

    title: str
    lead: str
    families: tuple[tuple[str, tuple[FindingItem, ...]], ...]


def findings_page(assessment: Assessment, roadmap: Roadmap | None, speech: Speech, names: Names) -> FindingsPage:
    """Return every finding of every family, the most severe of each family first."""
    found = assessment.findings
    families = [
        (
            speech.say(name),
            tuple(_item(each, assessment, roadmap, speech, names) for each in found if each.check.family == family),
        )
        for family, name in _FAMILIES.items()
    ]
    return FindingsPage(
        title=speech.title(_title(found)),
        lead=speech.say(
            text(
                "A finding fires when its metric passes the limit that the model sets; limits are ours and can be "
                "changed."
            )
            if found
            else text("A check without its records says nothing: its silence is no good news.")
        ),
        families=tuple(family for family in families if family[1]),
    )


def _title(found: tuple[Finding, ...]) -> Text:
    high = sum(finding.severity == "high" for finding in found)
    if not found:
        return text("No check found anything")
    if not high:
        return text("{n:int} {n:plural finding|findings}, none of high weight", n=len(found))
    return text("{n:int} {n:plural finding|findings}, {high:int} of high weight", n=len(found), high=high)


def _item(
    finding: Finding, assessment: Assessment, roadmap: Roadmap | None, speech: Speech, names: Names
) -> FindingItem:
    row = finding_rows([finding], speech, names, whole=True)[0]
    return FindingItem(
        id=finding.id,
        severity=finding.severity,
        severity_word=row.severity_word,
        title=row.title,
        detail=row.detail,
        subjects=_subjects(subject_words(finding, speech, names), f"{row.title} {row.detail}", speech),
        metric=finding.metric or "",
        name=speech.metric_name(finding.metric) if finding.metric else "",
        value=exact(finding.metric, finding.value, speech),
        limit=exact(finding.metric, finding.limit, speech) if finding.limit is not None else "",
        reach=speech.say(reach) if (reach := _reach(finding)) else "",
        actions=tuple(_answers(finding, assessment, roadmap, speech)),
    )


def _subjects(named: list[str], said: str, speech: Speech) -> str:
    """Return the subjects; nothing where title and detail have named them all."""
    if all(name in said for name in named):
        return ""
    if len(named) <= _NAMED + 1:
        return ", ".join(named)
    return speech.say(
        text(
            "{names} and {n:int} more, in the file report.json",
            names=", ".join(named[:_NAMED]),
            n=len(named) - _NAMED,
        )
    )


def _reach(finding: Finding) -> Text | None:
    if finding.reach is not None:
        return text("{share:percent1} of customers", share=finding.reach)
    if finding.weight is not None:
        return text("{share:percent1} of the feedback", share=finding.weight)
    return None


def _answers(finding: Finding, assessment: Assessment, roadmap: Roadmap | None, speech: Speech) -> list[str]:
    """Return the actions that answer a finding: those of the plan, else of the model's library."""
    if roadmap is None:
        return [speech.words(action.title) for action in assessment.model.actions if finding.id in action.answers]
    refs = references(roadmap)
    return [
        " ".join(filter(None, (refs.get(plan.action.id), speech.words(plan.action.title))))
        for plan in roadmap.actions
        if finding.id in plan.action.answers
    ]
