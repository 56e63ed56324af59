from __future__ import annotations

from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cxmaturity.engagement.tables.cells import boolean, links, words, written_links
from cxmaturity.evidence.answers import Link

SEPTEMBER = date(2026, 9, 30)
PRINTED = st.characters(exclude_categories=["Cs", "Cc"], include_characters="\n\t")


@pytest.mark.parametrize(
    ("cell", "yes"),
    [
        *((word, True) for word in ("true", "Yes", "OUI", "vrai", "x", "1", True, 1, 1.0)),
        *((word, False) for word in ("false", "no", "Non", "FAUX", "0", "", None, False, 0)),
    ],
)
def test_yes_and_no(cell, yes):
    assert boolean(cell) is yes


@pytest.mark.parametrize("cell", ["perhaps", 2, 1.5, SEPTEMBER])
def test_what_is_neither(cell):
    with pytest.raises(ValueError, match="neither yes nor no"):
        boolean(cell)


@pytest.mark.parametrize(
    ("cell", "said"),
    [
        (2026, "2026"),
        (2026.0, "2026"),
        (0.5, "0.5"),
        (True, "true"),
        (datetime(2026, 9, 30), "2026-09-30"),  # noqa: DTZ001  # as a spreadsheet holds a day
        (SEPTEMBER, "2026-09-30"),
        ("a\r\nb", "a\nb"),
        (None, ""),
    ],
)
def test_what_a_spreadsheet_took_for_a_number_or_a_day_is_text_again(cell, said):
    assert words(cell) == said


@pytest.mark.parametrize(
    ("cell", "found"),
    [
        (None, []),
        ("a.pdf", [Link("a.pdf")]),
        ("a.pdf ; b.pdf", [Link("a.pdf"), Link("b.pdf")]),
        ("a.pdf\nb.pdf\n\n", [Link("a.pdf"), Link("b.pdf")]),
        ("a.pdf (2026-09-30) ; b.pdf", [Link("a.pdf", SEPTEMBER), Link("b.pdf")]),
        ("a.pdf | 2026-09-30 ; b.pdf |  30/09/2026", [Link("a.pdf", SEPTEMBER), Link("b.pdf", SEPTEMBER)]),
        ("a.pdf (30.9.2026)", [Link("a.pdf", SEPTEMBER)]),
        ("https://x/?a=1;b=2|3 (2026-09-30)", [Link("https://x/?a=1;b=2|3", SEPTEMBER)]),
        ("minutes (final).pdf", [Link("minutes (final).pdf")]),
        ('"a ; b (2026)" (2026-09-30)', [Link("a ; b (2026)", SEPTEMBER)]),
        ('"plan" of the team', [Link('"plan" of the team')]),
        ("a.pdf ;  ; b.pdf", [Link("a.pdf"), Link("b.pdf")]),
        ('"a ; b', [Link('"a'), Link("b")]),
    ],
)
def test_links_of_a_cell(cell, found):
    assert list(links(cell, "en")) == found


@pytest.mark.parametrize("beginning", ["a", "a (", '"a', 'a ; "'])
@pytest.mark.parametrize("filling", [" ", "\t", "( ", '"', '" ', "; ", "a ; "])
def test_a_long_cell_full_of_what_ends_a_link_or_begins_a_date_is_read_to_its_end(beginning, filling):
    cell = beginning + filling * ((9_999 - len(beginning)) // len(filling)) + "b"
    assert links(cell, "en")[-1].link.endswith("b")


@pytest.mark.parametrize("cell", ["a |" + " " * 9_990 + "b", "a" + " | " * 3_000 + "b"])
def test_a_long_cell_with_what_is_no_date_is_told(cell):
    with pytest.raises(ValueError, match="is not a date"):
        links(cell, "en")


def test_a_date_that_can_be_two_is_asked_about_in_english_and_day_first_in_french():
    assert links("a (03/04/2026)", "fr") == (Link("a", date(2026, 4, 3)),)
    with pytest.raises(ValueError, match=r"can be 4.March.2026 or 3.April.2026"):
        links("a (03/04/2026)", "en")


@pytest.mark.parametrize("cell", ["a (2026-02-30)", "a | soon", "a (31/02/2026)", "a | 2026", "a" * 20_000])
def test_what_is_no_date_of_a_link(cell):
    with pytest.raises(ValueError, match=r"is not a date|no such day|more in this cell"):
        links(cell, "fr")


@given(
    st.lists(
        st.builds(
            Link,
            st.text(PRINTED, min_size=1, max_size=30)
            | st.sampled_from(['"', '""', "a ; b", "a (2026-01-01)", "a | b", " a ", "a\nb", '"a" ; b', "(12.12.12)"]),
            st.none() | st.dates(),
        ),
        max_size=4,
    )
)
def test_links_are_read_as_they_were_written(given_links):
    assert links(written_links(tuple(given_links)), "en") == tuple(given_links)
