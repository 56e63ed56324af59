from __future__ import annotations

import json
from datetime import date

import pytest
from small_engagements import PRACTICES
from small_models import model

from cxmaturity.engagement.answers_file import read_answers
from cxmaturity.engagement.given import Respondent, Whose, role_of
from cxmaturity.engagement.levels import level_name
from cxmaturity.errors import InputError
from cxmaturity.evidence.answers import Level, Link, NotApplicable, Unknown
from cxmaturity.model import find_model, load_model

MODEL = model(PRACTICES)


def read(tmp_path, content: str, name: str = "answers.yaml"):
    (tmp_path / name).write_text(content, encoding="utf-8")
    given = read_answers(tmp_path / name, MODEL, Whose("anna", "cx"))
    return given, given.lines


def mistakes(tmp_path, content: str, name: str = "answers.yaml") -> list[str]:
    with pytest.raises(InputError) as refused:
        read(tmp_path, content, name)
    return [problem.show("en").removeprefix(str(tmp_path) + "/") for problem in refused.value.problems]


def test_the_contracts_example(tmp_path):
    given, lines = read(
        tmp_path,
        """\
cycle: 2026-Q4
respondent: head-of-cx
role: executive
answers:
  q1.a: largely
  q1.b: {level: partly, note: "only in support", internal_note: "x", evidence: [{link: "l", date: 2026-09-30}]}
  q1.c: {level: not_applicable, reason: outside_control}
""",
    )
    assert (given.cycle, given.respondents) == ("2026-Q4", (Respondent("anna", "cx"),))
    assert [line.answer.voice for line in lines] == [Level.LARGELY, Level.PARTLY, NotApplicable("outside_control")]
    assert lines[1].answer.links == (Link("l", date(2026, 9, 30)),)
    assert (lines[1].answer.note, lines[1].answer.internal_note) == ("only in support", "x")


@pytest.mark.parametrize(
    ("written", "name"),
    [
        *((word, "not") for word in ("not", "Not", "non", "pas", "Pas du tout", 0, "0", 0.0)),
        *((word, "partly") for word in ("partly", "en partie", "Partiellement", 1)),
        *((word, "largely") for word in ("largely", "largement", "en grande partie", 2)),
        *((word, "fully") for word in ("fully", "pleinement", "entièrement", "Totalement", "TOUT À FAIT", 3, "3")),
        *((word, "not_applicable") for word in ("not_applicable", "n/a", "sans objet", "non applicable")),
        *((word, "unknown") for word in ("unknown", "inconnu", "ne sait pas")),
    ],
)
def test_levels_in_words_and_figures(written, name):
    assert level_name(written) == name


@pytest.mark.parametrize("written", ["no idea", 4, -1, 1.5, True, [], "", "lagely"])
def test_what_is_no_level(written):
    with pytest.raises(ValueError, match="is not a level"):
        level_name(written)


def test_a_blank_answer_is_skipped_and_a_null_level_withdraws(tmp_path):
    _, lines = read(tmp_path, "answers:\n  q1.a:\n  q1.b: {level: null}\n  q1.c: unknown\n")
    assert [(line.answer.practice, line.withdrawn) for line in lines] == [("q1.b", True), ("q1.c", False)]
    assert lines[1].answer.voice == Unknown()


def test_every_mistake_is_listed_with_its_line(tmp_path):
    content = """\
respondant: anna
answers:
  q1.a: lagely
  q1.aa: 2
  q1.b: {levl: 2}
  q1.c: {level: not_applicable}
  q1.d: {level: not_applicable, reason: outside_contrl}
  q2.a: {level: fully, reason: other}
  q2.b: {level: not_applicable, reason: other}
  q2.c: yes
  q2.c: 2
"""
    assert mistakes(tmp_path, content) == [
        "answers.yaml:1: unknown key “respondant”. Did you mean “respondent”?",
        "answers.yaml:3: “lagely” is not a level. Did you mean “largely”?",
        "answers.yaml:4: there is no practice “q1.aa” in the model. Did you mean “q1.a”?",
        "answers.yaml:5: the key “level” is missing. Add it.",
        "answers.yaml:5: unknown key “levl”. Did you mean “level”?",
        "answers.yaml:6: “does not apply” (not_applicable) needs a reason. "
        "Reasons are not part of our business (not_our_business), outside our control (outside_control), "
        "other (see the note).",
        "answers.yaml:7: “outside_contrl” is not a reason. Did you mean “outside_control”?",
        "answers.yaml:8: a reason goes with “does not apply” (not_applicable) only.",
        "answers.yaml:9: the reason “other (see the note)” needs a note that says which.",
        "answers.yaml:11: the key “q2.c” stands here a second time. Keep one of the two.",
    ]


def test_yes_is_no_level_but_a_word(tmp_path):
    assert "“yes” is not a level" in mistakes(tmp_path, "answers: {q1.a: yes}")[0]


def test_json_with_everything_that_yaml_stumbles_over(tmp_path):
    note = "🙂 \\ud83d\\ude42 / \t é \u2028 \x85 \u2029 "
    record = {"answers": {"q1.a": {"level": 2, "note": note}, "q1.b": None}}
    for ascii_only in (True, False):
        for indent in (None, "\t"):
            content = json.dumps(record, ensure_ascii=ascii_only, indent=indent).replace("/", "\\/")
            _, lines = read(tmp_path, content, "answers.json")
            assert [line.answer.note for line in lines] == [note]


def test_a_mistake_in_json_has_its_line(tmp_path):
    assert mistakes(tmp_path, '{\n"answers": {\n\t"q1.a": 7}}', "a.json")[0].startswith("a.json:3: “7” is not a level")
    assert mistakes(tmp_path, '{\n"answers": {\n,}', "a.json")[0].startswith("a.json:3: this is not valid JSON")


@pytest.mark.parametrize("content", ["", "[]", "answers: 3", "just words", "answers: {q1.a: [1]}", "a: [", "\x00"])
def test_what_is_no_answers_file_is_a_message(tmp_path, content):
    assert mistakes(tmp_path, content)


@pytest.mark.parametrize(
    ("written", "role"),
    [
        ("Executive", "executive"),
        ("Front line", "front-line"),
        ("front_line", "front-line"),
        ("Customer-experience team", "cx"),
        ("équipe expérience client", "cx"),
        ("Customer experience", "cx"),
        ("CX team", "cx"),
        ("Équipe CX", "cx"),
        ("IT department", "it"),
        ("service informatique", "it"),
        ("Board", "Board"),
        (" Head  of support ", "Head of support"),
        ("team", "team"),
    ],
)
def test_a_role_is_known_whatever_its_case_blanks_and_hyphens(written, role):
    assert role_of(written, load_model(find_model("cx-program"))) == role
