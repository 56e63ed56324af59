"""What Spark stumbles over, as one message: its own runs over pages."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from cxmaturity.errors import InputError, wrong
from cxmaturity.words import text

_NAMES: Final = re.compile(
    r"^\s*(?:Caused by: |Exception in thread \S+ |Error: )?(?:[\w$]+\.)+\w*(?:Exception|Error): (.+)$"
)
_ERROR: Final = re.compile(r"^Error: (.+)$")
_QUOTED: Final = re.compile(r"""(['"`]).*?\1""")
"""What is quoted in a message may be a cell."""
_NOT_THERE: Final = ("PATH_NOT_FOUND", "Path does not exist", "TABLE_OR_VIEW_NOT_FOUND", "FileNotFoundException")
_LACKS: Final = re.compile(r"ModuleNotFoundError: No module named '(cxmaturity|duckdb|pyarrow|numpy)")
_LONGEST: Final = 300


@contextmanager
def told_of(where: Path | None = None) -> Iterator[None]:
    """Raise InputError where Spark fails within; ``where`` is the log that is read."""
    from py4j.protocol import Py4JError
    from pyspark.errors import PySparkException

    try:
        yield
    except (PySparkException, Py4JError) as error:
        raise failed(str(error), where) from error


def failed(told: str, where: Path | None = None) -> InputError:
    """Return the error of work that Spark gave up, given all that it says."""
    if found := _LACKS.search(told):
        return wrong(
            text("Spark’s executors do not have {package}.", package=found[1]),
            remedy=text("Install cxmaturity in the Python that they run, and name it in PYSPARK_PYTHON."),
        )
    if any(word in told for word in _NOT_THERE):
        return wrong(text("Spark finds nothing there."), where)
    if "OutOfMemoryError" in told:
        return wrong(text("Spark has too little memory for this log."), remedy=text("Give its processes more memory."))
    return wrong(text("Spark gave up: {reason}.", reason=reason_of(told)), where)


def unstarted(master: str | None, told: str) -> InputError:
    """Return the error of a session that did not begin, given all that Spark says."""
    reason = reason_of(told)
    if master is None:
        return wrong(text("Spark did not start: {reason}.", reason=reason))
    remedy = text("Name it as Spark does: local[4], spark://HOST:7077, yarn or k8s://HOST.")
    return wrong(
        text("Spark did not start on the master “{master}”: {reason}.", master=master, reason=reason), remedy=remedy
    )


def reason_of(told: str) -> str:
    """Return the innermost reason that a message of Spark's names, without what it quotes."""
    lines = told.splitlines()
    named = [match[1] for line in lines if (match := _NAMES.match(line) or _ERROR.match(line))]
    found = (named or [line.strip() for line in lines if line.strip()] or ["?"])[-1 if named else 0]
    return _QUOTED.sub("…", found).strip()[:_LONGEST].rstrip(".")
