"""Single answers that a report without respondents may show: a role that one person has is that person."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from typing import Final

from cxmaturity.evidence.answers import Answer

_FEWEST: Final = 2
"""Respondents that a role has at least where its answers are shown one by one."""


def shared_roles(answers: Iterable[Answer]) -> frozenset[str]:
    """Return the roles of several respondents; what a workshop agreed on makes nobody a respondent."""
    respondents: defaultdict[str, set[str]] = defaultdict(set)
    for answer in answers:
        if not answer.agreed:
            respondents[answer.role].add(answer.respondent)
    return frozenset(role for role, found in respondents.items() if len(found) >= _FEWEST)


def unnamed(answers: Iterable[Answer], roles: Collection[str]) -> tuple[Answer, ...]:
    """Return those answers that point at nobody: of these roles, and what a workshop agreed on."""
    return tuple(answer for answer in answers if answer.agreed or answer.role in roles)
