"""The PDF itself: warnings, fonts, pages, bytes, tags, and where its texts lie."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
import sys

import pytest
from report import prints, sample

from cxmaturity import report
from cxmaturity.errors import InputError
from cxmaturity.report import fonts, page, paper
from cxmaturity.report.edition import Edition
from cxmaturity.results import Results

pypdf = pytest.importorskip("pypdf")
try:
    import weasyprint  # noqa: F401
except OSError:
    pytest.skip("WeasyPrint's system libraries are missing here", allow_module_level=True)


@pytest.fixture(scope="module", params=["en", "fr"])
def printed(request):
    """The sample report in one language, and its bytes."""
    return request.param, prints.bank(request.param).content


def reader(content: bytes):
    return pypdf.PdfReader(io.BytesIO(content))


OURS = {"CXM-Sans", "CXM-Sans-Medium", "CXM-Sans-Semi-Bold", "CXM-Serif-Semi-Bold"}


def fonts_of(content: bytes) -> set[str]:
    return {
        str(font.get_object()["/BaseFont"]).split("+")[1]
        for page in reader(content).pages
        for font in page["/Resources"]["/Font"].values()
    }


def test_only_our_fonts_are_used(printed):
    assert fonts_of(printed[1]) <= OURS


@pytest.mark.parametrize("language", ["en", "fr"])
def test_only_our_fonts_are_used_whatever_the_names_hold(language):
    foreign = sample.foreign_assessment()
    name = f"{sample.FOREIGN}.yaml"
    assert fonts_of(report.pdf(Results(foreign, sample.roadmap(), {name: "ab" * 32}), Edition(language))) <= OURS
    shown = report.html(Results(foreign, sample.roadmap(), {name: "ab" * 32}), Edition(language))
    assert not set("☃株🙂") & set(shown)
    assert fonts.characters().issuperset(shown)


def test_it_has_the_pages_of_a_leadership_report(printed):
    assert 8 <= len(reader(printed[1]).pages) <= 14


def test_no_words_are_set_below_8_points():
    style = "".join((page.folder() / name).read_text(encoding="utf-8") for name in page.PAPER)
    sizes = [float(size) for size in re.findall(r"font(?:-size)?:[^;{}]*?([\d.]+)pt", style)]
    assert len(sizes) > 30
    assert min(sizes) >= 8


def test_the_summary_fits_on_one_page(printed):
    second, third = (page.extract_text() for page in reader(printed[1]).pages[1:3])
    last, following = {"en": ("The whole roadmap: ", "Evidence"), "fr": ("Feuille de route entière", "Preuves")}[
        printed[0]
    ]
    assert last in second
    assert following in third


def test_language_title_bookmarks_and_day_are_set(printed):
    language, content = printed
    found = reader(content)
    assert found.trailer["/Root"]["/Lang"] == language
    assert str(found.metadata.title).startswith("Banque Horizon")
    packed = found.xref_objStm
    streams = {number: found.get_object(number)["/N"] for number, _ in packed.values()}
    assert [number for number, (stream, place) in packed.items() if place >= streams[stream]] == []
    assert len(found.outline) >= 9
    assert found.metadata.creation_date.date() == sample.DAY


def test_drawings_are_told_with_their_figures(printed):
    told = " ".join(str(item["/Alt"]) for item in _structure(reader(printed[1])) if "/Alt" in item)
    figures = {
        "en": ("30 days: 71% of requests kept", "Requests by month. October 2025:", "2: 21% of 41,870"),
        "fr": ("30 jours : 71 % des sollicitations", "Sollicitations par mois. octobre 2025 :", "2 : 21 % de 41 870"),
    }
    assert [figure for figure in figures[printed[0]] if figure not in told.replace("\u00a0", " ")] == []


def test_it_says_that_it_is_pdf_ua(printed):
    assert b"pdfuaid" in reader(printed[1]).trailer["/Root"]["/Metadata"].get_data()


def _structure(found):
    waiting = [found.trailer["/Root"]["/StructTreeRoot"]]
    while waiting:
        item = waiting.pop().get_object()
        if isinstance(item, dict):
            yield item
            kids = item.get("/K", [])
            kids = kids if isinstance(kids, list) else [kids]
            waiting += [kid for kid in kids if not isinstance(kid, int | float)]


def test_the_same_bytes_twice():
    content = report.pdf(Results(sample.bare_assessment()), Edition("en"))
    assert content == report.pdf(Results(sample.bare_assessment()), Edition("en"))


@pytest.mark.skipif(shutil.which("pdftotext") is None, reason="needs poppler-utils")
def test_no_text_leaves_the_page_or_lies_on_another(printed, tmp_path):
    path = tmp_path / "report.pdf"
    path.write_bytes(printed[1])
    found = subprocess.run(["pdftotext", "-bbox", str(path), "-"], capture_output=True, text=True, check=True).stdout
    for number, printed_page in enumerate(found.split("<page ")[1:], start=1):
        width, height = (float(value) for value in re.findall(r'(?:width|height)="([\d.]+)"', printed_page)[:2])
        boxes = [
            (*(float(value) for value in box[:4]), box[4])
            for box in re.findall(
                r'<word xMin="([\d.-]+)" yMin="([\d.-]+)" xMax="([\d.-]+)" yMax="([\d.-]+)">(.*?)</word>', printed_page
            )
        ]
        assert [b for b in boxes if b[0] < 0 or b[1] < 0 or b[2] > width or b[3] > height] == [], number
        assert list(_overlaps(boxes)) == [], number


def _overlaps(boxes):
    """Yield pairs of words that lie on each other; a line's box is taller than its letters, so a third is cut off."""
    cut = [(x1, y1 + (y2 - y1) * 0.22, x2, y2 - (y2 - y1) * 0.22, word) for x1, y1, x2, y2, word in boxes]
    cut.sort(key=lambda box: box[1])
    for place, one in enumerate(cut):
        for other in cut[place + 1 :]:
            if other[1] >= one[3]:
                break
            if one[0] + 0.6 < other[2] and other[0] + 0.6 < one[2]:
                yield one[4], other[4]


def test_missing_system_libraries_are_named():
    error = paper.missing_libraries(OSError("cannot load library 'libpango-1.0-0'"))
    assert isinstance(error, InputError)
    said = error.problems[0].show("fr")
    assert "apt-get install -y libpangoft2-1.0-0 libharfbuzz-subset0" in said
    assert "brew install pango" in said


def test_html_needs_no_weasyprint(monkeypatch):
    """A machine without the system libraries can still write HTML, and is told what to install for the PDF."""
    monkeypatch.setattr(paper, "import_module", _refuse)
    with pytest.raises(InputError):
        report.pdf(Results(sample.bare_assessment()), Edition("en"))
    code = "import sys; from cxmaturity import report; assert 'weasyprint' not in sys.modules"
    subprocess.run([sys.executable, "-c", code], check=True)
    assert report.html(Results(sample.bare_assessment()), Edition("en"))


def _refuse(name):
    raise OSError(f"cannot load library of {name}")


def test_nothing_is_fetched():
    fetcher, folder = paper._fetcher(), fonts.folder().as_uri()
    font = next(iter(fonts.FILES.values()))
    elsewhere = (
        *(f"{folder}/{dots}/report/style.css" for dots in ("..", "%2e%2e", ".%2e", "%2E.", "%252e%252e")),
        *(f"{folder}/{name}" for name in ("README.md", "", f"{font}/../README.md", f"{font}?x", f"{font}#x", "a%00b")),
        *("https://example.org/x.png", "http://example.org/", "file:///etc/passwd", "ftp://example.org/"),
        *(f"file://example.org{fonts.folder()}/{font}", f"http://example.org{fonts.folder()}/{font}", font),
    )
    for url in elsewhere:
        with pytest.raises(ValueError, match="fetches nothing"):
            fetcher.fetch(url)


def test_only_the_fonts_are_read_and_no_link_leads_out(monkeypatch, tmp_path):
    name = next(iter(fonts.FILES.values()))
    shutil.copy(fonts.folder() / name, tmp_path / name)
    (tmp_path / "secret").write_text("secret")
    (tmp_path / "link.ttf").symlink_to(tmp_path / "secret")
    (tmp_path / "loop.ttf").symlink_to(tmp_path / "loop.ttf")
    monkeypatch.setattr(fonts, "folder", lambda: tmp_path)
    fetcher = paper._fetcher()
    assert fetcher.fetch((tmp_path / name).as_uri()).read() == (tmp_path / name).read_bytes()
    for link in ("link.ttf", "loop.ttf", "secret"):
        with pytest.raises(ValueError, match="fetches nothing"):
            fetcher.fetch((tmp_path / link).as_uri())
