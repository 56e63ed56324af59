"""A cycle whose model has gone on: readers write nothing, writers keep the file as it was, and both say what moved."""

from __future__ import annotations

import json

import pytest
import yaml
from cli.commands import call
from small_engagements import write_answers, write_engagement

from cxmaturity.engagement import atomic, journal
from cxmaturity.engagement.folder import open_engagement
from cxmaturity.engagement.lock import locked
from cxmaturity.engagement.up_to_date import to_write
from cxmaturity.engagement.versions import as_present
from cxmaturity.errors import InputError

OLD = {"q1.a": 3, "q1.b": 2, "q1.c": 1, "q2.a": 0, "q2.b": 3}
MIGRATION = {
    "rename": {"q1.a": "q1.d"},
    "merge": {"q2.c": ["q1.b", "q1.c"]},
    "retire": ["q2.b"],
}


@pytest.fixture
def acme(tmp_path, capsys):
    """An engagement with answers to version 1 of its model, scored once."""
    folder = write_engagement(tmp_path / "acme", cycles={"2026-Q4": "date: 2026-10-15\n"})
    call(capsys, "assess", folder, "--answers", write_answers(tmp_path / "old.yaml", OLD))
    call(capsys, "score", folder)
    return folder


def raise_version(folder, version="2", old="1", migration=MIGRATION) -> None:
    """Give the model its next version, without what the migration takes away."""
    header = folder / "model" / "model.yaml"
    header.write_text(header.read_text().replace(f"version: '{old}'", f"version: '{version}'"))
    gone = {*migration.get("rename", {}), *migration.get("retire", ())}
    gone |= {part for parts in migration.get("merge", {}).values() for part in parts}
    path = folder / "model" / "practices.yaml"
    practices = [one for one in yaml.safe_load(path.read_text()) if one["id"] not in gone]
    path.write_text(yaml.safe_dump(practices, sort_keys=False))
    (folder / "model" / "migrations").mkdir(exist_ok=True)
    (folder / "model" / "migrations" / f"{old}-{version}.yaml").write_text(yaml.safe_dump(migration))


def files(folder) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted((folder / "cycles" / "2026-Q4").glob("answers*"))}


def claimed(record) -> dict[str, str | None]:
    return {one["id"]: one["claimed"] for one in record["practices"] if one["claimed"]}


def test_a_reader_migrates_in_memory_says_so_and_writes_no_answer(acme, capsys):
    raise_version(acme)
    before = files(acme)
    for _ in range(2):
        done = call(capsys, "score", acme, "--json", "--lang", "en")
        assert claimed(done.json) == {"q1.d": "fully", "q2.a": "not", "q2.c": "partly"}
        assert done.err.count("\n") == 1
        assert "5 answers were given to version 1 of small and are read as version 2 has them" in done.err
        assert "1 renamed (q1.a → q1.d); 2 merged (q1.b → q2.c; q1.c → q2.c); 1 retired" in done.err
    assert files(acme) == before


def test_a_writer_keeps_the_file_as_it_was_and_brings_it_up_to_date(acme, tmp_path, capsys):
    raise_version(acme)
    before = files(acme)["answers.jsonl"]
    scored = call(capsys, "score", acme, "--json").json
    new = write_answers(tmp_path / "new.yaml", {"q2.a": 1})
    done = call(capsys, "assess", acme, "--answers", new, "--lang", "en")
    assert "1 answer of anna saved" in done.out
    assert "as they were, they stand in" in done.err
    after = files(acme)
    assert after["answers.1.jsonl"] == before
    lines = [json.loads(line) for line in after["answers.jsonl"].splitlines()]
    assert [(line["practice"], line.get("retired")) for line in lines] == [
        ("q1.d", None),
        ("q1.b", "2"),
        ("q1.c", "2"),
        ("q2.c", None),
        ("q2.a", None),
        ("q2.b", "2"),
        ("q2.a", None),
    ]
    again = call(capsys, "score", acme, "--json", "--lang", "en")
    assert again.err == ""
    assert claimed(again.json) == claimed(scored) | {"q2.a": "partly"}
    call(capsys, "assess", acme, "--answers", write_answers(tmp_path / "new.yaml", {"q2.a": 2}))
    assert sorted(files(acme)) == ["answers.1.jsonl", "answers.jsonl"]


def test_what_a_writer_leaves_is_what_a_reader_saw(acme):
    raise_version(acme)
    engagement = open_engagement(acme)
    cycle = engagement.cycle()
    with cycle.journal.open("ab") as file:
        file.write(
            b'not json\n{"practice": "q1.a", "level": "partly", "mood": 3, "model": {"id": "small", "version": "1"}}\n'
        )
    seen = as_present(journal.read(cycle.journal), engagement.model(), engagement.migrations())
    written = to_write(engagement, cycle)
    assert written.entries == seen.journal.entries == journal.read(cycle.journal).entries
    content = cycle.journal.read_bytes()
    assert b"\nnot json\n" in content
    assert b'"mood": 3' in content
    assert to_write(engagement, cycle).entries == written.entries
    assert cycle.journal.read_bytes() == content


def test_a_snapshot_is_never_written_over(acme, tmp_path, capsys):
    raise_version(acme)
    cycle = acme / "cycles" / "2026-Q4"
    (cycle / "answers.1.jsonl").write_bytes(b"somebody else's\n")
    before = files(acme)["answers.jsonl"]
    call(capsys, "assess", acme, "--answers", write_answers(tmp_path / "new.yaml", {"q2.a": 1}))
    assert files(acme)["answers.1.jsonl"] == b"somebody else's\n"
    assert files(acme)["answers.1.2.jsonl"] == before


def test_a_version_is_no_path(acme, capsys, tmp_path):
    header = acme / "model" / "model.yaml"
    journal_file = acme / "cycles" / "2026-Q4" / "answers.jsonl"
    journal_file.write_bytes(journal_file.read_bytes().replace(b'"version": "1"', b'"version": "../../1"'))
    header.write_text(header.read_text().replace("version: '1'", "version: '2'"))
    (acme / "model" / "migrations").mkdir()
    (acme / "model" / "migrations" / "1-2.yaml").write_text("{}\n")
    done = call(capsys, "assess", acme, "--answers", write_answers(tmp_path / "new.yaml", {"q2.a": 1}), "--lang", "en")
    assert (done.code, sorted(files(acme))) == (0, ["answers.jsonl"])
    assert "no migration leads from it to version 2" in done.err
    assert claimed(call(capsys, "score", acme, "--json").json)["q1.a"] == "fully"


def test_a_snapshot_that_cannot_be_written_leaves_the_journal_alone(acme, monkeypatch):
    raise_version(acme)
    before = files(acme)
    whole = atomic.write

    def refuse(path, content):
        if path.name == "answers.1.jsonl":
            raise atomic.refused(path, OSError(28, "No space left on device"))
        whole(path, content)

    monkeypatch.setattr(atomic, "write", refuse)
    engagement = open_engagement(acme)
    with pytest.raises(InputError), locked(acme):
        to_write(engagement, engagement.cycle())
    assert files(acme) == before


def test_a_model_that_was_changed_without_a_new_version_is_told_until_somebody_answers_by_it(acme, tmp_path, capsys):
    path = acme / "model" / "practices.yaml"
    path.write_text(path.read_text().replace("weight: '1'", "weight: '5'", 1))
    for command in ("score", "roadmap"):
        done = call(capsys, command, acme, "--lang", "en")
        assert "The model small 1 was changed since this cycle was first read" in done.err
    call(capsys, "assess", acme, "--answers", write_answers(tmp_path / "new.yaml", {"q2.a": 1}))
    assert "was changed" not in call(capsys, "score", acme, "--lang", "en").err


def test_a_change_of_formatting_is_no_change_of_the_model(acme, capsys):
    path = acme / "model" / "practices.yaml"
    path.write_text("# a remark\n" + path.read_text())
    assert call(capsys, "score", acme, "--lang", "en").err == ""


def test_a_cycle_without_answers_tells_a_new_version_too(tmp_path, capsys):
    folder = write_engagement(tmp_path / "acme", cycles={"2026-Q4": "date: 2026-10-15\n"})
    call(capsys, "score", folder)
    assert json.loads((folder / "cycles/2026-Q4/facts.json").read_text())["model"]["version"] == "1"
    raise_version(folder)
    err = call(capsys, "score", folder, "--lang", "en").err
    assert "This cycle was read by the model small 1 before, and is now by small 2" in err


def test_a_signature_covers_what_was_signed_and_nothing_else(acme, tmp_path, capsys):
    def notes() -> str:
        return call(capsys, "score", acme, "--lang", "en").err

    call(capsys, "assess", acme, "--sign", "Ann")
    assert notes() == ""
    new = write_answers(tmp_path / "new.yaml", {"q2.a": 1, "q1.d": 1})
    done = call(capsys, "assess", acme, "--answers", new, "--lang", "en")
    assert "2026-Q4 was signed by Ann; 2 lines written since are not signed." in done.err
    assert notes() == "2026-Q4 was signed by Ann; 2 lines written since are not signed.\n"
    path = acme / "cycles" / "2026-Q4" / "answers.jsonl"
    whole = path.read_bytes()
    path.write_bytes(whole.replace(b'"fully"', b'"not"', 1))
    assert "its answers are not those that were signed" in notes()
    path.write_bytes(whole)
    raise_version(acme)
    before = notes()
    assert "2 lines written since are not signed" in before
    call(capsys, "assess", acme, "--answers", write_answers(tmp_path / "new.yaml", {"q2.a": 2}))
    assert "the signed answers are kept in answers.1.jsonl" in notes()
    call(capsys, "assess", acme, "--sign", "Bob")
    assert notes() == ""


def test_signing_brings_the_answers_up_to_date_first(acme, capsys):
    raise_version(acme)
    done = call(capsys, "assess", acme, "--sign", "Ann", "--json")
    assert sorted(files(acme)) == ["answers.1.jsonl", "answers.jsonl"]
    assert done.json["by"] == "Ann"
    assert call(capsys, "score", acme, "--lang", "en").err == ""
