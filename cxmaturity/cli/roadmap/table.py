"""A roadmap as a file that a spreadsheet opens."""

from __future__ import annotations

from pathlib import Path

from cxmaturity.assess import Assessment
from cxmaturity.cli.options import note
from cxmaturity.errors import wrong
from cxmaturity.roadmap import Roadmap
from cxmaturity.roadmap.owners import persons
from cxmaturity.words import Language, text


def check_suffix(path: Path) -> None:
    """Raise InputError when a table cannot be written to a file of that name."""
    if path.suffix.lower() not in (".csv", ".xlsx"):
        raise wrong(
            text("a roadmap is not written to “{name}”.", name=path.name), remedy=text("Give FILE.xlsx or FILE.csv.")
        )


def check_place(folder: Path, path: Path) -> None:
    """Raise InputError when a table written there would replace what people filled in, or an input."""
    from cxmaturity.engagement import exported
    from cxmaturity.engagement.folder import open_engagement

    exported.check_place(open_engagement(folder), path)


def write_table(assessment: Assessment, plan: Roadmap, path: Path, language: Language) -> None:
    """Write the plan to a workbook, or its actions to a CSV file, and say so. Raises InputError when it cannot be."""
    from cxmaturity.engagement import atomic
    from cxmaturity.report.roadmap_tables import plan_csv, plan_workbook

    made = plan_csv if path.suffix.lower() == ".csv" else plan_workbook
    atomic.write(path, made(assessment, plan, language))
    note(text("The plan was written to {path}.", path=path), language)
    if persons(plan, assessment.model, assessment.facts):
        note(text("It is for those who work with it: it names persons where roadmap.yaml does."), language)
