"""``cxmaturity ownership`` with maps and logs that lack something, or that are wrong: told once, with what to do."""

from __future__ import annotations

import json

import pytest

from cxmaturity.cli.main import run

MAP = """\
teams: [{id: support, name: Support, capacity_days_per_month: 6.5}, {id: cx, name: Customer experience}]
sources: [{id: after-call, name: After a call, accountable: support}, {id: letter}]
levers: [{id: staffing, name: Staff the hotline, owner: support}]
"""
LOG = "customer_id,sent_at,source\nc1,2026-09-01,after-call\nc1,2026-09-02,web-poll\n"


@pytest.fixture
def folder(tmp_path):
    engagement = tmp_path / "acme"
    assert run(["init", str(engagement), "--name", "Acme", "--json"]) == 0
    cycle = engagement / "cycles" / "2026-Q4"
    cycle.mkdir()
    (cycle / "cycle.yaml").write_text("date: 2026-10-15\n", encoding="utf-8")
    return engagement


@pytest.fixture
def told(folder, capsys):
    """Run the command over a map, or none, beside a log, or none; return its exit code and what it printed."""

    def told(ownership_map=None, log=None, *options):
        path = folder / "ownership.yaml"
        path.unlink()
        if ownership_map is not None:
            path.write_text(ownership_map, encoding="utf-8")
        if log is not None:
            (folder / "contacts" / "log.csv").write_text(log, encoding="utf-8")
        capsys.readouterr()
        code = run(["ownership", str(folder), *options])
        return code, capsys.readouterr()

    return told


@pytest.mark.parametrize(
    ("nothing", "words"),
    [
        ("", "all its lines are comments. Uncomment what applies"),
        ("# nothing yet\n", "all its lines are comments. Uncomment what applies"),
        ("{}\n", "no section has entries. Fill in teams, sources"),
        ("teams:\n", "no section has entries. Fill in teams, sources"),
    ],
)
def test_a_map_of_nothing_is_told_with_what_to_fill_in(told, nothing, words):
    code, shown = told(nothing)
    assert code == 2
    assert f"ownership.yaml: this map says nothing yet: {words}" in shown.err


def test_a_map_of_empty_sections_is_a_map(told):
    code, shown = told("teams: []\nsources: []\n", None, "--json")
    found = json.loads(shown.out)
    assert (code, found["load"], found["fragile"], found["resilience"]) == (0, [], [], None)
    assert found["coverage"]["accountable"] == {"share": None, "weighted_share": None}
    assert found["metrics"]["map.lead_role_share"] == 0


def test_a_log_without_a_map_is_told_what_to_write(told):
    code, shown = told(None, LOG)
    assert code == 2
    assert "this engagement has no ownership map." in shown.err
    assert " --from-log" in shown.err


def test_a_map_without_sources_is_not_clean_beside_a_log(told):
    code, shown = told("teams: [{id: a}]\n", LOG, "--json")
    found = json.loads(shown.out)
    [shadow] = found["findings"]
    assert (code, shadow["id"], shadow["severity"]) == (0, "shadow_source", "high")
    assert found["coverage"]["accountable"] == {"share": None, "weighted_share": None}
    assert found["metrics"]["map.accountable_weighted_share"] is None
    assert " --from-log" in told("teams: [{id: a}]\n", LOG)[1].out


def test_a_map_without_a_log_is_judged_and_weighs_nothing(told):
    code, shown = told(MAP, None, "--json")
    found = json.loads(shown.out)
    assert code == 0
    assert found["coverage"]["accountable"] == {"share": 0.5, "weighted_share": None}
    assert [load["volume_share"] for load in found["load"]] == [None, None]
    assert not any("logs" in finding["detail"] for finding in found["findings"])


def test_what_has_no_capacity_is_said(told):
    code, shown = told(MAP)
    assert code == 0
    assert "No capacity given, so none limits: Customer experience." in shown.out
    assert "6.5" in shown.out


def test_what_the_log_never_shows_is_said_and_drawn(told):
    silent = (
        "sources: [{id: seen}, {id: unseen, name: Letters, accountable: cx}, {id: due, name: Visits, every_days: 30}]\n"
    )
    log = LOG.replace("web-poll", "seen")
    assert "No contact in the logs" not in told(silent)[1].out
    code, shown = told(silent, log)
    assert code == 0
    assert "No contact in the logs: Letters." in shown.out
    drawn = told(silent, log, "--export", "svg")[1].out
    assert drawn.count(">no contact<") == 1


def test_unknown_ids_are_told_with_the_nearest_one_or_as_not_listed(told):
    code, shown = told(MAP.replace("owner: support", "owner: suport"))
    assert code == 2
    assert "ownership.yaml:3: there is no team “suport” on the map. Did you mean “support”?" in shown.err
    code, shown = told(MAP.replace("owner: support", "owner: marketing"))
    assert code == 0
    assert "The map names what it does not list: marketing." in shown.err


def test_two_accountable_teams_are_a_finding_as_a_list_and_an_error_in_one_text(told):
    code, shown = told(MAP.replace("accountable: support", "accountable: [support, cx]"), None, "--json")
    assert code == 0
    assert ["after-call"] in [
        finding["subjects"]
        for finding in json.loads(shown.out)["findings"]
        if finding["id"] == "source_with_several_accountable"
    ]
    code, shown = told(MAP.replace("accountable: support", 'accountable: "support, cx"'))
    assert code == 2
    assert "ownership.yaml:2: “support, cx” names several. Write a list: [support, cx]." in shown.err


def test_who_must_talk_first_and_what_hangs_on_one_link(told):
    both = MAP.replace("{id: letter}", "{id: letter, accountable: cx}")
    log = "customer_id,sent_at,source\n" + "".join(
        f"c{n},2026-09-0{n}T10:00:00Z,after-call\nc{n},2026-09-0{n}T18:00:00Z,letter\n" for n in range(1, 4)
    )
    _, shown = told(both, log, "--json")
    found = json.loads(shown.out)
    assert found["conversations"] == [{"teams": ["cx", "support"], "collisions": 3}]
    assert found["bridges"] == [["after-call", "support"], ["letter", "cx"], ["support", "staffing"]]
    assert found["worst_loss"] == "support"
    _, shown = told(both, log)
    talk = "Should talk first: Customer experience and Support (the same customer asked by both within a week: 3 times)"
    assert talk in " ".join(shown.out.split())
    assert "after the worst loss of one team, Support: 0% of sources" in shown.out
