"""YAML files: read by the rules of YAML 1.2, every mistake at its line."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import Field

from cxmaturity.documents import Frozen, load, parse
from cxmaturity.errors import InputError


class Team(Frozen):
    id: str
    size: int = 0
    kind: Literal["office", "shop"] = "office"


class Company(Frozen):
    name: str
    founded: date | None = None
    teams: tuple[Team, ...] = ()
    capacity: dict[str, float] = Field(default_factory=dict)


def write(folder: Path, source: str) -> Path:
    path = folder / "company.yaml"
    path.write_text(source, encoding="utf-8")
    return path


def mistakes(folder: Path, source: str, kind: type = Company) -> list[str]:
    with pytest.raises(InputError) as caught:
        load(write(folder, source), kind)
    return [problem.show("en").replace(f"{folder}/", "") for problem in caught.value.problems]


def test_a_good_file_is_read(tmp_path):
    company, _ = load(
        write(tmp_path, "name: Acme\nfounded: 1999-12-31\nteams: [{id: a, size: 3}]\ncapacity: {a: 1.5}\n"), Company
    )
    assert company == Company(
        name="Acme", founded=date(1999, 12, 31), teams=(Team(id="a", size=3),), capacity={"a": 1.5}
    )


@pytest.mark.parametrize("word", ["no", "yes", "on", "off", "12:30", "0x1F", "1_000", "010"])
def test_words_that_yaml_1_1_would_change_stay_words(tmp_path, word):
    assert parse(write(tmp_path, f"name: {word}\n")).data == {"name": word}


@pytest.mark.parametrize(
    ("source", "message"),
    [
        ("nme: Acme\n", "company.yaml:1: unknown key “nme”. Did you mean “name”?"),
        ("teams: []\n", "company.yaml:1: the key “name” is missing. Add it."),
        ("name: A\nteams:\n  - id: a\n    size: big\n", "company.yaml:4: “size” is big: a whole number is expected."),
        (
            "name: A\nteams:\n  - {id: a, kind: ofice}\n",
            "company.yaml:3: “ofice” is not a value of “kind”. Did you mean “office”?",
        ),
        ("name: A\nname: B\n", "company.yaml:2: the key “name” stands here a second time. Keep one of the two."),
        ("name: A\nteams: 3\n", "company.yaml:2: “teams” is 3: a list is expected."),
        ("name: 3\n", "company.yaml:1: “name” is 3: a text is expected."),
        ("name: A\nfounded: soon\n", "company.yaml:2: “founded” is soon: a date like 2026-10-15 is expected."),
        ("name: A\nfounded: 2026-13-41\n", "company.yaml:2: “2026-13-41” cannot be read."),
        ("name: A\nteams: [\n", "company.yaml:3: this is not valid YAML"),
        ("just words", "company.yaml:1:"),
        ("", "company.yaml:1:"),
        ("- a\n- b\n", "company.yaml:1:"),
    ],
)
def test_a_mistake_is_told_with_its_line_and_a_remedy(tmp_path, source, message):
    assert any(found.startswith(message) for found in mistakes(tmp_path, source)), mistakes(tmp_path, source)


def test_all_mistakes_of_a_file_are_told_at_once(tmp_path):
    source = "nme: A\nteams:\n  - {id: a, sze: 1}\n  - {size: 2, kind: shopp}\n  - {id: c, size: x}\n"
    assert [line.split(":")[1] for line in mistakes(tmp_path, source)] == ["1", "1", "3", "4", "4", "5"]


def test_mistakes_are_told_in_french(tmp_path):
    with pytest.raises(InputError) as caught:
        load(write(tmp_path, "nme: A\nname: B\n"), Company)
    shown = caught.value.problems[0].show("fr").replace("\u00a0", " ")
    assert shown.endswith("clé inconnue « nme ». Vouliez-vous dire « name » ?")


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda path: None, "there is no such file"),
        (lambda path: path.mkdir(), "this is a folder"),
        (lambda path: path.write_bytes(b"name: \xff\xfe"), "not UTF-8"),
        (lambda path: path.write_bytes(b"name: a\x00b"), "not valid YAML"),
        (lambda path: path.write_text("[" * 5000), "YAML"),
    ],
)
def test_a_file_that_cannot_be_read_says_why(tmp_path, make, message):
    path = tmp_path / "company.yaml"
    make(path)
    with pytest.raises(InputError, match=message):
        load(path, Company)


@given(st.binary(max_size=300))
def test_any_bytes_end_in_a_value_or_in_one_clear_error(tmp_path_factory, content):
    path = tmp_path_factory.mktemp("bytes") / "company.yaml"
    path.write_bytes(content)
    try:
        load(path, Company)
    except InputError as error:
        assert all(problem.show("fr") for problem in error.problems)
