"""What the gaps of alerts, touchpoints and teams ask."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from cxmaturity.evidence.ownership_map import Alert, Source
from cxmaturity.ownership.changing import Change
from cxmaturity.ownership.view import owners
from cxmaturity.ownership.walk.choosing import NAME, name, number, sets, team_offers
from cxmaturity.ownership.walk.entries import Value, new, with_one_more
from cxmaturity.ownership.walk.gap import Field, Gap, Offer, Question, Values, fixed
from cxmaturity.ownership.walk.standing import Standing
from cxmaturity.words import Text, text


def what_the_alert_lacks(standing: Standing, gap: Gap) -> Question:
    """Ask for one component of an alert."""
    alert = _alert(standing, gap)
    return _COMPONENTS[gap.part](standing, alert)


def _trigger(standing: Standing, alert: Alert) -> Question:
    ask = text("Alert “{alert}”: which answer sets it off?", alert=_called(standing, alert))
    return Question(
        ask,
        (
            _said(alert, "trigger", "score <= 6", text("on 0 to 10: detractors")),
            _said(alert, "trigger", "score <= 2", text("on 1 to 5: dissatisfied")),
            _typed(alert, "trigger", text("Another trigger…"), text("Which answer sets it off? As in score <= 6:")),
        ),
    )


def _owner(standing: Standing, alert: Alert) -> Question:
    source = _source(standing, alert)
    first = (*source.responsible, *source.accountable) if source else ()
    without = [alert.overseer] if alert.overseer else []
    ask = text("Alert “{alert}”: which team takes it up?", alert=_called(standing, alert))
    return Question(ask, team_offers(standing, sets("alerts", alert.id, "owner"), first=first, without=without))


def _informed(standing: Standing, alert: Alert) -> Question:
    source = _source(standing, alert)
    first = (*source.informed, *source.accountable) if source else ()
    ask = text("Alert “{alert}”: which team is informed?", alert=_called(standing, alert))
    return Question(
        ask, team_offers(standing, sets("alerts", alert.id, "informed", ()), first=first, without=owners(alert.owner))
    )


def _deadline(standing: Standing, alert: Alert) -> Question:
    ask = text(
        "Alert “{alert}”: within how many hours must a person have reached the customer?",
        alert=_called(standing, alert),
    )
    usual = [
        Offer(
            text("{n:int} hours", n=hours),
            fixed(Change("alerts", alert.id, "deadline_hours", hours)),
        )
        for hours in (24, 48, 72)
    ]
    other = Offer(
        text("Another number of hours…"),
        lambda values: (Change("alerts", alert.id, "deadline_hours", number(values[0])),),
        (Field(text("How many hours?"), "number"),),
    )
    return Question(ask, (*usual, other))


def _method(standing: Standing, alert: Alert) -> Question:
    ask = text("Alert “{alert}”: how is the customer reached?", alert=_called(standing, alert))
    return Question(
        ask,
        (
            _said(alert, "method", "phone", text("by phone")),
            _said(alert, "method", "email", text("by a personal e-mail")),
            _typed(alert, "method", text("Another way…"), text("How is the customer reached?")),
        ),
    )


def _documentation(standing: Standing, alert: Alert) -> Question:
    ask = text("Alert “{alert}”: where is written down what was done?", alert=_called(standing, alert))
    return Question(
        ask,
        (
            _said(alert, "documentation", "CRM", text("as a case in the CRM")),
            _typed(alert, "documentation", text("Somewhere else…"), text("Where is it written down?")),
        ),
    )


def _overseer(standing: Standing, alert: Alert) -> Question:
    source = _source(standing, alert)
    first = [*source.accountable, *alert.informed] if source else list(alert.informed)
    ask = text("Alert “{alert}”: which other team watches over it?", alert=_called(standing, alert))
    return Question(
        ask, team_offers(standing, sets("alerts", alert.id, "overseer"), first=first, without=owners(alert.owner))
    )


_COMPONENTS: Mapping[str, Callable[[Standing, Alert], Question]] = {
    "trigger": _trigger,
    "owner": _owner,
    "informed": _informed,
    "deadline_hours": _deadline,
    "method": _method,
    "documentation": _documentation,
    "overseer": _overseer,
}


def who_watches(standing: Standing, gap: Gap) -> Question:
    """Ask for an overseer other than those who handle an alert."""
    return _overseer(standing, _alert(standing, gap))


def who_is_told(standing: Standing, gap: Gap) -> Question:
    """Ask through which source of its touchpoint a team hears its customers."""
    view, team = standing.view, gap.subject
    here = [source for source in view.sources if source.touchpoint == gap.part]
    place = name(standing, gap.part, "touchpoints")
    offers = [
        Offer(
            text("It is informed of “{source}”", source=name(standing, source.id, "sources")),
            fixed(_informs(source, team)),
        )
        for source in here
    ]
    if len(here) > 1:
        every = tuple(_informs(source, team) for source in here)
        offers.insert(0, Offer(text("It is informed of all {n:int} sources there", n=len(here)), fixed(*every)))
    offers += _put_there(standing, gap.part, informed=[team])
    ask = text("How does {team} hear what customers say at “{place}”?", team=name(standing, team), place=place)
    return Question(ask, tuple(offers))


def what_listens(standing: Standing, gap: Gap) -> Question:
    """Ask for a source at an important touchpoint."""
    place = name(standing, gap.subject, "touchpoints")
    minor = Offer(text("It is not an important one"), fixed(Change("touchpoints", gap.subject, "important", False)))
    ask = text("Through which source are customers heard at “{place}”?", place=place)
    return Question(ask, (*_put_there(standing, gap.subject), minor))


def _put_there(standing: Standing, touchpoint: str, **keys: Value) -> list[Offer]:
    """Return the sources that stand at no touchpoint, each put at this one, and a new source there.

    A relationship source asks about everything at once, and so stands at none.
    """
    view = standing.view

    def fresh(values: Values) -> tuple[Change, ...]:
        return new(view.map, "sources", values[0], touchpoint=touchpoint, **keys)[1]

    def put(source: Source) -> tuple[Change, ...]:
        informed = [Change("sources", source.id, key, value) for key, value in keys.items()]
        if "informed" in keys:
            informed = [_informs(source, str(team)) for team in _words(keys["informed"])]
        return (Change("sources", source.id, "touchpoint", touchpoint), *informed)

    idle = [source for source in view.sources if not source.touchpoint and source.kind != "relationship"]
    offers = [
        Offer(
            text("“{source}” listens there", source=name(standing, source.id, "sources")),
            fixed(*put(source)),
        )
        for source in idle
    ]
    return [
        *offers,
        Offer(text("A new source there…"), fresh, (NAME,), note=text("who answers for it is asked next")),
    ]


def _words(value: Value) -> list[str]:
    return value if isinstance(value, list) else []


def _informs(source: Source, team: str) -> Change:
    return Change("sources", source.id, "informed", with_one_more(source.informed, [team]))


def _alert(standing: Standing, gap: Gap) -> Alert:
    return next(alert for alert in standing.view.map.alerts or () if alert.id == gap.subject)


def _called(standing: Standing, alert: Alert) -> str:
    """Return what to call an alert, as the findings do."""
    return next(node.name for node in standing.facts.alerts if node.id == alert.id)


def _source(standing: Standing, alert: Alert) -> Source | None:
    return next((source for source in standing.view.sources if source.id == alert.source), None)


def _said(alert: Alert, key: str, value: str, words: Text) -> Offer:
    return Offer(words, fixed(Change("alerts", alert.id, key, value)), note=Text("{value}", {"value": value}))


def _typed(alert: Alert, key: str, words: Text, ask: Text) -> Offer:
    return Offer(words, lambda values: (Change("alerts", alert.id, key, values[0]),), (Field(ask),))
