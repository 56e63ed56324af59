"""A plan that was solved is there at once, is the same, and is never taken for what it is not."""

from __future__ import annotations

from dataclasses import replace

import pytest

from cxmaturity.engagement import solved_plans
from cxmaturity.engagement.solved_plans import SolvedPlans
from cxmaturity.roadmap import remembering
from cxmaturity.roadmap.instance import Goal, Instance, Job
from cxmaturity.roadmap.remembering import solved
from cxmaturity.roadmap.solver import Patience, Solution, solve

PROBLEM = Instance(
    ends=(1, 2, 3, 4),
    jobs=(Job(2, ((0, 2.0),)), Job(1, ((0, 1.0),)), Job(1, ((0, 3.0),), requires=(1,))),
    capacity=((3.0, 3.0, 3.0, 3.0),),
    goals=(Goal(1.0, (0,)), Goal(0.4, (1, 2)), Goal(0.7, (2,))),
)


def never_again(*_given, **_more):
    raise AssertionError("it was solved again")


def test_what_was_solved_is_not_solved_again(tmp_path, monkeypatch):
    problem, memory = PROBLEM, SolvedPlans(tmp_path / "plans")
    first = solved(memory, problem)
    assert first == solve(problem)
    monkeypatch.setattr(remembering, "solve", never_again)
    assert solved(memory, problem) == first
    for other in ({"patience": Patience(looks=1)}, {"earliest": False}, {"start": first.starts}):
        with pytest.raises(AssertionError):
            solved(memory, problem, **other)
    with pytest.raises(AssertionError):
        solved(memory, replace(problem, goals=problem.goals[:-1]))


def test_what_was_interrupted_is_not_kept(tmp_path):
    memory = SolvedPlans(tmp_path)
    solved(memory, PROBLEM, stopped=lambda: True)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("spoilt", ["no JSON", "{}", '{"starts": 3, "objective": 1, "bound": 1}', "other"])
def test_what_is_kept_is_checked(tmp_path, spoilt):
    problem, memory = PROBLEM, SolvedPlans(tmp_path)
    first = solved(memory, problem)
    [kept] = tmp_path.iterdir()
    if spoilt == "other":
        memory.keep(kept.stem, Solution((None,) * len(problem.jobs), first.objective + 1, first.bound + 1))
    else:
        kept.write_text(spoilt)
    assert solved(memory, problem) == first


def test_a_folder_that_cannot_be_written_costs_nothing(tmp_path):
    (tmp_path / "file").write_text("")
    assert solved(SolvedPlans(tmp_path / "file" / "plans"), PROBLEM) == solve(PROBLEM)


def test_the_oldest_go(tmp_path, monkeypatch):
    monkeypatch.setattr(solved_plans, "_MOST", 2)
    memory = SolvedPlans(tmp_path)
    for key in "abc":
        memory.keep(key, Solution((1,), 1.0, 1.0))
    assert memory.recall("a") is None
    assert memory.recall("c") == Solution((1,), 1.0, 1.0)
