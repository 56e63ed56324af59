"""Bring a cycle's journal up to the present version of the model before more answers are written to it."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import count
from pathlib import Path

from cxmaturity.engagement import atomic, journal, recorded
from cxmaturity.engagement.folder import Cycle, Engagement, now
from cxmaturity.engagement.journal import Entry, Journal
from cxmaturity.engagement.recorded import ModelSeen
from cxmaturity.engagement.versions import Ways, as_present
from cxmaturity.model import Model
from cxmaturity.model.scoring_rules import ScoringRules
from cxmaturity.words import text


def to_write(engagement: Engagement, cycle: Cycle) -> Journal:
    """Return a cycle's journal, ready to take answers by the present model; its notes say what was done for that.

    A journal of an earlier version is first kept as it is in ``answers.<version>.jsonl`` beside it, then replaced
    whole. To be called by who holds the engagement's lock. Raises InputError when the folder refuses; the journal is
    then as it was.
    """
    model, migrations = engagement.model(), engagement.migrations()
    present = as_present(journal.read(cycle.journal, now()), model, migrations)
    notes = present.journal.notes
    if present.behind:
        kept = _replace(cycle.journal, Ways(model, migrations))
        note = text("These answers are now kept in their new form; as they were, they stand in {path}.", path=kept)
        notes = (*notes, note)
    _remember(cycle, model)
    return replace(present.journal, notes=notes)


def _replace(path: Path, ways: Ways) -> Path:
    """Write a journal anew as the present version has it, and return where it is kept as it was."""
    content = journal.content_of(path)
    oldest = ""
    now_lines: list[bytes] = []
    for line in journal.read_lines(content):
        if isinstance(line.said, Entry) and (lines := ways.lines(line.said)) != (line.said,):
            oldest = oldest or line.said.version
            now_lines += [journal.line_of(entry) for entry in lines]
        else:
            now_lines.append(line.raw + b"\n")
    kept = _keep(path, oldest, content)
    atomic.write(path, b"".join(now_lines))
    return kept


def _keep(path: Path, version: str, content: bytes) -> Path:
    """Write a journal as it is beside it, under the name of its version, and return where; never over another one."""
    name = re.sub(r"[^\w.+-]", "_", version)
    for number in count(1):
        kept = path.with_name(f"{path.stem}.{name}{'' if number == 1 else f'.{number}'}{path.suffix}")
        if not kept.exists():
            atomic.write(kept, content)
            return kept
        if journal.content_of(kept) == content:
            return kept
    raise AssertionError("counting never ends")


def _remember(cycle: Cycle, model: Model) -> None:
    """Record that the cycle is answered by this model from now on."""
    known = recorded.read(cycle.facts)
    if known is not None and known.model != ModelSeen.of(model):
        recorded.write(cycle.facts, replace(known, model=ModelSeen.of(model), rules=ScoringRules.of(model)))
