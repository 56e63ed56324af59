"""Results made again from a folder that is only read; what became of their inputs."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from engagement.audited import CLOSED, CYCLES, LATEST, LOG, snapshot, write, write_audited

from cxmaturity.cli.main import run
from cxmaturity.engagement.facts import gather
from cxmaturity.engagement.folder import open_engagement
from cxmaturity.engagement.inputs import digests
from cxmaturity.engagement.reproducing import (
    InputSince,
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


@pytest.mark.parametrize("cycle", CYCLES)
@pytest.mark.parametrize("recorded", [True, False])
def test_the_folder_is_left_as_it_is(folder, cycle, recorded):
    """Also where facts are due: they are computed, and not recorded."""
    if not recorded:
        (folder / "cycles" / cycle / "facts.json").unlink()
    before = snapshot(folder)
    engagement = open_engagement(folder)
    chosen = engagement.cycle(cycle)
    concluded = made_again(engagement, chosen, chosen.as_of)
    assert concluded.assessment.facts.contacts is not None
    assert snapshot(folder) == before
