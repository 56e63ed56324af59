"""Symptoms on the score page: a count of all there are is said as the share that it is."""

from __future__ import annotations

from dataclasses import replace

import pytest
from report import sample

from cxmaturity.assess import assess
from cxmaturity.cli.paper import Paper
from cxmaturity.cli.score_page.symptoms import symptoms
from cxmaturity.model import find_model, load_model


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", "Share of customers asked twice in a day: 4.4%, shows above 1.0%"),
        ("fr", "Part des clients sollicités deux fois le même jour : 4,4 %, visible au-delà de 1,0 %"),
    ],
)
def test_a_count_of_customers_is_said_as_their_share(capsys, monkeypatch, language, said):
    monkeypatch.setenv("COLUMNS", "100")
    facts = sample.facts()
    counted = {**facts.contacts.metrics, "fatigue.same_day.customers": 44, "contacts.customers": 1000}
    facts = replace(facts, contacts=replace(facts.contacts, metrics=counted))
    symptoms(assess(load_model(find_model("cx-program")), facts), Paper(language))
    page = " ".join(capsys.readouterr().out.split())
    assert said in page
    assert "÷" not in page
