from __future__ import annotations

from datetime import date

import pytest
from cli.commands import call

from cxmaturity.engagement.folder import open_engagement
from cxmaturity.engagement.roadmap_file import unlisted_teams
from cxmaturity.evidence.facts import Facts, RoadmapState
from cxmaturity.ownership import load_map, unlisted
from cxmaturity.roadmap.catalogue import catalogue


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
        "roadmap.yaml",
    ]
    score = call(capsys, "score", acme, "--json").json
    assert score["stage"] == {"value": None, "low": 1, "high": 5, "claimed": None}


def test_strangers_files_are_not_called_ready(tmp_path, capsys):
    (tmp_path / "holiday.jpg").touch()
    done = call(capsys, "init", tmp_path, "--name", "Acme", "--lang", "en")
    files = ".gitignore, contacts/, contacts/manifest.yaml, cycles/, engagement.yaml, ownership.yaml, roadmap.yaml."
    assert f"Acme: {files}" in done.out
    assert "holiday" not in done.out


def test_customers_data_stays_out_of_git(tmp_path, capsys):
    (tmp_path / ".gitignore").write_text("mine")
    call(capsys, "init", tmp_path, "--name", "Acme")
    lines = (tmp_path / ".gitignore").read_text().splitlines()
    assert lines[0] == "mine"
    assert {"contacts/", "cases.csv", "due*.csv", "*-due.csv", "ownership.yaml.bak*"} <= set(lines)


def uncomment(path):
    """Do as the file's first lines say: remove the "# " of all that follows them."""
    head, _, example = path.read_text(encoding="utf-8").partition("\n\n")
    lines = example.splitlines()
    assert all(line.startswith("# ") for line in [*head.splitlines(), *lines])
    path.write_text("\n".join(line[2:] for line in lines) + "\n", encoding="utf-8")


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_the_commented_map_is_a_true_and_whole_one(tmp_path, capsys, lang):
    call(capsys, "init", tmp_path, "--name", "Acme", "--lang", lang)
    uncomment(tmp_path / "ownership.yaml")
    shown = load_map(tmp_path / "ownership.yaml")
    assert [name for name, section in shown if not section] == []
    assert unlisted(shown) == ()
    (alert,) = shown.alerts
    assert [name for name, value in alert if not value] == []
    assert all(team.capacity_days_per_month and team.metric for team in shown.teams[:2])
    assert {team.id for team in shown.teams} > set(roles_uncommented(tmp_path).values())
    assert call(capsys, "ownership", tmp_path, "--json").code == 0


def roles_uncommented(folder):
    path = folder / "engagement.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("# roles:", "roles:"), encoding="utf-8")
    return open_engagement(folder).settings.roles


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_the_commented_roadmap_is_a_true_one(tmp_path, capsys, lang):
    call(capsys, "init", tmp_path, "--name", "Acme", "--lang", lang)
    assert open_engagement(tmp_path).roadmap() == RoadmapState()
    for name in ("ownership.yaml", "roadmap.yaml"):
        uncomment(tmp_path / name)
    engagement = open_engagement(tmp_path)
    state, model = engagement.roadmap(), engagement.model()
    assert unlisted_teams(state, model, engagement.known()) == ()
    assert [len(days) for days in state.capacity.values()] == [1, 3]
    _, own = state.actions
    action = catalogue(model, Facts("Acme", "c", date(2026, 10, 15), roadmap=state))[own.id].action
    assert action.title.en == action.title.fr
    assert all((action.plan, action.obstacles, action.answers, action.requires, action.months == 2))


def test_both_languages_show_the_same_keys_and_their_own_names(tmp_path, capsys):
    maps = []
    for lang in ("en", "fr"):
        call(capsys, "init", tmp_path / lang, "--name", "Acme", "--lang", lang)
        uncomment(tmp_path / lang / "ownership.yaml")
        maps.append(load_map(tmp_path / lang / "ownership.yaml"))
    english, french = (each.model_dump(exclude_unset=True) for each in maps)
    assert skeleton(english) == skeleton(french)
    assert {team["name"] for team in english["teams"]} & {team["name"] for team in french["teams"]} == {"Marketing"}


def skeleton(value):
    if isinstance(value, dict):
        return {key: skeleton(inner) for key, inner in value.items()}
    return [skeleton(inner) for inner in value] if isinstance(value, (list, tuple)) else None


def test_logs_are_taken_while_the_list_of_logs_is_commented_out(tmp_path, capsys):
    call(capsys, "init", tmp_path, "--name", "Acme")
    (tmp_path / "contacts" / "a.csv").write_text("customer_id,sent_at,source\nc1,2026-03-01T10:00:00Z,s\n")
    assert open_engagement(tmp_path).manifest() is None
    assert call(capsys, "audit", tmp_path, "--json").json["metrics"]["contacts.count"] == 1


@pytest.mark.parametrize(
    ("lang", "file", "header"),
    [("en", "old-export.csv", "Customer;Sent"), ("fr", "ancien-export.csv", "Client;Envoyé")],
)
def test_the_commented_list_of_logs_is_a_true_one(tmp_path, capsys, lang, file, header):
    call(capsys, "init", tmp_path, "--name", "Acme", "--lang", lang)
    uncomment(tmp_path / "contacts" / "manifest.yaml")
    first, mapped = open_engagement(tmp_path).manifest().logs
    assert first.tool is not None
    assert {"columns", "constants", "date_format", "timezone"} <= mapped.model_fields_set
    (tmp_path / "contacts" / file).write_bytes(f"{header}\né1;31.01.2026 10:30\n".encode("cp1252"))
    (tmp_path / "contacts" / "invitations-1.csv").write_text("customer_id,sent_at,source\nc1,2026-03-01 10:00,s\n")
    (tmp_path / "contacts" / "not-listed.csv").write_text("no,log\n1,2\n")
    done = call(capsys, "audit", tmp_path, "--json")
    assert done.json["metrics"]["contacts.count"] == 2


@pytest.mark.parametrize(("lang", "team"), [("en", "cx-team"), ("fr", "equipe-cx")])
def test_the_commented_settings_are_true_ones(tmp_path, capsys, lang, team):
    call(capsys, "init", tmp_path, "--name", "Acme", "--lang", lang)
    path = tmp_path / "engagement.yaml"
    first, *lines = path.read_text(encoding="utf-8").splitlines()
    path.write_text("\n".join([first, *(line.removeprefix("# ") for line in lines)]), encoding="utf-8")
    settings = open_engagement(tmp_path).settings
    assert (settings.policy, settings.roles) == ("1/30", {"cx": team})


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
