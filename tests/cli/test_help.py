"""The command line says what it offers, quickly."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from cxmaturity.cli.main import COMMANDS, cli

README = (Path(__file__).parents[2] / "README.md").read_text(encoding="utf-8")
HEAVY = {
    "duckdb",
    "numpy",
    "pyarrow",
    "networkx",
    "highspy",
    "weasyprint",
    "jinja2",
    "questionary",
    "rich",
    "pydantic",
    "yaml",
    "babel",
}


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_help_and_stands_in_the_readme(command):
    done = CliRunner().invoke(cli, [command, "--help"])
    assert done.exit_code == 0
    assert "--help" in done.output
    assert re.search(rf"`{command}\b", README)


def test_options_named_in_the_readme_exist():
    shown = "".join(CliRunner().invoke(cli, [command, "--help"]).output for command in COMMANDS)
    shown += "".join(CliRunner().invoke(cli, ["model", command, "--help"]).output for command in ("lint", "show"))
    named = set(re.findall(r"(?<![\w-])--[a-z][a-z-]+", README))
    assert {option for option in named if option not in shown} == set()


def test_help_imports_nothing_heavy():
    code = "import sys; from cxmaturity.cli.main import run; run(['--help']); print(*sys.modules, file=sys.stderr)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert {name.partition(".")[0] for name in done.stderr.split()} & HEAVY == set()
