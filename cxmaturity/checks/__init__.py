"""Facts to findings, one file a family. A check holds the logic; its limit and words stand in the model's checks.yaml."""

from cxmaturity.checks.registry import find

__all__ = ["find"]
