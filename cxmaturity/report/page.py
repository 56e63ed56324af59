"""Lay out what the report says: templates, style sheets, a theme's colours and fonts to one page of HTML."""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from cxmaturity.report import fonts, screen
from cxmaturity.report.branding.references import check_references
from cxmaturity.report.rendering import EXTRA, check, environment, folder, render

if TYPE_CHECKING:
    from cxmaturity.report.attachments import Attached
    from cxmaturity.report.branding.template_folder import Templates
    from cxmaturity.report.edition import Edition
    from cxmaturity.report.view import Report

PAPER: Final = ("style.css", "paper.css")
"""Style sheets of the PDF."""
SCREEN: Final = (*PAPER, "screen.css")
"""Style sheets of the HTML, which a browser prints too."""
LETTER: Final = "letter.css"
"""What differs on paper of that size."""
SCRIPT: Final = "page.js"
"""What the HTML runs."""
_INDENTED: Final = re.compile(r"\n\s+(?=<)")
"""What a template indents: a large page on screen is 60 KB smaller without."""


def compose(report: Report, edition: Edition, on_screen: bool, attached: Sequence[Attached] = ()) -> str:
    """Return the report's HTML: for a browser whole in itself, else with its fonts as files for WeasyPrint to read.

    The page of method tells which files are attached. Here, once and for every text, what our fonts cannot show is
    replaced. Raises InputError when templates of the edition fail, or would have anything fetched.
    """
    templates, palette = edition.templates, edition.theme.palette
    jinja = environment(report.language, palette, templates)
    if templates:
        check(jinja, templates)
    values = {
        "report": report,
        "style": palette.in_style(_style(edition, on_screen)),
        "attached": attached,
        "screen": screen.screen(_read(SCRIPT)) if on_screen else None,
    }
    values["extra"] = render(EXTRA, jinja, values, templates) if templates and EXTRA in templates.files else ""
    page = render("report.html", jinja, values, templates)
    if templates:
        check_references(page, templates)
    page = _INDENTED.sub("\n", page) if on_screen else page
    return fonts.legible_page(page).replace("<style>", f"<style>{_font_faces(on_screen)}", 1)


def _style(edition: Edition, on_screen: bool) -> str:
    """Return the style; on screen letters follow the reader's own size, except those in the margins of a page."""
    style = _read("style.css", templates=edition.templates)
    rest = SCREEN[1:] if on_screen else PAPER[1:]
    letter = (LETTER,) if edition.theme.paper == "Letter" else ()
    return (screen.resizable(style) if on_screen else style) + _read(*rest, *letter, templates=edition.templates)


def _read(*names: str, templates: Templates | None = None) -> str:
    """Return files of ours, or those of the house that stand before them."""
    given = templates.files if templates else {}
    return "".join((given[name] if name in given else (folder() / name).read_bytes()).decode("utf-8") for name in names)


def _font_faces(on_screen: bool) -> str:
    faces = []
    for (family, weight), name in fonts.FILES.items():
        path = fonts.folder() / name
        packed = path.with_suffix(".woff2")
        url = f"data:font/woff2;base64,{b64encode(packed.read_bytes()).decode()}" if on_screen else path.as_uri()
        faces.append(f'@font-face {{ font-family: "{family}"; font-weight: {weight}; src: url("{url}") }}\n')
    return "".join(faces)
