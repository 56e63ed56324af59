"""Which files git would take along."""

from __future__ import annotations

import subprocess

import pytest

from cxmaturity.engagement.ignored import is_seen_by_git

WRITTEN_BY_INIT = "contacts/\ncases.csv\ndue*.csv\n*-due.csv\n"


@pytest.mark.parametrize(
    ("path", "ignored", "is_seen"),
    [
        ("due.csv", WRITTEN_BY_INIT, False),
        ("due-2026.csv", WRITTEN_BY_INIT, False),
        ("deep/week-due.csv", WRITTEN_BY_INIT, False),
        ("contacts/emitted.csv", WRITTEN_BY_INIT, False),
        ("cases2.csv", WRITTEN_BY_INIT, True),
        ("cases2.csv", "# cases2.csv\n", True),
        ("due.csv", None, True),
        ("deep/due.csv", "/due.csv\n", True),
        ("deep/due.csv", "deep/*.csv\n", False),
        ("deep/due.csv", "**/due.csv\n", False),
        ("deep/due.csv", "due.csv/\n", True),
    ],
)
@pytest.mark.parametrize("kept", ["engagement", "work tree"])
def test_a_file_is_seen_unless_a_pattern_leaves_it_out(tmp_path, path, ignored, is_seen, kept):
    """As git itself says."""
    (tmp_path / path).parent.mkdir(exist_ok=True)
    (tmp_path / path).touch()
    if ignored is not None:
        (tmp_path / ".gitignore").write_text(ignored)
    if kept == "work tree":
        subprocess.run(["git", "init", "-q", tmp_path], check=True)
        asked = subprocess.run(["git", "-C", tmp_path, "check-ignore", "-q", path], check=False)
        assert (asked.returncode == 1) is is_seen
    assert is_seen_by_git(tmp_path / path, tmp_path if kept == "engagement" else tmp_path / "elsewhere") is is_seen


def test_a_file_elsewhere_is_not(tmp_path):
    assert not is_seen_by_git(tmp_path / "due.csv", tmp_path / "engagement")
