"""The shipped models: every practice of the inventory, words in both languages, nothing left dangling."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from cxmaturity.model import find_model, load_metrics, load_model, notes

INVENTORY = Path(__file__).parents[3] / "shared" / "spec" / "PRACTICES.md"
MODEL = load_model(find_model("cx-program"))
MODELS = {name: load_model(find_model(name)) for name in ("cx-program", "closed-loop")}


@pytest.mark.skipif(not INVENTORY.exists(), reason="needs ../shared")
def test_every_practice_of_the_inventory_is_asked_at_its_stage():
    source = INVENTORY.read_text(encoding="utf-8")
    listed = {match[1]: int(match[2]) for match in re.finditer(r"^\| (q\d\.[a-z-]+) \| (\d) \|", source, re.M)}
    supporting = set(re.findall(r"q\d\.[a-z-]+", re.search(r"Supporting practices.*?All others", source, re.S)[0]))
    asked = {practice.id: practice.stage for practice in MODEL.practices}
    assert listed.items() <= asked.items()
    assert {practice.id for practice in MODEL.practices if not practice.required} == supporting


@pytest.mark.skipif(not INVENTORY.exists(), reason="needs ../shared")
def test_every_practice_stands_in_its_question_with_its_sources():
    source = INVENTORY.read_text(encoding="utf-8")
    listed = {
        match[1]: (match[1].partition(".")[0], {tag.strip() for tag in match[2].split(",")})
        for match in re.finditer(r"^\| (q\d\.[a-z-]+) \|.*\| ([a-z, -]+) \|$", source, re.M)
    }
    assert len(listed) >= 79
    asked = {practice.id: (practice.question, set(practice.source)) for practice in MODEL.practices}
    assert {name: asked[name] for name in listed} == listed


@pytest.mark.skipif(not INVENTORY.exists(), reason="needs ../shared")
def test_every_contradiction_of_the_sources_has_its_stand():
    source = INVENTORY.read_text(encoding="utf-8")
    section = re.search(r"## Where the sources contradict(.*?)\n\n", source, re.S)[1]
    rows = re.findall(r"^\| .* \| .* \|$", section, re.M)[1:]
    assert len(rows) == len(MODEL.stands) == 10


def test_pay_is_asked_as_practices_of_its_own():
    asked = {practice.id for practice in MODEL.practices_of("q5")}
    assert "q5.no-raw-pay-link" in asked
    assert len(asked) >= 9
    statement = MODEL.practice("q5.no-raw-pay-link").statement
    assert " direct " in statement.en
    assert " direct " in statement.fr


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


@pytest.mark.parametrize("name", MODELS)
def test_lint_has_nothing_to_note(name):
    """Every practice can be established, two of each question are for screening, no text is left untranslated."""
    assert notes(find_model(name)) == ()


def texts(value):
    if isinstance(value, dict) and {"en", "fr"} <= set(value):
        yield value["en"], value["fr"]
    for inner in value.values() if isinstance(value, dict) else value if isinstance(value, (list, tuple)) else ():
        yield from texts(inner)


@pytest.mark.parametrize("name", MODELS)
def test_both_languages_say_something_of_their_own(name):
    dumped = MODELS[name].model_dump(by_alias=True, mode="json")
    found = [*texts(dumped), *texts([metric.model_dump() for metric in load_metrics()])]
    assert len(found) > 500
    assert [(english, french) for english, french in found if len(english) > 30 and english == french] == []
    # French puts a no-break space before ; : ? ! % and inside its quotation marks; times and links have none
    assert [french for _, french in found if re.search(r" [;:?!%»]|« ", french)] == []
    assert [french for _, french in found if re.search(r"[a-zà-ÿ][?!;]|'[a-zà-ÿ]", french)] == []


def words(value):
    return len(re.findall(r"[\w’'-]+", value))


@pytest.mark.parametrize("name", MODELS)
def test_practices_are_said_in_full(name):
    """A statement is one sentence; guidance explains; proof and examples are concrete enough to be looked for."""
    for practice in MODELS[name].practices:
        for language in ("en", "fr"):
            shown = {
                key: getattr(getattr(practice, key), language)
                for key in ("statement", "guidance", "proof", "fully", "not_")
            }
            assert shown["statement"].endswith("."), practice.id
            assert shown["statement"].count(". ") == 0, practice.id
            assert "?" not in shown["statement"], practice.id
            assert words(shown["statement"]) <= 30, practice.id
            assert words(shown["guidance"]) >= 15, practice.id
            assert words(shown["proof"]) >= 8, practice.id
            assert words(shown["fully"]) >= 8, practice.id
            assert words(shown["not_"]) >= 6, practice.id


@pytest.mark.parametrize("name", MODELS)
def test_every_rule_says_why_its_thresholds_are_what_they_are(name):
    lines = (find_model(name) / "practices.yaml").read_text(encoding="utf-8").split("\n")
    rules = [number for number, line in enumerate(lines) if "- {metric:" in line]
    assert len(rules) == sum(len(practice.evidence) for practice in MODELS[name].practices)
    assert [lines[number] for number in rules if not lines[number - 1].strip().startswith("# ")] == []


def test_the_hash_is_of_the_content_and_not_of_its_form(tmp_path):
    for path in find_model("cx-program").glob("*.yaml"):
        source = path.read_text(encoding="utf-8")
        (tmp_path / path.name).write_text(f"# a remark\n{source}\n\n", encoding="utf-8")
    assert load_model(tmp_path).hash == MODEL.hash
    (tmp_path / "model.yaml").write_text((tmp_path / "model.yaml").read_text().replace("400", "300"))
    assert load_model(tmp_path).hash != MODEL.hash
