from __future__ import annotations

import os
import re
from dataclasses import replace
from html import unescape
from pathlib import Path

import pytest
from report import sample

from cxmaturity import report
from cxmaturity.assess import assess
from cxmaturity.comparison.progress import ActionProgress, Progress
from cxmaturity.comparison.slip import EarlierPlan, Slip
from cxmaturity.evidence.facts import Tracked
from cxmaturity.evidence.measures import LogInput
from cxmaturity.model import load_metrics
from cxmaturity.report import page
from cxmaturity.report.edition import Edition
from cxmaturity.report.view import view
from cxmaturity.results import Results
from cxmaturity.words import text
from cxmaturity.words.catalogue import read_catalogue

GOLDEN = Path(__file__).parent / "golden"
LARGEST = 1_000_000


def words(html: str) -> str:
    """Return what a reader reads: a line a block, without markup, style and drawings' marks."""
    html = re.sub(r"<(style|script)>.*?</\1>|\u200b", "", html, flags=re.S)
    html = re.sub(r"</(?:p|h1|h2|tr|li|text|title|section)>", "\n", html)
    lines = (" ".join(unescape(re.sub(r"<[^>]*>", " ", line)).split()) for line in html.split("\n"))
    return "\n".join(line for line in lines if line) + "\n"


def muted_page(language: str) -> str:
    """Return the sample's page with the model's words replaced by where they stand."""
    metrics = {metric.id: sample.muted(metric, metric.id) for metric in load_metrics()}
    shown = view(
        Results(sample.muted_assessment(), sample.muted_roadmap(), {"answers.jsonl": "ab" * 32}),
        Edition(language),
        metrics,
    )
    return page.compose(shown, Edition(language), on_screen=False)


@pytest.mark.parametrize("language", ["en", "fr"])
def test_the_page_says_what_it_said(language):
    """The whole text of the sample report; CXMATURITY_GOLDEN=1 writes it anew."""
    path, now = GOLDEN / f"{language}.txt", words(muted_page(language))
    if os.environ.get("CXMATURITY_GOLDEN"):
        path.parent.mkdir(exist_ok=True)
        path.write_text(now, encoding="utf-8")
    assert now == path.read_text(encoding="utf-8")


def test_the_french_page_holds_no_english():
    """Whatever the report says in English stands in the English page only, unless both languages write it alike."""
    french = words(muted_page("fr"))
    catalogue = read_catalogue("fr")
    english = {key for key, value in catalogue.items() if key != value and "{" not in key and len(key) > 12}
    lines = set(french.split("\n"))
    assert english & lines == set()
    own = re.sub(r"\[[^]]*\]", "", french)  # places of the model's muted words
    assert not re.search(r"\b(the|and|of|with|which|stage|request|practice)s?\b", own)


@pytest.mark.parametrize("language", ["en", "fr"])
def test_the_page_fetches_nothing_and_stays_small(language):
    html = report.html(Results(sample.assessment(), sample.roadmap()), Edition(language))
    assert len(html.encode()) < LARGEST
    links = set(re.findall(r'(?:src|href)="([^"]*)"|url\(["\']?([^"\')]*)', html))
    fetched = {found[:5] for pair in links for found in pair if found and not found.startswith("#")}
    assert fetched == {"data:"}
    assert "http:" not in html.replace("http://www.w3.org/2000/svg", "")
    assert "https:" not in html
    assert f'<html lang="{language}">' in html


def test_the_same_page_for_the_same_input():
    assert report.html(Results(sample.assessment(), sample.roadmap()), Edition("fr")) == report.html(
        Results(sample.assessment(), sample.roadmap()), Edition("fr")
    )


@pytest.mark.parametrize("language", ["en", "fr"])
def test_what_is_missing_is_said(language):
    html = words(report.html(Results(sample.bare_assessment()), Edition(language)))
    said = {
        "en": ("No contact log tells of this cycle", "No ownership map was given", "No roadmap has been planned"),
        "fr": ("Aucun journal de contacts", "Aucune carte des responsabilités", "Aucune feuille de route"),
    }
    assert [sentence for sentence in said[language] if sentence not in html] == []


def test_names_are_data():
    html = report.html(Results(sample.crowded_assessment(), sample.roadmap()), Edition("en"))
    assert html.count("<script>") == 1  # ours
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in html
    assert "Łódź, Αθήνα ????" in html


def test_no_respondent_is_named():
    html = report.html(Results(sample.assessment(), sample.roadmap()), Edition("en"))
    assert not re.search(r"executive-1|cx-1|support-1", html)


@pytest.mark.parametrize("language", ["en", "fr"])
def test_no_folder_is_named(language):
    """Of an input the report names the file alone: the folders above it may name a user or a client."""
    path = "/home/j.doe/clients/acme bank/log-2026.csv"
    log = LogInput(path, "3f" * 32, 7, "generic", 1, "UTC")
    notes = (
        text("{file} has no rows below its header.", file=path),
        text("{place}: row rejected: {reason}.", place=f"{path}:7", reason=text("no customer")),
        text(
            "{file}: times without offset were read as {zone}.",
            file=text("{file} and {n:int} more", file=path, n=1),
            zone="Europe/Paris",
        ),
    )
    facts = replace(sample.facts(), contacts=replace(sample.contacts(), inputs=(log,), notes=notes))
    digests = {path: "3f" * 32, "/srv/acme/answers.jsonl": "ab" * 32}
    html = report.html(Results(assess(sample.model(), facts), inputs=digests), Edition(language))
    assert not re.search(r"j\.doe|acme|clients/|/srv", html)
    assert html.count("log-2026.csv") == 4
    assert "answers.jsonl" in html
    assert "Europe/Paris" in html


@pytest.mark.parametrize("language", ["en", "fr"])
def test_what_became_of_the_actions_stands_where_a_plan_was_before(language):
    plan = sample.roadmap().actions[0]
    item = ActionProgress(plan.action, Tracked(id=plan.action.id, status="finished"), Slip(None, None, 3), None)
    head = {"en": "Since the last cycle", "fr": "Depuis le dernier cycle"}[language]
    known = Results(sample.assessment(), sample.roadmap())
    before = EarlierPlan("2026-Q2", {})
    assert head in words(report.html(replace(known, progress=Progress(sample.DAY, before, (item,))), Edition(language)))
    assert head not in words(
        report.html(replace(known, progress=Progress(sample.DAY, None, (item,))), Edition(language))
    )
    assert head not in words(report.html(known, Edition(language)))
