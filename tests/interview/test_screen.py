"""The shipped model's interview at a screen of 80 columns and 24 lines, in both languages and all modes."""

from __future__ import annotations

import random
import re
import signal
from datetime import date
from time import sleep

import pytest
from cli.commands import call
from interview.seat import CONTROL_C, ESCAPE, PAINTED, Seat
from interview.terminal import ENTER
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


def path_of(folder):
    return folder / "cycles" / "2026-Q4" / "answers.jsonl"


def standing(folder):
    return {answer.practice: answer for answer in journal.read(path_of(folder)).answers}


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


def climbed(levels: dict[str, Level]) -> set[str]:
    """Return what the ladder asks of somebody who gives that level to a question's practices, else not."""
    voices: dict[str, Level] = {}
    while left := [practice for practice in asked(MODEL, "ladder", voices) if practice.id not in voices]:
        voices[left[0].id] = levels.get(left[0].question, Level.NOT)
    return set(voices)


NOTE, INTERNAL_NOTE = "Note \\(may stand", "Internal note \\(never leaves"
"""Where a note is typed: the menu names them too, and what is typed before the line is there is not the line's."""
ALL = {practice.id for practice in MODEL.practices}
END = {"en": ("Nothing is left to ask", "What now", "Next:"), "fr": ("Il ne reste rien", "Et maintenant", "Ensuite.:")}
"""What is seen when an interview comes to its end, and Enter finishes it."""
SITTINGS: list[tuple[str, dict[str, Level], set[str]]] = [
    ("quick", {"q1": Level.PARTLY}, {practice.id for practice in MODEL.practices if practice.screening}),
    ("full", {"q1": Level.LARGELY}, ALL),
    ("ladder", {"q4": Level.FULLY, "q6": Level.LARGELY}, climbed({"q4": Level.FULLY, "q6": Level.LARGELY})),
]


@pytest.mark.parametrize("lang", ["en", "fr"])
@pytest.mark.parametrize("sitting", SITTINGS, ids=lambda sitting: sitting[0])
def test_every_practice_fits_the_screen_and_every_line_the_width(nursery, acme, lang, sitting):
    mode, levels, expected = sitting
    seat = Seat(nursery, "acme", "--mode", mode, *ANNA, folder=acme.parent, lang=lang)
    seen = {}
    for _ in expected:
        seat.see()
        practice = shown_practice(seat)
        seen[practice] = levels.get(practice[:2], Level.NOT)
        seat.type(str(int(seen[practice])), r"✓ \w+.*?\n")
    seat.type("", *END[lang])
    assert seat.end() == 0
    assert seen.keys() == expected
    assert {name: answer.voice for name, answer in standing(acme).items()} == seen
    last = "\n".join(seat.screen).replace("\u00a0", " ")
    assert f"{'Next:' if lang == 'en' else 'Ensuite :'} cxmaturity score" in last
    assert (("a screening" if lang == "en" else "un dépistage") in last) == (mode == "quick")
    assert COLOUR.search(seat.written) is None
    assert seat.widest <= 80


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_every_practice_with_its_present_answer_fits_the_screen(nursery, acme, lang):
    say(acme, "anna", "cx", **{name.replace(".", "_", 1): "partly" for name in sorted(ALL)})
    seat = Seat(nursery, "acme", "--mode", "full", *ANNA, folder=acme.parent, lang=lang)
    seat.see(*END[lang][:2])
    seat.type("1", "q1|Several|Plusieurs")
    seat.type("1234567890abcdefghij"[sum(name.startswith("q1") for name in ALL) + 1], "Id|Identifiant")  # by its id
    seat.type(MODEL.practices[-1].id, "Present answer|Réponse actuelle")
    seen = set()
    for _ in ALL:
        seat.see()
        seen.add(shown_practice(seat))
        assert any(line.startswith(("  t) ", "  e) English   t) ")) for line in seat.screen)
        seat.type("b", "Present answer|Réponse actuelle")
    assert seen == ALL
    seat.send(CONTROL_C)
    seat.end()


def test_proofs_have_dates_that_are_understood_or_refused(nursery, small):
    seat = Seat(nursery, str(small), *ANNA)
    seat.see()
    seat.type("l", "File or address")
    seat.type("'minutes 2026.pdf'", "Its date")
    seat.type("03/04/2026", "can be 4 March 2026 or 3 April 2026", "Its date")
    seat.type("31/02/2026", "no such day", "Its date")
    seat.type("last week", "is not a date", "Its date")
    seat.type("Sept 2026", "names a month; give the day too", "Its date")
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


@pytest.mark.parametrize("written", ["minutes.pdf (30/09/2026)", "minutes.pdf | 30 September 2026"])
def test_a_proof_and_its_date_may_stand_on_one_line(nursery, small, written):
    seat = Seat(nursery, str(small), *ANNA)
    seat.see()
    seat.type("l", "File or address")
    seat.type(written, r"proof minutes.pdf \(30 September 2026\)")
    seat.see()
    seat.type("2", "saved: q1.a, largely")
    seat.send(CONTROL_C)
    seat.end()
    assert standing(small)["q1.a"].links == (Link("minutes.pdf", date(2026, 9, 30)),)


def test_a_proof_dated_after_the_cycle_is_taken_and_asked_about(nursery, small):
    seat = Seat(nursery, str(small), *ANNA)
    seat.see()
    seat.type("l", "File or address")
    seat.type(
        "minutes.pdf (30/09/2027)", "30 September 2027 comes after the cycle's date, 15 October 2026. Is it right?"
    )
    seat.see("proof minutes.pdf")
    seat.see()
    seat.send(CONTROL_C)
    seat.end()
    drafts = journal.read(path_of(small)).drafts
    assert [draft.links for draft in drafts] == [(Link("minutes.pdf", date(2027, 9, 30)),)]


def test_what_is_typed_for_another_question_answers_none(nursery, small):
    seat = Seat(nursery, str(small), *ANNA)
    seat.see()
    seat.press("Sept 2026", "no such key: Enter, then one of these")
    seat.press(ENTER, "figure or letter, then Enter")
    assert standing(small) == {}
    seat.type("2", "saved: q1.a, largely")
    seat.send(CONTROL_C)
    seat.end()


def test_a_line_can_be_left_with_escape(nursery, small):
    seat = Seat(nursery, str(small), *ANNA)
    seat.see()
    seat.type("n", NOTE)
    seat.type("to keep", "note “to keep”")
    seat.see()
    seat.type("n", NOTE)
    seat.press(" no more", " no more")
    seat.press(ESCAPE, "note “to keep”")
    seat.see()
    seat.type("a", "Why does")
    seat.type("3", "Which reason")
    seat.press(ESCAPE, "How far is this true")
    seat.see()
    seat.type("3", "saved: q1.a, fully")
    seat.send(CONTROL_C)
    seat.end()
    assert standing(small)["q1.a"].note == "to keep"


def test_an_answer_can_be_taken_back(nursery, small):
    seat = Seat(nursery, str(small), *ANNA)
    seat.see()
    assert "Take the answer back" not in "\n".join(seat.screen)
    seat.type("2", "saved: q1.a, largely")
    seat.see()
    seat.type("b", "Present answer: Largely")
    seat.see("Take the answer back", "all is saved")
    seat.type("t", "taken back: q1.a", "q1.a statement")
    seat.see()
    seat.type("q", "anna: 0 answers saved in all")
    assert seat.end() == 0
    assert standing(small) == {}
    levels = [(entry.answer.practice, entry.withdrawn) for entry in journal.read(path_of(small)).entries]
    assert levels == [("q1.a", False), ("q1.a", True)]


def test_a_finished_interview_opens_again(nursery, small):
    say(small, "anna", "cx", **dict.fromkeys(("q1_a", "q1_b", "q1_c", "q1_d", "q2_a", "q2_b", "q2_c"), "fully"))
    seat = Seat(nursery, "small", *ANNA, folder=small.parent)
    seat.see("anna · CX · 7 answers so far", "Nothing is left to ask", "Finish")
    seat.type("1", "q1: go to")
    seat.type("2", "q1.b statement", "Present answer: Fully")
    seat.see()
    seat.type("1", "saved: q1.b, partly", "Nothing is left to ask", "Finish")
    seat.type("1", "q1: go to")
    seat.type("3", "q1.c statement")
    seat.see()
    seat.type("t", "taken back: q1.c", "q1.c statement")
    seat.see()
    seat.type("s", "1 practice was passed over and is open", "Ask what is open", "Finish")
    seat.type("2", "q1.c statement")
    seat.see()
    seat.type("0", "saved: q1.c, not", "Nothing is left to ask", "Finish")
    seat.type("", "anna: 7 answers saved in all, 2 of them now", "Next: cxmaturity score small")
    assert seat.end() == 0
    assert [standing(small)[name].voice for name in ("q1.b", "q1.c")] == [Level.PARTLY, Level.NOT]


def test_a_line_that_was_being_typed_is_told_to_be_lost(nursery, small):
    seat = Seat(nursery, str(small), *ANNA)
    seat.see()
    seat.type("n", NOTE)
    seat.press("half a no", "half a no")
    seat.press(CONTROL_C, "The line that was being typed is not kept: “half a no”", "To go on:")
    assert seat.end() == 130


def test_what_is_noted_without_an_answer_is_kept_for_the_next_sitting(nursery, small):
    seat = Seat(nursery, str(small), *ANNA)
    seat.see()
    seat.type("n", NOTE)
    seat.type("to keep", "noted: q1.a", "note “to keep”")
    seat.see()
    seat.type("l", "File or address")
    seat.type("proof.pdf", "Its date")
    seat.type("", "noted: q1.a", "proof proof.pdf")
    seat.see()
    seat.type("s", "q1.b statement")
    seat.see()
    seat.type("i", INTERNAL_NOTE)
    seat.type("nobody else", "noted: q1.b", "internal note “nobody else”")
    seat.end(hang_up=True)
    assert standing(small) == {}
    seat = Seat(nursery, str(small), *ANNA)
    seat.see("q1.a statement", "note “to keep”", "proof proof.pdf", "all is saved")
    seat.type("2", "saved: q1.a, largely", "q1.b statement", "internal note “nobody else”", "all is saved")
    seat.type("q", "anna: 1 answer saved in all")
    assert seat.end() == 0
    assert [(answer.note, answer.links) for answer in standing(small).values()] == [("to keep", (Link("proof.pdf"),))]


def test_another_reason_keeps_its_words_when_the_note_is_emptied(nursery, small):
    seat = Seat(nursery, str(small), *ANNA)
    seat.see()
    seat.type("a", "Why does")
    seat.type("3", "Which reason")
    seat.type("no shops", "saved: q1.a, does not apply")
    seat.see()
    seat.type("b", r"does not apply \(another reason\).*note “no shops”")
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
    seat.type("g", r"q1: go to \(• asked here\)")
    seat.see("3.*Back")
    listed = [line.split() for line in seat.screen if " statement" in line and ("open" in line or "largely" in line)]
    assert [line[1:-1] for line in listed[-4:]] == [
        ["•", "largely", "q1.a"],
        ["•", "open", "q1.b"],
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
    seat.type("Q2.C", "q2.c statement")
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
    "note": ([("n", NOTE)], "x"),
    "internal note": ([("i", INTERNAL_NOTE)], "x"),
    "end": ([("3", "saved"), None, *[("3", "saved")] * 5, ("3", "What now")], None),
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
    assert [standing(small)["q1.a"].voice] == [Level.LARGELY] if named else standing(small) == {}
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
    answers = journal.read(path_of(small)).answers
    assert len({answer.respondent for answer in answers if answer.practice == "q1.a"}) == 8


def say(folder, respondent, role, **levels):
    path = folder.parent / f"{respondent}.yaml"
    write_answers(path, {name.replace("_", "."): level for name, level in levels.items()}, respondent, role)
    assert run(["assess", str(folder), "--answers", str(path)]) == 0


def test_a_review_shows_what_stands_beside_the_voices(nursery, small):
    note = "only the support team keeps to it, and only since the summer, when the rules were written down"
    proof = [{"link": "rules.pdf"}]
    say(small, "anna", "cx", q1_a={"level": "not", "note": note, "internal_note": "a secret", "evidence": proof})
    say(small, "bob", "cx", q1_a={"level": "not_applicable", "reason": "outside_control"})
    say(small, "eve", "cx", q1_a="fully")
    seat = Seat(nursery, "small", "--review", "--respondent", "chair", folder=small.parent)
    seat.see()
    screen = " ".join(" ".join(seat.screen).split())
    assert f"– anna: note “{note}” · proof rules.pdf – bob: outside our control" in screen
    assert "– eve" not in screen
    assert "a secret" not in seat.written
    assert seat.widest <= 80
    assert "all is saved" in screen
    seat.end(hang_up=True)


def test_a_review_goes_through_the_disagreements_and_keeps_every_voice(nursery, small):
    say(small, "anna", "cx", q1_a="not", q1_b="fully", q2_a="largely")
    say(small, "bob", "cx", q1_a="partly", q1_b="fully", q2_a="partly")
    say(small, "eve", "executive", q1_a="fully", q1_b="fully", q2_a="fully")
    seat = Seat(nursery, "small", "--review", folder=small.parent)
    seat.see("Who takes part")
    seat.type("anna,  bob", r"  Review\W", "2 practices to agree on: 2 on which voices differ, the widest disagreement")
    seat.see(
        r"q1.a · all answers: score 50 of 100 \(25–75\)",
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
    seat.type("3", "saved: q2.a, fully", "Nothing is left to ask", "Finish")
    seat.type("", "2 answers agreed in all", "Next: cxmaturity score")
    seat.end()
    agreed = [each for each in journal.read(path_of(small)).answers if each.agreed]
    assert [(each.practice, each.respondent) for each in agreed] == [("q1.a", "workshop: anna, bob"), ("q2.a", "chair")]
    # all is agreed: each can be changed, and what somebody else had agreed on is replaced
    seat = Seat(nursery, "small", "--review", "--respondent", "chair", folder=small.parent)
    seat.see("2 agreed so far", "Nothing is left to ask", "Finish")
    seat.type("1", "go to")
    seat.type("2", "Which question")
    seat.type("1", "q1: go to")
    seat.type("1", "q1.a statement", "Agreed: Largely")
    seat.see()
    seat.type("0", "saved: q1.a, not", "Nothing is left to ask", "Finish")
    seat.type("", "Next:")
    assert seat.end() == 0
    answers = journal.read(path_of(small)).answers
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


def test_the_live_score_rests_on_ones_own_answers_alone(nursery, small, capsys):
    say(small, "bob", "cx", q1_a="largely", q1_b="fully", q2_a="fully", q2_b="fully")
    seat = Seat(nursery, "small", *ANNA, folder=small.parent)
    seat.see("q1.a · your answers: score 0–100 · overall stage 1–5 ")
    seat.see()
    seat.type("2", r"q1.b · your answers: score 17–92 \(67 so far\) · overall stage 1–5 ")
    seat.see()
    seat.type("0", r"q1.c · your answers: score 33 of 100 \(17–67\) · overall stage 1 ")
    seat.see()
    seat.type("q", "Stage 1, whatever the open answers are.", "`score` shows all voices together")
    seat.end()
    scores = call(capsys, "score", small, "--json").json
    assert scores["stage"] == {"value": 1, "low": 1, "high": 1, "claimed": 1}
    assert scores["questions"][0]["score"]["value"] == pytest.approx(100 / 3)  # largely and not


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (("--mode", "quick"), "Screening: 2 practices to go, about 1 minute, hence the wide ranges"),
        (("--mode", "full"), "79 practices to go, about 53 minutes"),
        ((), "Between 26 and 79 practices to go: a question's next stage is asked when"),
    ],
)
def test_the_beginning_says_how_long_it_will_be(nursery, acme, options, told):
    if "quick" in options:
        screening = [practice.id for practice in MODEL.practices if practice.screening]
        say(acme, "anna", "cx", **{name.replace(".", "_", 1): "partly" for name in screening[2:]})
    seat = Seat(nursery, "acme", *options, *ANNA, folder=acme.parent)
    seat.see(told)
    seat.send(CONTROL_C)
    seat.end()


@pytest.mark.parametrize(("choice", "name"), [("1", "Chloé Martin"), ("2", "chloe MARTIN")])
def test_one_person_under_two_spellings_is_asked_about(nursery, small, choice, name):
    say(small, "Chloé Martin", "cx", q1_a="partly")
    seat = Seat(nursery, "small", "--respondent", " chloe  MARTIN ", "--role", "CX team", folder=small.parent)
    seat.see("Is chloe MARTIN the same person as Chloé Martin, who has answered?", "somebody else")
    seat.type(choice, f"{name} · CX" + (" · 1 answer so far" if choice == "1" else ""))
    seat.see()
    seat.type("2", "saved: q1")
    seat.send(CONTROL_C)
    seat.end()
    answers = [(answer.respondent, answer.role) for answer in journal.read(path_of(small)).answers]
    assert answers == [("Chloé Martin", "cx"), (name, "cx")]


def test_what_is_odd_about_a_role_is_told(nursery, small):
    say(small, "anna", "cx", q1_a="partly")
    seat = Seat(nursery, "small", "--respondent", "anna", "--role", "Board", folder=small.parent)
    seat.see(
        "“Board” is no role of the model and counts as one of its own; the model's are cx",
        "anna has answered as cx in this cycle, and answers as Board from now on",
        "anna · Board · 1 answer so far",
    )
    seat.send(CONTROL_C)
    seat.end()


def test_the_last_line_speaks_the_language_that_was_switched_to(nursery, acme):
    seat = Seat(nursery, "acme", *ANNA, folder=acme.parent)
    seat.see()
    seat.lang = "fr"
    seat.type("f")
    seat.press(CONTROL_C, "Pour continuer.:")
    assert seat.end() == 130
    assert any("conservé" in line for line in seat.screen[-6:])
