"""Two cycles between which everything changes: ``compare`` names what moved each score, exactly."""

from __future__ import annotations

import json
from fractions import Fraction
from shutil import copytree

import pytest
from cli.commands import call
from two_cycles import FIRST, SECOND, write_two_cycles

from cxmaturity.stats import newcombe

THIRD = Fraction(100, 3)
QUESTIONS = {
    # from, to, model, respondents, answers, evidence
    "q1": (60, Fraction(400, 9), Fraction(400, 9) - 60, 0, 0, 0),
    "q2": (50, Fraction(250, 3), 0, THIRD, 0, 0),
    "q3": (THIRD, Fraction(250, 3), 0, 0, 50, 0),
    "q4": (THIRD, Fraction(175, 3), 0, 0, 0, 25),
    "q5": (THIRD, Fraction(650, 9), Fraction(100, 9), Fraction(50, 9), Fraction(100, 9), Fraction(100, 9)),
    "q6": (None, 2 * THIRD, None, None, None, None),
    "q7": (THIRD, 2 * THIRD, 0, 0, THIRD, 0),
    "q9": (None, 2 * THIRD, None, None, None, None),
    "q8": (2 * THIRD, None, None, None, None, None),
}
PRACTICES = {
    "q1.scale": ("fully", "largely", "model"),
    "q1.threshold": ("fully", "partly", "model"),
    "q1.old": ("not", None, "model"),
    "q2.a": ("not", "largely", "respondents"),
    "q3.a": ("partly", "fully", "answers"),
    "q3.b": ("partly", "largely", "answers"),
    "q4.policy": ("fully", "not", "evidence"),
    "q4.answered": ("not", "largely", "evidence"),
    "q4.documented": ("not", "fully", "evidence"),
    "q4.families": ("partly", "largely", "evidence"),
    "q5.crowd": ("not", "fully", "answers"),
    "q5.capped": ("not", "largely", "evidence"),
    "q5.before": ("largely", None, "model"),
    "q5.after": (None, "largely", "model"),
    "q6.a": (None, "largely", "answers"),
    "q7.a": ("partly", "largely", "answers"),
    "q8.gone": ("largely", None, "model"),
    "q9.new": (None, "largely", "answers"),
}
PARTS = ("from", "to", "model", "respondents", "answers", "evidence")


@pytest.fixture(scope="module")
def acme(tmp_path_factory):
    return write_two_cycles(tmp_path_factory.mktemp("two") / "acme")


@pytest.fixture(scope="module")
def contents(acme):
    """What lies in the folder before anything is compared."""
    return {path: path.read_bytes() for path in acme.rglob("*") if path.is_file()}


def test_each_movement_is_attributed_as_it_was_planted(acme, contents, capsys):
    done = call(capsys, "compare", acme, FIRST, SECOND, "--json")
    record = done.json
    assert done.code == 0
    assert [record[key] for key in ("schema", "from", "to")] == ["cxmaturity/compare/1", FIRST, SECOND]
    found = {question["id"]: tuple(question[part] for part in PARTS) for question in record["questions"]}
    assert list(found) == list(QUESTIONS)
    for name, expected in QUESTIONS.items():
        assert found[name] == pytest.approx(tuple(None if part is None else float(part) for part in expected)), name
    assert tuple(record["stage"][part] for part in PARTS) == (1, 2, 1, 1, 1, -2)
    assert {move["id"]: (move["from"], move["to"], move["cause"]) for move in record["practices"]} == PRACTICES
    assert record["findings"] == {"new": ["many_senders", "over_policy"], "gone": ["single_kpi_programme"]}
    assert {path: path.read_bytes() for path in acme.rglob("*") if path.is_file()} == contents


def test_metrics_are_judged_by_what_chance_could_do(acme, capsys):
    record = call(capsys, "compare", acme, FIRST, SECOND, "--json").json
    metrics = {metric["id"]: metric for metric in record["metrics"]}
    rate = metrics["response.rate"]
    assert (rate["from"], rate["to"], rate["verdict"]) == (0.1, 0.6, "rose")
    assert (rate["low"], rate["high"]) == pytest.approx(newcombe(78, 130, 10, 100))
    judged = {name: (found["from"], found["to"], found["verdict"]) for name, found in metrics.items()}
    assert judged["map.kpi_families"] == (1, 2, "rose")
    assert judged["map.sources_with_objective_share"] == (0.5, 0.5, "cannot_tell")
    assert judged["loop.documented"] == (0, 0, "cannot_tell")
    over = metrics["fatigue.customers_over_policy_share"]
    assert (over["low"], over["high"]) == pytest.approx(newcombe(30, 101, 0, 101))
    assert judged["contacts.per_customer.max"] == (1, 2, "cannot_tell")
    assert metrics["contacts.per_customer.max"]["low"] is None


def test_the_first_cycle_is_compared_as_it_was_scored(acme, capsys):
    """By version 1, which the folder does not hold any more; its results were written then."""
    then = json.loads((acme / "cycles" / FIRST / "results.json").read_text())["score"]
    record = call(capsys, "compare", acme, FIRST, SECOND, "--json").json
    assert record["stage"]["from"] == then["stage"]["value"]
    before = {question["id"]: question["from"] for question in record["questions"] if question["id"] != "q9"}
    assert before == {question["id"]: question["score"]["value"] for question in then["questions"]}


def test_back_in_time_every_movement_turns_round(acme, capsys):
    done = call(capsys, "compare", acme, SECOND, FIRST, "--json")
    assert f"{SECOND} is later than {FIRST}" in done.err
    onward = call(capsys, "compare", acme, FIRST, SECOND, "--json").json
    ends = {question["id"]: (question["from"], question["to"]) for question in onward["questions"]}
    assert {question["id"]: (question["to"], question["from"]) for question in done.json["questions"]} == ends
    assert {metric["id"]: metric["verdict"] for metric in done.json["metrics"]}["response.rate"] == "fell"
    assert done.json["findings"] == {"new": ["single_kpi_programme"], "gone": ["many_senders", "over_policy"]}


def test_at_a_later_date_the_log_is_too_old_to_check_a_claim(acme, contents, capsys):
    record = call(capsys, "compare", acme, FIRST, SECOND, "--json", "--as-of", "2028-06-01").json
    moves = {move["id"]: (move["to"], move["cause"]) for move in record["practices"]}
    assert moves["q4.answered"] == moves["q5.capped"] == ("fully", "evidence")
    assert "q4.policy" not in moves
    assert {path: path.read_bytes() for path in acme.rglob("*") if path.is_file()} == contents


PAGE = {
    "en": (
        "Stage 1 → 2 · evidence −2, model +1, voices +1, answers +1",
        "1.83 → 3.33 · model +1.00, answers +0.67, evidence −0.50,\n voices +0.33",
        "Judged by a 95% interval: 4 metrics, of which 3 moved; chance alone seldom\n moves one of so few.",
        "New practices:  q5.after, q9.new",
        "Practices no longer asked:  q1.old, q5.before, q8.gone",
        "Another weight, stage or gate:  q1.weight, q5.weight",
        "Other evidence rules:  q1.threshold",
        "Voices no longer heard:  1 × front-line",
        "q3 rose by 50 points: answers +50",
        "voices  q2.a  not → largely",
        "q1 fell by 16 points: model −16",
        "q6 cannot be compared: nothing is answered in 2026-Q2",
        "q8 is not in the model any more",
        "Only the model or other people, no change of the organisation: q1, q2.",
        "(medium ·\n     by the model’s limit alone)",
    ),
    "fr": (
        "Stade 1 → 2 · preuves −2, modèle +1, voix +1, réponses +1",
        "Répondants partis :  1 × front-line",
        "perd 16 points\u00a0: modèle −16",
        "q9 (fr) est nouvelle dans le modèle",
        "(moyenne · par\n     le seul changement du modèle)",
    ),
}


@pytest.mark.parametrize("language", PAGE)
def test_the_page_says_what_moved_and_why(acme, capsys, monkeypatch, language):
    monkeypatch.setenv("COLUMNS", "80")
    done = call(capsys, "compare", acme, FIRST, SECOND, "--lang", language)
    assert all(len(line) <= 80 for line in done.out.splitlines())
    shown = " ".join(done.out.split())
    for sentence in PAGE[language]:
        assert " ".join(sentence.split()) in shown
    assert "anna" not in done.out, "the page names no person"


def test_a_cycle_of_an_earlier_program_has_no_rules_of_its_own(acme, tmp_path, capsys):
    """The model's part cannot be told then: it is 0, and a note says why."""
    folder = copytree(acme, tmp_path / "acme")
    path = folder / "cycles" / FIRST / "facts.json"
    facts = json.loads(path.read_text())
    del facts["rules"]
    path.write_text(json.dumps(facts))
    done = call(capsys, "compare", folder, FIRST, SECOND, "--json")
    assert "2026-Q2: the rules that it was scored by were not kept then." in done.err
    assert {question["model"] for question in done.json["questions"]} == {0, None}
    assert done.json["stage"]["model"] == 0
    assert done.json["stage"]["from"] == 2, "q1.old, which was required, is not asked any more"
