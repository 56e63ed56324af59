"""Logs that are read and mean something else by their look: the note says so first, with what to do."""

from __future__ import annotations

import pytest
from cli.commands import call
from contacts.test_reading import SETTINGS, notes, read

from cxmaturity.contacts import Log
from cxmaturity.contacts.explaining import explain
from cxmaturity.errors import InputError

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
    with pytest.raises(Exception, match=r"Known are sent, .* By their look email sent = sent"):
        read(tmp_path / "none.csv", header + "1,2024-01-01,email sent\n")


@pytest.mark.parametrize(
    ("dates", "form", "remedy"),
    [
        (("13/04/2024", "04/05/2024"), "%m/%d/%Y", "Without --date-format the column is read as %d/%m/%Y."),
        (("13/04/2024", "04/13/2024"), "%m/%d/%Y", "Day and month are swapped in a part of the file, and no --date"),
        (("13/04/2024", "04/13/2024"), None, "Day and month are swapped in a part of the file, and no --date"),
        (("2024-04-13", "soon"), "%m/%d/%Y", "Check --map and --date-format."),
    ],
)
def test_a_wrong_date_format_is_told_and_no_allowance_for_half_the_rows(tmp_path, dates, form, remedy):
    content = "customer_id,sent_at\n" + "".join(f"1,{date}\n" for date in dates)
    with pytest.raises(InputError) as refused:
        read(tmp_path / "log.csv", content, date_format=form)
    assert remedy in str(refused.value)
    assert "--max-rejected" not in str(refused.value)


def test_a_surplus_of_cells_in_many_rows_is_not_to_be_allowed(tmp_path):
    with pytest.raises(InputError, match=r"Check the delimiter and the quotes.$"):
        read(tmp_path / "log.csv", "customer_id,sent_at\n1,2024-01-01\n1,2024-01-01,x\n")


@pytest.mark.parametrize(
    ("field", "meant"),
    [("client", "customer_id"), ("E-Mail", "customer_id"), ("client_id", "customer_id"), ("sent", "sent_at")],
)
def test_a_word_for_a_field_leads_to_it_and_all_are_listed(tmp_path, field, meant):
    with pytest.raises(InputError) as refused:
        read(tmp_path / "log.csv", "customer_id,sent_at\n1,2024-01-01\n", columns={field.lower(): "customer_id"})
    assert f"Did you mean “{meant}”? The fields are: customer_id, sent_at, source, " in str(refused.value)


def test_options_that_fit_one_log_of_several_lead_to_a_manifest(tmp_path, capsys):
    (tmp_path / "a.csv").write_text("Kunde,sent_at\n1,2024-01-01\n")
    (tmp_path / "b.csv").write_text("customer_id,sent_at\n1,2024-01-01\n")
    done = call(capsys, "audit", tmp_path / "a.csv", tmp_path / "b.csv", "--map", "customer_id=Kunde")
    assert done.code == 2
    assert "--map, --set and --date-format hold for every log that is named; logs that differ" in done.err
    folder = tmp_path / "export"
    folder.mkdir()
    (folder / "a.csv").write_text("Kunde,sent_at\n1,2024-01-01\n")
    done = call(capsys, "audit", folder, "--map", "customer_id=Kunde")
    assert "with --map or --set no vendor's format is recognised in a.csv, so this folder is no data set" in done.err


def test_scores_without_a_metric_are_told_with_a_remedy_and_listed_as_unseen(tmp_path, capsys):
    (tmp_path / "log.csv").write_text("customer_id,sent_at,source,responded_at,score\n1,2024-01-01,s,2024-01-02,9\n")
    page = " ".join(call(capsys, "audit", tmp_path / "log.csv").out.split())
    assert "1 score names no known metric or scale and was left out; say which it is with --set metric=nps, or" in page
    assert "scores (score, metric)" in page
    page = " ".join(call(capsys, "audit", tmp_path / "log.csv", "--set", "metric=nps").out.split())
    assert "scores (" not in page


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("mou", "Temporaire", ""), "2 rows call a bounce mou, temporaire, and count as a hard one"),
        (("dur", "hard", "soft"), "1 row calls a bounce dur, and counts as a hard one"),
        (("Hard", "soft bounce", "no"), None),
        (("true", "0", "2024-01-02"), None),
    ],
)
def test_other_words_for_bounces_are_told(tmp_path, words, told):
    rows = "".join(f"{place},2024-01-01,{word}\n" for place, word in enumerate(words))
    facts = read(tmp_path / "log.csv", f"customer_id,sent_at,bounced\n{rows}")
    assert ("a bounce" in notes(facts)) == (told is not None)
    assert told is None or told in notes(facts)
