"""``results.json``: what the commands concluded, and the report prints. No clock, no duration, no engine in it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from itertools import islice
from pathlib import Path

from cxmaturity.assess import Assessment
from cxmaturity.comparison.progress import Progress, progress_record
from cxmaturity.engagement import atomic
from cxmaturity.engagement.earlier_plan import keep_plan
from cxmaturity.engagement.facts import Gathered
from cxmaturity.engagement.lock import READERS_PATIENCE, BusyError, locked
from cxmaturity.engagement.recording import as_note
from cxmaturity.errors import InputError
from cxmaturity.evidence.loop import loop_record
from cxmaturity.evidence.measures import contact_record
from cxmaturity.results.differing import differing
from cxmaturity.results.score_record import score_record
from cxmaturity.roadmap import Roadmap, roadmap_record
from cxmaturity.words import Text, text

SCHEMA = "cxmaturity/results/1"
_MOST = 3


def write_results(gathered: Gathered, record: Mapping[str, object]) -> tuple[Text, ...]:
    """Write the cycle's results whole; return notes where the folder cannot take them, because reading goes on.

    ``record`` maps a part (score, roadmap…) to its JSON. Parts that another command wrote from the very same facts
    are kept. A run at another date than the cycle's is a what-if, and leaves the results alone.
    """
    if not gathered.cycle.recorded or gathered.cycle.as_of != gathered.cycle.settings.date:
        return ()
    path = gathered.cycle.results
    basis = _basis(gathered)
    try:
        with locked(gathered.engagement.folder, READERS_PATIENCE):
            present = _read(path)
            kept = present if present.get("basis") == basis else {}
            keep_plan(gathered.cycle, present, gathered.facts.roadmap)
            atomic.write_json(path, {**kept, "schema": SCHEMA, "basis": basis, **record})
    except BusyError:
        return (text("results.json was not rewritten: somebody is answering in this engagement right now."),)
    except InputError as error:
        return tuple(as_note(problem) for problem in error.problems)
    return ()


def write_conclusions(
    gathered: Gathered, assessment: Assessment, roadmap: Roadmap, progress: Progress
) -> tuple[Text, ...]:
    """Write scores and roadmap, in the engagement's language; return notes where the folder cannot take them."""
    return write_results(gathered, _conclusions(gathered, assessment, roadmap, progress))


def _conclusions(
    gathered: Gathered, assessment: Assessment, roadmap: Roadmap, progress: Progress
) -> dict[str, dict[str, object]]:
    language = gathered.engagement.settings.language
    planned = {**roadmap_record(roadmap, language), "progress": progress_record(progress)}
    return {"score": score_record(assessment, language), "roadmap": planned}


def not_as_concluded(
    gathered: Gathered, assessment: Assessment, roadmap: Roadmap, progress: Progress
) -> tuple[tuple[str, str, str], ...]:
    """Return what results.json says otherwise than what follows from the very facts that it names: key, then, now.

    Empty where it rests on other facts, or is not there; no more than the first few.
    """
    present = _read(gathered.cycle.results)
    if gathered.cycle.as_of != gathered.cycle.settings.date or present.get("basis") != _basis(gathered):
        return ()
    now = json.loads(json.dumps(_conclusions(gathered, assessment, roadmap, progress)))
    then = {part: present[part] for part in now if part in present}
    return tuple(islice(differing(then, {part: now[part] for part in then}), _MOST))


def kept_roadmap(gathered: Gathered) -> Mapping[str, object]:
    """Return the plan as it is, as results.json keeps it; empty unless it rests on the very same facts."""
    if gathered.cycle.as_of != gathered.cycle.settings.date:
        return {}
    present = _read(gathered.cycle.results)
    roadmap = present.get("roadmap") if present.get("basis") == _basis(gathered) else None
    return roadmap if isinstance(roadmap, dict) else {}


def _read(path: Path) -> dict[str, object]:
    try:
        given = json.loads(path.read_bytes())
    except FileNotFoundError:
        return {}
    except OSError as error:
        raise atomic.unreadable(path, error) from error
    except (ValueError, RecursionError):
        return {}
    return given if isinstance(given, dict) and given.get("schema") == SCHEMA else {}


def _basis(gathered: Gathered) -> str:
    """Return a digest of everything that results follow from."""
    facts = gathered.facts
    record = {
        "model": gathered.model.hash,
        "as_of": facts.as_of,
        "answers": sorted(repr(answer) for answer in facts.answers),
        "contacts": contact_record(facts.contacts) if facts.contacts else None,
        "loop": loop_record(facts.loop) if facts.loop else None,
        "map": facts.map.model_dump(mode="json") if facts.map else None,
        "roadmap": facts.roadmap.model_dump(mode="json", exclude_unset=True),
        "settings": gathered.engagement.settings.model_dump(mode="json"),
    }
    return hashlib.sha256(json.dumps(record, sort_keys=True, default=str).encode()).hexdigest()
