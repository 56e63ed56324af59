"""Agreement against published numbers."""

from __future__ import annotations

import pytest

from cxmaturity.stats import ordinal_alpha, r_wg


def test_ordinal_alpha_of_krippendorffs_reliability_data():
    """Data C of Krippendorff's computation of alpha: four observers, twelve units."""
    rows = ["1 2 3 3 2 1 4 1 2 . . .", "1 2 3 3 2 2 4 1 2 5 . 3", ". 3 3 3 2 3 4 2 2 5 1 .", "1 2 3 3 2 4 4 1 2 5 1 ."]
    ratings = [
        {f"u{column:02}": int(value) for column, value in enumerate(row.split()) if value != "."} for row in rows
    ]
    assert ordinal_alpha(ratings) == pytest.approx(0.815388, abs=5e-7)


@pytest.mark.parametrize("ratings", [[], [{"a": 1, "b": 2}], [{"a": 1}, {"b": 2}], [{"a": 1}, {"a": 1}]])
def test_alpha_is_null_without_variation_or_a_second_voice(ratings):
    assert ordinal_alpha(ratings) is None


@pytest.mark.parametrize(
    ("values", "expected"), [([3], None), ([2, 2, 2], 1.0), ([0, 3], 1 - 4.5 / 1.25), ([1, 2], 1 - 0.5 / 1.25)]
)
def test_r_wg(values, expected):
    assert r_wg(values, 4) == (None if expected is None else pytest.approx(expected))
