"""What the commented map says of the log of cases: its lines are a file that is read, and they fit the map."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

import cxmaturity.engagement
from cxmaturity.engagement.cases_file import read_cases

EXAMPLES = Path(cxmaturity.engagement.__file__).parent / "examples"


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_the_case_log_of_the_example_is_read_and_fits_the_map(lang, tmp_path):
    lines = (EXAMPLES / lang / "ownership.yaml").read_text(encoding="utf-8").splitlines()
    start = next(number for number, line in enumerate(lines) if line.startswith("# # case_id,"))
    file = tmp_path / "cases.csv"
    file.write_text("".join(line.removeprefix("# # ") + "\n" for line in lines[start:]), encoding="utf-8")
    log = read_cases(file, "Europe/Paris")
    assert log.notes == ()
    [case] = log.cases
    shown = yaml.safe_load("\n".join(line.removeprefix("# ") for line in lines[lines.index("") :]))
    for section, named in (("sources", case.source), ("teams", case.owner), ("rules", case.rule)):
        assert named in [entry["id"] for entry in shown[section]]
    assert (case.class_, case.first_contact_kind, case.documented) == ("detractor", "human", True)
