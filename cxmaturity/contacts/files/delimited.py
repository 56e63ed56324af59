"""CSV and TSV files: delimiter, encoding, header; and a tidy copy of those that an engine cannot read as they are."""

from __future__ import annotations

import codecs
import csv
import gzip
import io
import re
import zlib
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from os import SEEK_END
from pathlib import Path
from typing import TYPE_CHECKING, Final, TextIO

from cxmaturity.contacts.progress import Counter
from cxmaturity.errors import InputError, Place, wrong
from cxmaturity.words import text

if TYPE_CHECKING:
    from cxmaturity.contacts.files.listing import LogFile

DELIMITERS: Final = (",", ";", "\t", "|")
_HEAD: Final = 1 << 20
_TELLING: Final = 1 << 12
"""Bytes at a file's beginning that tell whether it is text."""
_RATIO: Final = 100
"""How many times its packed size a gzip file may be before its last row is looked at."""
_SAMPLE: Final = 200
"""Records that are looked at to find the delimiter."""
FALLBACK: Final = "cp1252"
"""What a file is in that names no encoding and is not UTF-8."""
_FIRST: Final = 20
"""Lines among which names of columns are looked for that stand below something else."""
_UNSEEN: Final = "".join(
    map(chr, (*range(9, 14), 32, 0x85, 0xA0, 0x2007, 0x200B, 0x200C, 0x200D, 0x202F, 0x2060, 0xFEFF))
)
"""Blanks and what has no width, which may stand around the name of a column."""
_ANNOUNCED: Final = re.compile(r'"?sep=([,;\t|])"?\r?\n', re.IGNORECASE)
_MARKUP: Final = re.compile(r"\s*<(!doctype|html|head|body|table|meta|\?xml|workbook)\b", re.IGNORECASE)
LONGEST: Final = 16_000_000
"""Bytes that one row may have (an engine takes 16 times that to read it)."""
LINE: Final = "line"
"""Name of the tidy copy's column with the line of each row in the original file."""
SURPLUS: Final = "surplus"
"""Name of the tidy copy's column that is 1 where a row has more cells than the header."""


@dataclass(frozen=True)
class Dialect:
    """How a delimited text file is written."""

    delimiter: str
    encoding: str
    """A Python codec."""
    header: tuple[str, ...]
    plain: bool
    """True when an engine can read the file as it is: UTF-8, and the header on the first line."""
    row_length: float
    """Bytes of a row, about."""
    beginning: tuple[str, ...] = ()
    """Its first lines."""
    is_announced: bool = False
    """True when its first line tells the delimiter, as Excel has it: ``sep=;``."""


def sniff(file: LogFile, encoding: str | None = None) -> Dialect:
    """Return how a file is written, judged by its beginning. Raises InputError when it is no table."""
    raw = _head(file)
    codec = encoding or file.log.encoding or _encoding(raw)
    _check_codec(codec, file)
    if 100 * raw[:_TELLING].count(0) > len(raw[:_TELLING]) and not codec.startswith(("utf-16", "utf-32")):
        what = text("this is no text file, for it holds bytes that are zero.")
        raise wrong(what, file.path, text("Export it again as CSV in UTF-8."))
    try:
        start = codecs.getincrementaldecoder(codec)().decode(raw)
    except UnicodeDecodeError:
        if file.log.encoding:
            raise not_in(codec, file) from None
        codec = FALLBACK
        start = codecs.getincrementaldecoder(codec)("replace").decode(raw)
    start = start.removeprefix("\ufeff")
    if _MARKUP.match(start):
        what = text("this is a web page or XML, whatever its name says.")
        raise wrong(what, file.path, text("Open it in a spreadsheet and save it as CSV or XLSX."))
    records = _records(start, whole=len(raw) < _HEAD)
    announced = _ANNOUNCED.match(start)
    if announced:
        records, delimiter = records[1:], announced[1]
    else:
        delimiter = max(DELIMITERS, key=lambda candidate: _fit(records, candidate))
    header = next(csv.reader(records, delimiter=delimiter), [])
    if not any(cell.strip() for cell in header):
        raise wrong(text("this file has no header row."), file.path, text("Its first row must name the columns."))
    plain = codec in ("utf-8", "utf-8-sig") and not start.startswith(("\n", "\r")) and not announced
    row_length = len(raw) / max(raw.count(b"\n"), raw.count(b"\r"), 1)
    names = tuple(cell.strip(_UNSEEN) for cell in header)
    return Dialect(delimiter, codec, names, plain, row_length, tuple(start.splitlines()[:_FIRST]), bool(announced))


def tidy(file: LogFile, dialect: Dialect, target: Path, counter: Counter) -> Dialect:
    """Write a copy that any engine reads alike: UTF-8, rows as wide as the header, plus their line and surplus.

    Returns the dialect that the file was really read by. Raises InputError where the file is broken.
    """
    try:
        _copy(file, dialect, target, counter)
    except UnicodeDecodeError:
        if dialect.encoding == FALLBACK or dialect.encoding.startswith("utf-16") or file.log.encoding:
            raise not_in(dialect.encoding, file) from None
        return tidy(file, sniff(file, FALLBACK), target, counter)
    except csv.Error as error:
        raise wrong(text("this file is not valid CSV."), file.path, text("Check its quotes.")) from error
    return dialect


@contextmanager
def opened(file: LogFile, encoding: str) -> Iterator[TextIO]:
    """Open a delimited file as text, unpacked. Raises InputError when its gzip stream is cut or broken."""
    with file.content.open("rb") as raw:
        stream = gzip.GzipFile(fileobj=raw) if file.gzipped else raw
        errors = "replace" if encoding == FALLBACK else "strict"
        try:
            yield io.TextIOWrapper(stream, encoding=encoding, errors=errors, newline="")
        except (EOFError, zlib.error, gzip.BadGzipFile) as error:
            raise cut_short(file.path) from error


def cut_short(path: Path) -> InputError:
    """Return the error of a gzip file that ends too early or is damaged."""
    return wrong(
        text("this gzip file is damaged or cut short."),
        path,
        text("Fetch or export it again."),
    )


def _copy(file: LogFile, dialect: Dialect, target: Path, counter: Counter) -> None:
    csv.field_size_limit(LONGEST)
    width = len(dialect.header)
    with opened(file, dialect.encoding) as source:
        write_copy(target, width, _rows(source, dialect, file.path), file.path, counter)


def write_copy(
    target: Path, width: int, rows: Iterable[tuple[int, Sequence[str]]], shown: Path, counter: Counter
) -> None:
    """Write lines and their cells as any engine reads them alike, each row as wide as it has to be, and count them.

    Raises InputError when a row is too long to be one.
    """
    counter.begin()
    # A lone surrogate, which JSON can hold, is no character and has no UTF-8.
    with target.open("w", encoding="utf-8", errors="replace", newline="") as copy:
        writer = csv.writer(copy, lineterminator="\n")
        writer.writerow([LINE, SURPLUS, *(f"c{position}" for position in range(width))])
        for line, cells in rows:
            if 4 * sum(map(len, cells)) > LONGEST and len("".join(cells).encode("utf-8", "replace")) > LONGEST:
                raise _too_long(Place(shown, line))
            surplus = int(any(cell.strip() for cell in cells[width:]))
            writer.writerow([line, surplus, *cells[:width], *[""] * (width - len(cells))])
            counter.count()


def _lines(source: TextIO, path: Path) -> Iterator[str]:
    """Yield the lines of a file, none of which may be as long as only no log's is."""
    number = 1
    while line := source.readline(LONGEST):
        if len(line) == LONGEST:
            raise _too_long(Place(path, number))
        yield line
        number += 1


def _too_long(place: Place) -> InputError:
    what = text("this row is longer than {n:int} million characters.", n=LONGEST // 1_000_000)
    return wrong(what, place, text("Check its quotes."))


def _rows(source: TextIO, dialect: Dialect, path: Path) -> Iterator[tuple[int, list[str]]]:
    """Yield the rows below the header that are not empty, each with the line on which it begins."""
    reader = csv.reader(_lines(source, path), delimiter=dialect.delimiter, strict=True)
    begun, line = False, 1
    try:
        if dialect.is_announced:
            line += len(next(reader, ())[:1])
        for cells in reader:
            if begun and cells:
                yield line, cells
            begun = begun or any(cell.strip("\ufeff \t") for cell in cells)
            line = reader.line_num + 1
    except csv.Error as error:
        raise wrong(text("this row is not valid CSV."), Place(path, line), text("Check its quotes.")) from error


def may_end_too_long(file: LogFile) -> bool:
    """Return whether the last row may be longer than a row may be: an engine would drop it without a word."""
    size = file.content.stat().st_size
    with file.content.open("rb") as raw:
        if file.gzipped:
            raw.seek(-4, SEEK_END)
            return int.from_bytes(raw.read(4), "little") > _RATIO * size  # its size when unpacked ends a gzip file
        if size <= LONGEST:
            return False
        raw.seek(-LONGEST, SEEK_END)
        tail = raw.read()
    return not any(mark in tail for mark in (b"\n", b"\r"))


def encoding_of(file: LogFile) -> str:
    """Return the codec that the user named, or that the file's beginning tells."""
    codec = file.log.encoding or _encoding(_head(file))
    _check_codec(codec, file)
    return codec


def _head(file: LogFile) -> bytes:
    with file.content.open("rb") as raw:
        if not file.gzipped:
            return raw.read(_HEAD)
        try:
            return gzip.GzipFile(fileobj=raw).read(_HEAD)
        except (EOFError, zlib.error, gzip.BadGzipFile) as error:
            raise cut_short(file.path) from error


def _encoding(raw: bytes) -> str:
    if raw.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    start = raw[:_TELLING]
    for first, codec in ((1, "utf-16-le"), (0, "utf-16-be")):
        if len(start) > 2 and start[first::2].count(0) > len(start) / 4 and not start[1 - first :: 2].count(0):
            return codec
    return "utf-8-sig" if raw.startswith(codecs.BOM_UTF8) else "utf-8"


def not_in(codec: str, file: LogFile) -> InputError:
    """Return the error of a file that is not text in an encoding."""
    what = text("this file is not text in the encoding {encoding}.", encoding=codec)
    return wrong(what, file.path, text("Export it again as CSV in UTF-8."))


def _check_codec(codec: str, file: LogFile) -> None:
    try:
        codecs.lookup(codec)
    except LookupError:
        raise wrong(
            text("there is no text encoding “{encoding}”.", encoding=codec), file.path, text("Give utf-8 or cp1252.")
        ) from None


def _records(start: str, whole: bool) -> list[str]:
    lines = [line for line in start.splitlines(keepends=True) if line.strip()]
    return (lines if whole or len(lines) < 2 else lines[:-1])[:_SAMPLE]


def _fit(records: list[str], delimiter: str) -> tuple[float, int]:
    """Return how well a delimiter fits: the share of rows as wide as the header, times its width."""
    try:
        widths = [len(cells) for cells in csv.reader(records, delimiter=delimiter) if cells]
    except csv.Error:
        return 0, 0
    if not widths or widths[0] < 2:
        return 0, 0
    return sum(width == widths[0] for width in widths) / len(widths) * widths[0], widths[0]
