"""The one place that catches: exit codes, languages, hints."""

from __future__ import annotations

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
