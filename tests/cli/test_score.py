from __future__ import annotations

import json
import re
import subprocess
import sys

import pytest
from cli.commands import call
from small_engagements import write_answers, write_engagement
from small_models import practice, rule

from cxmaturity.engagement.folder import open_engagement

FIELDS = {
    "schema",
    "organisation",
    "cycle",
    "as_of",
    "model",
    "stage",
    "index",
    "questions",
    "practices",
    "blockers",
    "flips",
    "agreement",
    "perception_gaps",
    "findings",
    "symptoms",
    "metrics",
}
POLICY = rule("fatigue.customers_over_policy_share", "down", 0.2, 0.05, 0.01)
PRACTICES = (practice("q1.a", evidence=[POLICY]), practice("q1.b", stage=3), practice("q2.a"), practice("q2.b", 3))
LOG = "customer_id,sent_at,source\n" + "".join(
    f"c{number},2026-0{month}-0{day}T10:00:00Z,s{day}\n" for number in range(12) for month in (3, 4) for day in (1, 3)
)


@pytest.fixture
def acme(tmp_path, capsys):
    folder = write_engagement(tmp_path / "acme", cycles={"2026-Q4": "date: 2026-10-15\n"}, practices=PRACTICES)
    answers = {"q1.a": 3, "q1.b": {"level": 1, "note": "open", "internal_note": "hush"}, "q2.a": "unknown"}
    call(capsys, "assess", folder, "--answers", write_answers(tmp_path / "a.yaml", answers))
    call(
        capsys, "assess", folder, "--answers", write_answers(tmp_path / "b.yaml", {"q1.a": 2, "q2.a": 2}, "bo", "sales")
    )
    return folder


@pytest.fixture
def with_log(acme):
    (acme / "contacts").mkdir()
    (acme / "contacts" / "log.csv").write_text(LOG)
    return acme


def test_the_json_is_the_contracts(acme, capsys):
    done = call(capsys, "score", acme, "--json")
    record = done.json
    assert done.code == 0
    assert set(record) == FIELDS
    assert (record["schema"], record["organisation"], record["cycle"], record["as_of"]) == (
        "cxmaturity/score/1",
        "Acme",
        "2026-Q4",
        "2026-10-15",
    )
    assert record["model"] == {"id": "small", "version": "1", "hash": open_engagement(acme).model().hash}
    assert record["stage"] == {"value": 2, "low": 2, "high": 2, "claimed": 2}
    assert record["metrics"].pop("interview.perception_gap") >= 0
    assert record["metrics"] == {
        f"roadmap.{name}": None
        for name in ("linked_share", "tracked_share", "record_share", "levels", "remeasured_share")
    }
    assert record["blockers"] == ["q1.b", "q2.b"]
    q1, q2 = record["questions"]
    assert set(q1) == {"id", "score", "claimed", "headline", "stage"}
    assert q1["score"] == {"value": 50, "low": 50, "high": 50, "coverage": 1}
    assert q2["score"]["high"] == pytest.approx(250 / 3)
    assert q2["stage"] == {"value": 2, "low": 2, "high": 3, "top": 3}
    first = record["practices"][0]
    assert first == {
        "id": "q1.a",
        "question": "q1",
        "stage": 2,
        "required": True,
        "claimed": "largely",
        "supported": None,
        "final": "largely",
        "verdict": "unverified",
        "answers": [
            {"respondent": "anna", "role": "cx", "level": "fully"},
            {"respondent": "bo", "role": "sales", "level": "largely"},
        ],
        "evidence": [],
        "left_out": [{"metric": "fatigue.customers_over_policy_share", "why": "no_data"}],
    }
    assert [answer["level"] for answer in record["practices"][2]["answers"]] == ["unknown", "largely"]


def test_evidence_speaks_when_there_is_a_log_and_a_declared_policy(with_log, capsys):
    (with_log / "engagement.yaml").write_text("organisation: Acme\nmodel: model\npolicy: 1/30\n")
    record = call(capsys, "score", with_log, "--json").json
    first = record["practices"][0]
    assert (first["claimed"], first["supported"], first["final"]) == ("largely", "not", "not")
    assert first["verdict"] == "contradicted"
    assert first["evidence"] == [
        {
            "metric": "fatigue.customers_over_policy_share",
            "value": 1,
            "low": 1,
            "high": 1,
            "thresholds": {"partly": 0.2, "largely": 0.05, "fully": 0.01},
        }
    ]
    assert record["stage"]["value"] == 1
    assert record["stage"]["claimed"] == 2


def test_results_are_written_and_the_same_whatever_the_language(acme, capsys):
    shown = call(capsys, "score", acme, "--json").json
    results = acme / "cycles/2026-Q4/results.json"
    content = results.read_bytes()
    assert json.loads(content)["score"] == shown
    call(capsys, "score", acme, "--lang", "fr")
    assert results.read_bytes() == content


def test_internal_notes_only_on_demand(acme, capsys):
    assert "hush" not in call(capsys, "score", acme, "--json").out
    assert "hush" in call(capsys, "score", acme, "--json", "--internal").out
    assert "hush" not in call(capsys, "score", acme, "--explain", "q1.b").out
    assert "hush" in call(capsys, "score", acme, "--explain", "q1.b", "--internal").out
    assert "hush" not in (acme / "cycles/2026-Q4/results.json").read_text()


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_the_page_fits_80_columns_without_colour(with_log, capsys, monkeypatch, lang):
    (with_log / "engagement.yaml").write_text("organisation: Acme\nmodel: model\npolicy: 1/30\n")
    monkeypatch.setenv("COLUMNS", "80")
    done = call(capsys, "score", with_log, "--lang", lang)
    assert max(len(line) for line in done.out.splitlines()) <= 80
    assert "\x1b" not in done.out
    expected = {
        "en": ("Stage 1 of 5", "1 claim contradicted by evidence", "largely not not", "evidence caps it"),
        "fr": ("Stade 1 sur 5", "1 déclaration contredite par les preuves", "plafonné par les preuves", "le stade 2"),
    }
    text = " ".join(done.out.split())
    assert all(words in text for words in expected[lang])


def test_an_engagement_without_answers_has_no_stage_and_no_scores(tmp_path, capsys):
    folder = write_engagement(tmp_path / "acme", practices=PRACTICES)
    record = call(capsys, "score", folder, "--json").json
    assert record["stage"] == {"value": None, "low": 1, "high": 5, "claimed": None}
    assert record["index"] == {"value": None, "low": 3, "high": 5}
    assert {question["score"]["value"] for question in record["questions"]} == {None}
    assert {question["score"]["coverage"] for question in record["questions"]} == {0}
    assert "No stage yet" in call(capsys, "score", folder, "--lang", "en").out


def test_explain_shows_all_that_is_known_of_a_practice(with_log, capsys):
    (with_log / "engagement.yaml").write_text("organisation: Acme\nmodel: model\npolicy: 1/30\n")
    text = " ".join(call(capsys, "score", with_log, "--explain", "q1.a", "--lang", "en").out.split())
    for words in ("anna (CX): fully", "bo (sales): largely", "contradicted by evidence", "100", "fully up to 1.0%"):
        assert words in text
    record = call(capsys, "score", with_log, "--explain", "q1.a", "--json").json
    assert (record["id"], record["verdict"]) == ("q1.a", "contradicted")
    wrong = call(capsys, "score", with_log, "--explain", "q1.aa", "--lang", "en")
    assert (wrong.code, "Did you mean “q1.a”?" in wrong.err) == (2, True)


def test_a_torn_journal_is_scored_and_said(acme, capsys):
    path = acme / "cycles/2026-Q4/answers.jsonl"
    path.write_bytes(path.read_bytes()[:-20])
    done = call(capsys, "score", acme, "--json", "--lang", "en")
    assert done.code == 0
    assert re.search(r"answers\.jsonl:5: the last line was cut off", done.err)


def test_fail_on_leaves_with_1_only_when_something_is_found(acme, capsys):
    assert call(capsys, "score", acme, "--fail-on", "high").code == 0
    assert call(capsys, "score", acme, "--fail-on", " , ").code == 2


def test_scoring_recorded_facts_needs_no_engine(with_log, capsys):
    call(capsys, "score", with_log)
    program = (
        "import sys; from cxmaturity.cli.main import run; code = run(['score', sys.argv[1]]);"
        "print([name for name in ('duckdb', 'pyarrow', 'networkx', 'questionary') if name in sys.modules],"
        " file=sys.stderr); sys.exit(code)"
    )
    done = subprocess.run([sys.executable, "-c", program, with_log], capture_output=True, text=True, check=True)
    assert done.stderr.strip().splitlines()[-1] == "[]"
