"""What became of the actions, from a file: a table, an exported plan that was edited, or YAML and JSON."""

from cxmaturity.engagement.updates.lines import Line, Lines, read_lines
from cxmaturity.engagement.updates.reading import Updates, updates

__all__ = ["Line", "Lines", "Updates", "read_lines", "updates"]
