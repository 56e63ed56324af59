"""Commands, options, exit codes, progress. The only click; heavy imports happen inside the commands that need them."""

from cxmaturity.cli.main import main

__all__ = ["main"]
