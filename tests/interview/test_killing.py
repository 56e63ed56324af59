"""The interview is killed at random instants: no acknowledged answer is lost, and the journal is always readable."""

from __future__ import annotations

import os
import random
import re
import signal
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import astuple, dataclass
from io import StringIO
from pathlib import Path

import pexpect
import pytest
from interview.nursery import Nursery
from interview.terminal import ENTER, PATIENCE, environment
from pexpect.fdpexpect import fdspawn

from cxmaturity.engagement import journal
from cxmaturity.engagement.beginning import begin
from cxmaturity.engagement.journal import Entry
from cxmaturity.evidence.answers import Level, NotApplicable, Unknown

PROMPT = "How far is"
SAVED = re.compile(r"✓ (?:saved|noted): ([^\s,]+)(?:, ([a-z ]+))?\r?\n")
"""What is acknowledged: an answer, or what was noted without one."""
LONGEST = 0.5
"""Seconds after which a sitting is dead, whatever it does then: asking, saving, and starting too where they count from
the start and not from the first prompt."""
STARTING = 0.2
"""The share of the former."""
LANES = 5
"""Engagements in which interviews are killed at the same time."""
ASIDES = [
    *[[]] * 3,
    [("n", r"Note \(may"), ("only in support", PROMPT)],
    [("i", r"Internal note \("), ("ask again", PROMPT)],
    [("f", "Est-ce le cas"), ("e", PROMPT)],
    [("b", PROMPT)],
    [("g", "go to"), ("", PROMPT)],
    [("l", "File or address|Which proof"), ("proof.pdf", "Its date"), ("2026-09-30", PROMPT)],
]
"""What one may do before answering: what is typed, and what is seen then."""
ANSWERS = [*([(str(level), "saved:")] for level in range(4)), [("u", "saved:")], [("a", "Why does"), ("1", "saved:")]]


def said(entry: Entry) -> str:
    voice = entry.answer.voice
    if entry.withdrawn:
        return ""
    if isinstance(voice, Level):
        return voice.word
    return {Unknown: "nobody knows", NotApplicable: "does not apply"}[type(voice)]


@dataclass
class Figures:
    """What the test came to."""

    kills: int = 0
    in_answers: int = 0
    """Kills of sittings in which something had been answered."""
    acknowledged: int = 0
    saved_unacknowledged: int = 0
    torn: int = 0
    """Lines that a kill cut off."""
    through: int = 0
    """Interviews that came to their end."""


def sit(nursery: Nursery, arguments: list[str], rng: random.Random) -> tuple[bool, list[tuple[str, str]]]:
    """Answer at random until a timer kills the process; return whether it did, and what was acknowledged."""
    child = nursery.start(arguments)
    timer = threading.Timer(rng.uniform(0, LONGEST), os.kill, [child.pid, signal.SIGKILL])
    if rng.random() < STARTING:
        timer.start()
    terminal = fdspawn(child.terminal, encoding="utf-8", codec_errors="replace", timeout=PATIENCE)
    terminal.delaybeforesend = None
    terminal.logfile_read = log = StringIO()
    with suppress(pexpect.EOF, OSError):
        while True:
            is_through = terminal.expect([PROMPT, "What now"]) == 1
            if timer.ident is None:
                timer.start()
            for keys, seen in [("", pexpect.EOF)] if is_through else [*rng.choice(ASIDES), *rng.choice(ANSWERS)]:
                terminal.send(keys + ENTER)
                terminal.expect(seen)
    timer.cancel()
    timer.join()
    return nursery.wait(child) == -signal.SIGKILL, SAVED.findall(log.getvalue())


def kill(nursery: Nursery, folder: Path, times: int, rng: random.Random) -> Figures:
    """Kill interviews one after the other, a new engagement's whenever one is through, and look at what is left."""
    folder.mkdir()
    figures, acme = Figures(), new_engagement(folder / "0")
    while figures.kills < times:
        path = acme / "cycles" / "2026-Q4" / "answers.jsonl"
        before = journal.read(path)
        arguments = ["assess", str(acme), "--mode", "full", "--respondent", "anna", "--role", "cx", "--lang", "en"]
        killed, acknowledged = sit(nursery, arguments, rng)
        after = journal.read(path)
        new = [(entry.answer.practice, said(entry)) for entry in after.entries[len(before.entries) :]]
        assert after.entries[: len(before.entries)] == before.entries
        assert new[: len(acknowledged)] == acknowledged
        assert len(new) - len(acknowledged) in (0, 1)
        figures.kills += killed
        figures.in_answers += killed and bool(acknowledged)
        figures.acknowledged += len(acknowledged)
        figures.saved_unacknowledged += len(new) - len(acknowledged)
        figures.torn += len(after.notes) - len(before.notes)
        if not killed:
            figures.through += 1
            acme = new_engagement(folder / str(figures.through))
    return figures


def new_engagement(folder: Path) -> Path:
    cycle = begin(folder, "Acme", "en").folder / "cycles" / "2026-Q4"
    cycle.mkdir()
    (cycle / "cycle.yaml").write_text("date: 2026-10-15\n")
    return folder


def lane(folder: Path, times: int, seed: int) -> Figures:
    nursery = Nursery(environment())
    try:
        return kill(nursery, folder, times, random.Random(seed))
    finally:
        nursery.close()


@pytest.mark.parametrize("times", [50, pytest.param(1000, marks=pytest.mark.slow)])
def test_killed_at_random_instants_no_acknowledged_answer_is_lost(tmp_path, times):
    with ThreadPoolExecutor(LANES) as lanes:  # most of the time is spent waiting for a timer
        begun = [lanes.submit(lane, tmp_path / str(seed), times // LANES, seed) for seed in range(LANES)]
    figures = Figures(*map(sum, zip(*(astuple(each.result()) for each in begun), strict=True)))
    sys.stdout.write(f"{figures}\n")  # seen with pytest -s
    assert figures.kills == times
    assert figures.in_answers > times / 10
