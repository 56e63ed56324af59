"""What the working edition says beyond the leadership report: for a workshop, with every voice and every figure."""

from cxmaturity.report.view.working.whole import Working, working

__all__ = ["Working", "working"]
