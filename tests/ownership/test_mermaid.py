"""The map as a Mermaid flowchart: its lines, and that no name is read as markup."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from small_maps import AS_OF, a_log, a_view

from cxmaturity.evidence.ownership_map import OwnershipMap
from cxmaturity.ownership import survey
from cxmaturity.ownership.facts import OwnershipFacts
from cxmaturity.ownership.mermaid import mermaid
from cxmaturity.ownership.view import View

NODE = re.compile(r'  [slt]\d+(?:\(\["|\["|\{\{")([^"]*)(?:"\]\)|"\]|"\}\})(?::::(?:gap|shadow))?')
LINE = re.compile(r"  [st]\d+ (?:-->|-\.->) [tl]\d+")
STYLE = re.compile(r"  (?:linkStyle \d+ stroke-width:\d+\.\dpx|classDef (?:gap|shadow) [\w#:,\- ]+)")


def asked(view: View) -> OwnershipFacts:
    return survey(view.map, view.contacts, AS_OF)


FACTS = asked(
    a_view(
        """
        teams: [{id: a, name: 'Shops "North" <x>'}, {id: end}]
        sources: [{id: s, name: After a visit, accountable: a, responsible: [a, end]}, {id: orphan},
                  {id: twice, accountable: [a, end]}, {id: stuck, accountable: end}]
        levers: [{id: l, owner: a}, {id: unowned}]
        """,
        a_log({"s": 5, "shadow": 1, "stuck": 3}),
    )
)


def test_gaps_are_marked_and_told():
    lines = mermaid(FACTS, "en").splitlines()
    assert lines[0] == "flowchart LR"
    assert '  s0(["After a visit"])' in lines
    assert '  s1(["orphan<br/>nobody"]):::gap' in lines
    assert '  s2(["twice<br/>2 teams"]):::gap' in lines
    assert '  s3(["stuck<br/>without lever"]):::gap' in lines
    assert '  s4(["shadow<br/>off the map"]):::shadow' in lines
    assert '  l8{{"unowned<br/>owned by nobody"}}:::gap' in lines
    assert '  s1(["orphan<br/>personne"]):::gap' in mermaid(FACTS, "fr").splitlines()


def test_lines_are_as_wide_as_their_volume():
    lines = mermaid(FACTS, "en").splitlines()
    drawn = [line for line in lines if LINE.fullmatch(line)]
    assert drawn[0] == "  s0 --> t5"
    assert drawn[1] == "  s0 -.-> t6"
    styles = dict(re.findall(r"linkStyle (\d+) stroke-width:([\d.]+)px", "\n".join(lines)))
    assert {drawn[int(place)]: width for place, width in styles.items()} == {
        "  s0 --> t5": "8.0", "  s2 --> t5": "1.0", "  s2 --> t6": "1.0", "  s3 --> t6": "5.2",
    }  # fmt: skip


NASTY = (
    'say "hello"', "end", "graph TD; A-->B", "1. first", "- item", "* star", "`code`", "**bold** _it_", "a]b)c}d",
    "x | y", "%% remark", "fa:fa-ban", "#35; &amp; <b>", "click s0 href", "Écoute – « Zürich » ☃ 株式", "$$x^2$$",
    "~~~",
    "@{ shape: cyl }", "http://example.com/a", "subgraph", "style s0 fill:#f00", "\\n", ":::gap", "a\nb",
)  # fmt: skip


def named(name: str) -> OwnershipFacts:
    record = {"teams": [{"id": "end", "name": name}], "sources": [{"id": "s", "name": name, "accountable": "end"}]}
    return asked(View(OwnershipMap.model_validate(record), None, AS_OF))


def sound(name: str) -> None:
    """Assert that every line is one of ours, and that a label, its codes read, says the name."""
    lines = mermaid(named(name), "en").splitlines()
    labels = [found[1] for line in lines[1:] if (found := NODE.fullmatch(line))]
    rest = [line for line in lines[1:] if not NODE.fullmatch(line)]
    assert [line for line in rest if not LINE.fullmatch(line) and not STYLE.fullmatch(line)] == []
    shown = re.sub(r"#(\d+);", lambda found: chr(int(found[1])), labels[0])
    assert shown.split() == name.split() or shown == "–"
    assert not set(re.sub(r"#\d+;", "", labels[0])) & set('"<>&`\\*_~|[](){}#;%:=@')


@pytest.mark.parametrize("name", NASTY, ids=range(len(NASTY)))
def test_no_name_is_markup(name):
    sound(name)


@settings(max_examples=80)
@given(st.text(st.characters(exclude_categories=["Cs", "Cc", "Zl", "Zp", "Cn"]), min_size=1, max_size=80))
def test_any_name_stays_a_label(name):
    sound(name)
