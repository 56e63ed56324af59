"""Findings and actions to a schedule: what each action is worth, and when it can be done.

The solver and numpy are imported when a roadmap is planned, not with this package.
"""

from cxmaturity.roadmap.plan import Roadmap
from cxmaturity.roadmap.planning import plan_roadmap
from cxmaturity.roadmap.record import roadmap_record

__all__ = ["Roadmap", "plan_roadmap", "roadmap_record"]
