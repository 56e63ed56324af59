"""What the PDF carries beside its pages: the results for machines, their tables whole, and what they rest on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

from cxmaturity.report.edition import Edition
from cxmaturity.report.sheets import sheets
from cxmaturity.report.tables import Sheet, delimited
from cxmaturity.report.view.speech import Speech
from cxmaturity.results import ELSEWHERE, Results
from cxmaturity.words import text

RECORD: Final = "report.json"
"""The results, ``cxmaturity/report/1``."""
DIGESTS: Final = "inputs.sha256"
"""The digests of all inputs, as ``sha256sum --check`` reads them in the engagement's folder."""


@dataclass(frozen=True)
class Attached:
    """One file inside the PDF."""

    name: str
    content: bytes
    kind: str
    """Its MIME type, said here because a guess would follow the machine's own list."""
    about: str
    """What it holds, in the reader's language."""
    relationship: Literal["Data", "Source"]
    """What it is to the pages: the figures behind them, or what they were made from."""

    @property
    def stem(self) -> str:
        """Its name without the ending."""
        return self.name.rpartition(".")[0]


def attachments(results: Results, edition: Edition) -> tuple[Attached, ...]:
    """Return every file that goes into the PDF, by name, as a PDF's own list of them has to be sorted."""
    from cxmaturity.report import json

    speech = Speech(edition.language, {})
    record, digests = text("everything that it says, for machines"), text("digests of everything it rests on")
    found = [
        Attached(RECORD, json(results, edition), "application/json", speech.say(record), "Data"),
        Attached(DIGESTS, digest_list(results, edition).encode(), "text/plain", speech.say(digests), "Source"),
        *(_table(sheet, speech) for sheet in sheets(results, edition)),
    ]
    return tuple(sorted(found, key=lambda attached: attached.name))


def digest_list(results: Results, edition: Edition) -> str:
    """Return the digests of the inputs, a line each; what is no file in the engagement's folder is a comment."""
    header = results.assessment.model.header
    lines = [f"# content of the model {header.id} {header.version}: {results.assessment.model.hash}"]
    for path, digest in sorted(results.inputs.items()):
        lines.append(f"# {path}: {digest}" if path.startswith(ELSEWHERE) else f"{digest}  {path}")
    for what, files in (("theme", edition.theme_digests), ("template", edition.template_digests)):
        lines += [f"# {what} {path}: {digest}" for path, digest in sorted(files.items())]
    return "\n".join(lines) + "\n"


def _table(sheet: Sheet, speech: Speech) -> Attached:
    about = text("table “{name}”, {n:int} {n:plural row|rows}", name=sheet.name, n=len(sheet.rows))
    return Attached(f"{sheet.file}.csv", delimited(sheet), "text/csv", speech.say(about), "Data")
