"""A disk that is full, fails or may only be read: one message with path and remedy, and nothing is lost."""

from __future__ import annotations

import errno
import os
import resource
import shutil
import subprocess
from contextlib import contextmanager
from pathlib import Path

import pexpect
import pytest
from cli.commands import call
from cli.test_errors import unprivileged
from contacts.logs import random_rows, write_csv
from interview.terminal import ENTER, start
from small_engagements import write_answers, write_engagement
from small_models import practice

from cxmaturity.engagement import atomic, journal
from cxmaturity.errors import InputError
from cxmaturity.evidence.answers import Answer, Level

CYCLES = {"2026-Q4": "date: 2026-10-15\n"}
ANNA = ("--respondent", "anna", "--role", "cx")
PRACTICES = [practice(f"q1.p{number:03}") for number in range(60)]


def mounted(*options: object) -> bool:
    command = ["mount", *map(str, options)]
    return (
        shutil.which("mount") is not None and subprocess.run(command, capture_output=True, check=False).returncode == 0
    )


@pytest.fixture
def disk(tmp_path):
    """A small disk of its own with an engagement on it."""
    place = tmp_path / "disk"
    place.mkdir()
    if not mounted("-t", "tmpfs", "-o", "size=1m", "tmpfs", place):
        pytest.skip("no disk can be mounted here")
    yield place
    subprocess.run(["umount", "-l", str(place)], check=True)


@pytest.fixture
def acme(disk, tmp_path, capsys):
    folder = write_engagement(disk / "acme", cycles=CYCLES, practices=PRACTICES)
    given = write_answers(tmp_path / "old.yaml", {"q1.p000": 3, "q1.p001": 2})
    assert call(capsys, "assess", folder, "--answers", given).code == 0
    (folder / "contacts").mkdir()
    (folder / "contacts" / "log.csv").write_text("customer_id,sent_at,responded_at,score\nc1,2026-09-01,2026-09-02,3\n")
    (folder / "ownership.yaml").write_text("rules: [{id: low, when: {score: '<= 6'}, then: case, owner: cx}]\n")
    return folder


def fill(disk: Path) -> Path:
    """Fill a disk to its last byte and return the file that does it."""
    filler = disk / "filler"
    with filler.open("ab", buffering=0) as file:
        for size in (65536, 4096, 1):
            while True:
                try:
                    file.write(b"x" * size)
                except OSError as error:
                    assert error.errno == errno.ENOSPC
                    break
    return filler


def content(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


WRITING = {
    "answers": ("assess", "{folder}", "--answers", "{answers}"),
    "signature": ("assess", "{folder}", "--sign", "Ann"),
    "report": ("report", "{folder}", "-o", "{folder}/report.html"),
    "table": ("roadmap", "{folder}", "-o", "{folder}/roadmap.csv"),
    "engagement": ("init", "{folder}/inside", "--name", "Acme"),
    "loop": ("loop", "{folder}"),
    "cases due": ("loop", "{folder}", "--emit", "{folder}/due.csv"),
}


def written(name: str, folder: Path, tmp_path: Path) -> list[str]:
    many = write_answers(tmp_path / "new.yaml", {f"q1.p{number:03}": 1 for number in range(60)})
    return [part.format(folder=folder, answers=many) for part in WRITING[name]]


@pytest.mark.parametrize("name", WRITING)
def test_on_a_full_disk_writing_is_refused_whole_and_works_again_with_room(acme, disk, tmp_path, capsys, name):
    arguments = written(name, acme, tmp_path)
    filler = fill(disk)
    before = content(acme)
    done = call(capsys, *arguments, "--lang", "en")
    assert done.code == 2, done.err
    assert done.err.count("✗") == 1
    assert "No space left on device" in done.err
    assert "Free some space" in done.err
    assert str(disk) in done.err
    assert "bug" not in done.err
    assert content(acme) == before
    filler.unlink()
    assert call(capsys, *arguments, "--lang", "en").code == 0


def test_on_a_full_disk_charts_are_refused_in_one_message(disk, tmp_path, capsys):
    log, charts = write_csv(tmp_path / "log.csv", random_rows(5, 300)), disk / "charts"
    charts.mkdir()
    filler = fill(disk)
    done = call(capsys, "audit", log, "--charts", charts, "--lang", "en")
    assert done.code == 2
    assert done.err.count("✗") == 1
    assert "No space left on device" in done.err
    assert list(charts.iterdir()) == []
    filler.unlink()
    assert call(capsys, "audit", log, "--charts", charts, "--lang", "en").code == 0


@pytest.mark.parametrize("command", ["score", "roadmap"])
def test_on_a_full_disk_reading_goes_on_and_says_that_nothing_is_recorded(acme, disk, capsys, command):
    fill(disk)
    before = content(acme)
    done = call(capsys, command, acme, "--json", "--lang", "en")
    assert done.code == 0
    assert done.json
    assert "No space left on device" in done.err
    assert content(acme) == before


@pytest.mark.filterwarnings("ignore:.*fork.*:DeprecationWarning")
def test_an_interview_on_a_disk_that_fills_keeps_every_acknowledged_answer(acme, disk):
    terminal = start(acme, "--mode", "full", *ANNA)
    terminal.expect("q1.p002 statement")
    filler = fill(disk)
    acknowledged = 2
    while True:
        terminal.send(f"2{ENTER}")
        if terminal.expect(["✓ saved", "this answer is not saved: No space left"]) == 1:
            break
        acknowledged += 1
        terminal.expect(f"q1.p{acknowledged:03} statement")
    terminal.expect(pexpect.EOF)
    terminal.close()
    assert terminal.exitstatus == 2
    assert "All earlier ones are." in " ".join(terminal.before.split())
    read = journal.read(acme / "cycles/2026-Q4/answers.jsonl")
    assert (len(read.answers), read.notes) == (acknowledged, ())
    assert not [name for name in content(acme) if name.endswith((".tmp", ".lock"))]
    filler.unlink()
    again = start(acme, "--mode", "full", *ANNA)
    again.expect(f"q1.p{acknowledged:03} statement")
    again.send(f"2{ENTER}")
    again.expect("✓ saved")
    again.close()
    assert len(journal.read(acme / "cycles/2026-Q4/answers.jsonl").answers) == acknowledged + 1


@pytest.mark.parametrize("name", WRITING)
def test_on_a_disk_that_may_only_be_read_writing_is_refused_and_reading_is_not(acme, disk, tmp_path, capsys, name):
    arguments = written(name, acme, tmp_path)
    if not mounted("-o", "remount,ro", disk):
        pytest.skip("no disk can be made read-only here")
    before = content(acme)
    done = call(capsys, *arguments, "--lang", "en")
    assert (done.code, done.err.count("✗")) == (2, 1), done.err
    assert "Read-only file system" in done.err
    assert "Check the permissions" in done.err
    scored = call(capsys, "score", acme, "--json", "--lang", "en")
    assert (scored.code, bool(scored.json)) == (0, True)
    assert content(acme) == before


@pytest.fixture
def local(tmp_path, capsys):
    folder = write_engagement(tmp_path / "acme", cycles=CYCLES)
    call(capsys, "assess", folder, "--answers", write_answers(tmp_path / "old.yaml", {"q1.a": 3}))
    if os.geteuid() == 0 and (shutil.which("setpriv") is None or unprivileged("init", "--help").returncode != 0):
        pytest.skip("root cannot be made to obey permissions here")
    return folder


@pytest.mark.parametrize("mode", [0o444, 0o000], ids=["read-only", "closed"])
def test_a_journal_that_may_not_be_written_is_not_replaced(local, tmp_path, mode):
    path = local / "cycles/2026-Q4/answers.jsonl"
    before = path.read_bytes()
    path.chmod(mode)
    given = write_answers(tmp_path / "new.yaml", {"q1.a": 0})
    refused = unprivileged("assess", local, "--answers", given)
    scored = unprivileged("score", local, "--json")
    path.chmod(0o644)
    assert (refused.returncode, refused.stderr.count("✗")) == (2, 1)
    assert f"{path}: this" in refused.stderr
    assert "Permission denied" in refused.stderr
    assert scored.returncode == (0 if mode else 2)
    assert path.read_bytes() == before
    assert not list(local.rglob("*.tmp"))


@pytest.mark.parametrize("name", ["results.json", "facts.json"])
def test_a_result_that_may_not_be_read_is_no_bug_of_ours(local, name, capsys):
    call(capsys, "score", local)
    path = local / "cycles/2026-Q4" / name
    path.chmod(0)
    scored = unprivileged("score", local, "--json")
    path.chmod(0o644)
    assert scored.returncode in (0, 2)
    assert f"{path}: this file cannot be read: Permission denied" in scored.stderr


def entry(note: str = "") -> journal.Entry:
    return journal.Entry(Answer("q1.a", Level.FULLY, "anna", "cx", note=note), "small", "1")


@contextmanager
def room_for(size: int):
    """Let no file of this process grow beyond a size."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


@pytest.mark.parametrize("room", [0, 1, 100])
@pytest.mark.parametrize("before", [b"", b'{"at": "2026'], ids=["whole", "torn"])
def test_of_a_line_that_does_not_fit_no_part_stays(tmp_path, room, before):
    path = tmp_path / "answers.jsonl"
    journal.append(path, entry())
    with path.open("ab") as file:
        file.write(before)
    content = path.read_bytes()
    for write in (journal.append, lambda path, one: journal.append_all(path, [one])):
        with room_for(len(content) + room), pytest.raises(InputError) as refused:
            write(path, entry("x" * 1000))
        assert "File too large. " in refused.value.problems[0].what.show("en") + " "
        assert path.read_bytes() == content
        assert [file.name for file in tmp_path.iterdir()] == [path.name]
    journal.append(path, entry())
    assert len(journal.read(path).entries) == 2


@pytest.mark.parametrize(
    "write", [journal.append, lambda path, one: journal.append_all(path, [one])], ids=["one", "all"]
)
def test_a_disk_that_fails_to_flush_is_told_and_the_answer_is_not_acknowledged(tmp_path, monkeypatch, write):
    path = tmp_path / "answers.jsonl"
    journal.append(path, entry())
    before = path.read_bytes()

    def fail(handle: int) -> None:
        raise OSError(errno.EIO, os.strerror(errno.EIO))

    monkeypatch.setattr(os, "fsync", fail)
    with pytest.raises(InputError, match="copy the folder to another one"):
        write(path, entry("new"))
    assert path.read_bytes() == before
    assert [file.name for file in tmp_path.iterdir()] == [path.name]


def test_a_write_that_is_interrupted_leaves_nothing_beside(tmp_path, monkeypatch):
    path = tmp_path / "file"
    path.write_text("old")

    def stop(handle: int) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(os, "fsync", stop)
    with pytest.raises(KeyboardInterrupt):
        atomic.write(path, "new")
    assert {file.name: file.read_text() for file in tmp_path.iterdir()} == {"file": "old"}
