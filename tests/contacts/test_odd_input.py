"""What real files hold, by its name, through the command line: read all the same, and told."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

import pytest
from cli.commands import call
from contacts.test_bad_input import DAY, HEADER, SECRET, Written, apart, parquet, rows, workbook, write

__all__ = ["apart"]


@dataclass(frozen=True)
class Odd:
    """A log that is read all the same, and what is to be seen of it."""

    content: Written | Callable[[], Written]
    metrics: dict[str, object]
    notes: str = ""
    name: str = "log.csv"
    options: tuple[str, ...] = ()


ODD = {
    "one row": Odd(rows("2024-01-01"), {"contacts.count": 1, "fatigue.gap_days.p50": None}),
    "a 300-column file": Odd(
        ",".join(f"x{n}" for n in range(298)) + ",customer_id,sent_at\n" + "," * 298 + f"{SECRET},2024-01-01\n",
        {"contacts.count": 1},
    ),
    "non-UTF-8": Odd(
        rows("2024-01-01").replace(",s\n", ",é\n").encode("cp1252"), {"contacts.count": 1}, "was read as Windows-1252"
    ),
    "1979 and 2430": Odd(
        rows("1979-01-01", "2430-01-01", "2024-01-01"),
        {"contacts.count": 3, "contacts.impossible_times": 2, "contacts.last": "2430-01-01T00:00:00.000000Z"},
    ),
    "1979 and 2430 cut away": Odd(
        rows("1979-01-01", "2430-01-01", "2024-01-01"),
        {"contacts.count": 1, "contacts.impossible_times": 0},
        "2 rows lie outside the period",
        options=("--from", "1990-01-01", "--to", "2099-12-31"),
    ),
    "DST repeats": Odd(
        rows("2024-10-27 02:30", "2024-10-27 02:45", "2024-03-31 02:30"),
        {
            "contacts.count": 3,
            "contacts.last": "2024-10-27T00:45:00.000000Z",
            "contacts.first": "2024-03-31T01:30:00.000000Z",
        },
        "2 times fall into an hour that the clock repeats(.|\n)*1 time falls into an hour that the clock skips",
        options=("--tz", "Europe/Paris"),
    ),
    "a customer column that is a float": Odd(
        lambda: parquet(customer_id=[7.0, 7.0, 8.5], sent_at=["2024-01-01"] * 3),
        {"contacts.customers": 2},
        "",
        "log.parquet",
    ),
    "a customer column that is a float in text": Odd(
        HEADER + "7.0,2024-01-01,s\n8.0,2024-01-01,s\n",
        {"contacts.customers": 2},
        r"\[customer_id\]: .* written as decimals",
    ),
    "a formula in a text cell": Odd(
        rows("2024-01-01").replace(",s\n", ",=HYPERLINK(1)\n"), {"contacts.count": 1, "contacts.sources": 1}
    ),
    "missing scale": Odd(
        f"customer_id,sent_at,responded_at,score\n{SECRET},2024-01-01,2024-01-02,9\n",
        {"contacts.count": 1},
        "1 score names no known metric or scale and was left out",
    ),
    "a line that tells the delimiter": Odd("sep=;\r\n" + rows("13/04/2024").replace(",", ";"), {"contacts.count": 1}),
    "decimals behind a comma": Odd(
        f"customer_id;sent_at;responded_at;score;scale\n{SECRET};13/04/2024 10:05;14/04/2024 10:05;9,0;0-10\n",
        {"contacts.count": 1, "contacts.first": "2024-04-13T10:05:00.000000Z"},
    ),
    "UTF-16 with tabs": Odd(rows("2024-01-01").replace(",", "\t").encode("utf-16"), {"contacts.count": 1}),
    "a BOM and quotes around all": Odd(
        '\ufeff"customer_id";"sent_at"\r\n"1";"2024-01-01"\r\n', {"contacts.count": 1, "contacts.customers": 1}
    ),
    "blanks of no width around names": Odd(
        rows("2024-01-01").replace("sent_at", "\u200bsent_at\u00a0"), {"contacts.count": 1}
    ),
    "mixed line ends": Odd(
        f"customer_id,sent_at\r\n{SECRET},2024-01-01\n2,2024-01-01\r3,2024-01-01\r\n", {"contacts.customers": 3}
    ),
    "blank lines": Odd("\n\n" + rows("2024-01-01", "2024-01-02").replace("\n", "\n\n"), {"contacts.count": 2}),
    "a row of totals": Odd(
        rows(*["2024-01-01"] * 200) + "Total,,200\n",
        {"contacts.count": 200, "contacts.rejected_rows": 1},
        r":202 \[sent_at\]: row rejected: the time is missing",
    ),
    "AM and PM": Odd(
        rows("01/13/2024 3:05 PM", "01/14/2024 12:00 AM"), {"contacts.first": "2024-01-13T15:05:00.000000Z"}
    ),
    "numbers that a spreadsheet rounded": Odd(
        HEADER + "1.23457E+12,2024-01-01,s\n1.23457E+12,2024-01-02,s\n7,2024-01-02,s\n",
        {"contacts.customers": 2},
        r"\[customer_id\]: a spreadsheet has rounded customers’ numbers.*format the column as text",
    ),
    "leading zeros": Odd(HEADER + "007,2024-01-01,s\n7,2024-01-01,s\n", {"contacts.customers": 2}),
    "an XLSX named .csv": Odd(
        lambda: workbook(["customer_id", "sent_at"], [SECRET, DAY]), {"contacts.count": 1}, "is a workbook"
    ),
    "spaces in its name": Odd(rows("2024-01-01"), {"contacts.count": 1}, name="my log (1) [x].csv"),
}


@pytest.mark.parametrize("name", ODD)
def test_odd_input_is_read_all_the_same(tmp_path, capsys, name):
    odd = ODD[name]
    done = call(capsys, "audit", write(tmp_path, odd.content, odd.name), *odd.options, "--json", "--lang", "en")
    assert done.code == 0, done.err
    assert {metric: done.json["metrics"][metric] for metric in odd.metrics} == odd.metrics
    assert re.search(odd.notes, done.err), done.err
    assert SECRET not in done.err + done.out


def test_scores_behind_a_comma_are_scores(tmp_path, capsys):
    done = call(capsys, "audit", write(tmp_path, ODD["decimals behind a comma"].content), "--json")
    assert done.json["metrics"]["score.nps"]["n"] == 1
