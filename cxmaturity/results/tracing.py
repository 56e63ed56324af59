"""From a metric to the files that it rests on, by the names under which their digests stand."""

from __future__ import annotations

from collections.abc import Iterator

from cxmaturity.evidence.origins import Origin, origins_of
from cxmaturity.results import Results
from cxmaturity.results.paths import shown_path


def files_of(metric: str, results: Results) -> tuple[str, ...]:
    """Return the inputs that a metric rests on, each once; those of ``Results.inputs`` where they are known there."""
    facts = results.assessment.facts
    found = (name for origin in origins_of(metric, facts) for name in _names(origin, results))
    return tuple(dict.fromkeys(found))


def _names(origin: Origin, results: Results) -> Iterator[str]:
    facts = results.assessment.facts
    if origin.kind == "log":
        known = {digest: path for path, digest in results.inputs.items()}
        for log in facts.contacts.inputs if facts.contacts else ():
            yield known.get(log.sha256) or shown_path(log.path)
        return
    for name in origin.files:
        own = f"cycles/{facts.cycle}/{name}"
        yield own if own in results.inputs else name
