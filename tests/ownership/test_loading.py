"""ownership.yaml: every key of the documented example is read, everything else is told with its line."""

from __future__ import annotations

from itertools import combinations
from pathlib import Path
from tempfile import TemporaryDirectory
from textwrap import dedent

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cxmaturity.documents import load
from cxmaturity.errors import InputError
from cxmaturity.evidence.ownership_map import Dispatch, OwnershipMap
from cxmaturity.ownership import load_map, unlisted

FILES = Path(__file__).parents[3] / "shared" / "spec" / "FILES.md"

EVERY_KEY = Path(__file__).with_name("every_key.yaml").read_text(encoding="utf-8")


@pytest.fixture
def written(tmp_path):
    def write(source: str):
        path = tmp_path / "ownership.yaml"
        path.write_text(dedent(source), encoding="utf-8")
        return path

    return write


def told(path) -> list[str]:
    with pytest.raises(InputError) as caught:
        load_map(path)
    return [problem.show("en") for problem in caught.value.problems]


def test_every_documented_key_is_read(written):
    found = load_map(written(EVERY_KEY))
    assert found.sources[0].accountable == ("support",)
    assert found.sources[0].timing.days == 1
    assert found.playbook[0].class_ == "detractor"
    assert found.rules[1].owner == Dispatch(dispatch=("support", "cx"))
    assert found.programme.owner_role == "director"
    unset = {name for name in OwnershipMap.model_fields if getattr(found, name) is None}
    assert unset == set()


def test_absent_and_empty_sections_differ(written):
    found = load_map(written("sources: []\n"))
    assert found.sources == ()
    assert found.teams is None


@pytest.mark.parametrize(
    ("written_as", "read_as"),
    [("support", ("support",)), ("[support, cx]", ("support", "cx")), ("[]", ()), ("", ()), ("''", ())],
)
def test_accountable_is_one_team_or_several_or_none(written, written_as, read_as):
    found = load_map(written(f"teams: [{{id: support}}, {{id: cx}}]\nsources:\n- id: a\n  accountable: {written_as}\n"))
    assert found.sources[0].accountable == read_as


MISTAKES = [
    ("accountable: support", "accountable: suport", "there is no team “suport” on the map. Did you mean “support”?"),
    ("touchpoint: hotline,", "touchpoint: hotlin,", "Did you mean “hotline”?"),
    ("tool: asker,", "tool: askr,", "Did you mean “asker”?"),
    ("objective: retain, acc", "objective: retian, acc", "there is no objective “retian”"),
    ("informed: [cx],\n     timing", "informed: [cxx],\n     timing", "there is no team “cxx”"),
    ("lever: staff", "lever: staf", "there is no lever “staf” on the map. Did you mean “staff”?"),
    ("kpi: wait}]\nkpis", "kpi: wayt}]\nkpis", "there is no KPI “wayt”"),
    ("expectation: speed", "expectation: sped", "Did you mean “speed”?"),
    ("source: post-call", "source: post-cal", "Did you mean “post-call”?"),
    ("dispatch: [support, cx]", "dispatch: [suppport, cx]", "there is no team “suppport” on the map."),
    ('segment: "= key"', 'segmant: "= key"', "a rule cannot look at “segmant”. Did you mean “segment”?"),
    ("feeds: hub", "feeds: hbu", "there is no tool or platform “hbu” on the map. Did you mean “hub”?"),
    ("{id: success}", "{id: cx}", "the id “cx” stands a second time under “teams”."),
    ("owner_role: director", "owner_rule: director", "unknown key “owner_rule”. Did you mean “owner_role”?"),
    ("kind: transactional", "kind: transactionnal", "Did you mean “transactional”?"),
    ("timing: {mode: hot", "timing: {mode: warm", "“warm” is not a value of “mode”."),
    ("then: auto_reply", "then: autoreply", "Did you mean “auto_reply”?"),
    ("class: detractor", "class: detracter", "Did you mean “detractor”?"),
    ("max_sources: 5", "max_sources: -1", "it must be at least 0"),
    ("accountable: support", 'accountable: "support, cx"', "“support, cx” names several. Write a list: [support, cx]."),
    ("informed: [cx],\n     timing", "informed: ['cx; support'],\n     timing", "Write a list: [cx, support]."),
    ("dispatch: [support, cx]", "dispatch: ['support, cx']", "Write a list: [support, cx]."),
    ("tool: asker,", "tool: 'asker,other',", "“asker,other” names several. Name one; only one can stand here."),
]  # fmt: skip


@pytest.mark.parametrize(("right", "amiss", "message"), MISTAKES, ids=[case[1] for case in MISTAKES])
def test_a_mistake_is_told_at_its_line(written, right, amiss, message):
    assert right in EVERY_KEY
    broken = EVERY_KEY.replace(right, amiss, 1)
    pairs = zip(EVERY_KEY.splitlines(), broken.splitlines(), strict=True)
    line = next(number for number, (before, after) in enumerate(pairs, start=1) if before != after)
    found = told(written(broken))
    assert any(message in entry and f"ownership.yaml:{line}:" in entry for entry in found), found


def test_two_teams_in_one_text_are_told_where_no_team_is_listed_too(written):
    [found] = told(written("sources:\n- id: a\n  accountable: sales, support\nalerts:\n- {id: x, owner: sales}\n"))
    assert "ownership.yaml:3: “sales, support” names several. Write a list: [sales, support]." in found
    [found] = told(written("alerts:\n- {id: x, owner: 'sales, support'}\n"))
    assert "Write {dispatch: [sales, support]}." in found


def test_a_comma_in_an_id_that_the_map_lists_is_part_of_it(written):
    found = load_map(written("teams: [{id: 'Sales, EMEA'}]\nsources: [{id: a, accountable: 'Sales, EMEA'}]\n"))
    assert found.sources[0].accountable == ("Sales, EMEA",)


def test_all_mistakes_are_told_at_once(written):
    broken = EVERY_KEY.replace("accountable: support", "accountable: suport").replace("lever: staff", "lever: stuff")
    assert len(told(written(broken))) == 2


def test_a_misspelt_key_hides_no_misspelt_id(written):
    broken = (
        EVERY_KEY.replace("teams:", "teems:")
        .replace("accountable: support", "accountable: suport")
        .replace("tool: asker,", "tool: askr,")
        .replace("touchpoint: hotline,", "touchpoint: hotlin,")
        .replace("lever: staff", "lever: staf")
        .replace("owner_role: director", "owner_rule: director")
    )
    found = told(written(broken))
    for word in ("teems", "suport", "askr", "hotlin", "staf", "owner_rule"):
        assert sum(f"“{word}”" in entry for entry in found) == 1, found
    lines = [int(entry.split(":")[1]) for entry in found]
    assert lines == sorted(lines)


WRONG_KEYS = [
    ("accountable: support, cand", "acountable: suport, cand", "suport"),
    ("dispatch: [support, cx]", "dispach: [suport, cx]", "suport"),
    ("feeds: hub", "feed: hbu", "hbu"),
    ('{score: "<= 6", segment', '{scor: "<= sx", segment', "sx"),
    ("lever: staff, kpi: wait}]", "levr: staf, kpi: wait}]", "staf"),
    ("objective: retain}", "objectiv: retian}", "retian"),
    ("deadline_hours: 24, notify: [cx]", "deadline_hours: -3, notyfi: [cxx]", "cxx"),
]


@pytest.mark.parametrize(("right", "amiss", "hidden"), WRONG_KEYS, ids=[case[1] for case in WRONG_KEYS])
def test_what_stands_under_a_misspelt_key_is_read_as_meant(written, right, amiss, hidden):
    assert right in EVERY_KEY
    found = told(written(EVERY_KEY.replace(right, amiss, 1)))
    assert len(found) >= 2
    assert sum(f"“{hidden}”" in entry for entry in found) == 1, found


def test_a_misspelt_key_of_an_id_keeps_the_id_known(written):
    found = told(written(EVERY_KEY.replace("{id: cx}", "{idd: cx}")))
    assert any("unknown key “idd”" in entry for entry in found)
    assert not any("“cx”" in entry for entry in found)


PAIRS = [
    (one, other)
    for one, other in combinations(MISTAKES, 2)
    if one[0] not in other[0] and other[0] not in one[0] and other[0] in EVERY_KEY.replace(one[0], one[1], 1)
]


@given(st.sampled_from(PAIRS))
def test_no_mistake_hides_another(pair):
    one, other = pair
    with TemporaryDirectory() as folder:
        path = Path(folder) / "ownership.yaml"
        path.write_text(EVERY_KEY.replace(one[0], one[1], 1).replace(other[0], other[1], 1), encoding="utf-8")
        found = told(path)
    for _, _, message in pair:
        assert any(message in entry for entry in found), found


@pytest.mark.parametrize(
    ("amiss", "line"),
    [("sources: [{id: a, acountable: x}]", 4), ("alerts: [{id: a, deadline_hours: -3}]", 4), ("teems: []", 4)],
)
def test_what_the_map_does_not_list_is_told_where_the_file_is_wrong_anyway(written, amiss, line):
    source = "teams: [{id: t1}, {id: t2}]\nlevers:\n- {id: l, owner: nobody}\n"
    assert unlisted(load_map(written(source))) == ("nobody",)
    found = told(written(source + amiss))
    assert "3: “nobody” is not listed under “teams”. List it there, or leave it so" in found[0]
    assert any(f"ownership.yaml:{line}: " in entry for entry in found[1:])


@pytest.mark.parametrize(
    "source", ["3", "[a]", "sources: 3", "sources: [3, {id: 3, accountable: 3}]", "rules: {when: x}", "teams: [{}, {}]"]
)
def test_what_is_no_map_at_all_is_told_like_any_mistake(written, source):
    assert not any("second time" in entry for entry in told(written(source)))


def test_a_section_that_was_not_described_cannot_be_referred_to_wrongly(written):
    found = load_map(written("sources: [{id: a, tool: any, accountable: support, touchpoint: somewhere}]\n"))
    assert found.sources[0].tool == "any"


def test_what_resembles_nothing_on_the_map_is_something_that_it_does_not_describe(written):
    found = load_map(written(EVERY_KEY.replace("dispatch: [support, cx]", "dispatch: [support, nobody]")))
    assert unlisted(found) == ("nobody",)


@pytest.mark.skipif(not FILES.exists(), reason="the shared specification is not here")
def test_the_published_example_is_a_map(written):
    """It names teams and a touchpoint that its own lists leave out."""
    block = FILES.read_text(encoding="utf-8").split("## ownership.yaml\n")[1].split("\n## ")[0]
    found = load_map(written(dedent(block)))
    assert {"cx", "retail", "support-call"} <= set(unlisted(found))
    assert all(getattr(found, name) is not None for name in OwnershipMap.model_fields)


def test_the_loader_takes_what_the_schema_takes(written):
    assert load(written(EVERY_KEY), OwnershipMap)[0] == load_map(written(EVERY_KEY))
