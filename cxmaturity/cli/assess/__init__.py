"""``cxmaturity assess``: the guided interview, and answers from a file."""

from cxmaturity.cli.assess.command import assess

__all__ = ["assess"]
