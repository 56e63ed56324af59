"""Logs that are read and mean something else by their look: the note says so first, with what to do."""

from __future__ import annotations

import pytest
from cli.commands import call
from contacts.test_reading import SETTINGS, notes, read

from cxmaturity.contacts import Log
from cxmaturity.contacts.explaining import explain

NEVER = (
    "2 of 3 requests are of kinds that the contact rule does not count (survey): they never break it. If they ask for "
    "feedback, read them as invitations: --set kind=invite, or `counts:` in an own policy."
)
EVENTS = (
    "the column “what” holds sent, responded…: if each row is an event, every request is counted several times over"
)


def test_kinds_that_the_rule_does_not_count_are_told_first(tmp_path):
    path = tmp_path / "log.csv"
    facts = read(path, "customer_id,sent_at,kind\n1,2024-01-01,Survey\n1,2024-01-02,survey\n1,2024-01-03,invite\n")
    assert str(facts.notes[0]) == NEVER
    assert str(explain([Log(path)], SETTINGS).notes[0]) == NEVER
    assert "does not count" not in notes(read(path, "customer_id,sent_at,kind\n1,2024-01-01,Invite \n1,2024-01-02,\n"))


def test_reminders_that_an_own_rule_does_not_count_need_no_remedy(tmp_path, capsys):
    (tmp_path / "log.csv").write_text("customer_id,sent_at,kind\n1,2024-01-01,invite\n1,2024-01-02,reminder\n")
    (tmp_path / "own.yaml").write_text("limits: [{contacts: 1, days: 30}]\ncounts: [invite]\n")
    for more in ((), ("--explain",)):
        done = call(capsys, "audit", tmp_path / "log.csv", "--policy", tmp_path / "own.yaml", "--json", *more)
        assert done.json["notes"][0].endswith("does not count (reminder): they never break it.")


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ("customer_id,sent_at,what\n1,2024-01-01,Sent\n1,2024-01-02, RESPONDED\n", True),
        ("customer_id,sent_at,what\n1,2024-01-01,sent\n1,2024-01-02,sent\n", False),
        ("customer_id,sent_at,what\n1,2024-01-01,opened\n1,2024-01-02,delivered\n", False),
        ("customer_id,sent_at,source\n1,2024-01-01,sent\n1,2024-01-02,responded\n", False),
        ("customer_id,sent_at,event_type,what\n1,2024-01-01,sent,sent\n1,2024-01-02,responded,responded\n", False),
    ],
)
def test_an_event_log_read_as_requests_is_told_first(tmp_path, content, told):
    path = tmp_path / "log.csv"
    facts = read(path, content)
    assert [EVENTS in str(note) for note in facts.notes[:1]] == [told]
    if told:
        assert str(facts.notes[0]) == f"{path}: {EVENTS}; add --map event_type=what."
        assert EVENTS in str(explain([Log(path)], SETTINGS).notes[0])


def test_other_words_for_events_come_with_the_known_ones(tmp_path):
    header = "customer_id,sent_at,event_type\n"
    facts = read(tmp_path / "log.csv", header + "1,2024-01-01,sent\n1,2024-01-02,Answered\n1,2024-01-02,clicked\n")
    (note,) = (str(note) for note in facts.notes if "other event types" in str(note))
    assert "answered, clicked. Known are sent, delivered, opened, responded, unsubscribed" in note
    assert "By their look answered = responded: a format of your own" in note
    with pytest.raises(Exception, match="Known are sent, .* By their look email sent = sent"):
        read(tmp_path / "none.csv", header + "1,2024-01-01,email sent\n")
