"""A report printed once for all tests of a run that look at it."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from functools import cache
from unittest.mock import patch

from report import sample

from cxmaturity import report
from cxmaturity.report import paper
from cxmaturity.report.edition import Edition
from cxmaturity.results import Results
from cxmaturity.words import Language


@dataclass(frozen=True)
class Print:
    content: bytes
    source: str
    """The HTML that it was made from."""
    warnings: tuple[str, ...]
    """What WeasyPrint complained of."""


class _Listener(logging.Handler):
    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.heard: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.heard.append(record.getMessage())


def printed(results: Results, edition: Edition) -> Print:
    """Return the PDF of a report, and WeasyPrint's warnings."""
    listener = _Listener()
    logger = logging.getLogger("weasyprint")
    logger.addHandler(listener)
    try:
        with patch.object(paper, "print_page", wraps=paper.print_page) as printer:
            content = report.pdf(results, edition)
    finally:
        logger.removeHandler(listener)
    return Print(content, printer.call_args.args[0], tuple(listener.heard))


@cache
def bank(language: Language) -> Print:
    """Return the sample bank's report."""
    return printed(Results(sample.assessment(), sample.roadmap(), {"answers.jsonl": "ab" * 32}), Edition(language))
