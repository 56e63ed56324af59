"""What goes into a cycle's facts.json, and whether what stands there still holds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from cxmaturity.engagement import recorded
from cxmaturity.engagement.folder import SETTINGS, Cycle, Engagement
from cxmaturity.engagement.lock import READERS_PATIENCE, BusyError, locked
from cxmaturity.engagement.logs import Logs, logs_of, shown_path
from cxmaturity.engagement.recorded import Input, ModelSeen, Recorded, Seen, digested, seen
from cxmaturity.engagement.settings_file import policy_file
from cxmaturity.errors import InputError, Problem, wrong
from cxmaturity.evidence.measures import ContactFacts
from cxmaturity.evidence.ownership_map import OwnershipMap
from cxmaturity.model.scoring_rules import ScoringRules
from cxmaturity.words import Text, text


def unreadable(engagement: Engagement, cycle: Cycle) -> Text:
    """Return a note that facts are computed anew. Raises InputError where there is nothing to compute them from."""
    if not logs_of(engagement).files:
        raise wrong(
            text("these facts cannot be read, and there is no log to compute them from."),
            cycle.facts,
            text("Restore the file, or delete it to go on without contact facts."),
        )
    return text("{path} cannot be read; its facts are computed anew.", path=cycle.facts)


def record_of(
    engagement: Engagement,
    ownership_map: OwnershipMap | None,
    asked: Mapping[str, object],
    logs: tuple[Input, ...],
    contact: ContactFacts | None,
    *,
    known: Recorded | None,
) -> Recorded:
    """Return what is to be recorded of a cycle that is scored by the model as it is.

    Of what was known before, the model that the cycle was first read by and the loop stay.
    """
    before = known or Recorded()
    return Recorded(
        logs,
        asked,
        contact,
        ownership_map,
        engagement.roadmap(),
        files=digested(beside(engagement), before.files),
        model=before.model or ModelSeen.of(engagement.model()),
        rules=ScoringRules.of(engagement.model()),
        loop=before.loop,
        loop_asked=before.loop_asked,
    )


def beside(engagement: Engagement) -> tuple[Seen, ...]:
    """Return the engagement's files that facts follow from, beside the logs and the answers."""
    policy = policy_file(engagement.folder, engagement.settings.policy)
    paths = (
        engagement.folder / SETTINGS,
        engagement.map_file,
        engagement.roadmap_file,
        engagement.cases_file,
        engagement.contacts / "manifest.yaml",
        *((policy,) if policy else ()),
    )
    return seen((shown_path(path, engagement), path) for path in paths if path.exists())


def store(engagement: Engagement, cycle: Cycle, known: Recorded | None, fresh: Recorded) -> list[Text]:
    """Record new facts; say so where the folder cannot take them, because reading goes on all the same.

    At another date than the cycle's, the loop that was recorded stays.
    """
    if known is not None and cycle.as_of != cycle.settings.date:
        fresh = replace(fresh, loop=known.loop, loop_asked=known.loop_asked)
    if known == fresh or not cycle.recorded:
        return []
    try:
        with locked(engagement.folder, READERS_PATIENCE):
            recorded.write(cycle.facts, fresh)
    except BusyError:
        return [text("facts.json was not rewritten: somebody is answering in this engagement right now.")]
    except InputError as error:
        return [as_note(problem) for problem in error.problems]
    return []


def seen_logs(engagement: Engagement, logs: Logs) -> tuple[Seen, ...]:
    """Return the log files as they lie there now."""
    return seen((shown_path(path, engagement), path) for path in logs.files)


def digests(contact: ContactFacts | None) -> Mapping[str, str]:
    """Return the digests that an audit took while it read the logs."""
    return {log.path: log.sha256 for log in contact.inputs} if contact else {}


def if_unchanged(
    files: tuple[Seen, ...], asked: Mapping[str, object], known: Recorded | None
) -> tuple[Input, ...] | None:
    """Return the logs with their digests when recorded facts still hold for them, None when they are to be audited."""
    if known is None or known.asked != asked or [file.name for file in files] != [file.path for file in known.logs]:
        return None
    inputs = digested(files, known.logs)
    before = [file.sha256 for file in known.logs]
    return inputs if [file.sha256 for file in inputs] == before else None


def as_note(problem: Problem) -> Text:
    """Return a problem as a note, for where it is no reason to stop."""
    return Text("{where}: {what}", {"where": problem.where, "what": problem.what})
