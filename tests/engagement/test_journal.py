from __future__ import annotations

from datetime import UTC, date, datetime
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
        assert [note.figures["line"] for note in again.notes] == [len(survivors) + 1] * torn
        assert path.read_bytes().startswith(whole[:cut])


def test_an_unreadable_line_in_the_middle_is_named_and_stays(tmp_path):
    path = written(tmp_path, SAMPLE[:2])
    damaged = b'{"practice": "q1.a"}\nnot json\n\x00\x00\x00\n[1]\n'
    path.write_bytes(path.read_bytes() + damaged)
    journal.append_all(path, SAMPLE[2:4])
    read = journal.read(path)
    assert read.entries == SAMPLE[:4]
    assert [note.figures["line"] for note in read.notes] == [3, 4, 5, 6]
    assert damaged in path.read_bytes()


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
