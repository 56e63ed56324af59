"""From findings to a plan: who is a candidate, what is kept, what is refused, what is predicted."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from roadmap.plans import action, facts, finding, model_with, placed, plan, said
from small_models import answer, practice, words

from cxmaturity.errors import InputError
from cxmaturity.evidence.answers import Level
from cxmaturity.evidence.ownership_map import OwnershipMap, Team
from cxmaturity.roadmap import months, more_days
from cxmaturity.roadmap.instance import Goal, Instance, Job
from cxmaturity.roadmap.plan import Earlier, StageMove
from cxmaturity.roadmap.record import roadmap_record

A, B, C = {"q1.a": "fully"}, {"q1.b": "fully"}, {"q1.c": "fully"}


def test_the_plan_starts_in_the_month_after_the_cycles_date():
    small = model_with([action("one", A)])
    assert plan(small, facts(start=None)).start == "2026-11"
    december = facts(start=None)
    assert months.name(months.of(date(2026, 12, 31)) + 1) == "2027-01"
    assert placed(plan(small, december)) == {"one": ("2026-11", "2026-11")}


def test_candidates_raise_a_practice_answer_a_finding_or_are_required():
    actions = [
        action("raises", A, requires=("needed",)),
        action("needed", B),
        action("answers", C, answers=("tired",)),
        action("idle", {"q1.d": "largely"}, answers=("split",)),
    ]
    known = facts([answer(key, Level.FULLY) for key in ("q1.b", "q1.c", "q1.d")])
    roadmap = plan(model_with(actions), known, [finding("tired", 0.1)])
    assert {item.action.id for item in roadmap.actions} == {"raises", "needed", "answers"}
    assert placed(roadmap)["raises"] == ("2027-02", "2027-02")


def test_all_finished_and_nothing_to_do():
    small = model_with([action("one", A)])
    finished = plan(small, facts(said=[{"id": "one", "status": "finished"}]))
    assert (finished.actions, finished.objective, finished.proven, finished.gap) == ((), 0, True, 0)
    assert [quarter.quarter for quarter in finished.predicted] == ["2027-Q1", "2027-Q2"]
    assert plan(small, facts([answer("q1.a")])).actions == ()
    assert plan(model_with([], {"q1.a": 2}), facts()).critical_chain == ()


def test_requirements_and_finished_ones():
    actions = [action("one", A, months=2), action("two", B, requires=("one",))]
    assert placed(plan(model_with(actions), facts()))["two"] == ("2027-03", "2027-03")
    met = plan(model_with(actions), facts(said=[{"id": "one", "status": "finished"}]))
    assert placed(met) == {"two": ("2027-01", "2027-01")}


@pytest.mark.parametrize("how", ["dropped", "left out"])
def test_what_requires_a_dropped_action_has_no_place(how):
    small = model_with([action("one", A), action("two", B, requires=("one",)), action("three", C, requires=("two",))])
    if how == "dropped":
        roadmap = plan(small, facts(said=[{"id": "one", "status": "dropped"}]))
    else:
        roadmap = plan(small, facts(), without=["one"])
    assert placed(roadmap) == {"two": (None, None), "three": (None, None)}
    reasons = {item.action.id: str(item.why_not) for item in roadmap.actions}
    assert "one" in reasons["two"]
    assert "two" in reasons["three"]


def test_a_running_action_keeps_its_start_and_its_days():
    actions = [
        action("runs", A, months=4, effort={"cx": 8}),
        action("next", B, effort={"cx": 1}),
        action("waits", C, requires=("runs",)),
    ]
    known = facts(said=[{"id": "runs", "status": "running", "started": date(2026, 11, 20)}], capacity={"cx": (2, 2, 1)})
    roadmap = plan(model_with(actions), known)
    assert placed(roadmap) == {
        "runs": ("2026-11", "2027-02"),
        "next": ("2027-03", "2027-03"),
        "waits": ("2027-03", "2027-03"),
    }
    values = roadmap.practice_values
    assert roadmap.objective == pytest.approx(4 * values["q1.a"] + 3 * values["q1.b"] + 3 * values["q1.c"])


def test_a_running_action_that_is_late_ends_in_the_first_month():
    small = model_with([action("late", A, effort={"cx": 2}), action("next", B, effort={"cx": 2})])
    known = facts(said=[{"id": "late", "status": "running", "started": date(2026, 3, 1)}], capacity={"cx": (2,)})
    assert placed(plan(small, known)) == {"late": ("2026-03", "2027-01"), "next": ("2027-02", "2027-02")}


def test_capacity_of_a_team_by_month():
    small = model_with([action(key, {f"q1.{key}": "fully"}, effort={"cx": 4}) for key in "abc"])
    roadmap = plan(small, facts(capacity={"cx": (4, 0, 4)}), months=4)
    assert sorted(start for start, _ in placed(roadmap).values()) == ["2027-01", "2027-03", "2027-04"]
    assert roadmap.capacity == {"cx": (4, 0, 4, 4)}
    assert roadmap.unlimited == ()


def test_capacity_that_nobody_declares_does_not_limit_and_is_said():
    small = model_with([action(key, {f"q1.{key}": "fully"}, effort={"cx": 40}) for key in "abc"])
    roadmap = plan(small, facts())
    assert {start for start, _ in placed(roadmap).values()} == {"2027-01"}
    assert (roadmap.unlimited, dict(roadmap.capacity)) == (("cx",), {})


def test_capacity_comes_from_override_roadmap_or_map():
    small = model_with([action("one", A, effort={"cx": 1, "dev": 2, "head": 3})])
    teams = (Team(id="crew", capacity_days_per_month=3), Team(id="it", capacity_days_per_month=5), Team(id="spare"))
    known = facts(map=OwnershipMap(teams=teams), capacity={"it": (6, 7)}, roles=(("cx", "crew"), ("dev", "it")))
    roadmap = plan(small, known, months=3)
    assert roadmap.capacity == {"crew": (3, 3, 3), "it": (6, 7, 7)}
    assert roadmap.unlimited == ("head",)
    assert roadmap.actions[0].effort == {"crew": 1, "it": 2, "head": 3}
    richer = plan(small, known, months=3, capacity={"it": 9, "head": 1, "spare": 2})
    assert richer.capacity == {"crew": (3, 3, 3), "it": (9, 9, 9), "head": (1, 1, 1), "spare": (2, 2, 2)}


def test_effort_of_two_roles_of_one_team_adds_up():
    small = model_with([action("one", A, effort={"cx": 3, "data": 4}, months=2)])
    known = facts(roles=(("cx", "crew"), ("data", "crew")), capacity={"crew": (3,)})
    item = plan(small, known).actions[0]
    assert (item.effort, item.start) == ({"crew": 7}, None)
    assert "crew" in str(item.why_not)


def test_higher_stages_wait_for_own_blockers():
    actions = [action("base", A, months=2, effort={"cx": 2}), action("top", {"q1.z": "fully"}, months=1)]
    roadmap = plan(model_with(actions, {"q1.a": 2, "q1.z": 3}), facts())
    assert placed(roadmap) == {"base": ("2027-01", "2027-02"), "top": ("2027-02", "2027-02")}
    other = plan(model_with(actions, {"q1.a": 2, "q1.z": 3}), facts([answer("q1.a", Level.LARGELY)]))
    assert placed(other)["top"] == ("2027-01", "2027-01")


def test_why_something_does_not_fit():
    actions = [
        action("base", A, months=1, effort={"cx": 9}),
        action("top", {"q1.z": "fully"}),
        action("first", {"q3.a": "fully"}, effort={"it": 4}),
        action("second", {"q3.b": "partly"}, effort={"it": 8}, months=2),
    ]
    stages = {"q1.a": 2, "q1.z": 3, "q3.a": 2, "q3.b": 2}
    roadmap = plan(model_with(actions, stages), facts(capacity={"cx": (1,), "it": (4,)}), months=2)
    reasons = {item.action.id: str(item.why_not) for item in roadmap.actions if item.start is None}
    assert reasons.keys() == {"base", "top", "second"}
    assert "“cx”" in reasons["base"]
    assert "q1.a" in reasons["top"]
    assert "“it”" in reasons["second"]


def test_a_requirement_may_leave_no_room_before_the_end():
    actions = [action("slow", A, months=2), action("long", B, months=3, requires=("slow",))]
    item = plan(model_with(actions), facts(), months=4).actions[-1]
    assert (item.action.id, item.start) == ("long", None)
    assert "April 2027" in str(item.why_not).replace("\u00a0", " ")


def test_practices_count_from_the_month_after():
    actions = [action("one", A, months=3), action("two", B, months=2)]
    roadmap = plan(model_with(actions), facts(start="2026-11"), months=6)
    assert placed(roadmap) == {"one": ("2026-11", "2027-01"), "two": ("2026-11", "2026-12")}
    lows = [(quarter.quarter, int(quarter.questions["q1"].low)) for quarter in roadmap.predicted]
    assert lows == [("2026-Q4", 0), ("2027-Q1", 100), ("2027-Q2", 100)]
    assert [quarter.stage.value for quarter in roadmap.predicted] == [None, 5, 5]
    values = roadmap.practice_values
    assert roadmap.objective == pytest.approx(3 * values["q1.a"] + 4 * values["q1.b"])


def test_critical_chain_of_requirements_and_of_a_full_team():
    actions = [
        action("one", A, months=2),
        action("two", B, months=1, requires=("one",)),
        action("three", C, months=2, requires=("two",)),
        action("aside", {"q1.d": "fully"}),
    ]
    assert plan(model_with(actions), facts()).critical_chain == ("one", "two", "three")
    busy = [action(key, {f"q1.{key}": "fully"}, effort={"cx": 4}) for key in "abc"]
    assert len(plan(model_with(busy), facts(capacity={"cx": (4,)})).critical_chain) == 3


@pytest.mark.parametrize(("effort", "chain"), [({"cx": 2}, ("other", "slow")), ({"support": 2}, ("slow",))])
def test_a_running_action_is_in_the_chain_only_where_something_waits_for_it(effort, chain):
    small = model_with([action("slow", A, effort={"cx": 2}), action("other", B, effort=effort)])
    known = facts(said=[{"id": "other", "status": "running", "started": date(2027, 1, 4)}], capacity={"cx": (2, 2)})
    known = replace(
        known, roadmap=known.roadmap.model_copy(update={"capacity": {"cx": (2 if effort == {"cx": 2} else 1, 2)}})
    )
    roadmap = plan(small, known)
    assert placed(roadmap)["slow"] == ("2027-02", "2027-02")
    assert roadmap.critical_chain == chain


def test_what_runs_without_being_part_of_the_plan_takes_its_days_and_is_said():
    small = model_with([action("done", A, months=2, effort={"cx": 4}), action("next", B, effort={"cx": 2})])
    running = [{"id": "done", "status": "running", "started": date(2027, 1, 1)}]
    roadmap = plan(small, facts([said("q1.a", Level.FULLY)], said=running, capacity={"cx": (2,)}))
    assert placed(roadmap) == {"next": ("2027-03", "2027-03")}
    assert roadmap.beside == ("done",)
    assert plan(small, facts([said("q1.a", Level.FULLY)], said=running)).beside == ()


def test_worth_by_the_values_of_another_plan():
    actions = [action("big", A, effort={"cx": 9}), action("small", B, effort={"cx": 1})]
    small = model_with(actions).model_copy(update={"practices": (practice("q1.a", 2, weight=9), practice("q1.b", 2))})
    known = facts(capacity={"cx": (1,)})
    plain, without = plan(small, known), plan(small, known, without=["big"])
    assert without.objective > 2 * plain.objective
    assert without.worth(plain.practice_values) == pytest.approx(plain.objective) == plain.worth(plain.practice_values)


def test_more_capacity_of_a_full_team_has_a_value():
    actions = [
        action("one", A, effort={"cx": 5}),
        action("two", B, effort={"cx": 5}),
        action("three", C, effort={"it": 1}),
    ]
    known = facts(capacity={"cx": (9,), "it": (5,)})
    assert plan(model_with(actions), known).capacity_gains == ()
    tight = facts(capacity={"cx": (10, 5), "it": (5,)})
    more = [action("four", {"q1.d": "fully"}, effort={"cx": 2}), *actions]
    gains = plan(model_with(more), tight).capacity_gains
    assert [item.team for item in gains] == ["cx"]
    assert gains[0].gain > 0
    assert gains[0].earlier
    assert gains[0].later == ()


def test_what_more_days_change_is_told_by_actions_and_stages():
    """Six days instead of five: the second action of six days finds room, and with it stage 2 comes."""
    actions = [action("one", A, effort={"cx": 5}), action("two", B, effort={"cx": 6}), action("three", C)]
    small = model_with(actions, {"q1.a": 2, "q1.b": 2, "q1.c": 2, "q1.d": 3})
    gain = plan(small, facts(capacity={"cx": (5,)})).capacity_gains[0]
    assert gain.earlier == (Earlier("two", "2027-02", None),)
    assert gain.stages == (StageMove(2, "2027-Q1", None),)
    swapped = plan(model_with([action("one", A, 2, effort={"cx": 10})]), facts(capacity={"cx": (5,)})).capacity_gains
    assert [(gain.gain, gain.earlier, gain.stages) for gain in swapped] == [(0, (), ())]


def test_jobs_that_need_not_start_later_keep_their_place():
    """With two days instead of one both may start at once; a schedule that moves the first to the end is put right."""
    jobs = (Job(1, demand=((0, 1.0),)), Job(1, demand=((0, 1.0),)))
    instance = Instance((1, 2, 3), jobs, ((2.0, 2.0, 2.0),), (Goal(1.0, (1,)),))
    assert more_days.not_later(instance, (0, 1), (2, 0)) == (0, 0)
    assert more_days.not_later(instance, (0, 1), (None, 1)) == (0, 1)
    tight = Instance((1, 2, 3), jobs, ((1.0, 2.0, 2.0),), (Goal(1.0, (1,)),))
    assert more_days.not_later(tight, (0, 1), (2, 0)) == (1, 0)


def test_more_than_forty_candidates_are_placed_by_quarters():
    actions = [action(f"a{n:02}", {f"q1.p{n:02}": "fully"}, months=1 + n % 5, effort={"cx": 3}) for n in range(41)]
    roadmap = plan(model_with(actions), facts(start="2026-11", capacity={"cx": (10,)}), months=23)
    assert roadmap.by_quarter
    starts = {
        (month - months.index("2026-11")) % 3
        for month in map(months.index, (i.start for i in roadmap.actions if i.start))
    }
    assert starts == {0}
    used = dict.fromkeys(range(8), 0.0)
    total = 0.0
    for item in roadmap.actions:
        if item.start and item.end:
            first, last = (months.index(word) - months.index("2026-11") for word in (item.start, item.end))
            assert last in {2, 5, 8, 11, 14, 17, 20, 22}
            assert last // 3 - first // 3 + 1 == -(-item.action.months // 3)
            for period in range(first // 3, last // 3 + 1):
                used[period] += 3 / -(-item.action.months // 3)
            total += sum(roadmap.practice_values[key] for key in item.action.establishes) * (23 - last - 1)
    assert all(days <= (30 if period < 7 else 20) + 1e-6 for period, days in used.items())
    assert roadmap.objective == pytest.approx(total)
    assert not plan(model_with(actions[:40]), facts(), months=23).by_quarter


def test_own_actions_and_changed_ones():
    own = {"id": "own", "title": words("Own"), "establishes": B, "months": 2, "effort": {"cx": 1}, "owner": "it"}
    known = facts(said=[own, {"id": "one", "status": "planned", "months": 3, "owner": "cx"}])
    roadmap = plan(model_with([action("one", A)], {"q1.a": 2, "q1.b": 2}), known)
    assert placed(roadmap) == {"one": ("2027-01", "2027-03"), "own": ("2027-01", "2027-02")}
    assert {item.action.id: (item.status, item.owner) for item in roadmap.actions} == {
        "one": ("planned", "cx"),
        "own": ("proposed", "it"),
    }


OWN = {"id": "own", "title": words("Own"), "establishes": A, "effort": {}}
WRONG = {
    "no such action": ([{"id": "onee"}], {}, "one"),
    "twice": ([{"id": "one"}, {"id": "one"}], {}, "one"),
    "no such practice": ([OWN | {"establishes": {"q1.x": "fully"}}], {}, "q1.x"),
    "no such finding": ([OWN | {"answers": ("tyred",)}], {}, "tired"),
    "no such requirement": ([OWN | {"requires": ("twoo",)}], {}, "two"),
    "establishes nothing": ([OWN | {"establishes": {}}], {}, "own"),
    "another level": ([OWN | {"establishes": {"q1.a": "partly"}}], {}, "q1.a"),
    "no month": ([OWN | {"months": -1}], {}, "own"),
    "no effort": ([{key: value for key, value in OWN.items() if key != "effort"}], {}, "has no effort"),
    "effort below 0": ([{"id": "one", "effort": {"cx": -1.0}}], {}, "no effort below 0"),
    "no number": ([{"id": "one", "effort": {"cx": float("nan")}}], {}, "no effort below 0"),
    "runs": ([{"id": "one", "status": "running"}], {"without": ["one"]}, "runs already"),
    "is finished": ([{"id": "one", "status": "finished"}], {"without": ["one"]}, "is finished"),
    "is dropped": ([{"id": "one", "status": "dropped"}], {"without": ["one"]}, "is dropped already"),
    "circle": ([{"id": "one", "requires": ("two",)}], {}, "one → two → one"),
    "unknown team": ([], {"capacity": {"cy": 4}}, "cx"),
    "below 0": ([], {"capacity": {"cx": -4}}, "cx"),
    "left out": ([], {"without": ["onee"]}, "one"),
    "horizon": ([], {"months": 0}, "120"),
}


@pytest.mark.parametrize("case", WRONG, ids=str)
def test_wrong_input_is_named(case):
    entries, options, named = WRONG[case]
    small = model_with([action("one", A, effort={"cx": 1}), action("two", B, requires=("one",))])
    with pytest.raises(InputError) as caught:
        plan(small, facts(said=entries, capacity={"cx": (9,)}), **options)
    assert named in str(caught.value)
    assert all(problem.show("fr") for problem in caught.value.problems)


def test_an_action_longer_than_the_plan_is_left_out_and_named():
    small = model_with([action("one", A, effort={"cx": 1}), action("two", B, requires=("one",))])
    roadmap = plan(small, facts(said=[{"id": "one", "months": 40}], capacity={"cx": (9,)}), months=6)
    why = {item.action.id: str(item.why_not) for item in roadmap.actions}
    assert why == {
        "one": "It takes 40 months, and the plan has 6.",
        "two": "It requires “one”, which has no place in the plan.",
    }


def test_the_same_input_gives_the_same_plan():
    actions = [action(f"a{n}", {f"q1.p{n}": "fully"}, effort={"cx": 3 + n % 4}, months=1 + n % 3) for n in range(8)]
    known = facts([said("q1.p1")], capacity={"cx": (6,)})
    small = model_with(actions)
    assert roadmap_record(plan(small, known, months=12), "en") == roadmap_record(plan(small, known, months=12), "en")
