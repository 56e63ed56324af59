"""What a figure consists of, and what several of them need."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from cxmaturity.evidence.measures import ContactFacts
from cxmaturity.report.view.speech import Speech
from cxmaturity.words import Text, text

_USUAL: Final = ("invite", "reminder")
"""Kinds of request that a policy counts unless it says otherwise."""


@dataclass(frozen=True)
class Figure:
    """A chart and the words around it."""

    title: str
    """The finding."""
    drawing: str
    """The chart, as SVG."""
    remark: str = ""
    """How to read it, and what may be concluded."""


@dataclass(frozen=True)
class Undrawn:
    """A chart that cannot be drawn."""

    reason: Text


def source_line(facts: ContactFacts, zone: str, speech: Speech) -> str:
    """Return where the figures come from: logs, requests, rejected rows, zone."""
    return speech.say(
        text(
            "Source: {files:int} {files:plural log|logs}, n = {n:int} {n:plural request|requests}; {rejected:int} "
            "{rejected:plural row|rows} rejected. Days in {zone}.",
            files=len(facts.inputs),
            n=facts.metrics.get("contacts.count"),
            rejected=sum(log.rejected for log in facts.inputs),
            zone=zone,
        )
    )


def number(value: object) -> float:
    """Return a figure of a table as a number, 0 where it is none."""
    return float(value) if isinstance(value, (int, float)) else 0.0


def counted(value: object, speech: Speech) -> str:
    """Return a count of a table as it is shown: a dash where it is about too few to be told."""
    return speech.integer(value) if isinstance(value, (int, float)) else "–"


def limits(facts: ContactFacts) -> list[tuple[int, float]]:
    """Return the limits of the policy in force that concern every request: contacts and days."""
    found, counts = facts.policy.get("limits"), facts.policy.get("counts", _USUAL)
    if facts.policy.get("exempt") or not (isinstance(counts, (list, tuple)) and set(_USUAL) <= set(counts)):
        return []
    return [
        (int(limit["contacts"]), float(limit["days"]))
        for limit in (found if isinstance(found, (list, tuple)) else ())
        if isinstance(limit, Mapping) and limit.get("to") is None
    ]


def told(name: str, figure: str, speech: Speech) -> str:
    """Return a name and its figure, as a list of them holds it."""
    return speech.say(text("{name}: {value}", name=name, value=figure))
