"""What became of the actions since the last cycle, by name; and when the plan is predicted to reach which stage."""

from __future__ import annotations

from dataclasses import replace

import pytest
from report import sample
from report.extremes import progress

from cxmaturity.assess import Assessment
from cxmaturity.comparison.actions import Judged
from cxmaturity.comparison.measured import Measured
from cxmaturity.comparison.metrics import metric_change
from cxmaturity.comparison.progress import Progress
from cxmaturity.evidence.measures import Estimate
from cxmaturity.model import load_metrics
from cxmaturity.model.schema import Target
from cxmaturity.report.view.milestones import Milestone, bounds_words, gates, milestones
from cxmaturity.report.view.since import since_note
from cxmaturity.report.view.speech import Speech
from cxmaturity.roadmap.plan import Quarter
from cxmaturity.scoring import StageReach
from cxmaturity.words import text

ENGLISH, FRENCH = (Speech(language, {metric.id: metric for metric in load_metrics()}) for language in ("en", "fr"))


def told(found: Progress | None, speech: Speech = ENGLISH) -> str:
    note = since_note(found, speech)
    return "" if note is None else " ".join([note.title, *note.lines]).replace("\u00a0", " ")


def test_late_actions_are_named_and_every_count_is_that_of_its_list():
    found = progress()
    said = told(found)
    titles = {item.action.id: item.action.title.en for item in found.actions}
    late = [item for item in found.actions if item.status in ("finished", "running") and (item.slip.months or 0) > 0]
    assert f"and {len(late) + len(found.late_to_start)} actions are late" in said
    assert all(f"“{titles[item.action.id]}”" in said for item in found.late_to_start)
    assert len(late) == 3
    assert all(f"“{titles[item.action.id]}” (" in said for item in late)
    assert "2 actions were finished, no metric was seen to move" in said


def test_nothing_is_told_of_a_first_cycle_or_of_a_plan_without_news():
    assert told(None) == told(replace(progress(), plan=None)) == told(replace(progress(), actions=())) == ""


@pytest.mark.parametrize(("speech", "range_"), [(ENGLISH, "24% (18% to 30%)"), (FRENCH, "24 % (18 % à 30 %)")])
def test_what_moved_is_told_with_its_interval_and_what_weakens_it(speech, range_):
    first, *rest = progress().actions
    before, after = Estimate(0.24, 0.18, 0.30, 200), Estimate(0.38, 0.34, 0.43, 400)
    judged = Judged(
        "towards",
        Target(metric="loop.deadline", to=0.8),
        metric_change("loop.deadline", before, after, census=False),
        Measured("2026-Q2", sample.DAY, {}, {}),
        reached=False,
        notes=(text("the logs of both cycles overlap, so the interval is not exact"),),
    )
    said = told(replace(progress(), actions=(replace(first, judged=judged), *rest)), speech)
    assert range_ in said
    assert "[" not in said
    if speech is ENGLISH:
        assert "the metric of 1 of 2 finished actions moved towards its target" in said
        assert "The logs of both cycles overlap, so the interval is not exact." in said


def predicted(*stages: tuple[int, int, int]) -> tuple[Assessment, object]:
    quarters = tuple(
        Quarter(f"{2027 + place // 4}-Q{place % 4 + 1}", StageReach(*stage), {}) for place, stage in enumerate(stages)
    )
    return sample.assessment(), replace(sample.roadmap(), predicted=quarters)


@pytest.mark.parametrize(
    ("stages", "found"),
    [
        ((1, 1, 1), []),
        ((1, 2, 2, 3), [Milestone(2, "2027-06"), Milestone(3, "2027-12")]),
        ((2, 1, 3), [Milestone(3, "2027-09")]),
        ((3, 2), [Milestone(2, "2027-03")]),
    ],
    ids=["none", "two", "after a fall", "only what is kept"],
)
def test_a_milestone_is_a_stage_that_is_kept_from_then_on(stages, found):
    assessment, plan = predicted(*((stage, stage, stage) for stage in stages))
    assert assessment.scores.stage.value == 1
    assert list(milestones(assessment, plan)) == found
    assert milestones(assessment, replace(plan, proven=False)) == ()
    months = [f"2027-{month:02d}" for month in range(1, 9)]
    assert all(0 <= gate.last < 8 for gate in gates(found, months, ENGLISH))


def test_bounds_are_told_where_they_differ():
    told_ = [ENGLISH.say(each) for each in bounds_words(*predicted((1, 1, 1), (3, 3, 5)))]
    assert told_ == ["The open answers can make the stage at the plan’s end anything from 3 to 5."]
    assert not list(bounds_words(*predicted((1, 1, 2), (3, 3, 3))))
