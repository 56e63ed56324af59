"""Findings in the report's words: a few subjects by name, the others counted."""

from __future__ import annotations

import pytest

from cxmaturity.checks.loop import find_in_loop
from cxmaturity.evidence.loop import LoopFacts
from cxmaturity.model import find_model, load_model
from cxmaturity.report.view.findings import finding_rows
from cxmaturity.report.view.names import Names
from cxmaturity.report.view.speech import Speech

MODEL = load_model(find_model("cx-program"))
NOBODY = Names({}, {}, {}, {}, {})


@pytest.mark.parametrize(
    ("pairs", "told"),
    [
        (2, "r0 – r1, r2 – r3."),
        (5, "r0 – r1, r2 – r3, r4 – r5, r6 – r7, r8 – r9."),
        (6, "r0 – r1, r2 – r3, r4 – r5, r6 – r7, 2 more."),
        (30, "r0 – r1, r2 – r3, r4 – r5, r6 – r7, 26 more."),
    ],
)
def test_what_is_not_named_is_counted_in_pairs_of_rules_where_rules_are_in_conflict(pairs, told):
    rules = tuple(sorted(f"r{place}" for place in range(2 * pairs)))
    figures = {f"pair{place}": f"r{2 * place} – r{2 * place + 1}" for place in range(pairs)}
    loop = LoopFacts({}, {}, {"rule_conflict": rules}, {"rule_conflict": {"count": pairs, **figures}})
    [row] = finding_rows([*find_in_loop(MODEL, loop, None)], Speech("en", {}), NOBODY)
    assert row.title == f"{pairs} pairs of rules contradict each other"
    assert row.detail.endswith(told)


def test_only_paper_for_leadership_shortens_a_name():
    named = "Card and payment operations (Disputes and chargebacks, second line)"
    loop = LoopFacts({}, {}, {"rule_conflict": ("a", "b")}, {"rule_conflict": {"count": 1, "pair0": named}})
    found = [*find_in_loop(MODEL, loop, None)]
    [short], [whole] = (finding_rows(found, Speech("en", {}), NOBODY, whole=asked) for asked in (False, True))
    assert (named in short.detail, named in whole.detail) == (False, True)
    assert "…" in short.detail
