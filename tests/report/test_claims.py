"""What the report claims, and what it leaves unsaid: goals, predictions, who decides, names, stages."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
import small_models as small
from report import sample

from cxmaturity.assess import assess
from cxmaturity.cli.paper import Paper
from cxmaturity.cli.score_page.contradicted import contradicted
from cxmaturity.evidence.answers import Level
from cxmaturity.evidence.loop import LoopFacts
from cxmaturity.evidence.measures import Estimate
from cxmaturity.evidence.ownership_map import OwnershipMap
from cxmaturity.model import load_metrics
from cxmaturity.model.schema import Target
from cxmaturity.report.edition import Edition
from cxmaturity.report.view import Report, view
from cxmaturity.report.view.prediction import prediction
from cxmaturity.report.view.present import is_reached, present
from cxmaturity.report.view.waiting import waiting
from cxmaturity.results import Results
from cxmaturity.roadmap.plan import Value
from cxmaturity.scoring import contradictions


def shown(assessment, roadmap=None, language="en") -> Report:
    return view(Results(assessment, roadmap), Edition(language), {metric.id: metric for metric in load_metrics()})


def mapped(**sections):
    """The bank with further sections on its map."""
    record = sample.ownership_map().model_dump(mode="json", by_alias=True, exclude_unset=True)
    return assess(sample.model(), replace(sample.facts(), map=OwnershipMap.model_validate({**record, **sections})))


@pytest.mark.parametrize(
    ("metric", "known"),
    [
        ("interview.perception_gap", True),
        ("map.team_metric_share", True),
        ("fatigue.customers_over_policy_share", True),
        ("roadmap.linked_share", False),
    ],
)
def test_a_metric_is_looked_up_wherever_it_is_known(metric, known):
    assert (present(sample.assessment(), metric) is not None) is known


def test_what_the_closed_loop_shows_is_known_too():
    share = Estimate(0.4, 0.3, 0.5, 90)
    seen = sample.assessment()
    followed = assess(seen.model, replace(seen.facts, loop=LoopFacts({"loop.acknowledged": share}, {})))
    assert (present(seen, "loop.acknowledged"), present(followed, "loop.acknowledged")) == (None, share)


@pytest.mark.parametrize(
    ("metric", "goal", "now", "reached"),
    [
        ("map.objective_stated", 1, True, True),
        ("map.objective_stated", 1, False, False),
        ("interview.perception_gap", 10, 66.7, False),
        ("interview.perception_gap", 10, 10.0, True),
        ("fatigue.after_opt_out", 0, 3, False),
        ("fatigue.after_opt_out", 0, 0, True),
        ("loop.acknowledged", 0.9, Estimate(0.95, 0.93, 0.97, 400), True),
        ("loop.acknowledged", 0.9, Estimate(0.5, 0.4, 0.6, 400), False),
    ],
)
def test_a_target_is_reached_from_its_good_side(metric, goal, now, reached):
    assert is_reached(sample.assessment(), Target(metric=metric, to=goal), now) is reached


def test_the_quarter_is_the_first_from_which_on_the_stage_is_kept():
    plan = sample.roadmap()
    stages = {quarter.quarter: quarter.stage.value for quarter in plan.predicted}
    found = prediction(sample.assessment(), plan)
    assert found is not None
    assert (found.stage, found.quarter) == (3, "2028-Q2")
    assert all(stage == 3 for quarter, stage in stages.items() if quarter >= found.quarter)
    assert stages["2028-Q1"] != 3


@pytest.mark.parametrize(
    ("assessment", "plan"),
    [
        (sample.assessment(), replace(sample.roadmap(), proven=False, gap=0.04)),
        (sample.empty_assessment(), sample.roadmap()),
    ],
)
def test_without_ground_no_stage_is_predicted_anywhere(assessment, plan):
    report = shown(assessment, plan)
    assert report.roadmap is not None
    said = (report.summary.chart, *report.roadmap.charts, report.roadmap.title, report.roadmap.source)
    assert not [words for words in said if "redicted" in words.replace("with the predicted stage at each", "")]
    assert not [tile for tile in report.summary.tiles if "predicted" in tile.label]


def test_the_plan_speaks_of_the_months_that_its_actions_span():
    plan = sample.roadmap()
    report = shown(sample.assessment(), plan)
    assert report.roadmap is not None
    assert "over 20\u00a0months" in report.roadmap.title
    assert "20 months" in report.cover.subtitle


def test_an_action_that_began_before_the_plan_is_shown_as_running():
    plan = sample.roadmap()
    early = replace(plan.actions[0], start="2026-09")
    report = shown(sample.assessment(), replace(plan, actions=(early, *plan.actions[1:])))
    assert report.roadmap is not None
    assert "Expérience client, running since September\u00a02026" in report.roadmap.charts[0]


def test_an_action_waits_for_what_it_requires_or_for_a_full_team():
    plan = sample.roadmap()
    first, second = plan.actions[0], plan.actions[5]
    first = replace(first, value=Value(0.1, 0.1, 0, 0, 1), start="2026-11", end="2026-12", effort={"cx": 12})
    asked = second.action.model_copy(update={"requires": (first.action.id,)})
    worth = Value(0.9, 0.9, 0, 0, 1)
    later = replace(second, action=asked, value=worth, start="2027-01", end="2027-01", effort={"cx": 4})
    needing = waiting(replace(plan, actions=(first, later)), [later, first])
    assert needing is not None
    assert (needing.first, needing.full) == ((first.action.id,), None)
    free = replace(later, action=asked.model_copy(update={"requires": ()}))
    full = waiting(replace(plan, actions=(first, free)), [free, first])
    assert full is not None
    assert (full.first, full.full) == ((), "cx")
    assert waiting(replace(plan, actions=(first, free), capacity={}), [free, first]) is None


@pytest.mark.parametrize(
    ("sponsor", "who"), [("COO", "COO"), (None, "executive committee"), (" ", "executive committee")]
)
def test_executives_decide_on_what_needs_them(sponsor, who):
    plan = sample.roadmap()
    by_id = {item.action.id: item for item in plan.actions}
    first = replace(by_id["sponsor-and-objective"], status="proposed", start="2026-11", end="2026-11", owner="cx")
    second = replace(by_id["source-inventory"], status="proposed", start="2026-12", end="2026-12", owner="cx")
    assessment = mapped(programme={"sponsor_role": sponsor})
    decided = shown(assessment, replace(plan, actions=(first, second))).summary.decisions
    assert [decision.who for decision in decided] == [who, "Direction Expérience client"]


def test_no_id_stands_where_something_has_a_name():
    assessment = mapped(
        alerts=[
            {"id": "bad-visit", "source": "apres-agence", "trigger": "score <= 2"},
            {"id": "z9", "trigger": "score < 3"},
        ],
        programme={"owner_role": "CX", "objective": "fideliser"},
    )
    page = shown(assessment, sample.roadmap()).ownership
    assert page is not None
    said = " ".join(row.title + row.detail for row in (*page.gaps, *page.minor, *page.counted)) + page.chart
    assert "Après une visite en agence (scor" in said
    assert "score < 3" in said
    assert "bad-visit" not in said
    assert "“pop-up-credit”" in said
    assert "foundations (executive sponsor)" in said


def test_sections_that_the_map_lacks_are_named_in_words():
    page = shown(sample.assessment(), language="fr").ownership
    assert page is not None
    assert "croisements des attentes et des leviers" in page.source
    assert "crossings" not in page.source


def partly_answered(*questions: str):
    """The bank with answers to some questions only, no log, no map."""
    some = tuple(answer for answer in sample.answers() if answer.practice.split(".")[0] in questions)
    return assess(sample.model(), replace(sample.facts(), answers=some, contacts=None, map=None))


def test_questions_without_an_answer_have_no_stage():
    report = shown(partly_answered("q1", "q2", "q3", "q5", "q6"))
    assert "All" not in report.questions.title
    assert "Not placed, because nothing is answered: Q4, Q7." in report.ladder.source
    assert ">Q4<" not in report.ladder.chart
    assert ">Q1<" in report.ladder.chart
    assert report.ladder.has_open_stages == ("stroke-dasharray" in report.ladder.chart)


def test_only_silence_keeps_a_finished_programme_back():
    done = tuple(a for a in sample.solved_assessment().facts.answers if not a.practice.startswith("q7."))
    report = shown(assess(sample.model(), replace(sample.facts(), answers=done, contacts=None, map=None)))
    assert report.questions.title.startswith("1\u00a0question without an answer keeps the programme at stage\u00a01")


def test_the_legend_speaks_of_dashes_only_where_there_are_some():
    for assessment in (sample.assessment(), sample.bare_assessment(), sample.empty_assessment()):
        ladder = shown(assessment).ladder
        assert ladder.has_open_stages == ("stroke-dasharray" in ladder.chart)


def test_claims_that_stand_are_counted_as_the_scores_judge_them():
    assessment = sample.assessment()
    verdicts = Counter(score.verdict for score in assessment.scores.practices)
    told = [sentence.replace("\u00a0", " ") for sentence in shown(assessment).evidence.others]
    assert [sentence.split(" claim")[0] for sentence in told] == [
        f"{verdicts['confirmed']}",
        f"{verdicts['consistent']}",
    ]
    assert "confirmed exactly" in told[0]
    assert "consistent" in told[1]


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"as_old_as": date(2025, 1, 31)}, "31\u00a0January 2025, 622 days before the cycle’s date"),
        ({"policy": {"name": "rest-30"}}, "No contact rule of the organisation’s own is declared"),
        ({}, None),
    ],
)
def test_evidence_that_is_left_out_is_said_with_its_age_and_the_limit(change, said):
    facts = sample.facts()
    seen = assess(sample.model(), replace(facts, contacts=replace(facts.contacts, **change)))
    report = shown(seen)
    told = ("checks no answer", "No contact rule")
    limits = [limit for limit in report.method.limits if not limit.startswith("Records:")]
    left_out = [limit for limit in limits if any(words in limit for words in told)]
    assert len(left_out) == (said is not None)
    for limit in left_out:
        assert said.replace("\u00a0", " ") in limit.replace("\u00a0", " ")
        assert limit in report.evidence.unspoken
    assert seen.scores.practice("q1.contact-limits").verdict == ("unverified" if change else "contradicted")


def test_contradictions_stand_in_one_order_wherever_they_are_shown(capsys):
    seen = sample.assessment()
    found = [each.practice for each in contradictions(seen.model, seen.scores)]
    assert [practice.id for practice in found] != sorted(practice.id for practice in found)
    contradicted(seen, Paper("en"), Path("acme"))
    page = capsys.readouterr().out
    places = [page.index(practice.id) for practice in found]
    assert places == sorted(places)
    report = shown(seen)
    statements = [practice.statement.en for practice in found]
    assert [claim.statement for claim in report.evidence.claims] == statements
    assert [contrast.said for contrast in report.summary.contrasts] == statements[:2]


def test_of_a_contradicted_claim_the_report_shows_what_contradicts_it():
    """Two metrics speak about the practice; one of them supports the claim."""
    model = small.model([small.practice("q1.a", evidence=[small.rule("response.rate"), small.rule("loop.documented")])])
    contacts = sample.facts().contacts
    contacts = replace(contacts, metrics={**contacts.metrics, "response.rate": 0.0, "loop.documented": 1.0})
    facts = replace(
        sample.facts(), answers=(small.answer("q1.a", Level.FULLY),), contacts=contacts, loop=None, map=None
    )
    (claim,) = shown(assess(model, facts)).evidence.claims
    assert "Response rate" in claim.seen
    assert "Cases" not in claim.seen
