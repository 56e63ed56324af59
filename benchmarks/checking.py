"""Whether what was measured computed the right figures: against what was planted, and against one another."""

from __future__ import annotations

import json
from math import isclose
from pathlib import Path
from typing import Any

from generate_contacts import Truth

POINTS = 0.6
"""How far the slope may lie from the planted one, as in the tests."""
SAME = 1e-9


def check_truth(result: Path, truth: Truth) -> None:
    """Raise ValueError unless an audit of a generated log found what is true of it."""
    metrics = json.loads(result.read_text())["metrics"]
    expected = {
        "contacts.count": truth.contacts,
        "contacts.customers": truth.customers,
        "contacts.per_customer.max": truth.most,
        "contacts.duplicates": truth.duplicates,
        "contacts.unattributed_share": truth.unattributed / truth.contacts,
        "contacts.orphan_events": 0,
        "contacts.rejected_rows": 0,
        "fatigue.same_day.customers": truth.same_day,
        "fatigue.after_opt_out": truth.after_opt_out,
        "fatigue.after_hard_bounce": truth.after_hard_bounce,
        "response.late": truth.late,
        "response.rate": truth.responded / truth.judged,
    }
    _compare(str(result), {name: _value(metrics[name]) for name in expected}, expected)
    slope, planted = metrics["response.within_customer_slope"], 100 * truth.change / truth.spread
    if abs(slope["value"] - planted) > POINTS or slope["high"] >= 0 or slope["label"] is not None:
        raise ValueError(f"{result}: the slope is {slope}; planted: {planted}")


def check_giant(result: Path, truth: Truth) -> None:
    """Raise ValueError unless an audit counted the contacts, the customers and the busiest customer's contacts."""
    metrics = json.loads(result.read_text())["metrics"]
    expected = {
        "contacts.count": truth.contacts,
        "contacts.customers": truth.customers,
        "contacts.per_customer.max": truth.most,
    }
    _compare(str(result), {name: metrics[name] for name in expected}, expected)


def check_equal(result: Path, audit: Path) -> None:
    """Raise ValueError unless every metric and table of a rival, or of another audit, is the audit's."""
    found, known = (json.loads(path.read_text()) for path in (result, audit))
    mine = {name: _value(value) for name, value in known["metrics"].items()}
    _compare(str(result), {name: _value(value) for name, value in found["metrics"].items()}, mine)
    for name, rows in found["tables"].items():
        expected = known["tables"][name]
        if rows is None or expected is None:
            if rows is not expected:
                raise ValueError(f"{result}: {name} is not known to both")
            continue
        for row, right in zip(rows, expected, strict=True):
            _compare(f"{result}: {name}", row, right)


def check_replay(result: Path, truth: Truth) -> None:
    """Raise ValueError unless a replay kept or stopped every contact, and a longer rest stopped no fewer."""
    policies = json.loads(result.read_text())["policies"]
    stopped = [policy["stopped"] for policy in policies]
    for policy in policies:
        _compare(str(result), {"contacts": policy["kept"] + policy["stopped"]}, {"contacts": truth.contacts})
    if sorted(stopped) != stopped:
        raise ValueError(f"{result}: more rest stops less: {stopped}")


def check_rows(result: Path, rows: int) -> None:
    """Raise ValueError unless a sort handed over so many rows."""
    if int(result.read_text()) != rows:
        raise ValueError(f"{result}: {result.read_text()} rows; there are {rows}")


def _value(measure: Any) -> Any:  # noqa: ANN401  # a number, a text, or an estimate with its bounds
    return measure.get("value", measure.get("odds_ratio")) if isinstance(measure, dict) else measure


def _compare(where: str, found: dict[str, Any], expected: dict[str, Any]) -> None:
    for name, value in found.items():
        right = expected[name]
        if value == right or (_is_number(value) and _is_number(right) and isclose(value, right, rel_tol=SAME)):
            continue
        raise ValueError(f"{where}: {name} is {value}; right would be {right}")


def _is_number(value: object) -> bool:
    return isinstance(value, int | float)
