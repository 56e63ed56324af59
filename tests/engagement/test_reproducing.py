"""Results made again from a folder that is only read; what became of their inputs."""

from __future__ import annotations

import json
import shutil
from collections.abc import Mapping
from pathlib import Path

import pytest
from engagement.audited import CLOSED, CYCLES, LATEST, LOG, MAP, snapshot, write, write_audited

from cxmaturity.cli.main import run
from cxmaturity.engagement.concluding import conclude
from cxmaturity.engagement.facts import gather
from cxmaturity.engagement.folder import open_engagement
from cxmaturity.engagement.inputs import digests, present_digests
from cxmaturity.engagement.recomputing import Disagreement
from cxmaturity.engagement.reproducing import (
    InputSince,
    MadeAgain,
    can_be_the_same,
    inputs_since,
    keeps_its_facts,
    made_again,
    since,
)


@pytest.fixture(scope="module")
def written(tmp_path_factory):
    return write_audited(tmp_path_factory.mktemp("audited") / "acme")


@pytest.fixture
def folder(written, tmp_path):
    return shutil.copytree(written, tmp_path / "acme")


@pytest.mark.parametrize(
    ("then", "now", "states"),
    [
        ({}, {}, []),
        ({"a": "1"}, {"a": "1"}, ["same"]),
        ({"a": "1"}, {"a": "2"}, ["changed"]),
        ({"a": "1"}, {}, ["gone"]),
        ({}, {"a": "1"}, ["new"]),
        ({"b": "1", "a": "1"}, {"b": "2", "c": "1"}, ["gone", "changed", "new"]),
    ],
)
def test_what_became_of_an_input(then, now, states):
    assert [each.state for each in since(then, now)] == states


def change_answers(folder: Path) -> None:
    write(folder.parent / "more.yaml", "respondent: bo\nrole: cx\nanswers: {q1.b: not}\n")
    assert run(["assess", str(folder), "--cycle", "2026-Q4", "--answers", str(folder.parent / "more.yaml")]) == 0


CHANGES = {
    "nothing": (lambda folder: None, {}, True),
    "log gone": (lambda folder: (folder / "contacts" / "log.csv").unlink(), {"contacts/log.csv": "gone"}, True),
    "log changed": (
        lambda folder: write(folder / "contacts" / "log.csv", f"{LOG}c,2026-02-11T10:00:00Z,calls\n"),
        {"contacts/log.csv": "changed"},
        False,
    ),
    "log new": (lambda folder: write(folder / "contacts" / "more.csv", LOG), {"contacts/more.csv": "new"}, False),
    "map gone": (lambda folder: (folder / "ownership.yaml").unlink(), {"ownership.yaml": "gone"}, False),
    "cases new": (lambda folder: write(folder / "cases.csv", "case_id\n"), {"cases.csv": "new"}, False),
    "answers": (change_answers, {"cycles/2026-Q4/answers.jsonl": "changed"}, False),
    "date": (
        lambda folder: write(folder / "cycles" / "2026-Q4" / "cycle.yaml", "date: 2026-11-16\n"),
        {"cycles/2026-Q4/cycle.yaml": "changed"},
        False,
    ),
    "cycle before": (
        lambda folder: (folder / "cycles" / "2026-Q2" / "facts.json").unlink(),
        {"cycles/2026-Q2/facts.json": "gone"},
        False,
    ),
}


@pytest.mark.parametrize("name", CHANGES)
def test_each_change_is_told_and_whether_the_results_can_still_be_the_same(folder, name):
    change, states, can_be = CHANGES[name]
    then = digests(gather(folder, LATEST))
    change(folder)
    engagement = open_engagement(folder)
    cycle = engagement.cycle(LATEST)
    found = inputs_since(then, engagement, cycle)
    assert {each.path: each.state for each in found if each.state != "same"} == states
    assert can_be_the_same(engagement, cycle, found) is can_be


def test_a_closed_cycle_keeps_its_facts_whatever_changed(folder):
    engagement = open_engagement(folder)
    closed, last = engagement.cycle(CLOSED), engagement.cycle(LATEST)
    assert (keeps_its_facts(engagement, closed), keeps_its_facts(engagement, last)) == (True, False)
    assert can_be_the_same(engagement, closed, (InputSince("roadmap.yaml", None, "ab"),))


def again(folder: Path, name: str, *, trusting: bool = False, then: Mapping[str, str] | None = None) -> MadeAgain:
    engagement = open_engagement(folder)
    chosen = engagement.cycle(name)
    inputs = inputs_since(then or digests(gather(folder, name)), engagement, chosen)
    return made_again(engagement, chosen, chosen.as_of, inputs, trusting=trusting)


def forge(folder: Path, cycle: str, *keys: str) -> None:
    """Write 99 in place of a value of facts.json."""
    path = folder / "cycles" / cycle / "facts.json"
    facts = json.loads(path.read_bytes())
    place = facts
    for key in keys[:-1]:
        place = place[key]
    assert keys[-1] in place
    place[keys[-1]] = 99
    write(path, json.dumps(facts))


CUSTOMERS = ("contact", "metrics", "contacts.customers")


@pytest.mark.parametrize("cycle", CYCLES)
def test_facts_that_somebody_changed_are_named_and_nothing_rests_on_them(folder, cycle):
    genuine = again(folder, cycle)
    assert genuine.basis.disagreements == ()
    assert genuine.basis.on_trust == ()
    forge(folder, cycle, *CUSTOMERS)
    found = again(folder, cycle)
    assert found.basis.disagreements == (Disagreement(".".join(CUSTOMERS), "99", "2"),)
    assert found.concluded.results == genuine.concluded.results
    trusted = again(folder, cycle, trusting=True)
    assert trusted.basis.on_trust == ("contact",)
    assert trusted.concluded.assessment.facts.contacts.metrics["contacts.customers"] == 99


def test_a_closed_cycle_is_computed_from_its_own_logs_where_others_came_later(folder):
    then = digests(gather(folder, CLOSED))
    write(folder / "contacts" / "more.csv", LOG.replace("calls", "shops"))
    forge(folder, CLOSED, *CUSTOMERS)
    found = again(folder, CLOSED, then=then).basis.disagreements
    assert [(each.recorded, each.computed) for each in found] == [("99", "2")]


def test_what_cannot_be_computed_anew_is_told(folder):
    then = digests(gather(folder, CLOSED))
    write(folder / "contacts" / "log.csv", LOG.replace("calls", "shops"))
    write(folder / "ownership.yaml", MAP.replace("CX", "CX team"))
    basis = again(folder, CLOSED, then=then).basis
    assert basis.on_trust == ("contact", "map")
    assert basis.gathered.facts.map.teams[0].name == "CX"


def test_a_map_in_facts_that_is_not_the_file_is_named(folder):
    path = folder / "cycles" / CLOSED / "facts.json"
    write(path, path.read_text(encoding="utf-8").replace('"name": "CX"', '"name": "IT"'))
    found = again(folder, CLOSED).basis.disagreements
    assert [(each.key, each.recorded, each.computed) for each in found] == [("map.teams[0].name", '"IT"', '"CX"')]


def test_facts_of_a_log_that_has_changed_since_are_out_of_date_and_no_lie(folder):
    write(folder / "contacts" / "log.csv", f"{LOG}c,2026-02-11T10:00:00Z,calls\n")
    engagement = open_engagement(folder)
    chosen = engagement.cycle(LATEST)
    inputs = since(now := present_digests(engagement, chosen), now)
    assert made_again(engagement, chosen, chosen.as_of, inputs).basis.disagreements == ()


def test_conclusions_that_somebody_changed_are_named(folder):
    engagement = open_engagement(folder)
    conclude(gather(folder, LATEST))
    path = engagement.cycle(LATEST).results
    assert again(folder, LATEST).concluded_otherwise == ()
    results = json.loads(path.read_bytes())
    results["score"]["organisation"] = "Bolt"
    write(path, json.dumps(results))
    assert [(each.key, each.recorded) for each in again(folder, LATEST).concluded_otherwise] == [
        ("score.organisation", '"Bolt"')
    ]


@pytest.mark.parametrize("cycle", CYCLES)
@pytest.mark.parametrize("recorded", [True, False])
def test_the_folder_is_left_as_it_is(folder, cycle, recorded):
    """Also where facts are due: they are computed, and not recorded."""
    if not recorded:
        (folder / "cycles" / cycle / "facts.json").unlink()
    before = snapshot(folder)
    engagement = open_engagement(folder)
    chosen = engagement.cycle(cycle)
    made = made_again(engagement, chosen, chosen.as_of, inputs_since({}, engagement, chosen))
    assert made.concluded.assessment.facts.contacts is not None
    assert snapshot(folder) == before
