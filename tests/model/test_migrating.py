"""Migrations between versions of a model: what becomes of a practice, chains, and every mistake at its line."""

from __future__ import annotations

import re

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from small_engagements import write_model
from small_migrations import IDS, lists, migration

from cxmaturity import resources
from cxmaturity.errors import InputError
from cxmaturity.model import load_model
from cxmaturity.model.migrating import Lists, arrivals, chain, load_migrations


def test_what_becomes_of_a_practice():
    step = migration(
        "1",
        "2",
        rename={"q1.a": "q1.x"},
        split={"q1.b": ["q1.b", "q1.y"]},
        merge={"q1.z": ["q1.c", "q1.d"]},
        rescale={"q1.x": {"fully": "largely"}},
        retire=["q1.e"],
    )
    assert {old: step.targets(old) for old in IDS} == {
        "q1.a": ("q1.x",),
        "q1.b": ("q1.b", "q1.y"),
        "q1.c": ("q1.z",),
        "q1.d": ("q1.z",),
        "q1.e": (),
        "q1.f": ("q1.f",),
    }
    assert [step.rescaled("q1.x", level) for level in ("not", "largely", "fully")] == ["not", "largely", "largely"]
    assert step.rescaled("q1.y", "fully") == "fully"


@given(st.permutations(IDS))
def test_a_rename_is_undone_by_its_inverse(new):
    there = migration("1", "2", rename=dict(zip(IDS, new, strict=True)))
    back = migration("2", "1", rename=dict(zip(new, IDS, strict=True)))
    assert all(arrivals([there, back], [practice]) == {practice} for practice in IDS)


@given(first=lists(), second=lists(), third=lists())
def test_a_chain_is_its_steps_one_after_the_other(first, second, third):
    steps = [migration("1", "2", **first), migration("2", "3", **second), migration("3", "4", **third)]
    assert chain(reversed(steps), "1", "4") == tuple(steps)
    for practice in IDS:
        assert arrivals(steps, [practice]) == arrivals(steps[1:], arrivals(steps[:1], [practice]))


@given(lists())
def test_a_practice_arrives_somewhere_unless_it_is_retired(given_lists):
    step = migration("1", "2", **given_lists)
    for practice in IDS:
        assert bool(step.targets(practice)) == (practice not in step.lists.retire)


def test_there_is_no_way_from_an_unknown_or_a_later_version_nor_round_a_circle():
    steps = [migration("1", "2"), migration("2", "3")]
    assert chain(steps, "3", "3") == ()
    assert chain(steps, "0", "3") is None
    assert chain(steps, "3", "1") is None
    assert chain([migration("1", "2"), migration("2", "1")], "1", "3") is None


def test_the_readme_speaks_of_every_key_and_its_example_is_sound(tmp_path):
    source = (resources.assessments() / "README.md").read_text(encoding="utf-8").partition("## Versions and ids")[2]
    example = re.search(r"```yaml\n(# my-model/migrations/(\S+): .*?)```", source, re.DOTALL)
    (tmp_path / "migrations").mkdir()
    (tmp_path / "migrations" / example[2]).write_text(example[1])
    (step,) = load_migrations(tmp_path)
    assert (step.old, step.new) == ("1.0.0", "1.1.0")
    assert step.lists.model_fields_set == {"rename", "split", "merge", "rescale", "retire"}
    assert step.targets("q3.cases-routed") == ("q3.routing",)
    for name, field in Lists.model_fields.items():
        assert f"`{field.alias or name}`" in source


@pytest.fixture
def folder(tmp_path):
    write_model(tmp_path / "model")
    header = tmp_path / "model" / "model.yaml"
    header.write_text(header.read_text().replace("version: '1'", "version: '3'"))
    (tmp_path / "model" / "migrations").mkdir()
    return tmp_path / "model"


def write(folder, name: str, content: object) -> None:
    shown = content if isinstance(content, str) else yaml.safe_dump(content, sort_keys=False)
    (folder / "migrations" / name).write_text(shown, encoding="utf-8")


def test_a_models_migrations_are_read_and_leave_its_hash_alone(folder):
    before = load_model(folder).hash
    write(folder, "1-2.yaml", {"rename": {"q9.old": "q1.a"}})
    write(folder, "2-3.yaml", "# nothing changed that concerns an answer\n{}\n")
    assert load_model(folder).hash == before
    assert [(one.old, one.new) for one in load_migrations(folder)] == [("1", "2"), ("2", "3")]


@pytest.mark.parametrize("said", ["from: 3-rc1\n", "to: '3'\n", "from: 3-rc1\nto: '3'\n"])
def test_versions_with_a_hyphen_are_said_in_the_file(folder, said):
    write(folder, "3-rc1-3.yaml", said)
    assert [(one.old, one.new) for one in load_migrations(folder)] == [("3-rc1", "3")]


def problems(folder) -> list[str]:
    with pytest.raises(InputError) as refused:
        load_model(folder)
    return [problem.show("en").removeprefix(f"{folder}/migrations/") for problem in refused.value.problems]


CASES = {
    "key": ("renames: {q9.a: q1.a}\n", "unknown key “renames”. Did you mean “rename”?"),
    "target": ("\nrename: {q9.a: q1.aa}\n", "“q1.aa” leads to no practice of the model. Did you mean “q1.a”?"),
    "split target": ("split: {q9.a: [q1.a, q1.zz]}\n", "“q1.zz” leads to no practice"),
    "split in one": ("split: {q9.a: [q1.a]}\n", "it needs at least 2 entries"),
    "merge target": ("merge:\n  q1.zz: [q9.a, q9.b]\n", "“q1.zz” leads to no practice"),
    "merge of one": ("merge: {q1.a: [q9.a]}\n", "it needs at least 2 entries"),
    "two fates": ("rename: {q9.a: q1.a}\nretire: [q9.a]\n", "“q9.a” is dealt with here a second time."),
    "part twice": ("merge: {q1.a: [q9.a, q9.b], q1.b: [q9.b, q9.c]}\n", "“q9.b” is dealt with here a second time."),
    "two become one": ("rename: {q9.a: q1.a, q9.b: q1.a}\n", "listed under `merge`"),
    "same key": ("rename: {q9.a: q1.a}\nrename: {q9.b: q1.b}\n", "a second time"),
    "level": ("rescale: {q1.a: {fuly: largely}}\n", "Did you mean “fully”?"),
    "level turned round": ("rescale: {q1.a: {fully: not}}\n", "the new levels of “q1.a” run against the old ones."),
    "rescaled stranger": ("rescale: {q9.a: {fully: largely}}\n", "“q9.a” leads to no practice"),
    "retired and there": ("retire: [q9.a, q1.a]\n", "“q1.a” is retired here, and the model still has it."),
    "list for a mapping": ("rename: [q9.a, q1.a]\n", "a mapping of keys to values is expected"),
    "no yaml": ("rename: {\n", "this is not valid YAML"),
    "empty": ("", "this file is empty"),
    "other versions": ("from: '2'\nto: '4'\n", "named after the two versions"),
}


@pytest.mark.parametrize("name", CASES)
def test_a_mistake_is_told_at_its_line(folder, name):
    content, what = CASES[name]
    write(folder, "2-3.yaml", content)
    told = problems(folder)
    assert any(what in line for line in told), told
    assert all(line.startswith("2-3.yaml") for line in told)


@pytest.mark.parametrize(
    ("names", "what"),
    [
        (["1-2.yaml"], "1-2.yaml:1: no migration leads from version 2 to the model's, 3."),
        (["1-3.yaml", "1-2.yaml", "2-3.yaml"], "1-3.yaml:1: two migrations leave version 1."),
        (["2-1.yaml", "1-2.yaml"], "no migration leads from version 1 to the model's, 3."),
        (["3.yaml"], "3.yaml:1: a migration's file is named after the two versions"),
        (["3-3.yaml"], "3-3.yaml:1: a migration's file is named after the two versions"),
        (["1-2-3.yaml"], "Rename it, or say `from:` and `to:`"),
    ],
)
def test_versions_that_do_not_chain(folder, names, what):
    for name in names:
        write(folder, name, "{}\n")
    assert any(what in line for line in problems(folder)), problems(folder)


def test_a_target_that_a_later_migration_renames_is_sound_and_one_that_it_does_not_is_found(folder):
    write(folder, "1-2.yaml", {"rename": {"q9.a": "q9.b", "q9.c": "q9.d", "q9.e": "q9.f"}})
    write(folder, "2-3.yaml", {"rename": {"q9.b": "q1.a"}, "retire": ["q9.f"]})
    assert problems(folder) == ["1-2.yaml:3: “q9.d” leads to no practice of the model. Did you mean “q1.d”?"]


def test_mistakes_of_all_files_and_of_the_model_come_together(folder):
    write(folder, "1-2.yaml", "rename: {q9.a: q9.b, q9.c: q9.d}\nretire: [q9.c, q9.a]\n")
    write(folder, "2-3.yaml", "split: {q9.b: [q1.a, q1.x]}\nrescale:\n  q1.a: {fully: not, partly: not}\n")
    practices = folder / "practices.yaml"
    practices.write_text(practices.read_text().replace("required: true", "required: maybe", 1))
    told = problems(folder)
    assert [line.split(":")[0].rpartition("/")[2] for line in told] == ["practices.yaml"] + ["1-2.yaml"] * 3 + [
        "2-3.yaml"
    ] * 2
    assert [line.split(":")[1] for line in told[1:]] == ["1", "2", "2", "1", "3"]
