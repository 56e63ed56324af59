"""A deadline is kept only where the scoring says so too."""

from __future__ import annotations

import pytest

from cxmaturity.roadmap.plan import Attainment, Quarter
from cxmaturity.roadmap.prediction import confirmed
from cxmaturity.roadmap.what_if import Deadline
from cxmaturity.scoring import StageReach

KEPT = Attainment(Deadline(3, "2027-Q2"), attained=True, proven=True, actions=("a",))


def quarter(name: str, stage: int | None) -> Quarter:
    return Quarter(name, StageReach(stage, stage or 1, 5), {})


@pytest.mark.parametrize(
    ("stage", "told"),
    [(3, None), (4, None), (2, "does not confirm stage 3 by the end of Q2\u00a02027"), (None, "Nothing is answered")],
)
def test_the_scoring_has_the_last_word_on_a_deadline(stage, told):
    found = confirmed(KEPT, [quarter("2027-Q1", 5), quarter("2027-Q2", stage)])
    if told is None:
        assert found == KEPT
    else:
        assert (found.attained, found.proven, found.actions) == (False, False, ())
        assert told in str(found.why[0])
