"""Evidence as a sentence: every rule of the shipped models says what is claimed and what its metric shows."""

from __future__ import annotations

import re

import pytest
import small_models as small

from cxmaturity.evidence.measures import Estimate, Gap, Measure
from cxmaturity.evidence.sentences import sentence, shows
from cxmaturity.model import find_model, load_metrics, load_model
from cxmaturity.model.schema import EvidenceRule, Part

UNITS = {metric.id: metric.unit for metric in load_metrics()}
RULES = [
    (practice.id, number, rule)
    for name in ("cx-program", "closed-loop")
    for practice in load_model(find_model(name)).practices
    for number, rule in enumerate(practice.evidence)
]


def measures(rule: EvidenceRule) -> list[Measure]:
    """The least, the most and what lies between, as the metric's unit has them."""
    unit = UNITS[rule.metric]
    if unit == "bool":
        return [False, True]
    return [0, 0.412, Estimate(0.024, 0.0179, 0.031, 3_500), 1] if unit == "share" else [0, 1, 2, 66.7]


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize(("practice", "number", "rule"), RULES, ids=[f"{name}-{number}" for name, number, _ in RULES])
def test_every_rule_reads_well(practice, number, rule, language):
    assert rule.claims
    assert rule.shows
    for measure in measures(rule):
        said = sentence(rule, measure, language)
        assert re.match("claims (?!claims)|déclare (?!déclare)", said), said
        assert "; " in said
        assert re.search(r"\d|yes|no\b|oui|non", said), said
        assert not re.search(r"[{}]|\.$|  ", said), said
        assert len(said) <= 180, said
        if language == "fr":
            assert not re.search(r" [;:?!%»]|« |[a-z]'[a-z]", said), said


RULE = small.rule("fatigue.customers_over_policy_share", "down", 0.2, 0.05, 0.01)
WORDS: dict[str, Part] = {
    "claims": small.words("a limit that holds"),
    "shows": small.words("{value:percent} of customers were asked more often than that"),
}
SPOKEN = RULE.model_copy(update=WORDS)


@pytest.mark.parametrize(
    ("rule", "measure", "said"),
    [
        (SPOKEN, 0.41, "claims a limit that holds; 41% of customers were asked more often than that"),
        (SPOKEN, 0.0004, "claims a limit that holds; < 1% of customers were asked more often than that"),
        (
            SPOKEN,
            Estimate(0.41, 0.38, 0.4444, 3_500),
            "claims a limit that holds; 41% of customers were asked more often than that (38.0% to 44.4%, n = 3,500)",
        ),
        (
            SPOKEN,
            Estimate(0.41, None, None),
            "claims a limit that holds; 41% of customers were asked more often than that",
        ),
        (SPOKEN, None, "claims a limit that holds; Customers over the contact rule: no data"),
        (RULE, 0.41, "Customers over the contact rule: 41.0%"),
        (SPOKEN.model_copy(update={"claims": None}), 0.41, "41% of customers were asked more often than that"),
    ],
)
def test_a_sentence(rule, measure, said):
    assert sentence(rule, measure, "en").replace("\u00a0", " ") == said


def test_a_figure_without_a_form_stands_in_its_unit():
    rule = small.rule("map.programme_owner").model_copy(update={"shows": small.words("one owner: {value}")})
    assert shows(rule, True, "en") == "one owner: yes"
    assert shows(rule, False, "fr") == "one owner: non (fr)"


@pytest.mark.parametrize(
    ("shared", "language", "said"),
    [
        (1, "en", "the roles lie 67 points apart (on 1 shared practice)"),
        (4, "en", "the roles lie 67 points apart (on 4 shared practices)"),
        (4, "fr", "the roles lie 67 points apart (fr) (sur 4 pratiques communes)"),
    ],
)
def test_a_gap_says_on_how_much_it_rests(shared, language, said):
    rule = small.rule("interview.perception_gap").model_copy(
        update={"shows": small.words("the roles lie {value:int} points apart")}
    )
    assert shows(rule, Gap(200 / 3, shared), language) == said
