from __future__ import annotations

import json
import os
import re
import signal
import socket
import subprocess
import sys
from contextlib import contextmanager
from threading import Timer

import pytest
from cli.commands import call
from small_engagements import write_answers, write_engagement

from cxmaturity.engagement import journal
from cxmaturity.engagement.lock import NAME, BusyError, locked

HOLDER = """
import sys
from pathlib import Path
from cxmaturity.engagement.lock import locked
with locked(Path(sys.argv[1])):
    print("held", flush=True)
    sys.stdin.readline()
"""

COUNTER = """
import sys
from pathlib import Path
from cxmaturity.engagement.lock import BusyError, locked
folder, rounds = Path(sys.argv[1]), int(sys.argv[2])
counter = folder / "counter"
while rounds:
    try:
        with locked(folder):
            counter.write_text(str(int(counter.read_text()) + 1))
            rounds -= 1
    except BusyError:
        pass
"""


@contextmanager
def holder(folder):
    process = subprocess.Popen(
        [sys.executable, "-c", HOLDER, str(folder)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    with process:
        assert process.stdout.readline() == "held\n"
        try:
            yield process
        finally:
            if not process.stdin.closed:
                process.stdin.close()
            process.wait(timeout=60)


def test_a_second_writer_is_told_who_writes(tmp_path):
    with holder(tmp_path) as process, pytest.raises(BusyError) as refused, locked(tmp_path):
        pass
    told = refused.value.problems[0].show("en")
    holder_named = rf"right now \(process {process.pid} on {re.escape(socket.gethostname())}, since \d\d:\d\d\)\."
    assert re.search(holder_named, told)
    assert "Wait until they are done" in told
    with locked(tmp_path):
        assert json.loads((tmp_path / NAME).read_text())["pid"] == os.getpid()
    assert not (tmp_path / NAME).exists()


def test_a_second_writer_waits_for_one_that_is_about_to_finish(tmp_path):
    with holder(tmp_path) as process:
        Timer(0.3, process.stdin.close).start()
        with locked(tmp_path):
            assert json.loads((tmp_path / NAME).read_text())["pid"] == os.getpid()


def test_the_lock_of_a_killed_process_is_taken_over(tmp_path):
    with holder(tmp_path) as process:
        process.send_signal(signal.SIGKILL)
        process.wait(timeout=60)
        assert (tmp_path / NAME).exists()
        with locked(tmp_path):
            assert json.loads((tmp_path / NAME).read_text())["pid"] == os.getpid()


def test_a_lock_from_another_machine_holds_until_it_is_deleted(tmp_path):
    (tmp_path / NAME).write_text(json.dumps({"pid": 1, "host": "another-machine"}))
    with pytest.raises(BusyError) as refused, locked(tmp_path):
        pass
    told = refused.value.problems[0].show("en")
    assert "right now (process 1 on another-machine)." in told
    assert f"delete {tmp_path / NAME}" in told
    (tmp_path / NAME).unlink()
    with locked(tmp_path):
        assert (tmp_path / NAME).exists()


def test_a_lock_file_with_rubbish_in_it_holds_nobody_up(tmp_path):
    (tmp_path / NAME).write_bytes(b"\x00\x00rubbish")
    with locked(tmp_path):
        assert json.loads((tmp_path / NAME).read_text())["pid"] == os.getpid()


def test_a_number_that_another_process_has_now_holds_nobody_up(tmp_path):
    (tmp_path / NAME).write_text(json.dumps({"pid": os.getppid(), "host": socket.gethostname()}))
    with locked(tmp_path):
        assert json.loads((tmp_path / NAME).read_text())["pid"] == os.getpid()


def test_a_lock_file_that_was_deleted_is_taken_again(tmp_path):
    with locked(tmp_path) as lock:
        (tmp_path / NAME).unlink()
        lock.keep()
        with pytest.raises(BusyError), locked(tmp_path, patience=0):
            pass
    assert not (tmp_path / NAME).exists()


def test_whoever_lost_the_lock_to_another_stops_and_leaves_that_one_alone(tmp_path):
    with locked(tmp_path) as lock:
        (tmp_path / NAME).unlink()
        with holder(tmp_path) as process:
            with pytest.raises(BusyError) as refused:
                lock.keep()
            assert refused.value.problems[0].what.figures["pid"] == process.pid
            lock.release()
            assert json.loads((tmp_path / NAME).read_text())["pid"] == process.pid


def test_readers_are_never_held_up(tmp_path, capsys):
    acme = write_engagement(tmp_path / "acme", cycles={"2026-Q4": "date: 2026-10-15\n"})
    call(capsys, "assess", acme, "--answers", write_answers(tmp_path / "a.yaml", {"q1.a": 2}))
    with holder(acme):
        for arguments in (["score"], ["roadmap"], ["report", "-o", tmp_path / "r.html"]):
            done = call(capsys, arguments[0], acme, *arguments[1:], "--lang", "en")
            assert done.code == 0
            assert "results.json was not rewritten: somebody is answering in this engagement right now" in done.err


@pytest.mark.parametrize("language", ["en", "fr"])
def test_the_process_is_named_on_the_first_80_columns(tmp_path, language):
    with locked(tmp_path), pytest.raises(BusyError) as refused, locked(tmp_path, patience=0):
        pass
    told = "✗ " + refused.value.problems[0].show(language)
    assert str(os.getpid()) in told[:80]


def test_a_lock_of_another_day_says_which(tmp_path):
    holder = {"pid": 1, "host": "another-machine", "since": "2026-10-14T09:30:00+00:00"}
    (tmp_path / NAME).write_text(json.dumps(holder))
    with pytest.raises(BusyError) as refused, locked(tmp_path, patience=0):
        pass
    assert ", since 2026-10-1" in refused.value.problems[0].show("en")


ANSWERER = """
import sys
from cxmaturity.cli.main import run
for _ in range(60):
    if run(["assess", sys.argv[1], "--answers", sys.argv[2], "--lang", "en"]) == 0:
        break
"""


def test_of_two_who_give_answers_at_once_none_loses_one(tmp_path):
    acme = write_engagement(tmp_path / "acme", cycles={"2026-Q4": "date: 2026-10-15\n"})
    names = ["anna", "bo", "carl"]
    files = [write_answers(tmp_path / f"{name}.yaml", {"q1.a": 2, "q2.a": 1}, name) for name in names]
    commands = [[sys.executable, "-c", ANSWERER, str(acme), str(file)] for file in files]
    crowd = [subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) for command in commands]
    assert [process.wait(timeout=120) for process in crowd] == [0] * 3
    read = journal.read(acme / "cycles" / "2026-Q4" / "answers.jsonl")
    assert sorted((answer.respondent, answer.practice) for answer in read.answers) == [
        (name, practice) for name in names for practice in ("q1.a", "q2.a")
    ]


def test_writers_that_crowd_never_write_at_once(tmp_path):
    (tmp_path / "counter").write_text("0")
    command = [sys.executable, "-c", COUNTER, str(tmp_path), "60"]
    crowd = [subprocess.Popen(command) for _ in range(4)]
    assert [process.wait(timeout=120) for process in crowd] == [0] * 4
    assert (tmp_path / "counter").read_text() == "240"
