"""The actions of the shipped models: nothing is left without one, and each says what it is, does, costs and aims at."""

from __future__ import annotations

import re

import pytest

from cxmaturity.model import find_model, load_model

MODELS = {name: load_model(find_model(name)) for name in ("cx-program", "closed-loop")}
ACTIONS = [(name, action) for name, model in MODELS.items() for action in model.actions]
EVERY_ACTION = pytest.mark.parametrize(
    ("name", "action"), ACTIONS, ids=[f"{name}: {action.id}" for name, action in ACTIONS]
)

MOVED_BESIDES = {
    "comment-reading": "loop.linked_to_action",
    "one-workflow": "loop.documented",
    "right-conversations": "loop.aims",
}
"""Targets on a metric that neither a rule of the practices nor a finding of the action names, and that it moves."""

ASK_MORE = {
    "q1.relationship-survey",
    "q1.functional-surveys",
    "q1.journey-coverage",
    "q1.expectations-explored",
    "q2.concept-tests",
}
"""Practices that cannot be put in place without asking customers more: coverage rises, and so does the burden."""

LEVELS = ["not", "partly", "largely", "fully"]

HORIZON = 24
"""Months, unless the roadmap is told otherwise."""


@pytest.mark.parametrize("name", MODELS)
def test_every_practice_and_every_finding_has_an_action(name):
    model = MODELS[name]
    established = {practice for action in model.actions for practice in action.establishes}
    answered = {finding for action in model.actions for finding in action.answers}
    assert established == {practice.id for practice in model.practices}
    assert answered == {check.id for check in model.checks}
    assert len(answered) >= 47


@pytest.mark.parametrize("name", MODELS)
def test_the_roadmap_can_plan_all_of_them_by_the_month(name):
    """Above 40 candidates it plans by quarters; an own action or two must find room beside the library."""
    assert len(MODELS[name].actions) < 40


@EVERY_ACTION
def test_every_field_is_filled(name, action):
    assert len(action.obstacles) >= 2
    assert 3 <= len(action.plan) <= 6
    assert sum(action.effort.values()) > 0
    for language in ("en", "fr"):
        said = [action.objective, action.background, action.impact, *action.obstacles, *action.plan]
        sentences = [getattr(words, language) for words in said]
        assert [sentence for sentence in sentences if sentence[-1] not in ".?"] == []
        assert [sentence for sentence in sentences if len(sentence.split()) < 4] == []


@EVERY_ACTION
def test_a_title_says_what_to_do(name, action):
    english, french = action.title.en, action.title.fr
    assert len(english) <= 60
    assert len(french) <= 70
    assert not english.endswith((".", "ing"))
    assert re.match(r"[A-ZÉ]\S*(?:er|ir|re),? ", french), french


@pytest.mark.parametrize("name", MODELS)
def test_no_two_actions_say_the_same(name):
    for language in ("en", "fr"):
        said = [
            getattr(words, language)
            for action in MODELS[name].actions
            for words in (action.title, action.objective, action.impact, *action.obstacles, *action.plan)
        ]
        assert len(said) == len(set(said))


def reaches(rule, value):
    """Return the highest level whose threshold a value reaches, the threshold itself included."""
    sign = 1 if rule.direction == "up" else -1
    limits = {level: getattr(rule.thresholds, level) for level in LEVELS[1:]}
    return max(["not", *(level for level in limits if sign * value >= sign * limits[level])], key=LEVELS.index)


@EVERY_ACTION
def test_a_target_supports_what_the_action_establishes(name, action):
    """Reaching it must be enough for the evidence rules to grant the level; else it promises too much."""
    rules = [
        (level, rule)
        for practice, level in action.establishes.items()
        for rule in MODELS[name].practice(practice).evidence
    ]
    if action.target is not None:
        short = [
            level
            for level, rule in rules
            if rule.metric == action.target.metric
            and LEVELS.index(reaches(rule, action.target.to)) < LEVELS.index(level)
        ]
        assert short == []


@EVERY_ACTION
def test_a_target_is_on_a_figure_that_the_action_moves(name, action):
    model = MODELS[name]
    checks = {check.id: check.metric for check in model.checks}
    moved = {rule.metric for practice in action.establishes for rule in model.practice(practice).evidence}
    moved |= {checks[finding] for finding in action.answers if checks[finding] is not None}
    if action.id in MOVED_BESIDES:
        moved.add(MOVED_BESIDES[action.id])
    assert (action.target is None) == (not moved), "an action that moves some metric aims at one"
    assert action.target is None or action.target.metric in moved


@pytest.mark.parametrize("name", MODELS)
def test_all_three_levels_occur(name):
    levels = [action.level for action in MODELS[name].actions]
    assert set(levels) == {"individual", "functional", "cross-functional"}
    one_role = [action.id for action in MODELS[name].actions if len(action.effort) == 1]
    assert [action.id for action in MODELS[name].actions if action.id in one_role and action.level[0] == "c"] == []


@EVERY_ACTION
def test_an_action_that_makes_customers_be_asked_more_says_so(name, action):
    assert action.adds_requests == bool(ASK_MORE & set(action.establishes))


@pytest.mark.parametrize("name", MODELS)
def test_prerequisites_leave_time_for_everything(name):
    """With people enough, each action and whatever it needs first fits between now and the usual horizon."""
    actions = {action.id: action for action in MODELS[name].actions}

    def done_after(wanted):
        first = max((done_after(earlier) for earlier in actions[wanted].requires), default=0)
        return first + actions[wanted].months

    assert max(done_after(wanted) for wanted in actions) <= HORIZON
