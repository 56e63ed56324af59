"""The report quotes a contact rule whole: every limit, whom it concerns, and what is not counted."""

from __future__ import annotations

import pytest

from cxmaturity.report.view.contacts import policy_words
from cxmaturity.report.view.speech import Speech

TWO = {
    "name": "ours",
    "limits": [{"contacts": 1, "days": 180.0, "to": "relationship"}, {"contacts": 2, "days": 0.5, "to": None}],
    "exempt": ["complaint-survey"],
    "declared": True,
}


@pytest.mark.parametrize(
    ("language", "words"),
    [
        (
            "en",
            "1 request in 180 days from relationship sources and 2 requests in 0.5 days, not counting complaint-survey",
        ),
        (
            "fr",
            "1 sollicitation en 180 jours de sources de type relationnel et 2 sollicitations en 0,5 jour, sans compter "
            "complaint-survey",
        ),
    ],
)
def test_a_rule_is_quoted_whole(language, words):
    assert words in policy_words(TWO, Speech(language, {})).replace("\N{NO-BREAK SPACE}", " ")
