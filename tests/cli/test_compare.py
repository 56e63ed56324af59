"""``compare``: what it refuses, and what it cannot know."""

from __future__ import annotations

import json
from datetime import date

import pytest
from cli.commands import call
from comparison.cycles import OVER, PRACTICES, RATE, Planted, plant, share
from small_engagements import write_answers, write_engagement, write_model, write_parts
from small_models import model, practice

from cxmaturity.model import load_checks, load_metrics

CYCLES = {"2026-Q2": "date: 2026-06-30\n", "2026-Q4": "date: 2026-12-31\n"}
LOG = "customer_id,sent_at,source\n" + "".join(f"c{n % 20},2026-0{1 + n % 5}-1{n % 7}T10:00:00Z,s\n" for n in range(30))


@pytest.fixture
def acme(tmp_path, capsys):
    folder = write_engagement(tmp_path / "acme", "language: en\n", CYCLES)
    for cycle, level in (("2026-Q2", "partly"), ("2026-Q4", "largely")):
        answers = write_answers(tmp_path / "answers.yaml", {"q1.a": level, "q1.b": "fully"})
        assert call(capsys, "assess", folder, "--cycle", cycle, "--answers", answers).code == 0
        assert call(capsys, "score", folder, "--cycle", cycle).code == 0
    return folder


def moved(record, question):
    return next(found for found in record["questions"] if found["id"] == question)


@pytest.mark.parametrize(
    ("cycles", "said"),
    [
        (("2026-Q3", "2026-Q4"), ["there is no cycle “2026-Q3”", "Did you mean “2026-Q"]),
        (("2025-autumn", "winter"), ["“2025-autumn”", "“winter”", "Known are: 2026-Q2, 2026-Q4."]),
        (
            ("2026-Q4", "2026-Q4"),
            ["the cycle “2026-Q4” was given twice, and a comparison needs two.", "The other cycles are: 2026-Q2."],
        ),
    ],
    ids=["a slip", "both unknown", "the same"],
)
def test_cycles_that_cannot_be_compared_are_told(acme, capsys, cycles, said):
    done = call(capsys, "compare", acme, *cycles)
    assert (done.code, done.out) == (2, "")
    for words in said:
        assert words in done.err


def test_what_is_no_engagement_is_told(tmp_path, capsys):
    done = call(capsys, "compare", tmp_path, "2026-Q2", "2026-Q4", "--lang", "en")
    assert (done.code, done.out) == (2, "")
    assert "this folder holds no engagement" in done.err


def test_a_cycle_that_is_barely_answered_is_said_to_be(acme, tmp_path, capsys):
    first = "2027-Q1 holds answers to 1 of 7 applicable practices, 2026-Q4 to 2"
    (tmp_path / "few.yaml").write_text("respondent: anna\nrole: cx\nanswers: {q1.a: fully}\n")
    call(capsys, "assess", acme, "--cycle", "2027-Q1", "--as-of", "2027-01-31", "--answers", tmp_path / "few.yaml")
    told = " ".join(call(capsys, "compare", acme, "2026-Q4", "2027-Q1").out.replace("\u00a0", " ").split())
    assert first in told
    assert "holds answers" not in call(capsys, "compare", acme, "2026-Q2", "2026-Q4").out


def test_answers_alone_move_scores_and_the_json_has_the_contracts_keys(acme, capsys):
    done = call(capsys, "compare", acme, "2026-Q2", "2026-Q4", "--json")
    record = done.json
    assert done.err == ""
    assert set(record) >= {"schema", "from", "to", "questions", "stage", "practices", "metrics", "findings"}
    assert moved(record, "q1") == {
        "id": "q1",
        "from": pytest.approx(200 / 3),
        "to": pytest.approx(250 / 3),
        "model": 0,
        "respondents": 0,
        "answers": pytest.approx(50 / 3),
        "evidence": 0,
    }
    assert moved(record, "q2")["to"] is moved(record, "q2")["answers"] is None
    assert record["stage"] == {"from": 1, "to": 1, "model": 0, "respondents": 0, "answers": 0, "evidence": 0}
    assert record["practices"] == [{"id": "q1.a", "from": "partly", "to": "largely", "cause": "answers"}]


def test_a_score_that_nothing_moved_says_so(acme, capsys, tmp_path):
    answers = write_answers(tmp_path / "same.yaml", {"q1.a": "partly"})
    assert call(capsys, "assess", acme, "--cycle", "2026-Q4", "--answers", answers).code == 0
    done = call(capsys, "compare", acme, "2026-Q2", "2026-Q4")
    assert "No score and no practice moved." in done.out
    assert "Findings: none is new, none is gone." in done.out
    assert "Stage 1, as before" in done.out


def over_policy(record):
    return next(metric for metric in record["metrics"] if metric["id"] == "fatigue.customers_over_policy_share")


def test_two_cycles_that_look_at_the_same_requests_are_told(acme, capsys):
    (acme / "contacts").mkdir()
    (acme / "contacts" / "log.csv").write_text(LOG)
    for cycle in CYCLES:
        assert call(capsys, "audit", acme, "--cycle", cycle).code == 0
    done = call(capsys, "compare", acme, "2026-Q2", "2026-Q4", "--json")
    assert "The logs of both cycles cover 10 January 2026 to" in done.err.replace("\u00a0", " ")
    assert over_policy(done.json)["low"] < 0
    (acme / "engagement.yaml").write_text("organisation: Acme\nlanguage: en\nmodel: model\npolicy: 1/90\n")
    done = call(capsys, "compare", acme, "2026-Q2", "2026-Q4", "--json")
    assert "Another contact rule was in force" in done.err
    assert over_policy(done.json)["low"] is None
    (acme / "cycles" / "2026-Q4" / "cycle.yaml").write_text("date: 2026-12-31\nlog_from: 2026-06-01\n")
    assert "The logs of both cycles" not in call(capsys, "compare", acme, "2026-Q2", "2026-Q4").err


def test_another_model_counts_what_both_ask(acme, capsys):
    """The engagement moves to a model of another id, which asks q1.a and something of its own."""
    write_model(acme / "other", [practice("q1.a"), practice("q1.z", required=False)])
    header = acme / "other" / "model.yaml"
    header.write_text(header.read_text().replace("id: small", "id: other"))
    settings = acme / "engagement.yaml"
    settings.write_text(settings.read_text().replace("model: model", "model: other"))
    done = call(capsys, "compare", acme, "2026-Q2", "2026-Q4", "--json")
    assert "assessed by different models, small and other" in done.err
    q1 = moved(done.json, "q1")
    assert (q1["from"], q1["model"], q1["answers"]) == pytest.approx((200 / 3, 100 / 3 - 200 / 3, 100 / 3))


def test_a_weight_that_is_changed_in_place_is_the_models_doing(acme, capsys):
    """The version was not raised: the rules that were kept tell all the same."""
    path = acme / "model" / "practices.yaml"
    path.write_text(path.read_text().replace("weight: '1'", "weight: '3'", 1))
    done = call(capsys, "compare", acme, "2026-Q2", "2026-Q4", "--json")
    q1 = moved(done.json, "q1")
    assert (q1["from"], q1["model"], q1["answers"]) == pytest.approx((200 / 3, 50 - 200 / 3, 25))
    assert "2026-Q4: The model small 1 was changed since" in done.err
    assert "2026-Q2: The model" not in done.err, "it is scored as it was"
    (acme / "contacts").mkdir()
    (acme / "contacts" / "log.csv").write_text(LOG)
    assert call(capsys, "audit", acme, "--cycle", "2026-Q2").code == 0
    rules = json.loads((acme / "cycles" / "2026-Q2" / "facts.json").read_text())["rules"]
    assert {rule["weight"] for rule in rules["practices"]} == {"1"}, "other logs are no other rules"


@pytest.mark.parametrize(("language", "words"), [("en", ("better", "worse")), ("fr", ("mieux", "moins bien"))])
def test_metrics_that_moved_are_said_to_be_better_or_worse(tmp_path, capsys, language, words):
    before = {RATE: share(200, 1000), OVER: share(10, 1000), "contacts.tools": share(200, 1000)}
    after = {RATE: share(300, 1000), OVER: share(100, 1000), "contacts.tools": share(300, 1000)}
    cycles = Planted(date(2026, 10, 15), before), Planted(date(2027, 4, 15), after)
    done = call(capsys, "compare", plant(tmp_path / "acme", "actions: []\n", *cycles), "c1", "c2", "--lang", language)
    rows = [line for line in done.out.split("\n") if " … " in line]
    assert [next((word for word in words if line.endswith(word)), None) for line in rows] == [None, words[1], words[0]]


@pytest.mark.parametrize(
    ("cycles", "language", "words"),
    [
        (("c1", "c2"), "en", ("c2 cannot look for: nobody can tell", "c2 has no ownership map")),
        (("c2", "c1"), "en", ("Findings that c2 could not look for", "c2 has no ownership map")),
        (("c1", "c2"), "fr", ("Constats que c2 ne peut pas chercher", "c2 n’a pas de carte des responsabilités")),
    ],
)
def test_a_finding_whose_records_are_lost_is_not_gone(tmp_path, capsys, cycles, language, words):
    folder = plant(
        tmp_path / "acme", "actions: []\n", Planted(date(2026, 10, 15), objective=True), Planted(date(2027, 4, 15))
    )
    write_parts(folder / "model", model(PRACTICES).model_copy(update={"checks": load_checks()}))
    page = " ".join(call(capsys, "compare", folder, *cycles, "--lang", language).out.split())
    assert all(said in page for said in words)
    assert "Findings that are gone" not in page
    assert call(capsys, "compare", folder, *cycles, "--json").json["findings"]["gone"] == []


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", "95% interval: 20 metrics, of which 2 moved; chance alone would move about 1. Customers asked in both"),
        ("fr", "20 indicateurs, dont 2 ont bougé ; le hasard seul en ferait bouger environ 1."),
    ],
)
def test_the_page_counts_what_was_judged_and_what_chance_would_move(tmp_path, capsys, language, words):
    of_log = [metric.id for metric in load_metrics() if metric.id.startswith(("fatigue.", "fragmentation."))]
    names = [name for name in of_log if "over_policy" not in name][:20]
    before = dict.fromkeys(names, share(200, 1000))
    after = before | dict.fromkeys(names[:2], share(300, 1000))
    cycles = Planted(date(2026, 10, 15), before), Planted(date(2027, 4, 15), after)
    done = call(capsys, "compare", plant(tmp_path / "acme", "actions: []\n", *cycles), "c1", "c2", "--lang", language)
    assert words in " ".join(done.out.split())
