"""What ``cxmaturity score`` prints: an assessment on one page, or all about one practice."""

from cxmaturity.cli.score_page.explain import explain
from cxmaturity.cli.score_page.page import show

__all__ = ["explain", "show"]
