"""roadmap.yaml: every mistake of the file at once, each at its line."""

from __future__ import annotations

from datetime import timedelta
from textwrap import dedent

import pytest
from small_engagements import write_engagement

from cxmaturity.engagement.facts import gather
from cxmaturity.engagement.folder import open_engagement
from cxmaturity.errors import InputError

MAP = "teams: [{id: support}, {id: sales}]\n"
OWN = "title: {en: Own, fr: Own}"


@pytest.fixture
def acme(tmp_path):
    """An engagement on the shipped model, whose library has actions."""
    folder = tmp_path / "acme"
    write_engagement(folder, cycles={"2026-Q4": "date: 2026-10-15\n"})
    (folder / "engagement.yaml").write_text("organisation: Acme\nroles: {it: support}\n")
    (folder / "ownership.yaml").write_text(MAP)
    return folder


def told(folder, source: str) -> list[str]:
    (folder / "roadmap.yaml").write_text(dedent(source), encoding="utf-8")
    with pytest.raises(InputError) as caught:
        open_engagement(folder).roadmap()
    return [problem.show("en").rpartition("roadmap.yaml:")[2] for problem in caught.value.problems]


CAUSES = {
    "Fatigue.customers_over_policy": "there is no metric “Fatigue.customers_over_policy”. Did you mean “fatigue.c",
    "over_polcy": "there is no finding “over_polcy”. Did you mean “over_policy”?",
    "q1.contact-limts": "there is no practice “q1.contact-limts”. Did you mean “q1.contact-limits”?",
    "map.xx": "there is no metric “map.xx”. Known are: map.relationship_regular_share, ",
    "q3.zzzzzzzzzz": "there is no practice “q3.zzzzzzzzzz”. Known are: q3.",
    "contacts.qqqqqq": "there is no metric “contacts.qqqqqq”.",
}
WRONG = {
    "capacity: {suport: [1]}": "1: there is no team “suport” on the map. Did you mean",
    "capacity:\n  support: [1]\n  sales: [2, -1]": "3: the capacity of the team “sales” is below 0",
    "capacity:\n  support: six": "2: “six” is no number of days. Write 6, or by month [6, 6, 2].",
    "capacity:\n  support: -1": "2: the capacity of the team “support” is below 0",
    "start: 2027-13": "1: “2027-13” is not a month like 2027-01.",
    "start: 2027": "1: “2027” is not a month like 2027-01.",
    "actions:\n- {id: contact-polici}": "2: the model has no action “contact-polici”, and it has no title",
    "actions:\n- id: contact-policy\n- id: contact-policy": "3: the action “contact-policy” stands there twice.",
    "actions:\n- id: contact-policy\n  owner: suport": "3: there is no team “suport” on the map. Did you mean",
    "actions:\n- id: contact-policy\n  feedback: [fatigue.customers_over_policy]": "3: there is no metric “fatigue",
    **{f"actions:\n- id: contact-policy\n  feedback:\n  - {word}": f"4: {words}" for word, words in CAUSES.items()},
    "actions:\n- id: contact-policy\n  ended: 2026-11-01": "3: “contact-policy” has an end, and its status is pro",
    "actions:\n- id: contact-policy\n  status: running\n  ended: 2026-11-01": "4: “contact-policy” has an end, and its",
    "actions:\n- id: contact-policy\n  status: dropped\n  ended: 2026-11-01\n  started: 2026-11-02": "4: the",
    "actions:\n- id: contact-policy\n  effort:\n    cxx: 1": "4: the model has no role “cxx”. Did you mean “cx”?",
    "actions:\n- id: contact-policy\n  months: 0": "3: the action “contact-policy” needs at least one month",
    "actions:\n- id: contact-policy\n  effort: {cx: -1}": "3: the action “contact-policy” needs at least one month",
    "actions:\n- id: contact-policy\n  establishes: {}": "3: the action “contact-policy” establishes no practice.",
    f"actions:\n- id: own\n  {OWN}\n  establishes: {{q1.contact-limits: fully}}": "2: the action “own” has no effort.",
    "capacity:\n  support: []": "2: the capacity of the team “support” lists no days.",
    "capacity:\n  support: [.nan]": "2: “entry 1 of support” is .nan: a number is expected.",
    "actions:\n- id: contact-policy\n  effort: {cx: .nan}": "3: “cx” is .nan: a number is expected.",
    "actions:\n- id: source-inventory\n  requires: [contact-policy]": "3: these actions require each other in a circle",
    f"actions:\n- id: own\n  {OWN}": "2: the action “own” establishes no practice.",
    f"actions:\n- id: own\n  {OWN}\n  establishes:\n    q1.contact-limit: fully": "5: the action “own” names an",
    f"actions:\n- id: own\n  {OWN}\n  answers: [over_polcy]": "4: the action “own” names an unknown finding",
    f"actions:\n- id: own\n  {OWN}\n  requires:\n  - owm\n": "5: the action “own” names an unknown action: owm.",
    f"actions:\n- id: own\n  {OWN}\n  target: {{metric: fatigue.x, to: 1}}": "4: there is no metric “fatigue.x”.",
    f"actions:\n- id: own\n  {OWN}\n  establishes:\n    q1.contact-limits: partly": "5: the actions “contact-policy”",
    f"actions:\n- id: own\n  {OWN}\n  requires: [own]": "4: these actions require each other in a circle: own → own.",
    "actions:\n- {id: contact-policy, sttus: running}": "2: unknown key “sttus”. Did you mean “status”?",
}  # fmt: skip


@pytest.mark.parametrize("source", WRONG)
def test_a_mistake_is_told_at_its_line(acme, source):
    found = told(acme, source)
    assert any(entry.startswith(WRONG[source]) for entry in found), found


def test_all_mistakes_are_told_at_once_in_the_order_of_lines(acme):
    source = """\
        strat: 2027-01
        capacity: {suport: [1]}
        actions:
        - {id: contact-polici}
        - {id: contact-policy, owner: suport, sttus: running}
        """
    assert [line.split(":")[0] for line in told(acme, source)] == ["1", "2", "4", "5", "5"]


RIGHT = """\
start: 2027-01
capacity: {support: [1], sales: [2], cx: [3], partner: [4]}
actions:
- {id: contact-policy, owner: the board, feedback: [fatigue.customers_over_policy_share, over_policy, crm.t-77, a word,
    q1.contact-limits, NPS_Q3, board_decision, minutes.pdf, contacts.csv, "https://a.b/map.xx", "2.5", map.,
    roadmap.yaml]}
- id: own
  title: {en: Own, fr: Own}
  effort: {sales: 2, cx: 1, translators: 3}
  establishes: {q1.contact-limits: fully}
  requires: [contact-policy]
"""


def test_one_language_and_one_number_are_enough(acme):
    (acme / "roadmap.yaml").write_text(SHORT)
    state = gather(acme).facts.roadmap
    assert state.capacity == {"support": (0.0,), "cx": (2.5,)}
    own = state.actions[0].own_action()
    shown = [(words.en, words.fr) for words in (own.title, own.objective, own.background, own.impact, *own.plan)]
    assert shown == [("Call", "Call"), ("Appeler", "Appeler"), ("–", "–"), ("less", "moins"), ("a", "a"), ("b", "b")]


SHORT = """\
capacity: {support: 0, cx: 2.5}
actions:
- id: own
  title: Call
  objective: {fr: Appeler}
  impact: {en: less, fr: moins}
  plan: [a, {en: b}]
  effort: {}
  establishes: {q1.contact-limits: fully}
"""


def test_what_resembles_nothing_is_the_organisations_own_word(acme):
    (acme / "roadmap.yaml").write_text(RIGHT)
    gathered = gather(acme)
    assert gathered.facts.roadmap.capacity["partner"] == (4,)
    notes = [note.show("en") for note in gathered.notes]
    assert notes == [
        "roadmap.yaml gives capacity to what is no team on the map and no role: partner.",
        "roadmap.yaml does not say how many months these actions take, so one is taken: own.",
    ]


def test_an_action_that_is_finished_after_the_cycle_is_said(acme):
    day = gather(acme).cycle.as_of
    ended = "actions: [{{id: contact-policy, status: {status}, ended: {day}}}]\n"
    for status, after, notes in (("finished", 0, 0), ("finished", 1, 1), ("dropped", 1, 0)):
        (acme / "roadmap.yaml").write_text(ended.format(status=status, day=day + timedelta(after)))
        told = [note.show("en") for note in gather(acme).notes if "started" not in note.show("en")]
        assert len(told) == notes
        assert all("finished, on days after that of the cycle" in note and "contact-policy" in note for note in told)


def test_running_actions_without_a_start_and_roles_of_nobody_are_said(acme):
    (acme / "roadmap.yaml").write_text("actions:\n- {id: contact-policy, status: running}\n- {id: source-inventory}\n")
    (acme / "engagement.yaml").write_text("organisation: Acme\nroles: {it: support, cx: nope}\n")
    assert [note.show("en") for note in gather(acme).notes] == [
        "engagement.yaml gives roles to what is no team on the map: cx: nope.",
        "roadmap.yaml does not say when these running actions started, so the plan has them start in its first month: "
        "contact-policy.",
    ]
    (acme / "ownership.yaml").write_text("programme: {owner_role: x}\n")  # it lists no teams, so any may be
    (acme / "roadmap.yaml").write_text("actions: [{id: contact-policy, status: running, started: 2026-09-01}]\n")
    assert gather(acme).notes == ()
    (acme / "engagement.yaml").write_text("organisation: Acme\nroles: {it: support, cx: suport}\n")
    (acme / "ownership.yaml").write_text(MAP)
    with pytest.raises(InputError, match=r"there is no team “suport” on the map\. Did you mean “support”\?"):
        gather(acme)


@pytest.mark.parametrize(
    "source", ["actions: 3", "actions: [3, {id: 3}, {}]", "capacity: [a]", "actions: [{id: a, requires: 3}]", "- a"]
)
def test_what_is_no_roadmap_is_told_like_any_mistake(acme, source):
    assert told(acme, source)
