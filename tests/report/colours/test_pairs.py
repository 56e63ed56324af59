"""Every pair of letters and ground in the report is known, and can be read in whatever colours a house may have."""

from __future__ import annotations

import re
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from report import sample
from report.colours import found

from cxmaturity import report
from cxmaturity.report.colours import LEAST, OWN, PAIRS, Palette, contrast, distance, failing, palette_of, shade
from cxmaturity.report.edition import Edition
from cxmaturity.results import Results

NEUTRAL = {"#33415a", "#7a8798", "#8b98aa"}
"""Frames of controls, and letters for who asks for more contrast: on screen alone, in every theme."""
ROLES = {colour: name for name, colour in reversed(OWN.items())}


@cache
def page() -> str:
    return report.html(Results(sample.assessment(), sample.roadmap()), Edition("en", "working"))


def named(pairs) -> set[tuple[str, str]]:
    return {(ROLES.get(letters, letters), ROLES.get(ground, ground)) for letters, ground in pairs}


def same(pairs) -> set[tuple[str, str]]:
    """Return pairs of colours, whatever roles they have: some roles have one colour."""
    return {(OWN[letters], OWN[ground]) for letters, ground in pairs}


@pytest.mark.parametrize("media", ["screen", pytest.param("print", marks=pytest.mark.slow)])
def test_every_pair_of_the_styles_is_known(media):
    """The style of paper is a part of that of the screen, but for lines in margins; looked at all the same."""
    assert named(found.in_styles(page(), media) - same(PAIRS)) == set()


def test_every_pair_of_the_drawings_is_known():
    drawings = re.findall(r"<svg xmlns.*?</svg>", page(), re.DOTALL)
    assert len(drawings) > 10
    assert named(set().union(*map(found.in_drawing, drawings)) - same(PAIRS)) == set()


def test_each_role_has_a_colour_of_its_own():
    """Painting goes by colour: two roles of one colour could not be told apart, but for the two that are meant so."""
    shared = {("BLUE", "HEAT_3"), ("HEAT_4", "NAVY")}
    assert {(one, other) for one in OWN for other in OWN if one < other and OWN[one] == OWN[other]} == shared


def test_no_colour_of_the_styles_is_without_a_role():
    style = re.search(r"<style>(.*?)</style>", page(), re.DOTALL)
    assert style
    used = {colour.lower() for colour in re.findall(r"#[0-9a-fA-F]{6}\b", style[1])}
    assert used - set(OWN.values()) - NEUTRAL == set()
    drawn = set(re.findall(r'(?:fill|stroke)="(#[0-9a-f]{6})"', page()))
    assert drawn - set(OWN.values()) == set()


def test_ours_can_be_read():
    assert failing(OWN) == []
    assert palette_of(None, None, None) == Palette(OWN)


COLOURS = st.integers(0, 0xFFFFFF).map(lambda number: f"#{number:06x}")


@settings(max_examples=20, deadline=None)
@given(COLOURS, COLOURS, COLOURS)
def test_whatever_can_be_read_on_white_can_be_read_everywhere(colour, accent, good):
    """The three colours are asked for contrast with white only, because tints keep what ours have."""
    given_colours = [shade(each, lambda dark: contrast(dark, "#ffffff") >= LEAST) for each in (colour, accent, good)]
    palette = palette_of(*given_colours)
    assert failing(palette.roles) == []
    assert [palette.roles[role] for role in ("COVER", "WARM", "TEAL")] == given_colours
    lights = [contrast(palette.roles[f"HEAT_{place}"], "#ffffff") for place in range(5)]
    assert lights == sorted(lights)


@settings(max_examples=30, deadline=None)
@given(COLOURS.map(lambda colour: f"#{int(colour[1:], 16) | 0x808080:06x}"))
def test_the_shade_of_a_light_colour_passes_and_none_lighter_does(colour):
    found_shade = shade(colour, lambda dark: contrast(dark, "#ffffff") >= LEAST)
    assert LEAST <= contrast(found_shade, "#ffffff") < LEAST + 0.25


@pytest.mark.parametrize(
    ("one", "other", "known"),
    [("#000000", "#ffffff", 21), ("#777777", "#ffffff", 4.48), ("#ff0000", "#ffffff", 4.0), ("#123456", "#123456", 1)],
)
def test_contrast_is_that_of_wcag(one, other, known):
    assert contrast(one, other) == pytest.approx(known, abs=0.005)
    assert contrast(one, other) == contrast(other, one)


def test_distance_is_between_none_and_black_to_white():
    assert distance("#000000", "#ffffff") == pytest.approx(1, abs=0.001)
    assert distance("#0b2545", "#0b2545") == 0


def test_a_house_that_has_our_colours_has_our_tints():
    same_house = palette_of(OWN["NAVY"], OWN["WARM"], OWN["TEAL"]).roles
    assert {name for name, colour in OWN.items() if same_house[name] != colour} == {"COVER"}


def test_painting_touches_marks_and_leaves_words():
    palette = palette_of("#7a1f3d", None, None)
    drawn = f'<rect fill="{OWN["NAVY"]}"/><text fill="none">fill=&quot;{OWN["NAVY"]}&quot; {OWN["NAVY"]}</text>'
    assert palette.on_drawing(drawn) == drawn.replace(OWN["NAVY"], palette.roles["NAVY"], 1)
    assert palette.in_style("a{color:#FFF;border:#0b2545}#0b2545aa{}") == (
        f"a{{color:#ffffff;border:{palette.roles['NAVY']}}}#0b2545aa{{}}"
    )
