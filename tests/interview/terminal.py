"""A real interview in a pseudo terminal."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pexpect

PATIENCE = 60
"""Seconds; only a hung interview waits this long."""

ENTER = "\r"


def environment(**more: str) -> dict[str, str]:
    """Return a terminal's environment, the same on every machine."""
    fixed = {"PROMPT_TOOLKIT_NO_CPR": "1", "TERM": "xterm-256color", "NO_COLOR": "1", "LC_ALL": "C.UTF-8"}
    sizes = {"COLUMNS": "", "LINES": ""}  # of the terminal that the tests are run from: not of theirs
    return {**os.environ, **fixed, **sizes, "PYTHONUTF8": "1", **more}


def start(folder: Path, *options: str, columns: int = 80, lines: int = 50, lang: str = "en") -> pexpect.spawn:
    terminal = pexpect.spawn(
        sys.executable,
        ["-m", "cxmaturity", "assess", str(folder), "--lang", lang, *options],
        env=environment(),
        encoding="utf-8",
        codec_errors="replace",
        timeout=PATIENCE,
        dimensions=(lines, columns),
    )
    # Keys are sent only once a prompt is on the screen, and then the terminal is ready for them.
    terminal.delaybeforesend = None
    return terminal
