"""The paper that pages are printed on: readable at 80 columns, and without colour."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Final
from unicodedata import combining, normalize

from rich.console import Console, ConsoleOptions, RenderableType
from rich.padding import Padding
from rich.rule import Rule
from rich.segment import Segment
from rich.table import Table
from rich.text import Text as Rich

from cxmaturity.cli.options import harmless
from cxmaturity.words import Language, Text

_WIDEST: Final = 100
_INDENT: Final = 3
_GAP: Final = 2
Cell = Text | Rich | str


_NO_BREAK: Final = "\u00a0"
_KEPT: Final = "\ue000"
"""Stands for a no-break space while lines are broken: rich takes that one for a blank."""


_STAND_INS: Final = str.maketrans({
    **dict.fromkeys("–—−", "-"),
    **dict.fromkeys("‘’", "'"),
    **dict.fromkeys("“”«»", '"'),
    **dict.fromkeys("●•", "*"),
    "·": "-", "…": "...", "→": "->", "○": "o", "×": "x", "≤": "<=", "≥": ">=", "œ": "oe", "Œ": "Oe",
})  # fmt: skip
"""What stands for characters that a terminal's encoding lacks; of letters, their base."""


class _Unbroken:
    """What another renderable draws, with its no-break spaces put back; as blanks where the terminal has none."""

    def __init__(self, inner: RenderableType) -> None:
        self._inner = inner

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> Iterator[Segment]:
        space = _NO_BREAK if _has(console.encoding, _NO_BREAK) else " "
        for segment in console.render(self._inner, options):
            yield Segment(segment.text.replace(_KEPT, space), segment.style, segment.control)


class Paper:
    """A console of at most 100 columns, unless a page has use for more, that writes texts in one language."""

    def __init__(self, language: Language, widest: int = _WIDEST) -> None:
        self.language: Language = language
        """What everything is written in."""
        console = Console(highlight=False)
        self._console = Console(highlight=False, width=min(console.width, widest))

    @property
    def width(self) -> int:
        """Columns of the paper."""
        return self._console.width

    def can_draw(self, characters: str) -> bool:
        """Tell whether the terminal's encoding has these characters."""
        return _has(self._console.encoding, characters)

    def say(self, message: Text) -> str:
        """Return a text in the paper's language, without characters that command a terminal."""
        return self.written(message.show(self.language))

    def written(self, words: str) -> str:
        """Return words without what commands a terminal, in characters that its encoding has."""
        kept = harmless(words).replace(_NO_BREAK, _KEPT)
        if self.can_draw(words):
            return kept
        stood = (char if self.can_draw(char) or char == _KEPT else _stand_in(char) for char in kept)
        return "".join(stood)

    def line(self, line: Cell, style: str = "", above: int = 0, indent: int = 1) -> None:
        """Print a paragraph."""
        self.print(self._cell(line, style), above, indent)

    def head(self, title: Text) -> None:
        """Print the page's title with a rule behind it."""
        self._console.print()
        self._console.print(_Unbroken(Rule(Rich(self.say(title), style="bold"), align="left", style="cyan")))

    def title(self, title: Text, style: str = "bold") -> None:
        """Print a section's title."""
        self.line(title, style, above=1)

    def listed(self, label: Text, ids: Iterable[str], style: str = "") -> None:
        """Print a label and ids behind it; nothing where there are none."""
        known = list(ids)
        if known:
            self.line(Rich.assemble((f"{self.say(label)}  ", style), ", ".join(known)), indent=_INDENT)

    def bullet(self, line: Cell, style: str) -> None:
        """Print a paragraph that hangs behind a dot."""
        grid = Table.grid(padding=(0, 1))
        grid.add_row(Rich(self.written("●"), style=style), self._cell(line))
        self.print(grid, indent=_INDENT)

    def columns(
        self,
        rows: Iterable[Iterable[Cell]],
        heads: Iterable[Text] = (),
        right: Iterable[int] = (),
        gap: int = 2,
    ) -> None:
        """Print rows in columns; the last one wraps where the paper is too narrow."""
        body = [[self._cell(cell) for cell in row] for row in rows]
        if not body:
            return
        titles = [Rich(self.say(head), style="dim") for head in heads]
        table = Table.grid(padding=(0, gap))
        widths = [max(cell.cell_len for cell in column) for column in zip(*filter(None, (titles, *body)), strict=True)]
        rest = self.width - _INDENT - sum(widths[:-1]) - gap * len(widths[:-1])
        for place, width in enumerate(widths):
            last = place == len(widths) - 1
            table.add_column(
                justify="right" if place in right else "left",
                no_wrap=not last,
                width=max(min(width, rest), 1) if last else width,
            )
        for row in filter(None, (titles, *body)):
            table.add_row(*row)
        self.print(table, indent=_INDENT)

    def table(self, rows: Sequence[Sequence[Cell]], heads: Sequence[Text] = (), least: int = 1) -> None:
        """Print a name and figures a row: the figures stand right, the names wrap where the paper is too narrow.

        ``least`` is the least width of the names, so that tables stand in line.
        """
        body = [[self._cell(cell) for cell in row] for row in rows]
        if not body:
            return
        titles = [Rich(self.say(head), style="dim") for head in heads]
        lines = [titles, *body] if titles else body
        names, *figures = [max(cell.cell_len for cell in column) for column in zip(*lines, strict=True)]
        rest = self.width - _INDENT - sum(figures) - _GAP * len(figures)
        table = Table.grid(padding=(0, _GAP))
        table.add_column(width=max(min(max(names, least), rest), 1), overflow="fold")
        for width in figures:
            table.add_column(justify="right", no_wrap=True, width=width)
        for row in lines:
            table.add_row(*row)
        self.print(table, indent=_INDENT)

    def print(self, drawn: Rich | Table, above: int = 0, indent: int = 1) -> None:
        """Print a paragraph or a table."""
        paragraph = _Unbroken(Padding(drawn, (above, 0, 0, indent)))
        if self._console.is_terminal:
            self._console.print(paragraph)
            return
        with self._console.capture() as drawing:
            self._console.print(paragraph)
        self._console.file.write("".join(f"{line.rstrip(' ')}\n" for line in drawing.get().split("\n")[:-1]))

    def _cell(self, cell: Cell, style: str = "") -> Rich:
        if isinstance(cell, Rich):
            if not self.can_draw(cell.plain):
                return self._rewritten(cell)
            cell.plain = self.written(cell.plain)
            return cell
        return Rich(self.say(cell) if isinstance(cell, Text) else self.written(cell), style=style)

    def _rewritten(self, cell: Rich) -> Rich:
        """Return a styled text in writable characters, whose number may differ: a part a style."""
        parts = cell.divide(sorted({place for span in cell.spans for place in (span.start, span.end)}))
        written = Rich(style=cell.style, justify=cell.justify)
        for part in parts:
            written.append(self.written(part.plain), part.spans[-1].style if part.spans else None)
        return written


def _has(encoding: str, characters: str) -> bool:
    try:
        characters.encode(encoding)
    except UnicodeEncodeError:
        return False
    return True


def _stand_in(char: str) -> str:
    """Return what stands for a character in ASCII: the character itself where nothing does."""
    base = "".join(part for part in normalize("NFKD", char.translate(_STAND_INS)) if not combining(part))
    return base if base.isascii() else char
