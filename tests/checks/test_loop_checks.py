"""What is open in the closed loop becomes findings: severities, figures and words a manager understands."""

from __future__ import annotations

from dataclasses import replace

import pytest
from small_maps import a_map

from cxmaturity.checks.loop import CLAIMS, find_in_loop
from cxmaturity.evidence.loop import LoopFacts
from cxmaturity.evidence.measures import Estimate
from cxmaturity.model import find_model, load_model

MODEL = load_model(find_model("cx-program"))
MAP = a_map("sources: [{id: post-ticket, name: After a ticket}, {id: yearly}]")
GAPS = {
    "rule_cell_missing": ("detractor/key/post-ticket", "passive/–/yearly", "–/pro/–", "–/…/–", "–/–/–"),
    "rule_unreachable": ("never",),
    "rule_conflict": ("first", "fourth", "second", "third"),
    "rule_without_owner": ("nobody",),
    "case_missing": ("first", "second"),
    "case_late": ("first",),
    "case_wrong_owner": ("first",),
}
FIGURES = {
    "rule_cell_missing": {"answers": 1234},
    "rule_conflict": {"count": 2, "pair0": "first – second", "pair1": "third – fourth"},
    "rule_without_owner": {"answers": 1},
    "case_missing": {"answers": 312},
    "case_late": {"cases": 1},
    "case_wrong_owner": {"cases": 17},
}
FACTS = LoopFacts(
    {"loop.rules_share": 0.75, "loop.coverage": Estimate(0.4, 0.3, 0.5, 90), "loop.deadline": None}, {}, GAPS, FIGURES
)
FOUND = {finding.id: finding for finding in find_in_loop(MODEL, FACTS, MAP)}


def test_each_claim_that_fails_is_a_finding():
    assert set(FOUND) == set(GAPS) == set(CLAIMS)
    assert {name: finding.subjects for name, finding in FOUND.items()} == GAPS
    assert {finding.check.family for finding in FOUND.values()} == {"loop"}


def test_severities_are_those_of_the_contract():
    assert {name: finding.severity for name, finding in FOUND.items()} == {
        "rule_cell_missing": "medium", "rule_conflict": "medium", "rule_without_owner": "medium",
        "case_missing": "medium", "case_late": "medium", "rule_unreachable": "low", "case_wrong_owner": "low",
    }  # fmt: skip


def test_values_are_those_of_the_metrics_that_they_rest_on():
    assert {name: finding.value for name, finding in FOUND.items() if finding.metric} == {
        "rule_cell_missing": 0.75,
        "case_missing": 0.4,
        "case_late": None,
    }


def test_the_weight_of_a_finding_is_the_share_of_the_answers_that_it_concerns():
    weighed = {each.id: each.weight for each in find_in_loop(MODEL, replace(FACTS, answers=3120, cases=34), MAP)}
    assert weighed["case_missing"] == 0.1
    assert weighed["case_wrong_owner"] == 0.5
    assert weighed["rule_unreachable"] is None
    assert FOUND["case_missing"].weight is None


def test_pairs_that_are_not_named_are_counted():
    figures = {**FIGURES, "rule_conflict": {"count": 5, "pair0": "first – second"}}
    found = {each.id: each for each in find_in_loop(MODEL, replace(FACTS, figures=figures), MAP)}["rule_conflict"]
    assert "first – second and 4 more" in found.detail("en")
    assert "first – second et 4 autres" in found.detail("fr")


TITLES = {
    "rule_cell_missing": ("5 kinds of answers meet no rule (1,234 answers)", "5 types de réponses ne rencontrent"),
    "rule_conflict": ("2 pairs of rules contradict each other", "2 paires de règles se contredisent"),
    "rule_without_owner": (
        "1 rule is for nobody: no team takes the case, or is told (1 answer)",
        "1 règle n’est pour personne",
    ),
    "case_missing": ("312 answers should have opened a case and did not", "312 réponses auraient dû ouvrir"),
    "case_late": ("1 case was not followed up in time", "1 dossier n’a pas été suivi dans les délais"),
    "case_wrong_owner": ("17 cases went to a team other than", "17 dossiers sont allés à une autre équipe"),
    "rule_unreachable": ("1 rule can never apply", "1 règle ne peut jamais s’appliquer"),
}


@pytest.mark.parametrize("finding", GAPS)
def test_titles_say_how_many_answers_or_cases_it_is_about(finding):
    for language, expected in zip(("en", "fr"), TITLES[finding], strict=True):
        title, detail = FOUND[finding].title(language), FOUND[finding].detail(language)
        assert title.startswith(expected)
        assert "{" not in title + detail


def test_cells_and_pairs_are_named_as_people_say_them():
    cells = "detractors · key · After a ticket, passives · yearly, pro, small segments, answers that tell nothing else."
    assert cells in FOUND["rule_cell_missing"].detail("en")
    assert "pro, petits segments, " in FOUND["rule_cell_missing"].detail("fr")
    assert "détracteurs · key · After a ticket" in FOUND["rule_cell_missing"].detail("fr")
    for language in ("en", "fr"):
        assert "first – second, third – fourth." in FOUND["rule_conflict"].detail(language)


def test_what_is_not_counted_is_not_said():
    bare = LoopFacts({}, {}, {"rule_without_owner": ("nobody",), "rule_unreachable": ("a", "b")})
    titles = [finding.title("en") for finding in find_in_loop(MODEL, bare, None)]
    assert titles == ["2 rules can never apply", "1 rule is for nobody: no team takes the case, or is told"]


def test_nothing_open_is_no_finding():
    assert list(find_in_loop(MODEL, LoopFacts({}, {}), None)) == []
