"""assessments/closed-loop-rules.md: its example is a map without gaps, its tables name what there is."""

from __future__ import annotations

import re
from pathlib import Path
from typing import get_args

from loop.asked import expected

from cxmaturity.checks.loop import CLAIMS
from cxmaturity.evidence.conditions import FIELDS, Operator, mistakes
from cxmaturity.evidence.ownership_map import Rule
from cxmaturity.ownership import load_map

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
        {"comment": "A REFUND, please"},
        {"score": 3.0, "metric": "nps"},
        {"score": 9.0},
    ]
    found = expected(rows, rules)
    assert [row["answers"] for row in found.table] == [1, 1, 1, 1]
    assert set(found.gaps) <= {"rule_conflict"}


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
