"""``cxmaturity compare``: what moved between two cycles, and why."""

from cxmaturity.cli.compare.command import compare

__all__ = ["compare"]
