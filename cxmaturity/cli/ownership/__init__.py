"""``cxmaturity ownership``: who answers for what, where nobody does, and who could."""

from cxmaturity.cli.ownership.command import ownership

__all__ = ["ownership"]
