"""Names, notes, titles and themes that hold markup, templates, formulas and addresses: data, and nothing else.

A server of the test's own stands where the hostile names point to, and must never be asked for anything.
"""

from __future__ import annotations

import csv
import io
import json
import re
import threading
import zipfile
from dataclasses import replace
from html.parser import HTMLParser
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import ClassVar
from xml.etree import ElementTree

import pytest
from report import sample

from cxmaturity import report
from cxmaturity.assess import assess
from cxmaturity.model import Bilingual
from cxmaturity.report.attachments import attachments
from cxmaturity.report.branding.theme_file import load_theme
from cxmaturity.report.edition import Edition
from cxmaturity.results import Results
from cxmaturity.roadmap.plan import Roadmap

SECRET = Path("/etc/passwd")
FORMULAS = ("=", "+", "-", "@", "\t=", "\r@", " =", "\0=", "＝")


class Trap(BaseHTTPRequestHandler):
    asked: ClassVar[list[str]] = []

    def do_GET(self) -> None:
        self.asked.append(self.path)
        self.send_response(404)
        self.end_headers()

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture(scope="module")
def address():
    """Where a server listens; at the end nobody has asked it for anything."""
    server = HTTPServer(("127.0.0.1", 0), Trap)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()
    assert Trap.asked == []


def hostile(address: str) -> str:
    """Return a name that no part of the program may take for anything else."""
    return (
        f"=1+1 \"'}}</style></title></svg></p><script>alert(1)</script>{{{{ 7*7 }}}}{{% raw %}}{{n:int}}"
        f"<img src={address}/name.png onerror=alert(1)>url({address}/style.png)url(file://{SECRET})"
        "<!--&lt;<![CDATA[\\A}@import 'x';\r\n\0\x07\u202e\u2066\u200b\ufeff\ufffe"
    )


def planned(words: str) -> Roadmap:
    """Return the plan with that name in every action."""
    plan, title = sample.roadmap(), Bilingual(en=words, fr=words)
    titled = {"title": title, "objective": title, "background": title, "plan": (title,), "obstacles": (title,)}
    changed = (replace(item, action=item.action.model_copy(update=titled), owner=words) for item in plan.actions)
    return replace(plan, actions=tuple(changed), unlimited=(words,))


@pytest.fixture(scope="module")
def results(address):
    name = hostile(address)
    return Results(sample.foreign_assessment(name), planned(name), {f"{name}.yaml": "ab" * 32})


@pytest.fixture(scope="module")
def theme(address, tmp_path_factory):
    """A theme of hostile words and an SVG logo that holds them."""
    name, folder = hostile(address), tmp_path_factory.mktemp("house")
    drawn = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><title>}&lt;/style&gt;{{ 7*7 }}</title></svg>'
    (folder / "logo.svg").write_text(drawn, encoding="utf-8")
    line, author = json.dumps(f"</p>{name[10:95]}"), json.dumps(name[:70])
    (folder / "theme.yaml").write_text(
        f"logo: logo.svg\nauthor: {author}\ntitle: {line}\nconfidentiality: {{en: {line}, fr: {line}}}\n", "utf-8"
    )
    return load_theme(folder / "theme.yaml")


@pytest.fixture(scope="module", params=["leadership", "working"])
def page(request, results, theme):
    return report.html(results, Edition("fr", request.param, internal=True, theme=theme))


class Marks(HTMLParser):
    """What a browser takes for elements and attributes."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str]] = []
        self.words: list[str] = []
        self.feed(page)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        self.attributes += [(name, value or "") for name, value in attrs]

    def handle_data(self, data):
        if self.tags[-1:] not in (["style"], ["script"]):
            self.words.append(data)


def test_names_are_words_on_the_page(page):
    marks = Marks(page)
    words = "".join(marks.words)
    assert words.count("<script>alert(1)</script>{{ 7*7 }}{% raw %}") > 20
    ours = Marks(report.html(Results(sample.empty_assessment()), Edition("fr"))).tags
    assert marks.tags.count("script") == ours.count("script")
    assert marks.tags.count("style") == ours.count("style")
    assert not [name for name, _ in marks.attributes if name.startswith("on")]
    named = [value for name, value in marks.attributes if name in ("src", "href", "data", "srcset", "action")]
    assert [value for value in named if not value.startswith(("data:", "#"))] == []
    assert not set("\0\x07\u202e\u2066\ufeff\ufffe") & set(page)
    assert "root:" not in page


def test_no_name_ends_the_style_or_the_script(page):
    for element in ("style", "script"):
        for content in re.findall(rf"<{element}>(.*?)</{element}>", page, re.DOTALL):
            assert "7*7" not in content
            assert "alert(1)" not in content


def test_nothing_is_fetched_for_the_pdf(theme, address):
    pypdf = pytest.importorskip("pypdf")
    pytest.importorskip("weasyprint", exc_type=OSError)
    name = f"\"'}}</p><img src={address}/x.png>url({address})url(file://{SECRET}){{{{ 7*7 }}}}"
    facts = replace(sample.foreign_assessment(name).facts, contacts=None, answers=())
    content = report.pdf(Results(assess(sample.model(), facts)), Edition("en", theme=theme))
    found = pypdf.PdfReader(io.BytesIO(content))
    words = "".join(page.extract_text() for page in found.pages)
    assert "{{ 7*7 }}" in words
    assert "root:" not in words
    assert not {"/JavaScript", "/JS", "/Launch", "/OpenAction"} & set(found.trailer["/Root"])
    assert not re.search(rb"/(?:JavaScript|Launch|URI|SubmitForm)\b", content)


def test_no_cell_of_the_workbook_is_computed(results):
    with zipfile.ZipFile(io.BytesIO(report.xlsx(results, Edition("en", "working", internal=True)))) as book:
        sheets = [book.read(part).decode() for part in book.namelist() if "/worksheets/sheet" in part]
        links = [part for part in book.namelist() if "externalLink" in part]
        for part in book.namelist():
            assert part.endswith("/") or ElementTree.fromstring(book.read(part)) is not None
    assert sheets
    assert not any(re.search(r"<f[ >]|<hyperlink", sheet) for sheet in sheets)
    assert links == []


@pytest.mark.parametrize("start", FORMULAS, ids=ascii)
def test_no_cell_of_an_attached_table_is_computed(start):
    name = f"{start}HYPERLINK(1)"
    known = Results(sample.foreign_assessment(name), planned(name))
    tables = [file for file in attachments(known, Edition("en", "working", internal=True)) if file.kind == "text/csv"]
    cells = [
        cell
        for table in tables
        for row in csv.reader(io.StringIO(table.content.decode("utf-8-sig"), newline=""))
        for cell in row
    ]
    assert sum("HYPERLINK" in cell for cell in cells) > 10
    computed = [cell for cell in cells if re.match(r"[\s\0]*[=+@＝-]", cell) and not re.fullmatch(r"-[\d.]+", cell)]
    assert computed == []


def test_the_record_for_machines_is_one_value(results):
    record = json.loads(report.json(results, Edition("en")))
    assert record["organisation"] == results.assessment.facts.organisation
