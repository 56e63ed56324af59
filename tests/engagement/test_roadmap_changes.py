"""Changes written into roadmap.yaml: what is asked for and nothing else; comments, order and layout stay."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cxmaturity.documents import parse_text
from cxmaturity.engagement.beginning import begin
from cxmaturity.engagement.lock import locked
from cxmaturity.engagement.roadmap_changes import changed
from cxmaturity.engagement.roadmap_file import Known
from cxmaturity.engagement.roadmap_sitting import RoadmapSitting
from cxmaturity.errors import InputError
from cxmaturity.model import find_model, load_model
from cxmaturity.roadmap.changing import ActionChange

MODEL, KNOWN, PATH = load_model(find_model("cx-program")), Known((), {}), Path("roadmap.yaml")
FILE = """\
# Agreed on 3 October.
start: 2027-01
capacity: {support: [6, 6, 2]}   # days a month
actions:
  - {id: contact-policy, status: running, owner: cx, feedback: [collisions], started: 2026-11-02, ended: null}  # ours
  # The next one waits.
  - id: metric-handbook
    status: planned    # since May

    result: "later"
  - id: hotline
    title: {en: Call back, fr: Rappeler}
    establishes: {q3.acknowledged: fully}
    effort: {support: 5}
# end
"""


def after(changes, source=FILE):
    return changed(PATH, source, [ActionChange(*change) for change in changes], MODEL, KNOWN)


CASES = {
    "a status": ([("contact-policy", "status", "finished")], {"running": "finished"}),
    "a date in place of null": (
        [("contact-policy", "status", "finished"), ("contact-policy", "ended", date(2027, 1, 3))],
        {"running": "finished", "ended: null": "ended: 2027-01-03"},
    ),
    "words with marks": ([("metric-handbook", "result", "5 %: done")], {'"later"': '"5 %: done"'}),
    "a key taken away": ([("contact-policy", "owner", None)], {" owner: cx,": ""}),
    "a new key": ([("metric-handbook", "owner", "cx")], {"# since May": "# since May\n    owner: cx"}),
    "a new cause": (
        [("contact-policy", "feedback", ["collisions", "a word"])],
        {"[collisions]": "[collisions, a word]"},
    ),
    "a new action": (
        [("source-inventory", "status", "running"), ("source-inventory", "started", date(2026, 12, 1))],
        {"support: 5}\n": "support: 5}\n  - id: source-inventory\n    status: running\n    started: 2026-12-01\n"},
    ),
    "nothing new": ([("contact-policy", "status", "running"), ("metric-handbook", "owner", None)], {}),
    "nothing of an action that is not there": ([("source-inventory", "owner", None)], {}),
}


@pytest.mark.parametrize("case", CASES)
def test_only_what_is_asked_for_changes(case):
    changes, replaced = CASES[case]
    wanted = FILE
    for old, new in replaced.items():
        wanted = wanted.replace(old, new, 1)
    assert after(changes) == wanted


@pytest.mark.parametrize(
    "source", ["", "# nothing yet\n", "actions: []\n", "start: 2027-01\n", "\ufeff# ours\r\nstart: 2027-01\r\n"]
)
def test_a_missing_or_empty_list_is_begun(source):
    written = after([("contact-policy", "status", "running")], source)
    assert parse_text(PATH, written.removeprefix("\ufeff")).data["actions"] == [
        {"id": "contact-policy", "status": "running"}
    ]
    assert written.startswith(source.removesuffix("actions: []\n").rstrip("\r\n"))
    assert "\r\n" not in source or "\n" not in written.replace("\r\n", "")


WORD = st.text(st.characters(categories=["L"]), min_size=1)
CHANGES = st.one_of(
    st.tuples(st.just("status"), st.sampled_from(["proposed", "planned", "running", "finished", "dropped"])),
    st.tuples(st.sampled_from(["started", "ended"]), st.none() | st.dates(date(2026, 12, 1), date(2026, 12, 1))),
    st.tuples(st.just("result"), st.none() | st.text(min_size=1, max_size=30)),
    st.tuples(st.just("owner"), st.none() | st.sampled_from(["cx", "data", "Anna Ö."])),
    st.tuples(
        st.just("feedback"), st.none() | st.lists(st.text(st.characters(categories=["L"]), min_size=1), min_size=1)
    ),
)
IDS = st.sampled_from(["contact-policy", "metric-handbook", "hotline", "source-inventory"])


@given(st.lists(st.tuples(IDS, CHANGES), max_size=6))
def test_the_rest_of_the_file_stays_to_the_byte(drawn):
    changes: dict[tuple[str, str], object] = {(id_, key): value for id_, (key, value) in drawn}
    changes |= {(id_, "status"): "dropped" for (id_, key), value in changes.items() if key == "ended" and value}
    written = after([(id_, key, value) for (id_, key), value in changes.items()])
    present = {action["id"]: action for action in parse_text(PATH, written).data["actions"]}
    for (id_, key), value in changes.items():
        assert present.get(id_, {}).get(key) == value
    named = {id_ for id_, _ in changes}
    before = {action["id"]: action for action in parse_text(PATH, FILE).data["actions"]}
    for id_, action in before.items():
        untouched = {key: value for key, value in action.items() if (id_, key) not in changes}
        assert untouched.items() <= present[id_].items()
    for comment in re.findall(r"#.*", FILE):
        assert comment in written
    if "contact-policy" not in named:
        assert written.startswith(FILE[: FILE.index("  - id: metric")])
    if "hotline" not in named | {"source-inventory"} and "source-inventory" not in named:
        assert written.endswith(FILE[FILE.index("  - id: hotline") :])


WRONG = {
    "ended before it started": [("contact-policy", "status", "dropped"), ("contact-policy", "ended", date(2026, 1, 1))],
    "ended and running": [("contact-policy", "ended", date(2027, 1, 1))],
    "no such action": [("contact-polcy", "status", "running")],
    "there is no team": [("contact-policy", "owner", "datta")],
}


@pytest.mark.parametrize("case", WRONG)
def test_what_the_file_must_not_say_is_refused(case):
    with pytest.raises(InputError):
        after(WRONG[case])


def test_a_file_with_aliases_is_left_to_a_person():
    source = "actions:\n  - {id: contact-policy, feedback: &a [x]}\n  - {id: metric-handbook, feedback: *a}\n"
    with pytest.raises(InputError, match="only a person can change"):
        after([("contact-policy", "status", "running")], source)


@pytest.fixture
def sitting(tmp_path):
    engagement = begin(tmp_path / "acme", "Acme", "en")
    engagement.roadmap_file.write_text(FILE, encoding="utf-8")
    with locked(engagement.folder) as lock:
        yield RoadmapSitting(engagement, lock)


def test_a_sitting_makes_one_backup_and_takes_back_to_the_byte(sitting):
    state = sitting.keep([ActionChange("contact-policy", "status", "finished")])
    assert {each.id: each.status for each in state.actions}["contact-policy"] == "finished"
    sitting.keep([ActionChange("contact-policy", "result", "ok")])
    assert [path.name for path in sitting.path.parent.glob("*.bak*")] == ["roadmap.yaml.bak"]
    sitting.take_back()
    sitting.take_back()
    assert sitting.path.read_text(encoding="utf-8") == FILE
    sitting.keep([ActionChange("contact-policy", "result", "ok")])
    sitting.path.write_text(FILE + "# more\n", encoding="utf-8")
    with pytest.raises(InputError, match="changed by somebody else since"):
        sitting.take_back()
