"""assessments/results.md names every key that ``score``, ``roadmap`` and ``compare`` print, and no other."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from cli.commands import call
from report import sample
from two_cycles import FIRST, SECOND, write_two_cycles

from cxmaturity.assess import assess
from cxmaturity.comparison.measured import Measured
from cxmaturity.comparison.progress import Past, progress, progress_record
from cxmaturity.comparison.slip import EarlierPlan, Span
from cxmaturity.evidence.answers import Answer, Level
from cxmaturity.evidence.facts import RoadmapState, Tracked
from cxmaturity.results.score_record import score_record
from cxmaturity.roadmap import roadmap_record
from cxmaturity.roadmap.catalogue import catalogue
from cxmaturity.roadmap.plan import Attainment, Baseline, CapacityGain, Earlier, Missing, StageMove
from cxmaturity.roadmap.what_if import Deadline
from cxmaturity.words import text

PAGE = Path(__file__).parents[2] / "assessments" / "results.md"


def documented(command: str) -> set[str]:
    """Return the keys that the page names for a command."""
    part = PAGE.read_text(encoding="utf-8").split(f"## `{command} DIR")[1].split("\n## ")[0]
    return {key for row in re.findall(r"^\| `([^`]+)` \|", part, re.MULTILINE) for key in spelled_out(row)}


def spelled_out(row: str) -> Iterator[str]:
    parts = [part.split(",") for part in re.split(r"[{}]", row)]
    return map("".join, itertools.product(*parts))


def printed(value: object, path: str = "") -> Iterator[str]:
    """Yield the path of every value that is neither a mapping nor a list."""
    if isinstance(value, dict):
        for key, item in value.items():
            yield from printed(item, f"{path}.{key}" if path else key)
    elif isinstance(value, list):
        for item in value:
            yield from printed(item, f"{path}[]")
    else:
        yield path


def score() -> list[object]:
    old = replace(sample.contacts(), as_old_as=date(2024, 1, 1))
    aged = replace(sample.facts(), contacts=old)
    largely = tuple(Answer(practice.id, Level.LARGELY, "cx-1", "cx") for practice in sample.model().practices)
    flipping = replace(sample.facts(), answers=largely, contacts=None, map=None)
    seen = (assess(sample.model(), facts) for facts in (sample.facts(), aged, flipping))
    return [score_record(assessment, "en", internal=True) for assessment in seen]


def roadmap() -> list[object]:
    plan = sample.roadmap()
    first, second, *others = plan.actions
    rich = replace(
        plan,
        actions=(replace(first, tied_with=(second.action.id,)), second, *others),
        practice_values={"q1.contact-limits": 1.0},
        interrupted=True,
        gains_left_out=("cx",),
        capacity_gains=(
            CapacityGain(
                "cx",
                1.0,
                1.0,
                stages=(StageMove(3, "2027-Q3", "2027-Q4"),),
                earlier=(Earlier(first.action.id, "2026-11", "2026-12"),),
                later=(second.action.id,),
            ),
        ),
        attainment=Attainment(
            Deadline(3, "2027-Q3"),
            attained=False,
            proven=True,
            actions=(first.action.id,),
            effort={"cx": 3.0},
            why=(text("cx"),),
            practices=("q1.contact-limits",),
            missing=(Missing("cx", 2.0),),
        ),
        instead_of=Baseline(1.0, plan.predicted, {}),
    )
    done = Tracked(id="contact-policy", status="finished", started=date(2026, 3, 1), ended=date(2026, 5, 1))
    facts = replace(sample.facts(), roadmap=RoadmapState(actions=(done,)))
    entries, now = catalogue(sample.model(), facts), Measured.of(facts, sample.assessment().measures)
    past = Past(EarlierPlan("2026-Q2", {done.id: Span("2026-03", "2026-04")}, date(2026, 2, 1)), list)
    return [{**roadmap_record(rich, "en"), "progress": progress_record(progress(sample.model(), entries, now, past))}]


@pytest.mark.parametrize(("command", "records"), [("score", score), ("roadmap", roadmap)])
def test_the_keys_are_those_of_the_page(command, records):
    assert_same(command, records())


def test_the_keys_of_a_comparison_are_those_of_the_page(tmp_path, capsys):
    folder = write_two_cycles(tmp_path / "acme")
    record = call(capsys, "compare", folder, FIRST, SECOND, "--json").json
    assert_same("compare", [record, {"unseen": {"before": ["a"], "after": ["b"]}}])


def assert_same(command: str, records: list[object]) -> None:
    """Every key printed is on the page, and every one on the page is printed; a star stands for an id."""
    keys = documented(command)
    patterns = {key: re.compile(re.escape(key).replace(r"\*", r"[^\[\]]+")) for key in keys}
    unused, unknown = set(keys), set()
    for path in {path for record in records for path in printed(record)}:
        met = {key for key, pattern in patterns.items() if pattern.fullmatch(path)}
        exact = met & {path}
        unused -= exact or met
        if not met:
            unknown.add(path)
    assert unknown == set()
    assert unused == set()
