"""What people answered in the cycles before one."""

from __future__ import annotations

import pytest
from cli.commands import call
from engagement.test_up_to_date import OLD, raise_version
from small_engagements import write_answers, write_engagement

from cxmaturity.engagement.folder import open_engagement
from cxmaturity.engagement.last_time import LastTime
from cxmaturity.evidence.answers import Level

CYCLES = {
    "b-first": "date: 2026-01-15\n",
    "a-second": "date: 2026-07-15\n",
    "c-third": "date: 2026-10-15\n",
    "later": "date: 2027-01-15\n",
}


@pytest.fixture
def acme(tmp_path, capsys):
    """Four cycles, named so that their order is that of their dates only."""
    folder = write_engagement(tmp_path / "acme", cycles=CYCLES)
    said = {
        "b-first": [("anna", "cx", 0), ("bo", "sales", 1)],
        "a-second": [("anna", "board", 2)],
        "later": [("anna", "cx", 3)],
    }
    for cycle, voices in said.items():
        for name, role, level in voices:
            path = write_answers(tmp_path / "said.yaml", {"q1.a": level, "q2.a": "unknown"}, name, role)
            assert call(capsys, "assess", folder, "--cycle", cycle, "--answers", path).code == 0
    return folder


def last_time(folder, cycle="c-third") -> LastTime:
    engagement = open_engagement(folder)
    return LastTime(engagement, engagement.cycle(cycle))


def voices(found) -> dict[str, object]:
    return {name: answer.voice for name, answer in found.answers.items()}


def test_it_is_the_latest_earlier_cycle_that_the_person_answered_in(acme):
    before = last_time(acme)
    anna, bo = before.of("anna"), before.of("bo")
    assert (anna.cycle, anna.answers["q1.a"].voice) == ("a-second", Level.LARGELY)
    assert (bo.cycle, bo.answers["q1.a"].voice) == ("b-first", Level.PARTLY)
    assert before.of("eve") is None
    assert before.roles() == {"anna": "board"}
    assert (last_time(acme, "b-first").of("anna"), last_time(acme, "b-first").roles()) == (None, {})


def test_what_a_workshop_agreed_on_is_nobodys_own_answer(acme, capsys, tmp_path):
    path = tmp_path / "agreed.yaml"
    path.write_text("respondent: chair\nrole: cx\nanswers:\n  q1.a: {level: fully, agreed: true}\n")
    assert call(capsys, "assess", acme, "--cycle", "a-second", "--answers", path).code == 0
    assert last_time(acme).of("chair") is None
    assert "chair" not in last_time(acme).roles()


def test_answers_are_read_as_the_present_model_has_them(tmp_path, capsys):
    cycles = {"2026-Q3": "date: 2026-07-15\n", "2026-Q4": "date: 2026-10-15\n"}
    folder = write_engagement(tmp_path / "acme", cycles=cycles)
    call(capsys, "assess", folder, "--cycle", "2026-Q3", "--answers", write_answers(tmp_path / "old.yaml", OLD))
    before = (folder / "cycles/2026-Q3/answers.jsonl").read_bytes()
    raise_version(folder)  # q1.a is q1.d now, q1.b and q1.c are q2.c, q2.b is retired
    found = last_time(folder, "2026-Q4").of("anna")
    assert voices(found) == {"q1.d": Level.FULLY, "q2.c": Level.PARTLY, "q2.a": Level.NOT}
    assert (folder / "cycles/2026-Q3/answers.jsonl").read_bytes() == before


def test_a_journal_that_cannot_be_read_is_passed_over_and_told(acme):
    path = acme / "cycles/a-second/answers.jsonl"
    path.write_bytes(path.read_text().encode("utf-16"))
    before = last_time(acme)
    assert before.of("anna").cycle == "b-first"
    assert before.roles() == {"anna": "cx", "bo": "sales"}
    assert ["UTF-16" in str(told) for told in before.notes] == [True]
