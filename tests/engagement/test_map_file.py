"""Changes to ``ownership.yaml``: what was changed is there, and nothing else has moved."""

from __future__ import annotations

import difflib
import os
import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from small_engagements import write_engagement

from cxmaturity.demo.sample import FOLDER, as_yaml, mapping
from cxmaturity.documents import parse_text
from cxmaturity.engagement.folder import open_engagement
from cxmaturity.engagement.lock import locked
from cxmaturity.engagement.map_file import changed, write_changes
from cxmaturity.errors import InputError
from cxmaturity.ownership.changing import Change, id_of

ROOT = Path(__file__).parent.parent
EXAMPLES = ROOT.parent / "cxmaturity/engagement/examples"
HANDWRITTEN = """\
# Ours – « à nous »
---
platform: "hub"   # the one place
teams:            # who
- id: support
  name: 'Support: « front »'   # quoted
  lead_role:    # still open
  territory: |
    first line
    second line

- name: Customer  # a name before its id
  id: cx
- {id: success, name: "It's: 😀 #1", metric: }
sources:
    - id: call
      accountable:
        - support   # since 2024
        # - cx
        - cx
      timing:
        mode: hot
        days: 1     # the day after
      informed: []  # nobody yet

    - {id: chat, name: Chat,
       # about the channel
       channel: web,  # or app
       responsible: [support, # one
          cx], }
levers: []          # none yet
kpis:
programme:
    objective: keep them
crossings: [{expectation: speed, lever: staff},
            {expectation: care, lever: staff, kpi: wait}] # two
rules: [{id: r1, when: {score: "<= 6"}, then: none}]
# the end"""
"""Every way to write a map that a person may come upon."""


def uncommented(language: str) -> str:
    lines = (EXAMPLES / language / "ownership.yaml").read_text(encoding="utf-8").splitlines(keepends=True)
    return "".join(lines[:2] + [line.removeprefix("# ") for line in lines[2:]])


TEXTS = {
    "handwritten": HANDWRITTEN,
    "every key": (ROOT / "ownership/every_key.yaml").read_text(encoding="utf-8"),
    "sample": as_yaml(mapping("ownership", "fr")),
    "sample as it is kept": re.sub(
        r"\{en: [^{}]*?, fr: ([^{}]*)\}", r"\1", (FOLDER / "ownership.yaml").read_text("utf-8")
    ),
    "example": uncommented("en"),
    "exemple": uncommented("fr"),
    "comments only": (EXAMPLES / "en/ownership.yaml").read_text(encoding="utf-8"),
    "nothing": "",
    "one line": "{teams: [{id: support}], sources: [{id: call, accountable: support}], kpis: [], levers: }",
}
ODD_WORDS = [
    "no", "Yes", "on", "OFF", "y", "null", "~", "true", "1e3", "007", "0x1F", "1_000", "12:30", "2026-10-15", ".5",
    "-1", "+1", "4.", "nan", ".inf", "a: b", "a #b", "#", "- a", "-", "?", ": a", "a:", "[a]", "{a: b}", "a, b", "&a",
    "*a", "!a", "|", ">", "%a", "@a", "`a", '"', "'", "it's", 'so "called"', "back\\slash", " a ", "a  b", "a\nb",
    "a\tb", "Enquête\u00a0: « à chaud »", "5 à 7", "😀", "\u2028", "\x85", "\x07", "=1+1",
    "<<", "---", "...", "Noël", "…",
]  # fmt: skip
IDS = {"teams": "team", "sources": "source", "levers": "lever", "kpis": "kpi", "touchpoints": "place"}
WORDS = st.one_of(st.sampled_from(ODD_WORDS), st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=12))


@st.composite
def changes(draw, data):
    section = draw(st.sampled_from(["teams", "sources", "levers", "kpis", "touchpoints", "alerts", "programme"]))
    if section == "programme":
        name = ""
    else:
        present = [id_of(section, entry) for entry in data.get(section) or ()]
        name = draw(st.sampled_from([*present, "zz-new", "zz-newer"]))
    teams = [entry["id"] for entry in data.get("teams") or ()]
    several = st.permutations(teams).flatmap(lambda order: st.integers(0, len(order)).map(lambda n: list(order[:n])))
    one = st.sampled_from(teams) if teams else st.none()
    values = {
        "teams": {"name": WORDS, "lead_role": WORDS, "max_sources": st.integers(0, 99), "metric": WORDS},
        "sources": {
            "name": WORDS,
            "channel": WORDS,
            "accountable": one | several,
            "responsible": several,
            "informed": several,
            "every_days": st.floats(0.001, 1e6),
            "timing": st.fixed_dictionaries({"mode": st.just("cold"), "days": st.integers(0, 90)}),
        },
        "levers": {"name": WORDS, "owner": one},
        "kpis": {"name": WORDS, "family": st.sampled_from(["operational", "relationship"])},
        "touchpoints": {"name": WORDS, "important": st.booleans(), "owner": one},
        "alerts": {"trigger": WORDS, "deadline_hours": st.integers(1, 99), "informed": several},
        "programme": {"owner_role": WORDS, "sponsor_role": WORDS},
    }[section]
    key = draw(st.sampled_from(sorted(values)))
    return Change(section, name, key, draw(st.none() | values[key]))


def made(data, wanted):
    """The same changes, made on what the file says instead of on its text."""
    for change in {(change.section, change.id, change.key): change for change in wanted}.values():
        if change.section == "programme":
            if change.value is None and not data.get("programme"):
                continue
            entry = data["programme"] = dict(data.get("programme") or {})
        else:
            found = [entry for entry in data.get(change.section) or () if entry["id"] == change.id]
            if not found and change.value is None:
                continue
            entry = found[0] if found else {"id": change.id}
            if not found:
                data[change.section] = [*(data.get(change.section) or ()), entry]
        entry.pop(change.key, None)
        if change.value is not None:
            entry[change.key] = change.value
    return data


def said(source):
    return parse_text(Path("m.yaml"), source).data or {}


PLACED = [pytest.param(text, id=name) for name, text in TEXTS.items()]


@pytest.mark.parametrize("source", PLACED)
@pytest.mark.parametrize("newline", ["\n", "\r\n"], ids=["lf", "crlf"])
@settings(max_examples=12, deadline=None)
@given(st.data())
def test_what_is_written_and_read_again_is_the_map_with_that_change_and_nothing_else(source, newline, data):
    source = source.replace("\n", newline)
    wanted = data.draw(st.lists(changes(said(source)), min_size=1, max_size=4))
    after = changed(Path("m.yaml"), source, wanted)
    assert said(after) == made(said(source), wanted)
    assert after.count("\r\n") == (after.count("\n") if newline in source and newline != "\n" else 0)


@pytest.mark.parametrize("source", PLACED)
@settings(max_examples=20, deadline=None)
@given(st.data())
def test_every_line_that_a_change_does_not_touch_stays(source, data):
    change = data.draw(changes(said(source)))
    after = changed(Path("m.yaml"), source, [change])
    first, last = touched(source, change)
    before_lines, after_lines = source.splitlines(), after.splitlines()
    assert after_lines[:first] == before_lines[:first]
    assert after_lines[len(after_lines) - (len(before_lines) - last) :] == before_lines[last:]
    kept = sum(block.size for block in difflib.SequenceMatcher(None, before_lines, after_lines).get_matching_blocks())
    if change.id.startswith("zz-"):
        assert kept >= len(before_lines) - 1


def touched(source, change):
    """The lines from the first to behind the last one that an entry, or where it is new its section, stands in."""
    import yaml

    lines = len(source.splitlines())
    root = yaml.compose(source)
    section = {name.value: node for name, node in root.value}.get(change.section) if root else None
    starts = {name.value: name.start_mark.line for name, _ in root.value} if root else {}
    if root and root.flow_style:
        return 0, lines
    if section is None:
        return lines, lines
    for index, entry in enumerate(section.value if change.id else ()):
        if any(key.value == "id" and value.value == change.id for key, value in entry.value):
            after = section.value[index + 1] if index + 1 < len(section.value) else None
            return entry.start_mark.line, after.start_mark.line if after else section.end_mark.line + 1
    return starts[change.section], max(section.end_mark.line, starts[change.section] + 1)


@pytest.mark.parametrize("word", ODD_WORDS)
def test_a_word_that_yaml_would_misread_comes_back_as_it_was(word):
    after = changed(Path("m.yaml"), "teams: [{id: a}]\n", [Change("teams", "a", "name", word)])
    assert said(after)["teams"] == [{"id": "a", "name": word}]
    import yaml

    assert yaml.safe_load(after)["teams"] == [{"id": "a", "name": word}]


CASES = {
    "a value": (
        "teams:\n  - {id: a, name: A}  # us\n",
        [Change("teams", "a", "name", "B")],
        "teams:\n  - {id: a, name: B}  # us\n",
    ),
    "a new key stands where it usually does": (
        "sources:\n  - {id: s, channel: web, every_days: 7}\n",
        [Change("sources", "s", "accountable", "a")],
        "sources:\n  - {id: s, channel: web, accountable: a, every_days: 7}\n",
    ),
    "a new key on a line of its own": (
        "sources:\n  - id: s\n    channel: web # c\n    every_days: 7\n",
        [Change("sources", "s", "accountable", ["a", "b"])],
        "sources:\n  - id: s\n    channel: web # c\n    accountable: [a, b]\n    every_days: 7\n",
    ),
    "a comment behind a comma": (
        "teams:\n  - {id: t, # who\n     metric: csat}\n",
        [Change("teams", "t", "name", "T"), Change("teams", "t", "lead_role", "head")],
        "teams:\n  - {id: t, # who\n     name: T,\n     lead_role: head,\n     metric: csat}\n",
    ),
    "a comment behind a value": (
        "teams:\n  - {id: t # who\n     }\n",
        [Change("teams", "t", "name", "T")],
        "teams:\n  - {id: t, # who\n     name: T\n     }\n",
    ),
    "a list grows and shrinks by lines": (
        "sources:\n  - id: s\n    informed:\n      - a # 1\n      - b # 2\n      - c # 3\n",
        [Change("sources", "s", "informed", ["a", "c", "d"])],
        "sources:\n  - id: s\n    informed:\n      - a # 1\n      - c # 3\n      - d\n",
    ),
    "a new entry like the others": (
        "teams:\n- id: a\n  name: A\nkpis: []\n",
        [Change("teams", "b", "name", "B")],
        "teams:\n- id: a\n  name: A\n- id: b\n  name: B\nkpis: []\n",
    ),
    "a list of nothing": (
        "kpis: []  # none\nteams:\n",
        [Change("kpis", "k", "name", "K"), Change("teams", "t", "name", "T")],
        "kpis:  # none\n  - {id: k, name: K}\nteams:\n  - {id: t, name: T}\n",
    ),
    "a map of comments": (
        "# nothing\n",
        [Change("teams", "a", "name", "A"), Change("programme", "", "objective", "o")],
        "# nothing\nteams:\n  - {id: a, name: A}\nprogramme: {objective: o}\n",
    ),
    "an entry without id": (
        "crossings: [{expectation: e, lever: l}]\n",
        [Change("crossings", "e/l", "kpi", "k")],
        "crossings: [{expectation: e, lever: l, kpi: k}]\n",
    ),
    "a new entry without id": (
        "playbook:\n  - {class: detractor, method: phone}\n",
        [Change("playbook", "promoter", "method", "thanks"), Change("playbook", "promoter", "class", "promoter")],
        "playbook:\n  - {class: detractor, method: phone}\n  - {class: promoter, method: thanks}\n",
    ),
    "the platform": ("teams: []\n", [Change("platform", "", "", "hub")], "teams: []\nplatform: hub\n"),
    "the platform goes": ("platform: hub\nteams: []\n", [Change("platform", "", "", None)], "teams: []\n"),
}


@pytest.mark.parametrize(("source", "wanted", "after"), CASES.values(), ids=list(CASES))
def test_a_change_looks_as_its_neighbours_do(source, wanted, after):
    assert changed(Path("m.yaml"), source, wanted) == after


@pytest.fixture
def engagement(tmp_path):
    return open_engagement(write_engagement(tmp_path / "acme"))


def test_a_backup_is_kept_each_time(engagement):
    path = engagement.map_file
    path.write_bytes(b"\xef\xbb\xbfteams:\r\n- {id: a}\r\n")
    path.chmod(0o600)
    first = write_changes(engagement, [Change("teams", "a", "name", "A")])
    second = write_changes(engagement, [Change("teams", "a", "name", "B")])
    assert (first.name, second.name) == ("ownership.yaml.bak", "ownership.yaml.bak2")
    assert first.stat().st_mode == path.stat().st_mode
    assert first.read_bytes() == b"\xef\xbb\xbfteams:\r\n- {id: a}\r\n"
    assert path.read_bytes() == b"\xef\xbb\xbfteams:\r\n- {id: a, name: B}\r\n"
    assert write_changes(engagement, [Change("teams", "a", "name", "B")]) is None
    assert len(list(engagement.folder.glob("*.bak*"))) == 2


def test_a_map_that_is_not_there_is_begun(engagement):
    assert write_changes(engagement, [Change("sources", "s", "channel", "web")]) is None
    assert engagement.ownership_map().sources[0].channel == "web"
    assert not list(engagement.folder.glob("*.bak*"))


REFUSED = {
    "wrong before": ("teams: [{id: a, nmae: A}]\n", Change("teams", "a", "name", "A"), "unknown key"),
    "wrong after": ("teams: [{id: support}]\nlevers: [{id: l}]\n", Change("levers", "l", "owner", "suport"), "suport"),
    "aliases": (
        "teams: [{id: a, name: &n A, lead_role: *n}]\n",
        Change("teams", "a", "name", "B"),
        "only a person",
    ),
    "an end of the document": ("teams: [{id: a}]\n...\n", Change("kpis", "k", "name", "K"), "only a person"),
}


@pytest.mark.parametrize(("source", "change", "told"), REFUSED.values(), ids=list(REFUSED))
def test_what_cannot_be_changed_is_left_alone(engagement, source, change, told):
    engagement.map_file.write_text(source, encoding="utf-8")
    with pytest.raises(InputError, match=told):
        write_changes(engagement, [change])
    assert engagement.map_file.read_text(encoding="utf-8") == source
    assert not list(engagement.folder.glob("*.bak*"))


def test_one_writer_at_a_time(engagement, monkeypatch):
    monkeypatch.setattr("cxmaturity.engagement.map_file.locked", lambda folder: locked(folder, 0))
    with locked(engagement.folder), pytest.raises(InputError, match=str(os.getpid())):
        write_changes(engagement, [Change("teams", "a", "name", "A")])
