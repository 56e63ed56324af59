"""Where ``roadmap -o`` writes: never over an input, nor over what somebody filled in and has not had kept."""

from __future__ import annotations

import csv
import shutil

import pytest
from cli.commands import call
from roadmap import plans
from small_engagements import write_answers, write_engagement, write_parts

from cxmaturity.cli.main import run


@pytest.fixture(scope="module")
def prepared(tmp_path_factory):
    folder = tmp_path_factory.mktemp("files") / "acme"
    write_engagement(folder, cycles={"2026-Q4": "date: 2026-10-15\n"})
    write_parts(folder / "model", plans.model_with([plans.action("rule", {"q1.b": "fully"})], checks=()))
    assert run(["assess", str(folder), "--answers", str(write_answers(folder / "a.yaml", {"q1.b": "not"}))]) == 0
    (folder / "contacts").mkdir()
    return folder


@pytest.fixture
def acme(prepared, tmp_path):
    return shutil.copytree(prepared, tmp_path / "acme")


def fill_in(path, **cells):
    """Fill in cells of the one action of an exported plan."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, rows[0])
        writer.writeheader()
        writer.writerows([rows[0] | cells])


@pytest.mark.parametrize("name", ["plan.csv", "plan.xlsx"])
def test_an_export_is_told_and_replaced_where_nothing_is_lost(acme, capsys, tmp_path, name):
    for _ in range(2):
        done = call(capsys, "roadmap", acme, "-o", tmp_path / name)
        assert done.code == 0
        assert f"The plan was written to {tmp_path / name}." in done.err


def test_what_was_filled_in_is_kept_first(acme, capsys, tmp_path):
    path = tmp_path / "plan.csv"
    call(capsys, "roadmap", acme, "-o", path)
    fill_in(path, Status="running", Owner="Marie")
    before = path.read_bytes()
    done = call(capsys, "roadmap", acme, "-o", path, "--lang", "fr")
    assert (done.code, path.read_bytes()) == (2, before)
    assert "rule" in done.err
    assert f"cxmaturity roadmap {acme} --update {path}" in done.err
    assert call(capsys, "roadmap", acme, "--update", path).code == 0
    assert call(capsys, "roadmap", acme, "-o", path).code == 0


@pytest.mark.parametrize("content", ["case_id,cause\n1,late\n", "id,status\nrule,runing\n", "id,owner\nroule,cx\n", ""])
def test_what_is_no_plan_is_left_alone(acme, capsys, tmp_path, content):
    path = tmp_path / "other.csv"
    path.write_text(content, encoding="utf-8")
    done = call(capsys, "roadmap", acme, "-o", path)
    assert (done.code, path.read_text(encoding="utf-8")) == (2, content)
    assert "stands there already and is no plan" in done.err


@pytest.mark.parametrize("name", ["cases.csv", "contacts/plan.csv", "contacts/../cases.csv"])
def test_no_input_is_written(acme, capsys, name):
    done = call(capsys, "roadmap", acme, "-o", acme / name)
    assert done.code == 2
    assert "is read as an input of this engagement" in done.err
    assert not (acme / name).exists()
