"""What the commented map says of the log of cases: its lines are a file that is read, and they fit the map."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
import yaml

import cxmaturity.engagement
from cxmaturity.engagement.cases_file import read_cases
from cxmaturity.engagement.roadmap_file import Known, read_roadmap
from cxmaturity.evidence.facts import Facts
from cxmaturity.model import find_model, load_model
from cxmaturity.roadmap.catalogue import catalogue

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


def test_the_readmes_roadmap_is_read_and_plans_its_own_action(tmp_path):
    readme = (Path(__file__).parents[2] / "README.md").read_text(encoding="utf-8")
    shown = readme.partition("### Actions of your own\n")[2].partition("```yaml\n")[2].partition("```")[0]
    (tmp_path / "roadmap.yaml").write_text(shown, encoding="utf-8")
    model = load_model(find_model("cx-program"))
    state = read_roadmap(tmp_path / "roadmap.yaml", model, Known(("support", "cx-team"), {"cx": "cx-team"}))
    own = catalogue(model, Facts("Acme", "2026-Q4", date(2026, 10, 15), roadmap=state))["callback-line"].action
    assert (own.title.fr, own.effort) == ("Call back within a day", {"support": 12, "cx": 3})
