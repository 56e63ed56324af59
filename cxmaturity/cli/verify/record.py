"""The result of ``verify`` as JSON."""

from __future__ import annotations

from collections.abc import Iterable

from cxmaturity import __version__
from cxmaturity.cli.verify.checking import Verified, digest
from cxmaturity.engagement.reproducing import InputSince
from cxmaturity.words import Language


def verify_record(verified: Verified, language: Language) -> dict[str, object]:
    """Return what came of the comparison; hints speak that language."""
    proof, header = verified.asked.proof, verified.model.header
    return {
        "schema": "cxmaturity/verify/1",
        "identical": verified.is_same,
        "file": str(verified.asked.file),
        "folder": str(verified.folder),
        "organisation": {"then": proof.organisation, "now": verified.organisation},
        "cycle": proof.cycle,
        "as_of": proof.as_of.isoformat(),
        "language": proof.language,
        "kind": proof.kind,
        "internal": proof.internal,
        "keeps_facts": verified.keeps_facts,
        "sha256": {
            "then": digest(verified.asked.content),
            "now": None if verified.again is None else digest(verified.again),
        },
        "version": {"then": proof.version, "now": __version__},
        "model": {
            "then": {"id": proof.model.id, "version": proof.model.version, "hash": proof.model.hash},
            "now": {"id": header.id, "version": header.version, "hash": verified.model.hash},
        },
        "inputs": _files(verified.inputs),
        "theme": _files(verified.theme),
        "templates": _files(verified.templates),
        "hints": [hint.show(language) for hint in verified.hints],
    }


def _files(files: Iterable[InputSince]) -> list[dict[str, object]]:
    return [{"path": each.path, "state": each.state, "then": each.then, "now": each.now} for each in files]
