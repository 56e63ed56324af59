"""``cxmaturity audit`` as a user meets it: the JSON contract, the page in two languages, exit codes, messages."""

from __future__ import annotations

import hashlib
import json
import os
import re
import signal
import subprocess
import sys
import time
import unicodedata

import pytest
from contacts.logs import random_rows, write_csv, write_parquet

from cxmaturity.checks import BUILT
from cxmaturity.cli.main import run
from cxmaturity.model import load_checks


@pytest.fixture
def log(tmp_path):
    return write_csv(tmp_path / "log.csv", random_rows(5, 300))


@pytest.fixture(autouse=True)
def english(monkeypatch):
    monkeypatch.setenv("CXMATURITY_LANG", "en")


def test_the_json_contract(log, capsys):
    assert run(["audit", str(log), "--json", "--policy", "1/30,3/180"]) == 0
    printed = json.loads(capsys.readouterr().out)
    assert list(printed) == ["schema", "inputs", "policy", "metrics", "tables", "findings", "notes", "run"]
    assert printed["schema"] == "cxmaturity/audit/1"
    digest = hashlib.sha256(log.read_bytes()).hexdigest()
    rows = len(log.read_text().splitlines()) - 1
    expected = {"path": str(log), "sha256": digest, "rows": rows, "format": "generic", "rejected": 0, "tz": "UTC"}
    assert printed["inputs"] == [expected]
    assert printed["policy"]["limits"] == [
        {"contacts": 1, "days": 30, "to": None},
        {"contacts": 3, "days": 180, "to": None},
    ]
    assert printed["policy"]["declared"] is False
    assert printed["metrics"]["contacts.count"] == rows
    assert printed["metrics"]["coverage.lower_bound"] is False
    keys = ["a", "b", "collisions", "customers", "lift"]
    assert all(list(row) == keys for row in printed["tables"]["fragmentation.collision_pairs"])
    keys = ["id", "severity", "title", "metric", "value", "limit", "reach", "subjects", "detail"]
    assert [list(finding) for finding in printed["findings"]] == [keys] * len(printed["findings"])
    for finding in printed["findings"]:
        assert finding["value"] == printed["metrics"][finding["metric"]]
        assert finding["reach"] is None or 0 < finding["reach"] <= 1
    assert printed["run"].keys() == {"engine", "seconds", "version"}


def test_the_same_but_for_the_run(log, tmp_path, capsys):
    def printed(path):
        assert run(["audit", str(path), "--json"]) == 0
        record = json.loads(capsys.readouterr().out)
        del record["run"], record["inputs"], record["notes"]
        return record

    assert printed(log) == printed(log) == printed(write_parquet(tmp_path / "log.parquet", random_rows(5, 300)))


@pytest.mark.parametrize(("language", "words"), [("en", "Requests per customer"), ("fr", "Sollicitations par client")])
def test_the_page(log, capsys, language, words):
    assert run(["audit", str(log), "--lang", language]) == 0
    printed = capsys.readouterr().out
    assert words in printed
    assert "{" not in printed


def test_no_customer_is_in_what_is_printed(tmp_path, capsys):
    rows = [dict(row, customer_id=f"secret{row['customer_id']}") for row in random_rows(5, 300)]
    rows[3]["sent_at"] = "secret"
    log = write_csv(tmp_path / "log.csv", rows)
    for options in (["--json"], [], ["--max-rejected", "0"]):
        run(["audit", str(log), *options])
        both = capsys.readouterr()
        assert "secret" not in (both.out + both.err).replace(str(tmp_path), "")


def test_fail_on(log, capsys):
    fired = _fired(log, capsys)
    assert "collisions" in fired
    assert run(["audit", str(log), "--json", "--fail-on", "collisions"]) == 1
    assert run(["audit", str(log), "--json", "--fail-on", "mirrored_sources"]) == 0
    assert run(["audit", str(log), "--json", "--fail-on", "medium"]) == 1


def test_fail_on_takes_every_finding_of_the_model(log, capsys):
    """Those of the map and of the closed loop, too: an audit of files cannot yield them, and need not know."""
    assert run(["audit", str(log), "--json", "--fail-on", ",".join(sorted(BUILT - {"collisions"}))]) in (0, 1)


def test_every_shipped_finding_is_measured():
    assert {check.id for check in load_checks()} == BUILT


@pytest.mark.parametrize("options", [["--json"], []])
def test_no_word_of_a_log_commands_the_terminal(tmp_path, capsys, options):
    log, evil = tmp_path / "log.csv", "\x1b]0;owned\x07\x1b[m\x9bJ\x08\x7f"
    rows = [f"{row % 9},2024-01-0{1 + row % 5} 10:00,{evil}{'ab'[row % 2]},{evil}relance\n" for row in range(90)]
    log.write_text("customer_id,sent_at,source,kind\n" + "".join(rows), encoding="utf-8")
    assert run(["audit", str(log), *options]) == 0
    both = capsys.readouterr()
    assert "relance" in both.out + both.err
    assert not [letter for letter in both.err if unicodedata.category(letter) == "Cc" and letter != "\n"]
    if not options:
        assert not [letter for letter in both.out if unicodedata.category(letter) == "Cc" and letter != "\n"]
    log.write_text(f"customer_id,sent_at,event_type\n1,2024-01-01,{evil}x\n", encoding="utf-8")
    assert run(["audit", str(log), *options]) == 2
    err = capsys.readouterr().err
    assert "x" in err
    assert not [letter for letter in err if unicodedata.category(letter) == "Cc" and letter != "\n"]


def _fired(log, capsys):
    run(["audit", str(log), "--json"])
    return {finding["id"] for finding in json.loads(capsys.readouterr().out)["findings"]}


def test_options_reach_the_audit(tmp_path, capsys):
    log = tmp_path / "log.csv"
    log.write_text("Kunde;Wann\n1;01.02.2024 10:00\n1;02.02.2024 10:00\n1;03.02.2024 10:00\n")
    options = [
        "--map",
        "customer_id=Kunde",
        "--map",
        "sent_at=Wann",
        "--set",
        "source=a=b",
        "--date-format",
        "%d.%m.%Y",
    ]
    options += [
        "--tz",
        "Europe/Paris",
        "--from",
        "2024-02-02",
        "--to",
        "2024-02-02",
        "--memory",
        "1GB",
        "--threads",
        "1",
    ]
    assert run(["audit", str(log), "--json", *options, "--response-window", "10", "--format", "generic"]) == 0
    both = capsys.readouterr()
    printed = json.loads(both.out)
    assert printed["metrics"]["contacts.first"] == "2024-02-02T09:00:00.000000Z"
    assert (printed["metrics"]["contacts.count"], printed["metrics"]["contacts.sources"]) == (1, 1)
    assert printed["inputs"][0]["tz"] == "Europe/Paris"


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (["--map", "source"], "“--map source” says no field. Write it like --map source=column"),
        (["--set", "source=a", "--set", "source=b"], "--set names source twice"),
        (["--policy", "rest-x"], "“rest-x” is not a contact policy"),
        (["--from", "2025-01-02", "--to", "2025-01-01"], "--from lies after --to"),
        (["--cycle", "2026-Q1"], "--cycle and --as-of need the folder of an engagement"),
        (["--max-rejected", "nan"], "--max-rejected cannot be nan"),
        (["--response-window", "inf"], "--response-window cannot be inf"),
        (["--fail-on", "medium,hgh"], "--fail-on: there is no finding “hgh”. Did you mean “high”?"),
        (["--fail-on", " ,"], "--fail-on names nothing"),
        (["--explain", "--policy", "rest-x"], "“rest-x” is not a contact policy"),
        (["--memory", "lots"], "“lots” is not a size of memory"),
        (["--format", "qualtrix"], "“qualtrix” is not a known log format"),
    ],
)
def test_wrong_options(log, capsys, options, message):
    assert run(["audit", str(log), *options]) == 2
    both = capsys.readouterr()
    assert message in both.err
    assert both.out == ""
    assert len(both.err.strip().splitlines()) == 1


@pytest.mark.parametrize(("days", "code"), [("36500", 0), ("36501", 2), ("1e300", 2), ("0", 2)])
def test_a_response_window_is_no_longer_than_a_century(log, capsys, days, code):
    assert run(["audit", str(log), "--response-window", days]) == code


def test_the_machine_may_be_asked_for_too_much(log, capsys):
    assert run(["audit", str(log), "--json", "--memory", "99999999TB", "--threads", "64"]) == 0
    assert run(["audit", str(log), "--threads", "100000000000"]) == 2


def test_a_log_given_as_a_policy_is_not_read_aloud(log, tmp_path, capsys):
    people = tmp_path / "people.csv"
    people.write_text("Ann Borg\nCid Dahl\n")
    for command in ("audit", "replay"):
        assert run([command, str(log), "--policy", str(people)]) == 2
        said = capsys.readouterr().err
        assert "a policy file’s name ends in .yaml" in said
        assert "Ann" not in said


def test_wrong_files(tmp_path, capsys):
    for path in (tmp_path, tmp_path / "missing.csv"):
        assert run(["audit", str(path)]) == 2
        assert len(capsys.readouterr().err.strip().splitlines()) == 1
    assert run(["audit"]) == 2


def test_an_engagement_is_audited_alone_and_by_its_own_settings(log, tmp_path, capsys):
    (tmp_path / "engagement.yaml").write_text("organisation: Us\n")
    assert run(["audit", str(tmp_path), str(log)]) == 2
    assert "an engagement is audited by itself" in capsys.readouterr().err
    assert run(["audit", str(tmp_path), "--policy", "rest-7", "--map", "source=x"]) == 2
    said = capsys.readouterr().err
    assert "--map, --policy cannot be given with an engagement" in said
    assert "contacts/manifest.yaml" in said
    assert "`- {path: FILE, map: {customer_id: COLUMN}}`" in said


OWN_WAY = {
    "--policy 1/30,3/365": ("`policy: 1/30,3/365` in engagement.yaml",),
    "--tz Europe/Paris": ("`timezone: Europe/Paris` in engagement.yaml",),
    "--from 2026-01-02 --to 2026-03-04": ("`log_from: 2026-01-02` in cycle.yaml", "`log_to: 2026-03-04` in cycle.yaml"),
    "--max-rejected 0": ("`audit: {max_rejected: 0}` in contacts/manifest.yaml",),
    "--dedupe --without-reminders --response-window 45": (
        "`audit: {dedupe: true, response_window: 45, without_reminders: true}` in contacts/manifest.yaml",
    ),
}
"""Options to the lines that say the same in an engagement."""


@pytest.mark.parametrize("options", OWN_WAY)
def test_the_line_that_says_what_an_option_says_is_named_and_works(tmp_path, capsys, options):
    assert run(["init", str(tmp_path), "--name", "Us"]) == 0
    tmp_path.joinpath("cycles", "one").mkdir(parents=True)
    tmp_path.joinpath("cycles", "one", "cycle.yaml").write_text("date: 2026-04-01\n")
    tmp_path.joinpath("contacts", "log.csv").write_text("customer_id,sent_at\na,2026-02-01T00:00:00Z\n")
    for command in ("audit", "replay", "resolve"):
        if command == "audit" or "--policy" not in options:
            words = ["c-0123456789"] if command == "resolve" else []
            assert run([command, str(tmp_path), *words, *options.split(), "--lang", "en"]) == 2
            said = capsys.readouterr().err
            assert all(line in said for line in OWN_WAY[options])
    for said in OWN_WAY[options]:
        line, file = re.fullmatch("`(.*)` in (.*)", said).groups()
        path = tmp_path / ("cycles/one/cycle.yaml" if file == "cycle.yaml" else file)
        others = [other for other in path.read_text().splitlines() if not other.startswith(line.partition(" ")[0])]
        path.write_text("\n".join([*others, line]))
    assert run(["audit", str(tmp_path), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["metrics"]["contacts.count"] == 1


def test_an_engagement_allows_more_rejected_rows_by_the_line_that_the_refusal_names(tmp_path, capsys):
    assert run(["init", str(tmp_path), "--name", "Us"]) == 0
    log = tmp_path / "contacts" / "log.csv"
    log.write_text("customer_id,sent_at\n" + "a,2026-02-01T00:00:00Z\n" * 70 + ",2026-02-01T00:00:00Z\n")
    assert run(["audit", str(tmp_path), "--lang", "en"]) == 2
    (line,) = re.findall("`(audit: .*?)` in contacts/manifest.yaml", capsys.readouterr().err)
    assert line == "audit: {max_rejected: 0.02}"
    (tmp_path / "contacts" / "manifest.yaml").write_text(line)
    assert run(["audit", str(tmp_path), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["metrics"]["contacts.rejected_rows"] == 1


def test_the_line_that_a_log_of_an_engagement_lacks_is_said_and_works(tmp_path, capsys):
    assert run(["init", str(tmp_path), "--name", "Us", "--lang", "en"]) == 0
    log = tmp_path / "contacts" / "old: log.csv"
    log.write_text('"Kunde, Nr",Gesendet\nc1,2026-03-01T10:00:00Z\n')
    manifest = tmp_path / "contacts" / "manifest.yaml"
    assert run(["audit", str(tmp_path), "--lang", "en"]) == 2
    said = capsys.readouterr().err
    assert "--map" not in said
    assert "contacts/manifest.yaml" in said
    line = re.search("`(- .*?)`", said)[1]
    assert line == '- {path: "old: log.csv", map: {customer_id: COLUMN, sent_at: COLUMN}}'
    manifest.write_text("logs:\n" + line.replace("COLUMN", '"Kunde, Nr"', 1).replace(", sent_at: COLUMN", "") + "\n")
    assert run(["audit", str(tmp_path), "--lang", "en"]) == 2
    line = re.search("`(- .*?)`", capsys.readouterr().err)[1]
    manifest.write_text("logs:\n" + line.replace("COLUMN", "Gesendet") + "\n")
    assert run(["audit", str(tmp_path)]) == 0


def test_zero_is_an_option_that_was_given(tmp_path, capsys):
    (tmp_path / "engagement.yaml").write_text("organisation: Us\n")
    assert run(["audit", str(tmp_path), "--max-rejected", "0"]) == 2
    assert "--max-rejected cannot be given with an engagement" in capsys.readouterr().err


def test_an_engagement(tmp_path, capsys):
    assert run(["init", str(tmp_path / "us"), "--name", "Us"]) == 0
    settings = tmp_path / "us" / "engagement.yaml"
    settings.write_text("organisation: Us\nlanguage: fr\npolicy: 1/7\n")
    write_csv(tmp_path / "us" / "contacts" / "log.csv", random_rows(5, 300))
    capsys.readouterr()
    assert run(["audit", str(tmp_path / "us"), "--json"]) == 0
    printed = json.loads(capsys.readouterr().out)
    assert printed["policy"]["declared"] is True
    assert printed["inputs"][0]["path"] == "contacts/log.csv"
    assert "sollicités" in json.dumps(printed["findings"], ensure_ascii=False)


@pytest.mark.parametrize(("name", "code"), [("SIGINT", 130), ("SIGTERM", 143), ("SIGHUP", 129)])
def test_a_stopped_audit_leaves_nothing(tmp_path, name, code):
    with (tmp_path / "log.csv").open("w") as file:
        file.write("customer_id,sent_at\n")
        file.writelines(f"secret{n * 7919 % 600_000},2024-01-01 10:00\n" for n in range(600_000))
    folder = tmp_path / "temporary"
    folder.mkdir()
    program = [sys.executable, "-m", "cxmaturity", "audit", str(tmp_path / "log.csv"), "--json", "--threads", "1"]
    started = subprocess.Popen(
        program, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env={**os.environ, "TMPDIR": str(folder)}
    )
    while not list(folder.glob("*")):
        time.sleep(0.005)
    time.sleep(0.3)
    started.send_signal(getattr(signal, name))
    out, err = started.communicate(timeout=30)
    assert (started.returncode, out) == (code, "")
    assert "Stopped" in err
    assert list(folder.iterdir()) == []


@pytest.mark.parametrize("command", ["audit", "score", "ownership", "roadmap"])
def test_every_command_checks_fail_on_before_it_reads_a_log(tmp_path, capsys, command):
    assert run(["init", str(tmp_path / "us"), "--name", "Us"]) == 0
    (tmp_path / "us" / "contacts" / "log.csv").write_text("not a log")
    capsys.readouterr()
    assert run([command, str(tmp_path / "us"), "--fail-on", "over_policyy"]) == 2
    both = capsys.readouterr()
    assert both.out == ""
    assert both.err == "✗ --fail-on: there is no finding “over_policyy”. Did you mean “over_policy”?\n"
