from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from small_engagements import PRACTICES
from small_models import model, practice

from cxmaturity.evidence.answers import Level, NotApplicable, Unknown
from cxmaturity.interview.path import asked

MODEL = model(PRACTICES)
N, P, L, F = Level
NA, UNKNOWN = NotApplicable("not_our_business"), Unknown()
VOICES = st.sampled_from([*Level, NA, UNKNOWN])


def ids(practices) -> list[str]:
    return [item.id for item in practices]


@pytest.mark.parametrize(
    ("voices", "skipped", "expected"),
    [
        ({}, set(), ["q1.a", "q1.b", "q2.a", "q2.b"]),
        ({"q1.a": F}, set(), ["q1.a", "q1.b", "q2.a", "q2.b"]),
        ({"q1.a": F, "q1.b": L}, set(), ["q1.a", "q1.b", "q1.c", "q2.a", "q2.b"]),
        ({"q1.a": F, "q1.b": P}, set(), ["q1.a", "q1.b", "q1.c", "q2.a", "q2.b"]),
        ({"q1.a": N, "q1.b": P}, set(), ["q1.a", "q1.b", "q2.a", "q2.b"]),
        ({"q1.a": NA, "q1.b": P}, set(), ["q1.a", "q1.b", "q1.c", "q2.a", "q2.b"]),
        ({"q1.a": UNKNOWN, "q1.b": P}, set(), ["q1.a", "q1.b", "q2.a", "q2.b"]),
        ({"q1.a": F}, {"q1.b"}, ["q1.a", "q1.b", "q1.c", "q2.a", "q2.b"]),
        ({}, {"q1.a", "q1.b"}, ["q1.a", "q1.b", "q2.a", "q2.b"]),
        # the weakness of stage 2 counts on: one more at stage 3 ends the climb
        ({"q1.a": F, "q1.b": P, "q1.c": L}, set(), ["q1.a", "q1.b", "q1.c", "q1.d", "q2.a", "q2.b"]),
        ({"q1.a": F, "q1.b": P, "q1.c": P}, set(), ["q1.a", "q1.b", "q1.c", "q2.a", "q2.b"]),
        # a supporting practice is asked and holds nobody up
        ({"q2.a": P, "q2.b": N}, set(), ["q1.a", "q1.b", "q2.a", "q2.b", "q2.c"]),
    ],
)
def test_the_ladder(voices, skipped, expected):
    assert ids(asked(MODEL, "ladder", voices, skipped)) == expected


def test_full_asks_everything_and_quick_what_is_marked():
    marked = model([practice("q1.a"), practice("q1.b").model_copy(update={"screening": True})])
    assert ids(asked(marked, "full", {})) == ["q1.a", "q1.b"]
    assert ids(asked(marked, "quick", {})) == ["q1.b"]


@given(st.dictionaries(st.sampled_from(ids(PRACTICES)), VOICES), st.sets(st.sampled_from(ids(PRACTICES))))
def test_raising_answers_never_asks_less(voices, skipped):
    before = set(ids(asked(MODEL, "ladder", voices, skipped)))
    raised = {name: Level.FULLY if isinstance(voice, Level) else voice for name, voice in voices.items()}
    assert before <= set(ids(asked(MODEL, "ladder", raised, skipped)))


@given(st.data())
def test_an_interview_comes_to_an_end_and_asks_each_practice_once(data):
    voices = {}
    while left := [each.id for each in asked(MODEL, "ladder", voices) if each.id not in voices]:
        voices[left[0]] = data.draw(VOICES)
    assert set(voices) == set(ids(asked(MODEL, "ladder", voices)))
