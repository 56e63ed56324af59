"""YAML files: read by the rules of YAML 1.2, every mistake at its line."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Annotated, Literal

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from pydantic import Field

from cxmaturity.documents import Frozen, load, parse
from cxmaturity.errors import InputError
from cxmaturity.model.schema import Slug

LAUGHS = "a0: &a0 [lol]\n" + "".join(f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]\n" for n in range(1, 10))
"""A few hundred bytes that stand for a thousand million values."""


class Team(Frozen):
    id: str
    size: int = 0
    kind: Literal["office", "shop"] = "office"


class Dispatch(Frozen):
    dispatch: tuple[str, ...]


class Company(Frozen):
    name: str
    weights: tuple[float, float, float] | None = None
    lead: str | tuple[str, ...] | None = None
    owner: str | Dispatch | None = None
    slug: Slug | None = None
    code: Annotated[str, Field(pattern="^[0-9]+$")] | None = None
    rest: Annotated[tuple[str, ...], Field(min_length=1)] | None = None
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
        ("name: 3\n", "company.yaml:1: “name” is 3: a text is expected. Put it in quotes."),
        ("name: A\nfounded: soon\n", "company.yaml:2: “founded” is soon: a date like 2026-10-15 is expected."),
        ("name: A\nfounded: 2026-13-41\n", "company.yaml:2: “2026-13-41” cannot be read."),
        ("name: A\nteams: [\n", "company.yaml:3: this is not valid YAML"),
        ("just words", "company.yaml:1: a mapping of keys to values is expected here, and not “just words”."),
        ("- a\n- b\n", "company.yaml:1: a mapping of keys to values is expected here"),
        ("", "company.yaml:1: this file is empty. It needs at least: name."),
        ("# later\n---\n", "company.yaml:3: this file is empty."),
        ("name:\n", "company.yaml:1: “name” is empty: a text is expected."),
        ("name: A\nfounded: 2026-10-15T10:00:00\n", "company.yaml:2: “founded” is 2026-10-15 10:00:00: a date like"),
        ("name: A\nweights: [1, 2]\n", "company.yaml:2: “weights” has too few entries: number 3 is missing."),
        ("name: A\nweights: [1]\n", "company.yaml:2: “weights” has too few entries: number 2 is missing."),
        ("name: A\nweights: [1, 2, 3, 4]\n", "company.yaml:2: “weights” is [1, 2, 3, 4]: it has room for 3 entries."),
        ("name: A\nweights: [1, 2, x]\n", "company.yaml:2: “entry 3 of weights” is x: a number is expected."),
        ("name: A\nlead: {a: b}\n", "company.yaml:2: “lead” is {'a': 'b'}: a text or a list is expected."),
        ("name: A\nteams: [3]\n", "company.yaml:2: “entry 1 of teams” is 3: a mapping of keys to values is expected."),
        ("name: A\nowner: {dispach: [a]}\n", "company.yaml:2: unknown key “dispach”. Did you mean “dispatch”?"),
        ("name: A\nowner: 3\n", "company.yaml:2: “owner” is 3: a text or a mapping of keys to values is expected."),
        ("name: A\nslug: É\n", "company.yaml:2: “slug” is É: it may hold small letters"),
        ("name: A\ncode: x\n", "company.yaml:2: “code” is x: this cannot stand here."),
        ("name: A\nrest: []\n", "company.yaml:2: “rest” is []: it needs at least 1 entry."),
    ],
)
def test_a_mistake_is_told_with_its_line_and_a_remedy(tmp_path, source, message):
    assert any(found.startswith(message) for found in mistakes(tmp_path, source)), mistakes(tmp_path, source)


@pytest.mark.parametrize(
    "source",
    [
        "name: A\n{id}: x\n",
        "name: A\n{id}: x\n{id}: y\n",
        "name: A\ncapacity: {{{id}: much}}\n",
        "name: A\nteams: [{{id: a, {id}: 1}}]\n",
        "name: A\nweights: [{id}, 2, 3, 4]\n",
        "name: A\nlead: {{a: {id}}}\n",
        "- {id}\n- b\n",
    ],
)
@pytest.mark.parametrize("customer", ["ann@example.org", "c-12034"])
def test_what_looks_like_a_customer_is_not_read_aloud(tmp_path, source, customer):
    found = "\n".join(mistakes(tmp_path, source.format(id=customer)))
    assert "company.yaml:" in found
    assert customer not in found
    assert "…" in found


def test_a_known_key_misspelt_with_digits_is_read_aloud(tmp_path):
    assert mistakes(tmp_path, "name: A\nfounded1999: 2\n")[0].startswith("company.yaml:2: unknown key “founded1999”.")


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
        (lambda path: path.write_text("a: &a [*a]\n"), "nested too deeply"),
        (lambda path: path.write_text(LAUGHS), "grows without end"),
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


def test_each_mistake_of_a_union_is_told_once(tmp_path):
    assert len(mistakes(tmp_path, "name: A\nowner: {dispach: [a]}\n")) == 2
    assert len(mistakes(tmp_path, "name: A\nlead: {a: b}\nowner: 3\nweights: []\n")) == 3


PLAIN = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False)
    | st.dates()
    | st.datetimes()
    | st.text(max_size=3),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.sampled_from([*Company.model_fields, "id"]), inner),
)


@given(PLAIN)
def test_no_mistake_is_told_in_pydantics_words(tmp_path_factory, content):
    """Every part of every message has its French, so none of it comes from elsewhere."""
    path = write(tmp_path_factory.mktemp("values"), yaml.safe_dump(content, allow_unicode=True))
    try:
        load(path, Company)
    except InputError as error:
        told = [problem.show("fr") for problem in error.problems]
        assert not any(word in line for line in told for word in ("should", "expected", "valid ", "Input"))
