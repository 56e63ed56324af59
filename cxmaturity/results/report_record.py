"""Results as ``cxmaturity report -o FILE.json`` writes them, and as the PDF holds them attached."""

from __future__ import annotations

from cxmaturity import __version__
from cxmaturity.comparison.progress import progress_record
from cxmaturity.results import Results
from cxmaturity.results.score_record import score_record
from cxmaturity.roadmap.record import roadmap_record
from cxmaturity.words import Language

SCHEMA = "cxmaturity/report/1"


def report_record(results: Results, language: Language) -> dict[str, object]:
    """Return everything that a report says, for machines; findings speak that language. Nothing is rounded."""
    plan = {"roadmap": roadmap_record(results.roadmap, language)} if results.roadmap else {}
    since = {"progress": progress_record(results.progress)} if results.progress else {}
    return {
        "schema": SCHEMA,
        "version": __version__,
        "language": language,
        "score": score_record(results.assessment, language),
        **plan,
        **since,
        "inputs": [{"path": path, "sha256": digest} for path, digest in sorted(results.inputs.items())],
    }
