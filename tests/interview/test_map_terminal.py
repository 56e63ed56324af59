"""The walk through a map in a real terminal of 80 columns and 24 lines, in both languages."""

from __future__ import annotations

import os
import random
import re
import signal
import threading

import pytest
import yaml
from cli.commands import call
from interview.seat import CONTROL_C, ESCAPE, MAP_MENU, PAINTED, MapSeat

from cxmaturity.engagement.beginning import begin

MAP = """\
# Whom to ask: Anna.
teams:
  - {id: support, name: Support, max_sources: 5}
  - {id: cx, name: Customer experience}
levers: [{id: staffing, name: Staff the hotline, owner: support}]   # the only one
touchpoints: [{id: call, name: Call to the hotline, owner: support}]
sources:
  - {id: ticket, name: After a ticket, responsible: [support], touchpoint: call, objective: retain}
"""


@pytest.fixture
def acme(tmp_path):
    """A new engagement with a cycle, named as a user beside it does."""
    begin(tmp_path / "acme", "Acme", "en")
    cycle = tmp_path / "acme" / "cycles" / "2026-Q4"
    cycle.mkdir()
    (cycle / "cycle.yaml").write_text("date: 2026-10-15\n")
    return tmp_path / "acme"


def with_map(folder, content=MAP):
    (folder / "ownership.yaml").write_text(content)
    return folder


def map_of(folder):
    return yaml.safe_load((folder / "ownership.yaml").read_text())


def sit(nursery, folder, lang="en", **options):
    return MapSeat(nursery, folder.name, folder=folder.parent, lang=lang, **options)


def the_whole_gap_is_on(screen, lang="en") -> None:
    """Check that head, question and menu of a gap are on the screen together."""
    heads = [number for number, line in enumerate(screen) if line.endswith("──")]
    assert heads, "\n".join(screen)
    shown = screen[heads[-1] :]
    assert any(line.startswith("›") for line in shown)
    assert any(("q) Quit" if lang == "en" else "q) Quitter") in line for line in shown)


def test_an_answer_is_on_the_disk_when_it_is_acknowledged(nursery, acme):
    seat = sit(nursery, with_map(acme))
    seat.see("A gap: high")
    seat.see("has no addressee", "Who answers for “After a ticket”")
    seat.see()
    the_whole_gap_is_on(seat.screen)
    seat.type("1", "kept: Support", "gaps left: ")
    assert map_of(acme)["sources"][0]["accountable"] == "support"
    assert (acme / "ownership.yaml.bak").read_text() == MAP
    seat.see()
    seat.type("q", "1 answer kept in acme/ownership.yaml", "The map as it was before: acme/ownership.yaml.bak")
    seat.see("To go on:", "cxmaturity ownership acme --edit --lang en")
    assert seat.end() == 0
    written = (acme / "ownership.yaml").read_text()
    assert written == MAP.replace("objective: retain}", "objective: retain, accountable: support}")
    assert not (acme / ".cxmaturity.lock").exists()
    assert seat.widest <= 80


def test_skip_back_and_taking_back(nursery, acme):
    seat = sit(nursery, with_map(acme))
    seat.see("Who answers for")
    seat.see()
    seat.type("", "Not on the map", "passed over: 1")  # Enter alone answers nothing
    seat.see()
    seat.type("b", "Who answers for")
    seat.see()
    seat.type("2", "kept: Customer experience")
    seat.see()
    seat.type("b", "taken back", "Who answers for")
    seat.see()
    assert (acme / "ownership.yaml").read_text() == MAP
    seat.type("1", "kept: Support")
    seat.see()
    seat.type("q", "1 answer kept")
    assert seat.end() == 0
    assert [path.name for path in acme.glob("*.bak*")] == ["ownership.yaml.bak"]
    assert (acme / "ownership.yaml.bak").read_text() == MAP


def test_a_new_team_is_made_on_the_way_and_esc_leaves_it(nursery, acme):
    seat = sit(nursery, with_map(acme))
    seat.see()
    seat.type("3", "Its name")
    seat.press(ESCAPE)
    seat.type("3", "Its name")
    seat.type("Digital", "kept: A new team – Digital")
    seat.see()
    seat.send(CONTROL_C)
    assert seat.end() == 130
    assert map_of(acme)["teams"][-1] == {"id": "digital", "name": "Digital"}
    assert map_of(acme)["sources"][0]["accountable"] == "digital"


@pytest.mark.parametrize(
    ("lang", "words"),
    [
        (
            "en",
            {
                "teams": "Not on the map: teams", "names": "separated by commas", "kept": "kept: Name them",
                "sources": "Not on the map: sources", "who": "Who answers for “After a ticket”", "gap": "A gap: high",
                "stop": "2 answers kept in",
                "opens": "Opens: high · 1 source has nobody accountable",
                "on": "To go on:", "end": "what was done so far is kept",
            },
        ),
        (
            "fr",
            {
                "teams": "Absent de la carte : équipes", "names": "séparés par des virgules",
                "kept": "gardé : Les nommer", "sources": "Absent de la carte : sources",
                "who": "Qui répond de.*After a ticket",
                "gap": "Lacune, gravité forte",
                "opens": "S’ouvre : forte · 1 source n’a personne pour en répondre",
                "stop": "2 réponses gardées dans", "on": "Pour continuer :",
                "end": "ce qui a été fait jusqu’ici est conservé",
            },
        ),
    ],
    ids=["en", "fr"],
)  # fmt: skip
def test_a_map_of_comments_is_walked_from_nothing_and_ctrl_c_says_how_to_go_on(nursery, acme, lang, words):
    comments = (acme / "ownership.yaml").read_text()
    seat = sit(nursery, acme, lang)
    seat.see(words["teams"])
    seat.see()
    the_whole_gap_is_on(seat.screen, lang)
    seat.type("1", words["names"])
    seat.type("Support, Équipe Réseau", words["kept"], words["sources"])
    seat.see()
    seat.type("1", words["names"])
    seat.type("After a ticket", words["kept"], words["opens"], words["gap"], words["who"])
    seat.see()
    the_whole_gap_is_on(seat.screen, lang)
    seat.send(CONTROL_C)
    seat.see(words["stop"], words["on"], f"cxmaturity ownership acme --edit --lang {lang}", words["end"])
    assert seat.end() == 130
    written = (acme / "ownership.yaml").read_text()
    assert written.startswith(comments.rstrip("\n"))
    assert map_of(acme) == {
        "teams": [{"id": "support", "name": "Support"}, {"id": "equipe-reseau", "name": "Équipe Réseau"}],
        "sources": [{"id": "after-a-ticket", "name": "After a ticket"}],
    }
    assert seat.widest <= 80


def test_a_gap_that_only_changes_its_id_neither_closes_nor_opens(nursery, acme):
    with_map(acme, "teams: [{id: a}]\nsources: [{id: web, name: Web poll, accountable: a, responsible: [a]}]\n")
    (acme / "contacts" / "log.csv").write_text("customer_id,sent_at,source\nc1,2026-10-01T08:00:00Z,Web poll\n")
    seat = sit(nursery, acme)
    seat.see("is in the log")
    seat.see()
    seat.type("1", "kept: It is “Web poll” on the map")
    seat.see()
    seat.type("q", "1 answer kept")
    assert seat.end() == 0
    assert map_of(acme)["sources"][0]["id"] == "Web poll"
    assert "serves no" not in "".join(line for line in seat.written.splitlines() if re.search("Closes|Opens", line))


def test_a_number_is_asked_again_until_it_is_one(nursery, acme):
    alert = (
        "{id: low, source: ticket, trigger: score <= 6, owner: support, informed: [cx], method: phone, overseer: cx}"
    )
    seat = sit(nursery, with_map(acme, f"{MAP}alerts: [{alert}]\n"))
    seat.see()
    seat.type("s", "within how many hours")
    seat.see()
    seat.type("4", "How many hours")
    seat.type("soon", "A number above 0", "How many hours")
    seat.type("0", "A number above 0", "How many hours")
    seat.type("36", "kept: Another number of hours – 36")
    seat.see()
    seat.type("q", "1 answer kept")
    assert seat.end() == 0
    assert map_of(acme)["alerts"][0]["deadline_hours"] == 36


def test_many_teams_are_found_by_name(nursery, acme):
    teams = "".join(f"  - {{id: t{number}, name: Team {number:02}}}\n" for number in range(30))
    seat = sit(nursery, with_map(acme, f"teams:\n{teams}sources: [{{id: s, responsible: [t1], objective: o}}]\n"))
    seat.see("Who answers for")
    seat.see()
    the_whole_gap_is_on(seat.screen)
    seat.type("o", "Its name")
    seat.type("Team 2", "Several begin like this", "Its name")
    seat.type("Team 99", "None of them is called that", "Its name")
    seat.type("Team 27", "kept: Team 27")
    seat.see()
    seat.type("q", "1 answer kept")
    assert seat.end() == 0
    assert map_of(acme)["sources"][0]["accountable"] == "t27"


def test_the_language_changes_on_the_way(nursery, acme):
    seat = sit(nursery, with_map(acme))
    seat.see("Who answers for")
    seat.see()
    seat.type("f", "Lacune, gravité forte", f"Qui répond de.*tout est gardé\\){PAINTED}")
    seat.type("q", "0 réponse gardée dans")
    seat.see("cxmaturity ownership acme --edit --lang fr")
    assert seat.end() == 0
    assert not (acme / "ownership.yaml.bak").exists()


def test_a_map_changed_meanwhile_keeps_both_and_is_not_taken_back(nursery, acme):
    seat = sit(nursery, with_map(acme))
    seat.see("Who answers for")
    seat.see()
    path = acme / "ownership.yaml"
    path.write_text(MAP.replace("max_sources: 5", "max_sources: 7"))
    seat.type("1", "kept: Support")
    seat.see()
    assert (map_of(acme)["teams"][0]["max_sources"], map_of(acme)["sources"][0]["accountable"]) == (7, "support")
    path.write_text(path.read_text() + "platform: hub\n")
    seat.type("b", "This was not kept", "changed by somebody else since")
    seat.see()
    path.write_text("teams: [\n")
    seat.type("1", "Which|Its name|What|Name")
    seat.send(CONTROL_C)
    assert seat.end() == 130


def test_a_second_walk_is_refused_with_one_message(nursery, acme):
    first = sit(nursery, with_map(acme))
    first.see()
    second = sit(nursery, acme)
    second.see("somebody else is answering in this engagement right now")
    assert second.end() == 2
    first.type("q", "0 answers kept")
    assert first.end() == 0


@pytest.mark.parametrize(
    ("lang", "words"),
    [("en", "--edit asks at a terminal, and there is none here. Run it in one"), ("fr", "il n’y en a pas ici")],
)
@pytest.mark.parametrize("more", [(), ("--json",)])
def test_without_a_terminal_there_is_one_message(acme, capsys, lang, words, more):
    refused = call(capsys, "ownership", with_map(acme), "--edit", *more, "--lang", lang)
    assert (refused.code, refused.out) == (2, "")
    assert words in refused.err
    assert (acme / "ownership.yaml").read_text() == MAP


def name_objectives(seat) -> None:
    """Answer source by source with an objective of its own; what was named before is offered first."""
    for number in range(60):
        seat.type(str(min(number, 6) + 1), "Its name")
        seat.type(f"New {number}", "kept: ")
        seat.see()


KEPT = re.compile(r"✓ kept: A new objective – New (\d+) ")


@pytest.mark.parametrize("times", [8, pytest.param(100, marks=pytest.mark.slow)])
def test_killed_at_random_instants_no_acknowledged_answer_is_lost(nursery, acme, times):
    """Sources without objective, each answered with a new one, until the process is killed."""
    rng, kills, in_answers = random.Random(5), 0, 0
    sources = "".join(f"  - {{id: s{number}, accountable: a, responsible: [a]}}\n" for number in range(60))
    with_map(acme, f"teams: [{{id: a, max_sources: 99}}]\nsources:\n{sources}")
    while kills < times:
        seat = sit(nursery, acme)
        seat.see()
        timer = threading.Timer(rng.uniform(0, 0.6), os.kill, [seat.pid, signal.SIGKILL])
        timer.start()
        with pytest.raises(AssertionError, match="not seen"):  # it is dead before the last one
            name_objectives(seat)
        timer.join()
        kills += 1
        acknowledged = set(KEPT.findall(seat.written))
        named = {objective["name"].removeprefix("New ") for objective in map_of(acme).get("objectives") or []}
        assert acknowledged <= named
        assert len(named) - len(acknowledged) in (0, 1)
        in_answers += bool(acknowledged)
        (acme / "ownership.yaml").write_text(f"teams: [{{id: a, max_sources: 99}}]\nsources:\n{sources}")
    assert in_answers > times / 10


EVERYTHING = """
teams:
  - {id: a, name: Customer experience and quality, lead_role: head of customer experience, territory: relations}
  - {id: b, name: Branch network, max_sources: 0, territory: branches}
levers: [{id: l, name: Staff the hotline at noon and in the evening, owner: a}, {id: m}]
touchpoints: [{id: shop, name: Visit, owner: a}, {id: call, name: Call, important: true}]
sources:
  - {id: s1, name: The survey after a visit in a branch, touchpoint: shop, accountable: b, every_days: 7}
  - {id: s2, accountable: [a, b]}
  - {id: s3, responsible: [b]}
expectations: [{id: e, name: A fast answer}, {id: f}]
crossings: [{expectation: e, lever: l}]
kpis: [{id: k, family: operational}, {id: k2, family: operational}]
alerts:
  - {id: low, source: s2, owner: a, overseer: a}
  - {id: all, source: s1}
committee: []
programme: {}
communication: []
"""


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_every_kind_of_gap_fits_the_screen_with_its_question_and_answers(nursery, acme, lang):
    with_map(acme, EVERYTHING)
    (acme / "contacts" / "log.csv").write_text(
        "customer_id,sent_at,source\nc1,2026-08-01T08:00:00Z,s1\nc1,2026-10-01T08:00:00Z,pop-up\n"
    )
    seat = sit(nursery, acme, lang)
    asked = []
    while True:
        seat.see(rf"{MAP_MENU[lang]}|What now|Et maintenant")
        if any(line.startswith("› What now" if lang == "en" else "› Et maintenant") for line in seat.screen):
            break
        the_whole_gap_is_on(seat.screen, lang)
        asked.append(next(line for line in reversed(seat.screen) if line.startswith("›")))
        seat.send("s\r")
    seat.type("", "To go on|Pour continuer")
    assert seat.end() == 0
    assert seat.widest <= 80
    assert len(asked) > 35
    assert len(set(asked)) > 30
