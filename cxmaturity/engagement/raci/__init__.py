"""The map as a RACI matrix in a spreadsheet: sources down, teams across. What is written here can be read again."""

from cxmaturity.engagement.raci.reading import Read, read_matrix
from cxmaturity.engagement.raci.workbook import workbook

__all__ = ["Read", "read_matrix", "workbook"]
