"""What is open in the closed loop: findings of the family ``loop``, from the rules and from what became of answers.

Each is a claim; it yields its finding when the claim is false. Words, severities and limits stand in checks.yaml.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from cxmaturity.checks.finding import Finding
from cxmaturity.checks.ownership_words import listed
from cxmaturity.evidence.loop import LoopFacts
from cxmaturity.evidence.measures import Estimate, Measure, Scalar
from cxmaturity.evidence.ownership_map import OwnershipMap
from cxmaturity.evidence.rule_cell import RuleCell
from cxmaturity.model.schema import Check, Model
from cxmaturity.words import Text, text

CLAIMS: Final[Mapping[str, str]] = {
    "rule_cell_missing": "Every combination of class, segment and source that occurs meets a rule.",
    "rule_unreachable": "Every rule can be the first that an answer meets.",
    "rule_conflict": "No two rules of different outcome or owner meet the same answers side by side.",
    "rule_without_owner": "Every rule that opens a case names who takes it, and every one that notifies names whom.",
    "case_missing": "Every answer for which a rule demands a case has one.",
    "case_late": "Every case is followed up by a person before its deadline.",
    "case_wrong_owner": "Every case lies with an owner that its rule names.",
}
"""Finding id to the claim whose failure it is. Which subjects fail is found out in ``cxmaturity/loop``."""

_CLASSES: Final = {"detractor": text("detractors"), "passive": text("passives"), "promoter": text("promoters")}
_PAIR: Final = "pair"
"""What the figures that name two rules in conflict begin with, as ``loop.expected`` numbers them."""


def find_in_loop(model: Model, loop: LoopFacts, ownership_map: OwnershipMap | None) -> Iterator[Finding]:
    """Yield one finding for each claim of the closed loop that fails and that the model has words for."""
    for claim in CLAIMS:
        check = model.check(claim)
        if check is not None and loop.gaps.get(claim):
            yield _finding(check, loop, _names(ownership_map))


def _finding(check: Check, loop: LoopFacts, sources: Mapping[str, str]) -> Finding:
    subjects = loop.gaps[check.id]
    more = loop.figures.get(check.id, {})
    return Finding(
        check=check,
        severity=check.severity,
        metric=check.metric,
        value=_value(loop.metrics.get(check.metric or "")),
        limit=check.limit,
        reach=None,
        weight=_weight(loop, more),
        subjects=subjects,
        figures={
            "subjects": _subjects(check.id, subjects, more, sources),
            "answers": None,
            "cases": None,
            **{name: figure for name, figure in more.items() if not name.startswith(_PAIR)},
            "concerned": _concerned(more.get("answers")),
        },
    )


def _value(measure: Measure) -> float | None:
    value = measure.value if isinstance(measure, Estimate) else measure
    return value if isinstance(value, int | float) and not isinstance(value, bool) else None


def _weight(loop: LoopFacts, figures: Mapping[str, Scalar]) -> float | None:
    """Return the share of all answers that a finding is about, or of all cases; None where it is about neither."""
    for name, whole in (("answers", loop.answers), ("cases", loop.cases)):
        part = figures.get(name)
        if whole and isinstance(part, int | float):
            return part / whole
    return None


def _concerned(answers: object) -> Text:
    """Return in brackets how many answers a finding is about; nothing where that is not known."""
    return Text("") if answers is None else text(" ({n:int} {n:plural answer|answers})", n=answers)


def _subjects(finding: str, subjects: Sequence[str], figures: Mapping[str, Scalar], sources: Mapping[str, str]) -> Text:
    """Return what a finding is about: pairs of rules where it knows them, else its subjects by name."""
    if pairs := _pairs(figures):
        return listed(pairs, total=int(figures.get("count") or len(pairs)))
    return listed([_shown(subject, finding, sources) for subject in subjects])


def _pairs(figures: Mapping[str, Scalar]) -> list[str]:
    """Return the pairs of rules that a finding is about, if it is about pairs."""
    return [str(figure) for name, figure in figures.items() if name.startswith(_PAIR)]


def _shown(subject: str, finding: str, sources: Mapping[str, str]) -> Text:
    """Return what to call a subject: the parts of a cell by their names, or the rule or alert itself."""
    if finding != "rule_cell_missing":
        return Text("{subject}", {"subject": subject})
    cell = RuleCell.of(subject)
    segment = text("small segments") if cell.small else cell.segment
    parts = (_CLASSES.get(cell.class_ or ""), segment, sources.get(cell.source or "", cell.source))
    known = {f"part{place}": part for place, part in enumerate(parts) if part is not None}
    return Text(" · ".join(f"{{{name}}}" for name in known), known) if known else text("answers that tell nothing else")


def _names(ownership_map: OwnershipMap | None) -> dict[str, str]:
    sources = (ownership_map.sources if ownership_map else None) or ()
    return {source.id: source.name for source in sources if source.name}
