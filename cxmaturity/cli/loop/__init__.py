"""``cxmaturity loop``: what became of the answers, and what the rules demanded."""

from cxmaturity.cli.loop.command import loop

__all__ = ["loop"]
