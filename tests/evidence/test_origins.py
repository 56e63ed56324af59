"""What each metric rests on."""

from __future__ import annotations

from datetime import date
from typing import get_args

import pytest

from cxmaturity.evidence.facts import Facts
from cxmaturity.evidence.freshness import resting_on, too_old
from cxmaturity.evidence.loop import LoopFacts
from cxmaturity.evidence.measures import ContactFacts, LogInput
from cxmaturity.evidence.origins import Kind, Origin, kinds_of, origins_of
from cxmaturity.evidence.ownership_map import OwnershipMap
from cxmaturity.model import find_model, load_metrics, load_model

METRICS = [metric.id for metric in load_metrics()]
FAMILIES = {
    "log": {"contacts", "coverage", "fatigue", "fragmentation", "optout", "response", "score", "timing"},
    "map": {"map"},
    "cases": {"loop"},
    "roadmap": {"roadmap"},
    "answers": {"interview"},
}
OLD = date(2020, 1, 1)


def facts(**more) -> Facts:
    log = LogInput("contacts/log.csv", "", 1, "csv", 0, "UTC")
    contacts = ContactFacts({}, {}, {}, {}, (log,), as_old_as=OLD)
    loop = LoopFacts(
        dict.fromkeys((name for name in METRICS if name.startswith("loop.")), 1), {}, as_old_as=OLD, cases=1
    )
    return Facts("Acme", "2026-Q4", date(2026, 10, 15), contacts=contacts, loop=loop, **more)


def test_every_metric_has_an_origin_by_its_family():
    for name in METRICS:
        first = name.partition(".")[0]
        assert first in FAMILIES[kinds_of(name)[0]] or name == "loop.rules_share"
        assert set(kinds_of(name)) <= set(get_args(Kind))


@pytest.mark.parametrize("record", ["log", "cases"])
def test_what_makes_a_metric_of_the_loop_too_old_is_among_its_origins(record):
    old = tuple(each for each in too_old(facts(), 400) if each.record == record)
    rest = [name for name in resting_on(facts(), old) if name.startswith("loop.")]
    assert rest
    assert [name for name in rest if record not in kinds_of(name)] == []


def test_files_and_days_are_those_of_the_facts():
    (log,) = origins_of("fatigue.same_day.max", facts())
    assert log == Origin("log", ("contacts/log.csv",), OLD)
    assert [(each.kind, each.files) for each in origins_of("loop.acknowledged", facts())] == [
        ("cases", ("cases.csv",)),
        ("log", ("contacts/log.csv",)),
    ]
    nothing = Facts("Acme", "2026-Q4", date(2026, 10, 15), map=OwnershipMap())
    assert origins_of("roadmap.levels", nothing) == (Origin("roadmap", (), None),)
    assert origins_of("map.kpi_families", nothing) == (Origin("map", ("ownership.yaml",), None),)
    assert origins_of("loop.aims", nothing) == (Origin("cases", (), None),)


@pytest.mark.parametrize("name", ["cx-program", "closed-loop"])
def test_every_rule_of_the_shipped_models_names_a_metric_with_an_origin(name):
    rules = [rule for practice in load_model(find_model(name)).practices for rule in practice.evidence]
    assert rules
    assert all(rule.metric in METRICS and kinds_of(rule.metric) for rule in rules)
