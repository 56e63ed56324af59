"""What caused an action, as an organisation writes it: ids of metrics, findings and practices, or words of its own."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from cxmaturity.errors import closest, did_you_mean
from cxmaturity.model import Model, load_metrics
from cxmaturity.words import Text, text

_ID: Final = re.compile(r"[\w-]+([._][\w-]+)+")
_FILES: Final = (
    "csv",
    "tsv",
    "json",
    "jsonl",
    "yaml",
    "yml",
    "xlsx",
    "docx",
    "pptx",
    "pdf",
    "md",
    "txt",
    "html",
    "png",
)
_ALIKE: Final = 0.75
"""Likeness from which on words joined by underscores are a finding misspelt: people write names of their own so."""
_FEW: Final = 20
"""Ids that a message has room for."""


@dataclass(frozen=True)
class WrongCause:
    """A word that looks like an id and is none."""

    what: Text
    remedy: Text | None


def wrong_cause(word: str, model: Model) -> WrongCause | None:
    """Return what is wrong with a word that looks like an id, is none, and resembles one or is of a known family.

    A family is what stands before an id's first dot: of metrics as in ``map``, of practices their question.
    """
    kinds = {id_: kind for kind, ids in _known(model) for id_ in ids}
    if word in kinds or not _ID.fullmatch(word) or word.rpartition(".")[2].casefold() in _FILES:
        return None
    has_dot = "." in word
    near = closest(word, [id_ for id_ in kinds if ("." in id_) == has_dot], 0.6 if has_dot else _ALIKE)
    family = word.partition(".")[0].casefold()
    relatives = [id_ for id_ in kinds if has_dot and id_.partition(".")[0] == family and "." in id_]
    if near is None and not relatives:
        return None
    kind = kinds[near or relatives[0]]
    known = text("Known are: {words}.", words=", ".join(relatives)) if 0 < len(relatives) <= _FEW else None
    return WrongCause(
        text("there is no {kind} “{word}”.", kind=kind, word=word), did_you_mean(word, [near]) if near else known
    )


def _known(model: Model) -> Iterator[tuple[Text, list[str]]]:
    yield text("metric"), [metric.id for metric in load_metrics()]
    yield text("finding"), [check.id for check in model.checks]
    yield text("practice"), [practice.id for practice in model.practices]
