"""Results to a report: PDF, HTML, XLSX or JSON. The only Jinja, WeasyPrint and charts."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
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

    Raises InputError, naming what to install, where WeasyPrint's system libraries are missing.
    """
    from cxmaturity.report import page, paper
    from cxmaturity.report.attachments import attachments
    from cxmaturity.report.cutting import cut

    files = attachments(results, edition)
    laid_out = page.compose(_view(results, edition), edition, on_screen=False, attached=files)
    shortened = cut(laid_out, {file.name for file in files}, edition.language)
    return paper.print_page(shortened, files, results.assessment.facts.as_of)


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


def _view(results: Results, edition: Edition, on_screen: bool = False) -> Report:
    from cxmaturity.model import load_metrics
    from cxmaturity.report.view import view

    return view(results, edition, {metric.id: metric for metric in load_metrics()}, on_screen)
