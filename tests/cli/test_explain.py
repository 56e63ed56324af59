"""One practice from its answers to its effect, on paper and as JSON."""

from __future__ import annotations

import pytest
from cli.commands import call
from cli.test_score import LOG
from small_engagements import write_answers, write_engagement
from small_models import practice, rule

POLICY = rule("fatigue.customers_over_policy_share", "down", 0.2, 0.05, 0.01).model_copy(
    update={"declared_policy": True}
)
OWNER = rule("map.programme_owner", "up", 1, 1, 1)
CASES = rule("loop.acknowledged")
PRACTICES = (
    practice("q1.a", evidence=[POLICY, OWNER]),
    practice("q1.b", stage=3),
    practice("q1.c", stage=3, evidence=[CASES]),
    practice("q2.a", required=False),
)
ACTION = """
start: 2027-01
actions:
  - id: limit
    status: planned
    title: {en: One limit, fr: Une limite}
    establishes: {q1.a: largely}
    effort: {cx: 3}
"""
DECLARED = "organisation: Acme\nmodel: model\npolicy: 1/30\n"


@pytest.fixture
def acme(tmp_path, capsys):
    folder = write_engagement(tmp_path / "acme", cycles={"2026-Q4": "date: 2026-10-15\n"}, practices=PRACTICES)
    said = {"q1.a": {"level": 3, "note": "in the suite", "internal_note": "hush"}, "q1.c": 1, "q2.a": 3}
    for name, role, answers in (
        ("anna", "cx", said),
        ("bo", "cx", {"q1.a": 2}),
        ("eve", "executive", {"q1.a": 3}),
    ):
        call(capsys, "assess", folder, "--answers", write_answers(tmp_path / "said.yaml", answers, name, role))
    (folder / "contacts").mkdir()
    (folder / "contacts" / "log.csv").write_text(LOG)
    (folder / "ownership.yaml").write_text("programme: {owner_role: [CX, COO]}\n")
    (folder / "engagement.yaml").write_text(DECLARED)
    (folder / "roadmap.yaml").write_text(ACTION)
    return folder


def told(done) -> str:
    return " ".join(done.out.replace("\u00a0", " ").split())


CHAIN = {
    "en": (
        "anna (CX): fully · note “in the suite”",
        "CX: largely, executive: fully; then of the roles, likewise: largely",
        "100.0%, which allows “not”: it contradicts the claim.",
        "fully up to 1.0% · fatigue.customers_over_policy_share",
        "from the contact log (contacts/log.csv, up to 3 April 2026)",
        "Evidence allows “not” at most",
        "as it is: not 17 11–44 in part 1",
        "without its evidence: largely 50 33–67 in part 2",
        "one level more: partly",
        "takes 33 of 100 points",
        "Stage 2 requires it at “largely” at least: it does not pass.",
        "keep the organisation from stage 2",
        "Were there no evidence on it, the stage would be 2.",
        "limit largely planned One limit",
    ),
    "fr": (
        "CX (fr) : en grande partie, executive : pleinement ; puis celui des rôles, de même : en grande partie",
        "ce qui permet « pas du tout » : cela contredit la déclaration",
        "source : le journal des contacts (contacts/log.csv, jusqu’au 3 avril 2026)",
        "Sans preuves à son sujet, le stade serait 2",
        "limit en grande partie prévue Une limite",
    ),
}


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_the_page_holds_the_whole_chain_within_80_columns(acme, capsys, monkeypatch, lang):
    monkeypatch.setenv("COLUMNS", "80")
    done = call(capsys, "score", acme, "--explain", "q1.a", "--lang", lang)
    assert done.code == 0
    assert max(map(len, done.out.splitlines())) <= 80
    assert [words for words in CHAIN[lang] if words not in told(done)] == []
    assert "hush" not in done.out


def test_the_json_keeps_the_practices_keys_and_adds_the_chain(acme, capsys):
    whole = call(capsys, "score", acme, "--json").json
    record = call(capsys, "score", acme, "--explain", "q1.a", "--json").json
    assert set(record) == set(whole["practices"][0]) | {"combined", "rules", "effect", "actions"}
    assert {key: record[key] for key in whole["practices"][0]} == whole["practices"][0]
    assert record["combined"] == {"agreed": False, "by_role": {"cx": "largely", "executive": "fully"}}
    policy, owner = record["rules"]
    assert (policy["allows"], policy["verdict"], policy["left_out"]) == (
        {"least": "not", "most": "not"},
        "contradicted",
        None,
    )
    assert policy["origins"] == [{"kind": "log", "files": ["contacts/log.csv"], "as_old_as": "2026-04-03"}]
    assert owner["origins"] == [{"kind": "map", "files": ["ownership.yaml"], "as_old_as": None}]
    effect = record["effect"]
    assert (effect["now"]["level"], effect["uncapped"]["level"], effect["more"]["level"], effect["less"]) == (
        *("not", "largely", "partly"),
        None,
    )
    assert effect["now"]["score"] == whole["questions"][0]["score"]
    assert effect["cost"] == pytest.approx(100 / 3)
    assert effect["stages_lost"] == 1
    assert (effect["passes"], effect["blocks"], effect["flips"]) == (False, "q1.a" in whole["blockers"], False)
    assert record["actions"] == [{"id": "limit", "level": "largely", "status": "planned"}]
    assert "hush" in call(capsys, "score", acme, "--explain", "q1.a", "--json", "--internal").out


MISSING = {
    "no policy": (
        "organisation: Acme\nmodel: model\n",
        ("q1.a",),
        ("left out: the organisation declares no contact policy",),
    ),
    "too old": (
        DECLARED,
        ("q1.a", "--as-of", "2028-01-01"),
        (
            "left out, too old: the contact log ends on 3 April 2026, 638 days before the cycle’s date; "
            "the model takes 400 days at most",
        ),
    ),
    "no data": (
        DECLARED,
        ("q1.c",),
        (
            "left out, no data: there is no log of cases. partly from 20.0%",
            "No rule can speak: nothing caps the claim.",
            "One voice, which is the claim: partly.",
        ),
    ),
    "no answer": (
        DECLARED,
        ("q1.b",),
        (
            "Nobody has answered: nothing is claimed.",
            "answered: largely",
            "No metric checks this practice",
            "it does not pass, and could by what is open",
            "None, in the library or in roadmap.yaml.",
        ),
    ),
    "no gate": (DECLARED, ("q2.a",), ("A supporting practice",)),
}


@pytest.mark.parametrize("case", MISSING)
def test_each_link_of_the_chain_says_what_is_missing(acme, capsys, case):
    settings, options, wanted = MISSING[case]
    (acme / "engagement.yaml").write_text(settings)
    page = told(call(capsys, "score", acme, "--lang", "en", "--explain", *options))
    assert [words for words in wanted if words not in page] == []


def test_what_a_workshop_agreed_on_is_said_to_stand_above(acme, capsys, tmp_path):
    path = tmp_path / "agreed.yaml"
    path.write_text("respondent: table\nrole: cx\nanswers:\n  q1.a: {level: partly, agreed: true}\n")
    call(capsys, "assess", acme, "--answers", path)
    page = told(call(capsys, "score", acme, "--explain", "q1.a", "--lang", "en"))
    assert "table (CX): partly · agreed" in page
    assert "What the workshop agreed on stands above every voice: partly." in page
    assert call(capsys, "score", acme, "--explain", "q1.a", "--json").json["combined"]["agreed"] is True
