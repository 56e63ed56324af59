"""The JSON Schema that editors use: it takes the shipped files, refuses mistakes, and says what each key means."""

from __future__ import annotations

import copy

import jsonschema
import pytest

from cxmaturity.documents import parse
from cxmaturity.model import FILES, find_model, json_schema

SHIPPED = [
    (model, name)
    for model in ("cx-program", "closed-loop")
    for name in FILES
    if (find_model(model) / f"{name}.yaml").is_file()
]


def mistakes(name, data):
    """What the whole schema's part says, which the schema of the file alone says too."""
    whole = json_schema()
    part = jsonschema.Draft202012Validator({**whole, "$ref": f"#/$defs/{name}"})
    alone = jsonschema.Draft202012Validator(json_schema(name))
    found = [error.message for error in part.iter_errors(data)]
    assert found == [error.message for error in alone.iter_errors(data)]
    return found


@pytest.mark.parametrize("name", [None, *FILES])
def test_it_is_a_valid_schema(name):
    jsonschema.Draft202012Validator.check_schema(json_schema(name))


@pytest.mark.parametrize(("model", "name"), SHIPPED)
def test_shipped_files_pass(model, name):
    assert mistakes(name, parse(find_model(model) / f"{name}.yaml").data) == []


@pytest.mark.parametrize(
    ("name", "key", "value", "message"),
    [
        ("practices", "stage", 7, "7 is greater than the maximum of 5"),
        ("practices", "stage", 1, "1 is less than the minimum of 2"),
        ("practices", "required", "yes", "'yes' is not of type 'boolean'"),
        ("practices", "requierd", True, "'requierd' was unexpected"),
        ("practices", "statement", {"en": "Only English."}, "'fr' is a required property"),
        ("practices", "statement", {"en": "English.", "fr": ""}, "'' should be non-empty"),
        ("practices", "id", "Q1 a", "'Q1 a' does not match"),
        ("practices", "source", [], "[] is not valid under any of the given schemas"),
        (
            "practices",
            "evidence",
            [{"metric": "loop.x", "direction": "up", "thresholds": {}}],
            "'loop.x' is not one of",
        ),
        ("actions", "level", "crossfunctional", "'crossfunctional' is not one of"),
        ("actions", "establishes", {"q1.a": "total"}, "'total' is not one of"),
        ("actions", "months", 0, "0 is less than the minimum of 1"),
        ("actions", "effort", {"cx": -1}, "-1 is less than the minimum of 0"),
        ("checks", "severity", "grave", "'grave' is not one of"),
        ("stages", "number", 6, "6 is greater than the maximum of 5"),
        ("stands", "stand", "text", "'text' is not of type 'object'"),
    ],
)
def test_mistakes_do_not(name, key, value, message):
    data = copy.deepcopy(parse(find_model("cx-program") / f"{name}.yaml").data)
    data[0][key] = value
    assert any(message in found for found in mistakes(name, data)), mistakes(name, data)


def test_a_header_without_version_does_not():
    assert mistakes("model", {"id": "a"})


def objects(schema):
    if isinstance(schema, dict):
        if "properties" in schema:
            yield schema
        for inner in schema.values():
            yield from objects(inner)
    elif isinstance(schema, list):
        for inner in schema:
            yield from objects(inner)


def test_every_key_says_what_it_means():
    found = list(objects(json_schema()))
    assert len(found) >= 11
    silent = [
        (part["title"], key)
        for part in found
        for key, value in part["properties"].items()
        if not value.get("description")
    ]
    assert silent == []


def test_the_whole_says_nothing_at_its_root():
    """Editors would add it to the part that a file names."""
    assert set(json_schema()) == {"$schema", "$id", "title", "$defs"}
    assert set(FILES) <= set(json_schema()["$defs"])
