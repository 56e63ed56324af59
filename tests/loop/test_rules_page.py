"""assessments/closed-loop-rules.md: its example is a map without gaps, its tables name what there is."""

from __future__ import annotations

import re
from pathlib import Path
from typing import get_args

import pytest
from loop.asked import expected

import cxmaturity.engagement
from cxmaturity.checks.loop import CLAIMS
from cxmaturity.evidence.conditions import FIELDS, Operator, mistakes
from cxmaturity.evidence.ownership_map import Rule
from cxmaturity.loop.rules import lint
from cxmaturity.ownership import load_map

EXAMPLES = Path(cxmaturity.engagement.__file__).parent / "examples"
PAGE = (Path(__file__).parents[2] / "assessments" / "closed-loop-rules.md").read_text(encoding="utf-8")
ROWS = re.findall(r"^\| (`.*?) \|", PAGE, re.MULTILINE)


def named(heads):
    return [word for head in heads for word in re.findall(r"`([^`]*)`", head)]


def test_its_example_is_a_map_whose_rules_are_right(tmp_path):
    path = tmp_path / "ownership.yaml"
    path.write_text(re.search(r"```yaml\n(.*?)```", PAGE, re.DOTALL)[1], encoding="utf-8")
    rules = [rule.model_dump(exclude_none=True) for rule in load_map(path).rules]
    rows = [
        {"score": 3.0, "metric": "nps", "segment": "Key"},
        {"score": 3.0, "metric": "nps"},
        {"score": 8.0, "metric": "nps", "comment": "A REFUND, please"},
        {"score": 9.0, "metric": "nps"},
        {"score": 9.0},
    ]
    found = expected(rows, rules)
    assert [row["answers"] for row in found.table] == [1, 1, 1, 1, 1]
    assert found.gaps == {}


def test_its_tables_name_every_key_operator_field_and_finding():
    words = set(named(ROWS))
    assert set(Rule.model_fields) - {"id"} <= words
    assert set(FIELDS) <= words
    assert set(CLAIMS) <= words
    operators = {re.match(r"\S+", word)[0] for word in words} & set(get_args(Operator))
    assert operators == set(get_args(Operator))


def test_every_condition_that_it_shows_is_one():
    shown = re.findall(r"`(\w+): \"([^\"`]+)\"`", PAGE)
    assert len(shown) >= 2
    assert [problem for field, written in shown for problem in mistakes(field, written)] == []


@pytest.mark.parametrize("language", ["en", "fr"])
def test_the_commented_map_of_init_has_rules_without_gaps(tmp_path, language):
    commented = (EXAMPLES / language / "ownership.yaml").read_text(encoding="utf-8").splitlines()
    path = tmp_path / "ownership.yaml"
    path.write_text("\n".join(line.removeprefix("# ") for line in commented[3:]), encoding="utf-8")
    found = load_map(path)
    assert len(found.rules) == 4
    assert lint(found.rules).gaps == {}
