"""A review of what evidence contradicts, at a screen of 80 columns and 24 lines."""

from __future__ import annotations

import pytest
from cli.commands import call
from interview.seat import CONTROL_C, Seat
from small_engagements import write_answers, write_engagement
from small_models import practice, rule

from cxmaturity.engagement import journal
from cxmaturity.evidence.answers import Level

OWNER = rule("map.programme_owner", "up", 1, 1, 1)
OBJECTIVE = rule("map.objective_stated", "up", 1, 1, 1)
PRACTICES = (
    practice("q1.a", evidence=[OWNER]),
    practice("q1.b"),
    practice("q2.a", required=False, evidence=[OWNER]),
    practice("q2.b", evidence=[OBJECTIVE]),
)


@pytest.fixture
def small(tmp_path):
    folder = write_engagement(tmp_path / "small", cycles={"2026-Q4": "date: 2026-10-15\n"}, practices=PRACTICES)
    (folder / "ownership.yaml").write_text("programme: {owner_role: [CX, COO], objective: retain}\n")
    return folder


def say(capsys, folder, name, answers):
    path = write_answers(folder.parent / "said.yaml", answers, name, "cx")
    assert call(capsys, "assess", folder, "--answers", path).code == 0


def agreed(folder):
    answers = journal.read(folder / "cycles" / "2026-Q4" / "answers.jsonl").answers
    return {answer.practice: answer.voice for answer in answers if answer.agreed}


def test_one_respondents_contradicted_claims_are_reviewed(nursery, small, capsys):
    say(capsys, small, "anna", {"q1.a": {"level": "fully", "note": "the CX lead"}, "q1.b": 3, "q2.a": 2, "q2.b": 3})
    seat = Seat(nursery, "small", "--review", folder=small.parent)
    seat.see("Who takes part")
    seat.type("", "Review", "2 practices to agree on: 2 where evidence alone contradicts the claim")
    seat.see(
        "q1.a statement",  # costs a stage
        "Contradiction: “fully” is claimed, evidence allows “not”",
        r"– Programme has an owner: no; “fully” from yes",
        r"CX: fully \(anna\)",
        "– anna: note “the CX lead”",
        "What do you agree on",
    )
    seat.see()
    assert any("k) Keep the claim: fully" in line for line in seat.screen)
    seat.type("k", "saved: q1.a, fully", "q2.a statement", "“largely” is claimed, evidence allows “not”")
    seat.see()
    seat.type("0", "saved: q2.a, not", "Nothing is left to ask", "Finish")
    seat.type("", "2 answers agreed in all, 2 of them now")
    assert seat.end() == 0
    assert agreed(small) == {"q1.a": Level.FULLY, "q2.a": Level.NOT}
    assert seat.widest <= 80
    practices = {one["id"]: one for one in call(capsys, "score", small, "--json").json["practices"]}
    assert [(practices[name]["final"], practices[name]["verdict"]) for name in ("q1.a", "q2.a")] == [
        ("not", "contradicted"),
        ("not", "confirmed"),
    ]
    seat = Seat(nursery, "small", "--review", "--respondent", "table", folder=small.parent, lang="fr")
    seat.see("Revue · 2 convenues", "Il ne reste rien")  # what is settled can be changed
    seat.send(CONTROL_C)
    seat.end()


def test_disagreements_come_first_and_each_says_of_which_kind_it_is(nursery, small, capsys):
    say(capsys, small, "anna", {"q1.a": 3, "q1.b": 3, "q2.a": 2, "q2.b": 3})
    say(capsys, small, "bob", {"q1.a": 2, "q1.b": 2, "q2.b": 3})
    seat = Seat(nursery, "small", "--review", "--respondent", "table", folder=small.parent)
    seat.see("3 practices to agree on: 2 on which voices differ, the widest disagreement", "1 where evidence alone")
    seat.see("q1.a statement", "Disagreement and contradiction: “largely” is claimed, evidence allows “not”")
    seat.see()
    seat.type("s", "q1.b statement", "Disagreement: voices differ.")
    seat.see()
    seat.type("s", "q2.a statement", "Contradiction: “largely” is claimed")
    seat.see()
    seat.type("q", "Still open: 3")
    assert seat.end() == 0
    assert agreed(small) == {}


@pytest.mark.parametrize(
    ("level", "told"),
    [(0, "and disagreement takes two; evidence contradicts no claim"), (None, "no evidence could check a claim")],
)
def test_there_is_nothing_to_review_only_where_neither_exists(nursery, small, capsys, level, told):
    say(capsys, small, "anna", {"q1.b": 3} if level is None else {"q1.a": level})
    seat = Seat(nursery, "small", "--review", folder=small.parent)
    assert seat.end() == 0
    assert told in " ".join(" ".join(seat.screen).split())
