"""Titles state what was found, in both languages, with the right plural."""

from __future__ import annotations

from dataclasses import replace

import pytest
from report import sample

from cxmaturity.model import load_metrics
from cxmaturity.report.edition import Edition
from cxmaturity.report.view import Report, view
from cxmaturity.results import Results


def shown(assessment, roadmap, language) -> Report:
    return view(Results(assessment, roadmap), Edition(language), {metric.id: metric for metric in load_metrics()})


CASES = {
    ("bank", "en"): (sample.assessment, "stands at stage 1 of 5: {n} practices separate it from stage 2"),
    ("bank", "fr"): (sample.assessment, "est au stade 1 sur 5 : {n} pratiques la séparent du stade 2"),
    ("empty", "en"): (sample.empty_assessment, "cannot be placed on the scale yet: nothing has been answered"),
    ("empty", "fr"): (sample.empty_assessment, "ne peut pas encore être située : il n’y a aucune réponse"),
    ("solved", "en"): (sample.solved_assessment, "stands at stage 5, the last one: the task now is to stay there"),
    ("solved", "fr"): (sample.solved_assessment, "est au stade 5, le dernier : il s’agit désormais d’y rester"),
}


@pytest.mark.parametrize("case", CASES)
def test_the_summary_states_the_stage(case):
    assess, said = CASES[case]
    title = shown(assess(), None, case[1]).summary.title
    counted = said.format(n=len(assess().scores.blockers))
    assert title.replace("\u00a0", " ") == f"Banque Horizon {counted}"


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize(
    "assess", [sample.assessment, sample.bare_assessment, sample.empty_assessment, sample.solved_assessment]
)
def test_every_title_is_a_full_sentence(assess, language):
    report = shown(assess(), sample.roadmap(), language)
    pages = (report.summary, report.questions, report.ladder, report.evidence, report.contacts, report.ownership)
    for page in (*pages, report.roadmap, report.records, report.method):
        if page is not None:
            assert len(page.title.replace("\u00a0", " ").split()) >= 5, page.title
            assert not page.title.endswith("."), page.title


def test_sources_are_counted_with_their_plural():
    one = sample.ownership_map()
    sources = tuple(source for source in one.sources or () if source.id in ("avis-web", "reclamation", "appli"))
    facts = replace(sample.facts(), map=one.model_copy(update={"sources": sources}), contacts=None)
    report = shown(sample.assess(sample.model(), facts), None, "en")
    assert report.ownership is not None
    assert report.ownership.title == "None of the 3\u00a0sources has a single team that answers for it and can\u00a0act"


def test_three_findings_and_three_decisions():
    summary = shown(sample.assessment(), sample.roadmap(), "en").summary
    assert len(summary.tiles) == 4
    assert len(summary.found) == 3
    assert [decision.ref for decision in summary.decisions] == ["A", "B", "C"]
    assert all(decision.who and decision.until for decision in summary.decisions)


def test_the_weakest_questions_stand_in_for_findings():
    summary = shown(sample.bare_assessment(), None, "en").summary
    assert len(summary.found) == 3
    assert summary.decisions == ()


def test_contradictions_lead_the_blockers():
    ladder = shown(sample.assessment(), sample.roadmap(), "en").ladder
    capped = [blocker.capped for blocker in ladder.blockers]
    assert capped == sorted(capped, reverse=True)
    assert any(capped)


def test_ids_are_replaced_by_names():
    report = shown(sample.assessment(), sample.roadmap(), "fr")
    assert report.roadmap is not None
    assert [row for row in report.roadmap.unscheduled if "« Informatique »" not in row.why.replace("\u00a0", " ")] == []
    assert report.ownership is not None
    said = " ".join(row.detail for row in (*report.ownership.gaps, *report.ownership.minor))
    assert "Après une offre de crédit" in said
    assert "credit-offre" not in said
