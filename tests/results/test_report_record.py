"""The report's JSON: whom it names in which edition, and that what it says is what the assessment holds."""

from __future__ import annotations

import json
from dataclasses import replace
from functools import cache

import pytest
from report import sample

from cxmaturity.assess import Assessment, assess
from cxmaturity.evidence.answers import Answer, Level
from cxmaturity.evidence.loop import LoopFacts
from cxmaturity.evidence.measures import LogInput, measure_record
from cxmaturity.model import load_metrics
from cxmaturity.report import json as written
from cxmaturity.report.edition import Edition
from cxmaturity.results import Results
from cxmaturity.results.paths import shown_path
from cxmaturity.words import text

PRACTICE = "q1.contact-limits"
VOICES = (
    Answer(PRACTICE, Level.NOT, "zoe.zed", "cx", note="Ask Zoe.", internal_note="Zoe doubts it."),
    Answer(PRACTICE, Level.FULLY, "abe.ash", "cx"),
    Answer(PRACTICE, Level.PARTLY, "abe.ash", "cx", agreed=True),
    Answer(PRACTICE, Level.LARGELY, "ida.ink", "it"),
)


@cache
def given() -> Assessment:
    """Return an assessment with persons among the voices, few customers behind some names, and a log elsewhere."""
    log = sample.contacts()
    few = {"source": "app", "n": 9, "responded": 4, "rate": 0.4, "low": 0.1, "high": 0.8}
    enough = {**few, "source": "shop", "n": 10}
    other = {**few, "source": "kiosk"}
    pairs = ({"a": "app", "b": "shop", "collisions": 20, "customers": 7, "lift": 1.5},)
    contacts = replace(
        log,
        sources={**log.sources, "app": 9, "kiosk": 9, "shop": 10},
        tables={**log.tables, "response.by_source": (few, enough, other), "fragmentation.collision_pairs": pairs},
        inputs=(LogInput("/home/jo/client/log.csv", "ab", 7, "generic", 0, "UTC"),),
        notes=(text("{file} has no rows below its header.", file="/home/jo/client/log.csv"),),
    )
    rows = ({"owner": "retail", "cases": 4, "late": 1}, {"owner": "support", "cases": 40, "late": 8})
    loop = LoopFacts({}, {"by_owner": rows}, few={"by_owner": ("retail",)})
    return assess(sample.model(), replace(sample.facts(), answers=VOICES, contacts=contacts, loop=loop))


@cache
def record(kind: str, internal: bool) -> dict:
    plan = sample.roadmap()
    named = replace(plan, actions=(replace(plan.actions[0], owner="Zoe Zed"), *plan.actions[1:]))
    return json.loads(written(Results(given(), named, {"answers.jsonl": "cd"}), Edition("en", kind, internal)))


def voices(kind: str, internal: bool) -> list[dict]:
    practices = record(kind, internal)["score"]["practices"]
    return next(practice["answers"] for practice in practices if practice["id"] == PRACTICE)


@pytest.mark.parametrize(
    ("kind", "internal", "keys"),
    [
        ("leadership", False, {"role", "level", "agreed"}),
        ("leadership", True, {"role", "level", "agreed", "internal_note"}),
        ("working", False, {"respondent", "role", "level", "agreed", "note"}),
        ("working", True, {"respondent", "role", "level", "agreed", "note", "internal_note"}),
    ],
)
def test_what_each_edition_tells_of_a_voice(kind, internal, keys):
    assert [set(voice) for voice in voices(kind, internal)] == [keys] * (4 if kind == "working" or internal else 3)


def test_a_role_that_one_person_has_is_not_heard_alone():
    assert "it" not in {voice["role"] for voice in voices("leadership", internal=False)}
    assert record("leadership", internal=False)["voices"]["roles"] == ["cx", "it"]


def test_the_leadership_report_names_nobody():
    told = json.dumps(record("leadership", internal=False)).casefold()
    assert "zoe" not in told
    assert "abe" not in told.replace("label", "")
    assert record("leadership", internal=False)["voices"] == {"respondents": 3, "roles": ["cx", "it"]}


def test_without_respondents_the_order_tells_nothing_of_them():
    said = [(voice["level"], voice["agreed"]) for voice in voices("leadership", internal=False)]
    assert said == [("fully", False), ("not", False), ("partly", True)]


@pytest.mark.parametrize("kind", ["leadership", "working"])
def test_no_edition_names_a_person_who_owns_an_action(kind):
    assert "Zoe Zed" not in json.dumps(record(kind, internal=True))


def test_figures_about_few_customers_stand_beside_no_name():
    contacts = record("working", internal=False)["contacts"]
    assert (contacts["sources"]["app"], contacts["sources"]["shop"]) == (None, 10)
    few, enough, _ = contacts["tables"]["response.by_source"]
    assert few == {"source": "app", "n": None, "responded": None, "rate": None, "low": None, "high": None}
    assert (enough["n"], enough["rate"]) == (10, 0.4)
    assert contacts["tables"]["fragmentation.collision_pairs"][0]["collisions"] is None
    by_owner = record("working", internal=False)["loop"]["tables"]["by_owner"]
    assert by_owner == [{"owner": "retail", "cases": None, "late": None}, {"owner": "support", "cases": 40, "late": 8}]


def test_every_measured_metric_is_there_with_its_definition():
    found = record("leadership", internal=False)
    assert found["metrics"] == json.loads(
        json.dumps({name: measure_record(value) for name, value in given().measures.items()})
    )
    known = {metric.id for metric in load_metrics()}
    assert {entry["id"] for entry in found["definitions"]} >= set(found["metrics"]) & known
    assert all(entry["definition"] for entry in found["definitions"])


def test_every_metric_leads_to_the_inputs_it_rests_on():
    log, digest = sample.contacts().inputs[0], "3f" * 32
    assert log.sha256 == digest
    inputs = {log.path: digest, "…/export.csv": sample.contacts().inputs[1].sha256, "ownership.yaml": "0" * 64,
              "cycles/2026-Q4/answers.jsonl": "1" * 64}  # fmt: skip
    found = json.loads(written(Results(sample.assessment(), None, inputs), Edition("en")))
    files = {entry["id"]: entry["files"] for entry in found["definitions"]}
    assert files["contacts.count"] == [log.path, "…/export.csv"]
    assert files["map.accountable_weighted_share"] == ["ownership.yaml", log.path, "…/export.csv"]
    assert files["interview.perception_gap"] == ["cycles/2026-Q4/answers.jsonl"]
    assert {file for rests in files.values() for file in rests} <= {entry["path"] for entry in found["inputs"]}


def test_the_claims_against_evidence_add_up():
    found = record("leadership", internal=False)
    verdicts = [practice["verdict"] for practice in found["score"]["practices"]]
    assert len(found["claims"]["against"]) == found["claims"]["contradicted"] == verdicts.count("contradicted")


def test_folders_outside_the_engagement_are_not_told():
    told = json.dumps(record("working", internal=True))
    assert "/home/jo" not in told
    assert "…/log.csv" in json.dumps(record("working", internal=True), ensure_ascii=False)


@pytest.mark.parametrize(
    ("path", "shown"),
    [
        ("contacts/a.csv", "contacts/a.csv"), ("answers.jsonl", "answers.jsonl"), ("/home/jo/a.csv", "…/a.csv"),
        ("C:\\Users\\jo\\a.csv", "…/a.csv"), ("../a.csv", "…/a.csv"), ("~/x/a.csv", "…/a.csv"),
        ("s3://bucket/client/a.parquet", "…/a.parquet"), ("contacts/..a.csv", "contacts/..a.csv"),
    ],
)  # fmt: skip
def test_a_path_elsewhere_is_its_file_name(path, shown):
    assert shown_path(path) == shown


def test_a_part_without_data_is_not_there():
    found = json.loads(written(Results(sample.empty_assessment()), Edition("fr")))
    assert not {"contacts", "ownership", "loop", "roadmap", "progress"} & set(found)
    assert (found["trend"], found["inputs"], found["language"]) == ([], [], "fr")
