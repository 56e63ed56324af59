from __future__ import annotations

import json
import re

import pexpect
import pytest
from cli.commands import call
from interview.terminal import ENTER, start
from small_engagements import write_engagement

from cxmaturity.engagement import journal
from cxmaturity.evidence.answers import Level, NotApplicable, Unknown

# pexpect forks a pseudo terminal, which newer Pythons warn about in a process with threads.
pytestmark = pytest.mark.filterwarnings("ignore:.*fork.*:DeprecationWarning")

CYCLES = {"2026-Q4": "date: 2026-10-15\n"}
ANNA = ("--respondent", "anna", "--role", "cx")
PROMPT = "figure or letter"
SAVED = "✓ saved:"


@pytest.fixture
def acme(tmp_path):
    return write_engagement(tmp_path / "acme", cycles=CYCLES)


def answers(folder) -> dict[str, object]:
    return {
        answer.practice: answer.voice
        for answer in journal.read(folder / "cycles" / "2026-Q4" / "answers.jsonl").answers
    }


def reply(terminal, *keys, until=PROMPT) -> None:
    terminal.send("".join(keys))
    terminal.expect(until)


def finish(terminal) -> str:
    terminal.expect(pexpect.EOF)
    terminal.close()
    return terminal.before


def closing(terminal) -> str:
    """Return what follows the line that was last seen."""
    return finish(terminal).split("\r\n", 1)[1].replace("\r", "").strip("\n")


def test_an_interview_with_everything_that_one_can_do(acme):
    terminal = start(acme)
    terminal.expect("Name or function")
    terminal.send("Anna" + ENTER)
    reply(terminal, until="In which role")
    reply(terminal, "marketink", until="no such key: Enter")  # letters choose no role
    reply(terminal, ENTER, until="figure, then Enter")
    reply(terminal, ENTER, until="An answer is needed here")
    reply(terminal, until="In which role")
    reply(terminal, "1", ENTER, until="Anna · CX")
    terminal.expect("Between 4 and 7 practices to go: a question's next stage is asked when at most")
    terminal.expect("q1.a · your answers: score 0–100 · overall stage 1–5")
    reply(terminal)
    reply(terminal, "n", ENTER, until="Note \\(may stand")
    reply(terminal, "only in support", ENTER, until="note “only in support”")
    terminal.expect(PROMPT)
    reply(terminal, "p", ENTER, until="Proof to look for")
    terminal.expect(re.escape("q1.a · q1.a statement"))  # a small screen shows it above the menu again
    terminal.expect(PROMPT)
    reply(terminal, "1", ENTER, until=SAVED)
    terminal.expect(PROMPT)
    reply(terminal, "b", ENTER, until="Present answer: Partly")
    terminal.expect(PROMPT)
    reply(terminal, "2", ENTER)  # the note stays
    reply(terminal, "a", ENTER, until="Why does it not apply")
    reply(terminal, "3", ENTER, until="Which reason")
    reply(terminal, "no shops", ENTER)
    reply(terminal, "u", ENTER)
    reply(terminal, "s", ENTER)
    reply(terminal, "q", ENTER, until="Anna: 3 answers saved in all, 3 of them now; 1 skipped")
    assert (
        closing(terminal)
        == f"""Stage 1; with what is open it lies between 1 and 5.
That is by these answers alone; `score` shows all voices together.
Still open: 3
  q1 (1): q1.d
  q2 (2): q2.a, q2.b
Nobody knows (1): q1.c
Does not apply (1): q1.b
To go on:
  cxmaturity assess {acme} --respondent Anna"""
    )
    assert terminal.exitstatus == 0
    assert answers(acme) == {"q1.a": Level.LARGELY, "q1.b": NotApplicable("other", "no shops"), "q1.c": Unknown()}
    lines = [json.loads(line) for line in (acme / "cycles/2026-Q4/answers.jsonl").read_text().splitlines()]
    assert {(line["respondent"], line["role"]) for line in lines} == {("Anna", "cx")}
    assert [line["note"] for line in lines] == [*["only in support"] * 3, "no shops", None]


def test_enter_alone_and_keys_that_are_none_record_nothing(acme):
    terminal = start(acme, *ANNA)
    terminal.expect(PROMPT)
    reply(terminal, ENTER, until="q1.b statement")
    terminal.expect(PROMPT)
    reply(terminal, "zjk9", until="no such key: Enter")
    reply(terminal, ENTER)
    reply(terminal, "a", ENTER, until="Why does it not apply")
    reply(terminal, ENTER)  # the reason's menu begins on Back
    reply(terminal, "n", ENTER, until="Note \\(may stand")
    reply(terminal, "to keep", ENTER)
    reply(terminal, ENTER, until="to keep")  # nor is a note lost by Enter
    terminal.send(ENTER)
    reply(terminal)
    reply(terminal, "q", ENTER, until="anna: 0 answers saved in all, 0 of them now; 1 skipped")
    finish(terminal)
    assert answers(acme) == {}


def test_the_pointer_stands_on_the_present_answer(acme):
    terminal = start(acme, *ANNA)
    terminal.expect(PROMPT)
    given = (("2",), ("u",), ("a", ENTER, "2"))
    for keys in given:
        reply(terminal, *keys, ENTER, until=SAVED)
        terminal.expect(PROMPT)
    before = answers(acme)
    assert list(before.values()) == [Level.LARGELY, Unknown(), NotApplicable("outside_control")]
    reply(terminal, "b", ENTER)
    reply(terminal, ENTER, until="Why does it not apply")
    reply(terminal, ENTER, until=SAVED)
    terminal.expect(PROMPT)
    for _ in range(3):
        reply(terminal, "b", ENTER)
    finish_with = "anna: 3 answers saved in all, 3 of them now"
    reply(terminal, ENTER, until=SAVED)
    terminal.expect(PROMPT)
    reply(terminal, "q", ENTER, until=finish_with)
    finish(terminal)
    assert answers(acme) == before


def test_ctrl_c_keeps_everything_and_says_how_to_go_on(acme):
    terminal = start(acme, "--mode", "full", *ANNA)
    terminal.expect(PROMPT)
    reply(terminal, "3", ENTER, until=SAVED)
    terminal.expect(PROMPT)
    terminal.sendintr()
    said = finish(terminal)
    assert "anna: 1 answer saved in all, 1 of them now; 0 skipped." in said
    assert f"To go on:\r\n  cxmaturity assess {acme} --mode full --respondent anna" in said
    assert "what was done so far is kept" in said
    assert terminal.exitstatus == 130
    assert answers(acme) == {"q1.a": Level.FULLY}
    assert not (acme / ".cxmaturity.lock").exists()


def test_the_interview_in_french_on_a_narrow_terminal(acme):
    terminal = start(acme, *ANNA, columns=60, lang="fr")
    terminal.expect("question 1 sur 2 · pratique 1 · stade 2")
    terminal.expect("anna · CX")
    terminal.expect("Encore 4 à 7 pratiques.: le stade suivant")
    terminal.expect(re.escape("q1.a statement (fr)"))
    reply(terminal, until="chiffre ou lettre")
    reply(terminal, "2", ENTER, until="✓ enregistré")
    terminal.expect("chiffre ou lettre")
    reply(terminal, "q", ENTER, until="anna : 1 réponse enregistrée en tout")
    finish(terminal)


def test_a_respondent_who_comes_back_is_offered_by_name(acme):
    terminal = start(acme, *ANNA)
    terminal.expect(PROMPT)
    reply(terminal, "3", ENTER, until=SAVED)
    terminal.expect(PROMPT)
    reply(terminal, "q", ENTER, until="1 answer saved in all")
    finish(terminal)
    terminal = start(acme)
    terminal.expect("Who answers")
    reply(terminal, "Bob", until="no such key: Enter")  # nobody answers as Anna by typing another name
    reply(terminal, ENTER, until="figure, then Enter")
    reply(terminal, ENTER, until="Name or function")
    terminal.sendintr()
    assert f"To go on:\r\n  cxmaturity assess {acme}" in finish(terminal)
    terminal = start(acme)
    terminal.expect("Who answers")
    reply(terminal, "1", ENTER, until="anna · CX · 1 answer so far")
    terminal.expect("Between 3 and 6 practices to go")
    terminal.expect("q1.b statement")
    terminal.expect(PROMPT)
    reply(terminal, "q", ENTER, until="anna: 1 answer saved in all, 0 of them now")
    finish(terminal)


def test_a_second_interview_is_refused_with_one_message(acme):
    first = start(acme, *ANNA)
    first.expect(PROMPT)
    second = start(acme, *ANNA)
    said = finish(second)
    assert f"somebody else is answering in this engagement right now (process {first.pid} on" in said
    assert second.exitstatus == 2
    reply(first, "q", ENTER, until="0 answers saved in all")
    finish(first)


def test_a_review_without_a_terminal_or_beside_other_answers_is_refused(acme, capsys):
    alone = call(capsys, "assess", acme, "--review", "--lang", "en")
    assert (alone.code, alone.out) == (2, "")
    assert "the review needs a terminal. Run it in one" in alone.err
    assert call(capsys, "assess", acme, "--review", "--json").code == 2
    for option in ("--answers", "--sign"):
        beside = call(capsys, "assess", acme, "--review", option, "x", "--lang", "en")
        assert beside.code == 2
        assert f"--review does not go with {option}." in beside.err
