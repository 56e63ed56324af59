"""``cxmaturity verify``: whether a PDF is what its engagement gives, byte for byte, and what has changed since."""

from cxmaturity.cli.verify.command import verify

__all__ = ["verify"]
