"""The ownership map as a graph, and the questions asked of it."""

from cxmaturity.ownership.survey import survey

__all__ = ["survey"]
