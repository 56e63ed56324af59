"""A roadmap's tables: read back they say what the JSON says; nothing in them is computed; updates read them again."""

from __future__ import annotations

import csv
import re
from dataclasses import replace
from datetime import date, datetime
from io import BytesIO, StringIO

import pytest
from openpyxl import load_workbook
from roadmap import plans

from cxmaturity.assess import assess
from cxmaturity.engagement.roadmap_file import Known
from cxmaturity.engagement.updates.lines import read_lines
from cxmaturity.engagement.updates.reading import updates
from cxmaturity.evidence.facts import Tracked
from cxmaturity.model.schema import Target
from cxmaturity.report.roadmap_tables import plan_csv, plan_workbook
from cxmaturity.roadmap import months, roadmap_record
from cxmaturity.words import LANGUAGES

EVIL = ("=1+1", "+1", "-1", "@SUM(A1)", "\t=1+1", "\r=1+1", " =1+1", "\n-1")
SAID = (
    {
        "id": "a",
        "status": "running",
        "started": date(2026, 12, 1),
        "owner": "cx",
        "feedback": ["tired", "words of ours"],
    },
    {
        "id": "z",
        "status": "finished",
        "started": date(2026, 3, 1),
        "ended": date(2026, 5, 31),
        "result": "Done; it works.",
    },
)
AIM = Target(metric="roadmap.levels", to=3)


def model():
    return plans.model_with(
        [
            plans.action("a", {"q1.a": "fully"}, 3, effort={"cx": 6}),
            plans.action("b", {"q1.b": "largely", "q1.c": "largely"}, 2, effort={"cx": 4, "it": 3}, answers=("tired",)),
            plans.action("c", {"q1.d": "fully"}, requires=("b",), effort={"it": 2}, target=AIM),
            plans.action("d", {"q1.e": "fully"}, 2, effort={"cx": 90}),
            plans.action("z", {"q1.f": "fully"}, effort={"cx": 1}),
        ]
    )  # fmt: skip


def made(said=SAID, months=12, answered=True, **more):
    """Return an assessment and its roadmap."""
    known = plans.facts(
        [plans.said("q1.a")] if answered else [], start="2027-02", said=said, capacity={"cx": (4.0,)}, **more
    )
    small = model()
    return assess(small, known), plans.plan(small, known, [plans.finding("tired", 0.4)], months)


def book(content: bytes):
    return load_workbook(BytesIO(content))


def table(sheet) -> list[dict[str, object]]:
    head, *rows = sheet.iter_rows(values_only=True)
    return [dict(zip(head, row, strict=True)) for row in rows]


def csv_rows(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(StringIO(content.decode("utf-8-sig"), newline="")))


def day(cell: object) -> date | None:
    """Return a day as either file holds it."""
    if isinstance(cell, datetime):
        return cell.date()
    return date.fromisoformat(cell) if isinstance(cell, str) and cell else None


def number(cell: object) -> float | None:
    return None if cell in (None, "") else float(cell)


def split(cell: object) -> list[str]:
    return str(cell).split("; ") if cell else []


def as_json(row: dict[str, object], teams: dict[str, str]) -> dict[str, object]:
    """Return an action as a row holds it, in the form of ``roadmap --json``."""
    start, end = day(row["Planned from"]), day(row["Planned until"])
    worth = {key: number(row[head]) for key, head in (
        ("total", "Value of the action"), ("score", "For the score"), ("stage", "For the stage"),
        ("reach", "For the customers concerned"),
    )}  # fmt: skip
    return {
        "id": row["Id"],
        "title": row["Title"],
        "establishes": dict(pair.split(": ") for pair in split(row["Practices"])),
        "findings": split(row["Findings"]),
        "requires": split(row["Requires"]),
        "effort": {
            team: days for team, head in teams.items() if (days := number(row.get(f"Days of {head}"))) is not None
        },
        "months": number(row["Months"]),
        "start": start and start.isoformat()[:7],
        "end": end and end.isoformat()[:7],
        "value": {key: pytest.approx(value / 100, abs=1e-4) for key, value in worth.items()}
        | {"confidence": pytest.approx(number(row["Confidence"]), abs=1e-4)},
        "rank_acceptability": {
            "first": pytest.approx(number(row["First under"]), abs=1e-4),
            "top3": pytest.approx(number(row["Among the first three under"]), abs=1e-4),
        },
        "tied_with": split(row["Not settled against"]),
        "why_not": row["Why it has no place"] or None,
    }


def rounded(action: dict[str, object]) -> dict[str, object]:
    """Return an action without what its words alone hold otherwise: a reason names titles, no ids."""
    return action | {"why_not": action["why_not"] is not None}


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_the_actions_read_back_are_those_of_the_json(kind):
    assessment, roadmap = made()
    teams = {"cx": "CX", "it": "it"}
    rows = (
        csv_rows(plan_csv(assessment, roadmap, "en"))
        if kind == "csv"
        else table(book(plan_workbook(assessment, roadmap, "en"))["Actions"])
    )
    said = roadmap_record(roadmap, "en")["actions"]
    assert [rounded(as_json(row, teams)) for row in rows if row["Id"] != "z"] == [rounded(action) for action in said]
    assert {action["why_not"] is None for action in said} == {True, False}
    closed = rows[-1]
    assert (closed["Id"], closed["Status"], closed["Result"]) == ("z", "finished", "Done; it works.")
    assert (day(closed["Started on"]), day(closed["Ended on"])) == (date(2026, 3, 1), date(2026, 5, 31))
    aimed = next(row for row in rows if row["Id"] == "c")
    assert (aimed["Metric of the goal"], number(aimed["Value to reach"])) == ("roadmap.levels", 3)
    assert number(aimed["Value now"]) == 1


@pytest.mark.parametrize("months_ahead", [1, 6, 24, 36, 37, 120])
def test_every_action_has_exactly_its_months_filled(months_ahead):
    assessment, roadmap = made(months=months_ahead)
    sheet = book(plan_workbook(assessment, roadmap, "en"))["Plan"]
    head, *rows = sheet.iter_rows(min_col=6, values_only=True)
    by_month = isinstance(head[0], datetime)
    assert by_month == (months_ahead <= 36)
    placed = [plan for plan in roadmap.actions if plan.start]
    for plan, row in zip(placed, rows, strict=False):
        runs = range(months.index(plan.start), months.index(plan.end) + 1)
        filled = [
            f"{cell.year}-{cell.month:02d}" if by_month else cell
            for cell, days in zip(head, row, strict=True)
            if days is not None
        ]
        if by_month:
            assert filled == [months.name(month) for month in runs]
        else:
            quarters = dict.fromkeys(months.quarter(month) for month in runs)
            assert filled == [f"{name[5:]} {name[:4]}" for name in quarters]
        worked = sum(days for days in row if days is not None)
        assert worked == pytest.approx(sum(plan.effort.values()), abs=1e-2)


def test_the_days_of_a_running_action_sum_to_its_effort_where_it_should_have_ended():
    assessment, roadmap = made(said=[{"id": "a", "status": "running", "started": date(2026, 10, 1)}])
    found = book(plan_workbook(assessment, roadmap, "en"))
    plan, *days = (row[4:] for row in found["Plan"].iter_rows(min_row=2, values_only=True) if row[0] == "R1")
    assert (days, plan[0], [cell for cell in plan[1:] if cell]) == ([], 6, [pytest.approx(6 / 5)] * 5)
    teams = {(row[1], row[2]): row[4:] for row in found["Teams"].iter_rows(min_row=2, values_only=True)}
    free = {month: 4 - used for month, used in zip(range(12), teams["cx", "used"], strict=True)}
    others = sum(item.effort.get("cx", 0) for item in roadmap.actions if item.start and item.action.id != "a")
    assert sum(4 - left for left in free.values()) == pytest.approx(6 / 5 + others)
    assert min(free.values()) >= -1e-9


def test_the_plan_ends_with_the_stage_at_each_quarters_end():
    assessment, roadmap = made()
    sheet = book(plan_workbook(assessment, roadmap, "en"))["Plan"]
    head, *_, last = sheet.iter_rows(values_only=True)
    assert last[1] == "Predicted stage"
    shown = {
        f"{cell.year}-Q{(cell.month + 2) // 3}": stage for cell, stage in zip(head[5:], last[5:], strict=True) if stage
    }
    within = {quarter.quarter: quarter.stage.value for quarter in roadmap.predicted}
    assert shown.items() <= within.items()
    assert len(shown) == 5


def test_teams_days_and_predictions_are_those_of_the_plan():
    assessment, roadmap = made()
    found = book(plan_workbook(assessment, roadmap, "en"))
    rows = {(row[1], row[2]): row[3:] for row in found["Teams"].iter_rows(min_row=2, values_only=True)}
    assert rows["cx", "available"] == (48, *[4] * 12)
    assert rows["it", "available"] == (None,) * 13
    assert rows["it", "used"][0] == 5
    assert all(days <= 4 for days in rows["cx", "used"][1:])
    said = roadmap_record(roadmap, "en")["predicted"]
    shown = table(found["Predicted"])
    assert [row["Quarter"] for row in shown] == [quarter["quarter"] for quarter in said]
    for row, quarter in zip(shown, said, strict=True):
        stage, score = quarter["stage"], quarter["questions"]["q1"]
        assert (row["Stage"], row["Stage, low"], row["Stage, high"]) == (stage["value"], stage["low"], stage["high"])
        assert row["q1, low"] == pytest.approx(score["low"], abs=1e-4)
        assert row["q1, value"] == pytest.approx(score["value"], abs=1e-4)


@pytest.mark.parametrize("words", EVIL, ids=repr)
def test_nothing_in_a_table_is_computed(words):
    assessment, roadmap = made()
    action = replace(roadmap.actions[0], owner=words)
    titled = action.action.model_copy(update={"title": action.action.title.model_copy(update={"en": words})})
    facts = replace(
        assessment.facts,
        organisation=words,
        roadmap=assessment.facts.roadmap.model_copy(
            update={"actions": (Tracked(id=titled.id, status="running", owner=words, result=words, feedback=(words,)),)}
        ),
    )
    assessment = replace(assessment, facts=facts)
    roadmap = replace(roadmap, actions=(replace(action, action=titled), *roadmap.actions[1:]))
    sheets = book(plan_workbook(assessment, roadmap, "en"))
    cells = [cell for sheet in sheets for row in sheet.iter_rows() for cell in row]
    assert {cell.data_type for cell in cells} <= {"n", "s", "d"}
    assert sum(str(cell.value).endswith(words.strip()) for cell in cells) >= 5
    written = [cell for row in csv_rows(plan_csv(assessment, roadmap, "en")) for cell in row.values()]
    assert [cell for cell in written if re.match(r"\s*[=+@-]", cell)] == []
    assert f"'{words.lstrip(chr(9) + chr(13) + chr(10))}" in written


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_same_roadmap_is_the_same_file(language):
    assessment, roadmap = made()
    assert plan_workbook(assessment, roadmap, language) == plan_workbook(assessment, roadmap, language)
    assert plan_csv(assessment, roadmap, language) == plan_csv(assessment, roadmap, language)


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_updates_read_the_file_and_find_nothing_new_in_it(tmp_path, kind, language):
    assessment, roadmap = made()
    path = tmp_path / f"plan.{kind}"
    path.write_bytes((plan_csv if kind == "csv" else plan_workbook)(assessment, roadmap, language))
    state, known = assessment.facts.roadmap, Known((), {})
    lines = read_lines(path)
    assert [line.cells["id"] for line in lines.lines] == [*(plan.action.id for plan in roadmap.actions), "z"]
    found = updates(lines, state, assessment.model, known)
    assert (found.changes, found.notes) == ((), ())


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_filled_in_comes_back(tmp_path, language):
    assessment, roadmap = made()
    path = tmp_path / "plan.xlsx"
    path.write_bytes(plan_workbook(assessment, roadmap, language))
    filled = load_workbook(path)
    sheet = filled["Actions"]
    row = next(row for row in sheet.iter_rows() if row[1].value == "b")
    row[3].value = {"en": "finished", "fr": "terminée"}[language]
    row[5].value, row[6].value, row[7].value = date(2027, 2, 1), date(2027, 4, 30), "Fine."
    filled.save(path)
    found = updates(read_lines(path), assessment.facts.roadmap, assessment.model, Known((), {}))
    assert {(change.id, change.key): change.value for change in found.changes} == {
        ("b", "status"): "finished", ("b", "started"): date(2027, 2, 1), ("b", "ended"): date(2027, 4, 30),
        ("b", "result"): "Fine.",
    }  # fmt: skip


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_plan_without_anything_has_its_heads(language):
    assessment, roadmap = made(said=(), answered=False)
    empty = replace(roadmap, actions=(), predicted=(), critical_chain=(), capacity_gains=())
    sheets = book(plan_workbook(assessment, empty, language))
    assert [sheet.max_row for sheet in sheets][:4] == [1, 1, 1, 1]
    assert csv_rows(plan_csv(assessment, empty, language)) == []
