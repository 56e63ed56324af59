"""What decisions, goals and legends say: what is there already is no goal, and what is not drawn is not named."""

from __future__ import annotations

from dataclasses import replace

import pytest
from report import sample
from report.test_title_rules import ENGLISH, THIRTY, first, of, plain, planned, shown

from cxmaturity.evidence.answers import Level, Unknown
from cxmaturity.model.schema import Target
from cxmaturity.report.view import decisions, records
from cxmaturity.roadmap.catalogue import catalogue


@pytest.mark.parametrize(
    ("metric", "to", "answers", "lifts", "said"),
    [
        ("fatigue.customers_over_policy_share", 0.01, True, True, "Customers over the contact rule: 41% → 1%"),
        ("fatigue.customers_over_policy_share", 0.5, True, True, "To remedy: 17,344 customers were asked more often"),
        ("fatigue.customers_over_policy_share", 0.5, False, True, "“The way feedback is collected and reviewed"),
        ("fatigue.customers_over_policy_share", 0.5, False, False, "Customers over the contact rule: to stay at 41%"),
        ("fragmentation.unlinked", 0, False, True, "“The way feedback is collected and reviewed"),
        (None, 0, True, True, "To remedy: 17,344 customers were asked more often"),
        (None, 0, False, True, "“The way feedback is collected and reviewed"),
        (None, 0, False, False, "The practices that it establishes hold at the next assessment."),
    ],
)
def test_no_goal_is_one_that_is_reached(metric, to, answers, lifts, said):
    """A value that is not there yet comes first, then the finding that an action is for, then what it lifts."""
    assessment = sample.assessment()
    plan = next(action for action in sample.roadmap().actions if action.start)
    changes = {
        "target": Target(metric=metric, to=to) if metric else None,
        "answers": ("over_policy",) if answers else (),
        "establishes": {"q3.documented" if lifts else "q6.trend": "fully"},
    }
    found = replace(plan, action=plan.action.model_copy(update=changes))
    assert plain(decisions.aim_of(assessment, found, ENGLISH)).startswith(said)


@pytest.mark.parametrize(
    ("lifts", "said"),
    [
        (0, "2 actions start in the first 6 months"),
        (1, "2 actions start in the first 6 months, for 1 of the 5 practices that stage 2 waits for"),
        (4, "2 actions start in the first 6 months, for 4 of the 5 practices that stage 2 waits for"),
        (5, "2 actions start in the first 6 months, for all that stage 2 waits for"),
    ],
)
def test_the_first_actions_are_said_to_be_for_the_stage_where_they_are(lifts, said):
    assessment, _, (one, other) = planned(1, 2)
    blockers = assessment.scores.blockers
    assert len(blockers) == 5
    chosen = dict.fromkeys(blockers[:lifts], "fully")
    lifting = replace(one, action=one.action.model_copy(update={"establishes": chosen}))
    idle = replace(other, action=other.action.model_copy(update={"establishes": {}}))
    assert records._title(assessment, [lifting, idle]).show("en") == said


def test_an_action_that_keeps_a_declared_rule_does_not_set_one():
    facts = sample.facts()
    for declared, title in (
        (True, "Have every team keep the contact limit in force"),
        (False, "Set one contact limit"),
    ):
        log = replace(sample.contacts(), policy={**THIRTY, "declared": declared})
        named = catalogue(sample.model(), replace(facts, contacts=log))["contact-policy"].action.title.en
        assert named.startswith(title)


@pytest.mark.parametrize(
    ("levels", "marks"),
    [({}, ("ring", "dot")), (first(1, Unknown()), ("ring", "dot", "band"))],
    ids=["all answered", "one open"],
)
def test_the_legend_names_what_is_drawn(levels, marks):
    assert shown(of(levels)).questions.marks == marks


def test_why_a_higher_score_stands_lower_is_said_only_where_it_does():
    late = {each.id: Level.NOT for each in sample.model().practices if each.question == "q2" and each.stage != 2}
    alike, crossed = (plain(shown(of(levels)).questions.reading) for levels in ({}, late | first(1, Level.NOT)))
    assert alike == "Q5 has no practice beyond stage 3."
    assert crossed.startswith("A score is a mean, a stage needs every required practice")
