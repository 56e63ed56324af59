"""Run a command in this process and look at what it says."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from cxmaturity.cli.main import run


@dataclass(frozen=True)
class Done:
    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)


def call(capsys, *arguments: object) -> Done:
    capsys.readouterr()
    code = run([str(argument) for argument in arguments])
    said = capsys.readouterr()
    return Done(code, said.out, said.err)
