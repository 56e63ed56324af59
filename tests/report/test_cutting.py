"""No table on paper has more than 300 rows; what is cut is said under it."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from report import sample

from cxmaturity.model import load_metrics
from cxmaturity.report import page
from cxmaturity.report.cutting import MOST, cut
from cxmaturity.report.edition import Edition
from cxmaturity.report.view import view
from cxmaturity.results import Results

ATTACHED = {"report.json", "actions.csv"}


def table(rows: int, marks: str = "", groups: int = 1) -> str:
    """A table with a head, its rows in equal groups."""
    size = rows // groups
    bodies = [
        "<tbody>" + "".join(f'<tr id="r{group * size + row}"><td>x</td></tr>' for row in range(size)) + "</tbody>"
        for group in range(groups)
    ]
    head = "<thead><tr><th>Head</th></tr></thead>"
    return f'<div class="scroll"><table{marks}>{head}{"".join(bodies)}</table></div>'


def rows_of(shown: str) -> list[int]:
    return [
        len(re.findall("<tr", found)) - found.count("<thead>")
        for found in re.findall("<table.*?</table>", shown, re.DOTALL)
    ]


@pytest.mark.parametrize("rows", [0, 1, MOST - 1, MOST])
def test_a_table_that_is_short_enough_stays_as_it_is(rows):
    assert cut(table(rows), ATTACHED, "en") == table(rows)


@pytest.mark.parametrize("rows", [MOST + 1, 1_000])
def test_a_longer_one_is_cut_and_says_so(rows):
    shown = cut(f"<p>before</p>{table(rows)}<p>after</p>", ATTACHED, "en")
    assert rows_of(shown) == [MOST]
    told = f"300 of {rows:,} rows are shown; all of them are attached to this file, in report.json."
    assert shown.endswith(f'</tbody></table></div><p class="source cut">{told}</p><p>after</p>')


@pytest.mark.parametrize(
    ("marks", "file"),
    [
        ("", "report.json"),
        (' data-table="actions"', "actions.csv"),
        (' class="a" data-table="actions" data-still', "actions.csv"),
        (' data-table="unknown"', "report.json"),
        (' data-table="../../etc/passwd"', "report.json"),
    ],
)
def test_the_file_that_has_all_is_named(marks, file):
    assert f"in {file}.</p>" in cut(table(400, marks), ATTACHED, "en")


def test_it_is_said_in_french():
    assert "300 lignes sur 400 sont montrées\u00a0; toutes sont jointes" in cut(table(400), ATTACHED, "fr")


@pytest.mark.parametrize(
    ("rows", "groups", "kept"), [(400, 4, 300), (400, 5, 240), (600, 2, 300), (700, 2, 300), (301, 301, 300)]
)
def test_only_whole_groups_stay_unless_the_first_is_too_large(rows, groups, kept):
    shown = cut(table(rows, groups=groups), ATTACHED, "en")
    assert rows_of(shown) == [kept]
    assert f"{kept} of {rows} rows" in shown
    assert shown.count("<tbody>") == shown.count("</tbody>")


def test_each_table_is_counted_on_its_own():
    assert rows_of(cut(table(200) + table(200) + table(500), ATTACHED, "en")) == [200, 200, MOST]


def test_a_link_to_what_is_cut_is_a_link_no_more():
    links = '<a class="to" href="#r1">one</a><a href="#r399"><b>two</b></a>'
    shown = cut(links + table(400), ATTACHED, "en")
    assert shown.startswith('<a class="to" href="#r1">one</a><span><b>two</b></span>')


def many(count: int) -> Results:
    """The bank with so many own actions without a place, and as many log files."""
    plan = sample.roadmap()
    late = next(action for action in plan.actions if action.start is None)
    own = [replace(late, action=late.action.model_copy(update={"id": f"own-{number}"})) for number in range(count)]
    inputs = {f"contacts/{number}.csv": "ab" * 32 for number in range(count)}
    return Results(sample.assessment(), replace(plan, actions=(*plan.actions, *own)), inputs)


@pytest.mark.parametrize("language", ["en", "fr"])
def test_no_table_of_a_report_is_longer(language):
    """Our own templates name, for each table that can grow, the attached table that has all of it."""
    results, edition = many(400), Edition(language, "working")
    report = view(results, edition, {metric.id: metric for metric in load_metrics()})
    laid_out = page.compose(report, edition, on_screen=False)
    assert max(rows_of(laid_out)) > MOST
    shown = cut(laid_out, {"report.json", "actions.csv", "inputs.csv"}, language)
    assert max(rows_of(shown)) == MOST
    cuts = re.findall(r'<p class="source cut">(.*?)</p>', shown)
    assert {re.search(r"\S+(?=\.$)", told)[0] for told in cuts} == {"actions.csv", "inputs.csv"}
