"""Which options of ``cxmaturity ownership`` go together."""

from __future__ import annotations

from collections.abc import Mapping

from cxmaturity.errors import wrong
from cxmaturity.words import text


def refuse_together(changing: Mapping[str, object], showing: Mapping[str, object], *, is_yes: bool) -> None:
    """Raise InputError when options are given of which one does not go with the other.

    ``changing`` are those that change the map, ``showing`` those that ask it; an option that is not given is false.
    """
    given = [option for option, value in changing.items() if value]
    others = [option for option, value in showing.items() if value]
    if len(given) > 1 or (given and others):
        raise wrong(
            text("{first} and {second} do not go together.", first=given[0], second=[*given, *others][1]),
            remedy=text("Give one of them, then the other in a second run."),
        )
    if is_yes and (not given or given == ["--edit"]):
        raise wrong(
            text("--yes accepts what --import, --from-log or --apply propose, and none of them is given."),
            remedy=text("Give one of them, or leave --yes out."),
        )
