"""How a user is asked for the format of a column of times: by the field that it holds."""

from __future__ import annotations

import json
from collections.abc import Sequence

from cxmaturity.contacts.rows.times import Shape
from cxmaturity.contacts.settings import Log
from cxmaturity.words import Text, text


def which_format(log: Log, field: str, shapes: Sequence[Shape]) -> Text:
    """Return what to say where a column's own look leaves its format open."""
    if field == "sent_at" and log.listed_as is None:
        return text(
            "Say which it is with --date-format, such as '%d/%m/%Y %H:%M'; rows in another format are then rejected."
        )
    first, *others = dict.fromkeys(form for shape in shapes for form in _formats(shape))
    return text(
        "Say which it is with {way} (or {others}); what is written otherwise is then not read.",
        way=said(log, field, first),
        others=", ".join(others),
    )


def said(log: Log, field: str, form: str) -> Text | str:
    """Return how a format is said for one field of a log."""
    if log.listed_as is None:
        return f"--date-format {form}" if field == "sent_at" else f"--date-format {field}={form}"
    formats = ", ".join(f"{name}: {json.dumps(each)}" for name, each in {**log.date_formats, field: form}.items())
    line = f"- {{path: {json.dumps(log.listed_as, ensure_ascii=False)}, date_format: {{{formats}}}}}"
    return text("`{line}` in contacts/manifest.yaml under `logs:`, where every log is then listed", line=line)


def _formats(shape: Shape) -> list[str]:
    """Return the formats that cells of a look may have."""
    if shape.year_first and shape.separator == "-":
        return ["%Y-%m-%d"]
    days = ["%d %m"] * (not shape.second_is_day) + ["%m %d"] * (not shape.first_is_day)
    orders = [f"%Y {day}" if shape.year_first else f"{day} %Y" for day in days]
    return [order.replace(" ", shape.separator) for order in orders]
