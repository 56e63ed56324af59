"""The small table of a map too large to be drawn whole."""

from __future__ import annotations

from collections import Counter

from cxmaturity.ownership.amiss import amiss
from cxmaturity.ownership.facts import OwnershipFacts, SourceNode
from cxmaturity.report.charts.ownership_matrix import ROLES, Matrix, MatrixRow, Role
from cxmaturity.report.view.names import Names
from cxmaturity.report.view.speech import Speech
from cxmaturity.words import Text, text

_TEAMS = 16
"""How many teams the table holds at most."""
_SAID: dict[Role, Text] = {
    "accountable": text("accountable"),
    "responsible": text("working on it"),
    "informed": text("informed"),
}


def ownership_matrix(facts: OwnershipFacts, speech: Speech, names: Names, most: int) -> Matrix:
    """Return the ``most`` sources with most volume beside the teams with most of them, in blocks by team."""
    rows = sorted(facts.sources, key=lambda source: -(source.volume or 0))[:most]
    held = Counter(team for source in rows for team in _roles(source))
    order = {team: place for place, (team, _) in enumerate(facts.teams)}
    teams = sorted(held, key=lambda team: (-held[team], order.get(team, len(order)), team))[:_TEAMS]
    column = {team: place for place, team in enumerate(teams)}
    blocks = sorted(
        rows, key=lambda source: min((column[team] for team in source.accountable if team in column), default=99)
    )
    left_out = len(facts.sources) - len(rows)
    return Matrix(
        rows=[_row(source, facts, column, speech, names) for source in blocks],
        teams=[names.team(team) for team in teams],
        legend={role: speech.say(_SAID[role]) for role in ROLES},
        others=_others(len(held) - len(teams), speech),
        rest=_rest(left_out, speech),
    )


def _roles(source: SourceNode) -> dict[str, Role]:
    """Return each team's role, the weightiest that it has."""
    roles: dict[str, Role] = dict.fromkeys(source.informed, "informed")
    roles |= dict.fromkeys(source.responsible, "responsible")
    return roles | dict.fromkeys(source.accountable, "accountable")


def _row(source: SourceNode, facts: OwnershipFacts, column: dict[str, int], speech: Speech, names: Names) -> MatrixRow:
    gap, found = amiss(source, facts), _roles(source)
    told = [f"{names.team(team)} ({speech.say(_SAID[role])})" for team, role in found.items()]
    said = [names.source(source.id), *([speech.say(gap.told)] if gap else []), *told]
    roles: dict[int, Role] = {}
    for team, role in found.items():
        place = column.get(team, len(column))
        roles[place] = min(roles.get(place, role), role, key=ROLES.index)
    return MatrixRow(names.source(source.id), roles, ", ".join(said), speech.say(gap.short) if gap else None)


def _others(teams: int, speech: Speech) -> str:
    return speech.say(text("one of {n:int} further {n:plural team|teams}", n=teams)) if teams else ""


def _rest(sources: int, speech: Speech) -> str:
    if not sources:
        return ""
    return speech.say(text("{n:int} further {n:plural source has|sources have} less volume.", n=sources))
