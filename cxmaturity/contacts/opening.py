"""Files to judges: each is opened, its columns bound, its times understood, its rows counted."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

import duckdb

from cxmaturity.contacts.columns import Header, bind
from cxmaturity.contacts.files import LogFile
from cxmaturity.contacts.identities import load_identities
from cxmaturity.contacts.judging import CONTACT, OUTSIDE, REJECTED, SUPPRESSED, Judge
from cxmaturity.contacts.moments import read_moments
from cxmaturity.contacts.naming import named
from cxmaturity.contacts.profile import read_times
from cxmaturity.contacts.rejected import SHOWN, rejected_rows
from cxmaturity.contacts.scans import Scan, copied, open_scan, short_of_memory, unreadable
from cxmaturity.contacts.settings import AuditSettings
from cxmaturity.contacts.tallying import Tally, tally
from cxmaturity.contacts.zones import Zone, read_zone
from cxmaturity.errors import InputError, Place, Problem, wrong
from cxmaturity.words import text

if TYPE_CHECKING:
    from cxmaturity.contacts.engine import Workplace


@dataclass(frozen=True)
class Opened:
    """A file of a log, understood and counted."""

    judge: Judge
    tally: Tally


def open_logs(
    place: Workplace, files: Sequence[LogFile], settings: AuditSettings, told: Callable[[int], None]
) -> list[Opened]:
    """Return every file, opened. Raises InputError with what is wrong with any of them, or when no contact is left."""
    zones: dict[str, Zone] = {}
    for name in [settings.timezone, *(file.log.timezone for file in files)]:
        if name is not None and name not in zones:
            zones[name] = read_zone(place.connection, name)
    opened: list[Opened] = []
    problems: list[Problem] = []
    if settings.identities is not None:
        try:
            load_identities(place, settings.identities)
        except InputError as error:
            problems += error.problems
    for number, file in enumerate(files):
        told(number)
        try:
            opened.append(_open(place, file, number, zones, settings))
            problems += _too_many_rejected(place, opened[-1], settings)
        except InputError as error:
            problems += error.problems
    if problems:
        raise InputError(problems)
    _check_contacts(place, opened)
    return opened


def _open(place: Workplace, file: LogFile, number: int, zones: dict[str, Zone], settings: AuditSettings) -> Opened:
    """Open a file as it is, or as a tidy copy where an engine stumbles over it."""
    scan: Scan | None = None
    try:
        scan = open_scan(place.connection, file, place.folder, number)
        return _examined(place, scan, zones, settings)
    except duckdb.OutOfMemoryException as error:
        raise short_of_memory() from error
    except duckdb.Error as error:
        if isinstance(error, duckdb.ConversionException) and file.kind == "parquet":
            raise wrong(text("this file holds a time too far off to be read."), file.path) from error
        if scan is None or scan.is_copy or scan.dialect is None or "gzip" in str(error).lower():
            raise unreadable(file, error) from error
        dialect = scan.dialect
    try:
        return _examined(place, copied(scan.file, place.folder, number, dialect), zones, settings)
    except duckdb.Error as error:
        raise unreadable(file, error) from error


def _examined(place: Workplace, scan: Scan, zones: dict[str, Zone], settings: AuditSettings) -> Opened:
    log = scan.file.log
    bound = bind(log, Header(scan.file.path, scan.columns, scan.is_certain))
    times = read_times(place.connection, scan, bound["sent_at"], log.date_format)
    zone = zones[settings.timezone]
    moments = read_moments(place.connection, scan, bound, log.date_format)
    judge = Judge(scan, bound, times, zones[log.timezone] if log.timezone else zone, zone, settings, moments)
    return Opened(judge, tally(place.connection, judge))


def _too_many_rejected(place: Workplace, opened: Opened, settings: AuditSettings) -> list[Problem]:
    rejected, rows = opened.tally.count(REJECTED), opened.tally.rows
    if rejected <= Fraction(str(settings.max_rejected)) * rows:
        return []
    first = rejected_rows(place.connection, opened.judge, most=1)[0]
    what = text(
        "{rejected:int} of {rows:int} rows are rejected, more than {limit:percent1}; the first because {reason}.",
        rejected=rejected,
        rows=rows,
        limit=settings.max_rejected,
        reason=first.reason,
    )
    remedy = text("Check --map and --date-format, or allow more with --max-rejected.")
    return [Problem(what, first.where, remedy)]


def _check_contacts(place: Workplace, opened: Sequence[Opened]) -> None:
    """Raise InputError when there is no contact at all, and say why."""
    tallies = [each.tally for each in opened]
    if any(each.count(CONTACT) for each in tallies):
        return
    where = Place(opened[0].judge.scan.file.path)
    if not any(each.rows for each in tallies):
        raise wrong(text("this log has no rows below its header."), where)
    if any(each.count(OUTSIDE) for each in tallies):
        raise wrong(text("no contact lies in the period."), where, text("Check --from and --to."))
    if any(each.count(REJECTED) for each in tallies):
        raise InputError(_all_rejected(place, opened))
    if any(each.count(SUPPRESSED) for each in tallies):
        raise wrong(text("every row of this log was suppressed, so nobody was contacted."), where)
    types = {event for each in tallies for event in each.other_events}
    raise wrong(
        text("this log has no row of the event type “sent”, and only those are contacts."),
        where,
        text("Its event types are: {types}.", types=named(types)) if types else None,
    )


def _all_rejected(place: Workplace, opened: Sequence[Opened]) -> Iterator[Problem]:
    """Yield how many rows are rejected where no contact is left, and the first row for each reason."""
    rejected, rows = sum(each.tally.count(REJECTED) for each in opened), sum(each.tally.rows for each in opened)
    found = [row for each in opened for row in rejected_rows(place.connection, each.judge, SHOWN)]
    by_reason = {str(row.reason): row for row in reversed(found)}
    first, *others = sorted(by_reason.values(), key=found.index)
    what = text(
        "no contact is left, because {rejected:int} of {rows:int} {rows:plural row|rows} {rejected:plural is|are} "
        "rejected; this one because {reason}.",
        rejected=rejected,
        rows=rows,
        reason=first.reason,
    )
    yield Problem(what, first.where, text("Check --map and --date-format."))
    for row in others:
        yield Problem(text("row rejected: {reason}.", reason=row.reason), row.where)
