"""The file of loop --emit: for its owner alone, added to and never overwritten, read again as a case log."""

from __future__ import annotations

import csv
import os
import stat
from pathlib import Path

import pytest

from cxmaturity.engagement.cases_file import read_cases
from cxmaturity.engagement.emitted import add_cases, case_file
from cxmaturity.errors import InputError
from cxmaturity.evidence.loop import CASE_COLUMNS
from cxmaturity.loop.emitting import FILLED

HEAD = ",".join(CASE_COLUMNS)


def due(case="case-1", **cells):
    return {
        **dict.fromkeys(FILLED, ""),
        "case_id": case,
        "customer_id": "c1",
        "opened_at": "2026-10-10T12:00:00Z",
        **cells,
    }


def emit(path, *cases):
    return add_cases(case_file(path, "UTC"), cases)


def mode(path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


@pytest.fixture
def path(tmp_path):
    return tmp_path / "due.csv"


@pytest.fixture
def open_to_all():
    before = os.umask(0)
    yield
    os.umask(before)


def test_a_new_file_has_every_column_and_is_read_as_a_case_log(path):
    told = emit(path, due(owner="success", rule="r"), due("case-2"))
    assert path.read_text(encoding="utf-8").splitlines()[0] == HEAD
    found = read_cases(path, "UTC").cases
    assert [(case.case_id, case.owner, case.rule) for case in found] == [
        ("case-1", "success", "r"),
        ("case-2", None, None),
    ]
    assert (told.added, told.kept, dict(told.by_owner)) == (2, 0, {"success": 1, "": 1})
    assert told.by_rule == {"r": 1, "": 1}


def test_a_second_run_adds_nothing_and_a_new_case_is_added_at_the_end(path):
    emit(path, due())
    before = path.read_bytes()
    told = emit(path, due())
    assert (told.added, told.kept, path.read_bytes()) == (0, 1, before)
    told = emit(path, due(), due("case-2"))
    assert (told.added, told.kept) == (1, 1)
    assert path.read_bytes() == before + b"case-2,,c1,,2026-10-10T12:00:00Z,,,,,,,,,,,\n"


def test_only_its_owner_can_read_a_new_file(path, open_to_all):
    emit(path, due())
    assert mode(path) == 0o600


def test_only_its_owner_can_read_a_file_that_all_could_read(path, open_to_all):
    path.write_text(HEAD + "\n", encoding="utf-8")
    path.chmod(0o666)
    emit(path, due())
    assert mode(path) == 0o600


def test_only_its_owner_can_read_what_is_written_beside(path, open_to_all, monkeypatch):
    seen = []
    fsync = os.fsync
    monkeypatch.setattr(os, "fsync", lambda handle: (seen.append(os.fstat(handle).st_mode), fsync(handle)))
    emit(path, due())
    assert stat.S_IMODE(seen[0]) == 0o600


def test_what_a_file_holds_stays_byte_for_byte_in_its_own_columns(path):
    before = (
        "\ufeffrule;case_id;customer_id;contact_id;source;opened_at;class;segment;owner;cause\r\n"
        'r;x;"c;9";;s;2026-01-02;detractor;;success;"late; twice"'
    )
    path.write_bytes(before.encode())
    told = emit(path, due(customer_id="c;1", rule="q"))
    assert path.read_bytes().decode() == before + '\r\nq;case-1;"c;1";;;2026-10-10T12:00:00Z;;;;\r\n'
    assert (told.kept, told.added) == (1, 1)


@pytest.mark.parametrize("content", ["", "\n \n", "\ufeff"])
def test_a_file_of_nothing_is_begun(path, content):
    path.write_text(content, encoding="utf-8")
    emit(path, due())
    assert path.read_text(encoding="utf-8").startswith(HEAD + "\n")


@pytest.mark.parametrize("customer", ["=1+1", "+33 6", "-x", "@home", 'a"b', "a,b", "a\nb", "é", "'x"])
def test_an_identifier_is_written_as_the_log_has_it(path, customer):
    """It is joined back by machines. That a spreadsheet would take it for a formula is told."""
    told = emit(path, due(customer_id=customer))
    with path.open(encoding="utf-8", newline="") as file:
        (row,) = csv.DictReader(file)
    assert row["customer_id"] == customer
    assert told.formulas == int(customer[0] in "=+-@")
    assert any("spreadsheet" in str(note) for note in told.notes()) is (customer[0] in "=+-@")


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("a,b\n1,2\n", "the first row names no column of a case log."),
        ("case_id,note\n1,2\n", "column 2 has a name that a case log does not know"),
        ("case_id,customer_id\n1,2\n", "this file of cases lacks the columns contact_id, source, opened_at"),
        (HEAD + "\n1,,,,someday" + "," * 11 + "\n", "not a time that can be read"),
    ],
)
def test_a_file_of_something_else_stays_as_it_is(path, content, message):
    path.write_text(content, encoding="utf-8")
    with pytest.raises(InputError, match=message):
        emit(path, due())
    assert path.read_text(encoding="utf-8") == content


def test_a_file_that_is_not_utf_8_stays_as_it_is(path):
    path.write_bytes((HEAD + "\né,\n").encode("cp1252"))
    with pytest.raises(InputError, match="not UTF-8"):
        case_file(path, "UTC")


def test_what_is_no_file_is_refused(tmp_path):
    with pytest.raises(InputError, match="not a file"):
        case_file(tmp_path, "UTC")


def test_what_a_person_writes_while_the_answers_are_read_stays(path):
    """The cases are added to what stands there then, in its columns; an id that is there by now is not added again."""
    emit(path, due())
    looked_at = case_file(path, "UTC")
    columns = [*reversed(CASE_COLUMNS)]
    edited = ";".join(columns) + "\n" + ";".join({"case_id": "case-2", "cause": "mine"}.get(c, "") for c in columns)
    path.write_text(edited, encoding="utf-8")
    told = add_cases(looked_at, [due(), due("case-2"), due("case-3")])
    assert (told.kept, told.added) == (1, 2)
    assert path.read_text(encoding="utf-8").startswith(edited + "\n")
    assert {case.case_id for case in read_cases(path, "UTC").cases} == {"case-1", "case-2", "case-3"}


def changed_before(monkeypatch, path, contents):
    """Let somebody write one of these into the file each time that ours is ready to replace it."""
    fsync = os.fsync

    def write_first(handle):
        if stat.S_ISREG(os.fstat(handle).st_mode) and contents:
            path.write_text(contents.pop(0), encoding="utf-8")
        fsync(handle)

    monkeypatch.setattr(os, "fsync", write_first)


def test_a_change_in_the_last_moment_is_seen(path, monkeypatch):
    changed_before(monkeypatch, path, [HEAD + "\nmine" + "," * 15 + "\n"])
    assert emit(path, due()).kept == 1
    assert [case.case_id for case in read_cases(path, "UTC").cases] == ["mine", "case-1"]
    assert [each.name for each in path.parent.iterdir()] == [path.name]


def test_a_file_that_is_changed_all_the_time_is_left_alone(path, monkeypatch):
    changed_before(monkeypatch, path, [HEAD + "\n" * n for n in range(1, 9)])
    with pytest.raises(InputError, match="is being changed by somebody else"):
        emit(path, due())
    assert path.read_text(encoding="utf-8") == HEAD + "\n" * 5
    assert [each.name for each in path.parent.iterdir()] == [path.name]


def test_a_file_that_became_another_meanwhile_is_refused_with_one_message(path):
    emit(path, due())
    looked_at = case_file(path, "UTC")
    path.write_text("name,address\nEva,here\n", encoding="utf-8")
    with pytest.raises(InputError, match="somebody has changed this file meanwhile") as refused:
        add_cases(looked_at, [due("case-2")])
    assert len(refused.value.problems) == 1
    assert path.read_text(encoding="utf-8") == "name,address\nEva,here\n"


def test_the_terminal_is_no_file(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    with pytest.raises(InputError, match="are not printed, since they hold customers' identifiers"):
        case_file(Path("-"), "UTC")
    assert not Path("-").exists()


def test_it_says_what_it_holds_and_for_whom(path):
    told = emit(path, due(owner="success"), due("case-2"))
    assert [str(note) for note in told.notes()] == [
        f"{path}: 2 cases added, 0 there before.",
        "1 case for success.",
        "1 case for nobody: the rule names no owner.",
        "This file holds customers' identifiers. Only you can read it; delete it when it has been used.",
    ]


def test_how_many_of_the_added_cases_are_overdue_is_said(path):
    emit(path, due())
    cases = (due(), due("case-2"), due("case-3"))
    told = add_cases(case_file(path, "UTC"), cases, lambda case: case["case_id"] < "case-3")
    assert (told.added, told.overdue) == (2, 1)
    assert "The deadline of 1 of the added cases has passed already." in [str(note) for note in told.notes()]


def test_a_file_without_cases_holds_no_identifiers(path):
    assert [str(note) for note in emit(path).notes()] == [f"{path}: 0 cases added, 0 there before."]
    assert path.read_text(encoding="utf-8") == HEAD + "\n"
