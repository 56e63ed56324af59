"""Files to judges: each is opened, its columns bound, its times understood, its rows counted."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import partial
from math import ceil
from operator import add, or_
from typing import TYPE_CHECKING, Final

import duckdb

from cxmaturity.contacts.files.columns import Binding, Constant, Header, bind
from cxmaturity.contacts.files.listing import LogFile
from cxmaturity.contacts.files.naming import named
from cxmaturity.contacts.files.scans import Scan, copied, short_of_memory, unreadable
from cxmaturity.contacts.formats.exports import Exports, formatted
from cxmaturity.contacts.progress import Progress, Step, of_engine
from cxmaturity.contacts.rows.hints import LOOKED_AT, remedy_for, rounds_customers, unread
from cxmaturity.contacts.rows.identities import load_identities, told_of_identities
from cxmaturity.contacts.rows.judging import CONTACT, OUTSIDE, REJECTED, SUPPRESSED, Judge
from cxmaturity.contacts.rows.misread import event_words, unknown_bounces, unmapped_events
from cxmaturity.contacts.rows.moments import read_moments
from cxmaturity.contacts.rows.profile import ISO, TimeColumn, read_times, reads_some, tells_decimals
from cxmaturity.contacts.rows.rejected import SHOWN, RejectedRow
from cxmaturity.contacts.rows.tallying import Tally, tally
from cxmaturity.contacts.rows.times import SWAPPED
from cxmaturity.contacts.rows.zones import Zone, read_zone
from cxmaturity.contacts.settings import AuditSettings, EmptyPeriodError
from cxmaturity.errors import InputError, Place, Problem, wrong
from cxmaturity.words import Text, text

if TYPE_CHECKING:
    from cxmaturity.contacts.engines.duckdb import Workplace


_SOME: Final = 0.1
"""Share of rejected rows above which the columns are misread, and allowing them is no remedy."""
_DATE: Final = len("d/m/Y")


@dataclass(frozen=True)
class Opened:
    """A file of a log, understood and counted."""

    judge: Judge
    tally: Tally


@dataclass(frozen=True)
class Unread:
    """A file of a log that cannot be read, as far as it was understood."""

    scan: Scan
    bound: Mapping[str, Binding]
    """Field to the column or value that it comes from; empty where that is not known."""


@dataclass(frozen=True)
class ReadLogs:
    """The files of logs."""

    opened: Sequence[Opened]
    unread: Sequence[Unread]
    problems: Sequence[Problem]
    """What is wrong with any of them."""


def open_logs(place: Workplace, files: Sequence[LogFile], settings: AuditSettings, say: Progress) -> list[Opened]:
    """Return every file, opened. Raises InputError with what is wrong with any of them, or when no contact is left."""
    found = read_logs(place, files, settings, say)
    if found.problems:
        raise InputError(found.problems)
    check_contacts(place, found.opened)
    return list(found.opened)


def read_logs(place: Workplace, files: Sequence[LogFile], settings: AuditSettings, say: Progress) -> ReadLogs:
    """Return the files that can be read, opened, the others, and what is wrong with any of them.

    Raises InputError where files are of no use at all.
    """
    zones: dict[str, Zone] = {}
    for name in [settings.timezone, *(file.log.timezone for file in files)]:
        _zone(place, zones, name)
    opened: list[Opened] = []
    unread: list[Unread] = []
    problems: list[Problem] = []
    if settings.identities is not None:
        try:
            load_identities(place, settings.identities)
        except InputError as error:
            problems += error.problems
    exports = _recognised(place, files, say)
    for number in exports.logs:
        try:
            opened.append(_open(place, exports, number, zones, settings, say=_of_file(say, number, files)))
            problems += _too_many_rejected(place, opened[-1], settings)
        except InputError as error:
            problems += error.problems
            unread.append(_as_far(exports, number))
    if not problems:
        problems += _formats_of_nothing(opened)
    if opened:
        first = opened[0].judge
        notes, warnings = (*exports.recognised(), *first.scan.notes), first.scan.warnings
        if settings.identities is not None and not problems:
            told, is_some = told_of_identities(place, settings.identities, [each.judge for each in opened])
            notes, warnings = ((told, *notes), warnings) if is_some else (notes, (told, *warnings))
        scan = replace(first.scan, notes=notes, warnings=warnings, beside=exports.beside)
        opened[0] = replace(opened[0], judge=replace(first, scan=scan))
    return ReadLogs(opened, unread, problems)


def _formats_of_nothing(opened: Sequence[Opened]) -> Iterator[Problem]:
    """Yield formats that are named for fields that no file of a log holds."""
    logs: dict[str, list[Opened]] = {}
    for each in opened:
        for field, form in each.judge.scan.file.log.date_formats.items():
            logs.setdefault(f"{field}={form}", []).append(each)
    for said, files in logs.items():
        field = said.partition("=")[0]
        if not any(field in each.judge.bound for each in files):
            scan = files[0].judge.scan
            what = text("a date format is given for {field}, and no column holds it.", field=field)
            yield Problem(what, Place(scan.file.path), _header(scan).hint(field, scan.file.log.columns.values()))


def _as_far(exports: Exports, number: int) -> Unread:
    """Return a file that cannot be read as far as it is understood."""
    scan = exports.scan(number)
    try:
        scan = exports.wrapped(number, scan)
        return Unread(
            scan,
            bind(scan.file.log, _header(scan), scan.given),
        )
    except (InputError, duckdb.Error):
        return Unread(scan, {})


def _of_file(say: Progress, number: int, files: Sequence[LogFile]) -> Progress:
    """Return what tells steps of one of several files as such."""
    if len(files) == 1:
        return say
    return lambda step: say(
        replace(step, what=text("{what}, file {k:int} of {n:int}", what=step.what, k=number + 1, n=len(files)))
    )


def _recognised(place: Workplace, files: Sequence[LogFile], say: Progress) -> Exports:
    """Return every file as a scan, those of vendors recognised. Raises InputError with all that cannot be read."""
    scans: list[Scan] = []
    problems: list[Problem] = []
    for number, file in enumerate(files):
        try:
            scans.append(place.scanned(file, number, _of_file(say, number, files)))
        except InputError as error:
            problems += error.problems
        except duckdb.Error as error:
            problems += _stumbled(file, error).problems
    if problems:
        raise InputError(problems)
    say(Step(text("Recognising the formats"), of_engine(place.connection)))
    return formatted(place.connection, place.folder, scans)


def _stumbled(file: LogFile, error: duckdb.Error) -> InputError:
    if isinstance(error, duckdb.OutOfMemoryException):
        return short_of_memory()
    if isinstance(error, duckdb.ConversionException) and file.kind == "parquet":
        return wrong(text("this file holds a time too far off to be read."), file.path)
    return unreadable(file, error)


def _open(
    place: Workplace, exports: Exports, number: int, zones: dict[str, Zone], settings: AuditSettings, *, say: Progress
) -> Opened:
    """Open a file as it is, or as a tidy copy where an engine stumbles over it."""
    scan = exports.scan(number)
    try:
        say(Step(text("Reading the times"), place.reading(scan)))
        return _examined(place, exports.wrapped(number, scan), zones, settings, say)
    except duckdb.Error as error:
        is_short = isinstance(error, duckdb.OutOfMemoryException)
        if is_short or scan.is_copy or scan.dialect is None or "gzip" in str(error).lower():
            raise _stumbled(scan.file, error) from error
        dialect = scan.dialect
    try:
        tidied = copied(scan.file, place.folder, number, dialect, say)
        say(Step(text("Reading the times"), place.reading(tidied)))
        return _examined(place, exports.wrapped(number, tidied), zones, settings, say)
    except duckdb.Error as error:
        raise unreadable(scan.file, error) from error


def _zone(place: Workplace, zones: dict[str, Zone], name: str | None) -> Zone | None:
    """Return a zone by its name, read once."""
    if name is not None and name not in zones:
        zones[name] = read_zone(place.connection, name)
    return None if name is None else zones[name]


def _examined(place: Workplace, scan: Scan, zones: dict[str, Zone], settings: AuditSettings, say: Progress) -> Opened:
    log = scan.file.log
    bound = bind(log, _header(scan), scan.given)
    times = _times(place, scan, bound["sent_at"])
    zone = zones[settings.timezone]
    log_zone = _zone(place, zones, log.timezone) or zone
    moments = read_moments(place, scan, bound)
    if tells_decimals(place, scan, bound["customer_id"]):
        scan = replace(scan, notes=(*scan.notes, _decimals(scan, bound["customer_id"])))
    if place.ask(scan, partial(rounds_customers, cell=bound["customer_id"]), or_, [bound["customer_id"]]):
        scan = replace(scan, notes=(*scan.notes, _rounded(scan, bound["customer_id"])))
    found = (unmapped_events(place, scan, bound), unknown_bounces(place, scan, bound))
    scan = replace(scan, warnings=(*scan.warnings, *(warning for warning in found if warning)))
    judge = Judge(scan, bound, times, log_zone, zone, settings, moments)
    say(Step(text("Counting the rows"), place.reading(scan)))
    return Opened(judge, tally(place, judge))


def _header(scan: Scan) -> Header:
    return Header(scan.file.path, scan.columns, scan.is_certain, scan.named_below)


def _rounded(scan: Scan, customer: Binding) -> Text:
    return text(
        "{place}: a spreadsheet has rounded customers’ numbers, as 1.23E+12, so several count as one; format the "
        "column as text there before the export.",
        place=str(Place(scan.file.path, column=customer.name)),
    )


def _decimals(scan: Scan, customer: Binding) -> Text:
    return text(
        "{place}: the customers are written as decimals, as 7.0 for 7; logs that write 7 would name others.",
        place=str(Place(scan.file.path, column=customer.name)),
    )


def _times(place: Workplace, scan: Scan, cell: Binding) -> TimeColumn:
    """Return how the sending is read; where the column leaves it open which part is the day, as the vendor says."""
    asked = scan.file.log.format_of("sent_at")
    try:
        times = read_times(place, scan, cell, asked)
    except InputError:
        if asked is not None or scan.dates is None:
            raise
        return read_times(place, scan, cell, scan.dates)
    if asked is None or "sent_at" in scan.file.log.date_formats or reads_some(place, scan, cell, times):
        return times
    return _iso(place, scan, cell) or times


def _iso(place: Workplace, scan: Scan, cell: Binding) -> TimeColumn | None:
    """Return how the sending is read where all of it is ISO, so that a format that fits none of it is for others."""
    try:
        own = read_times(place, scan, cell, None)
    except InputError:
        return None
    return own if own.written == ISO and reads_some(place, scan, cell, own) else None


def _too_many_rejected(place: Workplace, opened: Opened, settings: AuditSettings) -> list[Problem]:
    rejected, rows = opened.tally.count(REJECTED), opened.tally.rows
    if rejected <= Fraction(str(settings.max_rejected)) * rows:
        return []
    first = place.rejected(opened.judge, most=1)[0]
    what = text(
        "{rejected:int} of {rows:int} rows are rejected, more than {limit:percent1}; the first because {reason}.",
        rejected=rejected,
        rows=rows,
        limit=settings.max_rejected,
        reason=first.reason,
    )
    return [Problem(what, first.where, _hint(place, opened, first) or _check(opened))]


def _check(opened: Opened) -> Text:
    """Return what may be wrong with how the columns are read; how a few more rejected rows are allowed, too."""
    if opened.tally.count(REJECTED) > _SOME * opened.tally.rows:
        if opened.judge.scan.file.log.listed_as is None:
            return text("Check --map and --date-format.")
        return text("Check the log’s `map` and `date_format`.")
    option = _allowance(opened)
    if opened.judge.scan.file.log.listed_as is None:
        return text("Check --map and --date-format, or allow more with {option}.", option=option)
    return text("Check the log’s `map` and `date_format`, or allow more with {option}.", option=option)


def _allowance(opened: Opened) -> Text | str:
    """Return how as many rejected rows as a log has are allowed, to the next percent."""
    share = ceil(Fraction(100 * opened.tally.count(REJECTED), opened.tally.rows)) / 100
    return opened.judge.scan.file.log.asked_by("--max-rejected", f"audit: {{max_rejected: {share:g}}}")


def _hint(place: Workplace, opened: Opened, row: RejectedRow) -> Text | None:
    """Return how rows that are rejected like this one can be read, where their look tells it."""
    judge = opened.judge
    if row.cause == "surplus":
        if opened.tally.count(REJECTED) > _SOME * opened.tally.rows:
            return text("Check the delimiter and the quotes.")
        return text("Check the delimiter and the quotes, or allow more with {option}.", option=_allowance(opened))
    if row.cause == "unreadable" and isinstance(judge.bound["sent_at"], Constant):
        return text("Write --set sent_at=2026-05-01, or with a time, “sent_at=2026-05-01 10:00”.")
    if row.cause != "unreadable":
        return None
    if judge.scan.file.log.format_of("sent_at") is not None:
        return _without_format(place, judge)
    cells = place.ask(
        judge.scan, partial(unread, cell=judge.bound["sent_at"], read=judge.times.sql), add, [judge.bound["sent_at"]]
    )
    return remedy_for(place.connection, cells[:LOOKED_AT])


def _without_format(place: Workplace, judge: Judge) -> Text | None:
    """Return how the sending is read without the format that the user named, where that reads every cell."""
    cell = judge.bound["sent_at"]
    try:
        times = read_times(place, judge.scan, cell, None)
    except InputError as error:
        (problem,) = error.problems
        return SWAPPED if problem.remedy == SWAPPED else None
    if place.ask(judge.scan, partial(unread, cell=cell, read=times.sql), add, [cell]):
        return None
    option = "--date-format" if judge.scan.file.log.listed_as is None else "`date_format`"
    written = re.sub("[dmY]", r"%\g<0>", times.written) if len(times.written) == _DATE else times.written
    return text("Without {option} the column is read as {form}.", option=option, form=written)


def check_contacts(place: Workplace, opened: Sequence[Opened]) -> None:
    """Raise InputError when there is no contact at all, and say why."""
    tallies = [each.tally for each in opened]
    if any(each.count(CONTACT) for each in tallies):
        return
    where = Place(opened[0].judge.scan.file.path)
    if not any(each.rows for each in tallies):
        raise wrong(text("this log has no rows below its header."), where)
    if any(each.count(OUTSIDE) for each in tallies):
        is_file = opened[0].judge.scan.file.log.listed_as is None
        remedy = text("Check --from and --to.") if is_file else text("Check log_from and log_to in cycle.yaml.")
        raise EmptyPeriodError(Problem(text("no contact lies in the period."), where, remedy))
    if any(each.count(REJECTED) for each in tallies):
        raise InputError(_all_rejected(place, opened))
    if any(each.count(SUPPRESSED) for each in tallies):
        raise wrong(text("every row of this log was suppressed, so nobody was contacted."), where)
    types = {event for each in tallies for event in each.other_events}
    raise wrong(
        text("this log has no row of the event type “sent”, and only those are contacts."),
        where,
        _event_types(opened, types) if types else None,
    )


def _event_types(opened: Sequence[Opened], types: Set[str]) -> Text:
    """Return the event types of logs without any known one, and the words that they should have."""
    what = text("Its event types are: {types}.", types=named(types))
    is_own = all(each.judge.scan.given is None for each in opened)
    return text("{what} {known}", what=what, known=event_words(types)) if is_own else what


def _all_rejected(place: Workplace, opened: Sequence[Opened]) -> Iterator[Problem]:
    """Yield how many rows are rejected where no contact is left, and the first row for each reason."""
    rejected, rows = sum(each.tally.count(REJECTED) for each in opened), sum(each.tally.rows for each in opened)
    found = [row for each in opened for row in place.rejected(each.judge, SHOWN)]
    by_reason = {str(row.reason): row for row in reversed(found)}
    first, *others = sorted(by_reason.values(), key=found.index)
    what = text(
        "no contact is left, because {rejected:int} of {rows:int} {rows:plural row|rows} {rejected:plural is|are} "
        "rejected; this one because {reason}.",
        rejected=rejected,
        rows=rows,
        reason=first.reason,
    )
    hints = [hint for each in opened if (hint := _hint(place, each, first))]
    yield Problem(what, first.where, hints[0] if hints else text("Check --map and --date-format."))
    for row in others:
        yield Problem(text("row rejected: {reason}.", reason=row.reason), row.where)
