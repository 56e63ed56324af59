"""Lay out what the report says: Jinja templates, style sheet and fonts to one page of HTML."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from cxmaturity import resources
from cxmaturity.report import fonts, screen
from cxmaturity.words import text

if TYPE_CHECKING:
    from jinja2 import Environment

    from cxmaturity.report.attachments import Attached
    from cxmaturity.report.view import Report
    from cxmaturity.report.view.speech import Speech

PAPER = ("style.css", "paper.css")
"""Style sheets of the PDF."""
SCREEN = (*PAPER, "screen.css")
"""Style sheets of the HTML, which a browser prints too."""
SCRIPT = "page.js"
"""What the HTML runs."""


def folder() -> Path:
    """Return the folder that holds the report's templates."""
    return resources.templates() / "report"


def compose(report: Report, inline_fonts: bool, attached: Sequence[Attached] = ()) -> str:
    """Return the report's HTML; fonts lie inside it, or are named as files for WeasyPrint to read.

    The page of method tells which files are attached.

    Here, once and for every text, what our fonts cannot show is replaced.
    """
    style = _screen_style() if inline_fonts else _read(*PAPER)
    faces = _font_faces(inline_fonts)
    template = _environment(report).get_template("report.html")
    browser = screen.screen(_read(SCRIPT)) if inline_fonts else None
    shown = fonts.legible_page(template.render(report=report, style=style, attached=attached, screen=browser))
    return shown.replace("<style>", f"<style>{faces}", 1)


def _screen_style() -> str:
    """Return the style of the HTML: letters follow the reader's own size, except those in the margins of a page."""
    return screen.resizable(_read("style.css")) + _read("paper.css", "screen.css")


def _read(*names: str) -> str:
    return "".join((folder() / name).read_text(encoding="utf-8") for name in names)


def _environment(report: Report) -> Environment:
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    from cxmaturity.report.view.speech import Speech

    environment = Environment(
        loader=FileSystemLoader(folder()),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    speech = Speech(report.language, {})
    environment.globals["_"] = _Say(speech)
    environment.filters["joined"] = speech.joined
    environment.filters["data_uri"] = _data_uri
    environment.filters["sections"] = screen.sections
    environment.filters["figures"] = screen.figures
    return environment


class _Say:
    """What ``_`` does in a template: an English sentence to the reader's language."""

    def __init__(self, speech: Speech) -> None:
        self._speech = speech

    def __call__(self, sentence: str, **figures: object) -> str:
        return self._speech.say(text(sentence, **figures))


def _data_uri(svg: str) -> str:
    return f"data:image/svg+xml;base64,{b64encode(svg.encode()).decode()}"


def _font_faces(inline: bool) -> str:
    faces = []
    for (family, weight), name in fonts.FILES.items():
        path = fonts.folder() / name
        url = f"data:font/ttf;base64,{b64encode(path.read_bytes()).decode()}" if inline else path.as_uri()
        faces.append(f'@font-face {{ font-family: "{family}"; font-weight: {weight}; src: url("{url}") }}\n')
    return "".join(faces)
