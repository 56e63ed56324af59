"""The sample engagement's files are sound in both languages, and speak of the same things."""

from __future__ import annotations

import pytest
import yaml

from cxmaturity.assess import assess
from cxmaturity.demo import sample
from cxmaturity.demo.first_cycle import roadmap_of_the_time, take_first_cycle
from cxmaturity.demo.folder import fill, fill_cases, fill_log, make_room
from cxmaturity.documents import parse
from cxmaturity.model import find_model, load_model
from cxmaturity.ownership import load_map
from cxmaturity.roadmap import months, plan_roadmap
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


def test_the_roadmap_speaks_of_actions_of_the_model_and_of_its_own(language):
    library = {action.id for action in load_model(find_model("cx-program")).actions}
    listed = sample.roadmap(language)["actions"]
    assert {entry["id"] for entry in listed if "title" not in entry} <= library
    assert [entry["id"] for entry in listed if "title" in entry] == ["call-back-hours"]
    assert all(isinstance(entry["result"], str) for entry in listed if entry["status"] == "finished")


def test_nothing_runs_before_what_it_requires_is_finished():
    needs = {action.id: action.requires for action in load_model(find_model("cx-program")).actions}
    listed = sample.roadmap("en")["actions"]
    finished = {entry["id"] for entry in listed if entry["status"] == "finished"}
    assert {need for entry in listed if entry["status"] == "running" for need in needs[entry["id"]]} <= finished


def test_the_plan_of_the_first_cycle_is_one_of_its_roadmap():
    """What was not finished and fits into 24 months has a place in it: long enough, and after what it requires."""
    then, plan = roadmap_of_the_time("en")["actions"], sample.mapping("first-cycle", "en")["plan"]
    finished = {entry["id"] for entry in then if entry["status"] == "finished"}
    actions = {action.id: action for action in load_model(find_model("cx-program")).actions}
    own = {entry["id"]: entry for entry in then if "title" in entry}
    late = {"signals-and-estimates", "act-ahead", "tested-and-priced-changes", "strategy-evidence"}
    assert plan.keys() == actions.keys() - finished - late | own.keys()
    for name, (start, end) in plan.items():
        wanted = own[name]["months"] if name in own else actions[name].months
        assert months.index(end) - months.index(start) + 1 == wanted
        required = own[name]["requires"] if name in own else actions[name].requires
        assert all(plan[need][1] < start for need in required if need not in finished)


@pytest.mark.slow
def test_the_plan_of_the_first_cycle_is_as_good_as_one_made_today(tmp_path):
    """What it was worth is what the solver finds, so that it could have been made so."""
    make_room(tmp_path / "sample")
    engagement = fill(tmp_path / "sample", "en")
    fill_log(engagement.folder)
    fill_cases(engagement.folder, "en")
    gathered = take_first_cycle(engagement, "en")
    assessment = assess(gathered.model, gathered.facts)
    planned = plan_roadmap(gathered.model, gathered.facts, assessment.scores, assessment.findings)
    plan = sample.mapping("first-cycle", "en")["plan"]
    last = months.index(planned.start) + planned.months - 1

    def worth(practice: str) -> float:
        raised_by = [each.action.id for each in planned.actions if practice in each.action.establishes]
        return planned.practice_values[practice] * max(
            (last - months.index(plan[id_][1]) for id_ in raised_by if id_ in plan), default=0
        )

    assert planned.proven
    assert sum(map(worth, planned.practice_values)) == pytest.approx(planned.objective, rel=1e-3)


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
