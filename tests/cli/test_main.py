"""The one place that catches: exit codes, languages, hints."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

from cxmaturity.cli.main import chosen_language, run


@pytest.fixture(autouse=True)
def _english(monkeypatch):
    monkeypatch.setenv("CXMATURITY_LANG", "en")


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["scor"], 2, "Did you mean “score”?"),
        (["xyzzy"], 2, "No such command 'xyzzy'"),
        (["score", "nowhere"], 2, "nowhere: there is no such folder."),
        (["score", "nowhere", "--debug"], 2, "Traceback"),
        (["score", "nowhere", "--lang", "fr"], 2, "ce dossier n’existe pas"),
        (["score"], 2, "Missing argument"),
        (["--version"], 0, ""),
    ],
)
def test_exit_codes_and_messages(arguments, code, said, capsys):
    assert run(arguments) == code
    assert said in capsys.readouterr().err


def test_a_bug_of_ours_is_called_one(monkeypatch, capsys):
    def fail(*_):
        raise RuntimeError("oops")

    monkeypatch.setattr("cxmaturity.engagement.folder.open_engagement", fail)
    monkeypatch.setattr("cxmaturity.engagement.facts.open_engagement", fail)
    assert run(["score", "anywhere"]) == 70
    assert "This is a bug of cxmaturity" in capsys.readouterr().err


def test_the_language_is_that_of_the_option_else_of_the_engagement_else_of_the_system(tmp_path, monkeypatch):
    (tmp_path / "engagement.yaml").write_text("organisation: A\nlanguage: fr\n", encoding="utf-8")
    assert chosen_language(["score", str(tmp_path)]) == "fr"
    assert chosen_language(["score", str(tmp_path), "--lang", "en"]) == "en"
    assert chosen_language(["score", "elsewhere"]) == "en"
    monkeypatch.setenv("CXMATURITY_LANG", "fr")
    assert chosen_language(["score", "elsewhere"]) == "fr"
    assert chosen_language(["score", "elsewhere", "--lang=en"]) == "en"


def test_a_command_that_read_a_log_leaves_without_a_word_of_its_engine(tmp_path):
    log = tmp_path / "log.csv"
    log.write_text("customer_id,sent_at,source\na,2026-01-01T10:00:00Z,nps\n", encoding="utf-8")
    ended = subprocess.run(
        [sys.executable, "-m", "cxmaturity", "audit", str(log), "--json"], capture_output=True, text=True, check=True
    )
    assert json.loads(ended.stdout)["schema"] == "cxmaturity/audit/1"
    assert [line for line in ended.stderr.splitlines() if "leak" in line] == []
