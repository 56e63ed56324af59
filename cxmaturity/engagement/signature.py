"""Whether a signed cycle's answers are still those that were signed."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path

from cxmaturity.engagement import journal
from cxmaturity.engagement.folder import Cycle
from cxmaturity.engagement.settings import Signature
from cxmaturity.words import Text, text


def answers_digest(cycle: Cycle) -> str:
    """Return the digest of a cycle's journal, as a signature holds it."""
    return hashlib.sha256(journal.content_of(cycle.journal)).hexdigest()


def signature_notes(cycle: Cycle) -> list[Text]:
    """Return what a reader should know of a cycle's signature; nothing when there is none, or it covers all."""
    signed = cycle.settings.signed
    if signed is None:
        return []
    since = _lines_since(signed, journal.content_of(cycle.journal))
    if since == 0:
        return []
    if since is not None:
        return [
            text(
                "{cycle} was signed by {name}; {n:int} {n:plural line|lines} written since {n:plural is|are} "
                "not signed.",
                cycle=cycle.name,
                name=signed.by,
                n=since,
            )
        ]
    kept = _snapshot_signed(signed, cycle)
    if kept is not None:
        return [
            text(
                "{cycle} was signed by {name}; the signed answers are kept in {file}, what the model's new version "
                "made of them is not signed.",
                cycle=cycle.name,
                name=signed.by,
                file=kept.name,
            )
        ]
    return [
        text(
            "{cycle} was signed by {name}, and its answers are not those that were signed: {path} was changed.",
            cycle=cycle.name,
            name=signed.by,
            path=cycle.journal,
        )
    ]


def _lines_since(signed: Signature, content: bytes) -> int | None:
    """Return how many lines were added behind what was signed; None when the journal does not begin with that."""
    ends = list(_digests(content))
    matching = [number for number, digest in ends if digest == signed.digest]
    return len(content.splitlines()) - matching[-1] if matching else None


def _digests(content: bytes) -> Iterator[tuple[int, str]]:
    """Yield the digest after each line, without its line break and with it, because the last one may have lacked it."""
    running = hashlib.sha256()
    for number, line in enumerate(content.splitlines(keepends=True), start=1):
        bare = line.rstrip(b"\n")
        running.update(bare)
        yield number, running.hexdigest()
        running.update(line[len(bare) :])
        yield number, running.hexdigest()


def _snapshot_signed(signed: Signature, cycle: Cycle) -> Path | None:
    """Return the snapshot of an earlier version that begins with what was signed."""
    snapshots = sorted(cycle.folder.glob("answers.*.jsonl"))
    return next((path for path in snapshots if _lines_since(signed, journal.content_of(path)) is not None), None)
