from __future__ import annotations

import csv
from dataclasses import replace

import pytest
from engagement.answer_tables import MODEL
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook
from small_engagements import PRACTICES
from small_models import words

from cxmaturity.engagement.answers_file import read_answers
from cxmaturity.engagement.forms import Form, write_form
from cxmaturity.engagement.given import Whose
from cxmaturity.engagement.levels import LEVEL_WORDS, REASON_WORDS, level_name, voice_of
from cxmaturity.engagement.tables.cells import written_links
from cxmaturity.errors import InputError
from cxmaturity.evidence.answers import Answer, Level, Link, NotApplicable, Unknown
from cxmaturity.model import find_model, load_model
from cxmaturity.words import LANGUAGES

SHIPPED = load_model(find_model("cx-program"))
WHO = Whose("zoé", "cx")
TEXT = st.text(st.characters(exclude_categories=["Cs", "Cc", "Cn"], include_characters="\n\t"), max_size=30)
NOTES = TEXT.filter(lambda note: note == "" or note.strip())
LINKS = st.lists(st.builds(Link, TEXT.filter(str.strip), st.none() | st.dates()), max_size=3).map(tuple)
LEVELS = st.sampled_from([*Level, Unknown(), NotApplicable("outside_control"), NotApplicable("not_our_business")])


def an_answer(voice, note, links):
    return Answer("", voice, "zoé", "cx", note=note, links=links)


ANSWERS = st.dictionaries(
    st.sampled_from([practice.id for practice in PRACTICES]),
    st.builds(an_answer, LEVELS, NOTES, LINKS)
    | st.builds(
        lambda note, links: an_answer(NotApplicable("other", note), note, links), TEXT.filter(str.strip), LINKS
    ),
).map(lambda drawn: {practice: replace(answer, practice=practice) for practice, answer in drawn.items()})


def form(answers=None, language="en", model=MODEL, whose=WHO, practices=None):
    return Form(model, "Acme", "2026-Q4", language, practices or model.practices, whose, answers or {})


def written(path, *parts, **settings):
    path.unlink(missing_ok=True)
    write_form(form(*parts, **settings), path)
    return path


def sheet(path):
    return load_workbook(path).active


def write_csv(path, answers):
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["practice", "level", "reason", "note", "evidence", "respondent", "role", "agreed"])
        for answer in answers.values():
            voice = answer.voice
            level = voice.word if isinstance(voice, Level) else "unknown" if voice == Unknown() else "not_applicable"
            reason = voice.reason if isinstance(voice, NotApplicable) else ""
            row = [answer.practice, level, reason, answer.note, written_links(answer.links)]
            writer.writerow([*row, answer.respondent, answer.role, ""])
    return path


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(answers=ANSWERS, language=st.sampled_from(LANGUAGES))
def test_any_answers_are_read_back_as_they_were_written(tmp_path, answers, language):
    for path in (
        written(tmp_path / "a.xlsx", answers, language),
        written(tmp_path / "a.yaml", answers, language),
        write_csv(tmp_path / "a.csv", answers),
    ):
        given = read_answers(path, MODEL)
        assert {line.answer.practice: line.answer for line in given.lines} == answers
        assert given.notes == ()


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_empty_form_says_all_but_the_answers(tmp_path, language):
    for name in ("a.xlsx", "a.yaml"):
        given = read_answers(written(tmp_path / name, language=language, model=SHIPPED), SHIPPED)
        assert (given.cycle, given.lines, given.notes, given.version) == ("2026-Q4", (), (), SHIPPED.header.version)
        assert given.respondents == ()


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_choice_is_understood(language):
    assert [level_name(words.show(language)) for words in LEVEL_WORDS.values()] == list(LEVEL_WORDS)
    for reason, label in REASON_WORDS.items():
        assert voice_of("not_applicable", label.show(language), "because").reason == reason


@pytest.mark.parametrize("language", LANGUAGES)
def test_only_the_fields_to_fill_in_are_open_and_have_their_choices(tmp_path, language):
    page = sheet(written(tmp_path / "a.xlsx", language=language, model=SHIPPED))
    assert page.protection.sheet
    assert page.protection.password is None
    open_cells = {cell.coordinate for row in page.iter_rows() for cell in row if not cell.protection.locked}
    first, last = 6, page.max_row
    rows = [row for row in range(first, last + 1) if page.cell(row, 1).value]
    assert len(rows) == len(SHIPPED.practices)
    assert open_cells == {"B4", "D4", "E4", *(f"{column}{row}" for row in rows for column in "CDEF")}
    rules = {str(rule.sqref): rule.formula1.strip('"').split(",") for rule in page.data_validations.dataValidation}
    assert rules == {
        f"C{first}:C{last}": [words.show(language) for words in LEVEL_WORDS.values()],
        f"D{first}:D{last}": [words.show(language) for words in REASON_WORDS.values()],
        "D4": [name.show(language) for name in SHIPPED.header.roles.values()],
    }


def test_it_is_one_sheet_that_prints_on_landscape_pages_with_its_head(tmp_path):
    page = sheet(written(tmp_path / "a.xlsx", language="fr"))
    assert page.parent.sheetnames == ["Réponses"]
    assert page.freeze_panes == "C6"
    assert page.sheet_properties.pageSetUpPr.fitToPage
    assert (page.page_setup.orientation, page.page_setup.fitToHeight) == ("landscape", 0)
    assert page.print_title_rows == "$5:$5"
    assert [cell.value for cell in page[5]] == [
        *("Pratique", "Énoncé", "Niveau", "Motif", "Note", "Preuves", "Explication"),
        *(
            "Un exemple de «\N{NO-BREAK SPACE}pleinement\N{NO-BREAK SPACE}»",
            "Un exemple de «\N{NO-BREAK SPACE}pas du tout\N{NO-BREAK SPACE}»",
        ),
        *("Preuves à chercher", "Question"),
    ]


@pytest.mark.parametrize("language", LANGUAGES)
def test_it_gives_an_example_of_fully_and_of_not(tmp_path, language):
    practice = SHIPPED.practices[0]
    page = sheet(written(tmp_path / "a.xlsx", language=language, model=SHIPPED))
    row = next(cell.row for cell in page["A"] if cell.value == practice.id)
    assert [page[f"H{row}"].value, page[f"I{row}"].value] == [
        practice.fully.show(language),
        practice.not_.show(language),
    ]
    comments = (
        written(tmp_path / "a.yaml", language=language, model=SHIPPED).read_text("utf-8").replace("\n  #   ", " ")
    )
    assert " ".join(practice.fully.show(language).split(" ")) in comments
    assert " ".join(practice.not_.show(language).split(" ")) in comments


def test_nothing_that_is_filled_in_becomes_a_formula(tmp_path):
    noted = Answer("q1.a", Level.FULLY, "zoé", "cx", note="=1+1", links=(Link("@x"),))
    page = sheet(written(tmp_path / "a.xlsx", {"q1.a": noted}, whose=Whose("=HYPERLINK(1)", "-cx")))
    assert {cell.data_type for row in page.iter_rows() for cell in row if cell.value is not None} == {"s"}


def test_what_a_role_knows_comes_first(tmp_path):
    asked = form(model=SHIPPED, whose=Whose(None, "marketing"))
    own, others = asked.parts
    assert {practice.knows for practice in own.practices} == {"marketing"}
    assert "marketing" not in {practice.knows for practice in others.practices}
    assert len(own.practices) + len(others.practices) == len(SHIPPED.practices)
    for whose in (Whose(), Whose(None, "sales"), Whose(None, "auditor")):
        (only,) = form(model=SHIPPED, whose=whose).parts
        assert (only.title, only.practices) == (None, SHIPPED.practices)


def test_roles_that_no_list_has_room_for_are_written_freely(tmp_path):
    roles = {f"role-{number}": words(f"A role, number {number}") for number in range(3)}
    many = MODEL.model_copy(update={"header": MODEL.header.model_copy(update={"roles": roles})})
    page = sheet(written(tmp_path / "a.xlsx", model=many, whose=Whose()))
    assert "D4" not in {str(rule.sqref) for rule in page.data_validations.dataValidation}


def test_the_same_form_is_the_same_file(tmp_path):
    one, other = (written(tmp_path / name, model=SHIPPED).read_bytes() for name in ("a.xlsx", "b.xlsx"))
    assert one == other


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("a.csv", "a form is not written to “a.csv”. Give FILE.xlsx or FILE.yaml."),
        ("full.xlsx", "this file is there already, and somebody may have filled it in. Give another name"),
        ("folder.yaml", "this is a folder"),
        ("nowhere/a.yaml", "cannot be written"),
    ],
)
def test_where_a_form_is_not_written(tmp_path, name, told):
    (tmp_path / "full.xlsx").write_text("answers")
    (tmp_path / "folder.yaml").mkdir()
    with pytest.raises(InputError, match=told.replace(".", r"\.")):
        write_form(form(), tmp_path / name)
    assert (tmp_path / "full.xlsx").read_text() == "answers"


@pytest.mark.parametrize("name", ["a.xlsx", "a.yaml"])
def test_a_form_of_another_model_is_refused_and_one_of_another_version_noted(tmp_path, name):
    path = written(tmp_path / name, {"q1.a": Answer("q1.a", Level.FULLY, "zoé", "cx")})
    newer = MODEL.model_copy(update={"header": MODEL.header.model_copy(update={"version": "2"})})
    given = read_answers(path, newer)
    assert len(given.lines) == 1
    assert "made for version 1 of the model, and version 2 is in use" in given.notes[0].show("en")
    without = newer.model_copy(update={"practices": MODEL.practices[1:]})
    with pytest.raises(
        InputError, match=r"no practice “q1\.a” in version 2 of the model; this file was made for version 1"
    ):
        read_answers(path, without)
    other = MODEL.model_copy(update={"header": MODEL.header.model_copy(update={"id": "other"})})
    with pytest.raises(InputError, match="answers the model small, and this engagement looks at other") as refused:
        read_answers(path, other)
    assert len(refused.value.problems) == 1


def test_the_top_of_a_form_is_told_by_its_cell(tmp_path):
    written(tmp_path / "a.xlsx", {"q1.a": Answer("q1.a", Level.FULLY, "zoé", "cx")}, whose=Whose())
    with pytest.raises(InputError) as refused:
        read_answers(tmp_path / "a.xlsx", MODEL)
    assert [str(problem.where).rpartition("/")[2] for problem in refused.value.problems] == [
        "a.xlsx [Answers!B4]",
        "a.xlsx [Answers!D4]",
    ]
