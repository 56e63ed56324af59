"""Results to a report: PDF, HTML, XLSX or JSON. The only Jinja, WeasyPrint and charts."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cxmaturity.report.attachments import Attached
    from cxmaturity.report.edition import Edition
    from cxmaturity.report.view import Report
    from cxmaturity.results import Results

__all__ = ["ENDINGS", "html", "json", "pdf", "write", "xlsx"]

ENDINGS = (".pdf", ".html", ".xlsx", ".json")
"""Endings of the files that a report can be."""


def write(results: Results, edition: Edition, ending: str) -> bytes:
    """Return the report as a file of that ending: the same bytes for the same input."""
    makers = {".pdf": pdf, ".xlsx": xlsx, ".json": json}
    return makers[ending](results, edition) if ending in makers else html(results, edition).encode()


def html(results: Results, edition: Edition) -> str:
    """Return the report as one self-contained page: fonts and drawings inside, nothing to fetch."""
    from cxmaturity.report import page

    return page.compose(_view(results, edition, on_screen=True), edition, on_screen=True)


def pdf(results: Results, edition: Edition) -> bytes:
    """Return the report as PDF (PDF/UA-1): the same bytes for the same input.

    A leadership report that turns out longer than it may be is laid out once more, with fewer records in full; one
    with own templates, whose pages are the house's, is left as it is. Raises InputError, naming what to install, where
    WeasyPrint's system libraries are missing.
    """
    from cxmaturity.report.attachments import attachments
    from cxmaturity.report.paper import TooLongError
    from cxmaturity.report.view.budget import budget

    files = attachments(results, edition)
    most = None if edition.templates else budget(edition, on_screen=False).pages
    try:
        return _printed(results, edition, files, most)
    except TooLongError as error:
        return _printed(results, edition, files, None, excess=error.excess)


def _printed(results: Results, edition: Edition, files: Sequence[Attached], most: int | None, excess: int = 0) -> bytes:
    from cxmaturity.report import page, paper
    from cxmaturity.report.cutting import cut

    laid_out = page.compose(_view(results, edition, excess=excess), edition, on_screen=False, attached=files)
    shortened = cut(laid_out, {file.name for file in files}, edition.language)
    return paper.print_page(shortened, files, results.assessment.facts.as_of, most)


def xlsx(results: Results, edition: Edition) -> bytes:
    """Return the report's tables as a workbook: a sheet a table, typed cells, nothing that is computed."""
    from cxmaturity.report.book import book

    return book(results, edition)


def json(results: Results, edition: Edition) -> bytes:
    """Return the report for machines, UTF-8."""
    import json as writer

    from cxmaturity.results.report_record import Telling, report_record

    names = edition.names_respondents
    telling = Telling(
        edition.language,
        edition.kind,
        names,
        names,
        edition.internal,
        edition.theme_digests,
        edition.template_digests,
    )
    record = report_record(results, telling)
    return (writer.dumps(record, ensure_ascii=False, indent=1, allow_nan=False) + "\n").encode()


def _view(results: Results, edition: Edition, on_screen: bool = False, excess: int = 0) -> Report:
    from cxmaturity.model import load_metrics
    from cxmaturity.report.view import view

    return view(results, edition, {metric.id: metric for metric in load_metrics()}, on_screen, excess)
