"""Progress of long work, on a terminal and where there is none."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys

import pexpect
import pytest
from cli.commands import run

from cxmaturity.cli.watching import progress_line
from cxmaturity.contacts import Step
from cxmaturity.contacts.progress import Counter, Reached
from cxmaturity.words import text

ROWS = 300_000
CONTROL = re.compile(r"\x1b\[[0-9;?]*([A-Za-z])")
"""What commands a terminal; its last letter says what: colours end in m."""


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """Return an engagement with a log that takes a while, as CSV and as JSON lines."""
    folder = tmp_path_factory.mktemp("us") / "us"
    assert run(["init", str(folder), "--name", "Us"]) == 0
    with (folder / "contacts" / "log.csv").open("w") as log:
        log.write("customer_id,sent_at,source\n")
        log.writelines(
            f"secret{n * 7919 % 50_000},2024-0{1 + n % 9}-0{1 + n % 7} 10:00,s{n % 5}\n" for n in range(ROWS)
        )
    return folder


def watched(*command: str, columns: int = 80, **environment: str) -> tuple[int, list[str], str]:
    """Run a command in a terminal; return its exit code, the lines of progress, and all that was written."""
    fixed = {"TERM": "xterm-256color", "LC_ALL": "C.UTF-8", "PYTHONUTF8": "1", "COLUMNS": "", "LINES": ""}
    terminal = pexpect.spawn(
        sys.executable,
        ["-m", "cxmaturity", *command],
        env={**{name: value for name, value in os.environ.items() if name != "NO_COLOR"}, **fixed, **environment},
        encoding="utf-8",
        timeout=120,
        dimensions=(40, columns),
    )
    written = terminal.read()
    terminal.close()
    progress = CONTROL.sub("", written.rpartition("\x1b[2K")[0])
    return terminal.exitstatus, [line.strip() for line in re.split(r"[\r\n]+", progress)], written


@pytest.mark.parametrize(
    ("language", "steps"),
    [
        ("en", ["Reading the times", "Counting the rows", "Sorting the contacts", "Measuring the contacts"]),
        ("fr", ["Lecture des dates", "Comptage des lignes", "Tri des sollicitations", "Mesure des sollicitations"]),
    ],
)
def test_a_person_sees_what_is_done_and_how_far_it_is(folder, language, steps):
    code, lines, written = watched("audit", str(folder / "contacts" / "log.csv"), "--json", "--lang", language)
    assert code == 0
    shown = list(dict.fromkeys(line.partition(" · ")[0] for line in lines if " · " in line or "…" in line))
    assert shown[0] == {"en": "Starting …", "fr": "Démarrage …"}[language]
    assert set(shown[1:]) & set(steps), shown
    assert [step for step in shown if step in steps] == [step for step in steps if step in shown]
    assert max(map(len, lines)) < 80
    assert "secret" not in "".join(lines)
    # The line is taken away before the result comes, and the cursor is there again.
    after = written.rpartition("\x1b[2K")[2]
    assert '"schema": "cxmaturity/audit/1"' in after
    assert " · " not in after
    assert written.count("\x1b[?25l") == written.count("\x1b[?25h") == 1
    assert "m" not in CONTROL.findall(written)


def test_a_narrow_terminal_has_one_line_all_the_same(folder):
    _, lines, written = watched("audit", str(folder / "contacts" / "log.csv"), "--json", columns=30)
    assert max(map(len, lines)) <= 30
    assert written.count("\x1b[1A") <= 1


@pytest.mark.parametrize("environment", [{"TERM": "dumb"}, {"NO_COLOR": "1"}], ids=["dumb", "no colour"])
def test_a_simple_terminal_gets_nothing_that_it_cannot_show(folder, environment):
    code, _, written = watched("audit", str(folder / "contacts" / "log.csv"), "--json", **environment)
    assert code == 0
    assert "m" not in CONTROL.findall(written)
    if "TERM" in environment:
        assert "\x1b" not in written


@pytest.mark.parametrize("command", [["audit", "{}"], ["replay", "{}", "--policy", "rest-7"], ["score", "{}"]])
def test_an_engagement_whose_logs_are_read_shows_it_too(folder, command):
    (folder / "contacts" / "log.csv").touch()
    for kept in folder.glob("cycles/*/facts.json"):
        kept.unlink()
    code, lines, _ = watched(*(word.format(folder) for word in command), "--json")
    assert code == 0, lines[-5:]
    assert any("·" in line for line in lines)


def test_nothing_is_shown_where_nobody_watches(folder):
    done = subprocess.run(
        [sys.executable, "-m", "cxmaturity", "audit", str(folder / "contacts" / "log.csv"), "--json"],
        capture_output=True,
        text=True,
        check=True,
    )
    assert "\x1b" not in done.stderr + done.stdout
    assert "Sorting" not in done.stderr


def test_ctrl_c_takes_the_line_away_and_says_one_thing(folder, tmp_path):
    terminal = pexpect.spawn(
        sys.executable,
        ["-m", "cxmaturity", "audit", str(folder / "contacts" / "log.csv"), "--json", "--threads", "1"],
        env={**os.environ, "TERM": "xterm", "LC_ALL": "C.UTF-8", "TMPDIR": str(tmp_path)},
        encoding="utf-8",
        timeout=60,
        dimensions=(40, 80),
    )
    terminal.expect("Reading|Counting|Sorting|Measuring")
    terminal.kill(signal.SIGINT)
    terminal.expect(pexpect.EOF)
    terminal.close()
    assert terminal.exitstatus == 130
    assert terminal.before.count("\x1b[?25h") == 1
    last = CONTROL.sub("", terminal.before.rpartition("\x1b[2K")[2]).strip()
    assert last == "✗ Stopped; nothing was written."
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("reached", "seconds", "line"),
    [
        (Reached(), 0, "Sorting · 0:00"),
        (Reached(0.5, 1000, 2000), 0, "Sorting · 50% · 1,000 of 2,000 rows · 0:00"),
        (Reached(0.5, 1000, 2000), 60, "Sorting · 50% · 1,000 of 2,000 rows · 1:00 left"),
        (Reached(0.01, 20, 2000), 60, "Sorting · 1% · 20 of 2,000 rows · 1:00"),
        (Reached(None, 1), 4000, "Sorting · 1 row · 1:06:40"),
        (Reached(None, None, 2000), 3, "Sorting · 2,000 rows · 0:03"),
        (Reached(0.25), 15, "Sorting · 25% · 0:45 left"),
    ],
)
def test_a_line(reached, seconds, line):
    assert str(progress_line(Step(text("Sorting"), lambda: reached), seconds)) == line


def test_a_counter():
    counter = Counter(10)
    counter.count(4)
    assert counter.reached() == Reached(0.4, 4, 10)
    counter.begin()
    assert counter.reached() == Reached(0, 0, 10)
