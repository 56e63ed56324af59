"""``cxmaturity loop``: its JSON, its page in two languages, its findings, the file of cases due, every combination."""

from __future__ import annotations

import csv
import json
import os
import re
import stat
from collections import Counter
from pathlib import Path

import pytest
from cli.commands import call

from cxmaturity.checks.loop import CLAIMS
from cxmaturity.engagement.lock import locked

GOLDEN = Path(__file__).parent / "golden"
LOG = "customer_id,sent_at,source,responded_at,metric,score,segment\n" + "".join(
    f"c{n:03},2026-09-01T08:00:00Z,{('post-ticket', 'yearly')[n % 4 == 0]},2026-09-02T10:00:00Z,nps,{n % 11},"
    f"{('key', 'pro')[n % 3 == 0]}\n"
    for n in range(121)
)
HEAD = (
    "case_id,customer_id,source,opened_at,owner,rule,first_contact_at,first_contact_kind,closed_at,cause,action_id,"
    "documented,aim\n"
)
CASES = HEAD + "".join(
    f"k{n},c{n:03},{('post-ticket', 'yearly')[n % 4 == 0]},2026-09-03T08:00:00Z,{('support', 'success', 'Eva')[n % 3]},"
    f"{'' if n % 2 else 'any-detractor'},{f'2026-09-0{3 + n % 5}T09:00:00Z' if n % 7 else ''},"
    f"{('automatic', 'human')[n % 2] if n % 7 else ''},{'2026-09-20' if n % 5 else ''},{'delay' if n % 3 else ''},,"
    f"{'yes' if n % 8 else 'no'},{('recover', 'grow')[n % 2]}\n"
    for n in range(60)
)
MAP = """\
teams: [{id: support, name: Support}, {id: success, name: Customer success}, {id: cx}]
sources:
  - {id: post-ticket, name: After a ticket, accountable: support, responsible: [success]}
  - {id: yearly, name: Yearly survey, accountable: cx}
alerts: [{id: any, source: yearly, deadline_hours: 72}]
"""
RULES = """\
rules:
  - {id: key-detractor, when: {score: "<= 6", segment: "= key"}, then: case, owner: success, deadline_hours: 24,
     notify: [cx]}
  - {id: any-detractor, when: {score: "<= 6"}, then: case, owner: {dispatch: [support, cx]}, deadline_hours: 48}
  - {id: never, when: {score: "<= 3", segment: key}, then: auto_reply}
  - {id: nobody, when: {score: ">= 9", source: yearly}, then: case}
  - {id: middle, when: {score: "in 7, 8", source: post-ticket}, then: auto_reply}
  - {id: key-middle, when: {score: "= 7", segment: key}, then: notify, owner: cx}
"""
DAY = ("--as-of", "2026-10-15")


@pytest.fixture
def bare(tmp_path, capsys):
    folder = tmp_path / "acme"
    assert call(capsys, "init", folder, "--name", "Acme", "--lang", "en").code == 0
    (folder / "cycles" / "2026-Q4").mkdir()
    (folder / "cycles" / "2026-Q4" / "cycle.yaml").write_text("date: 2026-10-15\n")
    return folder


@pytest.fixture
def acme(bare):
    (bare / "contacts" / "log.csv").write_text(LOG)
    (bare / "cases.csv").write_text(CASES)
    (bare / "ownership.yaml").write_text(MAP + RULES)
    return bare


SHARES = {
    "loop.coverage", "loop.detractor_follow_up", "loop.deadline", "loop.deadline.curve", "loop.acknowledged",
    "loop.unowned", "loop.documented", "loop.with_cause", "loop.linked_to_action", "loop.owner_fit",
}  # fmt: skip
PLAIN = {"loop.time_to_person.p50", "loop.fixed.p50", "loop.aims", "loop.oldest_silent_days", "loop.rules_share"}
SEVERITIES = {
    "rule_cell_missing": "medium", "rule_conflict": "medium", "rule_without_owner": "medium", "case_missing": "medium",
    "case_late": "medium", "rule_unreachable": "low", "case_wrong_owner": "low",
}  # fmt: skip
COLUMNS = {
    "by_class": ["class", "value", "low", "high", "n", "human", "automatic", "none"],
    "by_source": ["source", "value", "low", "high", "n", "human", "automatic", "none"],
    "by_kind": ["kind", "value", "low", "high", "n"],
    "by_owner": ["owner", "cases", "open", "late", "human", "p50"],
    "rules": ["rule", "then", "owner", "answers", "due", "existing", "missing", "late", "wrong_owner"],
}


def test_the_json_contract(acme, capsys):
    found = call(capsys, "loop", acme, "--json").json
    assert list(found)[:4] == ["schema", "metrics", "tables", "findings"]
    assert found["schema"] == "cxmaturity/loop/1"
    assert set(found["metrics"]) == SHARES | PLAIN
    for name in SHARES:
        estimate = found["metrics"][name]
        assert list(estimate) == ["value", "low", "high", "n"], name
        assert 0 <= estimate["low"] <= estimate["value"] <= estimate["high"] <= 1, name
    assert {name: list(rows[0]) for name, rows in found["tables"].items()} == COLUMNS
    assert [row["kind"] for row in found["tables"]["by_kind"]] == ["human", "automatic", "none"]
    assert [row["rule"] for row in found["tables"]["rules"]][-1] is None
    assert {finding["id"]: finding["severity"] for finding in found["findings"]} == SEVERITIES
    assert set(SEVERITIES) == set(CLAIMS)
    assert all({"id", "severity", "subjects", "title", "detail"} <= set(finding) for finding in found["findings"])


def test_the_figures_are_those_counted_by_hand(acme, capsys):
    """121 answers, cases of the first 60: every seventh without contact, odd ones by a person."""
    found = call(capsys, "loop", acme, "--json").json
    metrics, tables = found["metrics"], found["tables"]
    reached = [n for n in range(60) if n % 7]
    detractors = [n for n in range(121) if n % 11 <= 6]
    by_a_person = [n for n in detractors if n < 60 and n % 7 and n % 2]
    assert (metrics["loop.coverage"]["value"], metrics["loop.coverage"]["n"]) == (len(reached) / 121, 121)
    assert metrics["loop.detractor_follow_up"]["value"] == len(by_a_person) / len(detractors)
    assert metrics["loop.documented"]["value"] == sum(bool(n % 8) for n in range(60)) / 60
    assert metrics["loop.aims"] == 2
    assert metrics["loop.oldest_silent_days"] == 43
    assert {row["owner"]: row["cases"] for row in tables["by_owner"]} == {"success": 20, "support": 20, None: 20}
    assert sum(row["answers"] for row in tables["rules"]) == 121
    due = detractors + [n for n in range(121) if n % 11 >= 9 and n % 4 == 0]
    missing = [n for n in due if n >= 60]
    assert sum(row["missing"] for row in tables["rules"]) == len(missing)
    titles = {finding["id"]: finding["title"] for finding in found["findings"]}
    assert titles["case_missing"].startswith(f"{len(missing)} answers should have opened a case")


@pytest.mark.parametrize("language", ["en", "fr"])
def test_the_page_says_what_it_said(acme, capsys, monkeypatch, language):
    """CXMATURITY_GOLDEN=1 writes the pages anew."""
    monkeypatch.setenv("COLUMNS", "80")
    path, done = GOLDEN / f"loop-{language}.txt", call(capsys, "loop", acme, "--lang", language)
    if os.environ.get("CXMATURITY_GOLDEN"):
        path.write_text(done.out, encoding="utf-8")
    assert (done.code, done.err) == (0, "")
    assert done.out == path.read_text(encoding="utf-8")


@pytest.mark.parametrize(("width", "language"), [(40, "fr"), (60, "en"), (200, "fr")])
def test_no_line_is_wider_than_the_terminal_or_100_columns(acme, capsys, monkeypatch, width, language):
    monkeypatch.setenv("COLUMNS", str(width))
    page = call(capsys, "loop", acme, "--lang", language).out
    assert max(map(len, page.split("\n"))) <= min(width, 100)
    assert "\x1b" not in page


NO_RULES, NO_ANSWERS = MAP, "customer_id,sent_at,source\n" + "c1,2026-09-01T08:00:00Z,yearly\n" * 3
LOGS = {"no log": None, "log": LOG, "no answers": NO_ANSWERS}
CASE_LOGS = {"no cases": None, "cases": CASES, "only a header": HEAD}
MAPS = {"no map": None, "rules": MAP + RULES, "no rules": MAP, "empty rules": MAP + "rules: []\n"}


def lay(folder, log, cases, rules):
    """Put files of these kinds where they belong."""
    places = {"contacts/log.csv": LOGS[log], "cases.csv": CASE_LOGS[cases], "ownership.yaml": MAPS[rules]}
    for path, content in places.items():
        if content is not None:
            (folder / path).write_text(content)


@pytest.mark.parametrize("rules", MAPS)
@pytest.mark.parametrize("cases", CASE_LOGS)
@pytest.mark.parametrize("log", LOGS)
def test_every_combination_ends_in_a_result_or_one_message(bare, capsys, log, cases, rules):
    lay(bare, log, cases, rules)
    done = call(capsys, "loop", bare, "--lang", "en")
    if (log, cases) == ("no log", "no cases") and rules in ("no map", "no rules"):
        assert (done.code, done.out) == (2, "")
        assert re.fullmatch(
            r"✗ .*: there is nothing to follow: no log of answers, no log of cases, and no rules on the map\..*\n",
            done.err,
        )
        return
    assert (done.code, done.err, "{" in done.out) == (0, "", False)
    assert ("No log of answers" in done.out) == (log == "no log")
    assert ("The logs show no answer" in done.out) == (log == "no answers")
    assert ("No log of cases" in done.out) == (cases == "no cases")
    assert ("No rules:" in done.out) == (rules != "rules")


@pytest.mark.parametrize(
    ("files", "known"),
    [
        (("log", "no cases", "rules"), {"loop.rules_share"}),
        (
            ("log", "only a header", "empty rules"),
            {"loop.coverage", "loop.detractor_follow_up", "loop.rules_share", "loop.aims"},
        ),
        (("no log", "cases", "no map"), {"loop.aims", "loop.documented"}),
        (("no answers", "cases", "rules"), {"loop.aims", "loop.documented", "loop.deadline"}),
        (("no log", "no cases", "rules"), set()),
        (("log", "no cases", "no map"), set()),
        (("log", "no cases", "no rules"), set()),
    ],
)
def test_what_is_unknown_is_null_and_never_zero(bare, capsys, files, known):
    lay(bare, *files)
    found = call(capsys, "loop", bare, "--json").json
    assert (set(found["metrics"]), set(found["tables"])) == (SHARES | PLAIN, set(COLUMNS))
    asked = {
        "loop.rules_share",
        "loop.coverage",
        "loop.detractor_follow_up",
        "loop.aims",
        "loop.documented",
        "loop.deadline",
    }
    assert {name for name in asked if found["metrics"][name] is not None} == known


def test_a_map_alone_is_linted(bare, capsys):
    (bare / "ownership.yaml").write_text(MAP + RULES)
    found = call(capsys, "loop", bare, "--json").json
    assert {each["id"] for each in found["findings"]} == {"rule_conflict", "rule_unreachable", "rule_without_owner"}
    assert found["metrics"]["loop.rules_share"] is None


def test_sources_and_teams_of_few_customers_are_not_named(acme, capsys):
    rare = "".join(f"r{n},2026-09-01T08:00:00Z,rare,2026-09-02T10:00:00Z,nps,3,key\n" for n in (1, 2, 2, 2, 3) * 3)
    (acme / "contacts" / "log.csv").write_text(LOG + rare)
    (acme / "cases.csv").write_text(
        CASES + "".join(f"x{n},r{n % 3},rare,2026-09-03T10:00:00Z,cx,,,,,,,,\n" for n in range(12))
    )
    page = call(capsys, "loop", acme, "--lang", "en").out
    figures = page[page.index("Who was followed up") : page.index("What the rules demand")]
    assert ("rare" in figures, re.search(r"^ +cx ", figures, re.MULTILINE)) == (False, None)
    for what in ("source", "team"):
        assert f"1 more {what} with fewer than 10 customers, not shown by name" in figures
    found = call(capsys, "loop", acme, "--json").json
    assert {"rare", "yearly"} <= {row["source"] for row in found["tables"]["by_source"]}


@pytest.mark.parametrize(("asked", "code"), [("case_missing", 1), ("medium", 1), ("high", 0), ("over_policy", 0)])
def test_fail_on(acme, capsys, asked, code):
    assert call(capsys, "loop", acme, "--json", "--fail-on", asked).code == code


def test_a_misspelt_finding_is_told_before_anything_is_read(acme, capsys):
    (acme / "cases.csv").write_text("nonsense")
    done = call(capsys, "loop", acme, "--fail-on", "case_mising", "--lang", "en")
    assert (done.code, done.out) == (2, "")
    assert "Did you mean “case_missing”?" in done.err


@pytest.mark.parametrize("command", ["loop", "score", "ownership", "roadmap"])
def test_wrong_cases_are_told_with_line_and_column_by_every_command(acme, capsys, command):
    (acme / "cases.csv").write_text(CASES.replace("human", "humen", 1))
    done = call(capsys, command, acme, "--lang", "en")
    assert (done.code, done.out) == (2, "")
    assert re.fullmatch(r"✗ .*cases\.csv:3 \[first_contact_kind\]: .*humen.*\n", done.err)


def test_the_findings_are_in_the_scores_and_in_the_roadmaps_reasons(acme, capsys):
    found = {finding["id"] for finding in call(capsys, "score", acme, "--json").json["findings"]}
    assert set(SEVERITIES) <= found


def test_what_the_loop_shows_is_evidence(acme, capsys):
    practices = {each["id"]: each for each in call(capsys, "score", acme, "--json").json["practices"]}
    seen = practices["q3.detractors-followed"]["evidence"]
    assert [(each["metric"], each["value"] is not None) for each in seen] == [("loop.detractor_follow_up", True)]


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def test_emit_writes_the_cases_due_says_so_and_adds_only_new_ones(acme, capsys, tmp_path):
    due = tmp_path / "due.csv"
    done = call(capsys, "loop", acme, "--emit", due, "--json", "--lang", "en")
    missing = sum(row["missing"] for row in done.json["tables"]["rules"])
    assert stat.S_IMODE(due.stat().st_mode) == 0o600
    assert len(rows(due)) == missing
    assert f"due.csv: {missing} cases added, 0 there before." in done.err
    assert "This file holds customers' identifiers." in done.err
    assert "Under key-detractor, tell cx of 24 new cases." in done.err
    silent = [n for n in range(121) if n % 11 in (7, 8) and n % 4 and (n >= 60 or n % 7 == 0)]
    assert f"Under middle, {len(silent)} answers call for an automatic reply." in done.err
    assert f"The deadline of {missing} of the added cases has passed already." in done.err
    assert {row["owner"] for row in rows(due)} == {"success", "support", "cx", ""}
    before = due.read_bytes()
    again = call(capsys, "loop", acme, "--emit", due, "--lang", "en")
    assert due.read_bytes() == before
    assert "0 cases added" in again.err
    assert "has passed already" not in again.err
    assert (again.out, "To see what became of the answers: cxmaturity loop" in again.err) == ("", True)
    (acme / "contacts" / "log.csv").write_text(LOG + "new,2026-09-09T08:00:00Z,yearly,2026-09-10T10:00:00Z,nps,0,key\n")
    assert "1 case added" in call(capsys, "loop", acme, "--emit", due, "--lang", "en").err
    assert due.read_bytes().startswith(before)


def test_emit_is_in_the_json_without_any_customer(acme, capsys, tmp_path):
    due = tmp_path / "due.csv"
    found = call(capsys, "loop", acme, "--emit", due, "--json").json
    emitted = found["emitted"]
    owners = Counter(row["owner"] or None for row in rows(due))
    assert (emitted["path"], emitted["added"], emitted["kept"]) == (str(due), len(rows(due)), 0)
    assert {each["owner"]: each["cases"] for each in emitted["by_owner"]} == owners
    assert emitted["notify"] == [
        {"rule": "key-detractor", "teams": ["cx"], "cases": 24, "answers": None},
        {"rule": "key-middle", "teams": ["cx"], "cases": None, "answers": 1},
    ]
    assert [each["rule"] for each in emitted["automatic_replies"]] == ["middle"]
    assert not re.search(r"c\d{3}|case-", json.dumps(emitted))
    again = call(capsys, "loop", acme, "--emit", due, "--json").json["emitted"]
    assert (again["added"], again["kept"], again["by_owner"]) == (0, emitted["added"], [])
    assert again["notify"] == emitted["notify"][1:]
    assert "emitted" not in call(capsys, "loop", acme, "--json").json


@pytest.mark.parametrize("day", [(), ("--as-of", "2026-10-20")], ids=["recorded", "not recorded"])
def test_emit_into_the_engagement_waits_for_whoever_writes_there(acme, capsys, day):
    call(capsys, "loop", acme)
    with locked(acme):
        done = call(capsys, "loop", acme, "--emit", acme / "due.csv", *day, "--lang", "en")
    assert (done.code, (acme / "due.csv").exists()) == (2, False)
    assert "somebody else is answering in this engagement" in done.err


def test_emit_says_where_git_would_take_the_file_along(acme, capsys, tmp_path):
    told = {
        path.name: call(capsys, "loop", acme, "--emit", path, "--lang", "en").err
        for path in (acme / "due.csv", acme / "team-due.csv", acme / "cases2.csv", tmp_path / "elsewhere.csv")
    }
    said = {name: "keep it out of version control" in err for name, err in told.items()}
    assert said == {"due.csv": False, "team-due.csv": False, "cases2.csv": True, "elsewhere.csv": False}


def test_emit_prints_no_identifiers(acme, capsys, monkeypatch):
    monkeypatch.chdir(acme)
    done = call(capsys, "loop", acme, "--emit", "-", "--lang", "en")
    assert (done.code, done.out, done.err.count("✗")) == (2, "", 1)
    assert "Name a file: --emit due.csv." in done.err
    assert not (acme / "-").exists()


def test_cases_that_were_emitted_and_taken_over_are_not_due_again(acme, capsys, tmp_path):
    call(capsys, "loop", acme, "--emit", acme / "cases2.csv")
    (acme / "cases.csv").write_bytes((acme / "cases2.csv").read_bytes())
    found = call(capsys, "loop", acme, "--json").json
    matched = sum(row["existing"] for row in found["tables"]["rules"])
    assert matched == len(rows(acme / "cases2.csv"))
    assert "0 cases added" in call(capsys, "loop", acme, "--emit", acme / "cases.csv", "--lang", "en").err or matched


def test_into_the_case_log_itself_nothing_is_to_be_deleted(acme, capsys):
    log = acme / "cases.csv"
    head, *written = log.read_text().splitlines(keepends=True)
    log.write_text(f"contact_id,class,segment,{head}" + "".join(f",,,{row}" for row in written))
    told = call(capsys, "loop", acme, "--emit", log, "--lang", "en").err
    assert "It is the case log of the engagement, and holds customers' identifiers." in told
    assert "delete it" not in told


def test_a_team_that_is_only_named_by_rules_is_told(acme, capsys, tmp_path):
    (acme / "ownership.yaml").write_text((MAP + RULES).replace("owner: success", "owner: logistics"))
    for more in ((), ("--json",), ("--emit", tmp_path / "due.csv")):
        assert (
            "The map names what it does not list: logistics." in call(capsys, "loop", acme, *more, "--lang", "en").err
        )


def test_cases_without_an_owner_have_their_row_and_the_rows_sum_up(acme, capsys):
    (acme / "cases.csv").write_text(CASES + "x,c100,yearly,2026-09-03T08:00:00Z,,,,,,,,,\n")
    found = call(capsys, "loop", acme, "--json").json["tables"]["by_owner"]
    assert [row["owner"] for row in found] == ["success", "support", None, ""]
    assert (sum(row["cases"] for row in found), sum(row["open"] for row in found)) == (61, 13)
    assert re.search(
        r"^ +Without an owner +1 +1 +1 +0 +–$", call(capsys, "loop", acme, "--lang", "en").out, re.MULTILINE
    )


def test_late_cases_under_a_rule_that_opens_none_are_explained(acme, capsys):
    said = "Cases can be late under no rule"
    assert said not in call(capsys, "loop", acme, "--lang", "en").out
    (acme / "ownership.yaml").write_text(MAP + "rules: [{id: all, when: {}, then: none}]\n")
    assert said in call(capsys, "loop", acme, "--lang", "en").out


@pytest.mark.parametrize("change", ["rules", "log"])
def test_emit_needs_rules_and_a_log(acme, capsys, tmp_path, change):
    (acme / "ownership.yaml").write_text(MAP) if change == "rules" else (acme / "contacts" / "log.csv").unlink()
    done = call(capsys, "loop", acme, "--emit", tmp_path / "due.csv", "--lang", "en")
    assert (done.code, done.out, done.err.count("✗")) == (2, "", 1)
    assert not (tmp_path / "due.csv").exists()


def test_it_is_recorded_for_the_other_commands(acme, capsys):
    call(capsys, "loop", acme)
    facts = json.loads((acme / "cycles" / "2026-Q4" / "facts.json").read_text())
    assert facts["loop"]["cases"] == 60
    assert facts["contact"] is not None
