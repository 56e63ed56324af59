"""Tables for spreadsheets: typed cells and their looks, as XLSX and as CSV. What they hold comes from others."""

from cxmaturity.report.tables.delimited import delimited
from cxmaturity.report.tables.sheet import Cell, Column, Kind, Look, Sheet
from cxmaturity.report.tables.workbook import workbook

__all__ = ["Cell", "Column", "Kind", "Look", "Sheet", "delimited", "workbook"]
