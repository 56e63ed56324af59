"""The file of ``loop --emit``: the one output that holds customers' identifiers, readable by its owner alone."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from cxmaturity.documents.reading import unreadable
from cxmaturity.engagement import atomic
from cxmaturity.engagement.cases_file import column_name, read_cases
from cxmaturity.errors import InputError, Place, wrong
from cxmaturity.evidence.loop import CASE_COLUMNS
from cxmaturity.loop.emitting import FILLED
from cxmaturity.words import Text, text

_FOR_ITS_OWNER: Final = 0o600
_DELIMITERS: Final = (",", ";", "\t")
_ATTEMPTS: Final = 5
"""Times that a file may be changed under our hands."""
_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")
"""What a spreadsheet takes for the beginning of a formula."""


@dataclass(frozen=True)
class CaseFile:
    """A file that the cases due are added to."""

    path: Path
    timezone: str
    """Of its times without offset."""
    as_found: str
    """What it held when it was looked at; empty where it was not there."""
    columns: Sequence[str]
    """Its columns, in their order."""
    delimiter: str
    ids: frozenset[str]
    """The cases that it holds."""

    @property
    def content(self) -> str:
        """What stays of it: nothing of a file of blanks, which is begun anew."""
        return self.as_found if self.as_found.removeprefix("\ufeff").strip() else ""


@dataclass(frozen=True)
class Emitted:
    """What was written into a case file."""

    path: Path
    kept: int
    """Cases that it held before, which are as they were."""
    by_owner: Mapping[str, int]
    """Team to the cases that were added for it, most first; ``""`` to those that are for nobody."""
    by_rule: Mapping[str, int]
    """Rule to the cases that were added under it."""
    formulas: int
    """Cells of the added cases that a spreadsheet would take for formulas."""
    overdue: int = 0
    """Added cases whose deadline has passed."""
    is_case_log: bool = False
    """The file is the engagement's own case log, and stays."""
    is_seen_by_git: bool = False
    """The file lies where git would take it along, or will once the engagement is kept there."""
    silent: Mapping[str, int] = field(default_factory=dict)
    """Rule to its answers that nothing has reached yet, a person or a machine."""

    @property
    def added(self) -> int:
        """How many cases were added."""
        return sum(self.by_owner.values())

    def notes(self) -> Iterator[Text]:
        """Yield what to tell of the file."""
        yield text(
            "{file}: {added:int} {added:plural case|cases} added, {kept:int} there before.",
            file=self.path,
            added=self.added,
            kept=self.kept,
        )
        for owner, n in self.by_owner.items():
            if owner:
                yield text("{n:int} {n:plural case|cases} for {team}.", n=n, team=owner)
            else:
                yield text("{n:int} {n:plural case|cases} for nobody: the rule names no owner.", n=n)
        if self.overdue:
            yield text("The deadline of {n:int} of the added cases has passed already.", n=self.overdue)
        if self.is_case_log:
            yield text("It is the case log of the engagement, and holds customers' identifiers. Only you can read it.")
        elif self.added or self.kept:
            yield text("This file holds customers' identifiers. Only you can read it; delete it when it has been used.")
        if self.is_seen_by_git:
            yield text(
                "No .gitignore there leaves out {name}: keep it out of version control, or name it like due.csv in an "
                "engagement whose .gitignore init has written.",
                name=self.path.name,
            )
        if self.formulas:
            yield text(
                "{n:int} {n:plural cell begins|cells begin} with =, +, - or @, as in the log: import columns as text, "
                "or a spreadsheet takes them for formulas.",
                n=self.formulas,
            )


def case_file(path: Path, timezone: str) -> CaseFile:
    """Look at the file that cases are to be added to, before anything is computed.

    Raises InputError when it cannot be read, or holds anything but cases, in UTF-8 and with the columns ``FILLED``.
    """
    if str(path) == "-":
        what = text("the cases due are not printed, since they hold customers' identifiers.")
        raise wrong(what, remedy=text("Name a file: --emit due.csv."))
    if path.exists() and not path.is_file():
        raise wrong(text("this is not a file that can be replaced."), path, text("Name a file of your own."))
    content = _content(path)
    if not content.removeprefix("\ufeff").strip():
        return CaseFile(path, timezone, content, CASE_COLUMNS, ",", frozenset())
    known = read_cases(path, timezone)
    delimiter, columns = _head(content)
    if missing := [name for name in FILLED if name not in columns]:
        what = text(
            "this file of cases lacks the {n:plural column|columns} {columns}.",
            n=len(missing),
            columns=", ".join(missing),
        )
        raise wrong(what, Place(path, 1), text("Add the columns, or name another file."))
    return CaseFile(path, timezone, content, columns, delimiter, frozenset(case.case_id for case in known.cases))


def add_cases(
    file: CaseFile, cases: Iterable[Mapping[str, str]], is_overdue: Callable[[Mapping[str, str]], bool] | None = None
) -> Emitted:
    """Add the cases that a file does not hold yet, and leave what it holds as it is.

    The file is replaced as a whole, and only its owner can read it. Where somebody else has changed it since it was
    looked at, even just before it is replaced, the cases are added to what it holds then. Identifiers are written as
    the log has them, so that they can be joined back. Raises InputError when it cannot be written, takes no cases any
    more, or is changed again and again; it is as it was then.
    """
    due = list(cases)
    for _ in range(_ATTEMPTS):
        with suppress(_ChangedError):
            return _added(_looked_at_again(file), due, is_overdue)
    raise wrong(
        text("this file is being changed by somebody else; no case was added."),
        file.path,
        text("Try again when they are done, or name another file."),
    )


class _ChangedError(Exception):
    """The file is no longer as it was looked at."""


def _looked_at_again(file: CaseFile) -> CaseFile:
    """Return a file as it is now. Raises InputError where it takes no cases any more."""
    if _content(file.path) == file.as_found:
        return file
    try:
        return case_file(file.path, file.timezone)
    except InputError as error:
        raise wrong(
            text("somebody has changed this file meanwhile, and it takes no cases any more; it is left alone."),
            file.path,
            text("Name another file, or put this one right: the same command then says what is wrong with it."),
        ) from error


def _added(
    file: CaseFile, cases: Iterable[Mapping[str, str]], is_overdue: Callable[[Mapping[str, str]], bool] | None
) -> Emitted:
    """Add cases to a file as it was looked at. Raises _ChangedError where it is another one by now."""
    written = io.StringIO()
    ending = "\r\n" if "\r\n" in file.content else "\n"
    writer = csv.writer(written, delimiter=file.delimiter, lineterminator=ending)
    if not file.content:
        writer.writerow(file.columns)
    elif not file.content.endswith(("\n", "\r")):
        written.write(ending)
    owners: Counter[str] = Counter()
    rules: Counter[str] = Counter()
    formulas = late = 0
    for case in cases:
        if case["case_id"] in file.ids:
            continue
        cells = [case.get(name, "") for name in file.columns]
        writer.writerow(cells)
        owners[case["owner"]] += 1
        rules[case["rule"]] += 1
        late += is_overdue is not None and is_overdue(case)
        formulas += sum(cell.startswith(_FORMULA) for cell in cells)

    def same() -> None:
        if _content(file.path) != file.as_found:
            raise _ChangedError

    atomic.write(file.path, file.content + written.getvalue(), _FOR_ITS_OWNER, same)
    return Emitted(file.path, len(file.ids), dict(owners.most_common()), dict(rules), formulas, late)


def _content(path: Path) -> str:
    try:
        return path.read_bytes().decode() if path.exists() else ""
    except OSError as error:
        raise unreadable(path, error) from error
    except UnicodeDecodeError as error:
        raise wrong(text("this file is not UTF-8 text."), path, text("Save it again as UTF-8.")) from error


def _head(content: str) -> tuple[str, list[str]]:
    """Return the delimiter of a table of cases, and its columns."""
    heads = {delimiter: _first_row(content, delimiter) for delimiter in _DELIMITERS}
    return max(heads.items(), key=lambda item: sum(name in CASE_COLUMNS for name in item[1]))


def _first_row(content: str, delimiter: str) -> list[str]:
    rows = csv.reader(io.StringIO(content.removeprefix("\ufeff"), newline=""), delimiter=delimiter)
    return [column_name(cell) for cell in next(row for row in rows if any(cell.strip() for cell in row))]
