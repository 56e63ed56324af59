"""What the command line names an action by: its id, or its reference in the plan that the last run kept."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Final

from cxmaturity.cli.options import note
from cxmaturity.engagement.earlier_plan import current_plan
from cxmaturity.engagement.facts import Gathered
from cxmaturity.errors import wrong
from cxmaturity.model import Model
from cxmaturity.roadmap.catalogue import catalogue
from cxmaturity.roadmap.what_if import WhatIf
from cxmaturity.words import Language, text

_REFERENCE: Final = re.compile(r"R[0-9]+", re.IGNORECASE)


def with_ids(what_if: WhatIf, gathered: Gathered, language: Language) -> WhatIf:
    """Return what is supposed with the ids of the actions that are left out by a reference, and say which they are."""
    if not what_if.without:
        return what_if
    return replace(what_if, without=tuple(dict.fromkeys(_ids(what_if.without, gathered, language))))


def _ids(words: tuple[str, ...], gathered: Gathered, language: Language) -> Iterator[str]:
    plan = current_plan(gathered.cycle)
    references = plan.references if plan else {}
    ids = catalogue(gathered.model, gathered.facts)
    for word in words:
        known = None if word in ids else references.get(word.upper())
        if known is None and word not in ids and _REFERENCE.fullmatch(word):
            cycle = gathered.cycle.name
            raise wrong(
                text("--without: the plan of {cycle} has no action {ref}.", cycle=cycle, ref=word.upper()),
                remedy=text("References are those of the plan that was kept last: make it first, or give an id."),
            )
        if known is not None:
            note(text("--without {ref} leaves out “{id}”.", ref=word.upper(), id=known), language)
        yield known or word


def check_no_practice(word: str, model: Model, folder: Path) -> None:
    """Raise InputError when an action is asked for by the id of a practice."""
    if model.practice(word) is not None:
        raise wrong(
            text("“{id}” is a practice, not an action.", id=word),
            remedy=text("Run: cxmaturity score {folder} --explain {id}", folder=folder, id=word),
        )
