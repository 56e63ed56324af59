"""What should be true of an ownership map: one function a claim, which names the entries that it is not true of.

A claim carries the id of the finding that it becomes when it fails. One whose sections are absent from the map was
not described: it is left out, and said to be.
"""

from cxmaturity.ownership.claims import follow_up, matrix, sources, steering
from cxmaturity.ownership.claims.claim import Claim

CLAIMS: tuple[Claim, ...] = (*sources.CLAIMS, *follow_up.CLAIMS, *matrix.CLAIMS, *steering.CLAIMS)
"""All claims that are asked of a map."""

__all__ = ["CLAIMS", "Claim"]
