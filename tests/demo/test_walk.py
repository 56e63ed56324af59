"""The demo from an empty folder to its PDF: the audit finds what was planted, and the claims meet their evidence."""

from __future__ import annotations

import csv
import json
import re
from collections import Counter
from pathlib import Path

import pytest
from pypdf import PdfReader

from cxmaturity.cli.main import run
from cxmaturity.cli.roadmap import page
from cxmaturity.demo import Walked, walk
from cxmaturity.demo.folder import MARK, fill, make_room
from cxmaturity.engagement.comparing import compare_cycles
from cxmaturity.engagement.concluding import conclude
from cxmaturity.engagement.facts import gather
from cxmaturity.engagement.previous import Looking
from cxmaturity.errors import InputError

README = (Path(__file__).parents[2] / "README.md").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def walked(tmp_path_factory) -> Walked:
    return walk(tmp_path_factory.mktemp("demo") / "sample", "en", lambda step: None)


def ask(walked, query: str):
    import duckdb

    with duckdb.connect() as engine:
        engine.execute("set timezone = 'Europe/Paris'")
        return engine.execute(query.replace("LOG", f"'{walked.folder}/contacts/contacts.parquet'")).fetchone()


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


def test_no_cycle_knows_what_came_after_it(walked):
    """Facts and scores hold no day after the cycle's own."""
    for name, last in (("2026-Q2", "2026-04-15"), ("2026-Q4", "2026-10-15")):
        for file in ("facts", "results"):
            text = (walked.folder / "cycles" / name / f"{file}.json").read_text(encoding="utf-8")
            known = {**json.loads(text), "roadmap": None} if file == "results" else json.loads(text)
            days = re.findall(r"\d{4}-\d{2}-\d{2}", json.dumps(known))
            assert days
            assert max(days) <= last, (name, file)


def test_the_first_cycle_looked_at_the_log_that_there_was(walked):
    facts = json.loads((walked.folder / "cycles" / "2026-Q2" / "facts.json").read_text(encoding="utf-8"))
    first, last = ask(walked, "select min(sent_at)::date::text, max(sent_at)::date::text from LOG")
    assert (first, last) == ("2025-10-01", "2026-09-30")
    (there,) = ask(walked, "select count(*) from LOG where sent_at::date <= '2026-03-31'")
    assert facts["contact"]["metrics"]["contacts.count"] == there


def test_finished_actions_are_judged_as_planted(walked):
    """One moved what it aimed at, of one nobody can tell, one was there before anything was measured, one is late."""
    told = {item.action.id: item for item in walked.progress.actions}
    called = told["call-back-hours"]
    assert (called.judged.verdict, called.judged.reached, called.slip.months) == ("towards", False, 0)
    assert called.judged.change.low > 0
    hoped = told["executive-review"].judged
    assert hoped.verdict == "cannot_tell"
    assert hoped.change.low < 0 < hoped.change.high
    assert hoped.change.detectable > hoped.change.change
    assert told["core-surveys"].judged.verdict == "no_measurement_before"
    late = told["comment-reading"]
    assert (late.status, late.slip.start, late.slip.end) == ("running", 4, 4)
    assert walked.progress.plan.cycle == "2026-Q2"


def test_updates_date_what_runs_by_the_plan_of_before_and_the_rest_by_the_present_one(walked):
    gathered = gather(walked.folder)
    looking, state = Looking(gathered), gathered.facts.roadmap
    assert looking.at(state, "comment-reading").slip.months == 4
    assert (looking.plan.cycle, looking.plan.spans["source-inventory"].start) == ("2026-Q4", "2026-11")


def test_what_moved_in_the_cases_is_what_was_planted(walked):
    """Before the hours for calling back and since, counted in cases.csv itself."""
    planted, facts = Counter[str](), walked.folder / "cycles" / "2026-Q2" / "facts.json"
    with (walked.folder / "cases.csv").open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            if row["opened_at"] < "2026-04-15T22:00:00Z":  # midnight in Paris, at which the day of the cycle ends
                planted.update(cases=1, linked=bool(row["action_id"]), cause=bool(row["cause"]))
    metrics = json.loads(facts.read_text(encoding="utf-8"))["loop"]["metrics"]
    assert planted["linked"] == 0
    for metric, part in (("loop.linked_to_action", "linked"), ("loop.with_cause", "cause")):
        assert metrics[metric]["n"] == planted["cases"]
        assert metrics[metric]["value"] == pytest.approx(planted[part] / planted["cases"])


def test_the_first_cycle_concluded_again_is_the_same(walked):
    results = walked.folder / "cycles" / "2026-Q2" / "results.json"
    before = results.read_bytes()
    conclude(gather(walked.folder, "2026-Q2"))
    assert results.read_bytes() == before


def test_the_first_cycle_is_compared_with(walked):
    """What moved is told by its cause, and what did not move much is not said to have moved."""
    compared = compare_cycles(walked.folder, "2026-Q2", "2026-Q4")
    comparison, notes = compared.comparison, " ".join(note.show("en") for note in compared.notes)
    assert "182 days in 2026-Q2 and 365 days in 2026-Q4" in notes
    assert "their samples are not independent" in notes
    causes = {move.id: move.cause for move in comparison.practices}
    assert (
        causes["q1.contact-limits"] == "evidence"
    )  # seen for a whole year, more of the customers were asked too often
    assert causes["q4.executive-review"] == "answers"
    assert causes["q3.trained"] == "respondents"
    assert all(sum(moved.parts.values()) == moved.change for moved in comparison.questions)
    verdicts = {change.id: change.verdict for change in comparison.metrics}
    assert verdicts["loop.deadline"] == verdicts["loop.detractor_follow_up"] == "rose"
    assert verdicts["score.nps"] == verdicts["response.rate"] == "cannot_tell"
    assert "over_policy" not in {*comparison.findings.new, *comparison.findings.gone}


def test_the_readme_shows_the_plan_as_it_is_drawn(walked, capsys, monkeypatch):
    """Each line of its sample is one of the page, in the order of the page."""
    monkeypatch.setenv("COLUMNS", "96")
    capsys.readouterr()
    page.show(page.shown(walked.assessment, walked.roadmap, "en"), walked.folder)
    drawn = [line.removeprefix(" ").rstrip() for line in capsys.readouterr().out.splitlines()]
    sample = README.partition("## The roadmap\n")[2].partition("```text\n")[2].partition("\n```")[0].splitlines()
    places = [drawn.index(line) for line in sample]
    assert len(places) >= 7
    assert places == sorted(places)


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
