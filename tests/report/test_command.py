"""``cxmaturity report`` on a small engagement, from its folder to its files."""

from __future__ import annotations

import hashlib
import json
import os
import re
from io import BytesIO
from pathlib import Path

import pytest
from openpyxl import load_workbook
from pypdf import PdfReader

from cxmaturity.cli.main import run
from cxmaturity.cli.report import default_place
from cxmaturity.engagement.facts import gather
from cxmaturity.report.edition import Edition

ANSWERS = """\
cycle: 2026-Q4
respondent: head-of-cx
role: cx
answers:
  q1.relationship-survey: fully
  q1.contact-limits: {level: largely, internal_note: "never show this"}
  q4.sponsor: largely
  q7.inventory: unknown
"""


@pytest.fixture
def folder(tmp_path):
    place = tmp_path / "acme"
    assert run(["init", str(place), "--name", "Acme & fils", "--lang", "fr"]) == 0
    answers = tmp_path / "answers.yaml"
    answers.write_text(ANSWERS, encoding="utf-8")
    assert run(["assess", str(place), "--answers", str(answers), "--as-of", "2026-10-15"]) == 0
    return place


def test_a_page_is_written_and_its_path_printed(folder, tmp_path, capsys):
    target = tmp_path / "report.html"
    capsys.readouterr()
    assert run(["report", str(folder), "-o", str(target)]) == 0
    printed = capsys.readouterr()
    assert printed.out == f"{target}\n"
    assert "Mise en page du rapport…" in printed.err
    page = target.read_text(encoding="utf-8")
    assert '<html lang="fr">' in page
    assert "Acme &amp; fils" in page
    assert "never show this" not in page
    assert "head-of-cx" not in page


def test_without_a_cycle_the_day_is_told_to_be_the_clocks(tmp_path, capsys):
    place = tmp_path / "none"
    assert run(["init", str(place), "--name", "Acme", "--lang", "en"]) == 0
    (place / "ownership.yaml").write_text("teams: [{id: support}]\nsources: [{id: nps}]\n")
    for options, told in (([], True), (["--as-of", "2026-10-15"], False)):
        assert run(["report", str(place), "-o", str(tmp_path / "r.json"), *options]) == 0
        assert ("No cycle is recorded, so the report is dated today" in capsys.readouterr().err) == told


def test_json_describes_what_was_written(folder, tmp_path, capsys):
    target = tmp_path / "report.html"
    capsys.readouterr()
    assert run(["report", str(folder), "-o", str(target), "--lang", "en", "--json"]) == 0
    said = json.loads(capsys.readouterr().out)
    content = target.read_bytes()
    assert (said["language"], said["format"], said["cycle"]) == ("en", "html", "2026-Q4")
    page = (Path(__file__).parents[2] / "assessments" / "results.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| `{?([^`}]+)}?` \|", page.split("What `report DIR --json` prints")[1], re.MULTILINE)
    assert set(said) == {key for row in rows for key in row.split(",")}
    assert said["bytes"] == len(content)
    assert said["sha256"] == hashlib.sha256(content).hexdigest()


def test_results_are_recorded_and_the_report_lies_in_the_cycle(folder, capsys):
    pytest.importorskip("weasyprint", exc_type=OSError)
    capsys.readouterr()
    assert run(["report", str(folder), "--json"]) == 0
    cycle = folder / "cycles" / "2026-Q4"
    said = json.loads(capsys.readouterr().out)
    assert said["path"] == str(cycle / "report-fr.pdf")
    content = (cycle / "report-fr.pdf").read_bytes()
    assert content.startswith(b"%PDF")
    assert said["pages"] == len(PdfReader(BytesIO(content)).pages)
    results = json.loads((cycle / "results.json").read_bytes())
    assert {"score", "roadmap"} <= results.keys()


def test_the_same_report_twice(folder, tmp_path):
    first, second = tmp_path / "1.html", tmp_path / "2.html"
    assert run(["report", str(folder), "-o", str(first)]) == 0
    assert run(["report", str(folder), "-o", str(second)]) == 0
    assert first.read_bytes() == second.read_bytes()


@pytest.mark.parametrize(("name", "said"), [("report.doc", "report.doc"), ("nowhere/report.pdf", "does not exist")])
def test_a_wrong_name_is_refused_before_any_work(folder, tmp_path, capsys, name, said):
    capsys.readouterr()
    assert run(["report", str(folder), "-o", str(tmp_path / name), "--lang", "en"]) == 2
    printed = capsys.readouterr()
    assert printed.out == ""
    assert said in printed.err
    assert "Traceback" not in printed.err


def test_nothing_known_is_nothing_to_report(tmp_path, capsys):
    place = tmp_path / "new"
    assert run(["init", str(place), "--name", "New"]) == 0
    capsys.readouterr()
    assert run(["report", str(place), "--lang", "en"]) == 2
    printed = capsys.readouterr()
    assert printed.out == ""
    assert "there is nothing to report yet" in printed.err
    assert f"cxmaturity assess {place}" in printed.err


@pytest.mark.parametrize(
    "name",
    [
        "cycles/2026-Q4/facts.json", "cycles/2026-Q4/results.json", "cycles/2026-Q4/plan.json", "contacts/report.json",
        "contacts", ".", "", "link.json", "no ending", ".pdf", "cycles/2026-Q4/cycle.yaml", "cycles/../contacts/a.pdf",
    ],
)  # fmt: skip
def test_no_report_is_written_over_what_is_read_or_recorded(folder, capsys, monkeypatch, name):
    (folder / "link.json").symlink_to(folder / "cycles" / "2026-Q4" / "facts.json")
    monkeypatch.chdir(folder)
    before = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    capsys.readouterr()
    assert run(["report", ".", "-o", name, "--lang", "en"]) == 2
    printed = capsys.readouterr()
    assert printed.out == ""
    assert "Planning" not in printed.err
    assert "Traceback" not in printed.err
    assert {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()} == before


def test_a_file_among_the_templates_is_refused(folder, tmp_path, capsys):
    (tmp_path / "ours").mkdir()
    page = tmp_path / "ours" / "cover.html"
    page.write_text("<p>Ours</p>")
    assert run(["report", str(folder), "-o", str(page), "--templates", str(tmp_path / "ours"), "--lang", "en"]) == 2
    assert "would lie among the templates" in capsys.readouterr().err
    assert page.read_text() == "<p>Ours</p>"


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_a_file_that_may_not_be_written_is_refused_before_any_work(folder, tmp_path, capsys):
    target = tmp_path / "report.json"
    target.write_text("{}")
    target.chmod(0o400)
    capsys.readouterr()
    assert run(["report", str(folder), "-o", str(target), "--lang", "en"]) == 2
    assert "Planning" not in capsys.readouterr().err


@pytest.mark.parametrize(
    ("edition", "name"),
    [
        (Edition("en"), "report-en.pdf"),
        (Edition("fr", "working"), "report-fr-working.pdf"),
        (Edition("en", "working", internal=True), "report-en-working-internal.pdf"),
        (Edition("en", internal=True), "report-en-internal.pdf"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_each_edition_has_a_name_of_its_own(folder, edition, name):
    assert default_place(gather(folder, None, None), edition) == folder / "cycles" / "2026-Q4" / name


def test_the_ending_decides_whatever_its_case(folder, tmp_path, capsys):
    for name in ("REPORT.JSON", "Report.Xlsx"):
        capsys.readouterr()
        assert run(["report", str(folder), "-o", str(tmp_path / name), "--kind", "working", "--json"]) == 0
        said = json.loads(capsys.readouterr().out)
        assert (said["kind"], said["internal"], said["pages"]) == ("working", False, None)
    record = json.loads((tmp_path / "REPORT.JSON").read_bytes())
    assert (record["schema"], record["kind"]) == ("cxmaturity/report/1", "working")
    told = [cell for page in load_workbook(tmp_path / "Report.Xlsx") for row in page.values for cell in row]
    assert "head-of-cx" in told
    assert "never show this" not in told
    assert "never show this" not in json.dumps(record)


def test_a_theme_and_templates_are_laid_out(folder, tmp_path, capsys):
    house = tmp_path / "house"
    house.mkdir()
    (house / "theme.yaml").write_text('author: "Hawthorn & Vale"\ncolour: "#5b1f4d"\n', encoding="utf-8")
    (house / "extra.css").write_text("/* of the house */", encoding="utf-8")
    target = tmp_path / "report.html"
    assert (
        run(["report", str(folder), "-o", str(target), "--theme", str(house / "theme.yaml"), "--templates", str(house)])
        == 0
    )
    page = target.read_text(encoding="utf-8")
    assert "Hawthorn &amp; Vale" in page
    assert "/* of the house */" in page
    assert "#5b1f4d" in page


HOUSES = {
    "no colour": (("--theme", "theme.yaml"), "theme.yaml:1: « red » n’est pas une couleur"),
    "no file": (("--theme", "none.yaml"), "il n’y a pas de fichier « none.yaml »"),
    "no folder": (("--templates", "theme.yaml"), "il n’y a pas de dossier de ce nom"),
    "nothing": (("--templates", "empty"), "ce dossier ne contient ni gabarit"),
}


@pytest.mark.parametrize("case", HOUSES)
def test_what_a_house_brings_is_checked_before_any_work(folder, tmp_path, capsys, case):
    (option, name), said = HOUSES[case]
    (tmp_path / "empty").mkdir()
    (tmp_path / "theme.yaml").write_text("colour: red\n", encoding="utf-8")
    capsys.readouterr()
    assert run(["report", str(folder), option, str(tmp_path / name), "--lang", "fr"]) == 2
    printed = capsys.readouterr()
    assert printed.out == ""
    assert said in printed.err.replace("\u00a0", " ")
    assert len(printed.err.splitlines()) == 1


def test_a_template_that_fails_leaves_no_file(folder, tmp_path, capsys):
    (tmp_path / "house").mkdir()
    (tmp_path / "house" / "cover.html").write_text("\n{{ report.nothing }}", encoding="utf-8")
    target = tmp_path / "report.html"
    capsys.readouterr()
    assert run(["report", str(folder), "-o", str(target), "--templates", str(tmp_path / "house"), "--lang", "en"]) == 2
    printed = capsys.readouterr()
    assert "cover.html:2: “nothing” is not known here." in printed.err
    assert "Traceback" not in printed.err
    assert not target.exists()
