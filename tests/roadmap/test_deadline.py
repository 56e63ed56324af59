"""A stage by a quarter: the cheapest actions against all schedules there are, and why none attains it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from random import Random

import pytest
from roadmap.plans import action, facts, model_with, placed, plan, said
from roadmap.problems import allowed
from small_models import answer

from cxmaturity.errors import InputError
from cxmaturity.evidence.answers import Level, NotApplicable
from cxmaturity.roadmap import months
from cxmaturity.roadmap.asked import asked
from cxmaturity.roadmap.deadline import aim_at
from cxmaturity.roadmap.record import roadmap_record
from cxmaturity.roadmap.what_if import Deadline, WhatIf
from cxmaturity.scoring import judge, raised, tally

A, B, C = {"q1.a": "fully"}, {"q1.b": "fully"}, {"q1.c": "fully"}
SECOND = Deadline(2, "2027-Q2")


def attained(small, known, deadline=SECOND, **more):
    return plan(small, known, months=None, deadline=deadline, **more).attainment


def random_case(seed):
    """Return a model of two questions and stages 2 and 3, what is known, and a deadline."""
    draw = Random(seed)
    stages = {f"q{n}.{key}": draw.choice([2, 2, 3]) for n in (1, 2) for key in "ab"}
    actions = []
    for number in range(draw.randint(2, 4)):
        keys = draw.sample(sorted(stages), draw.randint(1, 2))
        actions.append(
            action(
                f"a{number}",
                {key: "partly" if key == "q2.b" and seed % 3 == 0 else "fully" for key in keys},
                draw.randint(1, 2),
                effort={draw.choice(["cx", "it"]): draw.choice([0.5, 1, 2, 2, 4])},
                requires=tuple(f"a{other}" for other in range(number) if draw.random() < 0.25),
            )
        )
    answers = [said(key, draw.choice(list(Level))) for key in stages if draw.random() < 0.5]
    running = [{"id": "a0", "status": "running"}] if draw.random() < 0.3 else []
    capacity = {"cx": tuple(draw.choice([0, 1, 2, 4]) for _ in range(2)), "it": (draw.choice([1, 2, 4]),)}
    small = model_with(actions, stages)
    required = tuple(item.model_copy(update={"required": draw.random() < 0.8}) for item in small.practices)
    known = facts(answers, start="2027-01", capacity=capacity, said=running)
    return small.model_copy(update={"practices": required}), known, Deadline(draw.choice([2, 2, 3]), "2027-Q2")


def every_schedule(small, known, horizon):
    """Yield for each allowed schedule what it costs, how many it places, and in which month each action ends."""
    scores = tally(small, judge(small, known.answers, {}))
    given = asked(small, known, scores, (), WhatIf(horizon))
    problem = given.problem()
    for starts in allowed(problem.instance):
        ends = {key: place.done for key, place in problem.fixed.items()}
        chosen = [(key, start) for key, start in zip(problem.jobs, starts, strict=True) if start is not None]
        ends |= {key: problem.instance.months_to(problem.job(key), start) for key, start in chosen}
        yield sum(sum(given.efforts[key].values()) for key, _ in chosen), len(chosen), ends


def stages_of(small, known):
    """Return a function from finished actions to the organisation's stage, by the scoring alone."""
    scores = judge(small, known.answers, {})
    seen = {}

    def stage(done):
        if done not in seen:
            levels = {}
            for item in small.actions:
                if item.id in done:
                    levels |= {key: Level.of(level) for key, level in item.establishes.items()}
            moved = [raised(one, levels[one.practice.id]) if one.practice.id in levels else one for one in scores]
            seen[done] = tally(small, moved, flips=False).stage.value or 0
        return seen[done]

    return stage


@pytest.mark.parametrize("seeds", [range(first, first + 15) for first in range(0, 60, 15)], ids=str)
def test_nothing_cheaper_attains_the_stage(seeds):
    for seed in seeds:
        small, known, deadline = random_case(seed)
        time = deadline.end - months.index("2027-01")
        stage = stages_of(small, known)
        ranks = [
            (cost, count)
            for cost, count, ends in every_schedule(small, known, time)
            if stage(frozenset(key for key, end in ends.items() if end <= time)) >= deadline.stage
        ]
        roadmap = plan(small, known, months=None, deadline=deadline)
        found = roadmap.attainment
        assert found.proven
        assert found.attained == bool(ranks), seed
        if ranks:
            assert (found.days, len(found.actions)) == pytest.approx(min(ranks)), seed
            then = next(item for item in roadmap.predicted if item.quarter == deadline.quarter)
            assert then.stage.value >= deadline.stage
            going = {item.action.id for item in roadmap.actions if item.start and item.status != "running"}
            assert going == set(found.actions), seed


def test_it_is_not_attained_before_the_quarter_that_is_told():
    told = []
    for seed in range(35):
        small, known, _ = random_case(seed)
        deadline = Deadline(2, "2027-Q1")
        found = attained(small, known, deadline)
        if found.attained or found.earliest_unlimited is None:
            continue
        stage = stages_of(small, known)
        reached = {
            month
            for _, _, ends in every_schedule(small, known, 6)
            for month in range(7)
            if stage(frozenset(key for key, end in ends.items() if end <= month)) >= 2
        }
        first = min((months.quarter(months.index("2027-01") + month) for month in reached), default=None)
        assert found.earliest == first or (first is None and (found.earliest or "2028") > "2027-Q2"), seed
        told.append(found.earliest)
    assert {None, "2027-Q2"} <= set(told)


def test_with_the_days_that_are_missing_it_is_attained():
    seen = 0
    for seed in range(40):
        small, known, deadline = random_case(seed)
        found = attained(small, known, deadline)
        if found.attained or not found.missing:
            continue
        days = {team: list(given) for team, given in known.roadmap.capacity.items()}
        for item in found.missing:
            days[item.team] = [amount + item.days for amount in days[item.team]]
        state = known.roadmap.model_copy(update={"capacity": {team: tuple(given) for team, given in days.items()}})
        assert attained(small, replace(known, roadmap=state), deadline).attained, seed
        seen += 1
    assert seen > 3


def why(found):
    assert not found.attained
    assert found.actions == ()
    assert all(sentence.show("fr") for sentence in found.why)
    return " ".join(str(sentence) for sentence in found.why)


def test_the_set_is_placed_for_the_most_value_and_the_rest_is_not_needed():
    actions = [
        action("dear", A, effort={"cx": 9}),
        action("cheap", A, effort={"cx": 4}, requires=("base",)),
        action("base", {"q2.b": "fully"}, effort={"cx": 4}),
        action("aside", C, months=2),
    ]
    small = model_with(actions, {"q1.a": 2, "q2.b": 5, "q1.c": 4})
    roadmap = plan(small, facts([said("q2.b")], capacity={"cx": (9,)}), months=12, deadline=SECOND)
    found = roadmap.attainment
    assert (found.attained, found.actions, dict(found.effort), found.days) == (True, ("cheap", "base"), {"cx": 8}, 8)
    assert found.practices == ("q1.a",)
    assert placed(roadmap) == {
        "base": ("2027-01", "2027-01"),
        "cheap": ("2027-02", "2027-02"),
        "dear": (None, None),
        "aside": (None, None),
    }
    reasons = {str(item.why_not) for item in roadmap.actions if item.start is None}
    assert reasons == {"It is not needed for stage 2 by the end of Q2\u00a02027."}
    values = roadmap.practice_values
    assert roadmap.objective == pytest.approx(11 * values["q2.b"] + 10 * values["q1.a"])
    record = roadmap_record(roadmap, "en")["deadline"]
    assert record == {
        "stage": 2,
        "quarter": "2027-Q2",
        "attained": True,
        "proven": True,
        "actions": ["cheap", "base"],
        "effort": {"cx": 8},
        "days": 8,
        "why": None,
        "practices": ["q1.a"],
        "teams": [],
        "earliest": None,
        "earliest_unlimited": None,
    }


def test_the_quarters_last_month_is_too_late_to_end():
    small = model_with([action("one", A, months=5)])
    assert attained(small, facts()).attained
    late = attained(small, facts(said=[{"id": "one", "months": 6}]))
    assert "too little time" in why(late)
    assert (late.practices, late.earliest, late.earliest_unlimited) == (("q1.a",), "2027-Q3", "2027-Q3")


def test_of_two_that_cost_the_same_the_fewest_and_then_the_earliest():
    apart = [action("a1", A, effort={"cx": 1}), action("a2", B, effort={"cx": 1})]
    together = action("both", A | B, months=3, effort={"cx": 2})
    assert attained(model_with([*apart, together]), facts()).actions == ("both",)
    slow = action("slow", A | B, months=4, effort={"cx": 2})
    assert attained(model_with([*apart, slow, together]), facts()).actions == ("both",)


def test_a_stage_that_is_attained_already_needs_nothing():
    small = model_with([action("one", A), action("two", B)], {"q1.a": 2, "q1.b": 5})
    roadmap = plan(small, facts([answer("q1.a")]), months=6, deadline=SECOND)
    assert (roadmap.attainment.attained, roadmap.attainment.actions) == (True, ())
    assert "already" in str(roadmap.attainment.why[0])
    assert placed(roadmap) == {"two": (None, None)}


def test_actions_that_run_may_suffice():
    small = model_with([action("one", A, effort={"cx": 9}), action("two", B)], {"q1.a": 2, "q1.b": 5})
    known = facts(said=[{"id": "one", "status": "running", "started": date(2026, 12, 1)}], capacity={"cx": (1,)})
    found = attained(small, known)
    assert (found.attained, found.actions, found.days) == (True, (), 0)
    assert "run already" in str(found.why[0])


def test_a_question_of_which_nothing_is_said_counts_as_stage_1():
    actions = [action("one", A), action("word", {"q2.a": "partly"}), action("top", {"q2.z": "fully"}, months=2)]
    small = model_with(actions, {"q1.a": 2, "q2.a": 4, "q2.z": 5})
    found = attained(small, facts())
    assert found.actions == ("one", "word")
    assert found.practices == ("q1.a", "q2.a", "q2.z")
    assert attained(small, facts([said("q2.a")])).actions == ("one",)


def test_a_deadline_lengthens_the_plan():
    small = model_with([action("one", A)])
    far = plan(small, facts(), months=None, deadline=Deadline(2, "2029-Q4"))
    assert (far.months, far.predicted[-1].quarter) == (36, "2029-Q4")


def test_too_little_capacity_says_who_lacks_what_and_when_it_would_be():
    actions = [action("one", A, effort={"cx": 4}, months=2), action("two", B, effort={"it": 3})]
    found = attained(model_with(actions), facts(capacity={"cx": (0.5,) * 6 + (2,), "it": (2,) * 8 + (3,)}))
    assert [(item.team, item.days) for item in found.missing] == [("cx", 1.5), ("it", 1.0)]
    assert (found.earliest, found.earliest_unlimited) == ("2027-Q4", "2027-Q1")
    told = why(found)
    assert "“cx” lacks 1.5 days" in told
    assert "Q4\u00a02027" in told
    never = attained(model_with(actions), facts(capacity={"cx": (0,)}))
    assert never.earliest is None
    assert "ten years" in why(never)


NEVER = {
    "no action": ([action("two", B)], {}, "No action establishes “q1.a”"),
    "only partly": ([action("one", {"q1.a": "partly"}), action("two", B)], {}, "“one” establishes “q1.a” only partly"),
    "dropped": ([action("one", A)], {"said": [{"id": "one", "status": "dropped"}]}, "it is dropped"),
    "finished": ([action("one", A)], {"said": [{"id": "one", "status": "finished"}]}, "though “one” is finished"),
    "requires what is dropped": (
        [action("one", A, requires=("two",)), action("two", B, requires=("three",)), action("three", C)],
        {"said": [{"id": "three", "status": "dropped"}]},
        "“one” would establish “q1.a”, and requires “three”",
    ),
    "outside control": (
        [action("one", A)],
        {"answers": [answer("q1.a", NotApplicable("outside_control"))]},
        "outside your control",
    ),
}


@pytest.mark.parametrize("case", NEVER, ids=str)
def test_a_practice_that_nothing_establishes_keeps_the_stage_away(case):
    actions, known, named = NEVER[case]
    small = model_with(actions, {"q1.a": 2, "q1.b": 4, "q1.c": 4, "q2.d": 4})
    found = attained(small, facts(**known))
    assert named in why(found)
    assert "q1.a" in found.practices
    assert (found.earliest, found.missing) == (None, ())


CONTRADICTIONS = {
    "over before the start": ({"deadline": Deadline(2, "2026-Q4")}, "Give 2027-Q1 or a later one."),
    "too far": ({"deadline": Deadline(2, "2037-Q1")}, "until 2036-Q4"),
    "behind the horizon": ({"deadline": SECOND, "months": 5}, "at least 6 months"),
    "left out": ({"deadline": SECOND, "without": ["one"]}, "needs what --without leaves out (one)"),
    "requires what is left out": ({"deadline": SECOND, "without": ["zero"]}, "(zero)"),
}


@pytest.mark.parametrize("case", CONTRADICTIONS, ids=str)
def test_what_ifs_that_contradict_each_other_are_named(case):
    options, named = CONTRADICTIONS[case]
    small = model_with(
        [action("one", A, requires=("zero",)), action("zero", B), action("two", C)],
        dict.fromkeys(("q1.a", "q1.b"), 2) | {"q1.c": 4},
    )
    with pytest.raises(InputError) as caught:
        plan(small, facts(), **({"months": None} | options))
    assert named in str(caught.value)
    assert all(problem.show("fr") for problem in caught.value.problems)


def test_what_is_left_out_may_cost_more():
    small = model_with([action("cheap", A, effort={"cx": 1}), action("dear", A, effort={"cx": 5})])
    assert attained(small, facts()).days == 1
    assert attained(small, facts(), without=["cheap"]).days == 5


def test_of_many_candidates_those_that_may_be_needed_are_placed_by_month():
    actions = [action(f"a{n:02}", {f"q1.p{n:02}": "fully"}, months=2, effort={"cx": 2}) for n in range(45)]
    stages = {f"q1.p{n:02}": 2 if n < 3 else 4 for n in range(45)}
    roadmap = plan(model_with(actions, stages), facts(capacity={"cx": (2,)}), months=24, deadline=SECOND)
    assert not roadmap.by_quarter
    assert roadmap.attainment.actions == ("a00", "a01", "a02")
    assert len(roadmap.actions) == 45
    every = dict.fromkeys(stages, 2)
    whole = plan(model_with(actions, every), facts(capacity={"cx": (99,)}), months=24, deadline=Deadline(2, "2027-Q4"))
    assert whole.by_quarter
    assert (whole.attainment.attained, len(whole.attainment.actions)) == (True, 45)


def test_a_search_that_is_stopped_claims_nothing():
    small = model_with([action("one", A, effort={"cx": 1})])
    scores = tally(small, judge(small, (), {}))
    given = asked(small, facts(capacity={"cx": (1,)}), scores, (), WhatIf(12))
    found = aim_at(given, SECOND, lambda: True).attainment
    assert (found.attained, found.proven) == (False, False)
    assert "search ended" in why(found)
