"""What a section that the map lacks asks: its first entries."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from cxmaturity.ownership.changing import Change
from cxmaturity.ownership.walk.choosing import FAMILY, NAME, entry_field, team_field
from cxmaturity.ownership.walk.entries import Value, crossing, new, several
from cxmaturity.ownership.walk.gap import Field, Gap, Offer, Question, Values
from cxmaturity.ownership.walk.on_matrix import first_crossing
from cxmaturity.ownership.walk.on_steering import cell, seat
from cxmaturity.ownership.walk.standing import Standing
from cxmaturity.words import Text, text

WHY: Mapping[str, Text] = {
    "teams": text("The map is empty. It begins with the teams that could answer for what customers say."),
    "sources": text("Sources are the surveys and signals through which customers are heard: each needs a team."),
    "programme": text(
        "A programme without owner, sponsor and objective is asked for no results and defended by nobody."
    ),
    "levers": text("Whoever hears customers must be able to change something; no lever is on the map yet."),
    "touchpoints": text("Where customers meet you decides who should hear them; no touchpoint is on the map yet."),
    "expectations": text("What customers expect says which levers matter; no expectation is on the map yet."),
    "crossings": text("An expectation that meets no lever is measured in vain; the map does not say which meet."),
    "kpis": text("Without KPIs nobody sees whether a lever works; none is on the map yet."),
    "alerts": text("An alert makes sure that somebody calls an unhappy customer back; none is on the map yet."),
    "committee": text("Decisions need those who must carry them out at the table; no committee is on the map yet."),
    "communication": text(
        "A figure that nobody is sent is one that nobody acts on; the map does not say who sees what."
    ),
}
"""Section to why its absence matters, in one sentence."""


def what_begins(standing: Standing, gap: Gap) -> Question:
    """Ask for the first entries of a section."""
    return _BEGINNINGS[gap.subject](standing)


def _listed(standing: Standing, section: str, ask: Text, words: Text, **keys: Value) -> Question:
    """Ask for several names in one line."""

    def make(values: Values) -> tuple[Change, ...]:
        return several(standing.view.map, section, values[0], **keys)

    return Question(ask, (Offer(text("Name them…"), make, (Field(words, "names"),)),))


def _teams(standing: Standing) -> Question:
    return _listed(standing, "teams", text("Which teams are there?"), text("Names of the teams, separated by commas:"))


def _sources(standing: Standing) -> Question:
    asked = _listed(
        standing,
        "sources",
        text("Through which surveys and signals are customers heard?"),
        text("Names of the sources, separated by commas:"),
    )
    log = standing.view.contacts
    seen = sorted(name for name in log.sources if name) if log else []
    if not seen:
        return asked
    all_of_them = Offer(
        text("The {n:int} that the log shows", n=len(seen)),
        lambda values: tuple(Change("sources", name, "id", name) for name in seen),
        note=Text("{names}", {"names": ", ".join(seen[:5]) + (", …" if len(seen) > 5 else "")}),
    )
    return Question(asked.ask, (all_of_them, *asked.offers))


def _touchpoints(standing: Standing) -> Question:
    ask = text("Which moments matter most to customers?")
    return _listed(standing, "touchpoints", ask, text("Names of the touchpoints, separated by commas:"), important=True)


def _expectations(standing: Standing) -> Question:
    ask = text("What do customers expect?")
    words = text("Expectations in a few words each, separated by commas:")
    return _listed(standing, "expectations", ask, words, origin="customer")


def _levers(standing: Standing) -> Question:
    fields = [Field(text("What can be done, in a few words:"))]
    if standing.view.teams:
        fields.append(team_field(standing, text("Which team can do it?")))

    def make(values: Values) -> tuple[Change, ...]:
        keys = {"owner": values[1]} if len(values) > 1 else {}
        return new(standing.view.map, "levers", values[0], **keys)[1]

    return Question(text("What can a team change?"), (Offer(text("A first lever…"), make, tuple(fields)),))


def _crossings(standing: Standing) -> Question:
    fields = first_crossing(standing)
    offer = Offer(text("A first pair…"), lambda values: crossing(*values), fields)
    return Question(text("Which expectation is met by which lever?"), (offer,))


def _kpis(standing: Standing) -> Question:
    def make(values: Values) -> tuple[Change, ...]:
        return new(standing.view.map, "kpis", values[0], family=values[1])[1]

    return Question(text("Which KPI steers the programme?"), (Offer(text("A first KPI…"), make, (NAME, FAMILY)),))


def _alerts(standing: Standing) -> Question:
    ids = [source.id for source in standing.view.sources]
    fields = (
        entry_field(standing, text("At which source?"), "sources", ids),
        Field(text("Which answer sets it off? As in score <= 6:")),
    )

    def make(values: Values) -> tuple[Change, ...]:
        source, trigger = values
        _, added = new(standing.view.map, "alerts", f"alert {source}", source=source, trigger=trigger)
        return tuple(change for change in added if change.key != "name")

    return Question(text("Which answer needs a person at once?"), (Offer(text("A first alert…"), make, fields),))


def _committee(standing: Standing) -> Question:
    fields = [Field(text("Which function? As in CX director:"))]
    if standing.view.teams:
        fields.append(team_field(standing, text("Of which team?")))

    def make(values: Values) -> tuple[Change, ...]:
        team = values[1] if len(values) > 1 else None
        territory = next((each.territory for each in standing.view.teams if each.id == team), None)
        return seat(values[0], team, territory)

    return Question(text("Who sits on the steering committee?"), (Offer(text("A first member…"), make, tuple(fields)),))


def _communication(standing: Standing) -> Question:
    kpis = [kpi.id for kpi in standing.view.map.kpis or ()]
    fields = [entry_field(standing, text("Which KPI?"), "kpis", kpis)]
    fields.append(
        team_field(standing, text("Which team is sent it?"))
        if standing.view.teams
        else Field(text("Which team is sent it?"))
    )
    offer = Offer(text("A first KPI and its audience…"), lambda values: cell(*values), tuple(fields))
    return Question(text("Who is sent which figure?"), (offer,))


def _programme(standing: Standing) -> Question:
    field = Field(text("Which function? As in CX director:"))
    offer = Offer(text("A function…"), lambda values: (Change("programme", "", "owner_role", values[0]),), (field,))
    return Question(text("Which function runs the programme, and answers for its results?"), (offer,))


_BEGINNINGS: Mapping[str, Callable[[Standing], Question]] = {
    "teams": _teams,
    "sources": _sources,
    "programme": _programme,
    "levers": _levers,
    "touchpoints": _touchpoints,
    "expectations": _expectations,
    "crossings": _crossings,
    "kpis": _kpis,
    "alerts": _alerts,
    "committee": _committee,
    "communication": _communication,
}
