"""``cxmaturity roadmap`` asked what would be if: a deadline, other days, actions left out; and what contradicts."""

from __future__ import annotations

import json
import shutil

import pytest
from cli.commands import call
from roadmap.plans import action, model_with
from small_engagements import write_answers, write_parts

from cxmaturity.cli.main import run

ROADMAP = """\
capacity: {cx: [4], support: [6]}
actions:
  - id: on-its-way
    title: {en: On its way, fr: En route}
    establishes: {q1.c: fully}
    effort: {}
    months: 2
    status: running
  - {id: once, title: {en: A, fr: A}, establishes: {q1.c: fully}, effort: {}, months: 1, status: finished}
  - {id: never, title: {en: B, fr: B}, establishes: {q1.c: fully}, effort: {}, months: 1, status: dropped}
"""


def written(folder):
    """Write an engagement of few practices and actions, whose cycle stands at stage 1."""
    actions = [
        action("cheap", {"q1.a": "fully"}, effort={"cx": 4.0}),
        action("dear", {"q1.a": "fully"}, effort={"cx": 6.0}),
        action("other", {"q2.b": "fully"}, months=2, effort={"cx": 4.0}),
        action("aside", {"q1.c": "fully"}, effort={"cx": 1.0}),
    ]
    write_parts(folder / "model", model_with(actions, {"q1.a": 2, "q2.b": 2, "q1.c": 3}, checks=()))
    (folder / "engagement.yaml").write_text("organisation: Acme\nmodel: model\n", encoding="utf-8")
    (folder / "roadmap.yaml").write_text("start: 2027-01\ncapacity: {cx: [4]}\n", encoding="utf-8")
    (folder / "cycles" / "2026-Q4").mkdir(parents=True)
    (folder / "cycles" / "2026-Q4" / "cycle.yaml").write_text("date: 2026-10-15\n", encoding="utf-8")
    answers = write_answers(folder / "answers.yaml", {"q1.a": "partly", "q2.b": "not"})
    assert run(["assess", str(folder), "--answers", str(answers)]) == 0
    return folder


@pytest.fixture(scope="module")
def prepared(tmp_path_factory):
    """The engagement that each test has a copy of."""
    return written(tmp_path_factory.mktemp("prepared") / "small")


@pytest.fixture
def small(prepared, tmp_path):
    return shutil.copytree(prepared, tmp_path / "small")


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """An engagement that no test changes: all are refused."""
    engagement = written(tmp_path_factory.mktemp("what_if") / "acme")
    (engagement / "roadmap.yaml").write_text(ROADMAP, encoding="utf-8")
    (engagement / "ownership.yaml").write_text("teams: [{id: support}]\n", encoding="utf-8")
    assert run(["score", str(engagement), "--json"]) == 0
    return engagement


def files(folder):
    return {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}


CONTRADICTIONS = {
    "deadline, no stage": (["--deadline", "3@2027-Q2"], "stage=3@2027-Q2"),
    "deadline, no quarter": (["--deadline", "stage=3"], "stage=3@2027-Q2"),
    "deadline, a month": (["--deadline", "stage=3@2027-06"], "2027-Q2"),
    "deadline, fifth quarter": (["--deadline", "stage=3@2027-Q5"], "2027-Q5"),
    "deadline, stage 1": (["--deadline", "stage=1@2027-Q2"], "--deadline"),
    "deadline, stage 6": (["--deadline", "stage=6@2027-Q2"], "--deadline"),
    "deadline, over": (["--deadline", "stage=3@2026-Q3"], "2026-Q4"),
    "deadline, far": (["--deadline", "stage=3@2060-Q1"], "2036-Q4"),
    "two deadlines": (["--deadline", "stage=3@2027-Q2", "--deadline", "stage=2@2027-Q2"], "--deadline"),
    "horizon before the deadline": (["--deadline", "stage=2@2027-Q2", "--horizon", "3"], "--horizon"),
    "a team twice": (["--capacity", "cx=3", "--capacity", "cx=5"], "cx"),
    "less than none": (["--capacity", "cx=-3"], "cx"),
    "no days": (["--capacity", "cx="], "cx="),
    "no team": (["--capacity", "=3"], "=3"),
    "no such team": (["--capacity", "suport=3"], "support"),
    "no such action": (["--without", "chep"], "cheap"),
    "no action": (["--without", " "], "--without"),
    "runs": (["--without", "on-its-way"], "on-its-way"),
    "finished": (["--without", "once"], "once"),
    "dropped": (["--without", "never"], "never"),
    "needed": (["--without", "other", "--deadline", "stage=2@2028-Q4"], "q2.b"),
    "no horizon": (["--horizon", "0"], "--horizon"),
    "update beside a deadline": (["--update", "--deadline", "stage=2@2027-Q2"], "--deadline"),
    "update beside a table": (["-o", "plan.csv", "--update"], "--output"),
}


@pytest.mark.parametrize("case", CONTRADICTIONS, ids=str)
def test_what_cannot_be_supposed_ends_in_one_message(folder, capsys, case):
    arguments, named = CONTRADICTIONS[case]
    before = files(folder)
    told = []
    for lang in ("en", "fr"):
        done = call(capsys, "roadmap", folder, "--lang", lang, *arguments)
        assert (done.code, done.out) == (2, "")
        assert named in done.err
        assert done.err.count("✗") == 1
        told.append(done.err)
    assert told[0] != told[1]
    assert files(folder) == before


def test_all_that_is_wrong_in_the_options_is_told_at_once(folder, capsys):
    done = call(capsys, "roadmap", folder, "--capacity", "cx", "--deadline", "soon", "--without", "")
    assert (done.code, done.err.count("✗")) == (2, 3)


def results(folder):
    return (folder / "cycles" / "2026-Q4" / "results.json").read_bytes()


def test_a_deadline_plans_the_least_and_compares_with_the_plan_as_it_is(small, capsys):
    plain = call(capsys, "roadmap", small, "--json").json
    kept = results(small)
    done = call(capsys, "roadmap", small, "--deadline", "stage=2@2027-Q2", "--json").json
    assert (done["deadline"]["attained"], done["deadline"]["actions"]) == (True, ["cheap", "other"])
    assert (done["deadline"]["effort"], done["deadline"]["days"]) == ({"cx": 8}, 8)
    assert {item["id"] for item in done["actions"] if item["start"]} == {"cheap", "other"}
    assert done["instead_of"] == {
        "objective": plain["objective"],
        "this_plan": pytest.approx(done["objective"]),
        "predicted": plain["predicted"],
    }
    (small / "cycles" / "2026-Q4" / "results.json").unlink()
    again = call(capsys, "roadmap", small, "--deadline", "stage=2@2027-Q2", "--json").json
    assert again == done
    assert not (small / "cycles" / "2026-Q4" / "results.json").exists()
    assert call(capsys, "roadmap", small, "--json").json == plain
    assert results(small) == kept


PAGES = {
    "least": (["--deadline", "stage=2@2027-Q2"], "2 actions, 8 person-days", "2 actions, 8 jours-homme"),
    "few days": (
        ["--deadline", "stage=2@2027-T1"],
        "“CX” lacks 2 days a month",
        "manque à l’équipe « CX (fr) » 2 jours",
    ),
    "asked": (
        ["--without", "aside", "--capacity", "cx=2", "--horizon", "8"],
        "What if: CX 2 days a month, without “aside title” and 8 months ahead",
        "Et si : CX (fr) 2 jours par mois, sans « aside title (fr) » et 8 mois à venir",
    ),
    "no days": (
        ["--capacity", "cx=0"],
        "4 actions wait for CX, with 0 days a month at most.",
        "4 actions attendent CX (fr), qui a au plus 0 jour par mois.",
    ),
    "left out": (["--without", "cheap"], "less than the plan as it is", "de moins que le plan tel"),
    "more days": (["--capacity", "cx=9"], "more than the plan as it is", "de plus que le plan tel"),
    "nothing fits": (
        ["--capacity", "cx=0"],
        "Nothing can be planned",
        "Rien ne peut être planifié",
    ),
}


@pytest.mark.parametrize("case", PAGES, ids=str)
def test_pages_say_what_would_be(small, capsys, case):
    arguments, english, french = PAGES[case]
    for lang, words in (("en", english), ("fr", french)):
        done = call(capsys, "roadmap", small, "--lang", lang, *arguments)
        assert done.code == 0
        assert words in " ".join((done.out + done.err).replace("\u00a0", " ").replace("\u202f", " ").split())


def test_an_action_is_named_by_its_reference_in_the_plan_that_is_kept(small, capsys):
    unknown = call(capsys, "roadmap", small, "--without", "R2", "--lang", "en")
    assert (unknown.code, "the plan of 2026-Q4 has no action R2" in unknown.err) == (2, True)
    plan = call(capsys, "roadmap", small, "--json").json
    second = [item["id"] for item in plan["actions"] if item["start"]][1]
    done = call(capsys, "roadmap", small, "--without", "r2", "--explain", second, "--lang", "en")
    assert f"--without R2 leaves out “{second}”." in done.err
    shown = call(capsys, "roadmap", small, "--without", second, "--explain", "R1", "--lang", "en")
    assert "R1 is “" in shown.err
    (small / "u.csv").write_text("id,status\nR2,finished\n", encoding="utf-8")
    refused = call(capsys, "roadmap", small, "--update", small / "u.csv", "--lang", "en")
    assert (refused.code, f"R2 is “{second}” in the plan" in refused.err) == (2, True)


def test_a_practice_and_an_action_are_explained_by_different_commands(small, capsys):
    practice = call(capsys, "roadmap", small, "--explain", "q1.a", "--lang", "en")
    assert (practice.code, f"Run: cxmaturity score {small} --explain q1.a" in practice.err) == (2, True)
    action = call(capsys, "score", small, "--explain", "cheap", "--lang", "en")
    assert (action.code, f"Run: cxmaturity roadmap {small} --explain cheap" in action.err) == (2, True)


def test_days_that_are_supposed_and_actions_that_are_left_out(small, capsys):
    (small / "ownership.yaml").write_text("teams: [{id: hr}]\n", encoding="utf-8")
    plain = call(capsys, "roadmap", small, "--horizon", "8", "--json").json
    fuller = call(capsys, "roadmap", small, "--horizon", "8", "--json", "--capacity", "cx=30", "--capacity", "hr=1.5")
    assert (plain["capacity"], fuller.json["capacity"]) == ({"cx": [4.0] * 8}, {"cx": [30.0] * 8, "hr": [1.5] * 8})
    less = call(capsys, "roadmap", small, "--horizon", "8", "--json", "--without", "aside").json
    assert {item["id"] for item in plain["actions"]} - {item["id"] for item in less["actions"]} == {"aside"}


def test_a_what_if_of_months_alone_is_not_compared(small, capsys):
    assert "instead_of" not in call(capsys, "roadmap", small, "--horizon", "12", "--json").json
    longer = call(capsys, "roadmap", small, "--horizon", "12", "--without", "aside", "--json").json
    assert [quarter["quarter"] for quarter in longer["instead_of"]["predicted"]][-1] == "2027-Q4"


UPDATES = {
    "file last": ["{small}", "--update", "{file}"],
    "file first": ["--update", "{file}", "{small}"],
    "joined": ["--update={file}", "{small}"],
}


@pytest.mark.parametrize("case", UPDATES, ids=str)
def test_update_takes_a_file_wherever_it_stands(small, capsys, tmp_path, case):
    file = tmp_path / "update.yaml"
    file.write_text("actions:\n- {id: cheap, status: planned}\n", encoding="utf-8")
    done = call(capsys, "roadmap", *(word.format(small=small, file=file) for word in UPDATES[case]))
    assert done.code == 0, done.err
    assert "planned" in (small / "roadmap.yaml").read_text(encoding="utf-8")


@pytest.mark.parametrize("arguments", [["--update", "{small}"], ["{small}", "--update"]], ids=["before", "after"])
def test_update_without_a_file_asks(small, monkeypatch, arguments):
    from cxmaturity.cli.roadmap import update

    asked = []
    monkeypatch.setattr(update, "update", lambda folder, file, **_: asked.append((folder, file)))
    assert run(["roadmap", *(word.format(small=small) for word in arguments)]) == 0
    assert asked == [(small, None)]


def test_a_plan_that_another_version_wrote_is_planned_again(small, capsys):
    """What results.json holds of it cannot be read, though it rests on the same facts."""
    wanted = call(capsys, "roadmap", small, "--json").json["predicted"]
    path = small / "cycles" / "2026-Q4" / "results.json"
    kept = json.loads(path.read_text(encoding="utf-8"))
    for quarter in kept["roadmap"]["predicted"]:
        quarter["stage"] = {"value": 1}
    path.write_text(json.dumps(kept), encoding="utf-8")
    done = call(capsys, "roadmap", small, "--without", "cheap", "--json").json
    assert done["instead_of"]["predicted"] == wanted
