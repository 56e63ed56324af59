"""Contact logs in every format with a seeded mutation each: of their cells, or of their bytes."""

from __future__ import annotations

import csv
import gzip
import io
import json
import random
import zipfile
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq

STEM = "zq7x"
"""Stands in every customer id, and nowhere else."""
START = datetime.fromisoformat("2024-01-01T08:00:00")
Table = list[list[str]]
"""Rows of cells, the header first."""

ODD = (
    "", " ", "\u00a0", "0", "-1", "1e20", "123.0", "9" * 40, "1e400", "nan", "inf", "NULL", "null", "true",
    "'", '"', '""', 'a"b', "a\nb", "a\r\nb", "a,b;c\td|e", "=1+1", "=cmd|'/c calc'!A1", "\x00", "a\x00b",
    "\ufeff", "\u2028", "é", "日本", "🙂", "\u202egnp", "{}", '{"a": 1}', "[]", "\\", "\\N", "x" * 5000,
    "2024-02-30", "2024-13-01", "1979-01-01", "2430-01-01", "0000-00-00", "9999-12-31T23:59:59Z", "0001-01-01",
    "2024-03-31 02:30", "2024-10-27T02:30", "2024-01-01T10:00:00+02:00", "2024-01-01T10:00:00+99:00", "24:00",
    "01/02/2024", "13/04/2024", "04/13/2024 10:00 PM", "2024/13/04", "45292", "45292.5", "1704067200", "1704067200000",
    "20240101", "Mon, 01 Jan 2024 10:00:00 GMT", "sent", "responded", "reminder", "yes",
)  # fmt: skip
NAMES = ("customer_id", "sent_at", "source", "event_type", "responded_at", "", "CUSTOMER_ID", "sent at", "Kunde")


def table(rng: random.Random) -> Table:
    """Return a small log that is right."""
    header = ["customer_id", "sent_at", "source", "channel", "kind", "contact_id", "responded_at", "score", "question"]
    ids = [f"{STEM}-{n}" for n in range(4)] + [f"{STEM}{n}@example.org" for n in range(3)]
    rows = []
    for number in range(rng.choice((1, 5, 30))):
        sent = START + timedelta(hours=rng.randrange(3000))
        answered = (sent + timedelta(hours=5)).isoformat(" ") if rng.random() < 0.4 else ""
        score = str(rng.randrange(11)) if answered else ""
        source, channel = rng.choice(("nps", "csat")), rng.choice(("email", "sms"))
        rows.append(
            [rng.choice(ids), sent.isoformat(" "), source, channel, "invite", f"k{number}", answered, score, "Why?"]
        )
    return [header, *rows]


def _odd_cell(rows: Table, at: int, rng: random.Random) -> None:
    rng.choice(rows)[at] = rng.choice(ODD)


def _odd_cells(rows: Table, at: int, rng: random.Random) -> None:
    for row in rows[1:]:
        if rng.random() < 0.3:
            row[at] = rng.choice(ODD)


def _swapped_columns(rows: Table, at: int, rng: random.Random) -> None:
    other, first = rng.randrange(min(map(len, rows))), rng.randrange(2)
    for row in rows[first:]:
        row[at], row[other] = row[other], row[at]


def _no_column(rows: Table, at: int, rng: random.Random) -> None:
    for row in rows:
        del row[at]


def _no_row(rows: Table, at: int, rng: random.Random) -> None:
    del rows[rng.randrange(len(rows))]


def _repeated_row(rows: Table, at: int, rng: random.Random) -> None:
    row = rng.choice(rows)
    rows += [list(row) for _ in range(rng.choice((1, 200)))]


def _other_name(rows: Table, at: int, rng: random.Random) -> None:
    rows[0][at] = rng.choice(NAMES)


def _long_row(rows: Table, at: int, rng: random.Random) -> None:
    rng.choice(rows).extend([rng.choice(ODD)] * rng.choice((1, 300)))


def _random_text(rows: Table, at: int, rng: random.Random) -> None:
    letters = (chr(rng.choice((rng.randrange(128), rng.randrange(0xD7FF)))) for _ in range(20))
    rng.choice(rows)[at] = "".join(letters)


OF_CELLS = (
    _odd_cell, _odd_cell, _odd_cell, _odd_cells, _swapped_columns, _no_column, _no_row, _repeated_row, _other_name,
    _long_row, _random_text,
)  # fmt: skip


def mutated_cells(cells: Table, rng: random.Random) -> Table:
    """Return a table with one thing in it changed."""
    rows = [list(row) for row in cells]
    if narrowest := min(map(len, rows), default=0):
        rng.choice(OF_CELLS)(rows, rng.randrange(narrowest), rng)
    return rows


MARKS = (b'"', b"\n", b"\r", b",", b"\xff\xfe", b"\xef\xbb\xbf", b"\xe9", b"{", b"]")
OF_BYTES: tuple[Callable[[bytes, random.Random], bytes], ...] = (
    lambda piece, rng: b"",
    lambda piece, rng: piece * 3,
    lambda piece, rng: bytes(byte ^ (1 << rng.randrange(8)) for byte in piece),
    lambda piece, rng: rng.randbytes(len(piece)) + piece,
    lambda piece, rng: bytes(len(piece)),
    lambda piece, rng: piece[::-1],
    lambda piece, rng: rng.choice(MARKS) + piece,
)
"""What becomes of a piece of a file."""


def mutated_bytes(content: bytes, rng: random.Random) -> bytes:
    """Return bytes with one thing in them changed: a piece, or all that follows it, or its place."""
    at, length = rng.randrange(len(content) + 1), rng.choice((1, 2, 7, 100))
    head, piece, tail = content[:at], content[at : at + length], content[at + length :]
    match rng.randrange(8):
        case 0:
            return head
        case 1:
            return piece + head + tail
        case _:
            return head + rng.choice(OF_BYTES)(piece, rng) + tail


def _delimited(rows: Table, delimiter: str, encoding: str) -> bytes:
    written = io.StringIO()
    csv.writer(written, delimiter=delimiter).writerows(rows)
    return written.getvalue().encode(encoding, "replace")


def _json(rows: Table, rng: random.Random) -> bytes:
    objects = [dict(zip(rows[0], row, strict=False)) for row in rows[1:]] if rows else []
    if rng.random() < 0.3:
        return json.dumps(objects, indent=rng.choice((None, 1))).encode()
    return "\n".join(json.dumps(found, ensure_ascii=rng.random() < 0.5) for found in objects).encode("utf-8", "replace")


def _parquet(rows: Table) -> bytes:
    header = [f"{name}{'' if name not in rows[0][:at] else at}" for at, name in enumerate(rows[0])] if rows else ["x"]
    columns = [pa.array([row[at] if at < len(row) else None for row in rows[1:]]) for at in range(len(header))]
    written = io.BytesIO()
    pq.write_table(pa.Table.from_arrays([column.cast(pa.string()) for column in columns], header), written)
    return written.getvalue()


def _workbook(rows: Table) -> bytes:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append([_cell(cell) for cell in row])
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


def _cell(cell: str) -> object:
    """Return a cell as a spreadsheet would take it: most dates as dates, numbers as numbers."""
    try:
        return datetime.fromisoformat(cell).replace(tzinfo=None) if len(cell) == 19 else float(cell)
    except (ValueError, OverflowError):
        return "".join(letter for letter in cell if letter.isprintable())


def _zipped(content: bytes, name: str) -> bytes:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr(name, content)
    return written.getvalue()


WRITERS: dict[str, Callable[[Table, random.Random], bytes]] = {
    "csv": lambda rows, rng: _delimited(
        rows, rng.choice(",;|"), rng.choice(("utf-8", "utf-8-sig", "cp1252", "utf-16"))
    ),
    "tsv": lambda rows, rng: _delimited(rows, "\t", "utf-8"),
    "jsonl": _json,
    "parquet": lambda rows, rng: _parquet(rows),
    "xlsx": lambda rows, rng: _workbook(rows),
    "csv.gz": lambda rows, rng: gzip.compress(_delimited(rows, ",", "utf-8")),
    "zip": lambda rows, rng: _zipped(_delimited(rows, ",", "utf-8"), "log.csv"),
}


def mutated_log(seed: int, folder: Path) -> tuple[Path, list[str]]:
    """Write a mutated log into a folder and return it with options to audit it by."""
    rng = random.Random(seed)
    ending = rng.choice(list(WRITERS))
    rows, in_bytes = table(rng), rng.random() < 0.5
    for _ in range(rng.choice((0, 1)) if in_bytes else rng.choice((1, 1, 2, 4))):
        rows = mutated_cells(rows, rng)
    content = WRITERS[ending](rows, rng)
    for _ in range(rng.choice((1, 1, 3)) if in_bytes else 0):
        content = mutated_bytes(content, rng)
    path = folder / f"log-{seed}.{ending if rng.random() < 0.9 else 'csv'}"
    path.write_bytes(content)
    return path, _options(rng)


def _options(rng: random.Random) -> list[str]:
    choices = (
        [], [], [], ["--max-rejected", "1"], ["--max-rejected", "1", "--dedupe"], ["--tz", "Europe/Paris"],
        ["--date-format", "%d/%m/%Y %H:%M"], ["--date-format", "epoch", "--max-rejected", "1"], ["--without-reminders"],
        ["--set", "source=x"], ["--map", "customer_id=contact_id"], ["--from", "2024-02-01"],
    )  # fmt: skip
    return list(rng.choice(choices))
