"""The demo from an empty folder to its PDF: the audit finds what was planted, and the claims meet their evidence."""

from __future__ import annotations

import json

import pytest
from pypdf import PdfReader

from cxmaturity.cli.main import run
from cxmaturity.demo import Walked, walk
from cxmaturity.demo.folder import MARK, fill, make_room
from cxmaturity.engagement.comparing import compare_cycles
from cxmaturity.errors import InputError


@pytest.fixture(scope="module")
def walked(tmp_path_factory) -> Walked:
    return walk(tmp_path_factory.mktemp("demo") / "sample", "en", lambda step: None)


def test_the_audit_finds_what_was_planted(walked):
    planted, contacts = walked.planted, walked.assessment.facts.contacts
    metrics = contacts.metrics
    assert metrics["contacts.count"] == planted.contacts
    assert metrics["contacts.customers"] == planted.customers
    assert metrics["contacts.duplicates"] == planted.duplicates
    assert metrics["contacts.unattributed_share"] == pytest.approx(planted.unattributed / planted.contacts)
    assert metrics["fatigue.over_20_a_day.customers"] == planted.over_20_a_day
    assert metrics["fatigue.same_day.customers"] == planted.same_day
    assert metrics["fatigue.customers_over_policy_share"] == pytest.approx(planted.over_policy / planted.customers)
    assert metrics["fragmentation.collisions_7d"] == planted.collisions
    assert {name: number for name, number in contacts.sources.items() if name} == dict(planted.by_source)


def test_the_map_shows_its_gaps(walked):
    gaps = walked.assessment.ownership.gaps
    assert gaps["source_without_accountable"] == ("first-month",)
    assert gaps["source_with_several_accountable"] == ("loan-decision",)
    assert set(gaps["dead_end_source"]) == {"complaint-survey", "first-month"}
    assert gaps["alert_incomplete"] == ("loan-refused",)
    assert gaps["overseer_is_owner"] == ("bad-visit",)
    assert "operations" in gaps["silent_team"]
    assert gaps["shadow_source"] == ("partner-offers",)
    assert gaps["dead_source"] == ("website-poll",)
    assert gaps["touchpoint_without_source"] == ("card-dispute",)


def test_the_log_contradicts_claims(walked):
    scores = walked.assessment.scores
    contradicted = {score.practice.id for score in scores.practices if score.verdict == "contradicted"}
    assert {"q1.contact-limits", "q3.routing", "q7.inventory", "q7.shared-calendar"} <= contradicted
    assert (scores.claimed_stage, scores.stage.value) == (2, 1)


def test_the_roadmap_is_planned_and_the_report_printed(walked):
    assert [planned for planned in walked.roadmap.actions if planned.start]
    assert walked.report.read_bytes().startswith(b"%PDF")
    results = json.loads((walked.folder / "cycles" / "2026-Q4" / "results.json").read_bytes())
    assert {"score", "roadmap"} <= set(results)
    assert len(PdfReader(walked.report).pages) <= 14


def test_the_closed_loop_is_part_of_it(walked):
    assert walked.assessment.facts.loop.cases == sum(group.cases for group in walked.cases.groups)
    contradicted = {each.practice.id for each in walked.assessment.scores.practices if each.verdict == "contradicted"}
    assert {"q3.detractors-followed", "q3.acknowledged", "q3.deadline-kept"} <= contradicted


def test_the_sample_is_an_engagement_like_any_other(walked, capsys):
    assert run(["score", str(walked.folder), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["stage"]["value"] == 1
    for name in ("executive", "cx", "branch", "hotline"):
        path = walked.folder / "answers" / f"{name}.yaml"
        assert run(["assess", str(walked.folder), "--answers", str(path), "--json"]) == 0
        assert json.loads(capsys.readouterr().out)["saved"] == 0


def test_the_first_cycle_knew_no_log_and_is_compared_with(walked):
    """What the log contradicts half a year later is told as evidence, and not as a change of mind."""
    comparison = compare_cycles(walked.folder, "2026-Q2", "2026-Q4").comparison
    causes = {move.id: move.cause for move in comparison.practices}
    assert causes["q1.contact-limits"] == causes["q3.acknowledged"] == "evidence"
    assert causes["q4.executive-review"] == "answers"
    assert causes["q3.trained"] == "respondents"
    assert comparison.before.facts.contacts is None
    assert all(sum(moved.parts.values()) == moved.change for moved in comparison.questions)
    assert "over_policy" in comparison.findings.new


def test_in_french_and_for_machines(tmp_path, capsys):
    assert run(["demo", str(tmp_path / "essai"), "--lang", "fr", "--json"]) == 0
    shown = capsys.readouterr()
    made = json.loads(shown.out)
    assert made["report"].endswith("report-fr.pdf")
    assert len(PdfReader(made["report"]).pages) <= 14
    assert "Impression du rapport…" in shown.err
    assert "organisation: Banque Valmère" in (tmp_path / "essai" / "engagement.yaml").read_text(encoding="utf-8")


def test_a_folder_with_anything_else_in_it_is_refused(tmp_path):
    (tmp_path / "thesis.txt").write_text("years of work")
    with pytest.raises(InputError, match="not a former demo"):
        make_room(tmp_path)
    with pytest.raises(InputError, match="a folder was expected"):
        make_room(tmp_path / "thesis.txt")
    assert [path.name for path in tmp_path.iterdir()] == ["thesis.txt"]


def test_a_former_demo_is_written_anew(tmp_path):
    folder = tmp_path / "sample"
    make_room(folder)
    fill(folder, "en")
    (folder / "cycles" / "2026-Q4" / "answers.jsonl").write_text("{}\n")
    make_room(folder)
    fill(folder, "fr")
    assert (folder / MARK).exists()
    assert not (folder / "cycles" / "2026-Q4" / "answers.jsonl").exists()
    assert "Expérience client" in (folder / "ownership.yaml").read_text(encoding="utf-8")
