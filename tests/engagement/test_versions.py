"""Answers to an earlier version of the model: what becomes of each, laws, and what a reader is told."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from small_migrations import IDS, lists, migration
from small_models import model, practice

from cxmaturity.engagement.journal import Entry, Journal
from cxmaturity.engagement.versions import as_present, merged_answer, migrate_answers
from cxmaturity.evidence.answers import Answer, Level, Link, NotApplicable, Unknown

NOON = datetime(2026, 10, 15, 12, tzinfo=UTC)
NEW = ("q1.renamed", "q1.one", "q1.two", "q1.merged")
MODEL = model(map(practice, (*IDS, *NEW)))
VOICES = (*Level, Unknown(), NotApplicable("outside_control"))


def entry(practice_id="q1.a", voice=Level.FULLY, who="anna", version="1", withdrawn=False, **more) -> Entry:
    answer = Answer(practice_id, voice, who, "cx", at=NOON, **more)
    return Entry(answer, "small", version, withdrawn)


def at_version(version: str):
    return MODEL.model_copy(update={"header": MODEL.header.model_copy(update={"version": version})})


def standing(entries) -> dict[tuple[str, str], object]:
    return {(one.practice, one.respondent): one.voice for one in Journal(tuple(entries)).answers}


JOURNALS = st.lists(
    st.builds(
        entry,
        st.sampled_from(IDS),
        st.sampled_from(VOICES),
        st.sampled_from(["anna", "bo"]),
        withdrawn=st.sampled_from([False, False, False, True]),
    ),
    max_size=14,
)


def test_each_kind_of_change_does_what_it_says():
    step = migration(
        "1",
        "2",
        rename={"q1.a": "q1.renamed"},
        split={"q1.b": ["q1.one", "q1.two"]},
        merge={"q1.merged": ["q1.c", "q1.d"]},
        rescale={"q1.two": {"fully": "largely"}, "q1.renamed": {"fully": "partly"}},
        retire=["q1.e"],
    )
    before = [entry(one, Level.FULLY) for one in IDS] + [entry("q1.d", Level.PARTLY), entry("q1.a", Unknown(), "bo")]
    after = migrate_answers(before, at_version("2"), [step])
    assert standing(after) == {
        ("q1.renamed", "anna"): Level.PARTLY,
        ("q1.one", "anna"): Level.FULLY,
        ("q1.two", "anna"): Level.LARGELY,
        ("q1.merged", "anna"): Level.PARTLY,
        ("q1.f", "anna"): Level.FULLY,
        ("q1.renamed", "bo"): Unknown(),
    }
    assert [one.answer.practice for one in after if one.retired == "2"] == ["q1.c", "q1.d", "q1.e", "q1.d"]
    assert {one.version for one in after if one.retired is None} == {"2"}


@pytest.mark.parametrize(
    ("voices", "together"),
    [
        ([Level.FULLY, Level.PARTLY], Level.PARTLY),
        ([Level.FULLY, None], None),
        ([Level.NOT, None], Level.NOT),
        ([Level.NOT, Unknown()], Level.NOT),
        ([Level.FULLY, Unknown()], Unknown()),
        ([Unknown(), None], None),
        ([Level.FULLY, NotApplicable("outside_control")], Level.FULLY),
        ([NotApplicable("outside_control"), NotApplicable("other", "x")], NotApplicable("outside_control")),
        ([NotApplicable("outside_control"), None], None),
    ],
    ids=range(9),
)
def test_merged_parts_say_the_lowest_and_nothing_that_nobody_said(voices, together):
    parts = [None if voice is None else Answer("q1.a", voice, "anna", "cx") for voice in voices]
    merged = merged_answer(parts, Answer("q1.a", Unknown(), "anna", "cx"))
    assert (None if merged is None else merged.voice) == together


def test_a_merged_answer_keeps_the_remarks_and_proofs_of_its_parts():
    links = (Link("a"), Link("b"))
    parts = [
        Answer("q1.a", NotApplicable("other", "no shops"), "anna", "cx", note="no shops", links=links[:1]),
        Answer(
            "q1.b", NotApplicable("other", "no tills"), "anna", "cx", note="no tills", internal_note="!", links=links
        ),
    ]
    merged = merged_answer(parts, parts[1])
    assert (merged.note, merged.internal_note, merged.links) == ("no shops / no tills", "!", links)
    assert merged.voice == NotApplicable("other", "no shops / no tills")


def test_a_merged_answer_goes_when_a_part_is_withdrawn_and_comes_again():
    step = migration("1", "2", merge={"q1.merged": ["q1.a", "q1.b"]})
    said = [entry("q1.a"), entry("q1.b"), entry("q1.a", withdrawn=True), entry("q1.a", Level.PARTLY)]
    voices = [standing(migrate_answers(said[: n + 1], at_version("2"), [step])) for n in range(4)]
    assert [list(one.values()) for one in voices] == [[], [Level.FULLY], [], [Level.PARTLY]]


@given(JOURNALS, st.permutations(IDS))
def test_a_rename_is_undone_by_its_inverse(entries, new):
    there = migration("1", "2", rename=dict(zip(IDS, new, strict=True)))
    back = migration("2", "1", rename=dict(zip(new, IDS, strict=True)))
    moved = migrate_answers(entries, at_version("2"), [there])
    assert migrate_answers(moved, at_version("1"), [back]) == tuple(entries)


@given(JOURNALS, lists(), lists())
def test_two_versions_at_once_are_two_versions_one_after_the_other(entries, first, second):
    steps = [migration("1", "2", **first), migration("2", "3", **second)]
    at_once = migrate_answers(entries, at_version("3"), steps)
    half = migrate_answers(entries, at_version("2"), steps[:1])
    assert migrate_answers(half, at_version("3"), steps) == at_once


@given(JOURNALS, lists())
def test_what_is_migrated_already_stays_as_it_is(entries, given_lists):
    steps = [migration("1", "2", **given_lists)]
    once = migrate_answers(entries, at_version("2"), steps)
    assert migrate_answers(once, at_version("2"), steps) == once


@given(JOURNALS, lists())
def test_no_answer_is_invented(entries, given_lists):
    step = migration("1", "2", **given_lists)
    before, after = standing(entries), standing(migrate_answers(entries, at_version("2"), [step]))
    for (practice_id, who), voice in after.items():
        origins = [old for old in IDS if practice_id in step.targets(old)]
        assert voice in [before.get((old, who)) for old in origins]
    for (old, who), voice in before.items():
        if step.merged(old) is None:
            assert all(after[target, who] == voice for target in step.targets(old))


@given(JOURNALS, lists())
def test_a_merged_practice_is_never_above_its_parts(entries, given_lists):
    step = migration(
        "1",
        "2",
        **given_lists,
    )
    before, after = standing(entries), standing(migrate_answers(entries, at_version("2"), [step]))
    for (practice_id, who), voice in after.items():
        for old in IDS:
            part = before.get((old, who))
            if step.merged(old) == practice_id and isinstance(voice, Level) and isinstance(part, Level):
                assert voice <= part


@given(JOURNALS, lists())
def test_the_history_moves_as_the_standing_answers_do(entries, given_lists):
    """What stands after migrating all lines is what comes of migrating the standing ones alone."""
    steps = [migration("1", "2", **given_lists)]
    last = Journal(tuple(entries)).last
    alone = [one for one in last.values() if not one.withdrawn]
    assert standing(migrate_answers(entries, at_version("2"), steps)) == standing(
        migrate_answers(alone, at_version("2"), steps)
    )


@given(JOURNALS, lists())
def test_every_line_stays_in_the_file_as_an_answer_or_marked(entries, given_lists):
    step = migration("1", "2", **given_lists)
    for one in entries:
        lines = migrate_answers([one], at_version("2"), [step])
        gone = not step.targets(one.answer.practice) or step.merged(one.answer.practice)
        assert bool(gone) == (lines[0].retired == "2")
        assert lines[0].answer.note == one.answer.note


def told(entries, version: str, *steps) -> list[str]:
    present = as_present(Journal(tuple(entries)), at_version(version), steps)
    assert present.told == bool(present.journal.notes)
    return [note.show("en") for note in present.journal.notes]


def test_one_note_says_what_became_of_the_answers():
    step = migration(
        "1",
        "2",
        rename={"q1.a": "q1.renamed"},
        merge={"q1.merged": ["q1.c", "q1.d"]},
        rescale={"q1.f": {"fully": "largely"}},
        retire=["q1.e"],
    )
    entries = [entry("q1.a"), entry("q1.a", who="bo"), entry("q1.c"), entry("q1.e"), entry("q1.f"), entry("q1.b")]
    assert told(entries, "2", step) == [
        "6 answers were given to version 1 of small and are read as version 2 has them: 2 renamed "
        "(q1.a → q1.renamed); 1 merged and open, because not all parts are answered (q1.c → q1.merged); "
        "1 on another scale (q1.f); 1 retired, which count no more (q1.e)."
    ]
    assert told([entry("q1.b")], "2", step) == [
        "1 answer was given to version 1 of small and is read as version 2 has it: every practice is as it was."
    ]
    assert told([entry("q1.b", version="2"), replace(entry("q1.e"), retired="2")], "2", step) == []


def test_without_a_way_what_is_still_there_counts_and_the_rest_is_named():
    assert told([entry("q1.a"), entry("q9.x")], "7") == [
        "Some answers were given to version 1 of small, and no migration leads from it to version 7: those to "
        "practices that are still there count; left out: q9.x."
    ]
    other = [replace(entry(one), model="theirs", version="3") for one in ("q1.a", "q9.x")]
    assert told(other, "1") == [
        "Some answers were given to the model theirs 3, and this is small 1: those to practices that both have "
        "count; left out: q9.x."
    ]
    assert told([entry("q1.a"), entry("q9.x")], "1") == [
        "Answers to what is no practice of the model are left out: q9.x."
    ]
