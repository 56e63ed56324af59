"""A real log, an engagement built around it, and its report: the whole path on the command line."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from io import BytesIO
from pathlib import Path

import pytest
import yaml
from pypdf import PdfReader

from cxmaturity.model import find_model, load_model

DATA = Path(__file__).parents[2] / "shared" / "data"
LOG = DATA / "bpi2012_contacts.csv.gz"
pytestmark = pytest.mark.skipif(not LOG.exists(), reason="needs ../shared")


def cxmaturity(*arguments: object) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "cxmaturity", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def result(*arguments: object) -> dict:
    done = cxmaturity(*arguments, "--json")
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


@pytest.fixture(scope="module")
def bank(tmp_path_factory):
    folder = tmp_path_factory.mktemp("work") / "bank"
    assert cxmaturity("init", folder, "--name", "Bank of the log", "--lang", "en").returncode == 0
    shutil.copy(Path(__file__).parent / "bank" / "ownership.yaml", folder / "ownership.yaml")
    (folder / "contacts" / "manifest.yaml").write_text(f"logs:\n  - {{path: {LOG}}}\n", encoding="utf-8")
    practices = load_model(find_model("cx-program")).practices
    for role, level in (("executive", "fully"), ("cx", "largely"), ("front-line", "partly")):
        answers = {
            "respondent": role,
            "role": role,
            "answers": {item.id: level for item in practices if item.stage <= 3},
        }
        path = folder.parent / f"{role}.yaml"
        path.write_text(yaml.safe_dump(answers), encoding="utf-8")
        done = cxmaturity("assess", folder, "--cycle", "2012-Q1", "--as-of", "2012-04-01", "--answers", path)
        assert done.returncode == 0, done.stderr
    return folder


def test_the_published_figures_are_met(bank):
    expected = json.loads((DATA / "bpi2012_contacts.expected.json").read_text())["bpi2012_contacts"]
    metrics = result("audit", bank)["metrics"]
    assert metrics["contacts.count"] == expected["sent"]
    assert metrics["contacts.customers"] == expected["customers"]
    assert {days: metrics[f"fatigue.gaps_under_{days}d"] for days in expected["gap_lt_days"]} == expected["gap_lt_days"]
    assert metrics["fatigue.pressure_7d.max"] == expected["max_sends_in_rolling_7d"]
    assert metrics["fatigue.pressure_30d.max"] == expected["max_sends_in_rolling_30d"]


def test_the_known_gap_is_found(bank):
    found = {finding["id"]: finding for finding in result("ownership", bank)["findings"]}
    assert found["source_without_accountable"]["subjects"] == ["call_incomplete_file"]
    assert found["overseer_is_owner"]["subjects"] == ["complaint"]


def test_the_log_contradicts_what_the_executive_says(bank):
    score = result("score", bank)
    verdicts = {item["id"]: item["verdict"] for item in score["practices"]}
    assert verdicts["q7.shared-calendar"] == "contradicted"
    assert verdicts["q1.contact-limits"] == "unverified"  # no policy is declared
    assert score["stage"]["claimed"] > score["stage"]["value"]


@pytest.mark.parametrize("language", ["en", "fr"])
def test_the_engagement_ends_in_a_pdf(bank, language, tmp_path):
    sent = json.loads((DATA / "bpi2012_contacts.expected.json").read_text())["bpi2012_contacts"]["sent"]
    path = tmp_path / "report.pdf"
    done = cxmaturity("report", bank, "-o", path, "--lang", language)
    assert done.returncode == 0, done.stderr
    pages = PdfReader(BytesIO(path.read_bytes())).pages
    words = " ".join(page.extract_text() for page in pages)
    assert "Bank of the log" in words
    words = words.replace("\u202f", " ").replace("\xa0", " ")
    assert (f"{sent:,}" if language == "en" else f"{sent:,}".replace(",", " ")) in words
