"""The reader of cases.csv: what it takes, and every kind of mistake at its line and column."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from cxmaturity.engagement.cases_file import read_cases
from cxmaturity.errors import InputError
from cxmaturity.evidence.loop import CASE_COLUMNS, Case

HEAD = ",".join(CASE_COLUMNS)
FULL = (
    "c-1,k-7,4711,post-ticket,2026-03-02T10:00,Detractor,key,support,any,2026-03-02 12:30+01:00,human,2026-03-05,"
    '"late, ""again""",a-1,yes,recover'
)


def written(tmp_path, content, **how):
    path = tmp_path / "cases.csv"
    path.write_bytes(content if isinstance(content, bytes) else content.encode(**how))
    return path


def read(tmp_path, content, zone="Europe/Paris"):
    return read_cases(written(tmp_path, content), zone)


def told(tmp_path, content):
    """Return the mistakes of a file, without the folder that it lies in."""
    with pytest.raises(InputError) as refused:
        read(tmp_path, content)
    return str(refused.value).replace(f"{tmp_path}/", "").splitlines()


def test_a_row_is_a_case(tmp_path):
    (case,) = read(tmp_path, f"{HEAD}\n{FULL}\n").cases
    assert case == Case(
        line=2,
        case_id="c-1",
        contact_id="k-7",
        customer_id="4711",
        source="post-ticket",
        opened_at=datetime(2026, 3, 2, 9, tzinfo=UTC),
        class_="detractor",
        segment="key",
        owner="support",
        rule="any",
        first_contact_at=datetime(2026, 3, 2, 11, 30, tzinfo=UTC),
        first_contact_kind="human",
        closed_at=datetime(2026, 3, 4, 23, tzinfo=UTC),
        cause='late, "again"',
        action_id="a-1",
        documented=True,
        aim="recover",
        days=frozenset({"closed_at"}),
    )


@pytest.mark.parametrize(
    "content",
    [
        f"\ufeff{HEAD}\n{FULL}\n".encode(),
        f"{HEAD}\n{FULL}\n".encode("utf-16"),
        f"{HEAD}\n{FULL}".replace("\n", "\r\n").encode(),
        f"\n\n{HEAD}\n\n,,,,,,,,,,,,,,,\n{FULL}\n".encode(),
        f"{HEAD.upper().replace('_', ' ')}\n{FULL}\n".encode(),
        f"{HEAD}\n{FULL}\n".replace('"late, ""again"""', "@")
        .replace(",", ";")
        .replace("@", '"late, ""again"""')
        .encode(),
        f"{HEAD}\n{FULL}\n".replace('"late, ""again"""', "@")
        .replace(",", "\t")
        .replace("@", '"late, ""again"""')
        .encode(),
        f"{HEAD},\n{FULL},\n".encode(),
    ],
    ids=["bom", "utf-16", "crlf", "blank rows", "capitals and blanks", "semicolons", "tabs", "nameless empty column"],
)
def test_spreadsheets_write_the_same_cases_in_many_ways(tmp_path, content):
    (case,) = read(tmp_path, content).cases
    assert (case.case_id, case.cause, case.aim) == ("c-1", 'late, "again"', "recover")


def test_columns_stand_in_any_order_and_a_cell_may_hold_lines(tmp_path):
    log = read(tmp_path, 'cause,case_id\n"first\nsecond",c-1\nlate,c-2\n')
    assert [(case.case_id, case.cause, case.line) for case in log.cases] == [
        ("c-1", "first\nsecond", 2),
        ("c-2", "late", 4),
    ]


def test_old_windows_letters_are_read(tmp_path):
    (case,) = read(tmp_path, "case_id,cause\nc-1,délai dépassé\n".encode("cp1252")).cases
    assert case.cause == "délai dépassé"


def test_column_names_alone_are_a_case_log_without_cases(tmp_path):
    log = read(tmp_path, f"{HEAD}\n")
    assert (log.cases, log.columns, log.notes) == ((), frozenset(CASE_COLUMNS), ())


def test_a_column_that_is_not_there_is_unknown_and_said(tmp_path):
    log = read(tmp_path, "case_id,opened_at\nc-1,2026-03-02 10:00\n")
    assert log.columns == {"case_id", "opened_at"}
    assert log.cases[0].documented is None
    (note,) = log.notes
    assert str(note).startswith("cases.csv has no columns contact_id, customer_id, source, class")


@pytest.mark.parametrize(
    ("written_as", "hour"),
    [
        ("2026-03-29T01:30", 0.5),
        ("2026-03-29T03:30", 1.5),
        ("2026-03-29t01:30:00z", 1.5),
        ("2026-03-29 01:30:00.000", 0.5),
        ("2026-03-29 01:30:00,0 +0230", -1),
        ("2026-03-29", -1),
    ],
)
def test_times_are_iso_in_the_zone_or_with_an_offset(tmp_path, written_as, hour):
    (case,) = read(tmp_path, f'case_id,opened_at\nc-1,"{written_as}"\n').cases
    assert (case.opened_at - datetime(2026, 3, 29, tzinfo=UTC)).total_seconds() == hour * 3600


@pytest.mark.parametrize(("word", "meant"), [("yes", True), ("Non", False), ("1", True), ("x", True), ("", None)])
def test_documented_is_yes_or_no(tmp_path, word, meant):
    assert read(tmp_path, f"case_id,documented\nc-1,{word}\n").cases[0].documented is meant


@pytest.mark.parametrize(
    ("row", "kept", "note"),
    [
        ("2026-03-05,2026-03-05,human,2026-03-05", ("first_contact_at", "first_contact_kind", "closed_at"), None),
        ("2026-03-05,,,2026-03-04", (), "1 case is closed before being opened (line 2); the closing is left out."),
        (
            "2026-03-05,2026-03-04,human,",
            ("first_contact_at", "first_contact_kind"),
            "1 case has a first contact before being opened (line 2); it counts all the same.",
        ),
        (
            "2026-03-05,,automatic,",
            (),
            "1 case has a first_contact_kind and no first_contact_at (line 2); taken as not followed up.",
        ),
        (
            "2026-03-05,2026-03-06,,",
            ("first_contact_at",),
            "1 case has a first_contact_at and no first_contact_kind (line 2); taken as a contact by neither a person "
            "nor a machine.",
        ),
        (",2026-03-04,human,2026-03-03", ("first_contact_at", "first_contact_kind", "closed_at"), None),
    ],
)
def test_a_case_counts_without_the_times_that_cannot_be(tmp_path, row, kept, note):
    log = read(tmp_path, f"{HEAD}\nc-1,,,,{row.split(',')[0]},,,,,{row.split(',', 1)[1]},,,,\n")
    (case,) = log.cases
    names = ("first_contact_at", "first_contact_kind", "closed_at")
    assert tuple(name for name in names if getattr(case, name) is not None) == kept
    days, *others = [str(told) for told in log.notes]
    assert (others, "without an hour." in days) == ([f"cases.csv: {note}"] if note else [], True)


def test_days_are_counted_and_said(tmp_path):
    row = "case_id,opened_at,closed_at\nc-1,2026-03-02,2026-03-02 09:00\nc-2,2026-03-02,2026-03-05\n"
    log = read(tmp_path, row)
    assert [case.days for case in log.cases] == [{"opened_at"}, {"opened_at", "closed_at"}]
    note = next(note for note in log.notes if "without an hour" in str(note))
    assert str(note).startswith("cases.csv: 3 times are days without an hour. A case opened on a day can belong")
    assert "3 dates sont sans heure" in note.show("fr")


@pytest.mark.parametrize(
    ("opened", "closed", "is_kept"),
    [
        ("2026-03-02 12:00", "2026-03-02", True),
        ("2026-03-02", "2026-03-02 00:30", True),
        ("2026-03-02", "2026-03-02", True),
        ("2026-03-02 23:30Z", "2026-03-02", False),
        ("2026-03-02 22:30Z", "2026-03-02", True),
        ("2026-03-02 12:00", "2026-03-02 11:59", False),
        ("2026-03-02", "2026-03-01 23:59", False),
    ],
)
def test_a_day_is_compared_with_the_day_of_a_time_in_the_zone(tmp_path, opened, closed, is_kept):
    (case,) = read(tmp_path, f"case_id,opened_at,closed_at\nc-1,{opened},{closed}\n").cases
    assert (case.closed_at is not None) is is_kept


def test_many_such_cases_are_one_note_with_the_first_lines(tmp_path):
    rows = "".join(f"c-{number},2026-03-05,2026-03-04\n" for number in range(12))
    *_, note = read(tmp_path, f"case_id,opened_at,closed_at\n{rows}").notes
    assert "12 cases are closed before being opened (lines 2, 3, 4, 5, 6, 7, 8, 9, 10, 11 …)" in str(note)
    assert "12 dossiers sont clos avant d’être ouverts (lignes 2, 3" in note.show("fr")


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("", ["cases.csv: this file is empty; its first row names the columns. Write the names: case_id, contact_id,"]),
        ("\n \n", ["cases.csv: this file is empty;"]),
        (
            "4711,eva@example.org\n",
            ["cases.csv:1: the first row names no column of a case log. It names them: case_id,"],
        ),
        ("owner\nsupport\n", ["cases.csv:1: the column “case_id” is missing. Add it."]),
        ("case_id,ownr\n", ["cases.csv:1 [ownr]: unknown column “ownr”. Did you mean “owner”?"]),
        ("case_id,zzz\n", ["cases.csv:1: column 2 has a name that a case log does not know. Known are: case_id,"]),
        (
            "case_id,owner,Owner\n",
            ["cases.csv:1 [Owner]: the column “Owner” stands here a second time. Keep one of the two."],
        ),
        (
            "case_id,opened_at\nc-1,15.10.2026 10:00\n",
            ["cases.csv:2 [opened_at]: “15.10.2026 10:00” is not a time that can be read. Write it as in 2026"],
        ),
        ("case_id,opened_at\nc-1,2026-02-30\n", ["cases.csv:2 [opened_at]: “2026-02-30” is not a time"]),
        ("case_id,opened_at\nc-1,eva@example.org\n", ["cases.csv:2 [opened_at]: “…” is not a time"]),
        *(
            (f'case_id,opened_at\nc-1,"{cell}"\n', [f"cases.csv:2 [opened_at]: “{shown}” is not a time"])
            for cell, shown in (
                ("4711", "…"),
                ("06.12.34.56.78", "…"),
                ("+33 6 12-34-56-78", "…"),
                ("555-123-4567", "…"),
                ("078-05-1120", "…"),
                ("2026-03-02 +33612345678", "…"),
                ("1/3/26", "1/3/26"),
                ("12/31/2026 9:30 PM", "12/31/2026 9:30 PM"),
                ("2026/3/2", "2026/3/2"),
                ("2026-03-02 25:00", "2026-03-02 25:00"),
            )
        ),
        (
            "case_id,closed_at\nc-1,9999-12-31\n",
            ["cases.csv:2 [closed_at]: “9999-12-31” is not between 1990 and 2099. Leave the cell empty if it has not"],
        ),
        (
            "case_id,closed_at\nc-1,0001-01-01T00:00+23:00\n",
            ["cases.csv:2 [closed_at]: “…” is not a time that can be read."],
        ),
        (
            "case_id,class\nc-1,detracter\n",
            ["cases.csv:2 [class]: “detracter” is not a word that this column knows. Did you mean “detractor”?"],
        ),
        (
            "case_id,first_contact_kind\nc-1,qwz\n",
            ["cases.csv:2 [first_contact_kind]: this column knows no such word. Known are: human, "],
        ),
        (
            "case_id,aim\nc-1,recovery\n",
            ["cases.csv:2 [aim]: “recovery” is not a word that this column knows. Did you"],
        ),
        ("case_id,aim\nc-1,eva@example.org\n", ["cases.csv:2 [aim]: this column knows no such word."]),
        ("case_id,documented\nc-1,perhaps\n", ["cases.csv:2 [documented]: “…” is neither yes nor no."]),
        ("case_id,documented\nc-1,yess\n", ["cases.csv:2 [documented]: “yess” is neither yes nor no."]),
        ("case_id,class\nc-1,Eva Quist\n", ["cases.csv:2 [class]: this column knows no such word."]),
        ("case_id,Eva Quist\n", ["cases.csv:1: column 2 has a name that"]),
        ("case_id,owner\n,support\n", ["cases.csv:2 [case_id]: this case has no id. Give each case an id of its own."]),
        (
            "case_id\nc-1\nc-2\nc-1\n",
            ["cases.csv:4 [case_id]: line 2 has the same case id. Keep one of the two."],
        ),
        ("case_id,cause\nc-1,late, again\n", ["cases.csv:2: this row has something under no column. Put text that"]),
        ("case_id,\nc-1,late\n", ["cases.csv:2: this row has something under no column."]),
        ("case_id,cause,owner\nc-1,late\n", ["cases.csv:2: this row has 2 cells, and there are 3 columns."]),
        ('case_id,cause\nc-1,"late\n', ["cases.csv:2: this row is not valid CSV. Check its quotes."]),
        ("case_id\nc-\0\n", ["cases.csv:2: this line holds NUL bytes"]),
        (
            "case_id,class,opened_at,extra\nc-1,bad,soon,\n,,,\nc-1,,,\n",
            [
                "cases.csv:1: column 4",
                "cases.csv:2 [class]:",
                "cases.csv:2 [opened_at]:",
                "cases.csv:4 [case_id]: line 2",
            ],
        ),
    ],
)
def test_every_mistake_is_told_at_its_line_and_column(tmp_path, content, said):
    found = told(tmp_path, content)
    assert len(found) == len(said)
    for line, beginning in zip(found, said, strict=True):
        assert line.startswith(beginning)


def test_a_file_full_of_mistakes_is_told_in_part(tmp_path):
    found = told(tmp_path, "case_id,class\n" + "".join(f"c-{number},bad\n" for number in range(5000)))
    assert len(found) == 101
    assert found[-1] == "cases.csv: 4,900 further mistakes of this file are not shown."


@pytest.mark.parametrize(("name", "said"), [("missing.csv", "there is no such file."), (".", "this is a folder")])
def test_a_file_that_is_not_there(tmp_path, name, said):
    with pytest.raises(InputError, match=said):
        read_cases(tmp_path / name, "UTC")


@pytest.mark.parametrize("many", [5_000, pytest.param(100_000, marks=pytest.mark.slow)])
def test_a_large_file_is_read_whole(tmp_path, many):
    rows = "\n".join(FULL.replace("c-1", f"c-{number}") for number in range(many))
    log = read(tmp_path, f"{HEAD}\n{rows}\n")
    assert (len(log.cases), log.cases[-1].line) == (many, many + 1)
