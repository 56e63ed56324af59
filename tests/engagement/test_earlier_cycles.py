"""What earlier cycles concluded is read as they recorded it, and never stops a report."""

import json
from datetime import date

import pytest
from small_engagements import write_engagement

from cxmaturity.engagement.concluding import conclude
from cxmaturity.engagement.facts import gather
from cxmaturity.results import EarlierScore
from cxmaturity.scoring import StageReach

CYCLES = {"2026-Q1": "date: 2026-03-01\n", "2026-Q2": "date: 2026-06-01\n", "2026-Q3": "date: 2026-09-01\n"}


@pytest.fixture
def acme(tmp_path):
    """Return an engagement with two cycles concluded and a third one begun."""
    folder = write_engagement(tmp_path / "acme", cycles=CYCLES)
    for cycle in ("2026-Q1", "2026-Q2"):
        conclude(gather(folder, cycle, None))
    return folder


def earlier(folder):
    return conclude(gather(folder, "2026-Q3", None)).earlier


def rewrite(path, **changes):
    """Change parts of the score that a results.json keeps."""
    record = json.loads(path.read_text())
    record["score"] |= changes
    path.write_text(json.dumps(record))


def test_cycles_before_this_one_are_there_by_date_and_no_later_one(acme):
    assert [cycle.name for cycle in earlier(acme).cycles] == ["2026-Q1", "2026-Q2"]
    assert [cycle.name for cycle in conclude(gather(acme, "2026-Q2", None)).results.earlier] == ["2026-Q1"]
    assert not earlier(acme).notes


def test_a_cycle_is_shown_as_it_recorded_itself(acme):
    score = {"value": 40.5, "low": 30, "high": 61, "coverage": 1}
    rewrite(
        acme / "cycles" / "2026-Q1" / "results.json",
        model={"id": "small", "version": "0.9", "hash": "ab"},
        stage={"value": 2, "low": 1, "high": 3, "claimed": 4},
        index={"value": 2.25, "low": 2, "high": 3},
        questions=[{"id": "q9", "score": score, "claimed": {**score, "value": 77}}],
    )
    first = earlier(acme).cycles[0]
    assert (first.as_of, first.model, first.version) == (date(2026, 3, 1), "ab", "0.9")
    assert (first.stage, first.claimed_stage, first.index) == (StageReach(2, 1, 3), 4, 2.25)
    assert first.questions == {"q9": EarlierScore(40.5, 30, 61, 77)}


@pytest.mark.parametrize(
    "content",
    [
        None, "", "{", "[]", "[" * 5000, '{"schema": "cxmaturity/results/1"}', '{"schema": "cxmaturity/results/2"}',
        b"\xff\xfe", "folder",
    ],
    ids=["missing", "empty", "torn", "list", "deep", "no score", "another schema", "no text", "a folder"],
)  # fmt: skip
def test_a_cycle_that_cannot_be_read_is_left_out_with_a_note(acme, content):
    path = acme / "cycles" / "2026-Q1" / "results.json"
    path.unlink()
    if content == "folder":
        path.mkdir()
    elif content is not None:
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
    found = earlier(acme)
    assert [cycle.name for cycle in found.cycles] == ["2026-Q2"]
    (note,) = found.notes
    assert "2026-Q1" in note.show("en")
    assert "2026-Q1" in note.show("fr")


@pytest.mark.parametrize(
    "change",
    [
        {"as_of": "2025-03-01"}, {"cycle": "2025-Q1"}, {"stage": {"value": 77, "low": 1, "high": 1, "claimed": 1}},
        {"index": {"value": float("nan"), "low": 1, "high": 1}}, {"questions": [{"id": "q1", "score": 44}]},
    ],
    ids=["another date", "another name", "no stage of ours", "no number", "no score of ours"],
)  # fmt: skip
def test_results_that_are_not_of_this_cycle_or_no_scores_are_left_out(acme, change):
    rewrite(acme / "cycles" / "2026-Q1" / "results.json", **change)
    found = earlier(acme)
    assert [cycle.name for cycle in found.cycles] == ["2026-Q2"]
    assert len(found.notes) == 1


def test_nothing_is_scored_again_when_the_model_changes(acme):
    before = earlier(acme).cycles
    settings = acme / "model" / "model.yaml"
    settings.write_text(settings.read_text().replace("version: ", "version: 9"))
    concluded = conclude(gather(acme, "2026-Q3", None))
    assert concluded.earlier.cycles == before
    assert {cycle.model for cycle in before} != {concluded.assessment.model.hash}


def test_scores_compare_as_long_as_the_rules_are_the_present_ones(acme):
    """A text that was mended changes the model's hash, and no score."""
    folder = acme / "cycles" / "2026-Q1"
    rewrite(folder / "results.json", model={"id": "small", "version": "0.9", "hash": "ab"})
    assert [cycle.compares_with("cd") for cycle in earlier(acme).cycles] == [False, True]
    facts = json.loads((folder / "facts.json").read_text())
    facts["rules"] |= {"hash": "ab", "version": "0.9"}
    (folder / "facts.json").write_text(json.dumps(facts))
    assert [cycle.compares_with("cd") for cycle in earlier(acme).cycles] == [True, True]
    facts["rules"]["practices"][0]["weight"] = "7"
    (folder / "facts.json").write_text(json.dumps(facts))
    assert not earlier(acme).cycles[0].compares_with("cd")
