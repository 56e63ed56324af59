"""``cxmaturity report`` on a small engagement, from its folder to its files."""

from __future__ import annotations

import hashlib
import json

import pytest

from cxmaturity.cli.main import run

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


def test_json_describes_what_was_written(folder, tmp_path, capsys):
    target = tmp_path / "report.html"
    capsys.readouterr()
    assert run(["report", str(folder), "-o", str(target), "--lang", "en", "--json"]) == 0
    said = json.loads(capsys.readouterr().out)
    content = target.read_bytes()
    assert (said["language"], said["format"], said["cycle"]) == ("en", "html", "2026-Q4")
    assert said["bytes"] == len(content)
    assert said["sha256"] == hashlib.sha256(content).hexdigest()


def test_results_are_recorded_and_the_report_lies_in_the_cycle(folder, capsys):
    pytest.importorskip("weasyprint", exc_type=OSError)
    capsys.readouterr()
    assert run(["report", str(folder)]) == 0
    cycle = folder / "cycles" / "2026-Q4"
    assert capsys.readouterr().out == f"{cycle / 'report-fr.pdf'}\n"
    assert (cycle / "report-fr.pdf").read_bytes().startswith(b"%PDF")
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
