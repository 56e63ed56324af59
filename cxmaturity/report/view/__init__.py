"""What the report says, as plain values in the reader's language: the templates only lay them out."""

from cxmaturity.report.view.whole import Report, view

__all__ = ["Report", "view"]
