"""What must be there before a check can say anything: silence of a check without its records is no good news."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal

from cxmaturity.checks.registry import CONTACT_CHECKS
from cxmaturity.ownership.claims import CLAIMS

Record = Literal["log", "cases", "map"]


@dataclass(frozen=True)
class Needs:
    """What a check looks at."""

    records: tuple[Record, ...]
    """All of them are needed."""
    sections: tuple[str, ...] = ()
    """Sections of the map that it needs."""


_OF_RULES: Final = ("rules",)
_LOOP: Final[Mapping[str, Needs]] = {
    "rule_cell_missing": Needs(("map", "log"), _OF_RULES),
    "rule_unreachable": Needs(("map",), _OF_RULES),
    "rule_conflict": Needs(("map",), _OF_RULES),
    "rule_without_owner": Needs(("map",), _OF_RULES),
    "case_missing": Needs(("cases", "log", "map"), _OF_RULES),
    "case_late": Needs(("cases", "map")),
    "case_wrong_owner": Needs(("cases", "map"), _OF_RULES),
}
NEEDS: Final[Mapping[str, Needs]] = {
    **{name: Needs(("log",)) for name in CONTACT_CHECKS},
    **{claim.id: Needs(("map", "log") if claim.needs_log else ("map",), claim.needs) for claim in CLAIMS},
    **_LOOP,
}
"""Finding id to what its check looks at."""
