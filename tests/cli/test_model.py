"""``cxmaturity model lint|show``: what is wrong, what is probably not meant, and the schema for editors."""

from __future__ import annotations

import json
import shutil

import pytest
from cli.commands import call

from cxmaturity.model import find_model, load_model


@pytest.fixture
def own(tmp_path):
    folder = tmp_path / "own"
    shutil.copytree(find_model("closed-loop"), folder)
    change(folder, "model", "id: closed-loop", "id: own")
    return folder


def change(folder, name, old, new):
    path = folder / f"{name}.yaml"
    source = path.read_text(encoding="utf-8")
    assert old in source
    path.write_text(source.replace(old, new, 1), encoding="utf-8")


def test_a_sound_model_has_no_notes(own, capsys):
    done = call(capsys, "model", "lint", own, "--lang", "en")
    assert (done.code, done.err) == (0, "")
    assert "own 1.0.0 is sound: 28 practices in 3 questions, 12 actions, 47 findings." in done.out
    assert f"\nFolder: {own}\n" in done.out
    assert f"\nFolder: {own}\n" in call(capsys, "model", "show", own, "--lang", "en").out
    assert call(capsys, "model", "lint", own, "--json").json == {
        "folder": str(own),
        "id": "own",
        "version": "1.0.0",
        "hash": load_model(own).hash,
        "problems": [],
        "notes": [],
    }


def test_mistakes_stand_in_the_result_too(own, capsys):
    change(own, "practices", "stage: 2", "stage: 9")
    change(own, "actions", "months: 1", "months: soon")
    done = call(capsys, "model", "lint", own, "--json", "--lang", "en")
    assert done.code == 2
    assert done.json["hash"] is None
    assert [(problem["what"], problem["line"] > 1) for problem in done.json["problems"]] == [
        ("“stage” is 9: it must be at most 5.", True),
        ("“months” is soon: a whole number is expected.", True),
    ]
    assert "practices.yaml" in done.err
    assert "actions.yaml" in done.err


NOTES = [
    ("model", "id: own", "id: closed-loop", "a shipped model has the id “closed-loop” too, and other content."),
    (
        "practices",
        "screening: true",
        "screening: false",
        "the question “alerts” has 1 practice marked as screening; the quick interview is made for 2.",
    ),
    ("actions", "    aims.grow: fully\n", "", "no action establishes “aims.grow”: the roadmap cannot propose it."),
    (
        "actions",
        "    - overseer_is_owner\n",
        "",
        "no action answers the finding overseer_is_owner: the roadmap can propose nothing against it.",
    ),
    (
        "practices",
        "fr: Chaque type d’alerte dit par écrit ce qui le déclenche.",
        "fr: Each type of alert states in writing what sets it off.",
        "the French text is the English one.",
    ),
]


@pytest.mark.parametrize("case", NOTES, ids=[case[3][:30] for case in NOTES])
def test_what_is_probably_not_meant_is_noted(own, capsys, case):
    name, old, new, message = case
    change(own, name, old, new)
    if name == "model":
        change(own, "practices", "weight: 1", "weight: 2")
    done = call(capsys, "model", "lint", own, "--lang", "en")
    assert done.code == 0
    assert message in done.err
    assert ".yaml:" in done.err
    (note,) = call(capsys, "model", "lint", own, "--json", "--lang", "en").json["notes"]
    assert note["what"] == message


def test_a_question_that_nobody_is_asked_is_noted(own, capsys):
    path = own / "questions.yaml"
    source = path.read_text(encoding="utf-8")
    last = source[source.index("- id: aims") :]
    path.write_text(source + last.replace("- id: aims", "- id: more"), encoding="utf-8")
    done = call(capsys, "model", "lint", own, "--lang", "en")
    assert "the question “more” has no practices: nothing is asked." in done.err


def test_a_question_outside_the_stage_is_noted(own, capsys):
    path = own / "practices.yaml"
    before, after = path.read_text(encoding="utf-8").split("- id: aims.stated")
    path.write_text(before + "- id: aims.stated" + after.replace("required: true", "required: false"), encoding="utf-8")
    done = call(capsys, "model", "lint", own, "--lang", "en")
    assert "the question “aims” has no required practice: it is left out of the stage." in done.err


def test_a_file_that_is_not_yaml_is_told_beside_the_others_mistakes(own, capsys):
    """What it would have defined is not known, so nothing that points there is called wrong."""
    change(own, "practices", "  stage: 2", "\tstage: 2")
    change(own, "actions", "months: 1", "months: soon")
    done = call(capsys, "model", "lint", own, "--json", "--lang", "en")
    assert done.code == 2
    first, second = (problem["what"] for problem in done.json["problems"])
    assert first.startswith("this is not valid YAML")
    assert second == "“months” is soon: a whole number is expected."


def test_files_under_a_wrong_name_are_told(own, capsys):
    (own / "stands.yaml").rename(own / "stand.yaml")
    (own / "questions.yaml").rename(own / "questions.yml")
    done = call(capsys, "model", "lint", own, "--lang", "en")
    assert done.code == 2
    assert "stand.yaml: this file is not one of a model's. Did you mean “stands.yaml”?" in done.err
    assert "questions.yml: a model's files end in .yaml. Rename it." in done.err


def test_checks_of_its_own_stand_above_the_shipped_ones(own, capsys):
    assert load_model(own).check("collisions") == load_model(find_model("cx-program")).check("collisions")
    before = load_model(own).hash
    shutil.copy(find_model("cx-program") / "checks.yaml", own)
    assert load_model(own).hash == before
    change(own, "checks", "severity: high", "severity: low")
    assert load_model(own).checks[0].severity == "low"
    assert load_model(own).hash != before


@pytest.mark.parametrize(("language", "heading"), [("en", "where we stand"), ("fr", "et notre position")])
@pytest.mark.parametrize(("name", "stands"), [("cx-program", 10), ("closed-loop", 3)])
def test_show_prints_where_the_model_stands(capsys, name, stands, language, heading):
    done = call(capsys, "model", "show", name, "--lang", language)
    assert heading in done.out
    assert done.out.count("\n    → ") == stands


def test_one_schema_of_all_files_and_one_of_each(capsys):
    whole = json.loads(call(capsys, "model", "show", "--schema").out)
    assert whole["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert call(capsys, "model", "show", "cx-program", "--schema").json == whole
    assert call(capsys, "model", "show", "practices", "--schema").json["items"] == {"$ref": "#/$defs/Practice"}
    assert call(capsys, "model", "show", "practices.yaml", "--schema").json["title"] == "practices.yaml"
