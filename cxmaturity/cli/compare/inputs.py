"""What was exchanged between two cycles: how the model differs, and who was heard. Roles are named, never persons."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Final

from cxmaturity.assess import Assessment
from cxmaturity.cli.paper import Paper
from cxmaturity.cli.score_page.wording import role_name
from cxmaturity.comparison.scores import Comparison, heard
from cxmaturity.model.scoring_rules import PracticeRule, ScoringRules
from cxmaturity.words import Text, text

_COUNTS: Final = ("question", "stage", "required", "weight")


def show(comparison: Comparison, paper: Paper) -> None:
    """Print how the two models and the two groups of respondents differ; nothing where they do not."""
    told = [(label, names) for label, names in (*_models(comparison), *_voices(comparison, paper)) if names]
    if told:
        paper.title(text("What is another one now"))
    for label, names in told:
        paper.listed(label, names, "dim")


def _models(comparison: Comparison) -> Iterator[tuple[Text, list[str]]]:
    """Yield the practices that are new, gone, or count in another way."""
    before, after = (_rules(side) for side in (comparison.before, comparison.after))
    both = [name for name in after if name in before]
    yield text("New practices:"), [name for name in after if name not in before]
    yield text("Practices no longer asked:"), [name for name in before if name not in after]
    yield (
        text("Another weight, stage or gate:"),
        [name for name in both if _differ(before[name], after[name], *_COUNTS)],
    )
    yield text("Other evidence rules:"), [name for name in both if _differ(before[name], after[name], "evidence")]


def _rules(side: Assessment) -> dict[str, PracticeRule]:
    return {rule.id: rule for rule in ScoringRules.of(side.model).practices}


def _differ(before: PracticeRule, after: PracticeRule, *fields: str) -> bool:
    return any(getattr(before, name) != getattr(after, name) for name in fields)


def _voices(comparison: Comparison, paper: Paper) -> Iterator[tuple[Text, list[str]]]:
    """Yield the roles of those who are not heard any more, and of those who are heard for the first time."""
    before, after = (heard(side.facts.answers) for side in (comparison.before, comparison.after))
    for label, one, other in (
        (text("Voices no longer heard:"), before, after),
        (text("New voices:"), after, before),
    ):
        roles = Counter(role for respondent, role in one.items() if respondent not in other)
        names = (f"{number} × {role_name(role, comparison.after.model, paper)}" for role, number in roles.items())
        yield label, sorted(names)
