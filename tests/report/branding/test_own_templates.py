"""Templates of a house: what they can do, and what is told when they fail."""

from __future__ import annotations

import hashlib
import os
from functools import cache

import pytest
from report import sample

from cxmaturity.errors import InputError
from cxmaturity.model import load_metrics
from cxmaturity.report.branding.template_folder import load_templates
from cxmaturity.report.edition import Edition
from cxmaturity.report.page import compose
from cxmaturity.report.view import Report, view
from cxmaturity.results import Results

PIXEL = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 2 1"><rect width="2" height="1"/></svg>'


@pytest.fixture
def house(tmp_path):
    """Write a folder of templates, and return it."""
    (tmp_path / "house").mkdir()

    def write(**files: str):
        for name, content in files.items():
            (tmp_path / "house" / name.replace("__", ".")).write_text(content, encoding="utf-8")
        return tmp_path / "house"

    return write


@cache
def shown(language) -> Report:
    return view(Results(sample.empty_assessment()), Edition(language), {metric.id: metric for metric in load_metrics()})


def page(folder, language="en") -> str:
    return compose(shown(language), Edition(language, templates=load_templates(folder)), on_screen=False)


def told(folder, language="en") -> list[str]:
    with pytest.raises(InputError) as caught:
        page(folder, language)
    return [problem.show(language).replace(f"{folder}", "HOUSE") for problem in caught.value.problems]


def test_a_block_of_ours_is_overridden_and_the_rest_stays(house):
    laid = page(
        house(
            report__html='{% extends "cxmaturity/report.html" %}{% block closing %}<p id="x">{{ m.tag("a", "b") }}</p>'
            '{% endblock %}{% block head %}<meta name="x" content="&">{% endblock %}',
            summary__html='{% extends "cxmaturity/summary.html" %}{% block title %}<h1>Ours & yours</h1>{{ super() }}'
            '{% endblock %}{% block more %}{{ report.organisation }} {{ _("Summary") }}{% endblock %}',
        ),
        "fr",
    )
    assert '<p id="x"><span class="tag b">a</span></p>' in laid
    assert "<h1>Ours & yours</h1>" in laid
    assert laid.count('id="summary"') == 1
    assert "Banque Horizon Synthèse" in laid
    assert 'id="method"' in laid


@pytest.mark.parametrize(("language", "word"), [("en", "Hello"), ("fr", "Bonjour")])
def test_either_says_the_one_of_the_readers_language(house, language, word):
    assert f"<p>{word} &lt;b&gt;</p>" in page(
        house(cover__html='<p>{{ either(en="Hello", fr="Bonjour") }} {{ "<b>" }}</p>'), language
    )


def test_styles_are_added_and_pictures_carried_inside(house):
    laid = page(
        house(
            extra__css='.own { background: url("{{ asset("dot.svg") }}") } /* {{ report.language }} */',
            cover__html='<img src="{{ asset("dot.svg") }}" alt="">',
            dot__svg=PIXEL,
        )
    )
    assert "/* en */" in laid
    assert laid.count("data:image/svg+xml;base64,") == 2
    assert laid.index(".own {") > laid.index("tbody th")


def test_a_style_sheet_of_ours_can_be_replaced(house):
    laid = page(house(style__css="p { color: #0b2545 }"))
    assert "p { color: #0b2545 }" in laid
    assert ".cover-title { font:" not in laid


def test_every_file_has_its_digest_and_hidden_ones_are_left_alone(house):
    folder = house(cover__html="x", dot__svg=PIXEL)
    (folder / "notes.txt").write_text("x")
    (folder / ".git").mkdir()
    (folder / ".git" / "x.html").write_text("{{")
    (folder / "parts").mkdir()
    (folder / "parts" / "foot.html").write_text("y")
    read = load_templates(folder)
    assert read.digests == {
        name: hashlib.sha256(content.encode()).hexdigest()
        for name, content in (("cover.html", "x"), ("dot.svg", PIXEL), ("parts/foot.html", "y"))
    }
    edition = Edition("en", templates=read)
    assert edition.template_digests == read.digests


STYLE = """p {}
@font-face { font-family: Own; src: url("own.woff2") }
p { background: url(x.png) }
"""

FAILING = {
    "syntax": ("a\n\n{{ x | }}", "HOUSE/cover.html:3: this template cannot be read: "),
    "block left open": ("{% if x %}\n", "HOUSE/cover.html:1: this template cannot be read: "),
    "no such filter": ("a\n{{ 1 | large }}", "HOUSE/cover.html:2: this template cannot be read: No filter named"),
    "no such name": ("a\n{{ client }}", "HOUSE/cover.html:2: “client” is not known here."),
    "misspelt": (
        "\n\n\n{{ report.organization }}",
        "HOUSE/cover.html:4: “organization” is not known here. Did you mean",
    ),
    "no such field": ("{{ report.cover.x }}", "HOUSE/cover.html:1: “x” is not known here. Known are: subtitle, facts"),
    "missing": ('a\n{% include "covr.html" %}', "HOUSE/cover.html:2: there is no template “covr.html”. Did you mean"),
    "elsewhere": ('{% include "/etc/passwd" %}', "HOUSE/cover.html:1: there is no template “/etc/passwd”."),
    "above": ('{% include "../../x.html" %}', "HOUSE/cover.html:1: there is no template “../../x.html”."),
    "division": ("a\n{{ 1 / 0 }}", "HOUSE/cover.html:2: this template fails: ZeroDivisionError: division by zero."),
    "itself": ('{% include "cover.html" %}', "HOUSE/cover.html:1: templates include each other without end."),
    "its own parent": ('{% extends "cover.html" %}', "HOUSE/cover.html:1: templates include each other without end."),
    "too many": ("{% for i in range(9999999) %}{% endfor %}", "HOUSE/cover.html:1: this template fails: OverflowError"),
    "inside": ("{{ report.__class__ }}", "HOUSE/cover.html:1: a template may only read what it is given: "),
    "globals": ("{{ cycler.__init__.__globals__ }}", "HOUSE/cover.html:1: a template may only read what it is given: "),
    "format": ('{{ "{0.__class__}".format(report) }}', "HOUSE/cover.html:1: a template may only read what it is given"),
    "sentence": ('{{ _("{x.__class__}", x=report) }}', "HOUSE/cover.html:1: a template may only read what it is given"),
    "one language": ('{{ either(en="x") }}', "HOUSE/cover.html:1: this template fails: TypeError"),
    "no picture": (
        'a\n{{ asset("dot.png") }}',
        "HOUSE/cover.html:2: there is no picture “dot.png” in the folder of the templates. Did you mean “dot.svg”?",
    ),
    "font": ('a\n{{ asset("own.woff2") }}', "HOUSE/cover.html:2: own fonts cannot be used. Leave @font-face out"),
    "unknown block": (
        '{% extends "cxmaturity/cover.html" %}\n{% block cover_fact %}{% block own %}{% endblock %}{% endblock %}',
        "HOUSE/cover.html:2: “cxmaturity/cover.html” has no block “cover_fact”. Did you mean “cover_facts”?",
    ),
    "macro": ("{{ m.svg() }}", "HOUSE/cover.html:1: this template fails: parameter 'drawing' was not provided."),
}


@pytest.mark.parametrize("case", FAILING)
def test_a_template_that_fails_is_told_with_its_line(house, case):
    content, said = FAILING[case]
    folder = house(cover__html=content, dot__svg=PIXEL)
    (message,) = told(folder)
    assert message.startswith(said)
    (french,) = told(folder, "fr")
    assert french.split()[0] == message.split()[0]
    assert french != message


def test_what_ours_needs_is_told_when_it_is_missing(house):
    (message,) = told(house(macros__html="{% macro tag(word, tone) %}{% endmacro %}"))
    assert "summary.html:" in message
    assert message.endswith("A template of yours stands in the place of one of ours, and lacks it.")


@pytest.mark.parametrize(
    "reference",
    [
        '<img src="http://127.0.0.1:9/x.png" alt="">',
        '<img src="logo.png" alt="">',
        '<img srcset="//127.0.0.1:9/x.png 2x" alt="">',
        '<link rel="stylesheet" href="file:///etc/passwd">',
        '<p style="background: url(http://127.0.0.1:9/x.png)">x</p>',
        "<style>@import 'http://127.0.0.1:9/x.css';</style>",
        "<style>p { background: URL( '../x.png' ) }</style>",
        '<object data="file:///etc/passwd"></object>',
        '<script src="https://127.0.0.1:9/x.js"></script>',
        '<iframe src="/etc/passwd"></iframe>',
        '<svg xmlns="http://www.w3.org/2000/svg"><image href="http://127.0.0.1:9/x.png"/></svg>',
    ],
)
def test_what_would_be_fetched_is_refused(house, reference):
    (message,) = told(house(cover__html=reference))
    assert message.startswith("HOUSE/cover.html:1: the report fetches nothing, and a template names “")
    assert 'write {{ asset("picture.png") }} in its place' in message


def test_what_a_style_would_have_fetched_is_told_at_its_line(house):
    assert [message.partition(" Put")[0].partition(" Leave")[0] for message in told(house(extra__css=STYLE))] == [
        "HOUSE/extra.css:2: own fonts cannot be used.",
        "HOUSE/extra.css:3: the report fetches nothing, and a template names “x.png”.",
    ]
    assert "/* @font-face */" in page(house(extra__css="/* @font-face */"))


def test_what_nothing_lays_out_is_refused(house):
    folder = house(
        reports__html='{% extends "cxmaturity/report.html" %}',
        summary__html='{% extends "cxmaturity/summary.html" %}{% block more %}{% include "foot.html" %}{% endblock %}',
        foot__html="{% block own %}{% endblock %}",
        old__css="p {}",
        zzz__html="",
        report__html='{% extends "base.html" %}\n\n{% block clsing %}{% endblock %}{% block own %}{% endblock %}',
        base__html='{% extends "cxmaturity/report.html" %}\n'
        "{% block closing %}{% block own %}{% endblock %}{% endblock %}",
    )
    messages = told(folder)
    assert [message.partition(": ")[0] for message in messages] == [
        "HOUSE/old.css:1",
        "HOUSE/reports.html:1",
        "HOUSE/zzz.html:1",
        "HOUSE/report.html:3",
    ]
    assert messages[1].endswith("Did you mean “report.html”?")
    assert "Ours are: contacts.html, contents.html, cover.html" in messages[2]
    assert messages[3].endswith("“base.html” has no block “clsing”. Did you mean “closing”?")


def test_what_is_included_by_a_value_may_be_any_file(house):
    assert "hello" in page(house(cover__html="{% include report.language ~ '.html' %}", en__html="hello"))


def test_a_link_for_the_reader_may_lead_out(house):
    assert "mailto:a@b.example" in page(
        house(cover__html='<a href="mailto:a@b.example">a</a><a href="https://b.c">b</a>')
    )


def test_links_out_of_the_folder_pipes_and_large_files_are_refused(house, tmp_path):
    folder = house(cover__html="x")
    (tmp_path / "secret.html").write_text("secret")
    (folder / "out.html").symlink_to(tmp_path / "secret.html")
    (folder / "passwd.html").symlink_to("/etc/passwd")
    os.mkfifo(folder / "pipe.html")
    (folder / "latin.html").write_bytes(b"\xe9")
    with (folder / "large.png").open("wb") as file:
        file.truncate(50_000_000)
    assert [message.partition(" Put")[0].partition(" Make")[0] for message in told(folder)] == [
        "HOUSE: “large.png” is larger than 2 MB.",
        "HOUSE/latin.html: this file is not UTF-8 text. Save it again as UTF-8.",
        "HOUSE: “out.html” does not lie in the folder HOUSE.",
        "HOUSE: “passwd.html” does not lie in the folder HOUSE.",
        "HOUSE: “pipe.html” is not a file.",
    ]


def test_links_to_folders_are_not_followed(house, tmp_path):
    folder = house(cover__html="x")
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / "secret.html").write_text("secret")
    (folder / "link").symlink_to(tmp_path / "other")
    (folder / "loop").symlink_to(folder)
    assert set(load_templates(folder).files) == {"cover.html"}


def test_what_is_no_folder_of_templates_is_refused(tmp_path):
    (tmp_path / "file").write_text("x")
    (tmp_path / "empty").mkdir()
    assert told(tmp_path / "file")[0].startswith("HOUSE: there is no folder of this name.")
    assert told(tmp_path / "none")[0].startswith("HOUSE: there is no folder of this name.")
    assert told(tmp_path / "empty")[0].startswith("HOUSE: this folder holds no template")
    for number in range(201):
        (tmp_path / "empty" / f"{number}.html").write_text("x")
    assert told(tmp_path / "empty")[0].startswith("HOUSE: this folder holds more than 200 files.")
