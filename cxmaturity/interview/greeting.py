"""How a sitting is greeted: whose answers these are, what is to come, and what of last time can be confirmed."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from cxmaturity.interview.steps import Opening
from cxmaturity.words import Language, Text, text

_SECONDS: Final = 40
"""What a practice takes, about."""


def greeting(opening: Opening, language: Language) -> Iterator[str]:
    """Yield the lines that greet a respondent, or a workshop."""
    role = opening.role if isinstance(opening.role, str) else opening.role.show(language)
    parts = [opening.respondent, role] if opening.kind else [text("Review").show(language)]
    if opening.answered:
        so_far = text("{n:int} {n:plural answer|answers} so far", n=opening.answered)
        agreed = text("{n:int} agreed so far", n=opening.answered)
        parts.append((so_far if opening.kind else agreed).show(language))
    yield " · ".join(parts)
    if opening.last:
        told = text(
            "{n:int} {n:plural answer|answers} of {cycle} can be confirmed, each with Enter.",
            n=opening.recalled,
            cycle=opening.last,
        )
        yield told.show(language)
    if opening.left:
        yield _to_go(opening).show(language)


def _to_go(opening: Opening) -> Text:
    if opening.kind is None:
        return _to_agree_on(opening)
    minutes = max(1, round(opening.left * _SECONDS / 60))
    if opening.kind == "quick":
        return text(
            "Screening: {n:int} {n:plural practice|practices} to go, about {minutes:int} "
            "{minutes:plural minute|minutes}, hence the wide ranges.",
            n=opening.left,
            minutes=minutes,
        )
    if opening.left < opening.most:
        return text(
            "Between {n:int} and {most:int} practices to go: a question's next stage is asked when at most one "
            "required practice falls short of “largely”.",
            n=opening.left,
            most=opening.most,
        )
    return text(
        "{n:int} {n:plural practice|practices} to go, about {minutes:int} {minutes:plural minute|minutes}.",
        n=opening.left,
        minutes=minutes,
    )


def _to_agree_on(opening: Opening) -> Text:
    """Return how many practices a review goes through, of which kind."""
    parts = []
    if opening.differ:
        parts.append(text("{n:int} on which voices differ, the widest disagreement first", n=opening.differ))
    if others := opening.left - opening.differ:
        parts.append(text("{n:int} where evidence alone contradicts the claim, the largest effect first", n=others))
    kinds = parts[0] if len(parts) == 1 else text("{one}; {more}", one=parts[0], more=parts[-1])
    return text(
        "{n:int} {n:plural practice|practices} to agree on: {kinds}. Every voice is kept.", n=opening.left, kinds=kinds
    )
