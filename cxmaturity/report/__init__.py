"""Assessment to report: one document, as HTML or as PDF. The only Jinja, WeasyPrint and charts."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from cxmaturity.assess import Assessment
    from cxmaturity.comparison.progress import Progress
    from cxmaturity.report.view import Report
    from cxmaturity.roadmap.plan import Roadmap
    from cxmaturity.words import Language

__all__ = ["html", "pdf"]


def html(
    assessment: Assessment,
    roadmap: Roadmap | None,
    language: Language,
    digests: Mapping[str, str] | None = None,
    progress: Progress | None = None,
) -> str:
    """Return the report as one self-contained page: fonts and drawings inside, nothing to fetch.

    ``digests`` holds the sha256 of input files that the facts do not hold themselves, by name; ``progress`` what became
    of the actions since the last cycle.
    """
    from cxmaturity.report import page

    return page.compose(_view(assessment, roadmap, language, digests, progress), inline_fonts=True)


def pdf(
    assessment: Assessment,
    roadmap: Roadmap | None,
    language: Language,
    digests: Mapping[str, str] | None = None,
    progress: Progress | None = None,
) -> bytes:
    """Return the report as PDF (PDF/UA-1): the same bytes for the same input.

    Raises InputError, naming what to install, where WeasyPrint's system libraries are missing.
    """
    from cxmaturity.report import page, paper

    return paper.print_page(page.compose(_view(assessment, roadmap, language, digests, progress), inline_fonts=False))


def _view(
    assessment: Assessment,
    roadmap: Roadmap | None,
    language: Language,
    digests: Mapping[str, str] | None,
    progress: Progress | None,
) -> Report:
    from cxmaturity.model import load_metrics
    from cxmaturity.report.view import view

    metrics = {metric.id: metric for metric in load_metrics()}
    return view(assessment, roadmap, language, metrics, digests or {}, progress=progress)
