"""What the gaps of the programme, its committee and its communication ask."""

from __future__ import annotations

from cxmaturity.ownership.changing import Change, id_of
from cxmaturity.ownership.walk.choosing import NAME, name, new_team
from cxmaturity.ownership.walk.entries import new
from cxmaturity.ownership.walk.gap import Field, Gap, Offer, Question, Values, fixed
from cxmaturity.ownership.walk.on_matrix import kpi_offers
from cxmaturity.ownership.walk.standing import Standing
from cxmaturity.words import Text, text

_ROLE = Field(text("Which function? As in CX director:"))


def what_the_programme_lacks(standing: Standing, gap: Gap) -> Question:
    """Ask for the programme's owner, sponsor or objective."""
    if gap.subject == "objective":
        return _objective(standing)
    key = f"{gap.subject}_role"
    asks = {
        "owner": text("Which function runs the programme, and answers for its results?"),
        "sponsor": text("Which function of the top management stands for the programme?"),
    }
    return Question(asks[gap.subject], tuple(_roles(standing, key)))


def _roles(standing: Standing, key: str) -> list[Offer]:
    """Return the functions that lead teams, and one to type."""
    leads = {team.lead_role: team.id for team in standing.view.teams if team.lead_role and team.lead_role.strip()}
    offers = [
        Offer(
            role,
            fixed(Change("programme", "", key, role)),
            note=text("leads {team}", team=name(standing, team)),
        )
        for role, team in leads.items()
    ]
    typed = Offer(text("A function…"), lambda values: (Change("programme", "", key, values[0]),), (_ROLE,))
    return [typed, *offers] if key == "sponsor_role" else [*offers, typed]


def _objective(standing: Standing) -> Question:
    view = standing.view
    offers = [
        Offer(
            objective.name or objective.id,
            fixed(Change("programme", "", "objective", objective.id)),
        )
        for objective in view.map.objectives or ()
    ]

    def fresh(values: Values) -> tuple[Change, ...]:
        objective, added = new(view.map, "objectives", values[0])
        return (*added, Change("programme", "", "objective", objective))

    ask = text("Which business objective does the programme serve?")
    return Question(ask, (*offers, Offer(text("A new objective…"), fresh, (NAME,))))


def who_sits(standing: Standing, gap: Gap) -> Question:
    """Ask who sits on the committee for a territory."""
    view, territory = standing.view, gap.subject
    here = [team for team in view.teams_in_scope if (team.territory or "").strip() == territory]
    offers = [
        Offer(
            team.lead_role,
            fixed(*seat(team.lead_role, team.id, territory)),
            note=text("leads {team}", team=name(standing, team.id)),
        )
        for team in here
        if team.lead_role and team.lead_role.strip()
    ]
    typed = Offer(
        text("A function…"), lambda values: seat(values[0], here[0].id if here else None, territory), (_ROLE,)
    )
    ask = text("Who sits on the committee for {territory}?", territory=territory)
    return Question(ask, (*offers, typed))


def seat(role: str, team: str | None, territory: str | None) -> tuple[Change, ...]:
    """Return the changes that give somebody a seat on the committee."""
    keys = {"role": role, "team": team, "territory": territory}
    stated = {key: value for key, value in keys.items() if value}
    id_ = id_of("committee", stated)
    return tuple(Change("committee", id_, key, value) for key, value in stated.items())


def who_sees(standing: Standing, gap: Gap) -> Question:
    """Ask who is sent a KPI, or which KPI an accountable team is sent."""
    if gap.part == "team":
        ask = text("Which KPI is {team} sent?", team=name(standing, gap.subject))
        shown = {cell.kpi for cell in standing.view.map.communication or ()}
        offers = kpi_offers(standing, lambda kpi: cell(kpi, gap.subject))
        unseen = [offer for offer, kpi in zip(offers, _kpis(standing), strict=False) if kpi not in shown]
        return Question(ask, (*unseen, *(offer for offer in offers if offer not in unseen)))
    return Question(
        text("Who is sent “{kpi}”?", kpi=name(standing, gap.subject, "kpis")), _audiences(standing, gap.subject)
    )


def _kpis(standing: Standing) -> list[str]:
    """Return the KPIs in the order in which they are offered."""
    placed = {crossing.kpi for crossing in standing.view.map.crossings or ()}
    return [kpi.id for kpi in sorted(standing.view.map.kpis or (), key=lambda kpi: kpi.id in placed)]


def _audiences(standing: Standing, kpi: str) -> tuple[Offer, ...]:
    """Return the teams that could be sent a KPI: those that are accountable and are sent nothing yet come first."""
    view = standing.view
    audiences = {cell.audience for cell in view.map.communication or ()}
    owner = next((each.owner for each in view.map.kpis or () if each.id == kpi), None)
    waiting = {team for source in view.sources for team in source.accountable} - audiences
    teams = sorted(view.teams, key=lambda team: (team.id not in waiting, team.id != owner))
    offers = [
        Offer(
            name(standing, team.id),
            fixed(*cell(kpi, team.id)),
            note=_why(team.id in waiting, team.id == owner),
        )
        for team in teams
    ]
    return (*offers, new_team(standing, lambda team: cell(kpi, team)))


def _why(waits: bool, owns: bool) -> Text | None:
    if waits:
        return text("answers for a source, and is sent no KPI yet")
    return text("owns it") if owns else None


def cell(kpi: str, audience: str) -> tuple[Change, ...]:
    """Return the changes that send a KPI to an audience."""
    id_ = f"{kpi}/{audience}"
    return (Change("communication", id_, "kpi", kpi), Change("communication", id_, "audience", audience))
