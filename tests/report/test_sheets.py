"""The report's tables: which there are, whom they name, that they say what the JSON says, and that nothing computes."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from functools import cache
from io import BytesIO

import pytest
from openpyxl import load_workbook
from report import sample

from cxmaturity.assess import assess
from cxmaturity.comparison.measured import Measured
from cxmaturity.comparison.progress import Past, progress
from cxmaturity.comparison.slip import EarlierPlan, Span
from cxmaturity.evidence.answers import Answer, Level, NotApplicable, Unknown
from cxmaturity.evidence.facts import RoadmapState, Tracked
from cxmaturity.evidence.loop import LoopFacts
from cxmaturity.evidence.measures import Estimate
from cxmaturity.model import load_metrics
from cxmaturity.report import json as written
from cxmaturity.report import xlsx
from cxmaturity.report.edition import Edition
from cxmaturity.report.sheets import sheets
from cxmaturity.report.tables import Sheet, delimited
from cxmaturity.results import EarlierCycle, EarlierScore, Results
from cxmaturity.roadmap.catalogue import catalogue
from cxmaturity.scoring import StageReach
from cxmaturity.words import LANGUAGES

EVIL = ("=1+1", "+1", "-1", "@SUM(A1)", "\t=1+1", " =HYPERLINK(1)")
PRACTICE = "q1.contact-limits"
EDITIONS = [Edition(language, kind, internal) for language in LANGUAGES for kind, internal in (
    ("leadership", False), ("working", True),
)]  # fmt: skip


def loop_facts() -> LoopFacts:
    """Return a closed loop with a row in each of its tables."""
    counted = {"n": 40, "value": 0.2, "low": 0.1, "high": 0.3, "human": 8, "automatic": 0, "none": 32}
    return LoopFacts(
        {"loop.coverage": Estimate(0.2, 0.1, 0.3, 40)},
        {
            "by_class": ({"class": "detractor", **counted}, {"class": None, **counted}),
            "by_source": ({"source": None, **counted}, {"source": "app", **counted}),
            "by_owner": tuple(
                {"owner": owner, "cases": 4, "open": 1, "late": 1, "human": 3, "p50": 1.25}
                for owner in ("retail", "support", None, "")
            ),
            "rules": (
                {"rule": None, "then": "none", "owner": None, "answers": 4, "due": 0, "existing": 0, "missing": 0,
                 "late": 0, "wrong_owner": 0},
            ),
        },
        few={"by_owner": ("retail",)},
    )  # fmt: skip


@cache
def results() -> Results:
    """Return the bank with something for every sheet, and words that a spreadsheet would compute."""
    voices = (
        Answer(PRACTICE, Level.NOT, "zoe.zed", "cx", note=EVIL[0], internal_note=EVIL[1]),
        Answer(PRACTICE, Level.FULLY, "abe.ash", "executive", note=EVIL[2]),
        Answer("q1.survey-objectives", NotApplicable("outside_control"), "abe.ash", "executive"),
        Answer("q1.survey-objectives", Unknown(), "zoe.zed", "cx", note=EVIL[4]),
        Answer(PRACTICE, Level.NOT, "ida.ink", "cx"),
        Answer(PRACTICE, Level.FULLY, "moe.may", "executive"),
    )
    log = sample.contacts()
    few = {"source": "app", "n": 9, "responded": 4, "rate": 0.4, "low": 0.1, "high": 0.8}
    contacts = replace(
        log,
        sources={**log.sources, "app": 9, EVIL[3]: 40, "": 12},
        responses={"app": 4, EVIL[3]: 12},
        last_seen={**log.last_seen, "app": "2026-06-12T08:00:00.000000Z"},
        tables={
            **log.tables,
            "response.by_source": (few, {**few, "source": EVIL[3], "n": 40}),
            "response.by_channel": ({"channel": "", "n": 40, "responded": 4, "rate": 0.1, "low": 0.0, "high": 0.3},),
            "score.by_source": ({"source": "app", "metric": "nps", "value": 9, "low": 1, "high": 20, "n": 40},),
            "score.by_month": ({"month": "2026-05", "metric": "nps", "value": 9, "low": 1, "high": 20, "n": 40},),
            "optout.by_pressure": ({"pressure": "1", "n": 40, "optouts": 4, "rate": 0.1, "low": 0.0, "high": 0.3},),
        },
    )
    loop = loop_facts()
    done = Tracked(
        id="contact-policy", status="finished", started=date(2026, 3, 1), ended=date(2026, 5, 1), result="Zoe did it."
    )
    owned = Tracked(id="source-inventory", status="running", owner="Zoe Zed", started=date(2026, 3, 1))
    state = RoadmapState(actions=(done, owned))
    facts = replace(sample.facts(), answers=voices, contacts=contacts, loop=loop, roadmap=state)
    assessment = assess(sample.model(), facts)
    past = Past(EarlierPlan("2026-Q2", {done.id: Span("2026-03", "2026-04")}, date(2026, 2, 1)), list)
    told = progress(sample.model(), catalogue(sample.model(), facts), Measured.of(facts, assessment.measures), past)
    scores = {"q1": EarlierScore(50.0, 40.0, 60.0, 55.0)}
    earlier = EarlierCycle("2026-Q2", date(2026, 4, 1), "ab", "0.9", StageReach(1, 1, 2), 2, 1.5, scores)
    plan = sample.roadmap()
    named = replace(plan, actions=(replace(plan.actions[0], owner="Zoe Zed"), *plan.actions[1:]))
    return Results(assessment, named, {"answers.jsonl": "cd" * 32}, told, (earlier,))


def made(edition: Edition) -> dict[str, Sheet]:
    return _made(EDITIONS.index(edition))


@cache
def _made(place: int) -> dict[str, Sheet]:
    return {sheet.file: sheet for sheet in sheets(results(), EDITIONS[place])}


def rows(file: str, edition: Edition = EDITIONS[0]) -> list[dict[str, object]]:
    """Return the rows of a table, by its heads."""
    sheet = made(edition)[file]
    heads = [str(column.head) for column in sheet.columns]
    return [dict(zip(heads, row, strict=True)) for row in sheet.rows]


@pytest.fixture(scope="module", params=EDITIONS, ids=lambda edition: f"{edition.language}-{edition.kind}")
def edition(request):
    return request.param


@pytest.fixture(scope="module", params=[EDITIONS[0], EDITIONS[3]], ids=["en-leadership", "fr-working"])
def file(request):
    """Return an edition and its workbook as a file."""
    return request.param, xlsx(results(), request.param)


@pytest.fixture(scope="module")
def book(file):
    return load_workbook(BytesIO(file[1]))


def test_the_tables_of_each_edition():
    leadership, working = (list(made(edition)) for edition in EDITIONS[:2])
    assert leadership == [
        "overview", "questions", "trend", "practices", "claims", "answers", "findings", "metrics", "sources",
        "channels", "response-by-pressure", "customers-by-pressure", "scores", "calendar", "collisions", "frontier",
        "ownership", "teams", "loop-by-class", "loop-by-source", "loop-by-team", "loop-rules", "plan", "actions",
        "team-days", "predicted", "plan-notes", "progress", "inputs", "logs", "method",
    ]  # fmt: skip
    assert set(working) - set(leadership) == {"disagreements", "perception-gaps"}


def test_names_of_sheets_and_columns(edition):
    """Excel takes 31 characters and no two names that differ in case alone; a reader by columns takes no two alike."""
    names = [sheet.name for sheet in made(edition).values()]
    assert len({name.casefold() for name in names}) == len(names)
    for sheet in made(edition).values():
        assert 0 < len(sheet.name) <= 31
        assert not set(sheet.name) & set("[]:*?/\\'")
        heads = [column.head for column in sheet.columns]
        assert len(set(heads)) == len(heads), sheet.name


def test_the_files_of_both_languages_have_the_same_names():
    assert list(made(EDITIONS[0])) == list(made(EDITIONS[2]))


def test_a_sheet_is_read_back_as_it_was_written(book, file):
    edition, _ = file
    assert book.sheetnames == [sheet.name for sheet in made(edition).values()]
    for sheet in made(edition).values():
        page = book[sheet.name]
        assert page.max_row == len(sheet.rows) + 1
        assert page.freeze_panes is not None
        assert (page.auto_filter.ref is not None) == (sheet.is_filtered and len(sheet.rows) > sheet.closing)


def test_no_cell_is_computed(book):
    cells = [cell for page in book for row in page.iter_rows() for cell in row if cell.value is not None]
    assert {cell.data_type for cell in cells} == {"s", "n", "d"}
    assert any(cell.value == EVIL[3] and cell.quotePrefix for cell in cells)


def test_no_csv_cell_begins_a_formula(edition):
    for sheet in made(edition).values():
        for line in delimited(sheet).decode("utf-8-sig").split("\r\n"):
            for cell in line.split(","):
                plain = cell.strip('" \t')
                assert plain[:1] not in ("=", "@"), (sheet.name, cell)


def test_cells_have_the_type_of_their_column(edition):
    wanted = {
        "day": date, "month": date, "whole": int, "share": (int, float), "decimal": (int, float),
        "number": (int, float, date, str), "text": str, "id": str,
    }  # fmt: skip
    for sheet in made(edition).values():
        for row in sheet.rows[: len(sheet.rows) - sheet.closing]:
            for cell, column in zip(row, sheet.columns, strict=True):
                assert cell is None or isinstance(cell, wanted[column.kind]), (sheet.name, column.head, cell)


def test_the_same_results_are_the_same_bytes(file):
    edition, content = file
    assert xlsx(results(), edition) == content


def test_the_leadership_edition_names_nobody():
    told = repr([made(edition) for edition in EDITIONS if edition.kind == "leadership"]).casefold()
    assert "zoe" not in told
    assert "abe.ash" not in told
    assert EVIL[2] not in [row.get("Note") for row in rows("answers")]


def test_the_working_edition_names_respondents_and_no_owner():
    told = repr(made(EDITIONS[1]))
    assert "zoe.zed" in told
    assert "Zoe Zed" not in told


@pytest.mark.parametrize(
    ("kind", "internal", "heads"),
    [
        ("leadership", False, set()),
        ("leadership", True, {"Internal note"}),
        ("working", False, {"Respondent", "Note"}),
        ("working", True, {"Respondent", "Note", "Internal note"}),
    ],
)
def test_what_each_edition_tells_of_a_voice(kind, internal, heads):
    found = next(sheet for sheet in sheets(results(), Edition("en", kind, internal)) if sheet.file == "answers")
    assert {column.head for column in found.columns} & {"Respondent", "Note", "Internal note"} == heads


def test_figures_are_those_of_the_json():
    record = json.loads(written(results(), EDITIONS[0]))
    claimed = {row["Practice"]: (row["Stage"], row["Agreement (r_wg)"]) for row in rows("practices")}
    assert claimed == {
        practice["id"]: (practice["stage"], record["score"]["agreement"]["r_wg"].get(practice["id"]))
        for practice in record["score"]["practices"]
    }
    assert [row["Final"] for row in rows("questions")] == [
        question["score"]["value"] for question in record["score"]["questions"]
    ]
    figures = {row["Metric"]: row["Value"] for row in rows("metrics")}
    for metric, measure in record["metrics"].items():
        value = measure.get("value", measure.get("odds_ratio")) if isinstance(measure, dict) else measure
        if metric in figures:
            assert figures[metric] == value
    assert [row["Finding"] for row in rows("findings")] == [finding["id"] for finding in record["score"]["findings"]]
    assert len(rows("answers")) == sum(len(practice["answers"]) for practice in record["score"]["practices"])
    assert [row["File"] for row in rows("inputs")][1:] == [entry["path"] for entry in record["inputs"]]


def test_figures_about_few_customers_are_blank():
    few = next(row for row in rows("sources") if row["Source"] == "app")
    assert (few["Requests"], few["Answers"], few["Response rate"]) == (None, None, None)
    retail, support = rows("loop-by-team")[:2]
    assert (retail["Cases"], support["Cases"]) == (None, 4)


def test_a_cycle_by_another_model_is_marked():
    assert [row["Scores compare"] for row in rows("trend")] == ["no", "yes"]
    assert "Final, 2026-Q2, by another model" in rows("questions")[0]


def test_sheets_without_data_are_left_out():
    found = {sheet.file for sheet in sheets(Results(sample.empty_assessment()), Edition("en", "working"))}
    assert found == {"overview", "questions", "practices", "metrics", "inputs", "method"}


def test_of_a_result_the_report_says_that_there_is_one():
    said = {row["Id"]: row["Result recorded"] for row in rows("actions")}
    assert (said["contact-policy"], said["source-inventory"]) == ("yes", None)
    assert not {"Owner", "Result", "Caused by"} & set(rows("actions")[0])


def test_nothing_in_the_plan_asks_to_be_filled_in(edition):
    assert not any(column.is_open or column.choices for sheet in made(edition).values() for column in sheet.columns)


@pytest.mark.parametrize(
    "assessment",
    [sample.empty_assessment, sample.bare_assessment, sample.crowded_assessment, sample.foreign_assessment,
     sample.solved_assessment],
    ids=["empty", "bare", "crowded", "foreign", "solved"],
)  # fmt: skip
def test_sparse_and_extreme_inputs_make_a_workbook(assessment):
    content = xlsx(Results(assessment(), sample.roadmap()), Edition("fr", "working"))
    book = load_workbook(BytesIO(content), read_only=True)
    assert len(book.sheetnames) == len(set(book.sheetnames)) > 8


def test_teams_of_one_name_have_columns_of_their_own():
    facts = sample.facts()
    assert facts.map is not None
    teams = tuple(team.model_copy(update={"name": "Équipe"}) for team in facts.map.teams or ())
    twins = replace(facts, map=facts.map.model_copy(update={"teams": teams}))
    found = sheets(Results(assess(sample.model(), twins)), Edition("fr"))
    heads = [str(column.head) for sheet in found if sheet.file == "ownership" for column in sheet.columns]
    assert len(set(heads)) == len(heads) > len(teams)


def test_shares_are_shown_by_the_hundred_and_counts_are_numbers(book, file):
    """Whatever the sheet, a metric's cell is formatted by the metric's unit."""
    for name, where in (("overview", 4), ("metrics", 0), ("claims", 7)):
        sheet = made(file[0])[name]
        shares = {metric.id for metric in load_metrics() if metric.unit == "share"}
        at = next(place for place, column in enumerate(sheet.columns) if column.kind == "number")
        seen = [
            (row[where], book[sheet.name].cell(number, at + 1).number_format)
            for number, row in enumerate(sheet.rows, start=2)
            if row[at] is not None
        ]
        assert {shown for metric, shown in seen if metric in shares} <= {"0.0%"}, name
        assert "0.0%" not in {shown for metric, shown in seen if metric not in shares}, name
        assert any(metric in shares for metric, _ in seen), name
    assert {type(row[0]) for row in made(file[0])["customers-by-pressure"].rows[:2]} == {int}
    assert made(file[0])["overview"].rows[-1][-1], "a metric is told in plain words"
