from __future__ import annotations

import pytest
import yaml
from cli.commands import call

from cxmaturity.engagement.folder import open_engagement
from cxmaturity.evidence.ownership_map import OwnershipMap


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_it_makes_a_folder_that_opens_and_scores(tmp_path, capsys, lang):
    acme = tmp_path / "deep" / "acme"
    done = call(capsys, "init", acme, "--name", 'Banque "Exemple": #1 é', "--lang", lang)
    assert (done.code, done.err.count("\n")) == (0, 1)
    engagement = open_engagement(acme)
    assert (engagement.settings.organisation, engagement.settings.language) == ('Banque "Exemple": #1 é', lang)
    assert engagement.ownership_map() is None
    assert sorted(path.name for path in acme.iterdir()) == [
        ".gitignore",
        "contacts",
        "cycles",
        "engagement.yaml",
        "ownership.yaml",
    ]
    score = call(capsys, "score", acme, "--json").json
    assert score["stage"] == {"value": None, "low": 1, "high": 5, "claimed": None}


def test_strangers_files_are_not_called_ready(tmp_path, capsys):
    (tmp_path / "holiday.jpg").touch()
    done = call(capsys, "init", tmp_path, "--name", "Acme", "--lang", "en")
    assert "Acme: .gitignore, contacts/, cycles/, engagement.yaml, ownership.yaml." in done.out
    assert "holiday" not in done.out


def test_customers_data_stays_out_of_git(tmp_path, capsys):
    (tmp_path / ".gitignore").write_text("mine")
    call(capsys, "init", tmp_path, "--name", "Acme")
    lines = (tmp_path / ".gitignore").read_text().splitlines()
    assert lines[0] == "mine"
    assert {"contacts/", "cases.csv"} <= set(lines)


def test_the_commented_map_is_a_true_one(tmp_path, capsys):
    call(capsys, "init", tmp_path, "--name", "Acme")
    _, *lines = (tmp_path / "ownership.yaml").read_text(encoding="utf-8").splitlines()
    assert all(line.startswith("# ") for line in lines)
    OwnershipMap.model_validate(yaml.safe_load("\n".join(line[2:] for line in lines)))


def test_the_commented_settings_are_true_ones(tmp_path, capsys):
    call(capsys, "init", tmp_path, "--name", "Acme")
    path = tmp_path / "engagement.yaml"
    first, *lines = path.read_text(encoding="utf-8").splitlines()
    path.write_text("\n".join([first, *(line.removeprefix("# ") for line in lines)]), encoding="utf-8")
    settings = open_engagement(tmp_path).settings
    assert (settings.policy, settings.roles) == ("1/30", {"cx": "cx-team"})


def test_nothing_is_overwritten(tmp_path, capsys):
    call(capsys, "init", tmp_path, "--name", "Acme")
    (tmp_path / "ownership.yaml").write_text("teams: [{id: a}]\n")
    again = call(capsys, "init", tmp_path, "--name", "Other")
    assert again.code == 2
    assert "there is an engagement here already" in again.err
    (tmp_path / "engagement.yaml").unlink()
    assert call(capsys, "init", tmp_path, "--name", "Other").code == 0
    assert (tmp_path / "ownership.yaml").read_text() == "teams: [{id: a}]\n"


def test_json_alone_on_standard_output(tmp_path, capsys):
    done = call(capsys, "init", tmp_path / "a", "--name", "Acme", "--json")
    assert done.json["organisation"] == "Acme"


def test_without_a_name_it_says_how(tmp_path, capsys):
    done = call(capsys, "init", tmp_path / "a", "--lang", "en")
    assert (done.code, (tmp_path / "a").exists()) == (2, False)
    assert "--name NAME" in done.err
    assert call(capsys, "init", tmp_path / "a", "--name", "  ").code == 2
