"""Laws of the walk through a map's gaps, on random maps and logs."""

from __future__ import annotations

import json
from pathlib import Path

import yaml
from hypothesis import given, settings
from hypothesis import strategies as st
from ownership.walks import SEVERITIES, filled, gaps
from small_maps import AS_OF, a_log

from cxmaturity.engagement.map_file import changed
from cxmaturity.evidence.ownership_map import OwnershipMap
from cxmaturity.ownership.view import View
from cxmaturity.ownership.walk import Standing, question

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


@given(MAPS, LOGS)
@settings(deadline=None, max_examples=40)
def test_every_offered_answer_closes_its_gap_or_says_that_it_does_not(data, log):
    here = Standing(View(OwnershipMap.model_validate(data), log, AS_OF), lambda facts: SEVERITIES)
    for gap in gaps(here):
        assert question(here, gap).offers, gap
        for offer in question(here, gap).offers:
            told = here.consequence(here.after(offer.changes(filled(offer))))
            assert (gap in told.closed) == (offer.stays is None), (gap, str(offer.words))


@given(MAPS, LOGS, st.randoms(use_true_random=False))
@settings(deadline=None, max_examples=8)
def test_a_walk_ends_and_the_file_says_what_the_walk_says(data, log, rng):
    """Whatever is answered, gap after gap: the changes can be written, and make the map that the walk goes on with."""
    here = Standing(View(OwnershipMap.model_validate(data), log, AS_OF), lambda facts: SEVERITIES)
    source, passed, path = yaml.safe_dump(json.loads(json.dumps(data)), sort_keys=False), set(), Path("ownership.yaml")
    for turn in range(200):
        gap = next((gap for gap in gaps(here) if gap not in passed), None)
        if gap is None:
            break
        offer = rng.choice(question(here, gap).offers)
        changes = offer.changes(filled(offer, f"Entry {turn}"))
        here, source = here.after(changes), changed(path, source, changes)
        passed.add(gap)
    else:
        raise AssertionError("the walk does not end")
    assert OwnershipMap.model_validate(yaml.safe_load(source) or {}) == here.view.map
