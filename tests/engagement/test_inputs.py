"""Which files a cycle's results rest on, by names that tell nothing of the machine."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

import pytest
from engagement.audited import CYCLES, LOG, MAP, write
from small_engagements import write_engagement

from cxmaturity.engagement import recorded
from cxmaturity.engagement.facts import gather_from
from cxmaturity.engagement.folder import Cycle, Engagement, open_engagement
from cxmaturity.engagement.inputs import digests, present_digests


@pytest.fixture
def folder(tmp_path):
    place = write_engagement(tmp_path / "acme", "policy: rules.yaml\n", CYCLES)
    write(place / "rules.yaml", "name: ours\nlimits: [{contacts: 1, days: 30}]\n")
    write(place / "ownership.yaml", MAP)
    write(place / "contacts" / "log.csv", LOG)
    return place


def gathered(folder: Path, cycle: str | None = None):
    return gather_from(open_engagement(folder), cycle)


def looked_at(folder: Path, cycle: str | None = None) -> tuple[Engagement, Cycle]:
    engagement = open_engagement(folder)
    return engagement, engagement.cycle(cycle)


def test_every_file_that_results_rest_on_has_its_digest(folder):
    write(folder / "roadmap.yaml", "")
    write(folder / "notes.txt", "no input")
    found = digests(gathered(folder))
    assert sorted(found) == [
        "contacts/log.csv",
        "cycles/2026-Q2/cycle.yaml",
        "cycles/2026-Q4/cycle.yaml",
        "engagement.yaml",
        "ownership.yaml",
        "roadmap.yaml",
        "rules.yaml",
    ]
    assert {path: hashlib.sha256((folder / path).read_bytes()).hexdigest() for path in found} == found


def test_what_earlier_cycles_recorded_is_an_input_and_what_later_ones_did_is_not(folder):
    gathered(folder, "2026-Q2")
    assert "cycles/2026-Q2/facts.json" in digests(gathered(folder, "2026-Q4"))
    assert not any(path.startswith("cycles/2026-Q4") for path in digests(gathered(folder, "2026-Q2")))


def test_of_a_file_elsewhere_only_the_name_is_told(folder, tmp_path):
    for place in ("client", "other"):
        write(tmp_path / place / "log.csv", LOG.replace("a,", f"{place},"))
    logs = "logs: [{path: ../../client/log.csv}, {path: ../../other/log.csv}, {path: log.csv}]\n"
    write(folder / "contacts" / "manifest.yaml", logs)
    found = digests(gathered(folder))
    assert [path for path in found if "log.csv" in path] == ["…/log.csv", "…/log.csv (2)", "contacts/log.csv"]
    assert str(tmp_path) not in repr(found)
    assert found == present_digests(*looked_at(folder))


def test_the_folder_may_lie_anywhere(folder, tmp_path):
    before = digests(gathered(folder))
    moved = folder.rename(tmp_path / "elsewhere, é")
    assert digests(gathered(moved)) == before == present_digests(*looked_at(moved))


def test_what_lies_there_now_is_read_whole_whatever_its_time_of_change(folder, monkeypatch):
    """A large file of the same size and time is not read again by an audit, and is by who wants proof."""
    monkeypatch.setattr(recorded, "_HASHED_ALWAYS", 10)
    log = folder / "contacts" / "log.csv"
    then = digests(gathered(folder))
    status = log.stat()
    write(log, LOG.replace("b,2026", "d,2026"))
    os.utime(log, ns=(status.st_atime_ns, status.st_mtime_ns))
    assert digests(gathered(folder)) == then
    assert present_digests(*looked_at(folder))["contacts/log.csv"] != then["contacts/log.csv"]


def test_nothing_is_recorded_where_there_is_no_cycle(tmp_path):
    place = write_engagement(tmp_path / "acme")
    assert sorted(digests(gathered(place))) == ["engagement.yaml"]
