"""A model's practices asked one after the other: which comes next (``path``), and how it is asked (``desk``).

``path`` is pure and decides; ``session`` loops, for one respondent or for a workshop; ``desk`` is the terminal. Every
answer goes to ``save`` before the next practice is asked, so that nothing is lost when the process dies.
"""

from cxmaturity.interview.path import MODES, Mode, asked
from cxmaturity.interview.session import Office, interview, review
from cxmaturity.interview.steps import Desk, Earlier, Interrupted, Outcome

__all__ = ["MODES", "Desk", "Earlier", "Interrupted", "Mode", "Office", "Outcome", "asked", "interview", "review"]
