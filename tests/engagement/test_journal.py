from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cxmaturity.engagement import journal
from cxmaturity.engagement.journal import Entry
from cxmaturity.errors import InputError
from cxmaturity.evidence.answers import Answer, Level, Link, NotApplicable, Unknown

NOON = datetime(2026, 10, 15, 12, 0, 0, 123456, tzinfo=UTC)


def entry(practice="q1.a", voice=Level.FULLY, respondent="anna", agreed=False, withdrawn=False, **more) -> Entry:
    return Entry(Answer(practice, voice, respondent, "cx", agreed, at=NOON, **more), "small", "1", withdrawn)


SAMPLE = (
    entry(),
    entry("q1.b", Level.NOT, note="déjà vu “x” \u2028 \n neue Zeile"),
    entry("q1.c", NotApplicable("other", "nur für Läden 🙂"), note="nur für Läden 🙂"),
    entry("q2.a", Unknown(), links=(Link("https://example.org/é", date(2026, 9, 30)), Link("file"))),
    entry("q1.a", Level.PARTLY, internal_note="entre nous"),
    entry("q1.b", Unknown(), withdrawn=True),
)


def written(folder: Path, entries=SAMPLE) -> Path:
    path = folder / "answers.jsonl"
    for one in entries:
        journal.append(path, one)
    return path


def test_what_is_written_is_read_again(tmp_path):
    read = journal.read(written(tmp_path))
    assert read.entries == SAMPLE
    assert read.notes == ()


def test_the_last_line_of_a_key_wins_and_null_withdraws(tmp_path):
    answers = journal.read(written(tmp_path)).answers
    assert {answer.practice: answer.voice for answer in answers} == {
        "q1.a": Level.PARTLY,
        "q1.c": NotApplicable("other", "nur für Läden 🙂"),
        "q2.a": Unknown(),
    }


def test_an_agreed_answer_stands_beside_the_respondents_own(tmp_path):
    answers = journal.read(written(tmp_path, [entry(), entry(voice=Level.NOT, agreed=True)])).answers
    assert [(answer.voice, answer.agreed) for answer in answers] == [(Level.FULLY, False), (Level.NOT, True)]


def test_the_line_is_the_contracts(tmp_path):
    assert journal.record(SAMPLE[3]) == {
        "at": "2026-10-15T12:00:00.123456Z",
        "practice": "q2.a",
        "level": "unknown",
        "reason": None,
        "note": None,
        "internal_note": None,
        "evidence": [{"link": "https://example.org/é", "date": "2026-09-30"}, {"link": "file"}],
        "respondent": "anna",
        "role": "cx",
        "agreed": False,
        "model": {"id": "small", "version": "1"},
    }


def test_no_file_is_an_empty_journal(tmp_path):
    assert journal.read(tmp_path / "answers.jsonl") == journal.Journal(())


def test_a_journal_cut_at_any_byte_keeps_all_whole_lines_and_takes_new_ones(tmp_path):
    whole = written(tmp_path).read_bytes()
    ends = [position for position, byte in enumerate(whole) if byte == ord("\n")]
    new = entry("q2.b", Level.LARGELY)
    path = tmp_path / "cut.jsonl"
    for cut in range(len(whole) + 1):
        path.write_bytes(whole[:cut])
        survivors = SAMPLE[: sum(end <= cut for end in ends)]
        torn = cut not in (0, *ends, *(end + 1 for end in ends))
        read = journal.read(path)
        assert read.entries == survivors
        assert len(read.notes) == torn
        journal.append(path, new)
        again = journal.read(path)
        assert again.entries == (*survivors, new)
        assert [note.figures["lines"] for note in again.notes] == [str(len(survivors) + 1)] * torn
        assert path.read_bytes().startswith(whole[:cut])


def test_an_unreadable_line_in_the_middle_is_named_and_stays(tmp_path):
    path = written(tmp_path, SAMPLE[:2])
    damaged = b'{"practice": "q1.a"}\nnot json\n\x00\x00\x00\n[1]\n'
    path.write_bytes(path.read_bytes() + damaged)
    journal.append_all(path, SAMPLE[2:4])
    read = journal.read(path)
    assert read.entries == SAMPLE[:4]
    assert [note.figures["lines"] for note in read.notes] == ["5", "3", "4, 6"]
    assert damaged in path.read_bytes()


def said(read: journal.Journal) -> list[str]:
    return [note.show("en").partition(": ")[2] for note in read.notes]


LINE = journal.line_of(entry())
FUTURE = journal.line_of(replace(entry(), answer=replace(entry().answer, at=NOON + timedelta(days=400))))

DAMAGES = {
    "cut off": (LINE + LINE[:40], 1, ["the last line was cut off by a crash; it is left out, all others are there."]),
    "cut inside a letter": (LINE + '{"note": "é'.encode()[:-1], 1, ["the last line was cut off by a crash"]),
    "whole but for its line break": (LINE + LINE.strip(), 2, []),
    "cut off, gone on": (LINE + LINE[:40] + b"\n" + LINE, 2, ["this line cannot be read; it is left out and stays"]),
    "doubled": (LINE + LINE, 2, []),
    "half a character": (LINE + LINE.replace(b'"note": null', b'"note": "\\ud800"'), 1, ["this line cannot be read"]),
    "zeros at the end": (LINE + b"\0" * 4096, 1, ["zero bytes, as a power cut leaves them"]),
    "zeros before a line": (LINE + b"\0" * 4096 + LINE, 2, []),
    "only zeros": (b"\0" * 4096, 0, ["zero bytes, as a power cut leaves them"]),
    "Windows": (b"\xef\xbb\xbf" + LINE.replace(b"\n", b"\r\n") * 2 + b"\r\n", 2, []),
    "blank lines": (b"\n \n" + LINE + b"\t\n", 1, []),
    "empty": (b"", 0, []),
    "not UTF-8": (LINE + '{"note": "é"}\n'.encode("latin-1") * 2, 1, ["these lines are not UTF-8; they are left out"]),
    "many": (LINE + b"x\n" * 9, 1, ["these lines cannot be read"]),
    "deep": (LINE + b"[" * 100_000 + b"\n", 1, ["this line cannot be read"]),
    "a level of the future": (LINE.replace(b"fully", b"exemplary"), 0, ["this version of cxmaturity does not know"]),
    "a line of the future": (b'{"schema": "cxmaturity/journal/9"}\n', 0, ["this version of cxmaturity does not know"]),
    "a key of the future": (LINE.replace(b"{", b'{"mood": 3, ', 1), 1, ["what stands under mood is not used"]),
    "a date of the future": (LINE + FUTURE, 2, ["this answer is dated in the future and counts all the same"]),
    "a date that is none": (LINE.replace(b"2026-10", b"2026-13"), 0, ["does not know what this line says"]),
    "a date out of this world": (
        LINE.replace(b"2026-10-15T12:00:00.123456Z", b"9999-12-31T23:59:59-23:00"),
        0,
        ["does not know what this line says"],
    ),
    "a date without offset": (LINE.replace(b"456Z", b"456"), 1, []),
    "a model in a word": (LINE.replace(b'{"id": "small", "version": "1"}', b'"small"'), 0, ["does not know"]),
}


@pytest.mark.parametrize("name", DAMAGES)
def test_a_damaged_journal_is_read_as_far_as_it_goes_and_stays_as_it_is(tmp_path, name):
    content, readable, told = DAMAGES[name]
    path = tmp_path / "answers.jsonl"
    path.write_bytes(content)
    read = journal.read(path, NOON)
    assert len(read.entries) == readable
    assert all(one.answer == entry().answer for one in read.entries if one.answer.at == NOON)
    assert len(read.answers) == min(readable, 1)
    assert len(read.notes) == len(told)
    assert all(part in whole for part, whole in zip(told, said(read), strict=True))
    journal.append(path, entry("q2.b"))
    journal.append_all(path, [entry("q2.c")])
    assert path.read_bytes().startswith(content)
    assert [one.answer.practice for one in journal.read(path).entries[readable:]] == ["q2.b", "q2.c"]


def test_a_note_names_the_first_few_lines_only(tmp_path):
    (tmp_path / "answers.jsonl").write_bytes(DAMAGES["many"][0])
    (note,) = journal.read(tmp_path / "answers.jsonl").notes
    assert note.show("en").startswith(f"{tmp_path}/answers.jsonl:2, 3, 4, 5, 6…: these lines")


def test_a_clock_that_is_a_little_fast_is_not_told(tmp_path):
    path = written(tmp_path)
    assert journal.read(path, NOON - timedelta(minutes=4)).notes == ()
    assert len(journal.read(path, NOON - timedelta(minutes=6)).notes) == 1


def test_the_copy_of_an_older_line_behind_a_newer_answer_counts_and_is_told(tmp_path):
    newer = replace(entry(voice=Level.NOT), answer=replace(entry(voice=Level.NOT).answer, at=NOON + timedelta(1)))
    path = written(tmp_path, [entry(), newer, entry()])
    read = journal.read(path)
    assert [answer.voice for answer in read.answers] == [Level.FULLY]
    assert "this line repeats an older one word for word, behind a newer answer" in said(read)[0]


def test_a_journal_saved_as_utf16_is_refused_whole_and_left_alone(tmp_path):
    path = tmp_path / "answers.jsonl"
    path.write_bytes(LINE.decode().encode("utf-16"))
    before = path.read_bytes()
    for action in (journal.read, lambda path: journal.append_all(path, [entry()])):
        with pytest.raises(InputError, match=r"saved as UTF-16. Save it again as UTF-8."):
            action(path)
    assert path.read_bytes() == before


def test_keys_that_a_newer_program_wrote_are_kept(tmp_path):
    path = tmp_path / "answers.jsonl"
    path.write_bytes(LINE.replace(b"{", b'{"mood": [3], ', 1))
    (one,) = journal.read(path).entries
    assert json.loads(journal.line_of(one))["mood"] == [3]


def test_half_a_character_from_a_terminal_loses_no_answer(tmp_path):
    path = written(tmp_path, [entry(note="caf\udcc3")])
    assert [answer.note for answer in journal.read(path).answers] == ["caf?"]


def test_a_retired_line_stays_and_does_not_count(tmp_path):
    path = written(tmp_path, [entry(), replace(entry("q1.b"), retired="2"), replace(entry(), retired="2")])
    read = journal.read(path)
    assert [one.retired for one in read.entries] == [None, "2", "2"]
    assert [answer.practice for answer in read.answers] == ["q1.a"]


ENTRIES = st.lists(
    st.builds(
        entry,
        st.sampled_from(["q1.a", "q1.b"]),
        st.sampled_from([*Level, Unknown(), NotApplicable("outside_control")]),
        st.sampled_from(["anna", "bo"]),
        st.booleans(),
    ),
    max_size=12,
)


@given(ENTRIES, st.sampled_from(Level))
def test_a_newer_answer_wins_be_it_lower_and_both_stay(before, level):
    """Law 12."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "answers.jsonl"
        journal.append_all(path, [*before, entry(voice=Level.FULLY)])
        journal.append(path, entry(voice=level))
        read = journal.read(path)
    assert read.entries == (*before, entry(voice=Level.FULLY), entry(voice=level))
    (own,) = [one for one in read.answers if (one.practice, one.respondent, one.agreed) == ("q1.a", "anna", False)]
    assert own.voice == level
    by_hand = {}
    for one in read.entries:
        by_hand[one.key] = one.answer
    assert set(read.answers) == set(by_hand.values())


@given(ENTRIES.filter(bool), st.data())
def test_a_line_doubled_on_the_spot_changes_nothing(entries, data):
    place = data.draw(st.integers(0, len(entries) - 1))
    with TemporaryDirectory() as folder:
        path = Path(folder) / "answers.jsonl"
        journal.append_all(path, entries)
        once = journal.read(path)
        path.unlink()
        journal.append_all(path, [*entries[: place + 1], *entries[place:]])
        twice = journal.read(path)
    assert set(twice.answers) == set(once.answers)


def test_appending_all_starts_afresh_after_a_torn_line(tmp_path):
    path = written(tmp_path, SAMPLE[:1])
    path.write_bytes(path.read_bytes() + b'{"at": "2026')
    journal.append_all(path, SAMPLE[1:3])
    assert journal.read(path).entries == SAMPLE[:3]


def test_a_folder_in_the_journals_place_is_one_message(tmp_path):
    (tmp_path / "answers.jsonl").mkdir()
    with pytest.raises(InputError):
        journal.read(tmp_path / "answers.jsonl")
    with pytest.raises(InputError):
        journal.append(tmp_path / "answers.jsonl", SAMPLE[0])


@given(
    practice=st.text(min_size=1),
    note=st.text(alphabet=st.characters(exclude_categories=("Cs",))),
    voice=st.sampled_from([*Level, Unknown(), NotApplicable("outside_control")]),
    agreed=st.booleans(),
)
def test_any_answer_survives_the_file(practice, note, voice, agreed):
    given_entry = entry(practice.encode(errors="replace").decode(), voice, agreed=agreed, note=note)
    with TemporaryDirectory() as folder:
        path = Path(folder) / "answers.jsonl"
        journal.append_all(path, [given_entry])
        assert journal.read(path).entries == (given_entry,)


@given(
    st.lists(st.one_of(st.binary(max_size=30), st.sampled_from([LINE, LINE[:-1], LINE[:50], b"\0" * 8, b"\xff\xfe"])))
)
def test_whatever_stands_between_them_every_whole_line_is_read_and_kept(pieces):
    pieces = [piece.replace(b"\n", b"") for piece in pieces]
    with TemporaryDirectory() as folder:
        path = Path(folder) / "answers.jsonl"
        path.write_bytes(LINE + b"\n".join(pieces))
        present = path.read_bytes()
        journal.append(path, entry("q2.b"))
        read = journal.read(path, NOON)
        assert path.read_bytes().startswith(present)
    whole = 1 + sum(piece == LINE[:-1] for piece in pieces)
    assert sum(one == entry() for one in read.entries) >= whole
    assert read.entries[-1] == entry("q2.b")
