"""The sample engagement's files are sound in both languages, and speak of the same things."""

from __future__ import annotations

import pytest
import yaml

from cxmaturity.demo import sample
from cxmaturity.documents import parse
from cxmaturity.model import find_model, load_model
from cxmaturity.ownership import load_map
from cxmaturity.words import LANGUAGES


@pytest.fixture(params=LANGUAGES)
def language(request):
    return request.param


@pytest.fixture
def the_map(language, tmp_path):
    path = tmp_path / "ownership.yaml"
    path.write_text(sample.as_yaml(sample.mapping("ownership", language)), encoding="utf-8")
    return load_map(path)


def test_the_map_is_one_that_people_could_have_written(the_map):
    assert the_map.teams
    assert len(the_map.sources) == 8


def test_the_log_and_the_map_know_each_other(the_map):
    logged = {source.id: source for source in sample.recipe().sources}
    mapped = {source.id: source for source in the_map.sources}
    assert set(logged) - set(mapped) == {"partner-offers"}
    assert set(mapped) <= set(logged)
    for name, source in mapped.items():
        assert (logged[name].channel, logged[name].tool) == (source.channel, source.tool)


def test_answers_speak_of_practices_of_the_model(language):
    model = load_model(find_model("cx-program"))
    roles = set()
    for name in sample.ANSWERS:
        content = sample.mapping(f"answers-{name}", language)
        roles.add(content["role"])
        assert {practice for practice in content["answers"] if model.practice(practice) is None} == set()
    assert roles == {"executive", "cx", "front-line"}
    assert roles <= set(model.header.roles)


def test_the_first_cycle_differs_in_what_is_said_later(language):
    for voice in sample.mapping("first-cycle", language)["respondents"]:
        later = sample.mapping(f"answers-{voice['of']}", language)["answers"]
        assert all(later[practice] != level for practice, level in voice["otherwise"].items())


def test_the_roadmap_speaks_of_actions_of_the_model(language):
    actions = {action.id for action in load_model(find_model("cx-program")).actions}
    assert {entry["id"] for entry in sample.mapping("roadmap", language)["actions"]} <= actions


def test_languages_are_resolved():
    assert sample.in_language({"a": [{"en": "x", "fr": "y"}], "b": {"en": 1}}, "fr") == {"a": ["y"], "b": {"en": 1}}


def test_yaml_is_read_back(language):
    content = sample.mapping("ownership", language)
    assert yaml.safe_load(sample.as_yaml(content)) == content


@pytest.mark.parametrize("path", sorted(sample.FOLDER.glob("*.yaml")), ids=lambda path: path.stem)
def test_every_text_has_both_languages_and_nothing_beside_them(path):
    def half_translated(value):
        if isinstance(value, dict):
            kept = {"en", "fr"} & set(value)
            here = [value] if kept and set(value) != {"en", "fr"} else []
            return here + [found for item in value.values() for found in half_translated(item)]
        return [found for item in value for found in half_translated(item)] if isinstance(value, list) else []

    assert half_translated(parse(path).data) == []
