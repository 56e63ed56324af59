"""What an audit remarks on its answers."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from contacts.logs import write_csv

from cxmaturity.contacts import AuditSettings, Log, audit
from cxmaturity.contacts.policy import parse_policy

START = datetime(2024, 1, 1, tzinfo=UTC)


def notes(tmp_path, lags, window=30.0, sources=("nps",)):
    """Return the remarks on a log whose requests were answered after so many days, None for never."""
    rows = [
        {
            "customer_id": f"c{number}",
            "sent_at": (START + timedelta(days=number)).isoformat(),
            "source": sources[number % len(sources)],
            "responded_at": "" if lag is None else (START + timedelta(days=number + lag)).isoformat(),
        }
        for number, lag in enumerate(lags)
    ]
    facts = audit(
        [Log(write_csv(tmp_path / "log.csv", rows))], AuditSettings(parse_policy("1/30"), response_window=window)
    )
    return [str(note) for note in facts.notes]


@pytest.mark.parametrize(("lags", "told"), [([1, 1, 1, 1, 31], False), ([1, 1, 1, 31], True), ([None, None], False)])
def test_many_late_answers_ask_for_a_longer_window(tmp_path, lags, told):
    found = [note for note in notes(tmp_path, lags) if "--response-window" in note]
    assert found == (
        [
            "25% of answers came more than 30 days after the request and count as none; give a longer "
            "--response-window if that is usual here."
        ]
        if told
        else []
    )


def test_the_note_names_the_window_that_was_asked_for(tmp_path):
    assert any("more than 7.5 days" in note for note in notes(tmp_path, [8, 1], window=7.5))


def test_sources_without_any_answer_are_counted(tmp_path):
    found = [note for note in notes(tmp_path, [1, None, 2, None], sources=("nps", "silent")) if "without any" in note]
    assert found == ["2 requests are from sources without any answer and count in pressure, not in response: silent."]


def test_a_log_without_answers_says_nothing_of_them(tmp_path):
    row = {"customer_id": "c", "sent_at": START.isoformat(), "source": "nps"}
    facts = audit([Log(write_csv(tmp_path / "log.csv", [row]))], AuditSettings(parse_policy("1/30")))
    assert [str(note) for note in facts.notes] == []
