"""``cxmaturity ownership --export`` and ``-o``: what is printed, what is written, what is refused."""

from __future__ import annotations

import json
from xml.etree import ElementTree

import networkx as nx
import pytest
from cli.test_ownership import folder  # noqa: F401

from cxmaturity.cli.main import run


@pytest.mark.parametrize(
    ("name", "start"),
    [
        ("map.svg", "<?xml"),
        ("map.SVG", "<?xml"),
        ("map.graphml", "<graphml"),
        ("map.mmd", "flowchart LR"),
        ("map.json", "{"),
    ],
)
def test_the_ending_says_what_is_written(folder, tmp_path, capsys, name, start):  # noqa: F811
    target = tmp_path / name
    capsys.readouterr()
    assert run(["ownership", str(folder), "-o", str(target)]) == 0
    told = capsys.readouterr()
    assert target.read_text(encoding="utf-8").startswith(start)
    assert told.out == ""
    assert name in told.err


def test_what_is_printed_is_what_is_written(folder, tmp_path, capsys):  # noqa: F811
    target = tmp_path / "map.svg"
    run(["ownership", str(folder), "--lang", "fr", "-o", str(target)])
    capsys.readouterr()
    assert run(["ownership", str(folder), "--lang", "fr", "--export", "svg"]) == 0
    printed = capsys.readouterr().out
    assert printed == target.read_text(encoding="utf-8")
    title = ElementTree.fromstring(printed).findtext("{http://www.w3.org/2000/svg}title")
    assert title is not None
    assert "source" in title
    assert "personne" in printed


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (["-o", "{}/map.pdf"], "For a PDF, use `cxmaturity report`."),
        (["-o", "{}/ownership.yaml"], "the map is not drawn to “ownership.yaml”."),
        (["--export", "svg", "-o", "{}/ownership.yaml"], "--export svg does not go to “ownership.yaml”."),
        (["--export", "svg", "-o", "{}/map.json"], "Give a file that ends in .svg."),
    ],
)
def test_nothing_else_is_overwritten(folder, capsys, given, said):  # noqa: F811
    before = (folder / "ownership.yaml").read_bytes()
    assert run(["ownership", str(folder), *(word.format(folder) for word in given)]) == 2
    assert said in " ".join(capsys.readouterr().err.split())
    assert (folder / "ownership.yaml").read_bytes() == before


def test_other_programs_read_the_same_graph(folder, capsys):  # noqa: F811
    found = []
    for form in ("json", "graphml"):
        capsys.readouterr()
        run(["ownership", str(folder), "--export", form])
        printed = capsys.readouterr().out
        found.append(
            nx.node_link_graph(json.loads(printed), edges="links") if form == "json" else nx.parse_graphml(printed)
        )
    assert set(found[0].nodes) == set(found[1].nodes)
    assert set(found[0].edges) == set(found[1].edges)
    assert {node for node, data in found[1].nodes(data=True) if "gap" in data} == {
        "source:relationship",
        "source:onboarding",
    }
