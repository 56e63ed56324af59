"""The working edition: every practice, voice, finding and figure stands in it, each once and as it is."""

from __future__ import annotations

import os
import re
from dataclasses import replace
from datetime import date
from functools import cache
from html import unescape
from pathlib import Path

import pytest
from report import sample
from report.test_page import words

from cxmaturity.assess import Assessment, assess
from cxmaturity.evidence.answers import Answer, Level, Link, NotApplicable, Unknown, Voice
from cxmaturity.model import load_metrics
from cxmaturity.report import page
from cxmaturity.report.cutting import MOST
from cxmaturity.report.edition import Edition
from cxmaturity.report.view import view
from cxmaturity.results import Results
from cxmaturity.roadmap.plan import Roadmap
from cxmaturity.scoring import agenda, contradictions
from cxmaturity.words.catalogue import read_catalogue

GOLDEN = Path(__file__).parent / "golden"
LEVELS = {Level.NOT: "not in place", Level.PARTLY: "partly", Level.LARGELY: "largely", Level.FULLY: "fully"}
FURTHER = (
    Answer("q3.routing", Level.LARGELY, "workshop: Ann, Bob", "workshop", agreed=True, note="Agreed after an hour."),
    Answer("q3.routing", Level.NOT, "support-2", "support", internal_note="Afraid of the committee."),
    Answer("q6.trend", NotApplicable("other", "no trend in a first year"), "support-2", "support"),
    Answer("q1.contact-limits", Level.FULLY, "cx-2", "cx", note="<b>It</b> is in the charter.",
           links=(Link("charter.pdf", date(2026, 3, 2)), Link("minutes"))),
    Answer("q7.profiles", Level.PARTLY, "cx-2", "cx"),
)  # fmt: skip
"""Voices that the bank's three do not have: agreed, doubled in a role, with notes and proof."""


@cache
def workshop() -> Assessment:
    """Return the bank with two further respondents and an agreed answer."""
    return assess(sample.model(), replace(sample.facts(), answers=(*sample.answers(), *FURTHER)))


def shown(assessment: Assessment, edition: Edition, roadmap: Roadmap | None = None) -> str:
    known = {metric.id: metric for metric in load_metrics()}
    return page.compose(view(Results(assessment, roadmap), edition, known), edition, on_screen=False)


@cache
def working(internal: bool = False) -> str:
    return shown(workshop(), Edition("en", "working", internal), sample.roadmap())


@cache
def muted(language: str) -> str:
    """Return the page with the model's words replaced by where they stand."""
    quiet = sample.muted_assessment()
    told = assess(quiet.model, replace(quiet.facts, answers=(*quiet.facts.answers, *FURTHER)))
    metrics = {metric.id: sample.muted(metric, metric.id) for metric in load_metrics()}
    edition = Edition(language, "working", internal=True)
    return page.compose(view(Results(told, sample.muted_roadmap()), edition, metrics), edition, on_screen=False)


def section(html: str, name: str) -> str:
    return re.search(rf'<section id="{name}".*?</section>|<section class="page practices" id="{name}".*?</section>',
                     html, re.DOTALL)[0]  # fmt: skip


def blocks(html: str) -> dict[str, str]:
    """Return practice to its rows."""
    found = re.findall(r'<tbody class="(?:whole|long)" id="([^"]*)">(.*?)</tbody>', html, re.DOTALL)
    assert len(found) == len(dict(found))
    return dict(found)


def plain(html: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", html.replace("\u200b", ""))).split())


def said(voice: Voice) -> str:
    if isinstance(voice, Level):
        return LEVELS[voice]
    if isinstance(voice, Unknown):
        return "nobody knows"
    reasons = {"not_our_business": "not part of our business", "outside_control": "outside our control"}
    return f"does not apply ({voice.explanation or reasons[voice.reason]})"


def test_each_practice_stands_once_by_question_and_stage():
    ranked = sorted(workshop().model.practices, key=lambda item: (item.question, item.stage))
    found = blocks(working())
    assert list(found) == [item.id for item in ranked]
    for item in ranked:
        head = re.search(r'<tr class="practice">.*?</tr>', found[item.id], re.DOTALL)[0]
        kind = "required" if item.required else "supporting"
        assert plain(head).startswith(f"{item.id} · stage {item.stage}, {kind}")
        assert plain(head).endswith(item.statement.en)


def test_each_voice_stands_once_with_its_role_and_what_it_says():
    row = re.compile(r'<tr(?: class="agreed")?><th scope="row" class="plain">(.*?)</th><td>(.*?)</td>', re.DOTALL)
    roles = workshop().model.header.roles
    for practice, html in blocks(working()).items():
        given = [answer for answer in workshop().facts.answers if answer.practice == practice]
        expected = [
            (
                f"{each.respondent} · {roles[each.role].en if each.role in roles else each.role}"
                + (" agreed" if each.agreed else ""),
                said(each.voice),
            )
            for each in given
        ]
        assert sorted((plain(who), plain(level)) for who, level in row.findall(html)) == sorted(expected)


def test_who_gave_no_answer_is_named():
    everybody = {answer.respondent for answer in workshop().facts.answers if not answer.agreed}
    for practice, html in blocks(working()).items():
        heard = {answer.respondent for answer in workshop().facts.answers if answer.practice == practice}
        silent = re.search(r'No answer</th><td colspan="2" class="quiet">([^<]*)<', html)
        assert set(silent[1].split(", ") if silent else ()) == everybody - heard


def test_notes_and_proof_stand_beside_their_voice():
    limits = blocks(working())["q1.contact-limits"]
    assert "&lt;b&gt;It&lt;/b&gt; is in the charter." in limits
    assert "Proof: charter.pdf (2\u00a0March\u00a02026) Proof: minutes" in limits
    assert "Agreed after an hour." in blocks(working())["q3.routing"]


def test_internal_notes_stand_only_where_they_are_asked_for():
    assert "Afraid of the committee." not in working()
    assert "Afraid of the committee." in blocks(working(internal=True))["q3.routing"]
    assert "Afraid of the committee." in section(working(internal=True), "notes")


def test_each_practice_says_what_is_claimed_supported_and_left():
    for score in workshop().scores.practices:
        rows = re.findall(r'<tr class="sum[^"]*">(.*?)</tr>', blocks(working())[score.practice.id], re.DOTALL)
        cells = [[plain(cell) for cell in re.findall(r"<t[hd].*?>(.*?)</t[hd]>", row, re.DOTALL)] for row in rows]
        claimed, *rules, final = cells
        claim = "not answered" if score.claim is None else said(score.claim)
        assert claimed[:2] == ["Claimed", claim]
        assert final[:2] == [f"Final {score.verdict or 'nothing is claimed'}", LEVELS.get(score.final, "–")]
        assert [rule[2].rpartition("(")[2].strip(" )") for rule in rules] == [
            rule.metric for rule in score.practice.evidence
        ]
        most = {seen.rule.metric: LEVELS[seen.most] for seen in score.evidence}
        for rule, asked in zip(rules, score.practice.evidence, strict=True):
            assert rule[0] == "Supported"
            assert rule[1].endswith(most.get(asked.metric, "–"))
            assert rule[2].startswith("Left out") == (asked.metric not in most)


def test_a_practice_names_the_action_that_establishes_it():
    planned = {name: plan for plan in sample.roadmap().actions if plan.end for name in plan.action.establishes}
    for practice, html in blocks(working()).items():
        final = plain(re.findall(r'<tr class="sum[^"]*">(.*?)</tr>', html, re.DOTALL)[-1])
        if practice in planned:
            assert planned[practice].action.title.en in final
        else:
            assert final.endswith(("no action of the roadmap establishes it", "(no place in the schedule)"))


def test_each_finding_stands_once_with_its_metric_and_limit():
    html, told = section(working(), "findings"), workshop().findings
    rows = dict(re.findall(r'<tr id="finding-([^"]*)">(.*?)</tr>', html, re.DOTALL))
    assert sorted(rows) == sorted(finding.id for finding in told)
    assert html.count('<tr id="finding-') == len(told) > 10
    for finding in told:
        assert plain(rows[finding.id]).startswith(finding.severity)
        assert (f'href="#metric-{finding.metric}"' in rows[finding.id]) == bool(finding.metric)
        assert ("; limit " in plain(rows[finding.id])) == (None not in (finding.limit, finding.metric))
    assert "Customers over the contact rule: 41.0% ; limit 0.0%" in plain(rows["over_policy"])


def test_each_metric_of_the_catalogue_stands_once():
    html = section(working(), "figures")
    assert sorted(re.findall(r'id="metric-([^"]*)"', html)) == sorted(metric.id for metric in load_metrics())
    rate = plain(re.search(r'<tr id="metric-response.rate">.*?</tr>', html, re.DOTALL)[0])
    assert "response.rate 21.4% 21.2% to 21.6% 187,302" in rate
    measured = [name for name, value in workshop().measures.items() if value is not None]
    rows = set(re.findall(r'<tr id="metric-([^"]*)"', html))
    assert set(measured) <= rows


def test_what_to_settle_stands_in_the_workshops_order():
    html, told = section(working(), "settle"), workshop()
    order = sorted(agenda(told.model, told.facts.answers), key=lambda item: item.agreed)
    assert [item.agreed for item in order] == sorted(item.agreed for item in order)
    against = sorted(contradictions(told.model, told.scores), key=lambda each: each.practice.id == "q3.routing")
    links = re.findall(r'class="seen-on" href="#([^"]*)"', html)
    assert links == [*(item.practice.id for item in order), *(each.practice.id for each in against)]
    open_ = sum(not item.agreed for item in order)
    assert f"The workshop has {open_} disagreements and {len(against)} contradicted claims to settle" in plain(html)


def test_every_action_has_its_record():
    html = section(working(), "actions")
    titles = [plain(title) for title in re.findall(r"<article.*?<h2>(.*?)</h2>", html, re.DOTALL)]
    assert len(titles) == len(sample.roadmap().actions)
    assert sorted(
        title.split(" ", 1)[-1] if title[:1] == "R" and title[1:2].isdigit() else title for title in titles
    ) == (sorted(plan.action.title.en for plan in sample.roadmap().actions))


def test_the_leadership_report_has_none_of_it():
    html = shown(workshop(), Edition("en"), sample.roadmap())
    assert not re.search(r'id="(settle|practices-|findings|figures|notes)|cx-2|Working document', html)


@pytest.mark.parametrize("language", ["en", "fr"])
def test_the_page_says_what_it_said(language):
    """Parts of the working pages; CXMATURITY_GOLDEN=1 writes them anew."""
    parts = ("settle", "practices-q1", "practices-q3", "findings", "notes")
    path, now = GOLDEN / f"working-{language}.txt", words("".join(section(muted(language), part) for part in parts))
    if os.environ.get("CXMATURITY_GOLDEN"):
        path.write_text(now, encoding="utf-8")
    assert now == path.read_text(encoding="utf-8")


@pytest.mark.parametrize("kind", ["leadership", "working"])
def test_french_punctuation_has_its_space(kind):
    results = Results(sample.assessment(), sample.roadmap(), {"log.csv": "ab" * 32})
    edition = Edition("fr", kind)
    shown = words(page.compose(view(results, edition, {m.id: m for m in load_metrics()}), edition, on_screen=False))
    bare = re.findall(r".{0,30}(?:[^\s\u00a0\u202f][;?!»%](?=\s|$)|«(?=[^\s\u00a0])|\w:(?=\s)).{0,20}", shown)
    assert not bare


def test_the_french_page_holds_no_english():
    """Whatever the page says in English stands in the English page only, unless both languages write it alike."""
    french = words(muted("fr"))
    english = {key for key, value in read_catalogue("fr").items() if key != value and "{" not in key and len(key) > 9}
    assert english & set(french.split("\n")) == set()
    # without places of muted words, quotations and ids
    own = re.sub(r"\[[^]]*\]|[“«][^”»]*[”»]|Afraid of the committee\.|\w+[-.][\w.-]+", "", french)
    assert not re.search(r"\b(the|and|of|with|which|stage|request|practice|page \d+ of)s?\b", own)


@pytest.mark.parametrize(
    ("assessment", "sentences"),
    [
        (
            sample.empty_assessment,
            ["Nothing to settle yet: disagreement takes two voices", "not answered", "No check found anything",
             "Nothing was measured: there are no records", "The records contradict no claim."],
        ),
        (sample.bare_assessment, ["there is no contact log", "Not shown by these records:"]),
        (
            lambda: assess(sample.model(), replace(sample.facts(), answers=sample.answers()[:1])),
            ["One voice alone has answered.", "One voice, which is the claim."],
        ),
    ],
    ids=["nothing", "no log", "one voice"],
)  # fmt: skip
def test_sparse_engagements_are_told_in_sentences(assessment, sentences):
    html = plain(shown(assessment(), Edition("en", "working")))
    assert [sentence for sentence in sentences if sentence not in html] == []
    assert "None" not in html.replace("Non", "")


def test_hundreds_of_practices_stand_whole():
    """No table of practices is so long that it would be cut on paper."""
    model = sample.model()
    many = [item.model_copy(update={"id": f"{item.id}-{number}"}) for number in range(5) for item in model.practices]
    voices = [replace(each, practice=f"{each.practice}-{number}") for number in range(5) for each in sample.answers()]
    facts = replace(sample.facts(), answers=tuple(voices))
    html = shown(assess(model.model_copy(update={"practices": tuple(many)}), facts), Edition("en", "working"))
    assert set(blocks(html)) == {item.id for item in many}
    tables = re.findall(r'<table class="practices.*?</table>', html, re.DOTALL)
    assert len(tables) > len(model.questions)
    assert max(table.count("<tr") for table in tables) <= MOST
