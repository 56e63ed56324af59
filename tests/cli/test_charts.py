"""``--charts DIR``: which files are written, what is said, and what is never overwritten."""

from __future__ import annotations

import json
import os
import shutil
from xml.etree import ElementTree

import pytest
from cli.commands import call
from cli.test_errors import unprivileged
from contacts.logs import random_rows, write_csv

from cxmaturity.cli.main import run

ALL = ["calendar.svg", "collisions.svg", "dose-response.svg", "frontier.svg", "pressure.svg"]


@pytest.fixture(autouse=True)
def english(monkeypatch):
    monkeypatch.setenv("CXMATURITY_LANG", "en")


@pytest.fixture
def log(tmp_path):
    rows = random_rows(5, 400)
    for number, row in enumerate(rows):
        row["responded_at"] = row["sent_at"] if number % 3 == 0 else ""
    return write_csv(tmp_path / "log.csv", rows)


def names(folder):
    return sorted(path.name for path in folder.iterdir())


@pytest.mark.parametrize("more", [(), ("--json",), ("--lang", "fr"), ("--definitions",)])
def test_an_audit_writes_every_chart(log, tmp_path, capsys, more):
    folder = tmp_path / "new" / "charts"
    done = call(capsys, "audit", log, "--charts", folder, *more)
    assert done.code == 0
    assert names(folder) == ALL
    assert str(folder) in done.err
    assert all(name in done.err for name in ALL)
    assert "svg" not in done.out
    for path in folder.iterdir():
        ElementTree.fromstring(path.read_bytes())
    if "--json" in more:
        assert json.loads(done.out)["schema"] == "cxmaturity/audit/1"


def test_charts_change_no_figure(log, tmp_path, capsys):
    plain = call(capsys, "audit", log, "--json").json
    drawn = call(capsys, "audit", log, "--json", "--charts", tmp_path / "charts").json
    assert {**plain, "run": None} == {**drawn, "run": None}


def test_the_same_bytes_twice(log, tmp_path, capsys):
    for folder in ("one", "two"):
        assert call(capsys, "audit", log, "--charts", tmp_path / folder).code == 0
    for name in ALL:
        assert (tmp_path / "one" / name).read_bytes() == (tmp_path / "two" / name).read_bytes()


def test_what_could_not_be_drawn_is_said_and_an_old_one_goes(log, tmp_path, capsys):
    folder = tmp_path / "charts"
    assert call(capsys, "audit", log, "--charts", folder).code == 0
    bare = tmp_path / "bare.csv"
    bare.write_text("customer_id,sent_at\na,2026-01-01T00:00:00Z\nb,2026-02-01T00:00:00Z\n")
    (folder / "mine.txt").write_text("mine")
    done = call(capsys, "audit", bare, "--charts", folder)
    assert done.code == 0
    assert names(folder) == ["calendar.svg", "frontier.svg", "mine.txt", "pressure.svg"]
    assert "dose-response.svg was not drawn: the log shows no answers." in done.err
    assert "collisions.svg was not drawn: the log names no sources." in done.err


def test_an_engagement_writes_them_too(tmp_path, log, capsys):
    us = tmp_path / "us"
    assert run(["init", str(us), "--name", "Us"]) == 0
    shutil.copy(log, us / "contacts" / "log.csv")
    done = call(capsys, "audit", us, "--charts", tmp_path / "charts", "--lang", "fr")
    assert done.code == 0
    assert names(tmp_path / "charts") == ALL
    assert "Graphiques dans" in done.err
    assert "sollicitations" in (tmp_path / "charts" / "calendar.svg").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        (("--frontier",), ["frontier.svg"]),
        (("--policy", "rest-7", "--policy", "3/30"), ["policies.svg"]),
        (("--policy", "rest-7", "--frontier"), ["frontier.svg", "policies.svg"]),
    ],
)
def test_a_replay_draws_its_policies(log, tmp_path, capsys, asked, found):
    done = call(capsys, "replay", log, *asked, "--charts", tmp_path / "charts", "--json")
    assert done.code == 0
    assert names(tmp_path / "charts") == found
    assert json.loads(done.out)["schema"] == "cxmaturity/replay/1"


@pytest.mark.parametrize("command", [("audit",), ("replay", "--frontier")])
def test_a_file_is_no_folder(log, tmp_path, capsys, command):
    (tmp_path / "taken").write_text("mine")
    done = call(capsys, *command, log, "--charts", tmp_path / "taken")
    assert done.code == 2
    assert done.out == ""
    assert "taken: this is no folder. Give --charts a folder" in done.err
    assert (tmp_path / "taken").read_text() == "mine"


@pytest.mark.parametrize("command", ["audit", "replay"])
def test_an_empty_name_is_no_folder(log, tmp_path, capsys, monkeypatch, command):
    monkeypatch.chdir(tmp_path)
    before = sorted(tmp_path.iterdir())
    done = call(capsys, command, log, "--charts", "", "--lang", "en")
    assert (done.code, done.out) == (2, "")
    assert "--charts names no folder" in done.err
    assert sorted(tmp_path.iterdir()) == before


@pytest.mark.parametrize("kind", ["file", "folder", "link"])
def test_what_is_not_ours_is_not_overwritten(log, tmp_path, capsys, kind):
    folder, elsewhere = tmp_path / "charts", tmp_path / "elsewhere.svg"
    folder.mkdir()
    elsewhere.write_text("<svg/>")
    place = folder / "calendar.svg"
    if kind == "file":
        place.write_text("<svg/>")
    elif kind == "folder":
        place.mkdir()
    else:
        place.symlink_to(elsewhere)
    done = call(capsys, "audit", log, "--charts", folder)
    assert done.code == 2
    assert done.out == ""
    assert done.err.count("this is no chart that cxmaturity wrote") == 1
    assert names(folder) == ["calendar.svg"]
    assert elsewhere.read_text() == "<svg/>"


def test_a_folder_that_may_not_be_written(log, tmp_path):
    folder = tmp_path / "charts"
    folder.mkdir(mode=0o555)
    done = unprivileged("audit", log, "--charts", folder)
    if os.geteuid() == 0 and (shutil.which("setpriv") is None or done.returncode != 2):
        pytest.skip("root cannot be made to obey permissions here")
    assert done.returncode == 2
    assert done.stderr.count("✗") == 1
    assert "this cannot be written: Permission denied" in done.stderr
    assert names(folder) == []


def test_a_folder_that_cannot_be_made(log, capsys):
    done = call(capsys, "audit", log, "--charts", "/proc/charts")
    assert done.code == 2
    assert done.err.count("✗") == 1
    assert "/proc/charts: this cannot be written" in done.err


def test_explaining_draws_nothing(log, tmp_path, capsys):
    done = call(capsys, "audit", log, "--explain", "--charts", tmp_path / "charts")
    assert done.code == 2
    assert "--charts needs figures" in done.err
    assert not (tmp_path / "charts").exists()
