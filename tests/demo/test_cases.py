"""The generated log of cases holds what its recipe plants: read back, and followed through the whole audit."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

import pytest

from cxmaturity.cli.main import run
from cxmaturity.demo import sample
from cxmaturity.demo.cases import PlantedCases
from cxmaturity.demo.folder import fill, fill_cases, fill_log
from cxmaturity.demo.log import Planted
from cxmaturity.demo.recipe import CaseGroup
from cxmaturity.engagement.cases_file import read_cases
from cxmaturity.engagement.loop_audit import audit_engagement_loop
from cxmaturity.evidence.loop import LoopFacts
from cxmaturity.evidence.ownership_map import OwnershipMap


@dataclass(frozen=True)
class Known:
    """A sample whose loop was audited, and what is true of it."""

    folder: object
    log: Planted
    cases: PlantedCases
    loop: LoopFacts
    map: OwnershipMap

    def count(self, which=lambda group: True) -> int:
        return sum(group.cases for group in self.cases.groups if which(group))


@pytest.fixture(scope="module")
def known(tmp_path_factory) -> Known:
    folder = tmp_path_factory.mktemp("cases") / "sample"
    folder.mkdir()
    fill(folder, "en")
    log, cases = fill_log(folder), fill_cases(folder, "en")
    facts = audit_engagement_loop(folder).gathered.facts
    return Known(folder, log, cases, facts.loop, facts.map)


def by_person(group: CaseGroup) -> bool:
    return group.contact == "human"


def under_a_rule(group: CaseGroup) -> bool:
    return group.rule == "key-detractor"


def is_close(estimate, part: int, whole: int) -> bool:
    return (estimate.value, estimate.n) == (pytest.approx(part / whole), whole)


def test_the_file_is_read_without_a_remark(known):
    log = read_cases(known.folder / "cases.csv", "Europe/Paris")
    assert log.notes == ()
    assert len(log.cases) == known.count()
    assert len({case.case_id for case in log.cases}) == len(log.cases)
    assert Counter(case.cause for case in log.cases if case.cause).keys() == {
        "waiting time", "refusal not explained", "fees",
    }  # fmt: skip


def test_every_answer_and_every_detractor_is_counted(known):
    assert known.loop.answers == known.log.answers
    detractors = next(row for row in known.loop.tables["by_class"] if row["class"] == "detractor")
    assert detractors["n"] == sum(known.cases.detractors.values())
    human, automatic = known.count(by_person), known.count(lambda group: group.contact == "automatic")
    assert (detractors["human"], detractors["automatic"]) == (human, automatic)
    assert detractors["none"] == detractors["n"] - human - automatic


def test_shares_are_those_that_were_planted(known):
    metrics, answers, cases = known.loop.metrics, known.log.answers, known.count()
    detractors = sum(known.cases.detractors.values())
    assert is_close(metrics["loop.coverage"], known.count(lambda group: group.contact), answers)
    assert is_close(metrics["loop.acknowledged"], known.count(lambda group: group.contact), answers)
    assert is_close(metrics["loop.detractor_follow_up"], known.count(by_person), detractors)
    assert is_close(metrics["loop.unowned"], known.count(lambda group: not group.owner), cases)
    assert is_close(metrics["loop.documented"], known.count(lambda group: group.documented), cases)
    assert is_close(metrics["loop.with_cause"], known.count(lambda group: group.causes), cases)
    assert is_close(metrics["loop.linked_to_action"], sum(group.linked for group in known.cases.groups), cases)
    assert metrics["loop.aims"] == len({aim for group in known.cases.groups for aim in group.aims})


def test_owners_fit_where_they_answer_for_the_source(known):
    serving = {source.id: {*source.accountable, *source.responsible} for source in known.map.sources}
    fitting = sum(
        number
        for group, sources in zip(known.cases.groups, known.cases.sources, strict=True)
        for source, number in sources.items()
        if group.owner in serving.get(source, ())
    )
    owned = known.count(lambda group: group.owner)
    assert is_close(known.loop.metrics["loop.owner_fit"], fitting, owned)


def test_deadlines_are_kept_as_planted(known):
    """A day by the rule of key customers; for others their source’s alert, which nobody within 40 hours misses."""
    alerts = {alert.source: alert.deadline_hours for alert in known.map.alerts if alert.deadline_hours}
    kept = late = 0
    for group, sources in zip(known.cases.groups, known.cases.sources, strict=True):
        bound = group.cases if under_a_rule(group) else sum(sources.get(source, 0) for source in alerts)
        if by_person(group) and group.hours[1] <= (24 if under_a_rule(group) else 40):
            kept += bound
        else:
            late += bound
    assert is_close(known.loop.metrics["loop.deadline"], kept, kept + late)


def test_the_rules_find_what_is_missing_late_and_in_wrong_hands(known):
    key, others, none = known.loop.tables["rules"]
    opened = known.count(under_a_rule)
    assert (key["rule"], key["answers"], key["existing"]) == ("key-detractor", known.cases.detractors["key"], opened)
    assert key["missing"] == known.cases.detractors["key"] - opened
    assert key["late"] == known.count(
        lambda group: under_a_rule(group) and (not by_person(group) or group.hours[0] > 24)
    )
    assert key["wrong_owner"] == known.count(lambda group: under_a_rule(group) and group.owner == "retail")
    assert (others["rule"], none["rule"]) == ("any-detractor", None)
    assert others["answers"] == sum(known.cases.detractors.values()) - known.cases.detractors["key"]
    assert {"case_missing", "case_late", "case_wrong_owner", "rule_cell_missing"} <= set(known.loop.gaps)


def test_emitted_cases_are_the_missing_ones(known, tmp_path, capsys):
    due = tmp_path / "due.csv"
    assert run(["loop", str(known.folder), "--emit", str(due), "--json"]) == 0
    capsys.readouterr()
    emitted = read_cases(due, "Europe/Paris").cases
    assert len(emitted) == known.cases.detractors["key"] - known.count(under_a_rule)
    assert {(case.owner, case.rule, case.segment) for case in emitted} == {("success", "key-detractor", "key")}


def test_both_languages_plant_the_same():
    english, french = sample.cases("en"), sample.cases("fr")
    assert [group.model_copy(update={"causes": ()}) for group in english.groups] == [
        group.model_copy(update={"causes": ()}) for group in french.groups
    ]
    assert next(group.causes[0] for group in french.groups if group.causes) == "temps d’attente"
