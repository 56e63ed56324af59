"""The walk through the actions in a real terminal of 80 columns and 24 lines, and killed at random instants."""

from __future__ import annotations

import os
import random
import re
import signal
import threading
from contextlib import suppress

import pytest
import yaml
from interview.seat import CONTROL_C, MAP_MENU, Seat

from cxmaturity.engagement.beginning import begin

BEFORE = """\
# Agreed in October.
actions:
  - {id: contact-policy, status: running, started: 2026-11-02}   # the first one
  - {id: metric-handbook, status: planned}
"""
LONGEST = 0.8
"""Seconds after which a sitting is dead, whatever it does then."""


class RoadmapSeat(Seat):
    command = "roadmap"
    menu = MAP_MENU


@pytest.fixture
def acme(tmp_path):
    begin(tmp_path / "acme", "Acme", "en")
    cycle = tmp_path / "acme" / "cycles" / "2027-Q2"
    cycle.mkdir()
    (cycle / "cycle.yaml").write_text("date: 2027-04-15\n")
    (tmp_path / "acme" / "roadmap.yaml").write_text(BEFORE)
    return tmp_path / "acme"


def sit(nursery, folder, lang="en"):
    return RoadmapSeat(nursery, folder.name, "--update", folder=folder.parent, lang=lang)


def actions(folder):
    return {each["id"]: each for each in yaml.safe_load((folder / "roadmap.yaml").read_text())["actions"]}


def test_a_finished_action_is_told_taken_back_and_told_in_french(nursery, acme):
    seat = sit(nursery, acme)
    seat.see("Action 1 of 2", "contact-policy · running", "since 2 November 2026")
    seat.see()
    seat.type("4", "kept: contact-policy, finished", "When did it end")
    assert actions(acme)["contact-policy"]["status"] == "finished"
    seat.type("2031-01-01", "more than a year after", "When did it end")  # in place of the date that stands there
    seat.type("", "kept: contact-policy, end: 2027-04-15", "no measurement since its end", "What came of it")
    seat.type("Half as many complaints", "result: Half as many complaints", "Action 2 of 2")
    seat.see()
    seat.type("b", "taken back: contact-policy", "contact-policy · running")
    seat.see()
    assert (acme / "roadmap.yaml").read_text() == BEFORE
    assert (acme / "roadmap.yaml.bak").read_text() == BEFORE
    seat.type("l", "contact-policy · en cours")
    seat.lang = "fr"
    seat.see()
    seat.type("o", "Qui la porte")
    seat.type("1", "gardé : contact-policy, porteur")
    seat.see()
    assert any("Qu’est-elle devenue" in line for line in seat.screen)
    assert any("Action 1 sur 2" in line for line in seat.screen)
    seat.type(
        "q", "1 réponse gardée", "1 action n’a pas|2 actions n’ont pas", "cxmaturity roadmap acme --update --lang fr"
    )
    assert seat.end() == 0
    assert not (acme / ".cxmaturity.lock").exists()
    assert seat.widest <= 80


def test_control_c_says_what_was_kept_and_how_to_go_on(nursery, acme):
    seat = sit(nursery, acme)
    seat.see()
    seat.type("3", "Who carries it")
    seat.press(CONTROL_C, "0 answers kept", "To go on:", "roadmap acme --update")
    assert seat.end() == 130
    assert (acme / "roadmap.yaml").read_text() == BEFORE


def answer_until_killed(seat, rng):
    """Name carriers at random until a timer kills the process; return the answers given and those acknowledged.

    The seat waits for the end of a command that it sees no more of.
    """
    timer, given = threading.Timer(rng.uniform(0, LONGEST), os.kill, [seat.pid, signal.SIGKILL]), 0
    timer.start()
    with suppress(AssertionError, OSError):
        while True:
            seat.type("o", "Who carries it")
            given += 1
            seat.type(rng.choice("123456"), r"carrier: |became\?")
            seat.see()
    timer.join()
    return given, re.findall(r"carrier: ([a-z-]+)", seat.written)


@pytest.mark.parametrize("times", [4, pytest.param(100, marks=pytest.mark.slow)])
def test_nothing_acknowledged_is_lost_when_it_is_killed(nursery, acme, times):
    rng, in_answers = random.Random(6), 0
    for _ in range(times):
        (acme / "roadmap.yaml").write_text(BEFORE)
        seat = sit(nursery, acme)
        seat.see()
        given, acknowledged = answer_until_killed(seat, rng)
        owner = actions(acme)["contact-policy"].get("owner")
        assert owner == (acknowledged[-1] if acknowledged else None) or given > len(acknowledged)
        assert re.sub(r", owner: [a-z-]+|owner: [a-z-]+, ", "", (acme / "roadmap.yaml").read_text()) == BEFORE
        in_answers += bool(acknowledged)
    assert in_answers
