"""Claims about the matrix of expectations and levers, and the KPIs on its crossings."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from cxmaturity.ownership.claims.claim import Claim
from cxmaturity.ownership.view import View, is_given


def every_expectation_meets_a_lever(view: View) -> Iterator[str]:
    """Each expectation crosses a lever that somebody can pull.

    Why it matters: measuring what nobody can change raises hopes that nobody can meet. Source: six-steps.
    """
    met = {crossing.expectation for crossing in view.map.crossings or ()}
    return (expectation.id for expectation in view.map.expectations or () if expectation.id not in met)


def every_lever_answers_an_expectation(view: View) -> Iterator[str]:
    """Each lever crosses an expectation.

    Why it matters: effort that answers no expectation is effort that customers do not see. Source: six-steps.
    """
    called_for = {crossing.lever for crossing in view.map.crossings or ()}
    return (lever.id for lever in view.map.levers or () if lever.id not in called_for)


def every_crossing_has_a_kpi(view: View) -> Iterator[str]:
    """Each crossing of an expectation with a lever has a KPI on it.

    Why it matters: without it nobody sees whether the lever meets the expectation. Source: six-steps.
    """
    crossings = view.map.crossings or ()
    return (f"{place.expectation}/{place.lever}" for place in crossings if not is_given(place.kpi))


def every_kpi_stands_on_a_crossing(view: View) -> Iterator[str]:
    """Each KPI stands where an expectation and a lever meet.

    Why it matters: when another figure moves, nobody knows what to do. Source: six-steps.
    """
    placed = {crossing.kpi for crossing in view.map.crossings or ()}
    return (kpi.id for kpi in view.map.kpis or () if kpi.id not in placed)


def the_programme_is_steered_by_several_kinds_of_kpi(view: View) -> Iterable[str]:
    """There are several KPIs, operational and relationship ones together; else all of them are named.

    Why it matters: a score alone says that something moved, not what to change. Source: six-steps, steering.
    """
    kpis = view.map.kpis or ()
    families = {kpi.family for kpi in kpis if kpi.family}
    return [kpi.id for kpi in kpis] if len(kpis) == 1 or len(families) == 1 else []


CLAIMS = (
    Claim("expectation_without_lever", every_expectation_meets_a_lever, ("expectations", "crossings")),
    Claim("lever_without_expectation", every_lever_answers_an_expectation, ("levers", "crossings")),
    Claim("crossing_without_kpi", every_crossing_has_a_kpi, ("crossings",)),
    Claim("kpi_without_crossing", every_kpi_stands_on_a_crossing, ("kpis", "crossings")),
    Claim("single_kpi_programme", the_programme_is_steered_by_several_kinds_of_kpi, ("kpis",)),
)
