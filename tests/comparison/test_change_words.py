"""How far a metric moved, in words."""

from __future__ import annotations

import pytest

from cxmaturity.comparison.change_words import change_words

COUNT, SHARE, RATIO = "contacts.tools", "response.rate", "optout.per_1000"


@pytest.mark.parametrize(
    ("metric", "change", "english", "french"),
    [
        (SHARE, 0.3, "+30.0\u00a0pts", "+30,0\u00a0pts"),
        (SHARE, -0.0346, "−3.5\u00a0pts", "−3,5\u00a0pts"),
        (SHARE, 0.0004, "+0.04\u00a0pts", "+0,04\u00a0pts"),
        (SHARE, 0, "0.0\u00a0pts", "0,0\u00a0pts"),
        (COUNT, -3, "−3", "−3"),
        (RATIO, 12.5, "+12.5", "+12,5"),
        (RATIO, 0.04, "+0.04", "+0,04"),
        (COUNT, None, "–", "–"),
    ],
)
def test_a_change_stands_in_its_metrics_unit(metric, change, english, french):
    assert (change_words(metric, change, "en"), change_words(metric, change, "fr")) == (english, french)
