"""A sitting at a map: what is kept is on the disk, the last answer can be taken back, and one backup is made."""

from __future__ import annotations

import pytest

from cxmaturity.engagement.beginning import begin
from cxmaturity.engagement.lock import locked
from cxmaturity.engagement.map_sitting import MapSitting
from cxmaturity.errors import InputError
from cxmaturity.evidence.ownership_map import OwnershipMap
from cxmaturity.ownership.changing import Change

BEFORE = "# ours\nteams: [{id: a}]\n"
NAME = (Change("teams", "a", "name", "Alpha"),)


@pytest.fixture
def sitting(tmp_path):
    engagement = begin(tmp_path / "acme", "Acme", "en")
    engagement.map_file.write_text(BEFORE)
    with locked(engagement.folder) as lock:
        yield MapSitting(engagement, lock)


def backups(sitting):
    return sorted(path.name for path in sitting.path.parent.glob("*.bak*"))


def test_what_is_kept_is_in_the_file_and_taken_back_to_the_byte(sitting):
    assert sitting.keep(NAME).teams[0].name == "Alpha"
    assert "Alpha" in sitting.path.read_text()
    assert sitting.keep([Change("teams", "b", "name", "Beta")]).teams[1].id == "b"
    assert [team.id for team in sitting.take_back().teams] == ["a"]
    sitting.take_back()
    assert sitting.path.read_text() == BEFORE
    assert backups(sitting) == ["ownership.yaml.bak"]
    assert sitting.backup.read_text() == BEFORE


def test_what_changes_nothing_makes_no_backup(sitting):
    assert sitting.keep([Change("teams", "a", "id", "a")]) == sitting.map()
    assert sitting.backup is None
    assert backups(sitting) == []
    assert sitting.take_back() == sitting.map()


def test_what_somebody_else_wrote_stays_and_the_answer_before_is_not_taken_back(sitting):
    sitting.path.write_text(BEFORE + "platform: hub\n")
    assert sitting.keep(NAME).platform == "hub"
    sitting.path.write_text(sitting.path.read_text().replace("hub", "lake"))
    with pytest.raises(InputError, match="changed by somebody else since"):
        sitting.take_back()
    assert sitting.map().platform == "lake"


def test_a_file_that_has_become_wrong_is_refused_and_left_alone(sitting):
    sitting.path.write_text("teams: [\n")
    with pytest.raises(InputError):
        sitting.keep(NAME)
    assert sitting.path.read_text() == "teams: [\n"


def test_without_a_map_one_is_begun_and_there_is_nothing_to_back_up(sitting):
    sitting.path.unlink()
    assert sitting.map() == OwnershipMap()
    assert sitting.keep(NAME).teams[0].name == "Alpha"
    assert sitting.backup is None
