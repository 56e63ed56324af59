"""What an action that has no place is told with: whose days it lacks, by the team's name, and what would help."""

from __future__ import annotations

import pytest
from cli.commands import call
from roadmap.plans import action, model_with
from small_engagements import write_parts

CREW = {
    "en": "It needs {n} a month of the team “Customer crew”",
    "fr": "Elle demande {n} par mois à l’équipe « Customer crew »",
}
HELP = {
    "en": "Give it more months, or the team more days.",
    "fr": "Donnez-lui plus de mois, ou à l’équipe plus de jours.",
}
NEEDS = {
    "en": "It requires “one title”, which has no place",
    "fr": "Elle exige « one title (fr) », qui n’a pas de place",
}


@pytest.fixture
def folder(tmp_path):
    """An engagement whose only team is on the map, under a name that is not its id."""
    actions = [
        action("one", {"q1.a": "fully"}, effort={"cx": 4.0}),
        action("two", {"q1.b": "fully"}, requires=("one",)),
        action("free", {"q2.c": "fully"}),
    ]
    write_parts(tmp_path / "model", model_with(actions, dict.fromkeys(("q1.a", "q1.b", "q2.c"), 2), checks=()))
    (tmp_path / "engagement.yaml").write_text("organisation: Acme\nmodel: model\nroles: {cx: crew}\n", encoding="utf-8")
    (tmp_path / "ownership.yaml").write_text("teams: [{id: crew, name: Customer crew}]\n", encoding="utf-8")
    (tmp_path / "cycles" / "2026-Q4").mkdir(parents=True)
    (tmp_path / "cycles" / "2026-Q4" / "cycle.yaml").write_text("date: 2026-10-15\n", encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize("days", ["[0]", "[3]", "[0, 0, 3.5]"])
def test_too_few_days_of_a_team_are_told_by_its_name_with_what_helps(folder, capsys, days):
    (folder / "roadmap.yaml").write_text(f"capacity: {{crew: {days}}}\n", encoding="utf-8")
    for lang, days_named in (("en", "4 days"), ("fr", "4 jours")):
        done = call(capsys, "roadmap", folder, "--horizon", "6", "--lang", lang)
        told = " ".join(done.out.replace("\u00a0", " ").replace("\u202f", " ").split())
        assert done.code == 0
        assert CREW[lang].format(n=days_named) in told
        assert HELP[lang] in told
        assert NEEDS[lang] in told


def test_a_team_without_a_day_keeps_only_its_own_actions_out(folder, capsys):
    (folder / "roadmap.yaml").write_text("capacity: {crew: [0]}\n", encoding="utf-8")
    actions = {item["id"]: item for item in call(capsys, "roadmap", folder, "--horizon", "6", "--json").json["actions"]}
    assert {key for key, item in actions.items() if item["start"]} == {"free"}
    assert "“crew”" in actions["one"]["why_not"]
    (folder / "roadmap.yaml").write_text("capacity: {crew: [0, 4]}\n", encoding="utf-8")
    actions = {item["id"]: item for item in call(capsys, "roadmap", folder, "--horizon", "6", "--json").json["actions"]}
    assert (actions["one"]["start"], actions["two"]["start"]) == ("2026-12", "2027-01")
