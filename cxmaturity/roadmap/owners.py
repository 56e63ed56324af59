"""Who owns an action, in the words of ``roadmap.yaml``: a team, a role, or a person, whom no report names."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from cxmaturity.evidence.facts import Facts
from cxmaturity.evidence.ownership_map import OwnershipMap
from cxmaturity.model.schema import Model
from cxmaturity.roadmap.plan import Planned, Roadmap


def is_team_or_role(owner: str, model: Model, facts: Facts) -> bool:
    """Tell whether these words are a team or a role of the model, the settings, the map or an action of one's own."""
    return _plain(owner) in {_plain(word) for word in _teams_and_roles(model, facts)}


def persons(roadmap: Roadmap, model: Model, facts: Facts) -> dict[str, str]:
    """Return action to its owner, for the actions of a plan whose owner is neither team nor role."""
    owners = {plan.action.id: plan.owner for plan in roadmap.actions if plan.owner}
    return {key: owner for key, owner in owners.items() if not is_team_or_role(owner, model, facts)}


def without_persons(roadmap: Roadmap, model: Model, facts: Facts) -> Roadmap:
    """Return a plan in which the team with most days in an action stands for an owner who is a person.

    Why it matters: a report goes to readers who were never meant to see names; it names roles, never persons.
    """
    named = persons(roadmap, model, facts)
    actions = (replace(plan, owner=busiest(plan)) if plan.action.id in named else plan for plan in roadmap.actions)
    return replace(roadmap, actions=tuple(actions))


def busiest(plan: Planned) -> str | None:
    """Return the team with most days in an action; None where nobody has any."""
    return min(plan.effort, key=lambda team: (-plan.effort[team], team), default=None)


def _plain(words: str) -> str:
    return " ".join(words.split()).casefold()


def _teams_and_roles(model: Model, facts: Facts) -> Iterator[str]:
    for role, name in model.header.roles.items():
        yield from (role, name.en, name.fr)
    for role, team in facts.roles:
        yield from (role, team)
    yield from facts.roadmap.capacity
    for tracked in facts.roadmap.actions:
        yield from tracked.effort
    if facts.map is not None:
        yield from _of_the_map(facts.map)


def _of_the_map(found: OwnershipMap) -> Iterator[str]:
    for team in found.teams or ():
        yield from filter(None, (team.id, team.name, team.lead_role))
    for member in found.committee or ():
        yield from filter(None, (member.role,))
    if found.programme:
        roles = found.programme.owner_role or ()
        yield from (roles,) if isinstance(roles, str) else roles
        yield from filter(None, (found.programme.sponsor_role,))
