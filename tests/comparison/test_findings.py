"""A finding that could not be looked for is neither new nor gone."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
import small_models as small

from cxmaturity.assess import assess
from cxmaturity.checks.needs import NEEDS
from cxmaturity.checks.registry import BUILT
from cxmaturity.comparison.findings import Blind, finding_moves
from cxmaturity.comparison.record import compare_record
from cxmaturity.comparison.scores import compare
from cxmaturity.evidence.facts import Facts
from cxmaturity.evidence.loop import LoopFacts
from cxmaturity.evidence.measures import ContactFacts
from cxmaturity.evidence.ownership_map import OwnershipMap
from cxmaturity.model import load_checks

DAY = date(2026, 10, 15)
MODEL = small.model([small.practice("q1.a")]).model_copy(update={"checks": load_checks()})
NOTHING = Facts("Acme", "c", DAY)
BOUNCE, COLUMN = "contact_after_bounce", "ignored_runs"
MISSING, UNOWNED, SHADOW = "case_missing", "rule_without_owner", "shadow_source"


def log(bounced=0, streak=9, day=DAY, **more):
    metrics = {"contacts.count": 5, "fatigue.after_hard_bounce": bounced, "fatigue.ignored_streak.p95": streak}
    return ContactFacts(metrics | more, {}, {}, {}, (), as_old_as=day, sources={"calls": 5})


def with_map(**sections):
    return replace(NOTHING, map=OwnershipMap.model_validate(sections))


def with_loop(*gaps, share=0.5, cases=3):
    facts = LoopFacts({"loop.coverage": share}, {}, dict.fromkeys(gaps, ("r",)), answers=9, cases=cases)
    return replace(with_map(rules=[]), contacts=log(0, 0), loop=facts)


FOUND, LOOKED = replace(NOTHING, contacts=log(1)), replace(NOTHING, contacts=log())
SOURCES = [{"id": "calls"}]
DUE = with_loop(MISSING)
CASES = {
    # what the finding is in, what the other cycle looked at, the finding, why it could not look
    "looked, and nothing there": (FOUND, LOOKED, BOUNCE, None),
    "no log": (FOUND, NOTHING, BOUNCE, Blind("log")),
    "a log without contacts": (
        FOUND,
        replace(NOTHING, contacts=log(**{"contacts.count": 0})),
        BOUNCE,
        Blind("log"),
    ),
    "a log that is too old": (
        FOUND,
        replace(NOTHING, contacts=log(day=date(2025, 1, 1))),
        BOUNCE,
        Blind("log", is_old=True),
    ),
    "a log without answers": (FOUND, replace(NOTHING, contacts=log(streak=None)), COLUMN, Blind(None)),
    "a map": (with_map(sources=SOURCES), with_map(sources=[]), "source_without_objective", None),
    "no map": (with_map(sources=SOURCES), NOTHING, "source_without_objective", Blind("map")),
    "a map without the section": (
        with_map(sources=SOURCES),
        with_map(kpis=[]),
        "source_without_objective",
        Blind(None),
    ),
    "a map without the log": (
        replace(with_map(sources=[]), contacts=log()),
        with_map(sources=[]),
        SHADOW,
        Blind("log"),
    ),
    "cases": (DUE, with_loop(), MISSING, None),
    "no cases": (DUE, with_loop(cases=None), MISSING, Blind("cases")),
    "cases, and no answer that demands one": (DUE, with_loop(share=None), MISSING, Blind(None)),
    "a map without rules": (with_loop(UNOWNED), with_map(sources=[]), UNOWNED, Blind(None)),
}


@pytest.mark.parametrize("case", CASES)
def test_what_could_not_be_looked_for_is_not_gone_and_is_said_when_it_comes(case):
    with_it, other, finding, why = CASES[case]
    fires, silent = assess(MODEL, with_it), assess(MODEL, other)
    assert finding in {each.id for each in fires.findings} - {each.id for each in silent.findings}
    lost, come = finding_moves(fires, silent), finding_moves(silent, fires)
    assert (finding in lost.gone, lost.unseen.get(finding)) == (why is None, why)
    assert finding in come.new
    assert come.first_look.get(finding) == why
    assert finding not in lost.by_model | come.by_model


def test_json_tells_them_apart():
    fires, silent = assess(MODEL, FOUND), assess(MODEL, NOTHING)
    lost, come = compare_record(compare(fires, silent)), compare_record(compare(silent, fires))
    both = sorted((BOUNCE, COLUMN))
    assert (lost["findings"], lost["unseen"]) == ({"new": [], "gone": []}, {"before": [], "after": both})
    assert (come["findings"], come["unseen"]) == ({"new": both, "gone": []}, {"before": both, "after": []})


def test_what_the_later_model_does_not_ask_any_more_is_gone_by_the_model():
    without = MODEL.model_copy(update={"checks": ()})
    moved = finding_moves(assess(MODEL, FOUND), assess(without, NOTHING))
    assert (set(moved.gone), moved.unseen) == ({BOUNCE, COLUMN}, {})
    assert moved.by_model == set(moved.gone)


def test_every_finding_says_what_its_check_looks_at():
    assert set(NEEDS) == BUILT
