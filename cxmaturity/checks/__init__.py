"""Facts to findings, one file a family: a check's logic is here, its limit and words in the model's checks.yaml."""

from cxmaturity.checks.registry import BUILT, find, find_in_contacts

__all__ = ["BUILT", "find", "find_in_contacts"]
