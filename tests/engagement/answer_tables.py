"""Answers tables for tests: written as CSV or XLSX, read back, their mistakes told without the folder's name."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest
from openpyxl import Workbook
from small_engagements import PRACTICES
from small_models import model

from cxmaturity.engagement.answers_file import read_answers
from cxmaturity.engagement.given import Given, Whose
from cxmaturity.errors import InputError
from cxmaturity.evidence.answers import Answer

MODEL = model(PRACTICES)
ANNA = Whose("anna", "cx")


def write_sheet(path: Path, rows: Sequence[Sequence[object]], sheet: str = "Answers") -> Workbook:
    book = Workbook()
    book.active.title = sheet
    for row in rows:
        book.active.append(row)
    book.save(path)
    return book


def read(path: Path, whose: Whose = ANNA) -> Given:
    return read_answers(path, MODEL, whose)


def answers(path: Path, whose: Whose = ANNA) -> list[Answer]:
    return [line.answer for line in read(path, whose).lines]


def mistakes(path: Path, whose: Whose = ANNA) -> list[str]:
    with pytest.raises(InputError) as refused:
        read(path, whose)
    return [problem.show("en").removeprefix(f"{path.parent}/") for problem in refused.value.problems]
