from __future__ import annotations

import re
from html import escape, unescape

import pytest
from fontTools.ttLib import TTFont
from hypothesis import given
from hypothesis import strategies as st

from cxmaturity.report import fonts, page

FRENCH = "ÀÂÆÇÈÉÊËÎÏÔŒÙÛÜŸàâæçèéêëîïôœùûüÿ"
TYPOGRAPHY = "\u00a0’‘“”«»…–—€→−≥≤×·%0123456789"


@pytest.mark.parametrize("name", sorted(fonts.FILES.values()))
def test_a_font_holds_what_two_languages_need(name):
    known = TTFont(fonts.folder() / name).getBestCmap()
    assert [character for character in FRENCH + TYPOGRAPHY if ord(character) not in known] == []


@pytest.mark.parametrize(("style", "name"), sorted(fonts.FILES.items()))
def test_a_font_bears_our_name_and_weight(style, name):
    font = TTFont(fonts.folder() / name)
    family, weight = style
    assert font["name"].getDebugName(16) == family or font["name"].getDebugName(1) == family
    assert font["OS/2"].usWeightClass == weight
    names = " ".join(str(entry) for entry in font["name"].names if entry.nameID in (1, 3, 4, 6, 16))
    assert not re.search("Inter|Source", names), "the licence reserves the upstream names"


@pytest.mark.parametrize("name", sorted(fonts.FILES.values()))
def test_the_packed_font_is_the_same_font(name):
    plain, packed = (TTFont((fonts.folder() / name).with_suffix(ending)) for ending in (".ttf", ".woff2"))
    assert packed.flavor == "woff2"
    assert packed.getBestCmap() == plain.getBestCmap()
    assert packed["hmtx"].metrics == plain["hmtx"].metrics
    for glyph in plain.getGlyphOrder():
        drawn, wanted = (font["glyf"][glyph].getCoordinates(font["glyf"])[0] for font in (packed, plain))
        assert drawn == wanted


def test_licences_stand_beside_the_fonts():
    licences = sorted(path.name for path in fonts.folder().glob("OFL-*.txt"))
    assert licences == ["OFL-CXM-Sans.txt", "OFL-CXM-Serif.txt"]


def test_the_style_sheet_uses_only_styles_that_exist():
    style = "".join((page.folder() / name).read_text(encoding="utf-8") for name in page.SCREEN)
    weights = set(re.findall(r"font-weight: (\w+)", style)) | set(re.findall(r"font: (\w+) ", style))
    assert weights <= {"400", "500", "600"}
    assert "italic" not in style
    assert set(re.findall(r'"(CXM \w+)"', style)) == {"CXM Sans", "CXM Serif"}


@given(st.text(max_size=60), st.floats(20, 300), st.sampled_from([400, 500, 600]), st.integers(1, 3))
def test_wrapped_lines_fit(words, room, weight, lines):
    wrapped = fonts.wrap(words, 10, room, weight, lines)
    assert 1 <= len(wrapped) <= lines
    assert all(fonts.width(line, 10, weight) <= room for line in wrapped)


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("Łódź – Αθήνα, Київ", "Łódź – Αθήνα, Київ"),
        ("ﬁn ①", "fin 1"),
        ("Ho\u0302tel", "Hôtel"),
        ("株 ☃ 🙂", "? ? ?"),
        ("co\u2011fondé", "co\u2011fondé"),
        ("a\u200db", "ab"),
    ],
)
def test_characters_without_a_glyph_are_replaced(written, shown):
    assert fonts.legible(written) == shown


def test_every_weight_of_the_sans_holds_what_legible_returns():
    for (family, _), name in fonts.FILES.items():
        known = {chr(code) for code in TTFont(fonts.folder() / name).getBestCmap()}
        assert fonts.MARK in known
        if family == "CXM Sans":
            assert fonts.characters() - known == {"\n", "\t"}


def test_the_sans_stands_behind_the_serif():
    style = "".join((page.folder() / name).read_text(encoding="utf-8") for name in page.SCREEN)
    assert re.findall(r'"CXM Serif"(?!, "CXM Sans")[^;]*;', style) == []


@given(st.text())
def test_what_is_legible_stays_and_holds_nothing_else(words):
    shown = fonts.legible(words)
    assert fonts.characters().issuperset(shown)
    assert fonts.legible(shown) == shown


@given(st.text() | st.sampled_from(["\u0338x", "＜script＞", "＆lt;", "＂ onload=＂"]))
def test_a_page_keeps_its_marks_whatever_its_texts_hold(words):
    shown = fonts.legible_page(f'<p title="{escape(words)}">{escape(words)}</p>')
    found = re.fullmatch(r'<p title="([^"<>]*)">([^<>]*)</p>', shown)
    assert found
    assert fonts.characters().issuperset(unescape(found[2]))
    assert found[1] == found[2]
