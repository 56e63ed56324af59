"""Answers and cases of tests: one customer, one source, five days before the date, unless they say otherwise."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from loop.naive_loop import Answer

from cxmaturity.evidence.loop import Case
from cxmaturity.evidence.ownership_map import OwnershipMap

DAY = date(2026, 10, 30)
MIDNIGHT = datetime(2026, 10, 30, tzinfo=UTC)
TICK = timedelta(microseconds=1)


def answer(responded=MIDNIGHT - timedelta(days=5), number=0, **fields):
    given = {
        "customer": "c",
        "contact_id": "",
        "source": "s",
        "segment": "",
        "metric": "nps",
        "scale": "",
        "score": 2.0,
    }
    return Answer(number=number, responded=responded, **given | fields)


def case(**fields):
    given = {"line": 2, "case_id": "x", "customer_id": "c", "source": "s", "opened_at": MIDNIGHT - timedelta(days=5)}
    return Case(**given | fields)


def reached(at, kind="human"):
    return {"first_contact_at": at, "first_contact_kind": kind}


def ownership_map(**sections):
    return OwnershipMap.model_validate(sections)
