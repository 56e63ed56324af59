"""Forms to send by mail: a workbook with choice lists, or commented YAML; filled in, each is an answers file."""

from __future__ import annotations

from pathlib import Path

from cxmaturity.engagement import atomic
from cxmaturity.engagement.forms.contents import Form
from cxmaturity.errors import wrong
from cxmaturity.words import text

__all__ = ["Form", "write_form"]


def write_form(form: Form, path: Path) -> None:
    """Write a form as XLSX or YAML, as the file's name says.

    Raises InputError for another ending, and for a file that is there already: somebody may have filled it in.
    """
    ending = path.suffix.lower()
    if ending not in (".xlsx", ".yaml", ".yml"):
        raise wrong(
            text("a form is not written to “{name}”.", name=path.name), remedy=text("Give FILE.xlsx or FILE.yaml.")
        )
    if path.is_dir():
        raise wrong(text("this is a folder, and a file was expected."), path)
    if path.exists() and path.stat().st_size:
        raise wrong(
            text("this file is there already, and somebody may have filled it in."),
            path,
            text("Give another name, or delete it first."),
        )
    if ending == ".xlsx":
        from cxmaturity.engagement.forms.workbook import workbook

        atomic.write(path, workbook(form))
    else:
        from cxmaturity.engagement.forms.commented import commented

        atomic.write(path, commented(form))
