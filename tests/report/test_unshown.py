"""Characters that the fonts lack are told, with the file in which they stand."""

from __future__ import annotations

from dataclasses import replace

from report import sample

from cxmaturity.assess import assess
from cxmaturity.evidence.answers import Answer, Level
from cxmaturity.model import Bilingual
from cxmaturity.report.edition import Edition
from cxmaturity.report.theme import Theme
from cxmaturity.report.unshown import Unshown, unshown
from cxmaturity.results import Results

THEME = Theme(author="Élan ☃", title=Bilingual(en="a", fr="b"), digests={"brand.yaml": ""})


def results(organisation: str, *answers: Answer) -> Results:
    return Results(assess(sample.model(), replace(sample.facts(), organisation=organisation, answers=answers)))


def test_what_no_font_of_ours_holds_is_told_with_its_file():
    answer = Answer("q1.contact-limits", Level.FULLY, "慎太郎", "cx", note="了解", internal_note="秘")
    told = results("東京銀行 東😀 Łódź – “Horizon” fi", answer)
    organisation = Unshown("engagement.yaml", "東京銀行😀", "東京銀行 東😀 Łódź – “Horizon” fi")
    assert unshown(told, Edition("en")) == (organisation,)
    assert unshown(told, Edition("en", "working", internal=True, theme=THEME)) == (
        organisation,
        Unshown("brand.yaml", "☃", "Élan ☃"),
        Unshown("answers.jsonl", "了解秘慎太郎", "了解"),
    )


def test_letters_that_look_the_same_are_not_told():
    assert unshown(results("ﬁn Ŧ e\u0301 \u200f"), Edition("fr")) == ()
