"""The rules of the map: what they say of an answer, what is wrong with them, what they make of the answers of a log.

``follow_rules`` comes first, after ``loop.classes.classify``; after it the view ``ruled`` stands. ``lint`` needs the
rules alone. What the rules demand against what happened is in ``loop.expected``, what is due in ``loop.emitting``.
"""

from cxmaturity.loop.rules.cells import Cells, met_cells
from cxmaturity.loop.rules.governing import govern
from cxmaturity.loop.rules.lint import Lint, lint
from cxmaturity.loop.rules.sql import first_match_sql, follow_rules

__all__ = ["Cells", "Lint", "first_match_sql", "follow_rules", "govern", "lint", "met_cells"]
