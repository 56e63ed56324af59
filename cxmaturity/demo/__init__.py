"""A complete sample engagement: answers, an ownership map and a generated contact log with planted faults."""

from cxmaturity.demo.walk import Walked, walk

__all__ = ["Walked", "walk"]
