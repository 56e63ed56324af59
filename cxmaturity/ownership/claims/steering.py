"""Claims about how the programme is steered: its foundations, its committee, who sees what."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from cxmaturity.evidence.ownership_map import Programme
from cxmaturity.ownership.claims.claim import Claim
from cxmaturity.ownership.view import View, is_given


def the_programme_has_owner_sponsor_and_objective(view: View) -> Iterator[str]:
    """Owner, executive sponsor and business objective of the programme are named; else what it lacks is.

    Why it matters: without them nobody is asked for results, and nobody defends the effort. Source: six-steps,
    seven-questions.
    """
    programme = view.map.programme or Programme()
    stated = {
        "owner": bool(programme_owners(view)),
        "sponsor": is_given(programme.sponsor_role),
        "objective": is_given(programme.objective),
    }
    return (name for name, is_stated in stated.items() if not is_stated)


def every_territory_has_a_seat(view: View) -> Iterable[str]:
    """Each territory of the teams in scope has a member on the committee.

    Why it matters: decisions are else taken without those who must carry them out. Source: six-steps.
    """
    return territories(view) - seats(view)


def the_communication_plan_is_whole(view: View) -> Iterable[str]:
    """Each KPI has an audience, and each accountable team is one.

    Why it matters: a figure that nobody is sent is a figure that nobody acts on. Source: six-steps, ocx-people.
    """
    cells = view.map.communication or ()
    shown, audiences = {cell.kpi for cell in cells}, {cell.audience for cell in cells}
    unseen = {kpi.id for kpi in view.map.kpis or () if kpi.id not in shown}
    return unseen | (accountable_teams(view) - audiences)


def territories(view: View) -> set[str]:
    """Return the territories of the teams in scope."""
    return {team.territory.strip() for team in view.teams_in_scope if team.territory and team.territory.strip()}


def seats(view: View) -> set[str]:
    """Return those of the territories that have a member on the committee, named by the member or by its team.

    Capitals make no other territory.
    """
    by_team = {team.id: team.territory for team in view.teams}
    named = (member.territory or by_team.get(member.team or "") for member in view.map.committee or ())
    taken = {territory.strip().casefold() for territory in named if territory}
    return {territory for territory in territories(view) if territory.casefold() in taken}


def accountable_teams(view: View) -> set[str]:
    """Return the teams that are accountable for a source."""
    return {team for source in view.sources for team in source.accountable}


def programme_owners(view: View) -> tuple[str, ...]:
    """Return the roles that the map names as owner of the programme."""
    named = view.map.programme.owner_role if view.map.programme else None
    roles = (named,) if isinstance(named, str) else named or ()
    return tuple(role for role in roles if is_given(role))


CLAIMS = (
    Claim("programme_incomplete", the_programme_has_owner_sponsor_and_objective, ("programme",)),
    Claim("territory_without_member", every_territory_has_a_seat, ("teams", "committee")),
    Claim("communication_cell_missing", the_communication_plan_is_whole, ("communication",)),
)
