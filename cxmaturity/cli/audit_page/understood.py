"""How logs are understood, as a page and as JSON: ``cxmaturity audit --explain``."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from rich.text import Text as Rich

from cxmaturity.cli.paper import Paper
from cxmaturity.contacts.explaining import VERDICTS, Explained, FieldRead, NotUnderstood, Understood, Written
from cxmaturity.contacts.rows.judging import CONTACT, EVENT, OTHER, OUTSIDE, REJECTED, SUPPRESSED
from cxmaturity.words import Language, Text, text

SCHEMA: Final = "cxmaturity/explain/1"
_KINDS: Final = {"csv": text("plain text"), "json": text("JSON"), "parquet": text("Parquet"), "xlsx": text("workbook")}
_BECOMES: Final = {
    CONTACT: text("{n:int} {n:plural request|requests}"),
    EVENT: text("{n:int} {n:plural event|events}"),
    SUPPRESSED: text("{n:int} suppressed"),
    OTHER: text("{n:int} other {n:plural event|events}"),
    REJECTED: text("{n:int} rejected"),
    OUTSIDE: text("{n:int} outside the period"),
}
_DELIMITERS: Final = {"\t": text("tab"), " ": text("blank")}


def show(found: Explained, paper: Paper) -> None:
    """Print how each file is understood; its problems are left to whoever tells errors."""
    for file in found.files:
        paper.head(Text("{path}", {"path": file.written.path}))
        if isinstance(file, Understood):
            _understood(file, paper)
        else:
            _not_understood(file, paper)
    for number, beside in enumerate(found.beside):
        told = text("{file}: tells more of the others’ rows (format {format}).", file=beside.path, format=beside.format)
        paper.line(told, "dim", above=int(number == 0))
    for remark in found.notes:
        paper.line(remark, "dim")


def record(found: Explained, language: Language) -> dict[str, object]:
    """Return how logs are understood as JSON holds it, its words in that language."""
    return {
        "schema": SCHEMA,
        "files": [_file_record(file, language) for file in found.files],
        "beside": [_written_record(beside) for beside in found.beside],
        "notes": [remark.show(language) for remark in found.notes],
        "problems": [problem.show(language) for problem in found.problems],
    }


def _understood(file: Understood, paper: Paper) -> None:
    shape = text("one event a row") if file.is_events else text("one request a row")
    paper.line(text("{how}; {shape}", how=_how(file.written), shape=shape))
    _fields(file.fields, file.unused, paper)
    rows = ", ".join(paper.say(Text(_BECOMES[verdict].template, {"n": n})) for verdict, n in file.becomes.items())
    paper.line(text("{n:int} {n:plural row|rows}: {become}", n=file.rows, become=rows or "–"), above=1)
    if file.sample:
        paper.line(text("The first rows as understood; what may tell a person is masked"), above=1)
    for number, row in enumerate(file.sample, 1):
        _row(number, paper.say(VERDICTS[row.verdict][1]), row.values, paper)


def _not_understood(file: NotUnderstood, paper: Paper) -> None:
    paper.line(text("{how}; not read, see below", how=_how(file.written)))
    _fields(file.fields, file.unused, paper)
    if file.sample:
        paper.line(text("The first rows as written, every cell masked"), above=1)
    for number, row in enumerate(file.sample, 1):
        _row(number, "", row, paper)


def _how(written: Written) -> Text:
    """Return the format and how the file is written, in words."""
    kind = _KINDS[written.kind]
    if written.delimiter is None:
        return text("format {format}, {kind}", format=written.format, kind=kind)
    return text(
        "format {format}, {kind} in {encoding}, cells between “{delimiter}”",
        format=written.format,
        kind=kind,
        encoding=(written.encoding or "").upper(),
        delimiter=_DELIMITERS.get(written.delimiter, written.delimiter),
    )


def _fields(fields: Sequence[FieldRead], unused: Sequence[str] | None, paper: Paper) -> None:
    rows = [
        (field.field, field.column or (f"= {field.value}" if field.value else "–"), field.reading) for field in fields
    ]
    if rows:
        paper.line("")
        paper.columns(rows, (text("Field"), text("Column"), text("Read as")))
    if unused is None:
        paper.line(text("Columns without a field are not named: their names look like data."), "dim", above=1)
    elif unused:
        paper.line(text("Not used: {columns}", columns=", ".join(unused)), "dim", above=1)


def _row(number: int, verdict: str, values: Mapping[str, str | Text], paper: Paper) -> None:
    line = Rich.assemble((f"{number}  ", "dim"), (verdict, "bold"))
    for place, (field, value) in enumerate(values.items()):
        shown = paper.say(value) if isinstance(value, Text) else value
        line.append("\u00a0·  " if verdict or place else "").append(f"{field}\u00a0{shown}".replace(" ", "\u00a0"))
    paper.line(line, indent=3)


def _file_record(file: Understood | NotUnderstood, language: Language) -> dict[str, object]:
    found: dict[str, object] = {**_written_record(file.written), "understood": isinstance(file, Understood)}
    if isinstance(file, Understood):
        found |= {"shape": "events" if file.is_events else "wide", "rows": file.rows, "tz": file.timezone}
    found["fields"] = [
        {"field": each.field, "column": each.column, "value": each.value, "reading": each.reading.show(language)}
        for each in file.fields
    ]
    found["unused"] = None if file.unused is None else list(file.unused)
    if isinstance(file, NotUnderstood):
        return found | {"sample": [{"values": _values(row, language)} for row in file.sample]}
    return found | {
        "becomes": {VERDICTS[verdict][0]: n for verdict, n in file.becomes.items()},
        "sample": [
            {"verdict": VERDICTS[row.verdict][0], "values": _values(row.values, language)} for row in file.sample
        ],
    }


def _written_record(written: Written) -> dict[str, object]:
    return {
        "path": written.path,
        "kind": written.kind,
        "format": written.format,
        "encoding": written.encoding,
        "delimiter": written.delimiter,
    }


def _values(row: Mapping[str, str | Text], language: Language) -> dict[str, str]:
    return {field: value.show(language) if isinstance(value, Text) else value for field, value in row.items()}
