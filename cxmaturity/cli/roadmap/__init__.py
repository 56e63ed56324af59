"""``cxmaturity roadmap``: what to do first, who has the days for it, and what it leads to."""

from cxmaturity.cli.roadmap.command import roadmap

__all__ = ["roadmap"]
