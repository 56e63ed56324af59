"""What a plan supposes that is not so: another horizon, other capacities, actions left out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

HORIZON = 24
"""Months that a plan looks ahead unless somebody asks for more or less."""


@dataclass(frozen=True)
class WhatIf:
    """What would be if; nothing of it by default."""

    horizon: int | None = None
    """Months to look ahead; None: as many as usual."""
    capacity: Mapping[str, float] = field(default_factory=dict)
    """Team to its days per month, in every month."""
    without: tuple[str, ...] = ()
    """Actions left out, as if they were dropped."""

    @property
    def months(self) -> int:
        """Months to look ahead."""
        return HORIZON if self.horizon is None else self.horizon

    @property
    def supposes(self) -> bool:
        """Whether anything is supposed at all."""
        return self.horizon is not None or bool(self.capacity) or bool(self.without)


AS_IT_IS = WhatIf()
