"""The drawing of the ownership map: what must be seen on it, and that any map makes a sound one."""

from __future__ import annotations

import re
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from planted_maps import GAPS, a_planted_view
from report.drawings import SVG, outside, overlaps, size, texts
from report.test_figures import _contrast
from small_maps import AS_OF, a_log, a_view

from cxmaturity.ownership import survey
from cxmaturity.ownership.amiss import amiss
from cxmaturity.ownership.facts import OwnershipFacts
from cxmaturity.ownership.view import View
from cxmaturity.report.charts import palette as c
from cxmaturity.report.charts.ownership import Drawn, Headings, LeverBox, SourceBox, TeamBox, ownership
from cxmaturity.report.charts.ownership_matrix import ROLES, Matrix, MatrixRow, matrix
from cxmaturity.report.files import ownership_file
from cxmaturity.report.view.names import map_names
from cxmaturity.report.view.ownership import _lead, matrix_drawing, ownership_figure
from cxmaturity.report.view.ownership_drawing import FILE, PAGE, Frame
from cxmaturity.report.view.speech import Speech
from cxmaturity.results.few import discreet_map

LONG = "Une très longue dénomination d’enquête de satisfaction auprès des clients pros"
VIEWS: dict[str, View] = {
    "three by two": a_view(
        """
        teams: [{id: a, name: Support}, {id: b, name: Sales}]
        sources: [{id: x, name: After a call, accountable: a}, {id: y, name: Yearly survey},
                  {id: z, name: Web poll, accountable: [a, b]}]
        levers: [{id: l, name: Staff the hotline, owner: a}]
        """,
        a_log({"x": 100, "y": 40, "z": 7}),
    ),
    "forty": a_planted_view(),
    "sixty": a_planted_view(7, 60, 15),
    "three hundred": a_planted_view(7, 300, 40),
    "no teams": a_view("{sources: [{id: x, name: After a call}], teams: [], levers: [{id: l, name: Call back}]}"),
    "no levers": a_view("{sources: [{id: x, accountable: a}], teams: [{id: a}]}"),
    "perfect": a_view(
        "{sources: [{id: x, accountable: a}], teams: [{id: a}], levers: [{id: l, owner: a}]}", a_log({"x": 9})
    ),
    "empty": a_view("sources: []"),
    "long": a_view(
        f"""
        teams: [{{id: a, name: "{LONG}"}}, {{id: b, name: "{LONG}"}}, {{id: idle, name: "{LONG}"}}]
        sources: [{{id: x, name: "{LONG}", accountable: a, informed: b}}, {{id: y, name: "{LONG}"}}]
        levers: [{{id: l, name: "{LONG}", owner: a}}, {{id: m, name: "{LONG}"}}]
        """,
        a_log({"x": 8_000_000, LONG: 50}),
    ),
}


def asked(view: View) -> OwnershipFacts:
    return survey(view.map, view.contacts, AS_OF)


def drawn(view: View, language: str = "en", frame: Frame = PAGE) -> str:
    facts, speech = asked(view), Speech(language, {})
    return ownership_figure(facts, speech, map_names(facts, speech), frame).drawing


def shown(svg: str) -> list[str]:
    return [box.words for box in texts(svg)]


def hovers(svg: str) -> list[str]:
    titles = (group.find(f"{SVG}title") for group in ElementTree.fromstring(svg).iter(f"{SVG}g"))
    return [title.text or "" for title in titles if title is not None]


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("name", VIEWS)
def test_every_map_makes_a_sound_drawing(name, language):
    facts, speech = asked(VIEWS[name]), Speech(language, {})
    names = map_names(facts, speech)
    for frame in (PAGE, FILE):
        for svg in (drawn(VIEWS[name], language, frame), matrix_drawing(facts, speech, names, frame)):
            if svg:
                assert overlaps(texts(svg)) == []
                assert outside(texts(svg), *size(svg)) == []
    whole = ownership_file(facts, language)
    assert overlaps(texts(whole)) == []
    assert outside(texts(whole), *size(whole)) == []


def test_shadow_sources_stand_beside_a_whole_map():
    """Forty sources on the map are drawn all, and beside them the heaviest of those that it lacks."""
    view = a_planted_view(sources=41, shadows=7)
    for frame in (PAGE, FILE):
        boxes = texts(drawn(view, frame=frame))
        words = [box.words for box in boxes]
        assert words.count("off the map") == 5
        assert {"Tax form help", "After a branch visit 2", "“pop-up-4”"} <= set(words)
        assert "“pop-up-5”" not in words
    facts, speech = asked(view), Speech("en", {})
    names = map_names(facts, speech)
    assert matrix_drawing(facts, speech, names) == ""
    assert "3 further sources are not on the map and not drawn." in ownership_figure(facts, speech, names).remark


@pytest.mark.parametrize(("language", "together"), [("en", "Together"), ("fr", "Ensemble")])
def test_the_lead_tells_the_sources_of_the_title_apart_and_adds_up(language, together):
    facts, speech = asked(a_planted_view(sources=41, shadows=2)), Speech(language, {})
    figure = ownership_figure(facts, speech, map_names(facts, speech))
    told, _, share = _lead(facts, speech).show(language).partition(together)
    assert sum(map(int, re.findall(r"\d+", told))) == int(re.findall(r"\d+", figure.title)[0])
    lost = sum(source.volume for source in facts.sources if amiss(source, facts) and source.volume)
    every = sum(source.volume or 0 for source in facts.sources)
    assert int(re.findall(r"\d+", share)[0]) == round(100 * lost / every)


@pytest.mark.parametrize(
    ("language", "title"),
    [
        ("en", "10 of the 43 sources have no single team that answers for them and can act"),
        ("fr", "10 des 43 sources n’ont pas d’équipe unique qui en réponde et puisse agir"),
    ],
)
def test_the_title_counts_what_the_drawing_shows(language, title):
    facts, speech = asked(a_planted_view(sources=41, shadows=2)), Speech(language, {})
    figure = ownership_figure(facts, speech, map_names(facts, speech))
    assert figure.title.replace("\u00a0", " ") == title
    said = {
        "en": ("nobody", "off the map", "2 teams", "without lever"),
        "fr": ("personne", "hors carte", "2 équipes", "sans levier"),
    }
    marked = [shown(figure.drawing).count(label) for label in said[language]]
    assert marked == [3, 3, 2, 2]
    assert sum(marked) == int(re.findall(r"\d+", title)[0])


@pytest.mark.parametrize(
    ("sources", "title"),
    [
        ("{id: x}", "1 source leads to nobody"),
        ("{id: x, accountable: [a, b]}", "1 source has several teams"),
        ("{id: x, accountable: b}", "1 source ends at a team without a lever"),
        ("{id: x, accountable: a}", "The only source has one team that answers for it"),
    ],
)
def test_the_title_says_no_more_than_the_map(sources, title):
    view = a_view(f"{{teams: [{{id: a}}, {{id: b}}], sources: [{sources}], levers: [{{id: l, owner: a}}]}}")
    facts, speech = asked(view), Speech("en", {})
    assert ownership_figure(facts, speech, map_names(facts, speech)).title.replace("\u00a0", " ") == title


SIGNS = {
    "en": {"red frame: a gap", "dashed frame: not on the map", "leads to nobody", "team that owns no lever"},
    "fr": {"cadre rouge\u00a0: une lacune", "cadre en pointillés\u00a0: hors carte", "ne mène à personne",
           "équipe sans levier"},
}  # fmt: skip


@pytest.mark.parametrize("language", SIGNS)
def test_every_sign_is_explained_where_it_is_drawn(language):
    assert SIGNS[language] <= set(shown(drawn(VIEWS["forty"], language)))
    assert not SIGNS[language] & set(shown(drawn(VIEWS["perfect"], language)))


@pytest.mark.parametrize("language", ["en", "fr"])
def test_headings_are_whole_and_names_end_before_their_volumes(language):
    boxes = texts(drawn(a_planted_view(sources=41, shadows=2), language))
    heads = [box.words for box in boxes if 50 < box.top < 60]
    assert [head for head in heads if "…" in head] == []
    volumes = [box for box in boxes if re.fullmatch(r"[\d,\s]+", box.words) and 180 < box.right < 212 and box.top > 62]
    assert len(volumes) == 43
    before = max(volume.right for volume in volumes) - max(volume.right - volume.left for volume in volumes)
    rows = [volume.top for volume in volumes]
    names = [box for box in boxes if box.left < 30 and any(abs(box.top - row) < 3 for row in rows)]
    assert len(names) >= 43
    assert max(name.right for name in names) < before - 10


def test_shares_that_count_a_source_twice_say_so():
    said = "A source with several teams counts for each of them: their shares add up to more than 100%."
    for accountable, is_said in (("[a, b]", True), ("a", False)):
        source = f"{{teams: [{{id: a}}, {{id: b}}], sources: [{{id: x, accountable: {accountable}}}]}}"
        facts, speech = asked(a_view(source, a_log({"x": 30}))), Speech("en", {})
        remark = ownership_figure(facts, speech, map_names(facts, speech)).remark
        assert (said in remark) is is_said
        assert "The map does not describe alerts" in remark


def test_the_largest_gaps_are_numbered_and_named_first():
    svg = drawn(VIEWS["forty"])
    words = shown(svg)
    assert words[words.index("1") + 1 : words.index("1") + 3] == [
        "After a card replacement",
        "8% – nobody answers for it",
    ]
    assert words[words.index("2") + 1 : words.index("2") + 3] == ["“Quarterly pulse”", "7% – not on the map"]
    assert words[words.index("3") + 1 : words.index("3") + 3] == [
        "After a payment failed",
        "5% – its team has no lever",
    ]
    marked = {box.words: box for box in texts(svg) if box.words in "123" and box.top > 46}
    beside = {
        number: next(other.words for other in texts(svg) if other.left > box.left and abs(other.top - box.top) < 4)
        for number, box in marked.items()
    }
    assert beside == {"1": "After a card replacement", "2": "“Quarterly pulse”", "3": "After a payment failed"}


def test_each_gap_has_its_words():
    words = shown(drawn(VIEWS["forty"]))
    kinds = [kind for kind, _ in GAPS.values()]
    said = {"nobody": "nobody", "shadow": "off the map", "dead end": "without lever", "several": "2 teams"}
    assert {kind: words.count(label) for kind, label in said.items()} == {kind: kinds.count(kind) for kind in said}
    assert "no lever" in words
    assert "owned by nobody" in words


def test_what_nobody_answers_for_stands_first_by_volume():
    boxes = sorted(
        (box for box in texts(drawn(VIEWS["forty"])) if box.words in ("nobody", "off the map")), key=lambda b: b.top
    )
    assert [box.words for box in boxes] == ["nobody", "off the map", "nobody", "nobody"]
    rest = [box.top for box in texts(drawn(VIEWS["forty"])) if box.words == "without lever"]
    assert min(rest) > boxes[-1].top


def test_lines_are_as_wide_as_their_volume():
    log = a_log({"x": 1000, "y": 500, "z": 0})
    view = a_view(
        "{sources: [{id: x, accountable: a}, {id: y, accountable: a}, {id: z, accountable: a}], teams: [{id: a}]}", log
    )
    widths = [
        float(found) for found in re.findall(rf'<path [^>]*stroke="{c.STREAM}" stroke-width="([\d.]+)"', drawn(view))
    ]
    assert sorted(widths) == [1.1, 4.55, 8]


def test_a_shadow_source_has_a_dashed_frame_and_no_other_has():
    svg = drawn(VIEWS["forty"])
    frames = re.findall(rf'<rect [^>]*fill="none"[^>]*stroke="{c.WARM}"[^>]*>', svg)
    assert len(frames) == len(GAPS)
    assert sum("dasharray" in frame for frame in frames) == 1


TEAMS = """
    teams: [{id: full, max_sources: 1}, {id: fine, max_sources: 3}, {id: deaf}, {id: half}, {id: idle},
            {id: it, name: IT}]
    touchpoints: [{id: t, owner: deaf}, {id: u, owner: half}]
    sources: [{id: x, accountable: full, touchpoint: t}, {id: y, accountable: full, informed: [idle], touchpoint: u},
              {id: z, accountable: fine}, {id: w, accountable: half}]
    levers: [{id: l, owner: fine}, {id: m, owner: full}, {id: n, owner: half}]
"""


@pytest.mark.parametrize(
    ("log", "said"),
    [
        (None, ["2 sources, 1 at most", "1 source, 3 at most", "answers for no source"]),
        (a_log({"x": 60, "y": 20, "z": 20}), ["2 sources, 1 at most · 80%", "1 source, 3 at most · 20%"]),
    ],
    ids=["alone", "with a log"],
)
def test_the_load_of_teams_is_seen(log, said):
    words = shown(drawn(a_view(TEAMS, log)))
    assert [line for line in said if line not in words] == []
    assert {"does not hear: t", "does not hear: u"} <= set(words)
    assert "Without source and lever: IT" in words
    assert "IT" not in words


def test_a_source_gone_quiet_is_said_so():
    source = "{sources: [{id: x, every_days: 7, accountable: a}], teams: [{id: a}]}"
    quiet = a_view(source, a_log({"x": 5}, last_seen={"x": "2025-01-01T08:00:00.000000Z"}))
    assert "gone quiet" in shown(drawn(quiet))
    assert "gone quiet" not in shown(drawn(a_view(source, a_log({"x": 5}))))


def test_without_a_log_nothing_is_ranked():
    words = shown(drawn(a_view("{sources: [{id: x}, {id: y}], teams: [{id: a}]}")))
    assert "nobody" in words
    assert not {"1", "2", "3", "volume", "Largest gaps by volume", "Largest gaps by"} & set(words)


def test_figures_about_few_customers_are_not_shown():
    facts, speech = discreet_map(asked(VIEWS["three by two"])), Speech("en", {})
    svg = ownership_figure(facts, speech, map_names(facts, speech), PAGE).drawing
    assert "–" in shown(svg)
    assert "7" not in shown(svg)
    assert "Web poll, 2 teams answer for it" in hovers(svg)


def test_without_levers_on_the_map_none_is_missing():
    words = shown(drawn(VIEWS["no levers"]))
    assert not {"no lever", "Lever: what it can do", "owned by nobody", "without lever"} & set(words)


def test_a_large_map_shows_what_is_amiss_and_a_table():
    facts, speech = asked(VIEWS["sixty"]), Speech("en", {})
    names = map_names(facts, speech)
    figure = ownership_figure(facts, speech, names, FILE)
    assert "those with the largest gaps" in figure.remark
    assert "Investment advice" not in shown(figure.drawing)
    table = shown(matrix_drawing(facts, speech, names))
    assert "Investment advice" in table
    assert table.count("nobody") == 2
    assert table.count("off the map") == 1
    assert matrix_drawing(asked(VIEWS["forty"]), speech, names) == ""


def test_the_volume_that_a_table_leaves_out_is_said():
    facts, speech = asked(VIEWS["three hundred"]), Speech("en", {})
    words = " ".join(shown(matrix_drawing(facts, speech, map_names(facts, speech))))
    assert "264 further sources have less volume" in words
    assert "+ one of " in words


@pytest.mark.parametrize("name", ["forty", "sixty", "three by two"])
def test_words_stand_out_and_marks_are_seen(name):
    """Letters reach 4.5:1 on every ground that they may stand on, lines 3:1 on white."""
    svg = drawn(VIEWS[name])
    inks = set(re.findall(r'<text [^>]*fill="(#\w+)"', svg)) - {c.WHITE}
    assert inks <= {c.WARM_INK, c.NAVY, c.GREY, c.INK}
    assert [ink for ink in inks if _contrast(ink, c.WHITE) < 4.5] == []
    assert min(_contrast(c.WARM_INK, ground) for ground in (c.WARM_PALE, c.WARM_SOFT)) >= 4.5
    assert min(_contrast(ink, ground) for ink in (c.NAVY, c.INK) for ground in (c.PALE, c.BAND)) >= 4.5
    assert _contrast(c.WHITE, c.WARM_INK) >= 4.5
    assert min(_contrast(ink, c.WHITE) for ink in (c.STREAM, c.WARM, c.NAVY)) >= 3


def test_everything_cut_is_told_whole():
    told = " ".join(hovers(drawn(VIEWS["long"])))
    assert told.count(LONG) >= 7


def test_the_same_bytes_for_the_same_map():
    assert ownership_file(asked(a_planted_view()), "fr") == ownership_file(asked(a_planted_view()), "fr")


names = st.text(st.characters(codec="utf-8", categories=["L", "P", "Zs"]), min_size=1, max_size=80)
gaps = st.sampled_from([None, "nobody", "off the map", "plusieurs équipes", "2 teams"])
volumes = st.sampled_from([0.0, 1.0, 12_345.0, 8e6])


@st.composite
def maps(draw) -> Drawn:
    known = [f"t{number}" for number in range(draw(st.integers(0, 8)))]
    some = st.lists(st.sampled_from(known or ["ghost"]), max_size=3, unique=True).map(tuple)
    sources = [
        SourceBox(
            f"s{n}", draw(names), draw(st.sampled_from(["", "12 345", "8 000 000"])), draw(some), draw(some),
            draw(gaps), "told", draw(volumes), n + 1 if n < 3 and draw(st.booleans()) else None, draw(st.booleans()),
            draw(gaps),
        )
        for n in range(draw(st.integers(0, 24)))
    ]  # fmt: skip
    teams = [
        TeamBox(
            team, draw(names), draw(names), "told", draw(st.integers(0, 30)), draw(st.integers(0, 30)),
            draw(st.booleans()), draw(st.none() | names), draw(st.none() | names),
        )
        for team in known
    ]  # fmt: skip
    owners = st.sampled_from([None, *known])
    levers = [LeverBox(f"l{n}", draw(names), draw(owners), "told") for n in range(draw(st.integers(0, 20)))]
    heads = Headings(draw(names), draw(names)[:12], draw(names), draw(names), draw(names), draw(names), draw(names))
    worst = draw(st.lists(st.tuples(names, names), max_size=3))
    return Drawn(sources, teams, draw(st.sampled_from([levers, None])), heads, worst)


@settings(max_examples=60, deadline=None)
@given(maps(), st.sampled_from([642.0, 960.0]))
def test_any_boxes_make_a_sound_drawing(found, width):
    svg = ownership("title", found, width)
    assert overlaps(texts(svg)) == []
    assert outside(texts(svg), *size(svg)) == []


rows = st.lists(
    st.builds(MatrixRow, names, st.dictionaries(st.integers(0, 8), st.sampled_from(ROLES)), names, st.none() | names),
    max_size=30,
)


@settings(max_examples=40, deadline=None)
@given(rows, st.lists(names, min_size=8, max_size=8), names)
def test_any_rows_make_a_sound_matrix(found, teams, rest):
    svg = matrix("title", Matrix(found, teams, dict.fromkeys(ROLES, "responsable"), "further teams", rest))
    assert overlaps(texts(svg)) == []
    assert outside(texts(svg), *size(svg)) == []
