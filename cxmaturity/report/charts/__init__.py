"""A small kit of charts, one file a chart: pure functions from values to SVG, drawn in the report's own fonts.

WeasyPrint knows no CSS classes of the document inside SVG, so every mark carries its own attributes; lengths are CSS
pixels, and ``FULL`` is the width of the report's text column.
"""
