"""assessments/results.md names every key that ``score``, ``roadmap``, ``compare``, ``report`` and ``verify`` give."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from cli.commands import call
from report import sample
from report.pdfs import proving
from small_engagements import write_engagement
from two_cycles import FIRST, SECOND, write_two_cycles

from cxmaturity.assess import assess
from cxmaturity.comparison.actions import Judged
from cxmaturity.comparison.measured import Measured
from cxmaturity.comparison.metrics import MetricChange
from cxmaturity.comparison.progress import Past, Progress, progress, progress_record
from cxmaturity.comparison.slip import EarlierPlan, Span
from cxmaturity.evidence.answers import Answer, Level
from cxmaturity.evidence.facts import RoadmapState, Tracked
from cxmaturity.evidence.loop import LoopFacts
from cxmaturity.evidence.measures import Estimate, OddsRatio
from cxmaturity.ownership.facts import AlertNode, Conversation, Loss
from cxmaturity.ownership.fragility import Node
from cxmaturity.results import EarlierCycle, EarlierScore, Results
from cxmaturity.results.report_record import Telling, report_record
from cxmaturity.results.score_record import score_record
from cxmaturity.roadmap import roadmap_record
from cxmaturity.roadmap.catalogue import catalogue
from cxmaturity.roadmap.plan import Attainment, Baseline, CapacityGain, Earlier, Missing, Roadmap, StageMove
from cxmaturity.roadmap.what_if import Deadline
from cxmaturity.scoring import StageReach
from cxmaturity.words import text

PAGE = Path(__file__).parents[2] / "assessments" / "results.md"


def documented(command: str) -> set[str]:
    """Return the keys that the page names for a command."""
    part = PAGE.read_text(encoding="utf-8").split(f"## `{command} DIR")[1].split("\n## ")[0]
    return {key for row in re.findall(r"^\| `([^`]+)` \|", part, re.MULTILINE) for key in spelled_out(row)}


def spelled_out(row: str) -> Iterator[str]:
    parts = [part.split(",") for part in re.split(r"[{}]", row)]
    return map("".join, itertools.product(*parts))


def printed(value: object, path: str = "") -> Iterator[str]:
    """Yield the path of every value that is neither a mapping nor a list."""
    if isinstance(value, dict):
        for key, item in value.items():
            yield from printed(item, f"{path}.{key}" if path else key)
    elif isinstance(value, list):
        for item in value:
            yield from printed(item, f"{path}[]")
    else:
        yield path


def score() -> list[object]:
    old = replace(sample.contacts(), as_old_as=date(2024, 1, 1))
    aged = replace(sample.facts(), contacts=old)
    largely = tuple(Answer(practice.id, Level.LARGELY, "cx-1", "cx") for practice in sample.model().practices)
    flipping = replace(sample.facts(), answers=largely, contacts=None, map=None)
    seen = (assess(sample.model(), facts) for facts in (sample.facts(), aged, flipping))
    return [score_record(assessment, "en", internal=True) for assessment in seen]


def rich_roadmap() -> Roadmap:
    """Return a plan with something under every key."""
    plan = sample.roadmap()
    first, second, *others = plan.actions
    return replace(
        plan,
        actions=(replace(first, tied_with=(second.action.id,)), second, *others),
        practice_values={"q1.contact-limits": 1.0},
        interrupted=True,
        gains_left_out=("cx",),
        capacity_gains=(
            CapacityGain(
                "cx",
                1.0,
                1.0,
                stages=(StageMove(3, "2027-Q3", "2027-Q4"),),
                earlier=(Earlier(first.action.id, "2026-11", "2026-12"),),
                later=(second.action.id,),
            ),
        ),
        attainment=Attainment(
            Deadline(3, "2027-Q3"),
            attained=False,
            proven=True,
            actions=(first.action.id,),
            effort={"cx": 3.0},
            why=(text("cx"),),
            practices=("q1.contact-limits",),
            missing=(Missing("cx", 2.0),),
        ),
        instead_of=Baseline(1.0, plan.predicted, {}),
    )


def told_progress() -> Progress:
    done = Tracked(id="contact-policy", status="finished", started=date(2026, 3, 1), ended=date(2026, 5, 1))
    facts = replace(sample.facts(), roadmap=RoadmapState(actions=(done,)))
    entries, now = catalogue(sample.model(), facts), Measured.of(facts, sample.assessment().measures)
    past = Past(EarlierPlan("2026-Q2", {done.id: Span("2026-03", "2026-04")}, date(2026, 2, 1)), list)
    return progress(sample.model(), entries, now, past)


def roadmap() -> list[object]:
    return [{**roadmap_record(rich_roadmap(), "en"), "progress": progress_record(told_progress())}]


def report() -> list[dict[str, object]]:
    loop = LoopFacts(
        {"loop.coverage": Estimate(0.2, 0.1, 0.3, 40)},
        {"by_source": ({"source": "apres-appel", "n": 40, "value": 0.2},)},
        {"case_late": ("any-detractor",)},
        {"case_late": {"cases": 3}},
        notes=(text("cx"),),
    )
    log, graph = sample.contacts(), sample.assessment().ownership
    assert graph is not None
    noted = replace(
        log,
        notes=(text("cx"),),
        as_old_as=date(2024, 1, 1),
        policy={**log.policy, "exempt": ["appli"], "priority": ["appli"]},
        metrics={
            **log.metrics,
            "score.nps": Estimate(1.0, 0.0, 2.0, 40, "a"),
            "response.mantel_haenszel": OddsRatio(1.0, 0.5, 2.0),
        },
        **{part: {"appli": 40} for part in ("responses", "tools", "teams")},
        frontier=None,
    )
    mapped = replace(
        graph,
        alerts=(AlertNode("a", "a", "appli", ("owner",)),),
        kpis=(("nps", None),),
        fragile=("cx",),
        bridges=(("appli", "cx"),),
        points=(Loss((Node("cx", "team"),), ("appli",)),),
        conversations=(Conversation("cx", "retail", 40),),
        unheard=(("cx", "agence"),),
        unseen=("appli",),
        undescribed=("kpis",),
    )
    score = EarlierScore(50.0, 40.0, 60.0, 55.0)
    earlier = EarlierCycle("2026-Q2", sample.DAY, "ab", "1", StageReach(1, 1, 2), 2, 1.5, {"q1": score})
    rich = assess(sample.model(), replace(sample.facts(), contacts=noted, loop=loop))
    given = [sample.assessment(), replace(rich, ownership=mapped)]
    files = {"a": "b"}
    estimate = Estimate(0.2, 0.1, 0.3, 40)
    measured = [MetricChange("a", value, value, None, None, None, "cannot_tell") for value in (2, estimate)]
    told = told_progress()
    judged = tuple(replace(told.actions[0], judged=Judged("cannot_tell", change=change)) for change in measured)
    told = replace(told, actions=(*told.actions, *judged))
    results = [Results(seen, rich_roadmap(), {"a": "b"}, told, (earlier,)) for seen in given]
    telling = Telling("en", "working", names_respondents=True, notes=True, internal=True, theme=files, templates=files)
    return [report_record(result, telling) for result in results]


@pytest.mark.parametrize(("command", "records"), [("score", score), ("roadmap", roadmap)])
def test_the_keys_are_those_of_the_page(command, records):
    assert_same(command, records())


def test_the_keys_of_a_comparison_are_those_of_the_page(tmp_path, capsys):
    folder = write_two_cycles(tmp_path / "acme")
    record = call(capsys, "compare", folder, FIRST, SECOND, "--json").json
    assert_same("compare", [record, {"unseen": {"before": ["a"], "after": ["b"]}}])


def test_the_keys_of_a_verification_are_those_of_the_page(tmp_path, capsys):
    folder = write_engagement(tmp_path / "acme", cycles={"2026-Q4": "date: 2026-11-15\n"})
    pdf, theme, templates = tmp_path / "report.pdf", tmp_path / "theme.yaml", tmp_path / "templates"
    theme.write_text("author: Hawthorn\n", encoding="utf-8")
    templates.mkdir()
    (templates / "extra.css").write_text("", encoding="utf-8")
    pdf.write_bytes(proving())
    record = call(capsys, "verify", pdf, folder, "--theme", theme, "--templates", templates, "--json").json
    differing = {"disagreements": [{"key": "contact", "recorded": "1", "computed": "2"}]}
    told = {"hints": ["They differ."], "facts": {"on_trust": ["loop"], **differing}, "results": differing}
    assert_same("verify FILE.pdf", [record, told])


def test_the_keys_of_a_report_are_those_of_the_page():
    """Its score, roadmap and progress have the keys that those commands print beside their own."""
    own = documented("report") - {"score", "roadmap", "progress"}
    planned = {key if key.startswith("progress") else f"roadmap.{key}" for key in documented("roadmap")}
    unknown, unused = compared(own | planned | {f"score.{key}" for key in documented("score")}, report())
    assert unknown == set()
    assert unused & own == set()


def assert_same(command: str, records: list[object]) -> None:
    assert compared(documented(command), records) == (set(), set())


def compared(keys: set[str], records: Sequence[object]) -> tuple[set[str], set[str]]:
    """Return the keys that are printed and not on the page, and those that are not printed; a star stands for an id."""
    patterns = {key: re.compile(re.escape(key).replace(r"\*", r"[^\[\]]*")) for key in keys}
    unused, unknown = set(keys), set()
    for path in {path for record in records for path in printed(record)}:
        met = {key for key, pattern in patterns.items() if pattern.fullmatch(path)}
        exact = met & {path}
        unused -= exact or met
        if not met:
            unknown.add(path)
    return unknown, unused
