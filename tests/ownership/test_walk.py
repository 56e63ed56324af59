"""The walk through a map's gaps: what is asked, in which order, and what every answer offered does."""

from __future__ import annotations

from typing import get_args

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st
from small_maps import AS_OF, a_log, a_map, a_view

from cxmaturity.evidence.ownership_map import OwnershipMap
from cxmaturity.model import find_model, load_model
from cxmaturity.ownership.claims import CLAIMS
from cxmaturity.ownership.view import View
from cxmaturity.ownership.walk import UNDESCRIBED, WHY, Gap, Standing, question
from cxmaturity.ownership.walk.questions import QUESTIONS
from cxmaturity.ownership.walk.standing import NOT_ASKED

MODEL = load_model(find_model("cx-program"))
SEVERITIES = {check.id: check.severity for check in MODEL.checks}


def standing(source, log=None, team=None):
    return Standing(a_view(source, log, team), lambda facts: SEVERITIES)


def gaps(found):
    return [weighed.gap for weighed in found.gaps]


def test_every_claim_is_asked_or_said_not_to_be():
    assert {claim.id for claim in CLAIMS} == QUESTIONS.keys() - {UNDESCRIBED} | set(NOT_ASKED)
    assert set(NOT_ASKED).isdisjoint(QUESTIONS)


IDS = ["a", "b", "c"]
maybe = st.sampled_from([None, *IDS])


def entries(keys, most=3):
    """Lists of entries with ids, each with some of its keys."""
    made = st.fixed_dictionaries({}, optional=keys)
    return st.none() | st.lists(made, max_size=most).map(
        lambda found: [{"id": id_, **entry} for id_, entry in zip(IDS, found, strict=False)]
    )


def clean(data):
    """Leave out what is None, and references to what is not listed."""
    return {key: value for key, value in data.items() if value is not None}


one = st.sampled_from(IDS)
some = st.lists(one, max_size=2)
MAPS = st.fixed_dictionaries(
    {
        "teams": entries(
            {"max_sources": st.integers(0, 2), "territory": one, "lead_role": one},
        ),
        "touchpoints": entries({"important": st.booleans(), "owner": one}),
        "sources": entries(
            {
                "accountable": some, "responsible": some, "informed": some, "candidates": some, "touchpoint": one,
                "objective": one, "channel": one, "every_days": st.integers(1, 30), "timing": st.just({"mode": "hot"}),
            }
        ),
        "objectives": entries({}),
        "expectations": entries({}),
        "levers": entries({"owner": one}),
        "crossings": st.none()
        | st.lists(
            st.fixed_dictionaries({"expectation": one, "lever": one}, optional={"kpi": one}),
            max_size=3,
            unique_by=lambda entry: (entry["expectation"], entry["lever"]),
        ),
        "kpis": entries({"family": st.sampled_from(["operational", "relationship"])}),
        "alerts": entries({"source": one, "trigger": one, "owner": one, "overseer": one, "informed": some}),
        "committee": st.none()
        | st.lists(st.fixed_dictionaries({}, optional={"role": one, "team": one, "territory": one}), max_size=2),
        "programme": st.none() | st.fixed_dictionaries({}, optional={"owner_role": one, "objective": one}),
        "communication": st.none()
        | st.lists(
            st.fixed_dictionaries({"kpi": one, "audience": one}),
            max_size=2,
            unique_by=lambda entry: (entry["kpi"], entry["audience"]),
        ),
    }
).map(clean)  # fmt: skip
LOGS = st.none() | st.dictionaries(st.sampled_from(["a", "b", "x", "y"]), st.integers(1, 100)).map(
    lambda contacts: a_log(
        contacts, last_seen={name: f"2026-0{number % 9 + 1}-01T08:00:00Z" for name, number in contacts.items()}
    )
)


def filled(offer):
    """Return something for each field of an offer."""
    values = ()
    for field in offer.fields:
        if field.kind == "choice":
            values += (field.choices(values)[0].value,)
        else:
            values += ({"text": "Quite new", "names": "New, newer", "number": field.proposed or "12,5"}[field.kind],)
    return values


@given(MAPS, LOGS)
@settings(deadline=None, max_examples=100)
def test_every_offered_answer_closes_its_gap_or_says_that_it_does_not(data, log):
    here = Standing(View(OwnershipMap.model_validate(data), log, AS_OF), lambda facts: SEVERITIES)
    for gap in gaps(here):
        asked = question(here, gap)
        asked.ask.show("fr")
        for offer in asked.offers:
            later = here.after(offer.changes(filled(offer)))
            told = here.consequence(later)
            assert (gap in told.closed) == (offer.stays is None), (gap, str(offer.words))
