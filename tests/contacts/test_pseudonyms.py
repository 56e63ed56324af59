"""Pseudonyms follow from the customer and the operator's key, which nobody else can read."""

from __future__ import annotations

import hashlib
import hmac
import os
import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from cxmaturity.contacts import pseudonyms
from cxmaturity.errors import InputError


def test_a_pseudonym_is_a_keyed_hash():
    key = bytes(range(32))
    digest = hmac.new(key, "Zoë@x.example".encode(), hashlib.sha256).hexdigest()
    assert pseudonyms.pseudonym("Zoë@x.example", key) == f"c-{digest[:10]}"
    assert pseudonyms.pseudonym("Zoë@x.example", bytes(32)) != f"c-{digest[:10]}"


@pytest.mark.parametrize(
    ("platform", "environment", "folder"),
    [
        ("linux", {}, "~/.local/state/cxmaturity"),
        ("linux", {"XDG_STATE_HOME": "/var/own"}, "/var/own/cxmaturity"),
        ("linux", {"XDG_STATE_HOME": "relative"}, "~/.local/state/cxmaturity"),
        ("linux", {"XDG_STATE_HOME": "/var/own", "CXMATURITY_STATE": "/keys"}, "/keys"),
        ("darwin", {}, "~/Library/Application Support/cxmaturity"),
        ("win32", {"LOCALAPPDATA": "/local"}, "/local/cxmaturity"),
        ("win32", {}, "~/AppData/Local/cxmaturity"),
    ],
)
def test_where_the_key_lies(platform, environment, folder):
    assert pseudonyms.state_folder(environment, platform) == Path(folder).expanduser()


def test_the_key_is_made_once_and_for_its_owner_only(tmp_path):
    folder = tmp_path / "state" / "cxmaturity"
    assert pseudonyms.known_key(folder) is None
    with ThreadPoolExecutor(1) as pool:
        key = pool.submit(pseudonyms.own_key, folder).result()
    assert len(key) == 32
    assert pseudonyms.own_key(folder) == pseudonyms.known_key(folder) == key
    assert [path.name for path in folder.iterdir()] == [pseudonyms.KEY]
    if os.name == "posix":
        assert stat.S_IMODE((folder / pseudonyms.KEY).stat().st_mode) == 0o600
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert pseudonyms.own_key(tmp_path / "other") != key


@pytest.mark.parametrize("written", ["", "abc", "00" * 31, "zz" * 32, "é" * 64])
def test_what_is_no_key(tmp_path, written):
    (tmp_path / pseudonyms.KEY).write_text(written, encoding="utf-8")
    with pytest.raises(InputError, match="not a key"):
        pseudonyms.own_key(tmp_path)
    assert (tmp_path / pseudonyms.KEY).read_text(encoding="utf-8") == written


def test_a_folder_that_cannot_be(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(InputError):
        pseudonyms.own_key(tmp_path / "file" / "state")
