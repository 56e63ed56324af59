"""What the page of the scores says, whole, in both languages and in every state of an engagement."""

from __future__ import annotations

import os
import re
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
import small_models as small

from cxmaturity.assess import Assessment, assess
from cxmaturity.checks.finding import Finding
from cxmaturity.cli import score_page
from cxmaturity.evidence.answers import Answer, Level, Link, NotApplicable, Unknown
from cxmaturity.evidence.facts import Facts
from cxmaturity.evidence.loop import LoopFacts
from cxmaturity.evidence.measures import ContactFacts, Estimate
from cxmaturity.model.schema import Check

GOLDEN = Path(__file__).parent / "golden"
LANGUAGES = ("en", "fr")
POLICY = small.rule("fatigue.customers_over_policy_share", "down", 0.2, 0.05, 0.01)
NAMES = {
    "q1": ("Several touchpoints", "Plusieurs points de contact"),
    "q2": ("Feedback into improvement", "Des retours suivis d’effet"),
    "q3": ("Formal programme", "Programme formalisé"),
}
PRACTICES = (
    small.practice("q1.contact-limits", evidence=[POLICY]).model_copy(update={"screening": True}),
    small.practice("q1.expectations-explored"),
    small.practice("q1.channel-fit", 3, required=False),
    small.practice("q1.open-question", 3),
    small.practice("q2.actions-linked").model_copy(update={"screening": True}),
    small.practice("q2.root-causes"),
    small.practice("q3.committee").model_copy(update={"screening": True}),
    small.practice("q3.routing", weight="2"),
    small.practice("q3.identity", 3),
    small.practice("q3.profiles", 5),
)
# One sign a voice (cx, cx, executive, front-line): 0-3 a level, ? unknown, - no answer, n not applicable, x outside.
VOICES = (("Anna Abel", "cx"), ("Ulf Urban", "cx"), ("Eve Ernst", "executive"), ("Fay Font", "front-line"))
SAID = {
    "q1.contact-limits": "3332", "q1.expectations-explored": "2230", "q1.open-question": "13--",
    "q2.actions-linked": "2333", "q2.root-causes": "2222", "q3.committee": "nnnn", "q3.routing": "1-31",
    "q3.identity": "????", "q3.profiles": "xxxx",
}  # fmt: skip
SIGNS = {"?": Unknown(), "n": NotApplicable("not_our_business"), "x": NotApplicable("outside_control")}
CHECK = Check(
    id="over_policy",
    family="fatigue",
    metric=None,
    limit=None,
    severity="high",
    title=small.words("{n:int} customers were asked more often than the contact rule allows, which is a lot"),
    detail=small.words("d"),
)


def model_of(practices=PRACTICES):
    model = small.model(practices)
    named = [
        question.model_copy(
            update={"name": small.words("x").model_copy(update=dict(zip(("en", "fr"), names, strict=True)))}
        )
        for question in model.questions
        for names in (NAMES[question.id],)
    ]
    roles = {"cx": small.words("CX team"), "executive": small.words("Executive")}
    header = model.header.model_copy(update={"roles": roles})
    return model.model_copy(update={"questions": tuple(named), "header": header})


def said_of(said) -> tuple[Answer, ...]:
    return tuple(
        Answer(practice, SIGNS.get(sign) or Level(int(sign)), *voice, internal_note="hush")
        for practice, signs in said.items()
        for sign, voice in zip(signs, VOICES, strict=False)
        if sign != "-"
    )


def log(day: date = date(2026, 9, 30)) -> ContactFacts:
    metrics = {"fatigue.customers_over_policy_share": Estimate(0.1, 0.08, 0.12, 900)}
    return ContactFacts(metrics, {}, {}, {"declared": True}, (), as_old_as=day)


def assessed(said, contacts: ContactFacts | None = None, practices=PRACTICES) -> Assessment:
    facts = Facts("Valmere Bank", "2026-Q4", date(2026, 10, 15), said_of(said), contacts)
    return assess(model_of(practices), facts)


def with_finding(assessment: Assessment) -> Assessment:
    found = Finding(CHECK, "high", None, None, None, None, figures={"n": 14_574})
    low = Finding(CHECK.model_copy(update={"severity": "low"}), "low", None, None, None, None, figures={"n": 2})
    return replace(assessment, findings=(found, low))


def alone(said):
    return {practice: signs[0] for practice, signs in said.items() if signs[0] != "-"}


SCENES = {
    "voices": lambda: with_finding(assessed(SAID, log())),
    "nobody": lambda: assessed({}),
    "one-voice": lambda: assessed(alone(SAID) | {"q2.root-causes": "2"}, log(date(2025, 1, 31))),
    "screening": lambda: assessed({item.id: "2" for item in PRACTICES if item.screening}),
    "top": lambda: assessed({item.id: "3" for item in PRACTICES}),
}


def printed(assessment: Assessment, language: str, capsys, monkeypatch, width: int = 80) -> str:
    monkeypatch.setenv("COLUMNS", str(width))
    capsys.readouterr()
    score_page.show(assessment, language, Path("acme"))
    return "\n".join(line.rstrip() for line in capsys.readouterr().out.split("\n"))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("scene", SCENES)
def test_the_page_says_what_it_said(scene, language, capsys, monkeypatch):
    """CXMATURITY_GOLDEN=1 writes the pages anew."""
    path, now = GOLDEN / f"score-{scene}-{language}.txt", printed(SCENES[scene](), language, capsys, monkeypatch)
    if os.environ.get("CXMATURITY_GOLDEN"):
        path.parent.mkdir(exist_ok=True)
        path.write_text(now, encoding="utf-8")
    assert now == path.read_text(encoding="utf-8")


def test_a_rule_that_asks_for_a_declared_policy_says_that_there_is_none(capsys, monkeypatch):
    declared = POLICY.model_copy(update={"declared_policy": True})
    practices = (PRACTICES[0].model_copy(update={"evidence": (declared,)}), *PRACTICES[1:])
    said = assessed(SAID, replace(log(), policy={}), practices)
    page = " ".join(printed(said, "en", capsys, monkeypatch).split())
    assert "1 claim not checked, because no contact policy is declared (policy in engagement.yaml): q1.con" in page
    assert "contradicted" not in page


def test_cases_that_are_too_old_are_told_with_their_age_and_the_limit(capsys, monkeypatch):
    loop = LoopFacts({"loop.with_cause": 0.1}, {}, as_old_as=date(2025, 1, 31))
    rules = [small.rule("loop.with_cause"), small.rule("loop.rules_share")]
    practices = (small.practice("q2.root-causes", evidence=rules),)
    facts = Facts("Valmere Bank", "2026-Q4", date(2026, 10, 15), said_of({"q2.root-causes": "3"}), loop=loop)
    page = " ".join(printed(assess(model_of(practices), facts), "en", capsys, monkeypatch).split())
    assert "The case log ends on 31 January 2025, 622 days before the cycle’s date: older than 400 days" in page
    assert "1 claim not checked, because the records are too old: q2.root-causes" in page


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("scene", SCENES)
@pytest.mark.parametrize("width", [40, 60, 80, 100, 200])
def test_no_line_is_wider_than_the_terminal_or_100_columns(scene, language, width, capsys, monkeypatch):
    page = printed(SCENES[scene](), language, capsys, monkeypatch, width)
    assert max(map(len, page.split("\n"))) <= min(width, 100)
    assert "\x1b" not in page


@pytest.mark.parametrize("width", [80, 100])
def test_colour_adds_no_word(width, capsys, monkeypatch):
    plain = printed(SCENES["voices"](), "en", capsys, monkeypatch, width)
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.setenv("TERM", "xterm-256color")
    coloured = printed(SCENES["voices"](), "en", capsys, monkeypatch, width)
    assert "\x1b[" in coloured
    bare = re.sub(r"\x1b\[[0-9;]*m", "", coloured)
    assert [line.rstrip() for line in bare.split("\n")] == plain.split("\n")


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_names_roles_and_nobody(language, capsys, monkeypatch):
    page = printed(SCENES["voices"](), language, capsys, monkeypatch, 100)
    assert "CX team" in page
    assert not [name for name, _ in VOICES if any(part in page for part in name.split())]
    assert "hush" not in page


def test_explaining_a_practice_names_the_voices(capsys, monkeypatch):
    monkeypatch.setenv("COLUMNS", "80")
    assessment = SCENES["voices"]()
    score_page.explain(assessment, "q1.contact-limits", "en", internal=False)
    out = capsys.readouterr().out
    assert "Eve Ernst (Executive): fully" in out
    assert "10.0% [8.0%–12.0%]" in out
    assert "hush" not in out


def explained(answers, capsys, monkeypatch, language="en", internal=False) -> str:
    monkeypatch.setenv("COLUMNS", "80")
    assessment = assess(model_of(), Facts("Valmere Bank", "2026-Q4", date(2026, 10, 15), tuple(answers)))
    capsys.readouterr()
    score_page.explain(assessment, "q1.contact-limits", language, internal)
    return capsys.readouterr().out.replace("\u00a0", " ")


def test_explaining_shows_proof_with_its_date_and_marks_what_is_internal(capsys, monkeypatch):
    proof = (Link("minutes.pdf", date(2026, 10, 1)), Link("https://x.example/{a}"))
    said = Answer("q1.contact-limits", Level.FULLY, "Anna", "cx", note="as agreed", internal_note="hush", links=proof)
    out = " ".join(explained([said], capsys, monkeypatch, internal=True).split())
    assert "Anna (CX team): fully · note “as agreed” · internal note “hush”" in out
    assert "proof minutes.pdf (1 October 2026) · proof https://x.example/{a}" in out
    assert "not measured by the program; 2 links given as proof" in out
    french = " ".join(explained([said], capsys, monkeypatch, "fr").split())
    assert "preuve minutes.pdf (1er octobre 2026)" in french
    assert "non mesuré par le programme ; 2 liens donnés en preuve" in french
    assert "hush" not in french


@pytest.mark.parametrize(
    ("reason", "words"),
    [
        ("not_our_business", "does not apply (not part of our business)"),
        ("outside_control", "does not apply (outside our control)"),
        ("other", "does not apply (another reason) · note “sold last year”"),
    ],
)
def test_explaining_says_in_words_why_a_practice_does_not_apply(reason, words, capsys, monkeypatch):
    note = "sold last year" if reason == "other" else ""
    said = Answer("q1.contact-limits", NotApplicable(reason, note), "Anna", "cx", note=note)
    out = " ".join(explained([said], capsys, monkeypatch).split())
    assert f"Anna (CX team): {words}" in out
    assert "not verified: no evidence" not in out


def test_the_table_of_an_explained_practice_is_not_cut(capsys, monkeypatch):
    for language in LANGUAGES:
        said = Answer("q1.contact-limits", NotApplicable("not_our_business"), "Anna", "cx")
        assert "…" not in explained([said], capsys, monkeypatch, language)


def test_who_says_that_a_practice_does_not_apply_is_on_the_agenda(capsys, monkeypatch):
    page = printed(assessed({"q2.root-causes": "2nn-"}), "en", capsys, monkeypatch)
    assert re.search(r"q2\.root-causes +CX team: largely / does not apply · Executive: does not apply\n", page)


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({"q2.root-causes": "3-0"}, "Executive (too few to test)"),
        ({"q2.root-causes": "3-0", "q2.actions-linked": "3"}, "(too few to test; both answered 1 of 2 practices)"),
        ({"q2.root-causes": "3", "q2.actions-linked": "--0"}, "Perception gaps cannot be told: the roles answered"),
    ],
)
def test_a_perception_gap_says_on_how_many_shared_practices_it_rests(said, words, capsys, monkeypatch):
    page = " ".join(printed(assessed(said), "en", capsys, monkeypatch).split())
    assert words in page
    assert ("Largest perception gap" in page) == ("cannot be told" not in words)


def test_a_few_shared_practices_give_no_verdict_on_agreement(capsys, monkeypatch):
    page = printed(assessed({"q2.root-causes": "3-0", "q2.actions-linked": "2-2"}), "en", capsys, monkeypatch)
    assert re.search(r"Agreement \S+ on 2 shared practices: too few for a verdict", page)


@pytest.mark.parametrize(
    ("contacts", "why"),
    [
        (None, "no contact log, no ownership map"),
        (log(date(2025, 1, 31)), "the contact log is too old, no ownership map"),
        (log(), "no ownership map"),
    ],
)
def test_it_says_why_no_claim_could_be_checked(contacts, why, capsys, monkeypatch):
    page = printed(assessed({"q2.root-causes": "3"}, contacts), "en", capsys, monkeypatch)
    assert f"None of 1 claim could be checked: {why}." in page
    assert "Claim " not in page
    assert "◇" not in page
    assert "The answers alone" not in page


def test_nothing_is_said_of_what_is_open_where_nothing_is(capsys, monkeypatch):
    assert " open " not in printed(SCENES["top"](), "en", capsys, monkeypatch).partition("Question")[0]
    assert "What is open could not change it." in printed(SCENES["one-voice"](), "en", capsys, monkeypatch)


def test_a_settled_practice_leaves_the_agenda(capsys, monkeypatch):
    assessment = SCENES["voices"]()
    agreed = [
        Answer(item.id, Level.PARTLY, "workshop", "cx", agreed=True)
        for item in PRACTICES
        if item.id != "q1.open-question"
    ]
    settled = assess(assessment.model, replace(assessment.facts, answers=(*assessment.facts.answers, *agreed)))
    page = printed(settled, "en", capsys, monkeypatch)
    assert "To settle in the workshop: 1 practice " in page
    assert re.search(r"q1\.open-question +CX team: partly \(partly–fully\)", page)


def test_what_an_answer_says_cannot_command_the_terminal(capsys, monkeypatch):
    answers = [Answer("q2.root-causes", Level(level), f"r{level}", "cx\x1b[2J") for level in (0, 3)]
    assessment = assess(model_of(), Facts("Valmere\x1b[2J Bank", "2026-Q4", date(2026, 10, 15), tuple(answers)))
    assert "\x1b" not in printed(assessment, "en", capsys, monkeypatch)
