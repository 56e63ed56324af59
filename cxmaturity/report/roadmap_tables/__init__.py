"""A roadmap as tables: the plan in time, its action records, teams' days, what is predicted, and how to read it."""

from cxmaturity.report.roadmap_tables.actions import actions
from cxmaturity.report.roadmap_tables.book import plan_csv, plan_workbook

__all__ = ["actions", "plan_csv", "plan_workbook"]
