"""``cxmaturity resolve``: who a pseudonym is, for whoever holds the key, and nobody else."""

from __future__ import annotations

import json
import shutil

import pytest
from cli.commands import call
from contacts.logs import random_rows, write_csv, write_parquet

from cxmaturity.contacts.pseudonyms import own_key, pseudonym


@pytest.fixture(autouse=True)
def english(monkeypatch):
    monkeypatch.setenv("CXMATURITY_LANG", "en")


@pytest.fixture
def key(monkeypatch, tmp_path):
    monkeypatch.setenv("CXMATURITY_STATE", str(tmp_path / "state"))
    return own_key(tmp_path / "state")


@pytest.fixture
def log(tmp_path):
    return write_csv(tmp_path / "log.csv", random_rows(5, 300))


def test_every_customer_is_found(log, tmp_path, key, capsys):
    customers = {row["customer_id"].strip() for row in random_rows(5, 300)}
    customers = sorted({name.lower() if "@" in name else name for name in customers})
    assert any("@" in name for name in customers)
    other = write_parquet(tmp_path / "other.parquet", [dict(random_rows(5, 1)[0], customer_id=" somebody ")])
    for customer in (*customers[:3], next(name for name in customers if "@" in name), "somebody"):
        done = call(capsys, "resolve", log, other, pseudonym(customer, key))
        assert (done.code, done.out) == (0, f"{customer}\n")


def test_json(log, key, capsys):
    customer = random_rows(5, 300)[0]["customer_id"].strip()
    customer = customer.lower() if "@" in customer else customer
    wanted = pseudonym(customer, key)
    done = call(capsys, "resolve", log, wanted.upper(), "--json")
    assert done.json == {"schema": "cxmaturity/resolve/1", "pseudonym": wanted, "customers": [customer]}


def test_only_customers_with_a_contact_as_read(tmp_path, key, capsys):
    log = tmp_path / "log.csv"
    log.write_text("Kunde,Wann,event_type\n1,2024-01-05,sent\n2,2024-01-05,responded\n3,2024-03-05,sent\n")
    options = ["--map", "customer_id=Kunde", "--map", "sent_at=Wann", "--to", "2024-02-01"]
    found = [call(capsys, "resolve", log, pseudonym(name, key), *options) for name in "123"]
    assert [done.code for done in found] == [0, 2, 2]
    assert "no customer of these logs" in found[1].err


def test_an_engagement_with_a_table_of_identities(log, tmp_path, key, capsys):
    folder = tmp_path / "acme"
    assert call(capsys, "init", folder, "--name", "Acme").code == 0
    (folder / "contacts").mkdir(exist_ok=True)
    (folder / "contacts" / "log.csv").write_text("customer_id,sent_at\nA@x.example,2024-01-05\n7,2024-01-06\n")
    (folder / "contacts" / "ids.csv").write_text("alias,customer_id\na@x.example,7\n")
    (folder / "contacts" / "manifest.yaml").write_text("logs: [{path: log.csv}]\nidentities: ids.csv\n")
    assert call(capsys, "resolve", folder, pseudonym("7", key)).out == "7\n"
    assert call(capsys, "resolve", folder, pseudonym("a@x.example", key)).code == 2


@pytest.mark.parametrize("language", ["en", "fr"])
def test_without_the_key(log, tmp_path, monkeypatch, capsys, language):
    monkeypatch.setenv("CXMATURITY_STATE", str(tmp_path / "nowhere"))
    done = call(capsys, "resolve", log, "c-0123456789", "--lang", language)
    assert done.code == 2
    assert done.out == ""
    assert {"en": "no key of pseudonyms", "fr": "pas de clé de pseudonymes"}[language] in done.err
    assert "CXMATURITY_STATE" in done.err
    assert not (tmp_path / "nowhere").exists()


@pytest.mark.parametrize("word", ["c-012345678", "0123456789", "c-012345678g", "c-01234567890", "bob"])
def test_what_is_no_pseudonym(log, key, capsys, word):
    done = call(capsys, "resolve", log, word)
    assert done.code == 2
    assert "is not a pseudonym" in done.err


def test_another_key_finds_nobody(log, tmp_path, key, capsys):
    customer = random_rows(5, 300)[0]["customer_id"].strip().lower()
    known = pseudonym(customer, key)
    shutil.rmtree(tmp_path / "state")
    own_key(tmp_path / "state")
    assert call(capsys, "resolve", log, known).code == 2


def test_examples_of_findings_resolve(log, key, capsys):
    printed = call(capsys, "audit", log, "--json")
    subjects = {finding["id"]: finding["subjects"] for finding in printed.json["findings"]}
    assert {len(subjects[name]) for name in ("over_policy", "collisions", "same_day_requests")} == {3}
    assert subjects["unattributed_contacts"]
    shown = call(capsys, "audit", log).out
    names = {name for names in subjects.values() for name in names}
    assert [name for name in names if name not in shown] == []
    assert "cxmaturity resolve" in shown
    customers = {row["customer_id"].strip().lower() for row in random_rows(5, 300)}
    found = call(capsys, "resolve", log, subjects["over_policy"][0]).out.strip()
    assert found.lower() in customers


def test_examples_are_in_no_file_of_an_engagement(log, tmp_path, key, capsys):
    folder = tmp_path / "acme"
    assert call(capsys, "init", folder, "--name", "Acme").code == 0
    (folder / "contacts").mkdir(exist_ok=True)
    shutil.copy(log, folder / "contacts" / "log.csv")
    (folder / "cycles" / "2026-Q4").mkdir(parents=True)
    (folder / "cycles" / "2026-Q4" / "cycle.yaml").write_text("date: 2026-10-15\n")
    subjects = [name for one in call(capsys, "audit", folder, "--json").json["findings"] for name in one["subjects"]]
    assert any(name.startswith("c-") for name in subjects)
    assert call(capsys, "score", folder, "--json").code == 0
    assert call(capsys, "report", folder, "-o", tmp_path / "report.html").code == 0
    files = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert {"facts.json", "results.json", "report.html"} <= {path.name for path in files}
    for path in files:
        told = path.read_bytes().decode("utf-8", "replace")
        assert [name for name in subjects if name.startswith("c-") and name in told] == [], path
    facts = json.loads((folder / "cycles" / "2026-Q4" / "facts.json").read_text(encoding="utf-8"))
    assert [row["days"] for row in facts["contact"]["frontier"]] == [0, 1, 3, 7, 14, 30, 60, 90, 180]
    assert key.hex() not in json.dumps(facts)


def test_an_audit_goes_on_without_a_key(log, tmp_path, monkeypatch, capsys):
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("CXMATURITY_STATE", str(tmp_path / "file" / "state"))
    done = call(capsys, "audit", log, "--json")
    assert done.code == 0
    assert "name no example customers" in done.err
    assert {name for finding in done.json["findings"] for name in finding["subjects"] if name.startswith("c-")} == set()
