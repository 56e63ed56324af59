"""Where the texts of a finished PDF lie: nothing overlaps, nothing is cut, nothing stands alone."""

from __future__ import annotations

import pytest

pytest.importorskip("weasyprint", exc_type=OSError)

from report import layout, layout_rules, prints


@pytest.mark.parametrize("language", ["en", "fr"])
def test_the_bank_report_is_laid_out_well(language):
    assert layout_rules.broken(layout.read(prints.bank(language).content)) == []
