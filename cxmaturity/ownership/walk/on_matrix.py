"""What the gaps of the matrix ask: which lever meets which expectation, and which KPI tells."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from cxmaturity.ownership.changing import Change
from cxmaturity.ownership.walk.choosing import FAMILY, NAME, entry_field, name, team_field
from cxmaturity.ownership.walk.entries import crossing, new
from cxmaturity.ownership.walk.gap import Choice, Field, Gap, Offer, Question, Values, fixed
from cxmaturity.ownership.walk.standing import Standing
from cxmaturity.words import Text, text

_FAMILIES = {"operational": text("operational"), "relationship": text("relationship")}


def what_lever_meets(standing: Standing, gap: Gap) -> Question:
    """Ask for the lever that meets an expectation."""
    view = standing.view
    offers = [
        Offer(
            lever.name or lever.id,
            fixed(*crossing(gap.subject, lever.id)),
            note=text("of {team}", team=name(standing, lever.owner)) if lever.owner else text("nobody owns it today"),
        )
        for lever in view.map.levers or ()
    ]
    ask = text("What can be done about “{expectation}”?", expectation=name(standing, gap.subject, "expectations"))
    return Question(ask, (*offers, _new_lever(standing, gap.subject)))


def _new_lever(standing: Standing, expectation: str) -> Offer:
    fields = [Field(text("What can be done, in a few words:"))]
    if standing.view.teams:
        fields.append(team_field(standing, text("Which team can do it?")))

    def make(values: Values) -> tuple[Change, ...]:
        keys = {"owner": values[1]} if len(values) > 1 else {}
        lever, added = new(standing.view.map, "levers", values[0], **keys)
        return (*added, *crossing(expectation, lever))

    return Offer(text("A new lever…"), make, tuple(fields))


def what_expectation_calls(standing: Standing, gap: Gap) -> Question:
    """Ask for the expectation that a lever answers; those that no lever meets come first."""
    view = standing.view
    met = {place.expectation for place in view.map.crossings or ()}
    known = sorted(view.map.expectations or (), key=lambda expectation: expectation.id in met)
    offers = [
        Offer(
            expectation.name or expectation.id,
            fixed(*crossing(expectation.id, gap.subject)),
            note=None if expectation.id in met else text("no lever meets it today"),
        )
        for expectation in known
    ]

    def fresh(values: Values) -> tuple[Change, ...]:
        expectation, added = new(view.map, "expectations", values[0], origin="customer")
        return (*added, *crossing(expectation, gap.subject))

    ask = text("Which expectation does “{lever}” answer?", lever=name(standing, gap.subject, "levers"))
    return Question(ask, (*offers, Offer(text("A new expectation…"), fresh, (NAME,))))


def what_tells(standing: Standing, gap: Gap) -> Question:
    """Ask for the KPI on a crossing; those that stand on none come first."""
    place = next(
        place for place in standing.view.map.crossings or () if f"{place.expectation}/{place.lever}" == gap.subject
    )
    ask = text(
        "What tells whether “{lever}” meets “{expectation}”?",
        lever=name(standing, place.lever, "levers"),
        expectation=name(standing, place.expectation, "expectations"),
    )
    return Question(ask, kpi_offers(standing, lambda kpi: crossing(place.expectation, place.lever, kpi)))


def kpi_offers(standing: Standing, give: Callable[[str], tuple[Change, ...]]) -> tuple[Offer, ...]:
    """Return an offer for each KPI, those on no crossing first, and one for a new KPI."""
    view = standing.view
    placed = {crossing.kpi for crossing in view.map.crossings or ()}
    known = sorted(view.map.kpis or (), key=lambda kpi: kpi.id in placed)
    offers = [Offer(kpi.name or kpi.id, fixed(*give(kpi.id))) for kpi in known]

    def fresh(values: Values) -> tuple[Change, ...]:
        kpi, added = new(view.map, "kpis", values[0], family=values[1])
        return (*added, *give(kpi))

    return (*offers, Offer(text("A new KPI…"), fresh, (NAME, FAMILY)))


def where_the_kpi_tells(standing: Standing, gap: Gap) -> Question:
    """Ask on which crossing a KPI stands: one that has none, or a new one."""
    view = standing.view
    bare = [place for place in view.map.crossings or () if not place.kpi]
    offers = [
        Offer(
            _pair(standing, place.expectation, place.lever),
            fixed(*crossing(place.expectation, place.lever, gap.subject)),
        )
        for place in bare
    ]
    ask = text("What does “{kpi}” tell of?", kpi=name(standing, gap.subject, "kpis"))
    return Question(ask, (*offers, *_new_crossing(standing, gap.subject)))


def _new_crossing(standing: Standing, kpi: str) -> Iterable[Offer]:
    """Yield the offers of a crossing that is not on the map: of entries that are, and of new ones."""
    expectations, levers = _free_pairs(standing)
    if expectations:
        yield Offer(
            text("Another lever and what it meets…"),
            lambda values: crossing(values[0], values[1], kpi),
            (expectations, levers),
        )

    def fresh(values: Values) -> tuple[Change, ...]:
        expectation, expected = new(standing.view.map, "expectations", values[0], origin="customer")
        lever, done = new(standing.view.map, "levers", values[1])
        return (*expected, *done, *crossing(expectation, lever, kpi))

    fields = (
        Field(text("What do customers expect, in a few words?")),
        Field(text("What can be done, in a few words:")),
    )
    yield Offer(text("A new expectation and what can be done about it…"), fresh, fields)


def _free_pairs(standing: Standing) -> tuple[Field | None, Field]:
    """Return the choice of an expectation and then of a lever that do not meet yet; None where all of them do."""
    view = standing.view
    taken = {(place.expectation, place.lever) for place in view.map.crossings or ()}
    levers = [lever.id for lever in view.map.levers or ()]
    free = [
        expectation.id
        for expectation in view.map.expectations or ()
        if any((expectation.id, lever) not in taken for lever in levers)
    ]

    def left(values: Values) -> tuple[Choice, ...]:
        return tuple(Choice(id_, name(standing, id_, "levers")) for id_ in levers if (values[0], id_) not in taken)

    ask = text("Which expectation?")
    return entry_field(standing, ask, "expectations", free) if free else None, Field(
        text("Met by which lever?"), "choice", left
    )


def first_crossing(standing: Standing) -> tuple[Field, ...]:
    """Return the choice of a first expectation and lever that meet."""
    expectations, levers = _free_pairs(standing)
    return (expectations, levers) if expectations else ()


def what_else_steers(standing: Standing, gap: Gap) -> Question:
    """Ask for a KPI of the other kind."""
    view = standing.view
    kpis = view.map.kpis or ()
    families = {kpi.family for kpi in kpis if kpi.family}
    ask = text("Which KPI of another kind belongs beside {kpis}?", kpis=_some(standing))
    if not families:
        return Question(ask, (_other_kind_of(standing, kpis[0].id),))
    other = "relationship" if families == {"operational"} else "operational"
    wanted = Offer(
        text("A new {family} KPI…", family=_FAMILIES[other]),
        lambda values: new(view.map, "kpis", values[0], family=other)[1],
        (NAME,),
    )
    if len(families) > 1:  # one KPI alone has one kind, so this is not reached
        return Question(ask, (wanted,))
    reclassified = [
        Offer(
            text("“{kpi}” is {family}", kpi=kpi.name or kpi.id, family=_FAMILIES[other]),
            fixed(Change("kpis", kpi.id, "family", other)),
        )
        for kpi in kpis
        if len(kpis) > 1 and any(beside.family and beside.id != kpi.id for beside in kpis)
    ]
    return Question(ask, (wanted, *reclassified))


def _other_kind_of(standing: Standing, kpi: str) -> Offer:
    """Return a new KPI beside the only one, whose kind nobody has said."""

    def make(values: Values) -> tuple[Change, ...]:
        own = "operational" if values[1] == "relationship" else "relationship"
        _, added = new(standing.view.map, "kpis", values[0], family=values[1])
        return (*added, Change("kpis", kpi, "family", own))

    note = text("“{kpi}” is then of the other kind", kpi=name(standing, kpi, "kpis"))
    return Offer(text("A new KPI…"), make, (NAME, FAMILY), note=note)


def _some(standing: Standing) -> str:
    shown = [kpi.name or kpi.id for kpi in standing.view.map.kpis or ()]
    return ", ".join(shown[:3]) + (", …" if len(shown) > 3 else "")


def _pair(standing: Standing, expectation: str, lever: str) -> Text:
    return text(
        "{expectation} × {lever}",
        expectation=name(standing, expectation, "expectations"),
        lever=name(standing, lever, "levers"),
    )
