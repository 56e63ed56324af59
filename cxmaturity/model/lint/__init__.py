"""Mistakes between a model's files: ids that lead nowhere, doubles, circles, gaps.

The checks read what the files say and not what pydantic made of it, so that they also speak of a file in which
something else is wrong: every mistake of a model comes at once.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from cxmaturity.documents import Document
from cxmaturity.errors import Problem
from cxmaturity.model.lint.files import Files
from cxmaturity.model.lint.links import wrong_links
from cxmaturity.model.lint.notes import notes
from cxmaturity.model.lint.values import wrong_values
from cxmaturity.model.schema import Check, Metric

__all__ = ["notes", "problems"]


def problems(
    documents: Mapping[str, Document], metrics: Mapping[str, Metric], checks: Mapping[str, Check]
) -> Iterator[Problem]:
    """Yield every mistake that shows only when entries and files are seen together.

    ``documents`` holds the parsed files by name, without those that cannot be parsed; ``metrics`` the catalogue and
    ``checks`` the shipped findings, by id.
    """
    files = Files(documents)
    yield from wrong_links(files, metrics, checks)
    yield from wrong_values(files, metrics, checks)
