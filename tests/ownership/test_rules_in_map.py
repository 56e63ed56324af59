"""Rules in ownership.yaml: every mistake at its line, with what was meant."""

from __future__ import annotations

from textwrap import dedent

import pytest

from cxmaturity.errors import InputError
from cxmaturity.evidence.ownership_map import Dispatch
from cxmaturity.ownership import load_map, unlisted

TEAMS = "teams: [{id: support}, {id: success}, {id: cx}]\nsources: [{id: post-ticket}]\n"


@pytest.fixture
def loaded(tmp_path):
    def load(rules: str):
        path = tmp_path / "ownership.yaml"
        path.write_text(TEAMS + "rules:\n" + dedent(rules), encoding="utf-8")
        return load_map(path)

    return load


def told(loaded, rules: str) -> list[str]:
    with pytest.raises(InputError) as caught:
        loaded(rules)
    return [problem.show("en").rpartition("ownership.yaml:")[2] for problem in caught.value.problems]


@pytest.mark.parametrize(
    ("rule", "message"),
    [
        ("{id: a, when: {score: '=< 6'}, then: case}", "4: “=<” is no operator. Did you mean “<=”?"),
        ("{id: a, when: {skore: '<= 6'}, then: case}", "4: a rule cannot look at “skore”. Did you mean “score”?"),
        ("{id: a, when: {class: detracter}, then: case}", "4: “detracter” is no class of customers. Did you mean"),
        ("{id: a, when: {segment: '<= 6'}, then: case}", "4: “<=” compares numbers, and “segment” is a text. Use"),
        ("{id: a, when: {score: ''}, then: case}", "4: the condition on “score” compares with nothing. Write"),
        ("{id: a, when: {score: }, then: case}", "4: “score” is empty: "),
        ("{id: a, when: , then: case}", "4: “when” is empty: a mapping of keys to values is expected."),
        ("{id: a, then: case}", "4: the key “when” is missing. Add it."),
        ("{id: a, when: {segment: true}, then: case}", "4: “segment” is true, which is no condition. Put it in"),
        ("{id: a, when: {segment: {in: x}}, then: case}", "4: “segment” is {'in': 'x'}: "),
        ("{id: a, when: {}, then: cases}", "4: “cases” is not a value of “then”. Did you mean “case”?"),
        ("{id: a, when: {}, then: case, owner: suport}", "4: there is no team “suport” on the map. Did you mean"),
        ("{id: a, when: {}, then: case, owner: {dispatch: [cx, suport]}}", "4: there is no team “suport” on the map."),
        ("{id: a, when: {}, then: case, notify: [sucess]}", "4: there is no team “sucess” on the map. Did you mean"),
        ("{id: a, when: {}, then: case, deadline_hours: 0}", "4: “deadline_hours” is 0: it must be greater than 0."),
        ("{id: a, when: {source: post-tikcet}, then: case}", "4: there is no source “post-tikcet” on the map. Did you"),
        ("{id: a, when: {team: 'in cx, suport'}, then: case}", "4: there is no team “suport” on the map. Did you"),
    ],
)  # fmt: skip
def test_a_mistake_is_told_at_its_line(loaded, rule, message):
    (found,) = told(loaded, f"  - {rule}")
    assert found.startswith(message)


def test_all_mistakes_of_the_rules_are_told_at_once(loaded):
    found = told(
        loaded,
        """\
          - id: a
            when:
              score: =< 6
              class: in detracter, promotor
            then: case
            owner: {dispatch: [support, sucess]}
          - {id: a, when: {colour: red}, then: non}
        """,
    )
    assert [(entry.partition(":")[0], entry.partition("“")[2].partition("”")[0]) for entry in found] == [
        ("6", "=<"),
        ("7", "detracter"),
        ("7", "promotor"),
        ("9", "sucess"),
        ("10", "a"),
        ("10", "colour"),
        ("10", "non"),
    ]


@pytest.mark.parametrize(
    ("when", "words"),
    [
        ("{clas: 'is detracter'}", ("clas", "detracter")),
        ("{class: '== detracter'}", ("==", "detracter")),
        ("{score: '=< six'}", ("=<", "six")),
        ("{sorce: post-tikcet}", ("sorce", "post-tikcet")),
        ("{team: '== suport'}", ("==", "suport")),
        ("{source: 'in post-tikcet, '}", ("source", "post-tikcet")),
        ("{class: [detracter, true]}", ("detracter", "class")),
    ],
)
def test_a_mistake_in_a_condition_hides_no_other(loaded, when, words):
    found = told(loaded, f"  - {{id: a, when: {when}, then: case, deadline_hours: -3, owner: {{dispatch: [sucess]}}}}")
    for word in (*words, "deadline_hours", "sucess"):
        assert any(f"“{word}” " in entry or f"“{word}”." in entry for entry in found), found


def test_an_operator_that_yaml_takes_for_a_tag_is_still_one(loaded):
    """Without quotes, “!= 6” is a 6 with a tag of its own."""
    assert loaded("  - {id: a, when: {score: != 6, segment: != key}, then: none}").rules[0].when == {
        "score": "!= 6",
        "segment": "!= key",
    }


@pytest.mark.parametrize(
    "word", ["= Post-Ticket", "in post-ticket, POST-TICKET", "contains post-tikcet", "!= another one"]
)
def test_sources_are_named_in_any_case_and_may_be_unknown_to_the_map(loaded, word):
    assert loaded(f"  - {{id: a, when: {{source: '{word}'}}, then: none}}").rules[0].when == {"source": word}


def test_lists_numbers_and_an_empty_when_are_conditions(loaded):
    found = loaded("  - {id: a, when: {segment: [key, pro], score: 6}, then: none}\n  - {id: b, when: {}, then: none}")
    assert found.rules[0].when == {"segment": ("key", "pro"), "score": 6}
    assert found.rules[1].when == {}


def test_a_dispatch_to_teams_that_resemble_none_of_the_map_is_told_as_undescribed(loaded):
    found = loaded("  - {id: a, when: {}, then: case, owner: {dispatch: [cx, logistics]}}")
    assert found.rules[0].owner == Dispatch(dispatch=("cx", "logistics"))
    assert unlisted(found) == ("logistics",)
