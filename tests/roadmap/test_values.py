"""What practices and actions are worth, against figures worked out by hand."""

from fractions import Fraction
from random import Random

import pytest
from roadmap.plans import action, facts, finding, model_with, plan, said
from small_models import answer, practice

from cxmaturity.evidence.answers import Level, NotApplicable
from cxmaturity.roadmap.values import worths
from cxmaturity.scoring import judge, raised, tally

NOTHING = {"q1.a": 2, "q1.b": 2, "q1.c": 3, "q2.d": 2}


def by_id(roadmap):
    return {item.action.id: item for item in roadmap.actions}


def test_a_worked_example():
    actions = [
        action("one", {"q1.a": "fully", "q1.c": "largely"}, answers=("tired",)),
        action("two", {"q1.a": "fully"}, answers=("split",)),
        action("three", {"q2.d": "partly"}),
    ]
    small = model_with(actions, NOTHING)
    known = facts([said("q1.a", Level.PARTLY), said("q1.c"), said("q2.d")])
    roadmap = plan(small, known, [finding("tired", 0.2), finding("split", 0.4)])
    # Gains in points of the mean over two questions: a +2/9·50, c +2/9·50, d +1/3·50, so the shares are 2/3, 2/3, 1.
    # Own blockers: q1 has a and b, q2 has d, which “partly” does not open. Reach: a .4 and c .2, so 1 and ½.
    # Nothing is verified: .8.
    values = {"q1.a": 0.5 * 2 / 3 + 0.3 * 1 + 0.2 * 1, "q1.c": 0.5 * 2 / 3 + 0.2 * 0.5, "q2.d": 0.5}
    assert roadmap.practice_values == pytest.approx({key: 0.8 * value for key, value in values.items()})
    one, two = by_id(roadmap)["one"].value, by_id(roadmap)["two"].value
    assert (one.score, one.stage, one.reach) == pytest.approx((0.8 * 0.5, 0.8 * 0.15, 0.8 * 0.2))
    assert (two.score, two.stage, two.reach) == pytest.approx((0.8 / 6, 0.8 * 0.15, 0.8 * 0.1))
    assert one.confidence == pytest.approx(0.8)


def test_parts_add_up_to_the_practices():
    actions = [
        action("one", {"q1.a": "fully", "q1.b": "fully"}, answers=("tired",)),
        action("two", {"q1.a": "fully", "q2.d": "largely"}),
        action("three", {"q1.c": "fully", "q1.a": "fully"}, answers=("split",)),
    ]
    roadmap = plan(model_with(actions, NOTHING), facts(), [finding("tired", 0.3), finding("split", None)])
    assert sum(item.value.total for item in roadmap.actions) == pytest.approx(sum(roadmap.practice_values.values()))
    for item in roadmap.actions:
        assert item.value.total == pytest.approx(item.value.score + item.value.stage + item.value.reach)


def test_weights_are_the_organisations():
    small = model_with([action("one", {"q1.a": "fully"})])
    value = plan(small, facts(value_weights=(0.0, 1.0, 0.0))).actions[0].value
    assert (value.score, value.stage) == pytest.approx((0, 0.8))


def test_what_a_finding_alone_calls_for_is_worth_its_reach():
    small = model_with([action("one", {"q1.a": "fully"}, answers=("tired",))])
    done = facts([answer("q1.a", Level.FULLY)])
    assert plan(small, done).actions == ()
    item = plan(small, done, [finding("tired", 0.1)]).actions[0]
    assert item.findings == ("tired",)
    assert (item.value.score, item.value.stage, item.value.reach) == pytest.approx((0, 0, 0.16))
    nobody = plan(small, done, [finding("tired", None)]).actions[0]
    assert (nobody.value.total, nobody.value.confidence) == (0, None)
    assert nobody.start == "2027-01"


def test_what_does_not_apply_gains_nothing():
    small = model_with([action("one", {"q1.a": "fully"}), action("two", {"q1.b": "fully"})])
    known = facts([answer("q1.a", NotApplicable("not_our_business"))])
    assert [item.action.id for item in plan(small, known).actions] == ["two"]


def test_a_practice_of_two_actions_counts_once():
    small = model_with([action("one", {"q1.a": "fully"}), action("two", {"q1.a": "fully"}, months=3)])
    roadmap = plan(small, facts(), months=6)
    assert roadmap.objective == pytest.approx(5 * roadmap.practice_values["q1.a"])


def test_practices_without_required_ones_still_score():
    small = model_with([action("one", {"q1.a": "fully"})])
    small = small.model_copy(update={"practices": (practice("q1.a", required=False),)})
    value = plan(small, facts()).actions[0].value
    assert (value.stage, value.score) == pytest.approx((0, 0.4))


def mean_low(scores):
    lows = [question.score.low for question in scores.questions if question.score.low is not None]
    return sum(lows, Fraction(0)) / len(lows) if lows else Fraction(0)


@pytest.mark.parametrize("seed", range(20))
def test_the_gain_of_a_practice_is_what_scoring_everything_anew_gives(seed):
    draw = Random(seed)
    stages = {f"q{1 + n % 3}.p{n}": draw.choice([2, 3]) for n in range(8)}
    levels = {key: draw.choice(["partly", "largely", "fully"]) for key in stages}
    small = model_with([action(key.replace(".", "-"), {key: levels[key]}) for key in stages], stages)
    voices = [*Level, NotApplicable("not_our_business")]
    everything = [NotApplicable("not_our_business")] if seed == 0 else voices
    said_of = [answer(key, draw.choice(everything)) for key in stages if seed == 0 or draw.random() < 0.7]
    scores = tally(small, judge(small, said_of, {}))
    gains = {}
    for key, level in levels.items():
        moved = [raised(score, Level.of(level)) if score.practice.id == key else score for score in scores.practices]
        gains[key] = mean_low(tally(small, moved)) - mean_low(scores)
    most = max(gains.values())
    found = worths(small, scores, (), {item.id: item for item in small.actions})
    assert {key: worth.parts[0] for key, worth in found.items()} == {
        key: float(gain / most) if most else 0 for key, gain in gains.items()
    }
