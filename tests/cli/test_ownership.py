"""``cxmaturity ownership``: its JSON, its page, its exit codes, its drawings."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

from cxmaturity.cli.main import run

GAPPY = """\
teams: [{id: support, name: Support, max_sources: 1}, {id: cx, name: Customer experience}]
touchpoints: [{id: hotline, name: Hotline, important: true, owner: support}]
sources:
  - {id: after-call, name: After a call, touchpoint: hotline, accountable: support, responsible: [support]}
  - {id: relationship, name: Relationship survey, accountable: [support, cx], responsible: [cx]}
  - {id: onboarding, name: Onboarding}
levers: [{id: staffing, name: Staff the hotline, owner: support}]
alerts: [{id: unhappy, source: after-call, owner: support, overseer: support}]
"""
LOG = "customer_id,sent_at,source\n" + "".join(
    f"c{customer},2026-09-{day:02}T10:00:00Z,{source}\n"
    for customer in range(10)
    for day, source in ((1, "after-call"), (5, "relationship"), (9, "web-poll"), (20, "after-call"))
)


@pytest.fixture
def folder(tmp_path):
    engagement = tmp_path / "acme"
    assert run(["init", str(engagement), "--name", "Acme", "--json"]) == 0
    (engagement / "ownership.yaml").write_text(GAPPY, encoding="utf-8")
    cycle = engagement / "cycles" / "2026-Q4"
    cycle.mkdir()
    (cycle / "cycle.yaml").write_text("date: 2026-10-15\n", encoding="utf-8")
    return engagement


def asked(capsys, *arguments: str) -> dict:
    capsys.readouterr()
    assert run(["ownership", *arguments, "--json"]) == 0
    return json.loads(capsys.readouterr().out)


def test_json_is_the_contract(folder, capsys):
    found = asked(capsys, str(folder))
    assert list(found) == [
        "schema", "coverage", "resilience", "metrics", "load", "centrality", "fragile", "findings", "proposals",
        "unplaceable", "worst_loss", "bridges", "conversations",
    ]  # fmt: skip
    assert found["schema"] == "cxmaturity/ownership/1"
    assert found["coverage"] == {
        "accountable": {"share": pytest.approx(1 / 3), "weighted_share": None},
        "can_act": {"share": pytest.approx(2 / 3), "weighted_share": None},
    }
    assert found["resilience"] == 0
    assert found["load"][0] == {"team": "support", "sources": 2, "volume_share": None, "alerts": 1, "room": 0}
    assert found["fragile"] == ["relationship", "support"]
    assert found["centrality"][0]["node"] == "support"
    assert found["proposals"] == [
        {
            "source": "onboarding",
            "team": "cx",
            "cost": 11,
            "why": "answers for 1 source today, with room for 4 more; no other team that could take it has room",
        }
    ]
    assert found["unplaceable"] == {"sources": [], "possible_teams": [], "room": 0}
    assert [(finding["id"], finding["subjects"]) for finding in found["findings"] if finding["severity"] == "high"] == [
        ("alert_incomplete", ["unhappy"]),
        ("dead_end_source", ["onboarding"]),
        ("source_without_accountable", ["onboarding"]),
    ]
    assert all(list(finding) == ["id", "severity", "subjects", "title", "detail"] for finding in found["findings"])
    assert found["metrics"]["map.alerts_complete_share"] == 0
    assert found["metrics"]["map.kpi_families"] is None


def test_the_log_weighs_and_shows_what_the_map_does_not(folder, capsys):
    (folder / "contacts" / "log.csv").write_text(LOG, encoding="utf-8")
    found = asked(capsys, str(folder))
    assert found["coverage"]["accountable"] == {"share": pytest.approx(1 / 4), "weighted_share": pytest.approx(1 / 2)}
    assert found["metrics"]["map.accountable_weighted_share"] == pytest.approx(1 / 2)
    [shadow] = [finding for finding in found["findings"] if finding["id"] == "shadow_source"]
    assert (shadow["severity"], shadow["subjects"]) == ("high", ["web-poll"])
    assert (folder / "cycles" / "2026-Q4" / "facts.json").exists()


@pytest.mark.parametrize(("fail_on", "code"), [("high", 1), ("silent_team", 0), ("overseer_is_owner", 1)])
def test_fail_on(folder, fail_on, code):
    assert run(["ownership", str(folder), "--fail-on", fail_on]) == code


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", ["1 source has nobody accountable", "What each team carries", "Proposed: Onboarding → Customer"]),
        ("fr", ["Ce que porte chaque équipe", "Proposition\u00a0: Onboarding → Customer experience"]),
    ],
)  # fmt: skip
def test_the_page_speaks_the_language(folder, capsys, language, words):
    capsys.readouterr()
    assert run(["ownership", str(folder), "--lang", language]) == 0
    shown = capsys.readouterr().out
    for word in words:
        assert word in shown


def test_a_wrong_map_is_told_at_its_lines(folder, capsys):
    broken = GAPPY.replace("accountable: support", "accountable: suport").replace(
        "touchpoint: hotline", "touchpoint: htline"
    )
    (folder / "ownership.yaml").write_text(broken, encoding="utf-8")
    assert run(["ownership", str(folder), "--json"]) == 2
    shown = capsys.readouterr()
    assert "ownership.yaml:4: there is no team “suport” on the map. Did you mean “support”?" in shown.err
    assert "ownership.yaml:4: there is no touchpoint “htline” on the map. Did you mean “hotline”?" in shown.err


def test_without_a_map_it_says_what_to_do(folder, capsys):
    (folder / "ownership.yaml").unlink()
    assert run(["ownership", str(folder)]) == 2
    assert "this engagement has no ownership map. Write one" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("language", "words"),
    [("en", "this map says nothing yet: all its lines are comments."), ("fr", "ne dit encore rien")],
)
def test_a_map_of_comments_only_is_not_called_absent(folder, capsys, language, words):
    (folder / "ownership.yaml").write_text("# teams: [{id: cx, name: CX}]\n", encoding="utf-8")
    assert run(["ownership", str(folder), "--lang", language]) == 2
    assert words in capsys.readouterr().err


@pytest.mark.parametrize(("form", "start"), [("mermaid", "flowchart LR"), ("graphml", "<graphml"), ("json", "{")])
def test_drawings(folder, capsys, form, start):
    capsys.readouterr()
    assert run(["ownership", str(folder), "--export", form]) == 0
    assert capsys.readouterr().out.startswith(start)


def test_scoring_does_not_wait_for_networkx(folder):
    code = (
        "import sys; from cxmaturity.cli.main import run; "
        f"run(['score', {str(folder)!r}, '--json']); print(*sys.modules, file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert "networkx" not in {name.partition(".")[0] for name in done.stderr.split()}
