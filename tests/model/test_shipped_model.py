"""The shipped model holds every practice of the inventory, with words in both languages."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from cxmaturity.model import find_model, load_metrics, load_model

INVENTORY = Path(__file__).parents[3] / "shared" / "spec" / "PRACTICES.md"
MODEL = load_model(find_model("cx-program"))


@pytest.mark.skipif(not INVENTORY.exists(), reason="needs ../shared")
def test_every_practice_of_the_inventory_is_asked_at_its_stage():
    source = INVENTORY.read_text(encoding="utf-8")
    listed = {match[1]: int(match[2]) for match in re.finditer(r"^\| (q\d\.[a-z-]+) \| (\d) \|", source, re.M)}
    supporting = set(re.findall(r"q\d\.[a-z-]+", re.search(r"Supporting practices.*?All others", source, re.S)[0]))
    asked = {practice.id: practice.stage for practice in MODEL.practices}
    assert listed.items() <= asked.items()
    assert {practice.id for practice in MODEL.practices if not practice.required} == supporting


@pytest.mark.skipif(not INVENTORY.exists(), reason="needs ../shared")
def test_evidence_rules_name_the_metrics_of_the_inventory():
    source = INVENTORY.read_text(encoding="utf-8")
    section = re.search(r"## Evidence, by metric id(.*?)\n## ", source, re.S)[1]
    listed = {}
    for entry in re.split(r" ·\s", section):
        if found := re.findall(r"\b[a-z]+\d?\.[a-z_-]+(?:\.[a-z_]+)?", entry):
            listed[found[0]] = set(found[1:])
    assert {
        practice.id: {rule.metric for rule in practice.evidence} for practice in MODEL.practices if practice.evidence
    } == listed


def test_each_question_has_two_screening_practices():
    for question in MODEL.questions:
        assert sum(practice.screening for practice in MODEL.practices_of(question.id)) == 2


def test_every_practice_can_be_established_and_every_finding_answered():
    established = {practice for action in MODEL.actions for practice in action.establishes}
    answered = {finding for action in MODEL.actions for finding in action.answers}
    assert {practice.id for practice in MODEL.practices} == established
    assert {check.id for check in MODEL.checks} == answered


def test_both_languages_say_something_of_their_own():
    def pairs(value):
        if isinstance(value, dict) and {"en", "fr"} <= set(value):
            yield value["en"], value["fr"]
        for inner in value.values() if isinstance(value, dict) else value if isinstance(value, (list, tuple)) else ():
            yield from pairs(inner)

    dumped = MODEL.model_dump(by_alias=True, mode="json")
    texts = [*pairs(dumped), *pairs([metric.model_dump() for metric in load_metrics()])]
    assert len(texts) > 1000
    long = [(english, french) for english, french in texts if len(english) > 30 and english == french]
    assert long == []


def test_the_hash_is_of_the_content_and_not_of_its_form(tmp_path):
    for path in find_model("cx-program").iterdir():
        source = path.read_text(encoding="utf-8")
        (tmp_path / path.name).write_text(f"# a remark\n{source}\n\n", encoding="utf-8")
    assert load_model(tmp_path).hash == MODEL.hash
    (tmp_path / "model.yaml").write_text((tmp_path / "model.yaml").read_text().replace("400", "300"))
    assert load_model(tmp_path).hash != MODEL.hash
