"""The charts of the contact audit with the words around them: in the report, and each as a file of its own."""

from __future__ import annotations

from cxmaturity.report.view.figures.calendar import calendar_figure
from cxmaturity.report.view.figures.collisions import colliding, collision_figure, collision_title
from cxmaturity.report.view.figures.doses import dose_figure, dose_steps, dose_verdict
from cxmaturity.report.view.figures.figure import Figure, Undrawn, source_line
from cxmaturity.report.view.figures.frontier import drawn_frontier, frontier_figure
from cxmaturity.report.view.figures.policies import policy_figure
from cxmaturity.report.view.figures.pressure import pressure_figure

__all__ = [
    "Figure",
    "Undrawn",
    "calendar_figure",
    "colliding",
    "collision_figure",
    "collision_title",
    "dose_figure",
    "dose_steps",
    "dose_verdict",
    "drawn_frontier",
    "frontier_figure",
    "policy_figure",
    "pressure_figure",
    "source_line",
]
