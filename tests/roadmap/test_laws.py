"""What holds of every plan, checked from its result alone, on random models."""

from __future__ import annotations

import itertools
from random import Random

import pytest
from roadmap.plans import action, facts, finding, model_with, plan, said

from cxmaturity.evidence.answers import Level
from cxmaturity.roadmap import months
from cxmaturity.scoring import judge, tally

START = months.index("2026-11")


def random_case(seed: int):
    draw = Random(seed)
    stages = {f"q{1 + n % 3}.p{n}": draw.choice([2, 2, 3, 4]) for n in range(9)}
    levels = {key: draw.choice(["largely", "fully"]) for key in stages}
    actions = []
    for n in range(draw.randint(2, 8)):
        keys = draw.sample(sorted(stages), draw.randint(1, 2))
        actions.append(
            action(
                f"a{n}",
                {key: levels[key] for key in keys},
                months=draw.randint(1, 4),
                requires=tuple(f"a{other}" for other in range(n) if draw.random() < 0.15),
                effort={role: float(draw.randint(1, 9)) for role in draw.sample(["cx", "it", "hr"], 2)},
                answers=("tired",) if draw.random() < 0.3 else (),
            )
        )
    capacity = {"cx": tuple(float(draw.randint(2, 6)) for _ in range(3)), "it": (5.0,)}
    answers = [said(key, draw.choice(list(Level))) for key in stages if draw.random() < 0.6]
    running = [{"id": "a0", "status": "running"}] if draw.random() < 0.3 else []
    return model_with(actions, stages), facts(answers, start="2026-11", capacity=capacity, said=running)


@pytest.mark.parametrize("seed", range(40))
def test_laws_of_a_plan(seed):
    small, known = random_case(seed)
    roadmap = plan(small, known, [finding("tired", 0.2)], months=8)
    ends = {item.action.id: months.index(item.end) - START for item in roadmap.actions if item.end}
    starts = {item.action.id: months.index(item.start) - START for item in roadmap.actions if item.start}
    movable = [item for item in roadmap.actions if item.start and item.status != "running"]
    for item in movable:
        key = item.action.id
        assert 0 <= starts[key] <= ends[key] < 8
        assert ends[key] - starts[key] + 1 == item.action.months
        assert all(ends[other] < starts[key] for other in item.action.requires)
    assert all((item.why_not is None) == (item.start is not None) for item in roadmap.actions)
    keeps_the_order_of_stages(small, known, roadmap, movable, ends)
    keeps_capacity(roadmap, starts, ends)
    adds_up(roadmap, ends)


def keeps_the_order_of_stages(small, known, roadmap, movable, ends):
    scores = tally(small, judge(small, known.answers, {}))
    stage = {item.id: item.stage for item in small.practices}
    for item in movable:
        for practice in item.action.establishes:
            for blocker in scores.question(practice.partition(".")[0]).own_blockers:
                by = [other.action.id for other in roadmap.actions if blocker in other.action.establishes]
                if stage[blocker] < stage[practice] and by:
                    assert min(ends.get(other, 99) for other in by) <= ends[item.action.id]


def keeps_capacity(roadmap, starts, ends):
    for team, limits in roadmap.capacity.items():
        for month, limit in enumerate(limits):
            active = [
                item
                for item in roadmap.actions
                if item.start and starts[item.action.id] <= month <= ends[item.action.id]
            ]
            used = sum(item.effort.get(team, 0) / item.action.months for item in active)
            forced = sum(item.effort.get(team, 0) / item.action.months for item in active if item.status == "running")
            assert used <= max(limit, forced) + 1e-6


def adds_up(roadmap, ends):
    total = 0.0
    for practice, value in roadmap.practice_values.items():
        done = [ends[i.action.id] for i in roadmap.actions if i.start and practice in i.action.establishes]
        total += value * max(0, 8 - min(done) - 1) if done else 0.0
    assert roadmap.objective == pytest.approx(total, abs=1e-6)
    assert roadmap.proven
    assert roadmap.bound >= roadmap.objective - 1e-9
    assert sum(item.value.total for item in roadmap.actions) == pytest.approx(sum(roadmap.practice_values.values()))


@pytest.mark.parametrize("seed", range(40, 46))
def test_more_capacity_and_a_longer_horizon_never_lower_the_value(seed):
    small, known = random_case(seed)
    base = plan(small, known, months=6).objective
    assert plan(small, known, months=6, capacity={"cx": 20}).objective >= base - 1e-6
    assert plan(small, known, months=7).objective >= base - 1e-6


@pytest.mark.parametrize("seed", range(50, 54))
def test_predictions_never_fall(seed):
    small, known = random_case(seed)
    quarters = plan(small, known, months=12).predicted
    for earlier, later in itertools.pairwise(quarters):
        assert later.stage.low >= earlier.stage.low
        assert all(later.questions[key].low >= earlier.questions[key].low for key in earlier.questions)
