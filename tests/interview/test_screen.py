"""The shipped model's interview at a screen of 80 columns and 24 lines, in both languages and all modes."""

from __future__ import annotations

import random
import re
import signal
from datetime import date
from time import sleep

import pytest
from cli.commands import call
from interview.seat import CONTROL_C, PAINTED, Seat
from small_engagements import write_answers, write_engagement

from cxmaturity.cli.main import run
from cxmaturity.engagement import journal
from cxmaturity.engagement.beginning import begin
from cxmaturity.evidence.answers import Level, Link, NotApplicable
from cxmaturity.interview import asked
from cxmaturity.model import find_model, load_model

MODEL = load_model(find_model("cx-program"))
ANNA = ("--respondent", "anna", "--role", "cx")
STATEMENTS = {practice.id: practice.statement for practice in MODEL.practices}
COLOUR = re.compile(r"\x1b\[(?:[\d;]*;)?(?:3[0-8]|4[0-8]|9[0-7]|10[0-7])(?:;[\d;]*)?m")


def cycle_of(folder):
    cycle = folder / "cycles" / "2026-Q4"
    cycle.mkdir(parents=True, exist_ok=True)
    (cycle / "cycle.yaml").write_text("date: 2026-10-15\n")
    return cycle


@pytest.fixture
def acme(tmp_path):
    """A new engagement, named as a user beside it does; paths are as short then."""
    begin(tmp_path / "acme", "Acme", "en")
    cycle_of(tmp_path / "acme")
    return tmp_path / "acme"


@pytest.fixture
def small(tmp_path):
    return write_engagement(tmp_path / "small", cycles={"2026-Q4": "date: 2026-10-15\n"})


def standing(folder):
    path = folder / "cycles" / "2026-Q4" / "answers.jsonl"
    return {answer.practice: answer for answer in journal.read(path).answers}


def shown_practice(seat) -> str:
    """Return which practice is on the screen; the whole of it must be: its place, its words, and the menu."""
    screen = seat.screen
    rules = [number for number, line in enumerate(screen) if "────" in line]
    assert rules, "\n".join(screen)
    head = screen[rules[-1] :]
    assert re.search(r"(question \d (of|sur) 7)", head[0])
    assert any(line.startswith("  3) ") for line in head)
    found = next(line.split()[0] for line in head if line.split() and line.split()[0] in STATEMENTS)
    words = " ".join(" ".join(head).split())
    assert " ".join(STATEMENTS[found].show(seat.lang).split()) in words
    return found


def climbed(level: Level) -> set[str]:
    """Return what the ladder asks of somebody who always gives that level."""
    voices: dict[str, Level] = {}
    while left := [practice.id for practice in asked(MODEL, "ladder", voices) if practice.id not in voices]:
        voices[left[0]] = level
    return set(voices)


ALL = {practice.id for practice in MODEL.practices}
SITTINGS: list[tuple[str, Level, set[str]]] = [
    ("quick", Level.PARTLY, {practice.id for practice in MODEL.practices if practice.screening}),
    ("full", Level.LARGELY, ALL),
    ("ladder", Level.NOT, climbed(Level.NOT)),
    ("ladder", Level.FULLY, ALL),
]


@pytest.mark.parametrize("lang", ["en", "fr"])
@pytest.mark.parametrize("sitting", SITTINGS, ids=lambda sitting: f"{sitting[0]}-{sitting[1].word}")
def test_every_practice_fits_the_screen_and_every_line_the_width(nursery, acme, lang, sitting):
    mode, level, expected = sitting
    seat = Seat(nursery, "acme", "--mode", mode, *ANNA, folder=acme.parent, lang=lang)
    seen = []
    for _ in expected:
        seat.see()
        seen.append(shown_practice(seat))
        seat.type(str(int(level)), r"✓ \w+.*?\n")
    assert seat.end() == 0
    assert set(seen) == expected == standing(acme).keys()
    assert {answer.voice for answer in standing(acme).values()} == {level}
    last = "\n".join(seat.screen).replace("\u00a0", " ")
    assert f"{'Next:' if lang == 'en' else 'Ensuite :'} cxmaturity score" in last
    assert (("a screening" if lang == "en" else "un dépistage") in last) == (mode == "quick")
    assert COLOUR.search(seat.written) is None
    assert seat.widest <= 80


def test_proofs_have_dates_that_are_understood_or_refused(nursery, small):
    seat = Seat(nursery, str(small), *ANNA)
    seat.see()
    seat.type("l", "File or address")
    seat.type("'minutes 2026.pdf'", "Its date")
    seat.type("03/04/2026", "3 April 2026 or 4 March 2026. Write 2026-04-03 or 2026-03-04", "Its date")
    seat.type("31/02/2026", "no such day", "Its date")
    seat.type("last week", "is not a date", "Its date")
    seat.type("1er octobre 2026", r"proof minutes 2026.pdf \(1 October 2026\)")
    seat.see()
    seat.type("2", "saved: q1.a, largely")
    seat.see()
    seat.type("b", r"Present answer: Largely.*proof minutes 2026.pdf \(1 October 2026\)")
    seat.see()
    seat.type("l", "Which proof")
    seat.type("2", "File or address")  # beside a present answer it is saved at once
    seat.type("https://example.org/a", "Its date")
    seat.type("", "saved: q1.a, largely", "proof https://example.org/a")
    seat.see()
    links = (Link("minutes 2026.pdf", date(2026, 10, 1)), Link("https://example.org/a"))
    assert standing(small)["q1.a"].links == links
    seat.type("l", "Which proof")
    seat.type("1", "saved: q1.a, largely")
    seat.see()
    seat.type("l", "Which proof")
    seat.type("3")  # back
    seat.type("q")
    assert seat.end() == 0
    assert standing(small)["q1.a"].links == links[1:]


def test_a_note_without_an_answer_is_kept_while_one_looks_elsewhere_and_told_at_the_end(nursery, small):
    seat = Seat(nursery, str(small), *ANNA)
    seat.see()
    seat.type("n", "Note")
    seat.type("to keep", "note “to keep”")
    seat.see()
    seat.type("s", "q1.b statement")
    seat.see()
    seat.type("b", "q1.a statement", "note “to keep”")
    seat.see()
    seat.type("q", "Not saved, because q1.a has no answer: note “to keep”")
    assert seat.end() == 0
    assert standing(small) == {}


def test_another_reason_keeps_its_words_when_the_note_is_emptied(nursery, small):
    seat = Seat(nursery, str(small), *ANNA)
    seat.see()
    seat.type("a", "Why does")
    seat.type("3", "Which reason")
    seat.type("no shops", "saved: q1.a, does not apply")
    seat.see()
    seat.type("b", r"does not apply \(Another reason\).*note “no shops”")
    seat.see()
    seat.type("n", rf"Note \(may stand.*no shops{PAINTED}")
    seat.type("\x15", "saved: q1.a")  # Ctrl-U empties the line
    seat.see()
    seat.type("q")
    seat.end()
    assert standing(small)["q1.a"].voice == NotApplicable("other", "no shops")


def test_one_can_go_to_any_practice(nursery, small):
    seat = Seat(nursery, str(small), *ANNA)
    seat.see()
    seat.type("2", "saved")
    seat.see()
    seat.type("g", "q1: go to")
    listed = [line.split() for line in seat.screen if " statement" in line and ("open" in line or "largely" in line)]
    assert [line[-3:-1] for line in listed[-4:]] == [
        ["largely", "q1.a"],
        ["open", "q1.b"],
        ["open", "q1.c"],
        ["open", "q1.d"],
    ]
    seat.type("3", "question 1 of 2 · stage 3", "q1.c statement")  # not on the ladder yet, hence without a number
    seat.see()
    seat.type("1", "saved: q1.c, partly", "q1.b statement")
    seat.see()
    seat.type("g", "q1: go to")
    seat.type("6", "Id of the practice")
    seat.type("q2.cc", "there is no practice “q2.cc”", "Did you mean “q2.c”", "Id of the practice")
    seat.type("q2.c", "q2.c statement")
    seat.see()
    seat.type("g", "q2: go to")
    seat.type("4", "Which question", r"q1: 2 of 4.*q2: 0 of 3")
    seat.type("1", "q1: go to")
    seat.type("1", "Present answer: Largely")
    seat.see()
    seat.type("3", "saved: q1.a, fully", "q1.b statement")
    seat.see()
    seat.type("q")
    assert seat.end() == 0
    assert {name: answer.voice for name, answer in standing(small).items()} == {
        "q1.a": Level.FULLY,
        "q1.c": Level.PARTLY,
    }


def test_the_language_changes_at_once_and_the_way_to_go_on_keeps_it(nursery, acme):
    seat = Seat(nursery, "acme", *ANNA, folder=acme.parent)
    seat.see()
    name = shown_practice(seat)
    seat.lang = "fr"
    seat.type("f")
    assert shown_practice(seat) == name
    seat.type("1", "enregistré.: q1.*en partie")
    seat.see()
    seat.lang = "en"
    seat.type("e")
    shown_practice(seat)
    seat.lang = "fr"
    seat.type("f")
    seat.type("q", "anna.: 1 réponse", "Pour continuer.:")
    assert seat.end() == 0
    assert "  cxmaturity assess acme --respondent anna --role cx --lang fr" in seat.screen
    assert [answer.voice for answer in standing(acme).values()] == [Level.PARTLY]


PROMPTS = {
    "who": ([], "Name or function"),
    "role": ([("Bob", "In which role")], None),
    "menu": ([("Bob", "In which role"), ("1", None), ("2", "saved"), ("", None)], None),
    "note": ([("n", "Note")], "x"),
    "internal note": ([("i", "Internal note")], "x"),
    "reason": ([("a", "Why does")], None),
    "other reason": ([("a", "Why does"), ("3", "Which reason")], "x"),
    "link": ([("l", "File or address")], "x"),
    "date": ([("l", "File or address"), ("x.pdf", "Its date")], "2026"),
    "go to": ([("g", "go to")], None),
    "which question": ([("g", "go to"), ("5", "Which question")], None),
    "by its id": ([("g", "go to"), ("6", "Id of the practice")], "q"),
    "which proof": (
        [("b", None), ("l", "File"), ("x.pdf", "Its date"), ("", "saved"), None, ("l", "Which proof")],
        None,
    ),
}


@pytest.mark.parametrize("place", PROMPTS)
def test_ctrl_c_at_any_prompt_keeps_everything_and_says_how_to_go_on(nursery, small, place):
    steps, typed = PROMPTS[place]
    named = place not in ("who", "role")
    seat = Seat(nursery, "small", *(ANNA if named else ()), folder=small.parent)
    if named:
        seat.see()
        seat.type("2", "saved: q1.a")
        seat.see()
    else:
        seat.see("Name or function")
    for step in steps if place != "menu" else []:
        if step is None:
            seat.see()
        else:
            seat.type(step[0], *([step[1]] if step[1] else []))
    if typed and named:
        seat.press(typed, typed)
    seat.press(CONTROL_C, "To go on:")
    assert seat.end() == 130
    words = " ".join(seat.screen)
    assert "cxmaturity assess small" + (" --respondent anna" if named else "") in words
    assert "what was done so far is kept" in words
    assert "Traceback" not in words
    assert [answer.voice for answer in standing(small).values()] == ([Level.LARGELY] if named else [])
    assert not (small / ".cxmaturity.lock").exists()


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_signal_at_any_instant_ends_the_interview_and_keeps_everything(nursery, small, number):
    rng = random.Random(number)
    for sitting in range(8):
        name = f"anna-{sitting}"
        seat = Seat(nursery, "small", "--respondent", name, "--role", "cx", folder=small.parent)
        seat.see()
        seat.type("2", "saved: q1.a")
        seat.send(rng.choice("nilagbps3") + "\r")
        sleep(rng.uniform(0, 0.03))  # while a prompt ends, starts, or stands
        seat.send(number=number)
        assert seat.end() == 128 + number
        assert f"  cxmaturity assess small --respondent {name} --role cx" in seat.screen
        assert "Traceback" not in seat.written
    answers = journal.read(small / "cycles" / "2026-Q4" / "answers.jsonl").answers
    assert len({answer.respondent for answer in answers if answer.practice == "q1.a"}) == 8


def say(folder, respondent, role, **levels):
    path = folder.parent / f"{respondent}.yaml"
    write_answers(path, {name.replace("_", "."): level for name, level in levels.items()}, respondent, role)
    assert run(["assess", str(folder), "--answers", str(path)]) == 0


def test_a_review_goes_through_the_disagreements_and_keeps_every_voice(nursery, small):
    say(small, "anna", "cx", q1_a="not", q1_b="fully", q2_a="largely")
    say(small, "bob", "cx", q1_a="partly", q1_b="fully", q2_a="partly")
    say(small, "eve", "executive", q1_a="fully", q1_b="fully", q2_a="fully")
    seat = Seat(nursery, "small", "--review", folder=small.parent)
    seat.see("Review of disagreements", "2 practices to agree on, the widest disagreement first")
    seat.see(
        r"q1.a · score 50 of 100 \(25–75\)",
        r"CX: partly \(bob\), not \(anna\)",
        r"executive: fully \(eve\)",
        "What do you agree on",
    )
    seat.see()
    seat.type("1", "saved: q1.a, partly", "2 of 2", "q2.a statement")
    seat.see()
    seat.type("b", "Agreed: Partly")
    seat.see()
    seat.type("2", "saved: q1.a, largely")  # changed
    seat.see()
    seat.type(
        "q",
        "1 answer agreed in all, 1 of them now; 0 skipped. Every voice stays in the file.",
        "Still open: 1",
        "To go on:",
    )
    assert seat.end() == 0
    assert "  cxmaturity assess small --review" in seat.screen

    seat = Seat(nursery, "small", "--review", "--respondent", "chair", folder=small.parent)
    seat.see("1 agreed so far", "1 practice to agree on", "q2.a statement")
    seat.see()
    seat.type("3", "saved: q2.a, fully", "2 answers agreed in all", "Next: cxmaturity score")
    seat.end()
    # all is agreed: each is shown again, and what somebody else had agreed on is replaced
    seat = Seat(nursery, "small", "--review", "--respondent", "chair", folder=small.parent)
    seat.see("2 agreed so far", "q1.a statement", "Agreed: Largely")
    seat.see()
    seat.type("0", "saved: q1.a, not", "q2.a statement", "Agreed: Fully")
    seat.see()
    seat.type("s", "Skip")
    assert seat.end() == 0
    path = small / "cycles" / "2026-Q4" / "answers.jsonl"
    answers = journal.read(path).answers
    assert {(each.practice, each.respondent, each.voice) for each in answers if each.agreed} == {
        ("q1.a", "chair", Level.NOT),
        ("q2.a", "chair", Level.FULLY),
    }
    assert len([each for each in answers if not each.agreed]) == 9


@pytest.mark.parametrize(
    ("voices", "told"),
    [
        ((), "0 people have answered"),
        ((("anna", "fully"),), "1 person has answered, and disagreement takes two"),
        ((("anna", "fully"), ("bob", "fully")), "2 people have answered, and no two levels differ"),
    ],
)
def test_a_review_without_disagreement_says_so(nursery, small, voices, told):
    for name, level in voices:
        say(small, name, "cx", q1_a=level)
    seat = Seat(nursery, "small", "--review", folder=small.parent)
    assert seat.end() == 0
    assert told in " ".join(seat.screen)


def test_the_live_stage_is_what_score_says_with_everybody_and_the_evidence(nursery, small, capsys):
    say(small, "bob", "cx", q1_a="largely", q1_b="fully", q2_a="fully", q2_b="fully")
    seat = Seat(nursery, "small", *ANNA, folder=small.parent)
    seat.see(r"q1.a · score 83 of 100 \(42–92\) · overall stage 2 \(2–5\)")
    seat.see()
    seat.type("0", r"q1.b · score 50 of 100 \(25–75\) · overall stage 1 \(1–1\)")
    seat.see()
    seat.type("q", "Stage 1, whatever the open answers are.")
    seat.end()
    scores = call(capsys, "score", small, "--json").json
    assert scores["stage"] == {"value": 1, "low": 1, "high": 1, "claimed": 1}
    assert scores["questions"][0]["score"] == {"value": 50, "low": 25, "high": 75, "coverage": 0.5}
