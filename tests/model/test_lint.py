"""Mistakes in a model's files, and between them, are all told at once with their lines."""

from __future__ import annotations

import shutil

import pytest

from cxmaturity.errors import InputError
from cxmaturity.model import find_model, load_model


@pytest.fixture
def copy(tmp_path):
    folder = tmp_path / "model"
    shutil.copytree(find_model("cx-program"), folder)
    return folder


def broken(folder, name, *changes):
    path = folder / f"{name}.yaml"
    source = path.read_text(encoding="utf-8")
    for old, new in changes:
        assert old in source
        source = source.replace(old, new, 1)
    path.write_text(source, encoding="utf-8")
    with pytest.raises(InputError) as caught:
        load_model(folder)
    return [problem.show("en") for problem in caught.value.problems]


EFFORT = "  effort:\n    executive: 2\n    cx: 3\n"
"""Of the first action of the library."""
CASES = [
    ("practices", ("question: q1", "question: q11"), "there is no question “q11”. Did you mean “q1”?"),
    (
        "practices",
        ("knows: marketing", "knows: marketting"),
        "there is no role “marketting”. Did you mean “marketing”?",
    ),
    ("practices", ("required: true", "requierd: true"), "unknown key “requierd”. Did you mean “required”?"),
    ("practices", ("stage: 2", "stage: 1"), "“stage” is 1: it must be at least 2."),
    ("practices", ("required: true", "required: yes"), "true or false is expected"),
    (
        "practices",
        ("id: q1.functional-surveys", "id: q1.relationship-survey"),
        "stands here a second time; the first is in line",
    ),
    ("practices", ("metric: fatigue.", "metric: fatige."), "Did you mean “fatigue.customers_over_policy_share”?"),
    ("practices", ("direction: down", "direction: up"), "the thresholds run against the direction “up”."),
    (
        "practices",
        ("programme_owner, direction: up", "programme_owner, direction: down"),
        "the direction “down” runs against the metric “map.programme_owner”. More of it is better: write up.",
    ),
    (
        "actions",
        ("metric: fatigue.after_opt_out", "metric: contacts.customers"),
        "neither more nor less of the metric “contacts.customers” is better, so it is no target.",
    ),
    (
        "actions",
        ("requires:\n    - sponsor-and-objective", "requires:\n    - sponsor-and-objectives"),
        "Did you mean “sponsor-and-objective”?",
    ),
    ("actions", (EFFORT, ""), "the key “effort” is missing. Add it."),
    ("actions", (EFFORT, EFFORT.replace("cx: ", "cx: -")), "“cx” is -3: it must be at least 0."),
    ("actions", (EFFORT, EFFORT.replace("cx: 3", "cx: .inf")), "“cx” is .inf: a number is expected."),
    ("checks", ("severity: high", "severity: hihg"), "“hihg” is not a value of “severity”. Did you mean “high”?"),
    ("practices", ("{value:percent} of customers", "{valeu:percent} of customers"), "there is no figure “valeu” here."),
    ("practices", ("{value:percent} of customers", "{value:date} of customers"), "“date” is not a way to write a"),
    (
        "stages",
        ("metric: contacts.top_decile_share", "metric: contacts.top_decil_share"),
        "there is no metric “contacts.top_decil_share”. Did you mean “contacts.top_decile_share”?",
    ),
    ("stages", ("per: contacts.customers", "per: contact.customers"), "Did you mean “contacts.customers”?"),
    ("stages", ("above: 0.25", "above: 25"), "25 cannot be reached: the metric lies between 0 and 1."),
    ("stages", ("above: 0.25", "abov: 0.25"), "unknown key “abov”. Did you mean “above”?"),
    ("stages", ("above: 0.25", "below: 0.1\n      above: 0.25"), "a symptom with a metric has one limit"),
    ("stages", ("      metric: contacts.top_decile_share\n", ""), "a limit needs the metric that it is a limit of."),
    (
        "stages",
        ("metric: contacts.top_decile_share", "metric: response.by_channel"),
        "is no number that a threshold could judge.",
    ),
    ("stages", ("number: 3", "number: 4"), "the stages must be numbered 1, 2, 3, 4, 5"),
    ("model", ("version:", "versoin:"), "Did you mean “version”?"),
]


@pytest.mark.parametrize(("name", "change", "message"), CASES, ids=[f"{case[0]}: {case[1][1]!r}" for case in CASES])
def test_a_mistake_is_told(copy, name, change, message):
    found = broken(copy, name, change)
    assert any(message in line and f"{name}.yaml:" in line for line in found), found


def test_a_metric_that_is_called_otherwise_now_is_told_where_the_rule_stands(copy):
    """A rule names a metric by its id: renamed in the catalogue, it is a mistake at its line, and nothing is scored."""
    lines = (copy / "practices.yaml").read_text(encoding="utf-8").split("\n")
    line = next(number for number, words in enumerate(lines, 1) if "map.territories_share" in words)
    (found,) = broken(copy, "practices", ("map.territories_share", "map.territory_share"))
    told = "there is no metric “map.territory_share”. Did you mean “map.territories_share”?"
    assert found == f"{copy / 'practices.yaml'}:{line}: {told}"


def test_a_circle_of_requirements_is_named(copy):
    (found,) = broken(copy, "actions", ("requires: []", "requires: [owner-and-committee]"))
    assert "require each other in a circle" in found
    assert "sponsor-and-objective" in found
    assert "owner-and-committee" in found


def test_mistakes_of_several_files_come_together(copy):
    broken(copy, "model", ("version:", "versoin:"))
    found = broken(copy, "stages", ("number: 3", "number: three"), ("description:", "descripton:"))
    assert {line.split("/")[-1].split(":")[0] for line in found} == {"model.yaml", "stages.yaml"}


def test_a_model_that_is_not_there_is_told_with_the_shipped_ones():
    with pytest.raises(InputError, match=r"there is no assessment model “cx-programme”. Did you mean “cx-program”?"):
        find_model("cx-programme")


def test_an_engagements_model_does_not_depend_on_the_current_folder(tmp_path, monkeypatch):
    shipped, engagement = find_model("cx-program"), tmp_path / "acme"
    for name in ("cx-program", "own"):
        shutil.copytree(shipped, tmp_path / name)
    engagement.mkdir()
    monkeypatch.chdir(tmp_path)
    assert find_model("cx-program", beside=engagement) == shipped
    assert find_model("../own", beside=engagement).resolve() == tmp_path / "own"
    assert find_model(str(tmp_path / "own"), beside=engagement) == tmp_path / "own"
    for name in ("own", "../cx-programme", f"../{shipped.parent.name}/cx-program"):
        with pytest.raises(InputError, match="there is no assessment model"):
            find_model(name, beside=engagement)
    shutil.copytree(shipped, engagement / "cx-program")
    assert find_model("cx-program", beside=engagement) == engagement / "cx-program"
    assert find_model("own").resolve() == tmp_path / "own"


def test_every_kind_of_mistake_comes_at_once(copy):
    """A mistake that pydantic sees hides none that shows between entries or files."""
    found = broken(
        copy,
        "practices",
        ("stage: 2", "stage: 7"),
        ("question: q1", "question: q9"),
        ("required: true", "requird: true"),
        ("metric: fatigue.", "metric: fatige."),
        ("direction: down", "direction: up"),
        ("knows: marketing", "knows: marketting"),
    )
    assert len(found) == 7, found  # a misspelt key is also a missing one
    assert [int(line.split(":")[1]) for line in found] == sorted(int(line.split(":")[1]) for line in found)
