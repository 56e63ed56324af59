"""Where a plan or a report may be written: over nothing that somebody else made, filled in or needs."""

from __future__ import annotations

from pathlib import Path

from cxmaturity.engagement.earlier_plan import kept_plan
from cxmaturity.engagement.folder import Cycle, Engagement
from cxmaturity.engagement.logs import logs_of
from cxmaturity.engagement.updates import read_lines, updates
from cxmaturity.errors import InputError, wrong
from cxmaturity.words import text


def check_place(engagement: Engagement, path: Path) -> None:
    """Raise InputError when a plan written there would replace what people filled in, or a file that is read.

    An earlier export may be replaced when ``roadmap.yaml`` holds all that it says.
    """
    if _is_read(engagement, path.resolve()):
        what = text("{path} is read as an input of this engagement, so no plan is written there.", path=path)
        raise wrong(what, remedy=text("Give another name, or another folder."))
    if path.exists():
        _check_nothing_is_lost(engagement, path)


def check_report_place(engagement: Engagement, path: Path) -> None:
    """Raise InputError when a report written there would replace a file that is read, or what a cycle has recorded."""
    place = path.resolve()
    if _is_read(engagement, place):
        what = text("{path} is read as an input of this engagement, so no report is written there.", path=path)
        raise wrong(what, remedy=text("Give another name, or another folder."))
    if any(place in _records(cycle) for cycle in engagement.cycles()):
        what = text("{path} holds what this cycle has recorded, so no report is written there.", path=path)
        raise wrong(what, remedy=text("Give another name, or another folder."))


def _records(cycle: Cycle) -> set[Path]:
    """Return the files of a cycle that a report could be named like."""
    return {path.resolve() for path in (cycle.facts, cycle.results, kept_plan(cycle))}


def _is_read(engagement: Engagement, path: Path) -> bool:
    inputs = {engagement.cases_file.resolve(), *(file.resolve() for file in logs_of(engagement).files)}
    return path in inputs or path.is_relative_to(engagement.contacts.resolve())


def _check_nothing_is_lost(engagement: Engagement, path: Path) -> None:
    """Raise InputError unless a file is a plan whose columns for ``roadmap.yaml`` say what that file says."""
    other = text("Give another name, or remove the file.")
    try:
        found = updates(read_lines(path), engagement.roadmap(), engagement.model(), engagement.known())
    except InputError as error:
        what = text(
            "{path} stands there already and is no plan that could be replaced: {reason}",
            path=path,
            reason=error.problems[0].what,
        )
        raise wrong(what, remedy=other) from error
    if found.changes:
        what = text(
            "{path} stands there already, and says what roadmap.yaml does not, of {ids}.",
            path=path,
            ids=", ".join(dict.fromkeys(change.id for change in found.changes)),
        )
        keep = text(
            "Have it kept first: cxmaturity roadmap {folder} --update {path}. Or give another name.",
            folder=engagement.folder,
            path=path,
        )
        raise wrong(what, remedy=keep)
