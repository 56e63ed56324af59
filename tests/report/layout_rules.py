"""What must be true of every laid-out report, each rule a generator of what breaks it."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterator
from html import unescape

from report.layout import Box, Laid, Node, Page, Word

MM = 72 / 25.4
SIDE, TOP, BOTTOM = 20 * MM, 25 * MM, 19 * MM
"""The margins of a page (paper.css)."""
TOUCH = 0.5
"""Points by which the inks of two words may reach into each other's boxes. The boxes are those of the ink, so words
that can be told apart have none in common; a slanted pair such as “f ’” meets by less, a sixth of a millimetre."""
BEYOND = 1.5
"""Points by which ink may reach beyond the printable area: half of a thick line, a mark's ring, an overhanging J."""
FILLED = 0.15
"""Share of a page's height below which it looks left over."""
HEADINGS = ("H1", "H2", "H3")
BLOCKS = ("P", "LI", "H1", "H2", "H3", "TD", "TH")
LEFTOVERS = re.compile(
    r"\bNone\b(?! of)|\b(?:nan|NaN|null|undefined|Infinity)\b|\{\w*\}|[{}]|\[\]|\(\)|\bText\(|&\w+;|%[sd]|__"
)
_REFERENCE = re.compile(r'<a\b[^>]*\bdata-page="([^"]*)"[^>]*>(.*?)</a>', re.DOTALL)
"""A link that names its page: the word for page, and what is linked."""

Rule = Callable[[Laid], Iterator[str]]


def no_two_words_overlap(laid: Laid) -> Iterator[str]:
    """No ink of a word lies in another word's box."""
    for page in laid.pages:
        waiting: list[Word] = []
        for word in sorted(page.words, key=lambda word: word.top):
            waiting = [other for other in waiting if other.bottom > word.top + TOUCH]
            for other in waiting:
                if word.depth(other) > TOUCH:
                    yield f"page {page.number}: “{other.words}” and “{word.words}” overlap"
            waiting.append(word)


def nothing_leaves_the_page(laid: Laid) -> Iterator[str]:
    """Text and drawings stay inside the margins, the running lines inside the page; the cover has its own."""
    for page in laid.pages:
        for word in page.words:
            inner = not _runs(word, page)
            if _beyond(word, page, SIDE, TOP if inner and page.number > 1 else 10 * MM, BOTTOM if inner else 5 * MM):
                yield f"page {page.number}: “{word.words}” leaves the printable area"
        for mark in page.marks if page.number > 1 else ():
            if _beyond(mark, page, SIDE, TOP, BOTTOM):
                yield f"page {page.number}: a mark at {mark.left:.0f}, {mark.top:.0f} leaves the printable area"


def _beyond(box: Box, page: Page, side: float, top: float, bottom: float) -> bool:
    return (
        box.left < side - BEYOND
        or box.right > page.width - side + BEYOND
        or box.top < top - BEYOND
        or box.bottom > page.height - bottom + BEYOND
    )


def _runs(word: Word, page: Page) -> bool:
    """Tell whether a word is of a page's running lines."""
    return word.node.role == "Artifact" and (word.bottom < TOP or word.top > page.height - BOTTOM)


def no_row_is_cut(laid: Laid) -> Iterator[str]:
    """All that a table's row holds stands together: each row of the PDF is a row of the HTML."""
    whole = _written(laid.source, "tr")
    for row, words in _held(laid, "TR").items():
        if _letters(words) not in whole and row.above("THead") is None:
            yield f"page {words[0].page}: the row “{_said(words)}” is cut"


def no_heading_stands_alone(laid: Laid) -> Iterator[str]:
    """Below a heading, on its page and in its column, stand two lines of its section, a figure or a table's row."""
    order = sorted((word for word in laid.words if word.node.place >= 0), key=lambda word: word.node.place)
    headings = list(_held(laid, *HEADINGS))
    for place, heading in enumerate(headings):
        own = [word for word in order if word.node.above(*HEADINGS) is heading]
        after = headings[place + 1 :]
        end = next((node.place for node in after if node.role <= heading.role), float("inf"))
        last = max(own, key=lambda word: (word.page, word.baseline))
        section = [
            word for word in order if heading.place < word.node.place < end and word.node.above(*HEADINGS) is None
        ]
        below = [word for word in section if word.page == last.page and word.top > last.top]
        is_shown = any(word.node.above("Figure", "TD") for word in below)
        is_whole = bool(below) and len(below) == len(section)
        if not is_shown and not is_whole and len({round(word.baseline) for word in below}) < 2:
            yield f"page {last.page}: nothing follows the heading “{_said(own)}”"


def no_line_is_left_alone(laid: Laid) -> Iterator[str]:
    """A paragraph that breaks between pages or columns leaves two lines on each side."""
    whole = _written(laid.source, "p")
    for words in _held(laid, "P").values():
        if _letters(words) not in whole and len({round(word.baseline) for word in words}) < 2:
            yield f"page {words[0].page}: one line of a paragraph stands alone: “{_said(words)}”"


def no_page_is_nearly_empty(laid: Laid) -> Iterator[str]:
    """Every page after the cover is filled to a good part."""
    for page in laid.pages[1:]:
        inner: list[Box] = [word for word in page.words if not _runs(word, page)]
        bottom = max((box.bottom for box in [*inner, *page.marks]), default=TOP)
        filled = (bottom - TOP) / (page.height - TOP - BOTTOM)
        if filled < FILLED:
            yield f"page {page.number} is filled to {filled:.0%}"


def running_lines_are_right(laid: Laid) -> Iterator[str]:
    """Each page after the cover names the organisation, its first section, and itself among all."""
    for page in laid.pages[1:]:
        running = [word for word in page.words if _runs(word, page)]
        top = [word for word in running if word.bottom < TOP]
        last = max(top, key=lambda word: word.right).run if top else -1
        head = _said([word for word in top if word.run != last])
        section = _said([word for word in top if word.run == last])
        foot = _said([word for word in running if word.top > TOP and word.right > page.width - SIDE - 20 * MM])
        if " | " not in head:
            yield f"page {page.number}: its head is “{head}”"
        if foot != f"{page.number} / {len(laid.pages)}":
            yield f"page {page.number}: its foot is “{foot}”"
        if not section:
            yield f"page {page.number}: no section is named"


def nothing_is_cut_into_a_riddle(laid: Laid) -> Iterator[str]:
    """What an ellipsis hides is no number, and two names of a figure do not look alike once they are cut."""
    for page in laid.pages:
        for run in _lines(page):
            said = " ".join(word.words for word in run)
            if re.search(r"[\d%]…|…\s*[\d%]|^…$", said):
                yield f"page {page.number}: an ellipsis hides a number: “{said}”"


def no_table_is_empty(laid: Laid) -> Iterator[str]:
    """Every table has a row with words below its head; every list an item."""
    held = {id(word.node.above(role)) for word in laid.words for role in ("TD", "LI")}
    for table in laid.root.within("Table", "L"):
        if not any(id(cell) in held for cell in table.within("TD", "LI")):
            yield "a table or list is empty"


def nothing_is_left_over(laid: Laid) -> Iterator[str]:
    """No placeholder, empty value or mark of a program stands in the text or the alternative texts."""
    for page in laid.pages:
        for run in _lines(page):
            said = " ".join(word.words for word in run)
            if found := LEFTOVERS.search(said):
                yield f"page {page.number}: “{found[0]}” in “{said}”"
    for figure in laid.root.within("Figure"):
        if found := LEFTOVERS.search(figure.alternative):
            yield f"“{found[0]}” in the alternative text “{figure.alternative}”"


RULES: tuple[Rule, ...] = (
    no_two_words_overlap,
    nothing_leaves_the_page,
    no_row_is_cut,
    no_heading_stands_alone,
    no_line_is_left_alone,
    no_page_is_nearly_empty,
    running_lines_are_right,
    nothing_is_cut_into_a_riddle,
    no_table_is_empty,
    nothing_is_left_over,
)


def broken(laid: Laid) -> list[str]:
    """Return everything that breaks a rule."""
    return [f"{rule.__name__}: {said}" for rule in RULES for said in rule(laid)]


def _held(laid: Laid, *roles: str) -> dict[Node, list[Word]]:
    """Return the words of each element of such roles, in reading order."""
    found: dict[Node, list[Word]] = defaultdict(list)
    for word in laid.words:
        node = word.node.above(*roles)
        if node is not None:
            found[node].append(word)
    return dict(sorted(found.items(), key=lambda item: item[0].place))


def _written(source: str, tag: str) -> set[str]:
    """Return the letters of each such element of the HTML, without drawings, and with the page that links name."""
    told = _REFERENCE.sub(r"\2\1", re.sub(r"<svg.*?</svg>", "", source, flags=re.DOTALL))
    found = re.findall(rf"<{tag}\b[^>]*>(.*?)</{tag}>", told, flags=re.DOTALL)
    return {_alone(unescape(re.sub(r"<[^>]*>", "", inner))) for inner in found}


def _letters(words: list[Word]) -> str:
    return _alone("".join(word.words for word in words if word.node.above("Figure") is None))


def _alone(words: str) -> str:
    """Return the letters of a text alone: the style adds numbers of pages, capitals and hyphens."""
    return "".join(letter for letter in words.casefold() if letter.isalpha())


def _lines(page: Page) -> list[list[Word]]:
    """Return a page's words by the stretch with which they were drawn."""
    found: dict[int, list[Word]] = defaultdict(list)
    for word in page.words:
        found[word.run].append(word)
    return list(found.values())


def _said(words: list[Word]) -> str:
    return " ".join(word.words for word in words)
