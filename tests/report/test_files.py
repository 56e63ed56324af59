"""Charts as files: whole, self-contained, the same bytes for the same input."""

from __future__ import annotations

import base64
import io
import re
from dataclasses import replace
from xml.etree import ElementTree

import pytest
from fontTools.ttLib import TTFont
from report import sample
from report.drawings import SVG, outside, overlaps, size, texts

from cxmaturity.report.files import audit_charts, replay_charts
from cxmaturity.words import Text

NAMES = ["pressure.svg", "dose-response.svg", "calendar.svg", "collisions.svg", "frontier.svg"]


def drawn(language: str, **changes) -> dict[str, str]:
    found = audit_charts(replace(sample.contacts(), **changes), language)
    return {name: svg for name, svg in found.items() if isinstance(svg, str)}


def fonts_in(svg: str) -> dict[int, TTFont]:
    faces = re.findall(r'font-weight:(\d+);src:url\("data:font/ttf;base64,([^"]+)"', svg)
    return {int(weight): TTFont(io.BytesIO(base64.b64decode(content))) for weight, content in faces}


@pytest.mark.parametrize("language", ["en", "fr"])
def test_every_file_is_sound(language):
    pairs = ({**sample.collision_pairs()[0], "a": sample.FOREIGN}, *sample.collision_pairs()[1:])
    found = drawn(language, tables={**sample.contacts().tables, "fragmentation.collision_pairs": pairs})
    assert not any(set("☃株🙂") & set(svg) for svg in found.values())
    assert list(found) == NAMES
    for name, svg in found.items():
        root = ElementTree.fromstring(svg.encode())
        told = {part: (root.findtext(f"{SVG}{part}") or "") for part in ("title", "desc")}
        assert all(len(words) > 30 for words in told.values()), name
        assert overlaps(texts(svg)) == [], name
        assert outside(texts(svg), *size(svg)) == [], name


@pytest.mark.parametrize("language", ["en", "fr"])
def test_nothing_is_fetched_and_every_letter_is_inside(language):
    for name, svg in drawn(language).items():
        links = re.findall(r'(?:href=|url\()"?([^")]{5})', svg)
        assert set(links) == {"data:"}, name
        assert "http" not in svg.replace("http://www.w3.org/2000/svg", ""), name
        held = {weight: set(map(chr, font.getBestCmap())) for weight, font in fonts_in(svg).items()}
        for element in ElementTree.fromstring(svg.encode()).iter(f"{SVG}text"):
            assert set(element.text or "") <= held[int(element.attrib["font-weight"])], (name, element.text)
        assert len(svg) < 150_000, name


def test_the_finding_stands_above_and_the_source_below():
    for name, svg in drawn("en").items():
        said = [box.words for box in texts(svg)]
        title = ElementTree.fromstring(svg.encode()).findtext(f"{SVG}title") or ""
        assert title.startswith(said[0]), name
        assert any(words.startswith("Source: 2 logs, n = 200,000 requests; 12 rows rejected.") for words in said), name


def test_the_verdict_stands_below_the_dose_response():
    said = " ".join(box.words for box in texts(drawn("en")["dose-response.svg"]))
    assert "This is an association, not proof of a cause." in said


def test_the_same_bytes_for_the_same_input():
    assert drawn("fr") == drawn("fr")


def test_names_are_data():
    pairs = tuple({**row, "a": "<script>alert(1)</script>"} for row in sample.collision_pairs()[:1])
    svg = drawn("en", tables={"fragmentation.collision_pairs": pairs})["collisions.svg"]
    assert "<script>" not in svg
    assert "&lt;script&gt;" in svg


@pytest.mark.parametrize(
    ("language", "reasons"),
    [
        (
            "en",
            ["the log shows no answers", "audit the logs again", "the log names no sources", "audit the logs again"],
        ),
        ("fr", ["ne contient pas de réponses", "relancez l’audit", "ne nomme pas de sources", "relancez l’audit"]),
    ],
)
def test_what_cannot_be_drawn_says_why(language, reasons):
    bare = replace(sample.contacts(), tables={}, by_day={}, frontier=None)
    found = audit_charts(bare, language)
    assert list(found) == NAMES
    said = [reason.show(language) for reason in found.values() if isinstance(reason, Text)]
    assert [part in words for part, words in zip(reasons, said, strict=True)] == [True] * 4


POLICIES = [
    {"policy": "rest-7", "kept": 90, "stopped": 10, "customers_spared": 6},
    {"policy": "3/30", "kept": 60, "stopped": 40, "customers_spared": 20},
]


@pytest.mark.parametrize(
    ("policies", "rests", "names"),
    [
        (POLICIES, None, ["policies.svg"]),
        ([], sample.rests(), ["frontier.svg"]),
        (POLICIES[:1], sample.rests(), ["policies.svg", "frontier.svg"]),
    ],
)
def test_a_replay_draws_what_was_asked_for(policies, rests, names):
    found = replay_charts(policies, rests, 30, "en")
    assert list(found) == names
    for svg in found.values():
        assert isinstance(svg, str)
        assert overlaps(texts(svg)) == []


def test_policies_are_compared_by_what_they_keep():
    svg = replay_charts(POLICIES, None, 30, "en")["policies.svg"]
    assert isinstance(svg, str)
    said = [box.words for box in texts(svg)]
    assert said[0] == "rest-7 would have kept 90% of the requests, 3/30 60%"
    assert {"90%", "10", "6 (20%)", "60%", "40", "20 (67%)"} <= set(said)
