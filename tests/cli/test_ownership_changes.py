"""``ownership --import``, ``--from-log``, ``--apply``: shown first, asked for, written with a backup."""

from __future__ import annotations

import json
import re
import sys

import pexpect
import pytest
from cli.commands import call
from interview.terminal import environment

from cxmaturity.cli.main import run
from cxmaturity.engagement.folder import open_engagement

MAP = """\
# Ours
teams: [{id: support, name: Support, max_sources: 1}, {id: cx, name: CX, max_sources: 2}]  # two
sources:
  - {id: after-call, name: After a call, channel: phone, accountable: support}
  - {id: onboarding, name: Onboarding, channel: email}
  - {id: poll, name: Poll, candidates: [support]}
"""
LOG = "customer_id,sent_at,source,channel,tool,team\n" + "".join(
    f"c{customer},2026-09-{day:02}T10:00:00Z,{source},{channel},{tool},{team}\n"
    for customer in range(20)
    for day, source, channel, tool, team in (
        (1, "after-call", "phone", "dialler", "support"),
        (5, "web-poll", "web", "poller", "digital"),
        (9, "app", "push" if customer % 2 else "in-app", "poller", ""),
        (12, "ONBOARDING", "email", "poller", "cx"),
    )
)


@pytest.fixture
def folder(tmp_path):
    engagement = tmp_path / "acme"
    assert run(["init", str(engagement), "--name", "Acme", "--json"]) == 0
    (engagement / "ownership.yaml").write_text(MAP, encoding="utf-8")
    (engagement / "cycles/2026-Q4").mkdir()
    (engagement / "cycles/2026-Q4/cycle.yaml").write_text("date: 2026-10-15\n", encoding="utf-8")
    return engagement


@pytest.fixture
def matrix(tmp_path):
    path = tmp_path / "raci.csv"
    path.write_text(",Support,CX\nAfter a call,A,I\nOnboarding,,A/R\n", encoding="utf-8")
    return path


def written(folder):
    return (folder / "ownership.yaml").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("option", "shown"),
    [("--import", "accountable"), ("--from-log", "web-poll (new)"), ("--apply", "onboarding")],
)
def test_where_nobody_can_be_asked_what_would_be_written_is_shown_and_a_yes_needed(
    folder, matrix, capsys, option, shown
):
    (folder / "contacts/log.csv").write_text(LOG, encoding="utf-8")
    done = call(capsys, "ownership", folder, option, *([matrix] if option == "--import" else []))
    assert done.code == 2
    assert "nobody can be asked here. Run it at a terminal, or give --yes to write what is shown." in done.err
    assert shown in done.out
    assert written(folder) == MAP


def test_an_import_is_written_with_a_backup(folder, matrix, capsys):
    done = call(capsys, "ownership", folder, "--import", matrix, "--yes")
    assert done.code == 0
    assert "3 changes written" in done.out
    assert (folder / "ownership.yaml.bak").read_text(encoding="utf-8") == MAP
    assert "accountable: support, informed: [cx]}" in written(folder)
    assert "accountable: cx, responsible: [cx]}" in written(folder)
    again = call(capsys, "ownership", folder, "--import", matrix, "--yes", "--lang", "fr")
    assert again.out == "Rien ne change\u00a0: la carte le dit déjà.\n"
    assert not (folder / "ownership.yaml.bak2").exists()


def test_json_tells_the_changes_and_writes_only_with_yes(folder, matrix, capsys):
    shown = call(capsys, "ownership", folder, "--import", matrix, "--json").json
    assert (shown["schema"], shown["written"], shown["backup"]) == ("cxmaturity/ownership-changes/1", False, None)
    assert shown["changes"][0] == {
        "section": "sources", "id": "after-call", "key": "informed", "before": None, "after": ["cx"], "new": False,
    }  # fmt: skip
    assert written(folder) == MAP
    done = call(capsys, "ownership", folder, "--import", matrix, "--json", "--yes").json
    assert done["changes"] == shown["changes"]
    assert (done["written"], done["backup"]) == (True, str(folder / "ownership.yaml.bak"))


def test_an_export_is_a_workbook_that_comes_back_unchanged(folder, tmp_path, capsys):
    book = tmp_path / "map.xlsx"
    assert call(capsys, "ownership", folder, "-o", book).code == 0
    assert call(capsys, "ownership", folder, "--import", book, "--json").json["changes"] == []
    twice = call(capsys, "ownership", folder, "--export", "xlsx", "-o", book)
    assert (twice.code, "somebody may have filled it in" in twice.err) == (2, True)
    nowhere = call(capsys, "ownership", folder, "--export", "xlsx")
    assert (nowhere.code, "-o FILE.xlsx" in nowhere.err) == (2, True)


@pytest.mark.parametrize("content", [MAP, "# nothing yet\n", None], ids=["a map", "comments", "none"])
def test_what_only_the_log_names_is_added(folder, capsys, content):
    path = folder / "ownership.yaml"
    path.unlink() if content is None else path.write_text(content, encoding="utf-8")
    (folder / "contacts/log.csv").write_text(LOG, encoding="utf-8")
    done = call(capsys, "ownership", folder, "--from-log", "--yes")
    assert done.code == 0, done.err
    assert "Source web-poll: 20 contacts" in done.err
    found = open_engagement(folder).ownership_map()
    sources = {source.id: (source.channel, source.tool) for source in found.sources}
    known = {"after-call": ("phone", None), "onboarding": ("email", None), "poll": (None, None)}
    known["ONBOARDING"] = known.pop("onboarding")
    fresh = {"after-call": ("phone", "dialler"), "ONBOARDING": ("email", "poller")}
    assert sources == (known if content == MAP else fresh) | {"web-poll": ("web", "poller"), "app": (None, "poller")}
    assert {tool.id for tool in found.tools} == {"dialler", "poller"}
    assert {team.id for team in found.teams} == {"support", "cx", "digital"}
    if content == MAP:
        assert "The log says “ONBOARDING”; on the map the id is “onboarding”: it takes the log’s." in done.err
    again = call(capsys, "ownership", folder, "--from-log", "--json").json
    assert (again["changes"], again["contacts"]) == ([], [])


def test_json_of_a_log_tells_how_many_contacts_each_entry_stands_for(folder, capsys):
    (folder / "contacts/log.csv").write_text(LOG, encoding="utf-8")
    told = call(capsys, "ownership", folder, "--from-log", "--json").json["contacts"]
    assert told == [
        {"section": "tools", "id": "poller", "contacts": 60},
        {"section": "tools", "id": "dialler", "contacts": 20},
        {"section": "teams", "id": "digital", "contacts": 20},
        {"section": "sources", "id": "app", "contacts": 20},
        {"section": "sources", "id": "web-poll", "contacts": 20},
    ]


def test_without_a_log_there_is_nothing_to_take(folder, capsys):
    done = call(capsys, "ownership", folder, "--from-log")
    assert (done.code, "there is no log" in done.err) == (2, True)


def test_proposals_are_applied_and_what_has_no_place_is_told(folder, capsys):
    shown = call(capsys, "ownership", folder, "--apply", "--json").json
    assert [(change["id"], change["after"]) for change in shown["changes"]] == [("onboarding", "cx")]
    assert shown["unplaceable"] == {"sources": ["poll"], "possible_teams": ["support"]}
    done = call(capsys, "ownership", folder, "--apply", "--yes")
    assert done.code == 0
    assert "No team can be proposed for: Poll." in done.err
    assert "Only Support could take Poll, with room for 0 of these 1." in done.err
    assert "channel: email, accountable: cx}" in written(folder)
    again = call(capsys, "ownership", folder, "--apply")
    assert (again.code, again.out) == (0, "Nothing changes: the map says so already.\n")


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (("--import", "x.csv", "--apply"), "--import and --apply do not go together"),
        (("--from-log", "--edit"), "--edit and --from-log do not go together"),
        (("--apply", "--export", "json"), "--apply and --export do not go together"),
        (("--import", "x.csv", "-o", "x.xlsx"), "--import and --export do not go together"),
        (("--apply", "--fail-on", "high"), "--apply and --fail-on do not go together"),
        (("--yes",), "none of them is given"),
        (("--edit", "--yes"), "none of them is given"),
        (("--edit", "--json"), "--edit asks at a terminal"),
        (("--import", "missing.csv"), "there is no such file"),
    ],
)
def test_options_that_do_not_go_together_are_refused(folder, capsys, options, told):
    done = call(capsys, "ownership", folder, *options)
    assert done.code == 2
    assert told in done.err
    assert written(folder) == MAP


# -- at a terminal -----------------------------------------------------------------------------------------------------


def start(folder, *options, lang="en"):
    return pexpect.spawn(
        sys.executable,
        ["-m", "cxmaturity", "ownership", str(folder), "--lang", lang, *map(str, options)],
        env=environment(),
        encoding="utf-8",
        timeout=60,
        dimensions=(50, 100),
    )


@pytest.mark.parametrize(
    ("lang", "question", "answer", "is_written"),
    [
        ("en", "Write this into the map", "y", True),
        ("en", "Write this into the map", "", False),
        ("fr", "Écrire cela dans la carte", "oui", True),
        ("fr", "Écrire cela dans la carte", "n", False),
    ],
)
def test_a_terminal_is_asked_before_anything_is_written(folder, matrix, lang, question, answer, is_written):  # noqa: PLR0917
    terminal = start(folder, "--import", matrix, lang=lang)
    terminal.expect_exact(question)
    terminal.sendline(answer)
    terminal.expect(pexpect.EOF)
    terminal.close()
    assert terminal.exitstatus == 0
    assert (written(folder) != MAP) is is_written


@pytest.mark.parametrize(
    ("answers", "owners"),
    [
        ("yny", {"a": "cx", "b": None, "c": "cx"}),
        ("na", {"a": None, "b": "cx", "c": "cx"}),
        ("yq", {"a": "cx", "b": None, "c": None}),
        ("nxnn", {"a": None, "b": None, "c": None}),
    ],
)
def test_each_proposal_is_asked_for(folder, answers, owners):
    source = "teams: [{id: cx, name: CX}]\nsources: [{id: a}, {id: b}, {id: c}]\n"
    (folder / "ownership.yaml").write_text(source, encoding="utf-8")
    terminal = start(folder, "--apply")
    for answer in answers:
        terminal.expect_exact("accept?")
        terminal.sendline(answer)
    terminal.expect(pexpect.EOF)
    terminal.close()
    assert terminal.exitstatus == 0
    found = open_engagement(folder).ownership_map()
    assert {each.id: next(iter(each.accountable), None) for each in found.sources} == owners


def test_a_cost_counts_what_was_accepted_before_and_no_word_is_broken(folder):
    teams = "[{id: cx, name: Customer experience and partnerships, max_sources: 4}]"
    sources = "[{id: a}, {id: b}, {id: c, name: The yearly survey of all our partnerships}, {id: d}]"
    (folder / "ownership.yaml").write_text(f"teams: {teams}\nsources: {sources}\n", encoding="utf-8")
    terminal = start(folder, "--apply")
    seen = ""
    for answer in "nyy":
        terminal.expect_exact("accept?")
        seen += terminal.before
        terminal.sendline(answer)
    terminal.expect_exact("accept?")
    seen += terminal.before
    terminal.sendline("q")
    terminal.expect(pexpect.EOF)
    terminal.close()
    assert re.findall(r"cost\s+(\d+)", seen) == ["10", "10", "11", "12"]
    lines = [line.rstrip("\r") for line in seen.split("\n")]
    assert max(map(len, lines)) <= 100
    assert " ".join(seen.split()).count("The yearly survey of all our partnerships → Customer experience and") == 1


def test_a_stop_writes_nothing(folder, matrix):
    terminal = start(folder, "--import", matrix)
    terminal.expect_exact("Write this into the map")
    terminal.sendintr()
    terminal.expect(pexpect.EOF)
    terminal.close()
    assert terminal.exitstatus == 130
    assert written(folder) == MAP


def test_json_is_the_only_thing_on_standard_output(folder, matrix, capsys):
    done = call(capsys, "ownership", folder, "--import", matrix, "--json", "--yes", "--lang", "fr")
    assert json.loads(done.out)["notes"] == ["Les sources absentes du tableau restent telles quelles\u00a0: Poll."]
