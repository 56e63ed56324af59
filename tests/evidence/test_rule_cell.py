"""A kind of answers, named by a finding and read back from its name."""

from __future__ import annotations

import pytest

from cxmaturity.evidence.rule_cell import RuleCell


@pytest.mark.parametrize(
    ("cell", "subject"),
    [
        (RuleCell("detractor", "key", "post-ticket"), "detractor/key/post-ticket"),
        (RuleCell(None, None, None), "–/–/–"),
        (RuleCell("passive", None, "yearly", small=True), "passive/…/yearly"),
        (RuleCell("promoter", "south/west", "a/b"), "promoter/south∕west/a/b"),
    ],
)
def test_a_cell_is_read_as_it_is_written(cell, subject):
    assert cell.subject == subject
    assert RuleCell.of(subject) == cell
