"""What ``engagement.yaml`` refers to: the model, the contact policy, roles and teams; each must be there.

Read from the file as it is written, so that a mistake in one key hides none in another.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from cxmaturity.contacts.settings import Policy
from cxmaturity.documents import Document, check, parse
from cxmaturity.errors import InputError, Problem, did_you_mean, slip_of
from cxmaturity.model import SHIPPED, find_model
from cxmaturity.words import text


def problems(document: Document) -> Iterator[Problem]:
    """Yield everything in an engagement's settings that leads nowhere."""
    data = document.data if isinstance(document.data, dict) else {}
    yield from _model(document, data)
    yield from _policy(document, data.get("policy"))
    teams = listed_teams(document.path.parent)
    if teams is not None:
        yield from _team(document, data, teams)
        yield from _teams_of_roles(document, data, teams)


def policy_of(folder: Path, declared: str | Mapping[str, object] | None) -> Policy:
    """Return the contact policy in force: the engagement's own, else the default. Raises InputError when it is wrong.

    A file is looked for beside the settings first.
    """
    from cxmaturity.contacts.policy import DEFAULT, parse_policy

    if declared is None:
        return parse_policy(DEFAULT)
    return parse_policy(policy_file(folder, declared) or declared, declared=True)


def policy_file(folder: Path, declared: str | Mapping[str, object] | None) -> Path | None:
    """Return the file that the engagement's own policy stands in, None where it stands in no file."""
    beside = folder / declared if isinstance(declared, str) else None
    return beside if beside and beside.is_file() else None


def listed_teams(folder: Path) -> list[str] | None:
    """Return the ids of the teams on an engagement's map; None where it has no map, lists none or cannot be read."""
    from cxmaturity.ownership.loading import listed

    try:
        return listed(parse(folder / "ownership.yaml"), "teams")
    except InputError:
        return None


def _model(document: Document, data: Mapping[str, Any]) -> Iterator[Problem]:
    name = data.get("model", SHIPPED)
    if not isinstance(name, str):
        return
    try:
        folder = find_model(name, beside=document.path.parent)
    except InputError as error:
        for problem in error.problems:
            yield Problem(problem.what, document.place(("model",)), problem.remedy)
    else:
        yield from _roles(document, data, folder)


def _roles(document: Document, data: Mapping[str, Any], model: Path) -> Iterator[Problem]:
    try:
        header = parse(model / "model.yaml").data
    except InputError:
        return
    known = header.get("roles") if isinstance(header, dict) else None
    for role in _mapping(data.get("roles")):
        if isinstance(known, dict) and (hint := slip_of(role, known)):
            yield Problem(text("the model has no role “{role}”.", role=role), document.place(("roles", role)), hint)


def _policy(document: Document, declared: object) -> Iterator[Problem]:
    if isinstance(declared, dict):
        from cxmaturity.contacts.policy import PolicyRecord

        yield from check(document, PolicyRecord, ("policy",))
    elif isinstance(declared, str):
        try:
            policy_of(document.path.parent, declared)
        except InputError as error:
            for problem in error.problems:
                yield Problem(problem.what, problem.where or document.place(("policy",)), problem.remedy)


def _team(document: Document, data: Mapping[str, Any], teams: list[str]) -> Iterator[Problem]:
    team = data.get("team")
    if data.get("scope") == "team" and isinstance(team, str) and team and team not in teams:
        remedy = did_you_mean(team, teams) or text("Teams are: {teams}.", teams=", ".join(teams) or "–")
        yield Problem(text("there is no team “{id}” on the map.", id=team), document.place(("team",)), remedy)


def _teams_of_roles(document: Document, data: Mapping[str, Any], teams: list[str]) -> Iterator[Problem]:
    for role, team in _mapping(data.get("roles")).items():
        if isinstance(team, str) and (hint := slip_of(team, teams)):
            yield Problem(text("there is no team “{id}” on the map.", id=team), document.place(("roles", role)), hint)


def _mapping(value: object) -> Mapping[str, Any]:
    return value if isinstance(value, dict) else {}
