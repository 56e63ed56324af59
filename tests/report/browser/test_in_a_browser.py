"""The HTML in a real browser: what it asks for, how it is used by keyboard, and how it looks wide and narrow."""

from __future__ import annotations

import io
import re

import pytest
from report import extremes, sample
from report.browser.chromium import Page, program

from cxmaturity import report
from cxmaturity.report import page as pages
from cxmaturity.report.edition import Edition
from cxmaturity.results import Results

pytestmark = pytest.mark.skipif(program() is None, reason="needs Chromium")
LARGEST = 1_000_000
WIDE, NARROW = 1280, 390
TABLE = "document.querySelector('#contacts table.findings')"
ROWS = f"[...{TABLE}.tBodies[0].rows].filter((row) => !row.hidden && !row.matches('.none'))"
FOCUS = "document.activeElement"
TEXT = """(() => {
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT), small = [];
  while (walker.nextNode()) {
    const parent = walker.currentNode.parentElement, words = walker.currentNode.textContent.trim();
    if (!words || parent.closest('svg, script') || !parent.checkVisibility()) continue;
    const size = parseFloat(getComputedStyle(parent).fontSize);
    if (size < 14) small.push(`${size} ${words}`);
  }
  return small;
})()"""
TARGETS = """[...document.querySelectorAll('button, select, input, summary, nav a')]
  .filter((each) => each.checkVisibility({visibilityProperty: true}))
  .map((each) => [Math.round(each.getBoundingClientRect().height), each.className + each.textContent])
  .filter(([height]) => height < 40)"""
PRINTED = "nav, .skip, .tool, .reset, .count, .arrow, details.behind"
"""What is not printed; of the counts, that of a filtered table is."""
DOUBLE = """[...document.querySelectorAll('[id]')].map((each) => each.id)
  .filter((id, place, every) => every.indexOf(id) !== place)"""
ASTRAY = """[...document.querySelectorAll('a[href^="#"]')].map((each) => decodeURIComponent(each.hash.slice(1)))
  .filter((id) => !document.getElementById(id))"""
SHIFTS = """new Promise((done) => {
  let sum = 0;
  new PerformanceObserver((found) => { for (const each of found.getEntries()) sum += each.value; })
    .observe({type: 'layout-shift', buffered: true});
  setTimeout(() => done(sum), 50);
})"""


@pytest.fixture(scope="module")
def browser():
    """Return the one browser of all these tests."""
    with Page(program()) as opened:
        yield opened


@pytest.fixture(scope="module")
def paths(tmp_path_factory):
    """Return the files of the sample report: leadership in both languages, and the working edition."""
    folder = tmp_path_factory.mktemp("html")
    results = Results(sample.assessment(), sample.roadmap())
    editions = {"en": Edition("en"), "fr": Edition("fr"), "working": Edition("fr", "working")}
    for name, edition in editions.items():
        (folder / f"{name}.html").write_text(report.html(results, edition), encoding="utf-8")
    return {name: folder / f"{name}.html" for name in editions}


@pytest.mark.parametrize("name", ["en", "fr", "working"])
def test_it_asks_for_nothing_complains_of_nothing_and_fits_every_screen(browser, paths, name):
    assert paths[name].stat().st_size < LARGEST
    browser.open(paths[name], WIDE)
    assert browser.run("document.fonts.check('600 16px \"CXM Serif\"')")
    assert browser.run(SHIFTS) < 0.01
    for width in (WIDE, 768, NARROW) if name == "en" else (WIDE, NARROW):
        browser.size(width)
        assert browser.run("document.documentElement.scrollWidth") == width
    assert browser.run(TEXT) == []
    assert browser.run(TARGETS) == []
    assert browser.told() == []
    assert [url for url in browser.requests() if not url.startswith("data:")] == [paths[name].as_uri()]


@pytest.mark.parametrize(
    ("strained", "kind"), [("nothing", "leadership"), ("long_names", "leadership"), ("sixty_sources", "working")]
)
def test_little_and_much_fit_a_phone_too(browser, tmp_path, strained, kind):
    path = tmp_path / "strained.html"
    path.write_text(report.html(getattr(extremes, strained)(), Edition("fr", kind)), encoding="utf-8")
    assert path.stat().st_size < LARGEST
    browser.open(path, 320)
    assert browser.told() == []
    assert browser.run("document.documentElement.scrollWidth") == 320
    assert browser.run(DOUBLE) == []
    assert browser.run(ASTRAY) == []


def test_no_other_script_runs(browser, paths):
    browser.open(paths["en"], WIDE)
    browser.run("document.body.append(Object.assign(document.createElement('script'), {text: 'window.foreign = 1'}))")
    browser.run("document.body.setAttribute('onclick', 'window.foreign = 1'), document.body.click()")
    assert browser.run("window.foreign === undefined")
    refused = browser.run("fetch('data:,x').then(() => 'fetched', () => 'refused')")
    assert refused == "refused"


def test_what_comes_first_with_the_tabulator_comes_first_on_the_page(browser, paths):
    browser.open(paths["en"], WIDE)
    browser.press("Tab")
    assert browser.run(f"{FOCUS}.className") == "skip"
    assert browser.run(f"{FOCUS}.getBoundingClientRect().top") >= 0
    assert browser.run(f"getComputedStyle({FOCUS}).outlineStyle") != "none"
    seen = []
    for _ in range(25):
        browser.press("Tab")
        place = f"[...document.querySelectorAll('*')].indexOf({FOCUS})"
        seen.append(browser.run(f"[{place}, getComputedStyle({FOCUS}).outlineStyle]"))
    assert seen == sorted(seen)
    assert "none" not in {outline for _, outline in seen}
    assert browser.run(f"{FOCUS}.closest('main') !== null")


def test_the_skip_link_leads_past_the_contents(browser, paths):
    browser.open(paths["en"], WIDE)
    browser.press("Tab", "Enter", "Tab")
    assert browser.run(f"{FOCUS}.closest('main') !== null")


def test_the_contents_name_every_section_and_mark_the_one_that_is_read(browser, paths):
    browser.show(paths["working"], WIDE)
    sections = browser.run("[...document.querySelectorAll('main section')].map((each) => each.id)")
    assert browser.run("[...document.querySelectorAll('.contents a')].map((each) => each.hash.slice(1))") == sections
    assert len(set(sections)) == len(sections) > 8
    browser.run("document.getElementById('ownership').scrollIntoView({behavior: 'instant'})")
    browser.wait("document.querySelector('.contents [aria-current]')?.hash === '#ownership'")


def test_on_a_phone_the_contents_open_and_close_by_keyboard(browser, paths):
    browser.open(paths["en"], NARROW)
    shown = "document.querySelector('.contents ol').checkVisibility()"
    browser.press("Tab", "Tab")
    assert browser.run(f"{FOCUS}.className") == "contents-button"
    assert not browser.run(shown)
    browser.press("Enter")
    assert browser.run(shown)
    assert browser.run(f"{FOCUS}.ariaExpanded") == "true"
    browser.press("Escape")
    assert not browser.run(shown)
    browser.press("Enter", "Tab", "Tab", "Enter")
    assert browser.run("location.hash") == "#questions"
    assert not browser.run(shown)


def test_a_table_is_sorted_with_the_keyboard_up_down_and_back(browser, paths):
    browser.open(paths["en"], WIDE)
    order = f"{ROWS}.map((row) => row.cells[0].dataset.value)"
    before = browser.run(order)
    browser.run(f"{TABLE}.tHead.rows[0].cells[0].querySelector('button').focus()")
    browser.press("Enter")
    assert browser.run(order) == sorted(before) != before
    assert browser.run(f"{FOCUS}.parentElement.ariaSort") == "ascending"
    browser.press(" ")
    assert browser.run(order) == sorted(before, reverse=True)
    assert browser.run(f"{FOCUS}.parentElement.ariaSort") == "descending"
    browser.press("Enter")
    assert browser.run(order) == before
    assert browser.run(f"{TABLE}.querySelectorAll('[aria-sort]').length") == 0


CASES = {
    "fr": (
        ("1\u202f234,5", "12", "<\u00a01\u00a0%", "–", "−3", "1,5"),
        ("−3", "<\u00a01\u00a0%", "1,5", "12", "1\u202f234,5", "–"),
    ),
    "en": (("1,234.5", "12", ">99%", "-3", "+4", "0.5"), ("-3", "0.5", "+4", "12", ">99%", "1,234.5")),
}


@pytest.mark.parametrize("language", ["en", "fr"])
def test_figures_are_sorted_as_the_language_writes_them(browser, tmp_path, language):
    given, wanted = CASES[language]
    assert sorted_column(browser, tmp_path, language, [f"<td>{cell}</td>" for cell in given]) == list(wanted)


def test_words_are_sorted_as_french_sorts_them(browser, tmp_path):
    given = ["zèbre", "Écart", "eau", "œuvre", "R10", "ode", "R2"]
    shown = sorted_column(browser, tmp_path, "fr", [f"<td>{cell}</td>" for cell in given])
    assert shown == ["eau", "Écart", "ode", "œuvre", "R2", "R10", "zèbre"]


def test_what_says_its_value_is_sorted_by_it(browser, tmp_path):
    given = [
        ("2027-01", "janvier 2027"),
        ("", "pas de date"),
        ("2026-11", "novembre 2026"),
        ("2026-02", "février 2026"),
    ]
    cells = [f'<td data-value="{value}">{shown}</td>' for value, shown in given]
    assert sorted_column(browser, tmp_path, "fr", cells) == [given[place][1] for place in (3, 2, 0, 1)]


def sorted_column(browser, folder, language, cells):
    """Return the words of a table's one column, once our script has sorted it."""
    rows = "".join(f"<tr>{cell}</tr>" for cell in cells)
    script = (pages.folder() / "page.js").read_text(encoding="utf-8")
    table = f"<table><thead><tr><th>A</th></tr></thead><tbody>{rows}</tbody></table>"
    said = " ".join(f'data-{name}="x"' for name in ("filter", "all", "shown", "none", "ascending", "descending"))
    path = folder / "table.html"
    head = f'<!DOCTYPE html><html lang="{language}"><meta charset="utf-8">'
    path.write_text(f'{head}<body {said}><div class="scroll">{table}</div><script>{script}</script>', encoding="utf-8")
    browser.open(path, WIDE)
    browser.run("document.querySelector('th button').click()")
    return browser.run("[...document.querySelectorAll('tbody tr:not(.none) td')].map((cell) => cell.textContent)")


def test_a_filter_folds_accents_announces_and_says_when_nothing_fits(browser, paths):
    browser.open(paths["fr"], WIDE)
    every = browser.run(f"{ROWS}.length")
    tools = f"{TABLE}.parentElement.previousElementSibling"
    status = f"{tools}.querySelector('[role=status]').textContent"
    browser.run(f"{tools}.querySelector('input').focus()")
    found = browser.run(f"{ROWS}.map((row) => row.textContent)")
    word = next(word for words in found for word in re.findall(r"\w*é\w*", words) if len(word) > 4)
    browser.type(word.replace("é", "e").upper())
    shown = browser.run(f"{ROWS}.length")
    assert 0 < shown < every
    assert browser.run(status) == f"Lignes affichées\u00a0: {shown} sur {every}"
    browser.type("qqq")
    assert browser.run(f"{ROWS}.length") == 0
    assert browser.run(status) == "Aucune ligne ne correspond."
    assert browser.run(f"{TABLE}.querySelector('.none').checkVisibility()")
    browser.run(f"{tools}.querySelector('.reset').focus()")
    browser.press("Enter")
    assert browser.run(f"{ROWS}.length") == every
    assert browser.run(f"{FOCUS}.type") == "search"


def test_of_grouped_rows_whole_groups_are_filtered(browser, paths):
    browser.show(paths["working"], WIDE)
    table = "document.querySelector('table.practices')"
    groups = (
        f"[...{table}.tBodies].filter((each) => !each.hidden).map((each) => each.textContent.includes('q1.open-q'))"
    )
    assert len(browser.run(groups)) > 8
    browser.run(f"{table}.parentElement.previousElementSibling.querySelector('input').focus()")
    browser.type("q1.open-q")
    assert browser.run(groups) == [True]


def test_one_kind_is_chosen_and_stays_after_a_link_and_a_reload(browser, paths):
    browser.open(paths["en"], WIDE)
    every = browser.run(f"{ROWS}.length")
    select = f"{TABLE}.parentElement.previousElementSibling.querySelector('select')"
    browser.run(f"{select}.focus()")
    browser.press("ArrowDown")
    chosen, rows = browser.run(f"{select}.value"), browser.run(f"{ROWS}.map((row) => row.cells[0].textContent)")
    assert set(rows) == {chosen}
    assert len(rows) < every
    browser.run("document.querySelector('.contents a').click()")
    browser.wait("location.hash !== '' && history.state !== null")
    browser.do("Page.reload")
    browser.wait(
        "document.readyState === 'complete' && performance.getEntriesByType('navigation')[0].type === 'reload'"
    )
    assert browser.run(f"{select}.value") == chosen
    assert browser.run(f"{ROWS}.length") == len(rows)


def test_every_action_has_its_record_and_a_link_unfolds_it(browser, paths):
    browser.open(paths["en"], WIDE)
    every = len(sample.roadmap().actions)
    assert browser.run("document.querySelectorAll('.record').length") == every
    folded = browser.run("document.querySelectorAll('details.record').length")
    assert 0 < folded < every
    link = "document.querySelector('#actions table a')"
    browser.run(f"{link}.focus()")
    browser.press("Enter")
    browser.wait(f"document.querySelector({link}.hash).open")
    assert browser.run("document.querySelectorAll('details.record[open]').length") == 1


def test_tables_of_three_rows_have_no_controls(browser, paths):
    browser.show(paths["en"], WIDE)
    counts = browser.run(
        "[...document.querySelectorAll('.scroll > table:not([data-still])')].map((table) => "
        "[table.tBodies[0].rows.length, table.querySelectorAll('.sort').length > 0, table.tHead.rows.length])"
    )
    assert {controlled for rows, controlled, _ in counts if rows <= 3} == {False}
    assert {controlled for rows, controlled, _ in counts if rows > 3} == {True}


def test_those_who_listen_hear_names_of_controls_tables_and_drawings(browser, paths):
    browser.open(paths["fr"], NARROW)
    heard = [
        (node["role"]["value"], node.get("name", {}).get("value", ""))
        for node in browser.do("Accessibility.getFullAXTree")["nodes"]
        if not node["ignored"]
    ]
    named = ("button", "searchbox", "combobox", "link", "image", "table", "navigation", "columnheader", "rowheader")
    assert [role for role, name in heard if role in named and not name.strip()] == []
    tables = browser.run("[...document.querySelectorAll('table')].filter((each) => each.checkVisibility()).length")
    rows = browser.run("[...document.querySelectorAll('tr')].filter((each) => each.checkVisibility()).length")
    assert [sum(role == each for role, _ in heard) for each in ("table", "row")] == [tables, rows]
    assert sum(role == "image" for role, _ in heard) >= 9
    assert sum(role == "group" for role, _ in heard) < 80  # a drawing is one picture, not all of its marks


def test_letters_of_twice_the_size_fit(browser, paths):
    browser.open(paths["fr"], WIDE)
    browser.run("document.documentElement.style.fontSize = '32px'")
    assert browser.run("document.documentElement.scrollWidth") == WIDE


def test_without_scripts_the_page_is_whole(browser, paths):
    browser.do("Emulation.setScriptExecutionDisabled", value=True)
    try:
        browser.open(paths["en"], NARROW)
        hidden = browser.run("[...document.querySelectorAll('main table tr')].filter((row) => row.hidden).length")
        assert hidden == 0
        assert browser.run("document.querySelector('.contents ol').checkVisibility()")
        assert browser.run("document.querySelectorAll('.sort, .tools').length") == 0
        assert browser.run("document.documentElement.scrollWidth") == NARROW
    finally:
        browser.do("Emulation.setScriptExecutionDisabled", value=False)


def test_behind_each_drawing_stand_its_figures_as_a_table(browser, paths):
    browser.open(paths["fr"], WIDE)
    told = browser.run(
        "[...document.querySelectorAll('.figure')].map((box) => [box.querySelectorAll('g > title').length, "
        "box.nextElementSibling?.matches('details.behind') ? box.nextElementSibling.querySelectorAll('tbody tr').length"
        " : 0])"
    )
    assert len(told) >= 9
    assert [behind for marks, behind in told if marks > 1 and behind == 0] == []
    assert sum(behind > 1 for _, behind in told) >= 8
    browser.run("document.querySelector('details.behind summary').focus()")
    browser.press("Enter")
    assert browser.run("document.querySelector('details.behind table').checkVisibility()")


def test_printed_it_is_the_report_on_a4_with_the_rows_that_are_shown(browser, paths):
    from pypdf import PdfReader

    browser.open(paths["en"], WIDE)
    browser.run(f"{TABLE}.parentElement.previousElementSibling.querySelector('input').focus()")
    browser.type("asked")
    shown, every = browser.run(f"{ROWS}.length"), browser.run(f"{TABLE}.tBodies[0].rows.length - 1")
    printed = PdfReader(io.BytesIO(browser.pdf()))
    assert {tuple(round(float(side)) for side in page.mediabox[2:]) for page in printed.pages} == {(595, 842)}
    assert 8 <= len(printed.pages) <= 24
    assert "Banque Horizon" in printed.pages[0].extract_text()
    browser.do("Emulation.setEmulatedMedia", media="print")
    seen = browser.run(
        f"[...document.querySelectorAll({PRINTED!r})].filter((each) => each.checkVisibility())"
        ".map((each) => each.textContent)"
    )
    browser.do("Emulation.setEmulatedMedia", media="")
    assert seen == [f"Rows shown: {shown} of {every}"]
