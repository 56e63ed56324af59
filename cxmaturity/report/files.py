"""The charts of an audit or a replay as files: each a whole SVG by the name that it always has."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from cxmaturity.contacts.metrics.verdict import dose_response
from cxmaturity.report.charts.sheet import sheet, stacked
from cxmaturity.report.charts.svg import FULL
from cxmaturity.report.view.figures import (
    Figure,
    Undrawn,
    calendar_figure,
    collision_figure,
    dose_figure,
    drawn_frontier,
    frontier_figure,
    policy_figure,
    pressure_figure,
    source_line,
)
from cxmaturity.report.view.names import map_names
from cxmaturity.report.view.ownership import matrix_drawing, ownership_figure
from cxmaturity.report.view.ownership_drawing import FILE
from cxmaturity.report.view.speech import Speech
from cxmaturity.results.few import discreet_contacts, discreet_map
from cxmaturity.words import Text, text

if TYPE_CHECKING:
    from cxmaturity.evidence.measures import ContactFacts, Row
    from cxmaturity.ownership.facts import OwnershipFacts
    from cxmaturity.words import Language

Files = Mapping[str, str | Text]
"""File name to the SVG, or to why there is none."""


def audit_charts(facts: ContactFacts, language: Language) -> Files:
    """Return every chart that the facts allow; sources bear the names that the logs give them."""
    facts, speech = discreet_contacts(facts), Speech(language, {})
    unnamed = speech.say(text("(not known)"))
    source = source_line(facts, facts.timezone or "UTC", speech)
    doses, verdict = dose_figure(facts, speech, FULL), dose_response(facts.metrics)
    if isinstance(doses, Figure) and verdict is not None:
        doses = replace(doses, remark=f"{speech.say(verdict)} {doses.remark}")
    return _files(
        {
            "pressure.svg": pressure_figure(facts, speech, FULL),
            "dose-response.svg": doses,
            "calendar.svg": calendar_figure(facts, speech),
            "collisions.svg": collision_figure(facts, speech, lambda name: name or unnamed),
            "frontier.svg": frontier_figure(facts, speech),
        },
        source,
    )


def replay_charts(policies: Sequence[Row], rests: Sequence[Row] | None, customers: int, language: Language) -> Files:
    """Return the comparison of the policies named, if any, and the frontier of ``rests`` where it was asked for.

    A policy's row holds policy, kept, stopped and customers_spared; a rest's days in place of policy.
    """
    speech = Speech(language, {})
    first = next(iter((*policies, *(rests or ()))))
    n = sum(int(first[name] or 0) for name in ("kept", "stopped"))
    source = text(
        "Source: n = {n:int} {n:plural request|requests} to {customers:int} {customers:plural customer|customers}.",
        n=n,
        customers=customers,
    )
    found: dict[str, Figure | Undrawn] = {}
    if policies:
        found["policies.svg"] = policy_figure(policies, customers, speech)
    if rests is not None:
        found["frontier.svg"] = drawn_frontier(rests, customers, speech)
    return _files(found, speech.say(source))


def ownership_file(facts: OwnershipFacts, language: Language) -> str:
    """Return the drawing of the ownership map as a whole SVG file."""
    facts, speech = discreet_map(facts), Speech(language, {})
    names = map_names(facts, speech)
    figure, table = ownership_figure(facts, speech, names, FILE), matrix_drawing(facts, speech, names, FILE)
    return sheet(figure.title, stacked(figure.drawing, table) if table else figure.drawing, figure.remark)


def _files(figures: Mapping[str, Figure | Undrawn], source: str) -> Files:
    return {
        name: found.reason
        if isinstance(found, Undrawn)
        else sheet(found.title, found.drawing, " ".join(part for part in (source, found.remark) if part))
        for name, found in figures.items()
    }
