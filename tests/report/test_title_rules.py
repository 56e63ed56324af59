"""Each title's condition: on every side of it the title says what the data says, and no more."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from report import sample

from cxmaturity.assess import Assessment, assess
from cxmaturity.evidence.answers import Answer, Level, NotApplicable, Unknown, Voice
from cxmaturity.evidence.ownership_map import OwnershipMap
from cxmaturity.model import load_metrics
from cxmaturity.report.charts.claims import ClaimCell
from cxmaturity.report.edition import Edition
from cxmaturity.report.view import Report, contacts, tiles, value_order, view
from cxmaturity.report.view.claims import ClaimRow
from cxmaturity.report.view.claims import _title as claims_title
from cxmaturity.report.view.defence import order_title
from cxmaturity.report.view.evidence import _title as evidence_title
from cxmaturity.report.view.figures import calendar, collisions, doses, pressure
from cxmaturity.report.view.roadmap import _title as roadmap_title
from cxmaturity.report.view.speech import Speech
from cxmaturity.results import Results
from cxmaturity.scoring import StageReach

ENGLISH = Speech("en", {metric.id: metric for metric in load_metrics()})
EARLY = [practice.id for practice in sample.model().practices if practice.stage == 2 and practice.required]
"""What stage 2 requires."""


def of(levels: dict[str, Voice], default: Voice | None = Level.FULLY) -> Assessment:
    """Return an organisation whose only voice says this, and something else of all other practices, or nothing."""
    said = {practice.id: levels.get(practice.id, default) for practice in sample.model().practices}
    answers = tuple(Answer(name, voice, "cx-1", "cx") for name, voice in said.items() if voice is not None)
    return assess(sample.model(), replace(sample.facts(), answers=answers, contacts=None, map=None))


def shown(assessment: Assessment) -> Report:
    return view(Results(assessment), Edition("en"), {metric.id: metric for metric in load_metrics()})


def plain(words: str) -> str:
    return words.replace("\u00a0", " ")


def first(count: int, voice: Voice) -> dict[str, Voice]:
    """Return that voice on so many practices of stage 2."""
    return dict.fromkeys(EARLY[:count], voice)


STAGES = {
    "one missing": (
        of(first(1, Level.NOT)),
        "stands at stage 1 of 5: 1 practice separates it from stage 2",
        "1 practice is missing for stage 2, ",
    ),
    "two missing": (
        of(first(2, Level.PARTLY)),
        "stands at stage 1 of 5: 2 practices separate it from stage 2",
        "2 practices are missing for stage 2, ",
    ),
    "largely is enough": (of(first(2, Level.LARGELY)), "stands at stage 5, the last one", "the last stage is reached"),
    "one unknown": (
        of(first(1, Unknown())),
        "stands at stage 1 of 5 for now: 1 practice of stage 2 has no answer yet",
        "waits for an answer",
    ),
    "three unknown": (
        of(first(3, Unknown())),
        "stands at stage 1 of 5 for now: 3 practices of stage 2 have no answer yet",
        "wait for an answer",
    ),
    "one missing, one unknown": (
        of({EARLY[0]: Level.NOT, EARLY[1]: Unknown()}),
        "1 practice separates it from stage 2, and 1 waits for an answer",
        "1 practice is missing for stage 2, ",
    ),
    "one missing, two unknown": (
        of({EARLY[0]: Level.NOT, EARLY[1]: Unknown(), EARLY[2]: Unknown()}),
        "1 practice separates it from stage 2, and 2 wait for an answer",
        "2 wait for an answer",
    ),
    "one outside control": (
        of(first(1, NotApplicable("outside_control"))),
        "stands at stage 1 of 5: 1 practice separates it from stage 2",
        "1 practice is missing for stage 2, ",
    ),
    "nothing": (of({}, None), "cannot be placed on the scale yet", "No stage can be named yet"),
    "all": (of({}), "stands at stage 5, the last one", "the last stage is reached"),
}


@pytest.mark.parametrize("name", STAGES)
def test_what_nobody_answered_is_not_said_to_be_missing(name):
    assessment, summary, ladder = STAGES[name]
    report = shown(assessment)
    assert summary in plain(report.summary.title)
    assert ladder in plain(report.ladder.title)


def question(name: str, voice: Voice | None) -> dict[str, Voice | None]:
    return {practice.id: voice for practice in sample.model().practices if practice.question == name}


NAMES = [entry.id for entry in sample.model().questions]


@pytest.mark.parametrize(
    ("levels", "said"),
    [
        ({}, "All questions have reached the top of their scale"),
        (question("q1", Level.NOT), "1 of 7 questions keeps the programme at stage 1: "),
        (question("q1", Level.NOT) | question("q2", Level.NOT), "2 of 7 questions keep the programme at stage 1: "),
        (
            {key: level for name in NAMES[:4] for key, level in question(name, Level.NOT).items()},
            "4 of 7 questions keep the programme at stage 1: Q1, Q2, Q3 and Q4",
        ),
        (
            {key: level for name in NAMES for key, level in question(name, Level.NOT).items()},
            "All 7 questions stand at stage 1: no single one holds the programme back",
        ),
        (question("q1", Unknown()), "1 question without an answer keeps the programme at stage 1 for now"),
        (
            question("q1", Level.NOT) | question("q2", Unknown()),
            "1 of 6 questions with an answer keeps the programme at stage 1; 1 has none yet",
        ),
    ],
    ids=["none", "one", "two", "four", "all", "silent", "one and one silent"],
)
def test_the_questions_that_hold_the_programme_back(levels, said):
    assert said in plain(shown(of(levels)).questions.title)


@pytest.mark.parametrize(
    ("levels", "begins"),
    [
        ({}, "The programme "),
        (question("q1", Unknown()), "The programme "),
        (question("q1", Level.NOT), "The programme "),
        ({practice.id: Level.PARTLY for practice in sample.model().practices}, "No question scores lower than "),
        (
            {**{p.id: Level.PARTLY for p in sample.model().practices}, **question("q1", Level.NOT)},
            "No question scores lower than ",
        ),
    ],
    ids=["strong", "one silent", "one weak", "all partly", "partly and weak"],
)
def test_the_lead_praises_what_is_largely_there_only(levels, begins):
    lead = plain(shown(of(levels)).summary.lead)
    assert lead.startswith(begins)
    silent = any(isinstance(voice, Unknown) for voice in levels.values())
    assert ("no question is left behind" in lead) is (levels == {})
    assert ("not every question has an answer yet" in lead) is silent


@pytest.mark.parametrize(
    ("checked", "contradicted", "said"),
    [
        (0, 0, "No answer could be checked: every level rests on what people said"),
        (1, 0, "The records do not contradict the one claim that they speak about"),
        (1, 1, "The records contradict the one claim that they speak about"),
        (5, 0, "The records contradict none of the 5 claims that they speak about"),
        (5, 1, "The records contradict 1 of the 5 claims that they speak about"),
        (5, 4, "The records contradict 4 of the 5 claims that they speak about"),
        (5, 5, "The records contradict all 5 claims that they speak about"),
    ],
)
def test_claims_against_records(checked, contradicted, said):
    assert evidence_title(sample.assessment(), checked, contradicted).show("en") == said


def row(name: str, contradicted: int) -> ClaimRow:
    return ClaimRow(name, name, (ClaimCell("contradicted", "−1", ""),) * contradicted, ("", "", ""))


@pytest.mark.parametrize(
    ("counts", "said"),
    [
        ((0, 0), "The records contradict no claim of any question"),
        ((1, 0), "The contradicted claim belongs to this question: A"),
        ((3, 1), "3 of the 4 contradicted claims belong to one question: A"),
        ((2, 2), "Each question has a claim that the records contradict"),
        ((2, 1, 1, 0), "2 of the 4 contradicted claims belong to one question: A"),
        ((1, 1, 0), "The contradicted claims lie in 2 of the 3 questions"),
    ],
)
def test_the_question_of_most_contradictions_is_named_where_it_has_more_than_half(counts, said):
    rows = [row(name, count) for name, count in zip("ABC", counts, strict=False)]
    assert claims_title(rows).show("en") == said


SOURCES = {
    "nobody": "{id: %s}",
    "several": "{id: %s, accountable: [a, b]}",
    "dead end": "{id: %s, accountable: b}",
    "fine": "{id: %s, accountable: a}",
}


@pytest.mark.parametrize(
    ("kinds", "said"),
    [
        ([], "The map names no source of feedback yet"),
        (["fine"], "The only source has one team that answers for it"),
        (["fine", "fine"], "Each of the 2 sources has one team that answers for it"),
        (["nobody"], "1 source leads to nobody"),
        (["nobody", "nobody", "fine"], "2 sources lead to nobody"),
        (["nobody", "several"], "1 source leads to nobody and 1 has several teams"),
        (["dead end", "several", "several"], "2 sources have several teams and 1 ends at a team without a lever"),
        (
            ["nobody", "several", "dead end", "fine"],
            "3 of the 4 sources have no single team that answers for them and can act",
        ),
        (["nobody", "several", "dead end"], "None of the 3 sources has a single team that answers for it and can act"),
    ],
    ids=str,
)
def test_gaps_of_sources_are_counted_once_each(kinds, said):
    import yaml

    listed = [yaml.safe_load(SOURCES[kind] % f"s{place}") for place, kind in enumerate(kinds)]
    teams = [{"id": "a", "name": "A"}, {"id": "b", "name": "B"}]
    known = {"teams": teams, "sources": listed, "levers": [{"id": "l", "name": "L", "owner": "a"}]}
    facts = replace(sample.facts(), map=OwnershipMap.model_validate(known), contacts=None)
    found = shown(assess(sample.model(), facts)).ownership
    assert found is not None
    assert plain(found.title) == said


@pytest.mark.parametrize(("n", "said"), [(1, "in 1 request"), (0, "in 0 requests"), (7_000, "in 7,000 requests")])
def test_a_quiet_log_is_said_with_its_size(n, said):
    facts = replace(sample.contacts(), metrics={"contacts.count": n})
    title = contacts._title(facts, [], ENGLISH, None)
    assert plain(title) == f"None of the checks finds fatigue or fragmentation {said}"


THIRTY = {"name": "rest-30", "limits": [{"contacts": 1, "days": 30}], "counts": ["invite", "reminder"], "exempt": []}
WEEK = {**THIRTY, "limits": [{"contacts": 1, "days": 7}]}


@pytest.mark.parametrize(
    ("histogram", "policy", "said"),
    [
        ({"1": 9}, THIRTY, "9 customers are too few for shares"),
        ({"1": 1}, THIRTY, "1 customer is too few for shares"),
        ({}, THIRTY, "0 customers are too few for shares"),
        ({"1": 10}, THIRTY, "0% of customers received more than 1 request within 30 days"),
        ({"1": 5, "2": 5}, THIRTY, "50% of customers received more than 1 request within 30 days"),
        ({"2": 10}, THIRTY, "100% of customers received more than 1 request within 30 days"),
        (
            {"1": 5, "2": 5, "6": 6, "8": 4},
            THIRTY,
            "10 customers received 6 or more requests within 30 days, none 3 to 5",
        ),
        ({"1": 5, "2": 5, "6": 6, "8": 3}, THIRTY, "74% of customers received more than 1 request within 30 days"),
        ({"1": 5, "2": 5, "4": 90}, THIRTY, "95% of customers received more than 1 request within 30 days"),
        ({"1": 5, "2": 5}, WEEK, "50% of customers never received more than one request in 30 days"),
        ({"10+": 20}, WEEK, "0% of customers never received more than one request in 30 days"),
    ],
)
def test_how_many_were_asked_too_often(histogram, policy, said):
    facts = replace(sample.contacts(), histogram=histogram, policy=policy)
    assert pressure._title(facts).show("en") == said


def dose(pressure_: str, n: int, responded: int):
    return {"pressure": pressure_, "n": n, "responded": responded, "rate": responded / n if n else None}


FEW = "Too few requests follow others, or none, for their response to be compared"


@pytest.mark.parametrize(
    ("alone", "further", "said"),
    [
        ((0, 0), (50, 5), FEW),
        ((9, 9), (50, 5), FEW),
        ((50, 25), (9, 0), FEW),
        ((50, 25), (0, 0), FEW),
        ((10, 5), (10, 0), "50% of requests were answered where none came in the 30 days before, 0% where some did"),
        ((10, 1), (20, 20), "10% of requests were answered where none came in the 30 days before, 100% where some did"),
    ],
)
def test_response_is_compared_from_ten_requests_on_and_without_a_cause(alone, further, said):
    assert doses._title([dose("1", *alone), dose("2", *further)]).show("en") == said


@pytest.mark.parametrize(
    ("pairs", "share", "said"),
    [
        ((), None, "No two sources reached the same customer within a week"),
        ((), 0.0, "No two sources reached the same customer within a week"),
        (({"a": "x", "b": "y", "collisions": 3},), None, "1 pair of sources reached the same customers within a week"),
        (
            ({"a": "x", "b": "y", "collisions": 3},),
            0.25,
            "25% of repeat requests came from another source within a week",
        ),
    ],
)
def test_an_unknown_share_of_collisions_is_not_none(pairs, share, said):
    facts = replace(
        sample.contacts(),
        tables={"fragmentation.collision_pairs": pairs},
        metrics={"fragmentation.collision_share": share},
    )
    assert collisions.collision_title(facts).show("en") == said


@pytest.mark.parametrize(
    ("days", "said"),
    [
        ([4], "No day stands out: at most 4 requests on a day of sending"),
        ([4, 4, 4], "No day stands out: at most 4 requests on a day of sending"),
        ([4, 9, 4], "2 October 2026 was the busiest day: 9 requests, against 4 on a median day of sending"),
        ([2, 3], "2 October 2026 was the busiest day: 3 requests, against 2.5 on a median day of sending"),
        ([9, 1, 1, 1, 9], "No day was busier than 1 October 2026: 9 requests, against 1 on a median day of sending"),
    ],
    ids=str,
)
def test_the_busiest_day_is_one_or_none(days, said):
    counted = {date(2026, 10, place): n for place, n in enumerate(days, start=1)}
    assert plain(calendar._title(counted, ENGLISH)) == said


def planned(stage: int | None, predicted: int):
    plan = sample.roadmap()
    actions = tuple(action for action in plan.actions if action.start)[:2]
    quarters = tuple(replace(quarter, stage=StageReach(predicted, predicted, predicted)) for quarter in plan.predicted)
    scores = sample.assessment().scores
    assessment = replace(sample.assessment(), scores=replace(scores, stage=replace(scores.stage, value=stage)))
    return assessment, replace(plan, actions=actions, predicted=quarters), list(actions)


@pytest.mark.parametrize(
    ("stage", "predicted", "said"),
    [
        (1, 3, "lead from stage 1 to a predicted stage 3"),
        (1, 2, "lead from stage 1 to a predicted stage 2"),
        (1, 1, ": the predicted stage stays 1"),
        (5, 5, ", placed where they bring most value early"),
    ],
)
def test_a_plan_promises_a_stage_only_where_one_is_predicted(stage, predicted, said):
    assert said in roadmap_title(*planned(stage, predicted)).show("en")


def test_a_plan_without_a_place_for_any_action_says_so():
    assessment, plan, _ = planned(1, 2)
    assert roadmap_title(assessment, plan, []).show("en") == "No action finds a place in the next 24 months"


def test_days_are_summed_where_no_action_is_set_apart():
    _, _, actions = planned(1, 2)
    days = sum(actions[0].effort.values())
    assert value_order._title(0, actions[:1]).show("en").startswith(f"1 action takes {days:g} person-day")
    assert value_order._title(0, actions).show("en").startswith("2 actions take ")
    assert value_order._title(1, actions).show("en") == "1 of the 2 actions brings much value for few days"


@pytest.mark.parametrize(("proven", "said"), [(True, "brings most value early"), (False, "brings value early")])
def test_an_order_is_called_the_best_only_where_that_is_proven(proven, said):
    _, plan, _ = planned(1, 2)
    assert said in order_title(replace(plan, proven=proven)).show("en")


@pytest.mark.parametrize(
    ("share", "customers", "figure"),
    [(0.0, 10, "0%"), (0.5, 10, "50%"), (1.0, 9_999, "100%"), (0.5, 9, None), (None, 500, None), (0.5, None, None)],
)
def test_no_share_of_fewer_than_ten_customers_is_a_key_figure(share, customers, figure):
    metrics = {"fatigue.customers_over_policy_share": share, "contacts.customers": customers}
    facts = replace(sample.facts(), contacts=replace(sample.contacts(), metrics=metrics))
    tile = tiles._over_policy(replace(sample.assessment(), facts=facts), ENGLISH)
    assert (tile.figure if tile else None) == figure


CAUSAL = ("because of", "causes", "caused", "leads to less", "due to", "reduces", "makes customers")


def test_no_title_speaks_of_causes_where_the_log_shows_an_association():
    report = shown(sample.assessment())
    assert report.contacts is not None
    figures = (report.contacts.pressure, report.contacts.doses, report.contacts.collisions, report.contacts.frontier)
    said = " ".join([report.contacts.title, *(f"{figure.title} {figure.remark}" for figure in figures if figure)])
    assert [word for word in CAUSAL if word in said] == []
    assert "association" in said
