"""The closed loop: which answers were followed up, by whom and how soon, and which rules should have caught them."""

from cxmaturity.loop.auditing import audit_loop

__all__ = ["audit_loop"]
