"""A new cycle at a screen of 80 columns and 24 lines: it begins with what was answered last time."""

from __future__ import annotations

import pytest
from interview.seat import Seat
from interview.test_screen import ALL, END, MODEL, shown_practice
from small_engagements import write_answers, write_engagement

from cxmaturity.cli.main import run
from cxmaturity.engagement import journal
from cxmaturity.engagement.beginning import begin
from cxmaturity.evidence.answers import Level, NotApplicable, Unknown

CYCLES = {"2026-Q3": "date: 2026-07-15\n", "2026-Q4": "date: 2026-10-15\n"}
ANNA = ("--respondent", "anna", "--role", "cx")


def say(folder, cycle, levels):
    path = write_answers(folder.parent / "said.yaml", levels, "anna", "cx")
    assert run(["assess", str(folder), "--cycle", cycle, "--answers", str(path)]) == 0


def standing(folder, cycle):
    return {answer.practice: answer for answer in journal.read(folder / "cycles" / cycle / "answers.jsonl").answers}


def test_what_was_answered_last_time_counts_once_it_is_confirmed(nursery, tmp_path):
    small = write_engagement(tmp_path / "small", cycles=CYCLES)
    said = {
        "q1.a": {"level": "largely", "note": "only in support", "internal_note": "hush"},
        "q1.b": {"level": "not_applicable", "reason": "outside_control"},
        "q1.c": "unknown",
        "q2.a": "partly",
    }
    say(small, "2026-Q3", said)
    seat = Seat(nursery, "small", *ANNA[:2], folder=tmp_path)  # the role is last time's
    seat.see("anna · CX", "4 answers of 2026-Q3 can be confirmed, each with Enter", "practices to go")
    seat.see(r"Last time \(2026-Q3\): largely · note “only in support” · internal note “hush”")
    seat.see()
    assert any(line.startswith(" »2) Largely") for line in seat.screen)
    assert standing(small, "2026-Q4") == {}
    seat.type("n", r"Note \(may stand.*only in support")  # the remark of last time can be taken over, and changed
    seat.type(", and in sales", "noted: q1.a", "note “only in support, and in sales”")
    seat.see()
    seat.type("", "saved: q1.a, largely", r"Last time \(2026-Q3\): does not apply \(outside our control\)")
    seat.see()
    assert any("»c) As last time" in line for line in seat.screen)
    seat.type("", "saved: q1.b, does not apply", "q1.c statement", r"Last time \(2026-Q3\): nobody knows")
    seat.see()
    seat.type("b", "Present answer: does not apply")
    seat.see()
    assert "Last time" not in "".join(seat.screen[-15:])  # answered: last time is history
    seat.type("s", "q1.c statement")
    seat.see()
    seat.type("1", "saved: q1.c, partly", "q1.d statement")  # things have moved
    seat.see()
    seat.type("q", "anna: 3 answers saved in all, 3 of them now")
    assert seat.end() == 0
    found = standing(small, "2026-Q4")
    assert {name: answer.voice for name, answer in found.items()} == {
        "q1.a": Level.LARGELY,
        "q1.b": NotApplicable("outside_control"),
        "q1.c": Level.PARTLY,
    }
    notes = {(answer.note, answer.internal_note) for answer in found.values()}
    assert notes == {("only in support, and in sales", ""), ("", "")}  # others are of their time
    assert standing(small, "2026-Q3")["q1.c"].voice == Unknown()

    seat = Seat(nursery, "small", folder=tmp_path)  # those of the last cycle are known
    seat.see("Who answers", "anna", "Somebody else")
    seat.type("1", "3 answers so far", "1 answer of 2026-Q3 can be confirmed", "q1.d statement")
    seat.see()
    seat.type("s", r"Last time \(2026-Q3\): partly")
    seat.see()
    seat.type("q", "To go on:")
    seat.end()


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_every_practice_with_its_answer_of_last_time_fits_the_screen(nursery, tmp_path, lang):
    begin(tmp_path / "acme", "Acme", "en")
    for name, content in CYCLES.items():
        (tmp_path / "acme" / "cycles" / name).mkdir(parents=True)
        (tmp_path / "acme" / "cycles" / name / "cycle.yaml").write_text(content)
    refused = {"level": "not_applicable", "reason": "not_our_business"}
    say(tmp_path / "acme", "2026-Q3", dict.fromkeys(sorted(ALL), refused))
    seat = Seat(nursery, "acme", "--mode", "quick", *ANNA, folder=tmp_path, lang=lang)
    for _ in range(sum(practice.screening for practice in MODEL.practices)):
        seat.see()
        shown_practice(seat)
        seat.type("", r"✓ \w+.*?\n")
    seat.type("", *END[lang])
    assert seat.end() == 0
    assert seat.widest <= 80
    assert {answer.voice for answer in standing(tmp_path / "acme", "2026-Q4").values()} == {
        NotApplicable("not_our_business")
    }
