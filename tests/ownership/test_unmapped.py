"""What a log names and the map does not."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from small_maps import a_map

from cxmaturity.ownership.changing import Change
from cxmaturity.ownership.unmapped import Seen, lacking
from cxmaturity.ownership.walk.applying import applied

MAP = a_map(
    """
    tools: [{id: asker, name: The Asker}]
    teams: [{id: cx}]
    sources: [{id: call, name: After a call}]
    """
)


def test_only_what_is_certain_is_told_of_a_source():
    told = {
        "chat": {"channel": ("web",), "tool": ("asker", "poller"), "metric": ()},
        "app": {"channel": ("push", "sms")},
    }
    found = lacking(MAP, Seen({"chat": 5, "app": 9}, {}, {}, told))
    assert found.changes == (Change("sources", "app", "id", "app"), Change("sources", "chat", "channel", "web"))
    assert [(entry.id, entry.contacts) for entry in found.entries] == [("app", 9), ("chat", 5)]


def test_a_tool_is_called_what_the_map_calls_it():
    told = {"chat": {"tool": ("THE ASKER",)}}
    found = lacking(MAP, Seen({"chat": 5}, {"THE ASKER": 5}, {"CX": 5}, told))
    assert found.changes == (Change("sources", "chat", "tool", "asker"),)
    assert found.notes == ()


def test_a_source_written_otherwise_takes_the_name_that_the_log_says_most():
    alerting = a_map(
        """
        sources: [{id: after-call, name: After a call}, {id: web-poll}]
        alerts: [{id: low, source: after-call}, {id: all, source: web-poll}]
        """
    )
    found = lacking(alerting, Seen({"after a call": 4, "After Call": 5, "Web poll": 3}, {}, {}))
    assert found.changes == (
        Change("sources", "after-call", "id", "After Call"),
        Change("alerts", "low", "source", "After Call"),
        Change("sources", "web-poll", "id", "Web poll"),
        Change("alerts", "all", "source", "Web poll"),
    )
    after = applied(alerting, found.changes)
    assert [alert.source for alert in after.alerts or ()] == ["After Call", "Web poll"]


@pytest.mark.parametrize(
    ("rules", "seen", "said"),
    [
        ("", {"Call": 5, "call": 1}, "The log says “Call” beside “call”"),
        ("rules: [{id: r, when: {source: call}, then: none}]", {"Call": 5}, "rules speak of it"),
    ],
)
def test_where_the_id_cannot_be_changed_that_is_said(rules, seen, said):
    found = lacking(a_map(f"sources: [{{id: call}}]\n{rules}"), Seen(seen, {}, {}))
    assert found.changes == ()
    assert [said in note.show("en") for note in found.notes] == [True]


def test_teams_that_the_map_only_names_are_listed_with_the_first_that_is():
    unlisted = a_map("sources: [{id: call, accountable: cx, informed: [support]}]")
    found = lacking(unlisted, Seen({"call": 1}, {}, {"digital": 3}))
    assert [change.id for change in found.changes] == ["cx", "support", "digital"]


NAMES = st.sampled_from(["call", "Call", "CALL ", "chat", "Chât", "asker", "After a call", "x"])
COUNTS = st.dictionaries(NAMES, st.integers(1, 9))


@given(COUNTS, COUNTS, COUNTS)
def test_what_was_added_is_lacking_no_more(sources, tools, teams):
    seen = Seen(sources, tools, teams, {name: {"tool": tuple(tools)} for name in sources})
    found = lacking(MAP, seen)
    assert lacking(applied(MAP, found.changes), seen).changes == ()
    assert len({(entry.section, entry.id) for entry in found.entries}) == len(found.entries)
