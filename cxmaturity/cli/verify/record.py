"""The result of ``verify`` as JSON."""

from __future__ import annotations

from collections.abc import Iterable

from cxmaturity import __version__
from cxmaturity.cli.verify.checking import Verified, digest
from cxmaturity.engagement.recomputing import Disagreement
from cxmaturity.engagement.reproducing import InputSince
from cxmaturity.resources import program_digest
from cxmaturity.words import Language


def verify_record(verified: Verified, language: Language) -> dict[str, object]:
    """Return what came of the comparison; hints speak that language."""
    proof, header = verified.asked.proof, verified.model.header
    return {
        "schema": "cxmaturity/verify/1",
        "identical": verified.is_same,
        "verdict": verified.verdict,
        "same_bytes": verified.again == verified.asked.content,
        "file": str(verified.asked.file),
        "folder": str(verified.folder),
        "organisation": {"then": proof.organisation, "now": verified.organisation},
        "cycle": proof.cycle,
        "as_of": proof.as_of.isoformat(),
        "language": proof.language,
        "kind": proof.kind,
        "internal": proof.internal,
        "keeps_facts": verified.keeps_facts,
        "facts": {
            "on_trust": list(verified.on_trust),
            "disagreements": _differing(verified.disagreements),
        },
        "results": {"disagreements": _differing(verified.concluded_otherwise)},
        "sha256": {
            "then": digest(verified.asked.content),
            "now": None if verified.again is None else digest(verified.again),
        },
        "version": {"then": proof.version, "now": __version__},
        "program": {"then": proof.program, "now": program_digest()},
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


def _differing(found: Iterable[Disagreement]) -> list[dict[str, str]]:
    return [{"key": each.key, "recorded": each.recorded, "computed": each.computed} for each in found]
