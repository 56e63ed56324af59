"""assessments/contact-logs.md: its files are written, its commands run, its formats are the shipped ones."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest
from cli.commands import call

from cxmaturity.contacts.formats.shipped import GENERIC, format_ids, shipped_formats

PAGE = (Path(__file__).parents[2] / "assessments" / "contact-logs.md").read_text(encoding="utf-8")
FILES = dict(re.findall(r"[Aa]s\s`([\w.]+)`:\n\n```\w+\n(.*?)```", PAGE, re.DOTALL))
COMMANDS = re.findall(r"^\$ cxmaturity (audit .*?)(?: +# (refused))?$", PAGE, re.MULTILINE)
EXPECTED = {"ratings.csv --format": 2, "ratings.csv --map": 3}
"""Contacts where they are other than the file's rows."""


@pytest.mark.parametrize(("command", "refused"), COMMANDS, ids=range(len(COMMANDS)))
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
    assert len(FILES) == 7
    assert len(COMMANDS) == 7
    named = set(re.findall(r"`([\w-]+)`", PAGE))
    refused = {
        name for name, known in shipped_formats().items() if all(t.gives == "refused" for t in known.tables.values())
    }
    assert {*format_ids()} - {GENERIC} - refused <= named
