"""``cxmaturity replay`` as a user meets it: the JSON contract, the page, engagements, exit codes, messages."""

from __future__ import annotations

import json
import shutil

import pytest
from cli.commands import call
from contacts.logs import random_rows, write_csv

FIGURES = ["policy", "kept", "stopped", "by_source", "by_team", "customers_spared", "stopped_responses"]


@pytest.fixture(autouse=True)
def english(monkeypatch):
    monkeypatch.setenv("CXMATURITY_LANG", "en")


@pytest.fixture
def log(tmp_path):
    rows = random_rows(5, 300)
    for number, row in enumerate(rows):
        row["responded_at"] = row["sent_at"] if number % 3 == 0 else ""
    return write_csv(tmp_path / "log.csv", rows)


def test_the_json_contract(log, capsys):
    done = call(capsys, "replay", log, "--policy", "rest-30", "--policy", "2/7,9/90", "--json")
    assert done.code == 0
    assert list(done.json) == ["schema", "policies"]
    assert done.json["schema"] == "cxmaturity/replay/1"
    assert [each["policy"] for each in done.json["policies"]] == ["rest-30", "2/7,9/90"]
    for each in done.json["policies"]:
        assert list(each) == [*FIGURES, "stopped_opt_outs"]
        for group in ("source", "team"):
            rows = each[f"by_{group}"]
            assert all(list(row) == [group, "kept", "stopped"] for row in rows)
            assert [row[group] for row in rows] == sorted({row[group] for row in rows})
            assert rows[0][group] == ""
            for figure in ("kept", "stopped"):
                assert sum(row[figure] for row in rows) == each[figure]
        assert each["kept"] + each["stopped"] == 300
        assert each["stopped_opt_outs"] is None
        assert 0 < each["stopped_responses"] < each["stopped"]


def test_the_frontier_follows_the_policies(log, capsys):
    done = call(capsys, "replay", log, "--policy", "daily-1", "--frontier", "--json")
    rests = [f"rest-{days}" for days in (0, 1, 3, 7, 14, 30, 60, 90, 180)]
    assert [each["policy"] for each in done.json["policies"]] == ["daily-1", *rests]
    first, none, one = done.json["policies"][:3]
    assert {**first, "policy": None} == {**one, "policy": None}
    assert none["stopped"] == none["customers_spared"] == none["stopped_responses"] == 0


def test_a_policy_in_a_file(tmp_path, log, capsys):
    file = tmp_path / "own.yaml"
    file.write_text("limits: [{contacts: 1, days: 30}]\ncounts: [invite]\nexempt: [nps]\npriority: [csat, shopp]\n")
    done = call(capsys, "replay", log, "--policy", file, "--json")
    assert "“own” names what is no source in these logs: shopp." in done.err
    found = done.json["policies"][0]
    assert found["policy"] == "own"
    assert {row["source"]: row["stopped"] for row in found["by_source"]}["nps"] == 0


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", ("customers spared", "By source", "Not observable in these logs: opt-outs.")),
        ("fr", ("clients épargnés", "Par équipe", "Non observable dans ces journaux\u00a0: désabonnements.")),
    ],
)
def test_the_page(log, capsys, language, words):
    done = call(capsys, "replay", log, "--policy", "rest-30", "--frontier", "--lang", language)
    assert done.code == 0
    assert [word for word in words if word not in done.out] == []
    assert "rest-180" in done.out
    assert "{" not in done.out


def test_an_engagement_replays_its_own_policy(tmp_path, log, capsys):
    folder = tmp_path / "acme"
    assert call(capsys, "init", folder, "--name", "Acme").code == 0
    (folder / "contacts").mkdir(exist_ok=True)
    assert call(capsys, "replay", folder, "--json").code == 2
    shutil.copy(log, folder / "contacts" / "log.csv")
    (folder / "contacts" / "manifest.yaml").write_text(
        "logs: [{path: log.csv}]\nsource_kinds: {nps: relationship, csat: transactional}\n"
    )
    with (folder / "engagement.yaml").open("a", encoding="utf-8") as file:
        file.write("policy: 1/14\n")
    own = call(capsys, "replay", folder, "--json")
    assert own.code == 0
    assert own.json == call(capsys, "replay", log, "--policy", "1/14", "--json").json
    beside = call(capsys, "replay", folder, "--frontier", "--json").json["policies"]
    assert [beside[0], len(beside)] == [own.json["policies"][0], 10]
    kinds = call(capsys, "replay", folder, "--policy", "relationship-180-transactional-90", "--json")
    assert "from sources of unknown kind" in kinds.err
    stopped = {row["source"]: row["stopped"] for row in kinds.json["policies"][0]["by_source"]}
    assert stopped["nps"] > 0
    assert stopped["shop"] == 0
    assert not (folder / "cycles").exists() or not list((folder / "cycles").glob("*/facts.json"))
    refused = call(capsys, "replay", folder, "--policy", "1/14", "--dedupe")
    assert refused.code == 2
    assert "--dedupe" in refused.err


def test_reading_options_are_those_of_the_audit(tmp_path, capsys):
    log = tmp_path / "log.csv"
    log.write_text("Kunde;Wann\n1;01.02.2024 10:00\n1;02.02.2024 10:00\n1;03.02.2024 10:00\n")
    options = ["--map", "customer_id=Kunde", "--map", "sent_at=Wann", "--set", "source=a", "--to", "2024-02-02"]
    options += ["--date-format", "%d.%m.%Y %H:%M", "--tz", "Europe/Paris", "--threads", "1", "--memory", "1GB"]
    found = call(capsys, "replay", log, "--policy", "rest-7", "--json", *options).json["policies"][0]
    assert found["by_source"] == [{"source": "a", "kept": 1, "stopped": 1}]


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ([], "at most one request in 30 days"),
        (["--policy", "rest-3O"], "rest-N"),
        (["--policy", "relationship-180-transactional-90"], "no source’s kind is known"),
        (["--policy", "rest-30", "--cycle", "2026-Q4"], "--cycle and --as-of need"),
    ],
)
def test_what_is_refused(log, capsys, options, message):
    done = call(capsys, "replay", log, *options)
    assert done.code == 2
    assert done.out == ""
    assert message in done.err


def test_no_customer_is_in_what_is_printed(tmp_path, capsys):
    rows = [dict(row, customer_id=f"secret{row['customer_id']}") for row in random_rows(5, 300)]
    log = write_csv(tmp_path / "log.csv", rows)
    for options in (["--json"], []):
        done = call(capsys, "replay", log, "--frontier", *options)
        assert "secret" not in done.out + done.err
    assert json.loads(call(capsys, "replay", log, "--frontier", "--json").out)


@pytest.mark.parametrize("rest", [0, 14, 30])
def test_any_rest_of_the_frontier_can_be_named(log, capsys, rest):
    done = call(capsys, "replay", log, "--policy", f"rest-{rest}", "--frontier", "--json").json["policies"]
    assert done[0] in done[1:]


def test_a_policy_named_twice_is_one_row_and_how_to_read_it_is_said(log, capsys):
    done = call(capsys, "replay", log, "--policy", "rest-14", "--policy", "rest-14", "--frontier", "--lang", "en")
    page = done.out
    assert sum(line.split()[:1] == ["rest-14"] and "·" not in line for line in page.splitlines()) == 1
    told = " ".join(page.split())
    assert "the shares differ" in told
    assert "customers with at least one request stopped" in told
