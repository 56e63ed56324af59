"""A walk through the gaps of a map: what each one asks, and what the answers would change.

Nothing here asks, prints or writes. A ``Standing`` is the map at one moment; its gaps come weightiest first, each has a
question, and each of the question's offers makes changes, whose consequences can be seen before they are kept.
"""

from cxmaturity.ownership.walk.beginning import WHY
from cxmaturity.ownership.walk.choosing import number
from cxmaturity.ownership.walk.entries import split
from cxmaturity.ownership.walk.gap import (
    UNDESCRIBED,
    Choice,
    Consequence,
    Field,
    Gap,
    Offer,
    Question,
    Values,
    Weighed,
)
from cxmaturity.ownership.walk.questions import question
from cxmaturity.ownership.walk.standing import Grade, Standing

__all__ = [
    "UNDESCRIBED",
    "WHY",
    "Choice",
    "Consequence",
    "Field",
    "Gap",
    "Grade",
    "Offer",
    "Question",
    "Standing",
    "Values",
    "Weighed",
    "number",
    "question",
    "split",
]
