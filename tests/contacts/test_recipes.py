"""assessments/contact-logs.md: its files are written, its commands run, its formats are the shipped ones."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest
from cli.commands import call

from cxmaturity.cli.audit import audit
from cxmaturity.cli.reading import Reading, logs_read
from cxmaturity.contacts.formats.shipped import GENERIC, format_ids, shipped_formats

PAGE = (Path(__file__).parents[2] / "assessments" / "contact-logs.md").read_text(encoding="utf-8")
FILES = dict(re.findall(r"[Aa]s\s`([\w.-]+)`:\n\n```\w+\n(.*?)```", PAGE, re.DOTALL))
COMMANDS = re.findall(r"^\$ cxmaturity (audit .*?)(?: +# (refused))?$", PAGE, re.MULTILINE)
RUN = [
    "ratings.csv",
    "events.csv",
    "emailSend.csv",
    "receipts.csv",
    "ratings.csv",
    "history.csv",
    "recipients.csv",
    "typeform.csv",
]
"""The log of each command that is run, in the page's order."""
PARSED = ["s3a://bucket/contacts/*.parquet", "exports/log.csv.gz", "table:db.contacts"]
"""The log of each command that is parsed only, because it needs a cluster; test_spark runs such ones."""
EXPECTED = {"events.csv --format": 2, "ratings.csv --format": 2, "ratings.csv --map": 3}
"""Contacts where they are other than the file's rows."""


def parsed(command):
    given = audit.make_context("audit", shlex.split(command)[1:]).params
    return given["logs"], Reading(**{name: given[name] for name in Reading.__dataclass_fields__})


def log_of(command):
    ((log,), _) = parsed(command)
    return str(log)


def test_every_command_is_run_or_parsed():
    logs = [log_of(command) for command, _ in COMMANDS]
    assert logs == RUN + PARSED


@pytest.mark.parametrize("log", PARSED)
def test_a_recipe_for_a_cluster_says_what_spark_is_given(log):
    (command,) = (command for command, _ in COMMANDS if log_of(command) == log)
    named, reading = parsed(command)
    assert reading.machine.engine == "spark"
    assert [str(each.path) for each in logs_read(named, reading)] == [log]


HERE = [(command, refused) for command, refused in COMMANDS if log_of(command) not in PARSED]


@pytest.mark.parametrize(("command", "refused"), HERE, ids=range(len(HERE)))
def test_a_recipe_runs(tmp_path, monkeypatch, capsys, command, refused):
    monkeypatch.chdir(tmp_path)
    for name, content in FILES.items():
        Path(name).write_text(content, encoding="utf-8")
    words = shlex.split(command)
    done = call(capsys, *words, "--json")
    assert done.code == (2 if refused else 0), done.err
    if refused:
        assert "holds answers and no invitations" in done.err
    else:
        rows = len(FILES[words[1]].splitlines()) - 1
        contacts = done.json["metrics"]["contacts.count"]
        assert contacts == EXPECTED.get(" ".join(words[1:3]), rows)


def test_the_manifest_of_iterables_types_joins_them(tmp_path, capsys):
    (manifest,) = re.findall(r"```yaml\n(logs:\n.*?)```", PAGE, re.DOTALL)
    folder = tmp_path / "us"
    assert call(capsys, "init", folder, "--name", "Us").code == 0
    contacts = folder / "contacts"
    contacts.joinpath("manifest.yaml").write_text(manifest, encoding="utf-8")
    contacts.joinpath("emailSend.csv").write_text(FILES["emailSend.csv"])
    header = FILES["emailSend.csv"].splitlines()[0]
    contacts.joinpath("emailUnSubscribe.csv").write_text(
        f"{header}\n2026-05-02 09:00:00 +00:00,77,Ann@Example.org,m1,5\n"
    )
    contacts.joinpath("emailSendSkip.csv").write_text(f"{header}\n2026-05-02 09:00:00 +00:00,77,bob@example.org,m9,5\n")
    done = call(capsys, "audit", folder, "--json")
    assert done.code == 0, done.err
    metrics = done.json["metrics"]
    names = ("contacts.count", "contacts.suppressed", "contacts.orphan_events", "fatigue.after_opt_out")
    assert [metrics[name] for name in names] == [2, 1, 0, 1]


def test_the_page_has_every_recipe_and_every_format():
    assert len(FILES) == 9
    named = set(re.findall(r"`([\w-]+)`", PAGE))
    refused = {
        name for name, known in shipped_formats().items() if all(t.gives == "refused" for t in known.tables.values())
    }
    assert {*format_ids()} - {GENERIC} - refused <= named
