"""A model's practices asked one after the other: which comes next (``path``), and how it is asked (``desk``).

``path`` is pure and decides; ``session`` loops; ``desk`` is the terminal, the only place that imports questionary.
Every answer goes to ``save`` before the next practice is asked, so that nothing is lost when the process dies.
"""

from cxmaturity.interview.path import MODES, Mode, asked, next_practice
from cxmaturity.interview.session import Desk, Interrupted, Outcome, interview

__all__ = ["MODES", "Desk", "Interrupted", "Mode", "Outcome", "asked", "interview", "next_practice"]
