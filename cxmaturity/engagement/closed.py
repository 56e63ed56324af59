"""When recorded facts stay as they are: the cycle is closed, or the logs that they rest on are gone."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from fnmatch import fnmatchcase
from typing import Any

from cxmaturity.engagement.folder import Cycle, Engagement
from cxmaturity.engagement.logs import Logs, logs_of, shown_path
from cxmaturity.engagement.recorded import Recorded, digested
from cxmaturity.engagement.recording import beside, seen_logs
from cxmaturity.evidence.loop import LoopFacts
from cxmaturity.words import Text, text


def kept_without_logs(engagement: Engagement, logs: Logs, known: Recorded | None) -> list[Text]:
    """Return why recorded contact facts are kept: their logs are not here any more, and no other log is.

    No facts are kept where the manifest names a file that they do not rest on: that is a slip, to be told.
    """
    if known is None or known.contact is None:
        return []
    present = {shown_path(path, engagement) for path in logs.files}
    then = {file.path for file in known.logs}
    gone = sorted(then - present)
    if not gone or present - then or not all(_is_one_of(path, engagement, gone) for path in logs.missing):
        return []
    return [
        text(
            "{n:plural This log is|These logs are} not here any more, so what was recorded of {n:plural it|them} is "
            "used: {paths}.",
            n=len(gone),
            paths=", ".join(gone),
        )
    ]


def _is_one_of(written: str, engagement: Engagement, paths: list[str]) -> bool:
    """Tell whether a path as the manifest writes it, which may hold ``*``, stands for one of those files."""
    named = shown_path(engagement.contacts / written, engagement)
    return any(fnmatchcase(path, named) or path.startswith(f"{named}/") for path in paths)


def is_closed(engagement: Engagement, cycle: Cycle, known: Recorded) -> bool:
    """Tell whether a cycle keeps its recorded facts: a later one has begun, and its own window is as it was."""
    latest = engagement.cycles()[-1].name == cycle.name
    window = {"log_from": cycle.settings.log_from, "log_to": cycle.settings.log_to}
    then = {name: known.asked.get(name) for name in window}
    return not latest and then == {name: str(day) if day else None for name, day in window.items()}


def what_changed(engagement: Engagement, cycle: Cycle, known: Recorded) -> list[Text]:
    """Return a note when files are new or changed since a closed cycle's facts were recorded; lost ones are none."""
    changed = _changed(engagement, known)
    if not changed:
        return []
    return [
        text(
            "The cycle {cycle} keeps the facts recorded for it; changed since: {paths}. "
            "To renew them: cxmaturity {command} {folder} --cycle {cycle}",
            cycle=cycle.name,
            paths=", ".join(changed),
            command="loop" if changed == [engagement.cases_file.name] else "audit",
            folder=engagement.folder,
        )
    ]


def what_was_renewed(engagement: Engagement, cycle: Cycle, known: Recorded) -> list[Text]:
    """Return what a renewal of a closed cycle's loop did, and what the cycle keeps although it has changed since."""
    told = text(
        "The closed loop of the cycle {cycle} was renewed from the cases and logs as they are now, with the map and "
        "rules recorded for the cycle.",
        cycle=cycle.name,
    )
    changed = _changed(engagement, known)
    if not changed:
        return [told]
    return [
        told,
        text(
            "Everything else of the cycle {cycle} stays as recorded; changed since: {paths}. "
            "To renew it too: cxmaturity audit {folder} --cycle {cycle}",
            cycle=cycle.name,
            paths=", ".join(changed),
            folder=engagement.folder,
        ),
    ]


def with_loop_renewed(engagement: Engagement, known: Recorded, loop: LoopFacts, asked: Mapping[str, Any]) -> Recorded:
    """Return a closed cycle's record with its loop as it was observed now, and the digest of the cases it rests on.

    The rest stays, the map and its rules too: a cycle is judged by the rules that it was recorded with.
    """
    cases = shown_path(engagement.cases_file, engagement)
    others = [file for file in known.files if file.path != cases]
    now = [file for file in digested(beside(engagement), known.files) if file.path == cases]
    return replace(known, loop=loop, loop_asked=asked, files=(*others, *now))


def _changed(engagement: Engagement, known: Recorded) -> list[str]:
    """Return the files that are new or changed since facts were recorded, sorted."""
    before = {file.path: file.sha256 for file in (*known.files, *known.logs)}
    now = digested((*beside(engagement), *seen_logs(engagement, logs_of(engagement))), known.logs)
    return sorted(file.path for file in now if before.get(file.path) != file.sha256)
