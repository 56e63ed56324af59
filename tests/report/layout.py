"""What lies where in a finished PDF: each word's ink and each drawn mark, in points from the page's top left corner.

Read from the page's own drawing steps and the fonts inside the file, so that a box is where the ink is, not where a
line of the font could reach; and from the tags, which say to what heading, row or figure a word belongs.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import pikepdf
from fontTools.ttLib import TTFont

Matrix = tuple[float, float, float, float, float, float]


@dataclass(eq=False)
class Node:
    """An element of the tags."""

    role: str
    """``H1``, ``P``, ``TR``, ``Figure``…; ``Artifact`` of what is outside the text."""
    parent: Node | None
    place: int
    """Where it comes in reading order."""
    alternative: str = ""
    kids: list[Node] = field(default_factory=list)

    def above(self, *roles: str) -> Node | None:
        """Return the nearest element of such a role that holds this one, or is it."""
        node: Node | None = self
        while node is not None and node.role not in roles:
            node = node.parent
        return node

    def within(self, *roles: str) -> Iterator[Node]:
        """Yield the elements of such roles below this one, in reading order."""
        for kid in self.kids:
            if kid.role in roles:
                yield kid
            yield from kid.within(*roles)


@dataclass(frozen=True, eq=False)
class Box:
    """A rectangle on a page."""

    page: int
    left: float
    top: float
    right: float
    bottom: float

    def depth(self, other: Box) -> float:
        """Return by how many points two boxes overlap, in the direction in which it is less."""
        return min(self.right - other.left, other.right - self.left, self.bottom - other.top, other.bottom - self.top)


@dataclass(frozen=True, eq=False)
class Word(Box):
    """A run of letters without a space, as wide and tall as its ink."""

    words: str
    size: float
    baseline: float
    upright: bool
    node: Node
    run: int
    """Which stretch of text it was drawn with."""


@dataclass(frozen=True)
class Page:
    number: int
    width: float
    height: float
    words: tuple[Word, ...]
    marks: tuple[Box, ...]
    """Lines, surfaces and curves."""


@dataclass(frozen=True)
class Laid:
    """A document as it was laid out."""

    pages: tuple[Page, ...]
    root: Node
    fonts: frozenset[str]
    """Names of the fonts inside the file."""
    source: str
    """The HTML that was laid out: a PDF does not tell that two paragraphs, or rows, were one."""

    @cached_property
    def words(self) -> tuple[Word, ...]:
        return tuple(word for page in self.pages for word in page.words)

    def under(self, node: Node) -> list[Word]:
        """Return the words that an element holds."""
        return [word for word in self.words if _holds(node, word.node)]


def _holds(node: Node, inner: Node | None) -> bool:
    while inner is not None and inner is not node:
        inner = inner.parent
    return inner is node


def read(content: bytes, source: str) -> Laid:
    """Return what lies where in a PDF that was made from some HTML."""
    with pikepdf.open(io.BytesIO(content)) as pdf:
        root, tagged = _tags(pdf)
        fonts: dict[str, _Font] = {}
        pages = tuple(_Reader(page, n, tagged, fonts).page() for n, page in enumerate(pdf.pages, start=1))
        return Laid(pages, root, frozenset(font.name for font in fonts.values()), source)


def _tags(pdf: pikepdf.Pdf) -> tuple[Node, dict[tuple[Any, int], Node]]:
    root, tagged, count = Node("Root", None, 0), {}, 0
    waiting = [(pdf.Root.StructTreeRoot, root)]
    while waiting:
        element, node = waiting.pop()
        kids = element.get("/K", [])
        inner = []
        for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
            if isinstance(kid, int):
                tagged[element.Pg.objgen, kid] = node
            elif "/MCID" in kid:
                tagged[kid.get("/Pg", element.get("/Pg")).objgen, int(kid.MCID)] = node
            elif "/S" in kid:
                inner.append((kid, Node(str(kid.S)[1:], node, 0, str(kid.get("/Alt", "")))))
        node.kids = [kid for _, kid in inner]
        node.place = count
        count += 1
        waiting += reversed(inner)
    return root, tagged


class _Font:
    def __init__(self, font: Any) -> None:
        below = font.DescendantFonts[0]
        file = TTFont(io.BytesIO(below.FontDescriptor.FontFile2.read_bytes()), lazy=True)
        self.name = str(font.BaseFont).split("+")[-1]
        self.unit = file["head"].unitsPerEm
        self._glyphs, self._order = file["glyf"], file.getGlyphOrder()
        self._letters = _letters(font.ToUnicode.read_bytes())
        self._widths = _widths(below.W)
        self._known: dict[int, tuple[str, float, tuple[float, float, float, float] | None]] = {}

    def glyph(self, number: int) -> tuple[str, float, tuple[float, float, float, float] | None]:
        """Return a glyph's letters, its width and its ink's box, in ems."""
        if number not in self._known:
            shape = self._glyphs[self._order[number]]
            ink = None
            if shape.numberOfContours:
                ink = tuple(getattr(shape, side) / self.unit for side in ("xMin", "yMin", "xMax", "yMax"))
            self._known[number] = (self._letters.get(number, ""), self._widths.get(number, 0.0) / 1000, ink)
        return self._known[number]


def _letters(written: bytes) -> dict[int, str]:
    found = {}
    for line in written.decode("ascii").split("\n"):
        parts = line.split()
        if len(parts) == 2 and parts[0][0] == "<" != parts[0][-2:]:
            code, letters = (part.strip("<>") for part in parts)
            found[int(code, 16)] = bytes.fromhex(letters).decode("utf-16-be")
    return found


def _widths(listed: Any) -> dict[int, float]:
    found: dict[int, float] = {}
    items = list(listed)
    while items:
        first = int(items.pop(0))
        following = items.pop(0)
        if isinstance(following, pikepdf.Array):
            found.update({first + n: float(width) for n, width in enumerate(following)})
        else:
            width = float(items.pop(0))
            found.update(dict.fromkeys(range(first, int(following) + 1), width))
    return found


def _times(inner: Matrix, outer: Matrix) -> Matrix:
    a, b, c, d, e, f = inner
    A, B, C, D, E, F = outer  # noqa: N806
    return (a * A + b * C, a * B + b * D, c * A + d * C, c * B + d * D, e * A + f * C + E, e * B + f * D + F)


_FOLLOWED = {
    "TJ": "_show", "Tm": "_place_text", "Tf": "_take_font", "q": "_keep", "Q": "_take_back", "cm": "_turn",
    "BDC": "_begin", "BMC": "_begin", "EMC": "_end", "m": "_draw", "l": "_draw", "c": "_draw", "re": "_frame",
    "n": "_forget", "Do": "_inside",
}  # fmt: skip
_PAINTED = ("f", "f*", "S", "B", "b")
_UNKNOWN = ("Tj", "'", '"', "Td", "TD", "T*")
"""Steps that show or move text, too, which WeasyPrint never takes."""


@dataclass
class _State:
    """What a stream of drawing steps has set so far."""

    resources: Any
    matrix: Matrix
    marked: list[Node]
    kept: list[Matrix] = field(default_factory=list)
    text: Matrix = (1, 0, 0, 1, 0, 0)
    font: _Font | None = None
    size: float = 0.0
    points: list[tuple[float, float]] = field(default_factory=list)


def _floats(given: Any) -> Any:
    return tuple(float(value) for value in given)


class _Reader:
    """Follows a page's drawing steps."""

    def __init__(self, page: pikepdf.Page, number: int, tagged: dict[Any, Node], fonts: dict[str, _Font]) -> None:
        self.source, self.number, self.tagged, self.fonts = page, number, tagged, fonts
        self.width, self.height = (float(side) for side in list(page.mediabox)[2:])
        self.words: list[Word] = []
        self.marks: list[Box] = []
        self.outside = Node("Artifact", None, -1)
        self.run = 0
        self.letters: list[_Letter] = []

    def page(self) -> Page:
        self._steps(self.source.obj, self.source.Resources, (1, 0, 0, 1, 0, 0), [self.outside])
        self._word()
        return Page(self.number, self.width, self.height, tuple(self.words), tuple(self.marks))

    def _steps(self, stream: Any, resources: Any, matrix: Matrix, marked: list[Node]) -> None:
        state = _State(resources, matrix, marked)
        for given, operator in pikepdf.parse_content_stream(stream):
            step = str(operator)
            if step in _FOLLOWED:
                getattr(self, _FOLLOWED[step])(state, given)
            elif step in _PAINTED:
                self._mark(state.points, state.matrix)
                state.points = []
            elif step in _UNKNOWN:
                raise AssertionError(f"layout.py does not follow {step}")

    def _show(self, state: _State, given: Any) -> None:
        state.text = self._shown(given[0], state.font, state.size, state.text, state.matrix, state.marked[-1])

    def _place_text(self, state: _State, given: Any) -> None:
        state.text = _floats(given)

    def _take_font(self, state: _State, given: Any) -> None:
        state.font, state.size = self._font(state.resources.Font[str(given[0])]), float(given[1])

    def _keep(self, state: _State, given: Any) -> None:
        state.kept.append(state.matrix)

    def _take_back(self, state: _State, given: Any) -> None:
        state.matrix = state.kept.pop()

    def _turn(self, state: _State, given: Any) -> None:
        state.matrix = _times(_floats(given), state.matrix)

    def _begin(self, state: _State, given: Any) -> None:
        state.marked.append(self._marked(given, state.marked[-1]))

    def _end(self, state: _State, given: Any) -> None:
        state.marked.pop()

    def _draw(self, state: _State, given: Any) -> None:
        numbers = _floats(given)
        state.points += zip(numbers[::2], numbers[1::2], strict=True)

    def _frame(self, state: _State, given: Any) -> None:
        x, y, wide, tall = _floats(given)
        state.points += [(x, y), (x + wide, y + tall)]

    def _forget(self, state: _State, given: Any) -> None:
        state.points = []

    def _inside(self, state: _State, given: Any) -> None:
        drawn = state.resources.XObject[str(given[0])]
        if drawn.Subtype == "/Form":
            inner = _times(_floats(drawn.get("/Matrix", (1, 0, 0, 1, 0, 0))), state.matrix)
            self._steps(drawn, drawn.get("/Resources", state.resources), inner, [state.marked[-1]])

    def _marked(self, given: Any, outer: Node) -> Node:
        if str(given[0]) == "/Artifact":
            return self.outside
        if len(given) < 2 or "/MCID" not in given[1]:
            return outer
        return self.tagged.get((self.source.obj.objgen, int(given[1].MCID)), self.outside)

    def _font(self, font: Any) -> _Font:
        name = str(font.BaseFont) + str(font.objgen)
        if name not in self.fonts:
            self.fonts[name] = _Font(font)
        return self.fonts[name]

    def _mark(self, points: list[tuple[float, float]], matrix: Matrix) -> None:
        if points:
            a, b, c, d, e, f = matrix
            xs = [a * x + c * y + e for x, y in points]
            ys = [self.height - (b * x + d * y + f) for x, y in points]
            self.marks.append(Box(self.number, min(xs), min(ys), max(xs), max(ys)))

    def _shown(  # noqa: PLR0917
        self,
        shown: Any,
        font: _Font | None,
        size: float,
        text: Matrix,
        outer: Matrix,
        node: Node,
    ) -> Matrix:
        """Note the letters of a stretch of text, and return where the next one starts.

        WeasyPrint draws a line of a paragraph in one stretch, but a drawing's text letter by letter: what starts where
        the last letter ended goes on with its word.
        """
        assert font is not None
        whole = _times(text, outer)
        em = size * (whole[0] ** 2 + whole[1] ** 2) ** 0.5
        if self.letters and not self.letters[-1].followed_by(whole, node, em):
            self._word()
            self.run += 1
        at = 0.0
        for part in shown:
            if not isinstance(part, pikepdf.String):
                at -= float(part) / 1000 * size
                continue
            codes = bytes(part)
            for code in (int.from_bytes(codes[n : n + 2], "big") for n in range(0, len(codes), 2)):
                letter, wide, ink = font.glyph(code)
                place = _times((size, 0, 0, size, at, 0), whole)
                at += wide * size
                self._letter(_Letter(letter, _inked(ink, place, self.height), place, _moved(whole, at), node, em))
        return _times((1, 0, 0, 1, at, 0), text)

    def _letter(self, letter: _Letter) -> None:
        if letter.ink is None:
            self._word()
        self.letters.append(letter)

    def _word(self) -> None:
        """End the word whose letters were noted."""
        inked = [letter for letter in self.letters if letter.ink]
        self.letters = []
        if not inked:
            return
        boxes = [letter.ink for letter in inked]
        first = inked[0]
        self.words.append(
            Word(
                self.number,
                min(box[0] for box in boxes),
                min(box[1] for box in boxes),
                max(box[2] for box in boxes),
                max(box[3] for box in boxes),
                "".join(letter.letter for letter in inked),
                first.em,
                self.height - first.place[5],
                abs(first.place[1]) < 1e-6,
                first.node,
                self.run,
            )
        )


@dataclass(frozen=True)
class _Letter:
    letter: str
    ink: tuple[float, float, float, float] | None
    place: Matrix
    end: tuple[float, float]
    node: Node
    em: float

    def followed_by(self, whole: Matrix, node: Node, em: float) -> bool:
        """Tell whether a stretch goes on where this letter ends."""
        near = abs(whole[4] - self.end[0]) < 0.04 * em and abs(whole[5] - self.end[1]) < 0.01 * em
        return near and abs(em - self.em) < 1e-3


def _moved(whole: Matrix, along: float) -> tuple[float, float]:
    return whole[0] * along + whole[4], whole[1] * along + whole[5]


def _inked(
    ink: tuple[float, float, float, float] | None, place: Matrix, height: float
) -> tuple[float, float, float, float] | None:
    """Return where on the page a glyph's ink lies: left, top, right, bottom."""
    if ink is None:
        return None
    a, b, c, d, e, f = place
    x1, y1, x2, y2 = ink
    corners = ((x1, y1), (x2, y2), (x1, y2), (x2, y1))
    xs = [a * x + c * y + e for x, y in corners]
    ys = [height - (b * x + d * y + f) for x, y in corners]
    return min(xs), min(ys), max(xs), max(ys)
