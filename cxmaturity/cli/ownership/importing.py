"""``cxmaturity ownership DIR --import FILE``: a RACI matrix becomes changes to the map."""

from __future__ import annotations

from pathlib import Path

from cxmaturity.cli.options import spoken
from cxmaturity.cli.ownership.proposing import Answering, Proposed, settle


def import_matrix(folder: Path, path: Path, lang: str | None, *, is_yes: bool, as_json: bool) -> None:
    """Show what a matrix changes on an engagement's map, ask, and write it."""
    from cxmaturity.engagement.folder import open_engagement
    from cxmaturity.engagement.raci import read_matrix
    from cxmaturity.evidence.ownership_map import OwnershipMap
    from cxmaturity.ownership.raci import changes_to

    engagement = open_engagement(folder)
    language = spoken(lang, engagement.settings.language)
    present = engagement.ownership_map() or OwnershipMap()
    read = read_matrix(path, present)
    proposed = Proposed(changes_to(present, read.matrix), read.notes)
    settle(engagement, proposed, Answering(language, is_yes, as_json))
