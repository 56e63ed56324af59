"""The ownership map as a graph, and the questions asked of it."""

from cxmaturity.ownership.loading import load_map, unlisted
from cxmaturity.ownership.survey import survey

__all__ = ["load_map", "survey", "unlisted"]
