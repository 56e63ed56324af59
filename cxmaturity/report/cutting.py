"""No table on paper has more rows than anybody reads: under a shortened one stands which attached file has all."""

from __future__ import annotations

import re
from collections.abc import Collection
from html import escape
from typing import Final

from cxmaturity.report.attachments import RECORD
from cxmaturity.report.view.speech import Speech
from cxmaturity.words import Language, text

MOST: Final = 300
"""Rows of one table; WeasyPrint takes a millisecond for each cell, and memory."""
_TABLE: Final = re.compile(r"(<table\b([^>]*)>)(.*?)(</table>(?:\s*</div>)?)", re.DOTALL)
_ROW: Final = re.compile(r"<tr\b.*?</tr>", re.DOTALL)
_HEAD_END: Final = "</thead>"
_GROUP_END: Final = "</tbody>"
_ALL_OF_IT: Final = re.compile(r'\bdata-table="([^"]*)"')
"""Names the attached table, without its ending, that holds every row."""
_LINK: Final = re.compile(r'<a\b[^>]*\bhref="#([^"]*)"[^>]*>(.*?)</a>', re.DOTALL)
_ID: Final = re.compile(r'\sid="([^"]*)"')


def cut(page: str, attached: Collection[str], language: Language) -> str:
    """Return a page whose tables have at most so many rows; under a shorter one stands which attached file has all.

    Of a table whose rows are in groups, only whole groups stay. Links to what is cut are links no more.
    """
    speech = Speech(language, {})

    def shorter(found: re.Match[str]) -> str:
        start, marks, content, end = found.groups()
        kept, shown, rows = _first_rows(content)
        if shown == rows:
            return found[0]
        named = _ALL_OF_IT.search(marks)
        name = f"{named[1]}.csv" if named else RECORD
        told = text(
            "{shown:int} of {rows:int} rows are shown; all of them are attached to this file, in {file}.",
            shown=shown,
            rows=rows,
            file=name if name in attached else RECORD,
        )
        return f'{start}{kept}{end}<p class="source cut">{escape(speech.say(told))}</p>'

    shortened = _TABLE.sub(shorter, page)
    return page if shortened == page else _without_dead_links(shortened)


def _first_rows(content: str) -> tuple[str, int, int]:
    """Return a table's content as far as it is shown, how many rows that has, and how many there are, heads aside."""
    head, mark, body = content.rpartition(_HEAD_END)
    ends = [row.end() for row in _ROW.finditer(body)]
    if len(ends) <= MOST:
        return content, len(ends), len(ends)
    group = body.rfind(_GROUP_END, 0, ends[MOST])
    end = ends[MOST - 1] if group < 0 else group + len(_GROUP_END)
    rest = _GROUP_END if group < 0 and _GROUP_END in body else ""
    return f"{head}{mark}{body[:end]}{rest}", sum(place <= end for place in ends), len(ends)


def _without_dead_links(page: str) -> str:
    known = set(_ID.findall(page))
    return _LINK.sub(lambda link: link[0] if link[1] in known else f"<span>{link[2]}</span>", page)
