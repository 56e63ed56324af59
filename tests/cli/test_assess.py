from __future__ import annotations

import json
import shutil

import pytest
from cli.commands import call
from small_engagements import write_answers, write_engagement

from cxmaturity.engagement import journal
from cxmaturity.engagement.folder import open_engagement


@pytest.fixture
def acme(tmp_path):
    return write_engagement(tmp_path / "acme", cycles={"2026-Q4": "date: 2026-10-15  # the fair\n"})


def lines(folder, cycle="2026-Q4"):
    path = folder / "cycles" / cycle / "answers.jsonl"
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()] if path.exists() else []


def test_answers_from_a_file_are_in_the_journal(acme, tmp_path, capsys):
    file = write_answers(tmp_path / "a.yaml", {"q1.a": "largely", "q1.b": {"level": 1, "note": "n"}})
    done = call(capsys, "assess", acme, "--answers", file, "--json")
    assert done.json == {"cycle": "2026-Q4", "respondent": "anna", "role": "cx", "saved": 2, "unchanged": 0}
    assert [(line["practice"], line["level"], line["note"]) for line in lines(acme)] == [
        ("q1.a", "largely", None),
        ("q1.b", "partly", "n"),
    ]
    assert {tuple(line["model"].values()) for line in lines(acme)} == {("small", "1")}


def test_the_same_file_again_changes_nothing_and_a_lower_answer_wins(acme, tmp_path, capsys):
    file = write_answers(tmp_path / "a.yaml", {"q1.a": 3, "q1.b": 1})
    call(capsys, "assess", acme, "--answers", file)
    assert call(capsys, "assess", acme, "--answers", file, "--json").json["unchanged"] == 2
    write_answers(tmp_path / "a.yaml", {"q1.a": 0, "q1.b": {"level": None}})
    assert call(capsys, "assess", acme, "--answers", file, "--json").json["saved"] == 2
    assert [line["level"] for line in lines(acme)] == ["fully", "partly", "not", None]
    answers = journal.read(acme / "cycles/2026-Q4/answers.jsonl").answers
    assert [(answer.practice, answer.voice) for answer in answers] == [("q1.a", 0)]


def test_one_wrong_line_rejects_the_file(acme, tmp_path, capsys):
    file = write_answers(tmp_path / "a.yaml", {"q1.a": 3, "q1.x": 1, "q1.b": "sometimes"})
    done = call(capsys, "assess", acme, "--answers", file, "--lang", "en")
    assert done.code == 2
    assert done.err.count("✗") == 2
    assert lines(acme) == []


def test_the_files_cycle_is_made_and_the_option_stands_above_it(acme, tmp_path, capsys):
    (tmp_path / "a.yaml").write_text("cycle: 2027-Q1\nrespondent: a\nrole: cx\nanswers: {q1.a: 2}\n")
    arguments = ("assess", acme, "--answers", tmp_path / "a.yaml", "--as-of", "2027-01-31", "--json")
    assert call(capsys, *arguments).json["cycle"] == "2027-Q1"
    assert str(open_engagement(acme).cycle("2027-Q1").settings.date) == "2027-01-31"
    assert call(capsys, *arguments, "--cycle", "2026-Q4").json["cycle"] == "2026-Q4"


def test_a_wrong_file_makes_no_cycle(acme, tmp_path, capsys):
    (tmp_path / "a.yaml").write_text("cycle: 2027-Q1\nanswers: {q1.a: 9}\n")
    assert call(capsys, "assess", acme, "--answers", tmp_path / "a.yaml").code == 2
    assert [cycle.name for cycle in open_engagement(acme).cycles()] == ["2026-Q4"]


def test_a_cycle_that_is_begun_is_announced_and_one_that_resembles_another_is_asked_about(acme, tmp_path, capsys):
    file = write_answers(tmp_path / "a.yaml", {"q1.a": 2})
    assert "Begins" not in call(capsys, "assess", acme, "--answers", file, "--lang", "en").err
    (tmp_path / "b.yaml").write_text("cycle: Q4-2026\nrespondent: a\nrole: cx\nanswers: {q1.a: 2}\n")
    told = "Begins the cycle Q4-2026, dated 31\xa0January\xa02027.\nDid you mean 2026-Q4? Delete {} to undo.\n"
    for form in ((), ("--json",)):
        cycle = acme / "cycles" / "Q4-2026"
        options = ("--as-of", "2027-01-31", "--lang", "en", *form)
        done = call(capsys, "assess", acme, "--answers", tmp_path / "b.yaml", *options)
        assert told.format(cycle) in done.err
        assert "Begins" not in call(capsys, "assess", acme, "--answers", tmp_path / "b.yaml", *options).err
        shutil.rmtree(cycle)
    done = call(capsys, "assess", acme, "--answers", file, "--cycle", "2027-Q1", "--lang", "fr")
    assert "Commence le cycle 2027-Q1, daté du" in done.err
    assert "Vouliez-vous dire 2026-Q4" in done.err
    assert "Did you mean" not in call(capsys, "assess", acme, "--answers", file, "--cycle", "pilot", "--lang", "en").err


def test_a_cycle_whose_date_is_not_what_its_name_says_or_lies_before_another_is_told(acme, tmp_path, capsys):
    file = write_answers(tmp_path / "a.yaml", {"q1.a": 2})
    told = {
        ("2027-Q2", "2026-01-20"): ["Its name says Q2 2027, and its date lies in Q1 2026", "Delete "],
        ("2026-Q1", "2026-01-20"): ["It lies before 2026-Q4, dated 15 October 2026", "Delete "],
        ("2027-Q1", "2027-01-20"): [],
    }
    for (name, day), words in told.items():
        options = ("--cycle", name, "--as-of", day, "--lang", "en")
        said = call(capsys, "assess", acme, "--answers", file, *options).err.replace("\u00a0", " ")
        assert all(word in said for word in words)
        assert ("to undo" in said) == bool(words)
        shutil.rmtree(acme / "cycles" / name)


def test_who_answers_is_said_by_options_then_by_the_file_or_it_is_an_error(acme, tmp_path, capsys):
    file = write_answers(tmp_path / "a.yaml", {"q1.a": 3})
    given = call(capsys, "assess", acme, "--answers", file, "--respondent", "bo", "--role", "sales", "--json").json
    assert (given["respondent"], given["role"]) == ("bo", "sales")
    (tmp_path / "b.yaml").write_text("answers: {q1.a: 2}\n")
    before = lines(acme)
    done = call(capsys, "assess", acme, "--answers", tmp_path / "b.yaml", "--cycle", "2027-Q1", "--lang", "en")
    assert (done.code, done.out, done.err.count("✗")) == (2, "", 2)
    assert "b.yaml: the file does not say who answers. Write `respondent: NAME`" in done.err
    assert "Write `role: ROLE` at its top" in done.err
    named = ("assess", acme, "--answers", tmp_path / "b.yaml", "--respondent", "bo", "--lang", "en")
    assert call(capsys, *named).err.count("✗") == 1
    assert (lines(acme), [cycle.name for cycle in open_engagement(acme).cycles()]) == (before, ["2026-Q4"])
    assert call(capsys, *named, "--role", "cx").code == 0


def test_agreed_answers_are_marked(acme, tmp_path, capsys):
    (tmp_path / "a.yaml").write_text("agreed: true\nrespondent: workshop\nrole: cx\nanswers: {q1.a: 2}\n")
    call(capsys, "assess", acme, "--answers", tmp_path / "a.yaml")
    assert [line["agreed"] for line in lines(acme)] == [True]


def agree(capsys, acme, path, respondent, level):
    path.write_text(f"agreed: true\nrespondent: {respondent}\nrole: workshop\nanswers: {{q1.a: {level}}}\n")
    done = call(capsys, "assess", acme, "--answers", path, "--json").json
    return done["saved"], done["unchanged"]


def test_a_newer_agreed_answer_replaces_what_others_had_agreed_on(acme, tmp_path, capsys):
    (tmp_path / "own.yaml").write_text("respondent: anna\nrole: cx\nanswers: {q1.a: 1}\n")
    call(capsys, "assess", acme, "--answers", tmp_path / "own.yaml")
    given = [("w1", 3, (1, 0)), ("w2", 0, (1, 0)), ("w2", 0, (0, 1)), ("w1", 3, (1, 0))]
    for respondent, level, saved in given:
        assert agree(capsys, acme, tmp_path / "a.yaml", respondent, level) == saved
        standing = journal.read(acme / "cycles" / "2026-Q4" / "answers.jsonl").answers
        assert [(one.respondent, one.voice, one.agreed) for one in standing] == [
            ("anna", 1, False),
            (respondent, level, True),
        ]
    assert len(lines(acme)) == 6  # anna's, three that were agreed on, two that were withdrawn


def test_two_people_never_become_one(acme, tmp_path, capsys):
    for name in ("René", "Rene", " RENE "):
        file = write_answers(tmp_path / "a.yaml", {"q1.a": 3}, respondent=name)
        told = call(capsys, "assess", acme, "--answers", file, "--lang", "en").err
        assert ("the same person as René? They count as two people." in told) == (name != "René")
    assert [line["respondent"] for line in lines(acme)] == ["René", "Rene", "RENE"]
    (tmp_path / "a.csv").write_text("practice,level,respondent,role\nq1.a,2,Zoe,cx\nq1.a,1,Zoé,cx\nq1.b,1, Zoe ,cx\n")
    done = call(capsys, "assess", acme, "--answers", tmp_path / "a.csv", "--lang", "en")
    assert "Is Zoé the same person as Zoe? They count as two people." in done.err
    assert [line["respondent"] for line in lines(acme)[3:]] == ["Zoe", "Zoé", "Zoe"]


def test_a_misspelt_role_is_refused_and_a_role_of_ones_own_is_taken(acme, tmp_path, capsys):
    file = write_answers(tmp_path / "a.yaml", {"q1.a": 3}, role="cxx")
    for done in (
        call(capsys, "assess", acme, "--answers", file, "--lang", "en"),
        call(capsys, "assess", acme, "--answers", file, "--role", "CX", "--lang", "en"),
    ):
        assert done.code == 2
        assert "Did you mean “cx”?" in done.err
    assert "a.yaml:4: the model has no role “cxx”." in call(capsys, "assess", acme, "--answers", file).err
    assert lines(acme) == []
    write_answers(tmp_path / "a.yaml", {"q1.a": 3}, role="auditor")
    done = call(capsys, "assess", acme, "--answers", file, "--lang", "en")
    assert "“auditor” is no role of the model and counts as one of its own; the model's are cx." in done.err
    assert "no role" not in call(capsys, "assess", acme, "--answers", file, "--lang", "en").err
    done = call(capsys, "assess", acme, "--answers", file, "--role", "CX team", "--lang", "en")
    assert "anna has answered as auditor in this cycle, and answers as cx from now on." in done.err


def test_the_next_step_names_a_cycle_that_is_not_the_latest(acme, tmp_path, capsys):
    file = write_answers(tmp_path / "a.yaml", {"q1.a": 3})
    for cycle, named in (("2026-Q4", ""), ("2025-Q4", " --cycle 2025-Q4"), ("2027-Q1", "")):
        when = () if cycle == "2026-Q4" else ("--as-of", f"{cycle[:4]}-12-31")
        done = call(capsys, "assess", acme, "--answers", file, "--cycle", cycle, *when, "--lang", "en")
        assert f"Next: cxmaturity score {acme}{named}\n" in done.err


@pytest.mark.parametrize(
    ("name", "remedy"),
    [("a.xls", "Save it as XLSX or CSV"), ("A.ODS", "Save it as XLSX or CSV"), ("a.csv.gz", "YAML, JSON, CSV or XLSX")],
)
def test_what_is_no_answers_file_is_refused_with_the_formats_that_are_read(acme, tmp_path, capsys, name, remedy):
    (tmp_path / name).write_bytes(b"practice,level\nq1.a,fully\n")
    done = call(capsys, "assess", acme, "--answers", tmp_path / name, "--lang", "en")
    assert done.code == 2
    assert remedy in done.err


def test_without_terminal_and_file_it_says_what_to_do(acme, capsys):
    done = call(capsys, "assess", acme, "--lang", "en")
    assert done.code == 2
    assert "needs a terminal" in done.err
    assert "--answers FILE" in done.err


def test_a_file_is_taken_and_then_signed(acme, tmp_path, capsys):
    file = write_answers(tmp_path / "a.yaml", {"q1.a": 3})
    done = call(capsys, "assess", acme, "--answers", file, "--sign", "Ann", "--json").json
    assert (done["saved"], done["by"], [line["level"] for line in lines(acme)]) == (1, "Ann", ["fully"])
    assert open_engagement(acme).cycle().settings.signed.digest == done["digest"]
    write_answers(tmp_path / "a.yaml", {"q1.b": 1})
    shown = call(capsys, "assess", acme, "--answers", file, "--sign", "Bob", "--lang", "en")
    assert "1 answer of anna saved" in shown.out
    assert "Bob signed the answers of 2026-Q4" in shown.out
    assert "was signed by" not in shown.err


def test_a_wrong_file_is_not_signed_and_nobody_signs_without_a_name(acme, tmp_path, capsys):
    file = write_answers(tmp_path / "a.yaml", {"q1.x": 3})
    assert call(capsys, "assess", acme, "--answers", file, "--sign", "Ann").code == 2
    write_answers(tmp_path / "a.yaml", {"q1.a": 3})
    for name in ("", " "):
        done = call(capsys, "assess", acme, "--answers", file, "--sign", name, "--lang", "en")
        assert done.code == 2
        assert "--sign NAME" in done.err
    assert lines(acme) == []
    assert open_engagement(acme).cycle().settings.signed is None


def test_signing_names_the_answers_and_keeps_the_rest_of_the_cycle(acme, tmp_path, capsys):
    assert call(capsys, "assess", acme, "--sign", "Ann").code == 2
    file = write_answers(tmp_path / "a.yaml", {"q1.a": 3})
    call(capsys, "assess", acme, "--answers", file)
    first = call(capsys, "assess", acme, "--sign", 'Ann "A": é', "--json").json
    assert call(capsys, "assess", acme, "--sign", 'Ann "A": é', "--json").json == first
    content = (acme / "cycles/2026-Q4/cycle.yaml").read_text(encoding="utf-8")
    assert content.startswith("date: 2026-10-15  # the fair\nsigned:")
    assert content.count("signed:") == 1
    signed = open_engagement(acme).cycle().settings.signed
    assert (signed.by, signed.digest) == ('Ann "A": é', first["digest"])
    told = call(capsys, "assess", acme, "--sign", "Ann", "--lang", "en").out
    assert told.startswith("Ann signed the answers of 2026-Q4: ")
    assert told.endswith("\n  1 answer of anna.\n")
    done = call(capsys, "assess", acme, "--answers", file, "--lang", "en")
    assert "was signed by Ann" in done.err


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (["--answers", "a.yaml", "--mode", "full"], "--answers does not go with --mode."),
        (["--answers", "a.yaml", "--sign", "Ann", "--mode", "full"], "--answers does not go with --mode."),
        (["--review", "--mode", "ladder"], "--review does not go with --mode."),
        (["--sign", "Ann", "--mode", "full"], "--sign does not go with --mode."),
        (["--sign", "Ann", "--respondent", "Bob", "--role", "cx"], "--sign does not go with --respondent, --role."),
        (
            ["--answers", "a.yaml", "--respondent", " "],
            "nothing is written behind --respondent. Write --respondent R, or",
        ),
        (
            ["--answers", "a.yaml", "--role", " "],
            "nothing is written behind --role. Write --role ROLE, or leave it out.",
        ),
        (["--respondent", ""], "nothing is written behind --respondent."),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_options_that_are_blank_or_would_do_nothing_are_refused(acme, capsys, options, told):
    done = call(capsys, "assess", acme, *options, "--lang", "en")
    assert done.code == 2
    assert told in " ".join(done.err.split())


@pytest.mark.parametrize("name", ["a.yaml", "a.csv"])
def test_blank_names_in_a_file_are_no_names(acme, tmp_path, capsys, name):
    file = tmp_path / name
    yaml = "respondent: ' '\nrole: ' '\nanswers: {q1.a: 2}\n"
    file.write_text(yaml if name == "a.yaml" else "practice,level,respondent,role\nq1.a,2, , \n")
    done = call(capsys, "assess", acme, "--answers", file, "--lang", "en")
    assert done.code == 2
    assert "in which role that person answers" in done.err
    assert lines(acme) == []
