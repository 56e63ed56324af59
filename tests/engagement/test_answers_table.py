from __future__ import annotations

from datetime import date

import pytest
from engagement.answer_tables import answers, mistakes, read, write_sheet

from cxmaturity.engagement.given import Respondent, Whose
from cxmaturity.evidence.answers import Answer, Level, Link, NotApplicable, Unknown

NOBODY = Whose()

CONTRACT = """\
practice,level,reason,note,evidence,respondent,role,agreed
q1.a,largely,,only in support,plan.pdf (2026-09-30) ; https://x,head-of-cx,CX,
q1.b,not_applicable,outside_control,,,head-of-cx,cx,no
q1.c,,,,,head-of-cx,cx,
q1.a,1,,,,bo,sales,
q1.a,unknown,,,,workshop,cx,yes
"""
LINKS = (Link("plan.pdf", date(2026, 9, 30)), Link("https://x"))
READ = [
    Answer("q1.a", Level.LARGELY, "head-of-cx", "cx", note="only in support", links=LINKS),
    Answer("q1.b", NotApplicable("outside_control"), "head-of-cx", "cx"),
    Answer("q1.a", Level.PARTLY, "bo", "sales"),
    Answer("q1.a", Unknown(), "workshop", "cx", agreed=True),
]
FRENCH = """\
Énoncé;PRATIQUE ;Niveau;Motif;Note;Preuves;Répondant;Rôle;Accord
;q1.a;en grande partie;;only in support;plan.pdf (30/09/2026) ; https://x;head-of-cx;CX;
Les clients…;q1.b;sans objet;hors de notre contrôle;;;head-of-cx;cx;non
;q1.c;;;;;head-of-cx;cx;
;q1.a;en partie;;;;bo;sales;faux
;q1.a;ne sait pas;;;;workshop;cx;oui
""".replace("plan.pdf (30/09/2026) ; https://x", '"plan.pdf (30/09/2026) ; https://x"')


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.csv", CONTRACT.encode()),
        ("bom.csv", CONTRACT.encode("utf-8-sig")),
        ("crlf.csv", CONTRACT.replace("\n", "\r\n").encode()),
        ("a.tsv", CONTRACT.replace(",", "\t").encode()),
        ("unicode-text.csv", CONTRACT.replace(",", "\t").encode("utf-16")),
        ("french.csv", FRENCH.encode("cp1252")),
        ("french-utf8.csv", FRENCH.encode("utf-8-sig")),
        ("below-a-title.csv", ("My answers,,\n\n" + CONTRACT).encode()),
        ("reversed.csv", "\n".join(",".join(line.split(",")[::-1]) for line in CONTRACT.splitlines()).encode()),
    ],
)
def test_a_table_with_the_contracts_columns(tmp_path, name, content):
    (tmp_path / name).write_bytes(content)
    given = read(tmp_path / name, NOBODY)
    assert [line.answer for line in given.lines] == READ
    assert given.respondents == (
        Respondent("head-of-cx", "cx"),
        Respondent("bo", "sales"),
        Respondent("workshop", "cx"),
    )
    assert given.notes == ()


def test_a_workbook_with_numbers_and_booleans(tmp_path):
    rows = [
        ["practice", "level", "reason", "note", "evidence", "respondent", "role", "agreed"],
        ["q1.a", 2.0, None, 2026.0, "x.pdf (2026-09-30)", 1234, "CX", True],
        ["q1.b", 3, None, date(2026, 9, 30), None, "bo", "cx", False],
    ]
    write_sheet(tmp_path / "a.xlsx", rows, sheet="Something else")
    assert answers(tmp_path / "a.xlsx", NOBODY) == [
        Answer("q1.a", Level.LARGELY, "1234", "cx", True, "2026", links=(Link("x.pdf", date(2026, 9, 30)),)),
        Answer("q1.b", Level.FULLY, "bo", "cx", note="2026-09-30"),
    ]


def test_who_answers_is_said_by_the_row_then_by_the_options(tmp_path):
    (tmp_path / "a.csv").write_text("practice,level,respondent,role\nq1.a,2,,\nq1.b,2,bo,\nq1.c,2,,sales\n")
    whose = [(answer.respondent, answer.role) for answer in answers(tmp_path / "a.csv")]
    assert whose == [("anna", "cx"), ("bo", "cx"), ("anna", "sales")]
    assert mistakes(tmp_path / "a.csv", Whose("anna")) == [
        f"a.csv:{line} [role]: it is not said in which role that person answers. "
        "Fill in the role, as in “CX”, or give --role ROLE."
        for line in (2, 3)
    ]


def test_without_a_column_of_respondents_it_is_told_once(tmp_path):
    (tmp_path / "a.csv").write_text("practice,level\nq1.a,2\nq1.b,2\n")
    told = mistakes(tmp_path / "a.csv", NOBODY)
    assert len(told) == 2
    assert told[0].startswith("a.csv: it is not said who answers.")


@pytest.mark.parametrize("written", ["outside_control", "Outside our control", "hors de notre contrôle"])
def test_reasons_in_words(tmp_path, written):
    (tmp_path / "a.csv").write_text(f"practice,level,reason\nq1.a,n/a,{written}\n", encoding="utf-8")
    assert answers(tmp_path / "a.csv")[0].voice == NotApplicable("outside_control")


def test_every_mistake_is_listed_with_its_row_and_column(tmp_path):
    (tmp_path / "a.csv").write_text(
        "practice,level,reason,note,evidence,role,agreed\n"
        "q1.a,lagely,,,,,\n"
        "q1.x,2,,,,,\n"
        "q1.b,n/a,,,,,\n"
        'q1.c,2,other,"two\nlines",x (2026-02-30),cxx,perhaps\n'
        ",2,,,,,\n"
        "q1.d,2,,,,,,stray\n"
        "q2.a,2,,,,,\n"
        "q2.a,1,,,,,\n"
    )
    assert mistakes(tmp_path / "a.csv") == [
        "a.csv:2 [level]: “lagely” is not a level. Did you mean “largely”?",
        "a.csv:3 [practice]: there is no practice “q1.x” in the model. Did you mean “q1.d”?",
        "a.csv:4 [reason]: “does not apply” (not_applicable) needs a reason. "
        "Reasons are not part of our business (not_our_business), outside our control (outside_control), "
        "other (see the note).",
        "a.csv:5 [role]: the model has no role “cxx”. Did you mean “cx”?",
        "a.csv:5 [agreed]: “perhaps” is neither yes nor no.",
        "a.csv:5 [evidence]: there is no such day as “2026-02-30”.",
        "a.csv:7 [practice]: this row has a level and names no practice.",
        "a.csv:8: “stray” stands under no column. "
        "Empty the cell; in a CSV file, put text that holds the delimiter in quotes.",
        "a.csv:10 [level]: “q2.a” has another answer of the same respondent at "
        f"{tmp_path}/a.csv:9 [level]. Keep one of the two.",
    ]


def test_two_agreed_answers_for_one_practice_name_both_rows(tmp_path):
    rows = "q1.a,2,w1,cx,yes\nq1.a,1,anna,cx,no\nq1.a,2,w2,cx,yes\nq1.b,2,w2,cx,yes\n"
    (tmp_path / "a.csv").write_text("practice,level,respondent,role,agreed\n" + rows)
    assert mistakes(tmp_path / "a.csv") == [
        f"a.csv:4 [level]: “q1.a” has another agreed answer at {tmp_path}/a.csv:2 [level]; one can stand. "
        "Keep one of the two."
    ]


def test_the_mistakes_of_a_workbook_have_its_cells(tmp_path):
    rows = [["My answers"], ["practice", "level"], ["q1.a", "lagely"], [None, None], ["q1.b", True]]
    write_sheet(tmp_path / "a.xlsx", rows)
    assert mistakes(tmp_path / "a.xlsx") == [
        "a.xlsx [Answers!B3]: “lagely” is not a level. Did you mean “largely”?",
        "a.xlsx [Answers!B5]: “True” is not a level. "
        "Levels are not (0), partly (1), largely (2), fully (3), does not apply (not_applicable), "
        "nobody knows (unknown).",
    ]


@pytest.mark.parametrize(
    ("header", "told"),
    [
        ("practice,levl", "[B1]: unknown column “levl”. Did you mean “level”?"),
        ("pratice,level", "[A1]: unknown column “pratice”. Did you mean “practice”?"),
        ("practice,note", "[A1]: the column “level” is missing. Add it."),
        ("practice,level,Niveau", "[C1]: the column “Niveau” stands here a second time. Keep one of the two."),
        ("practice,level,colour", "[C1]: unknown column “colour”. Known are: practice, level, reason, note"),
    ],
)
def test_wrong_columns(tmp_path, header, told):
    width = header.count(",") + 1
    (tmp_path / "a.csv").write_text(f"{header}\nq1.a{',2' * (width - 1)}\n")
    write_sheet(tmp_path / "a.xlsx", [header.split(","), ["q1.a", *([2] * (width - 1))]])
    in_csv, in_xlsx = mistakes(tmp_path / "a.csv"), mistakes(tmp_path / "a.xlsx")
    assert (len(in_csv), len(in_xlsx)) == (1, 1)
    assert told.partition(": ")[2] in in_csv[0]
    assert f"[Answers!{told[1:]}" in in_xlsx[0]


def test_the_same_answer_twice_is_noted_and_a_note_without_level_too(tmp_path):
    (tmp_path / "a.csv").write_text("practice,level,note\nq1.a,2,x\nq1.a,largely,x\nq1.b,,forgotten\n")
    given = read(tmp_path / "a.csv")
    assert len(given.lines) == 1
    assert [note.show("en").replace(f"{tmp_path}/", "") for note in given.notes] == [
        "a.csv:3 [level]: the same answer stands at a.csv:2 [level]; it is taken once.",
        "a.csv:4 [note]: “forgotten” is not saved, because its row has no level. Choose one there (“nobody knows” is "
        "one) and take the file again.",
    ]


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"", "no row names the columns practice and level"),
        (b"a,b\n1,2\n", "no row names the columns practice and level"),
        (b"practice,level\nq1.a\x00,2\n", "a.csv:2: this line holds NUL bytes"),
        (b'practice,level\nq1.a,"2\n', "a.csv:2: this row is not valid CSV"),
        (b"practice,note,level\nq1.a,2\n", "a.csv:2 [level]: this row ends before its level"),
        (b"practice,level\n" + b"x" * 20_000_001, "too large"),
        (b"practice,level\n" + b"q1.a,2\n" * 100_001, "too large"),
    ],
    ids=["empty", "other columns", "NUL", "quotes", "short row", "too many bytes", "too many rows"],
)
def test_what_is_no_table_of_answers(tmp_path, content, told):
    (tmp_path / "a.csv").write_bytes(content)
    assert told in mistakes(tmp_path / "a.csv")[0]


@pytest.mark.parametrize("name", ["none.csv", "none.xlsx", "folder.csv", "folder.xlsx"])
def test_a_file_that_is_not_there_and_a_folder(tmp_path, name):
    (tmp_path / "folder.csv").mkdir()
    (tmp_path / "folder.xlsx").mkdir()
    assert ("no such file" if "none" in name else "a folder") in mistakes(tmp_path / name)[0]


def test_a_table_without_answers_has_none(tmp_path):
    (tmp_path / "a.csv").write_text("practice,level\nq1.a,\n")
    assert (read(tmp_path / "a.csv", NOBODY).lines, read(tmp_path / "a.csv", NOBODY).respondents) == ((), ())


def test_what_is_wrong_in_a_french_table_is_told_in_its_own_words(tmp_path):
    """The program speaks English here, to whoever sent the form in French."""
    (tmp_path / "a.csv").write_text(
        "pratique,niveau,motif,note,preuves\n"
        "q1.a,en grande parti,,,\n"
        "q1.b,sans objet,,,\n"
        "q1.c,sans objet,hors de notre activité !,,\n"
        "q1.d,sans objet,vendu en 2024,,\n"
        "q2.a,sans objet,autre,,\n"
        "q2.b,pleinement,autre,x,\n",
        encoding="utf-8",
    )
    known = "hors de notre activité (not_our_business), hors de notre contrôle (outside_control), autre (voir la note)"
    assert mistakes(tmp_path / "a.csv") == [
        "a.csv:2 [level]: “en grande parti” is not a level. Did you mean “en grande partie”?",
        f"a.csv:3 [reason]: “sans objet” (not_applicable) needs a reason. Reasons are {known}.",
        "a.csv:4 [reason]: “hors de notre activité !” is not a reason. Did you mean “hors de notre activité”?",
        f"a.csv:5 [reason]: “vendu en 2024” is not a reason. Reasons are {known}.",
        "a.csv:6 [reason]: the reason “autre (voir la note)” needs a note that says which.",
        "a.csv:7 [reason]: a reason goes with “sans objet” (not_applicable) only.",
    ]
    (tmp_path / "b.csv").write_text("niveau,motif\n2,x\n")
    assert mistakes(tmp_path / "b.csv")[0].startswith("b.csv:1: the column “pratique” is missing.")
    (tmp_path / "c.csv").write_text("pratique,niveau,zzz\nq1.a,2,x\n")
    assert "preuves, répondant, rôle, accord" in mistakes(tmp_path / "c.csv")[0]


@pytest.mark.parametrize(
    "cell", ["2026-09-30", "(2026-09-30)", "30/09/2026", "03/04/2026", "2026-09", "30 septembre 2026"]
)
def test_a_date_alone_is_no_proof(tmp_path, cell):
    (tmp_path / "a.csv").write_text(f'practice,level,evidence\nq1.a,2,"minutes.pdf\n{cell}"\n')
    (told,) = mistakes(tmp_path / "a.csv")
    assert f"[evidence]: “{cell.strip('()')}” is a date and no proof. Say of what, as in: minutes.pdf" in told


def test_a_date_cell_is_no_proof_either(tmp_path):
    write_sheet(tmp_path / "a.xlsx", [["practice", "level", "evidence"], ["q1.a", 2, date(2026, 9, 30)]])
    assert "[Answers!C2]: “2026-09-30” is a date and no proof." in mistakes(tmp_path / "a.xlsx")[0]


def test_every_cell_of_a_row_without_a_level_is_named(tmp_path):
    rows = [["pratique", "niveau", "note", "preuves"], ["q1.a", None, "x " * 60, "minutes.pdf"]]
    write_sheet(tmp_path / "a.xlsx", rows)
    first, second = (note.show("en") for note in read(tmp_path / "a.xlsx").notes)
    assert "[Answers!C2]: “x x x" in first
    assert "(“personne ne sait” is one)" in first
    assert "[Answers!D2]: “minutes.pdf” is not saved" in second


def test_options_that_say_otherwise_than_the_file_count_and_are_noted(tmp_path):
    rows = [["Respondent", "Amina", "Role", "front-line"], ["practice", "level"], ["q1.a", 2]]
    write_sheet(tmp_path / "a.xlsx", rows)
    (tmp_path / "a.yaml").write_text("respondent: Amina\nrole: front-line\nanswers: {q1.a: 2}\n")
    for name in ("a.xlsx", "a.yaml"):
        given = read(tmp_path / name, Whose("Kim", "cx"))
        assert (given.lines[0].answer.respondent, given.lines[0].answer.role) == ("Kim", "cx")
        assert [note.show("en") for note in given.notes] == [
            "The file says that Amina answers; taken as Kim.",
            "The file says the role front-line; taken as cx.",
        ]
        assert read(tmp_path / name, Whose("Amina ", "front-line")).notes == ()
