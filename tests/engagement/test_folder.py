from __future__ import annotations

from datetime import date

import pytest
from small_engagements import write_engagement

from cxmaturity.engagement import atomic
from cxmaturity.engagement.folder import open_engagement, quarter
from cxmaturity.engagement.settings_file import policy_of
from cxmaturity.errors import InputError

CYCLES = {"b": "date: 2026-04-01\n", "a": "date: 2026-10-01\n", "c": "date: 2026-04-01\n"}


def problems(action) -> list[str]:
    with pytest.raises(InputError) as refused:
        action()
    return [problem.show("en") for problem in refused.value.problems]


def test_cycles_are_in_the_order_of_their_dates_and_the_latest_is_the_default(tmp_path):
    engagement = open_engagement(write_engagement(tmp_path, cycles=CYCLES))
    assert [cycle.name for cycle in engagement.cycles()] == ["b", "c", "a"]
    assert engagement.cycle().name == "a"
    assert engagement.cycle("b", date(2027, 1, 1)).as_of == date(2027, 1, 1)


def test_a_missing_cycle_is_made_dated_and_named_after_its_quarter(tmp_path):
    engagement = open_engagement(write_engagement(tmp_path))
    made = engagement.cycle_to_write(None, date(2026, 11, 3))
    assert (made.name, made.settings.date, made.recorded) == ("2026-Q4", date(2026, 11, 3), True)
    assert engagement.cycle_to_write(None, date(2027, 5, 5)).name == "2026-Q4"
    assert engagement.cycle_to_write("spring", date(2027, 5, 5)).settings.date == date(2027, 5, 5)
    assert engagement.cycle().name == "spring"


def test_a_folder_left_by_a_crash_is_no_cycle(tmp_path):
    engagement = open_engagement(write_engagement(tmp_path, cycles=CYCLES))
    (tmp_path / "cycles" / "2026-Q4").mkdir()
    assert engagement.cycle().name == "a"
    assert engagement.cycle_to_write("2026-Q4", date(2026, 11, 3)).recorded


@pytest.mark.parametrize(
    ("day", "name"), [(date(2026, 1, 1), "2026-Q1"), (date(2026, 3, 31), "2026-Q1"), (date(2026, 12, 31), "2026-Q4")]
)
def test_quarters(day, name):
    assert quarter(day) == name


def test_every_mistake_of_the_settings_is_listed(tmp_path):
    write_engagement(tmp_path)
    (tmp_path / "engagement.yaml").write_text(
        "organisation: ''\nlangage: fr\nscope: compny\ntimezone: Europe/Pari\nvalue_weights: [1, 2]\n"
    )
    said = problems(lambda: open_engagement(tmp_path))
    assert [line.removeprefix(f"{tmp_path}/engagement.yaml:").partition(":")[0] for line in said] == list("12345")
    assert said[1].endswith("unknown key “langage”. Did you mean “language”?")
    assert said[2].endswith("“compny” is not a value of “scope”. Did you mean “company”?")
    assert said[3].endswith("there is no time zone “Europe/Pari”. Did you mean “Europe/Paris”?")


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        ("scope: team\n", "does not say which"),
        ("value_weights: [0, 0, 0]\n", "must be above 0"),
        ("value_weights: [1, 1, -1]\n", "at least 0"),
        ("timezone: ../../etc/passwd\n", "there is no time zone"),
        ("timezone: ''\n", "there is no time zone"),
        ("language: de\n", "Known are: en, fr"),
        ("roles: 3\n", "a mapping"),
        ("organisation: B\n", "a second time"),
    ],
)
def test_wrong_settings(tmp_path, settings, said):
    assert said in problems(lambda: open_engagement(write_engagement(tmp_path, settings)))[0]


def test_an_unknown_model_is_shown_at_its_line(tmp_path):
    write_engagement(tmp_path)
    (tmp_path / "engagement.yaml").write_text("organisation: Acme\nmodel: cx-programme\n")
    said = problems(lambda: open_engagement(tmp_path))[0]
    assert said.startswith(f"{tmp_path}/engagement.yaml:2: there is no assessment model “cx-programme”. Did you mean")


def test_a_policy_is_shown_at_its_line_and_a_file_is_found_beside_the_settings(tmp_path):
    assert "engagement.yaml:3:" in problems(lambda: open_engagement(write_engagement(tmp_path, "policy: rst-30\n")))[0]
    (tmp_path / "ours.yaml").write_text("limits: [{contacts: 1, days: 10}]\n")
    policy = policy_of(tmp_path, "ours.yaml")
    assert (policy.limits[0].days, policy.declared) == (10, True)
    assert not policy_of(tmp_path, None).declared


def test_a_wrong_key_hides_no_wrong_reference(tmp_path):
    write_engagement(tmp_path)
    (tmp_path / "ownership.yaml").write_text("teams: [{id: support}, {id: sales}]\n")
    (tmp_path / "engagement.yaml").write_text(
        "organisation: Acme\nlangage: fr\nmodel: cx-progam\npolicy: rst-30\nscope: team\nteam: zz\n"
        "roles:\n  cx: suport\n  field: anybody\n"
    )
    said = problems(lambda: open_engagement(tmp_path))
    assert [line.split(": ", 1)[1] for line in said] == [
        "unknown key “langage”. Did you mean “language”?",
        "there is no assessment model “cx-progam”. Did you mean “cx-program”?",
        "“rst-30” is not a contact policy. Did you mean “rest-30”?",
        "there is no team “zz” on the map. Teams are: support, sales.",
        "there is no team “suport” on the map. Did you mean “support”?",
    ]
    assert [line.split(":")[1] for line in said] == ["2", "3", "4", "6", "8"]


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        ("roles: {cxx: support}\n", "engagement.yaml:3: the model has no role “cxx”. Did you mean “cx”?"),
        ("policy: {limits: [{contacts: 1, dais: 3}]}\n", "engagement.yaml:3: unknown key “dais”. Did you mean “days”?"),
        ("policy:\n  limits:\n    - {contacts: x, days: 3}\n", "engagement.yaml:5: “contacts” is x: a whole number"),
        ("policy: 3\n", "engagement.yaml:3: “policy” is 3: a text or a mapping of keys to values is expected"),
    ],
)
def test_wrong_references_of_the_settings(tmp_path, settings, said):
    assert any(said in line for line in problems(lambda: open_engagement(write_engagement(tmp_path, settings))))


def test_a_map_or_roadmap_that_says_nothing_yet_is_none(tmp_path):
    write_engagement(tmp_path)
    for name in ("ownership.yaml", "roadmap.yaml"):
        (tmp_path / name).write_text("# to be filled in\n\n")
    engagement = open_engagement(tmp_path)
    assert engagement.ownership_map() is None
    assert engagement.roadmap().actions == ()


def test_an_atomic_write_leaves_nothing_beside_and_keeps_the_mode(tmp_path):
    path = tmp_path / "file"
    path.write_text("old")
    path.chmod(0o640)
    atomic.write(path, "new é")
    assert path.read_text(encoding="utf-8") == "new é"
    assert path.stat().st_mode & 0o777 == 0o640
    assert [entry.name for entry in tmp_path.iterdir()] == ["file"]


def test_an_atomic_write_that_is_refused_leaves_the_old_content(tmp_path):
    folder = tmp_path / "taken"
    folder.mkdir()
    (folder / "inside").write_text("x")
    with pytest.raises(InputError):
        atomic.write(folder, "new")
    assert [entry.name for entry in tmp_path.iterdir()] == ["taken"]
    with pytest.raises(InputError):
        atomic.write(tmp_path / "nowhere" / "file", "new")


def test_a_link_to_a_file_stays_a_link(tmp_path):
    (tmp_path / "real").write_text("old")
    (tmp_path / "link").symlink_to(tmp_path / "real")
    atomic.write(tmp_path / "link", "new")
    assert (tmp_path / "link").is_symlink()
    assert (tmp_path / "real").read_text() == "new"
