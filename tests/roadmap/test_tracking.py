"""What roadmap.yaml says to the evidence rules, against plain figures by hand."""

from __future__ import annotations

from datetime import date

import pytest
import small_models as small

from cxmaturity.evidence.facts import RoadmapState, Tracked
from cxmaturity.model.schema import Action, Impact, Target
from cxmaturity.roadmap.tracking import METRICS, measure

DAY = date(2026, 10, 15)


def action(name: str, level: str = "functional", **given: object) -> Action:
    """An action of the library: of its eight fields obstacles, target and plan are empty unless given."""
    texts = {key: small.words(key) for key in ("title", "objective", "background")}
    impact = Impact(en="impact", fr="impact (fr)")
    establishes = {"q1.a": "largely"}
    return Action(
        id=name, impact=impact, establishes=establishes, effort={"cx": 1}, months=1, level=level, **texts, **given
    )


TARGET = Target(metric="contacts.count", to=1)
WHOLE = action("whole", "cross-functional", obstacles=(small.words("o"),), target=TARGET, plan=(small.words("p"),))
BARE = action("bare", "individual")
MODEL = small.model([small.practice("q1.a")]).model_copy(update={"actions": (WHOLE, BARE)})


def measured(*actions: dict[str, object]) -> dict[str, object]:
    found = measure(MODEL, RoadmapState(actions=tuple(Tracked(**item) for item in actions)), DAY)
    return {name.removeprefix("roadmap."): value for name, value in found.items()}


def test_without_a_list_of_actions_nothing_is_known():
    assert measure(MODEL, RoadmapState(start="2027-01"), DAY) == dict.fromkeys(METRICS)


def test_an_empty_list_is_zero():
    assert measure(MODEL, RoadmapState(actions=()), DAY) == dict.fromkeys(METRICS, 0)


def test_what_is_only_proposed_or_dropped_leaves_the_shares_open():
    found = measured({"id": "whole"}, {"id": "bare", "status": "dropped", "feedback": ["x"], "owner": "cx"})
    assert found == {
        "linked_share": None, "tracked_share": None, "record_share": None, "levels": 0, "remeasured_share": None,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("metric", "actions", "value"),
    [
        ("linked_share", [{"id": "whole", "status": "planned", "feedback": ["over_policy"]}], 1),
        ("linked_share", [{"id": "whole", "status": "planned", "feedback": ["  "]}], 0),
        (
            "linked_share",
            [
                {"id": "whole", "status": "running", "feedback": ["calls in May"]},
                {"id": "bare", "status": "finished"},
                {"id": "own", "title": {"en": "a", "fr": "b"}, "feedback": ["said so"]},  # proposed: not counted
            ],
            1 / 2,
        ),
        ("tracked_share", [{"id": "whole", "status": "running", "started": "2026-09-01"}], 1),
        ("tracked_share", [{"id": "whole", "status": "running"}], 0),
        ("tracked_share", [{"id": "bare", "status": "running", "started": "2026-09-01"}], 0),
        (
            "tracked_share",
            [
                {"id": "bare", "status": "running", "started": "2026-09-01", "target": {"metric": "x", "to": 1}},
                {"id": "whole", "status": "planned"},  # not running
            ],
            1,
        ),
        ("record_share", [{"id": "whole", "status": "planned"}], 7 / 8),
        ("record_share", [{"id": "whole", "status": "running", "owner": "cx"}], 1),
        ("record_share", [{"id": "whole", "status": "finished", "owner": "cx"}], 8 / 9),
        ("record_share", [{"id": "whole", "status": "finished", "owner": "cx", "result": " "}], 8 / 9),
        ("record_share", [{"id": "bare", "status": "finished", "owner": "cx", "result": "done"}], 6 / 9),
        ("record_share", [{"id": "bare", "status": "planned", "plan": [{"en": "a", "fr": "b"}]}], 5 / 8),
        ("record_share", [{"id": "whole", "status": "planned", "plan": []}], 6 / 8),  # taken out again
        ("record_share", [{"id": "own", "status": "planned", "title": {"en": "a", "fr": "b"}}], 1 / 8),
        ("record_share", [{"id": "nobody-knows", "status": "planned"}], 0),
        ("levels", [{"id": "whole", "status": "planned"}, {"id": "bare", "status": "finished"}], 2),
        ("levels", [{"id": "whole", "status": "planned", "level": "individual"}, {"id": "bare"}], 1),
        ("levels", [{"id": "own", "status": "planned", "title": {"en": "a", "fr": "b"}}], 0),
        ("remeasured_share", [{"id": "whole", "status": "finished", "ended": "2026-10-14"}], 1),
        ("remeasured_share", [{"id": "whole", "status": "finished", "ended": "2026-10-15"}], 0),
        (
            "remeasured_share",
            [
                {"id": "whole", "status": "finished", "ended": "2026-05-31"},
                {"id": "bare", "status": "finished"},
                {"id": "own", "status": "running", "ended": "2026-05-31", "title": {"en": "a", "fr": "b"}},
            ],
            1 / 2,
        ),
    ],
)
def test_a_metric_of_the_roadmap(metric, actions, value):
    assert measured(*actions)[metric] == pytest.approx(value)
