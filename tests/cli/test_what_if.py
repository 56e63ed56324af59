"""``cxmaturity roadmap`` asked what would be if: a deadline, other days, actions left out; and what contradicts."""

from __future__ import annotations

import pytest
from cli.commands import call

from cxmaturity.cli.main import run

ROADMAP = """\
capacity: {cx: [8], support: [6]}
actions:
  - {id: on-its-way, title: {en: On its way, fr: En route}, establishes: {q3.trained: fully}, effort: {support: 1}, status: running, started: 2026-10-01, months: 2}
  - {id: once, title: {en: Once, fr: Jadis}, establishes: {q4.visible-thanks: fully}, effort: {}, months: 1, status: finished}
  - {id: never, title: {en: Never, fr: Jamais}, establishes: {q4.visible-thanks: fully}, effort: {}, months: 1, status: dropped}
"""


@pytest.fixture
def folder(tmp_path):
    engagement = tmp_path / "acme"
    assert run(["init", str(engagement), "--name", "Acme", "--json"]) == 0
    (engagement / "roadmap.yaml").write_text(ROADMAP, encoding="utf-8")
    cycle = engagement / "cycles" / "2026-Q4"
    cycle.mkdir()
    (cycle / "cycle.yaml").write_text("date: 2026-10-15\n", encoding="utf-8")
    assert run(["score", str(engagement), "--json"]) == 0
    return engagement


def files(folder):
    return {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}


CONTRADICTIONS = {
    "deadline, no stage": (["--deadline", "3@2027-Q2"], "stage=3@2027-Q2"),
    "deadline, no quarter": (["--deadline", "stage=3"], "stage=3@2027-Q2"),
    "deadline, a month": (["--deadline", "stage=3@2027-06"], "2027-Q2"),
    "deadline, fifth quarter": (["--deadline", "stage=3@2027-Q5"], "2027-Q5"),
    "deadline, stage 1": (["--deadline", "stage=1@2027-Q2"], "--deadline"),
    "deadline, stage 6": (["--deadline", "stage=6@2027-Q2"], "--deadline"),
    "deadline, over": (["--deadline", "stage=3@2026-Q3"], "2026-Q4"),
    "deadline, far": (["--deadline", "stage=3@2060-Q1"], "2036-Q4"),
    "two deadlines": (["--deadline", "stage=3@2027-Q2", "--deadline", "stage=2@2027-Q2"], "--deadline"),
    "horizon before the deadline": (["--deadline", "stage=2@2027-Q2", "--horizon", "3"], "--horizon"),
    "a team twice": (["--capacity", "cx=3", "--capacity", "cx=5"], "cx"),
    "less than none": (["--capacity", "cx=-3"], "cx"),
    "no days": (["--capacity", "cx="], "cx="),
    "no team": (["--capacity", "=3"], "=3"),
    "no such team": (["--capacity", "suport=3"], "support"),
    "no such action": (["--without", "contact-polici"], "contact-policy"),
    "no action": (["--without", " "], "--without"),
    "runs": (["--without", "on-its-way"], "on-its-way"),
    "finished": (["--without", "once"], "once"),
    "dropped": (["--without", "never"], "never"),
    "needed": (["--without", "contact-policy", "--deadline", "stage=2@2028-Q4"], "q1.contact-limits"),
    "no horizon": (["--horizon", "0"], "--horizon"),
    "update beside a deadline": (["--update", "--deadline", "stage=2@2027-Q2"], "--deadline"),
    "update beside a table": (["-o", "plan.csv", "--update"], "--output"),
}


@pytest.mark.parametrize("lang", ["en", "fr"])
@pytest.mark.parametrize("case", CONTRADICTIONS, ids=str)
def test_what_cannot_be_supposed_ends_in_one_message(folder, capsys, case, lang):
    arguments, named = CONTRADICTIONS[case]
    before = files(folder)
    done = call(capsys, "roadmap", folder, "--lang", lang, *arguments)
    assert (done.code, done.out) == (2, "")
    assert named in done.err
    assert done.err.count("✗") == (0 if case == "no horizon" else 1)
    assert files(folder) == before


def test_all_that_is_wrong_in_the_options_is_told_at_once(folder, capsys):
    done = call(capsys, "roadmap", folder, "--capacity", "cx", "--deadline", "soon", "--without", "")
    assert (done.code, done.err.count("✗")) == (2, 3)
