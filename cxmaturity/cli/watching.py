"""Progress of long work: one line on the terminal, gone once the work is done."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from threading import Lock
from time import monotonic
from typing import TYPE_CHECKING, Final

import click

from cxmaturity.words import Language, Text, preferred_language, text

if TYPE_CHECKING:
    from cxmaturity.contacts import Progress, Step
    from cxmaturity.engagement.comparing import Compared
    from cxmaturity.engagement.facts import Gathered
    from cxmaturity.engagement.loop_audit import Audited

_PER_SECOND: Final = 5
_SURE: Final = 0.02
"""Share that must be done before what is left can be told."""
_SOON: Final = 1.0
"""Seconds that must have passed before what is left can be told."""


class Shown:
    """The step that is worked on, as a line."""

    def __init__(self, language: Language) -> None:
        self._language = language
        self._lock = Lock()
        self._step: Step | None = None
        self._begun = monotonic()

    def tell(self, step: Step) -> None:
        """Take note of a step that begins. Once this returns, the gauge of the one before is read no more."""
        with self._lock:
            self._step, self._begun = step, monotonic()

    def line(self) -> str:
        """Return what is being done, how far it is, and how long it still takes where that can be known."""
        with self._lock:
            return progress_line(self._step, monotonic() - self._begun).show(self._language)


def progress_line(step: Step | None, seconds: float) -> Text:
    """Return a step as a line, so many seconds after it began."""
    if step is None:
        return text("Starting …")
    reached = step.reached()
    line = step.what
    if reached.share is not None:
        line = text("{line} · {share:percent}", line=line, share=reached.share)
    if reached.rows is not None and reached.of is not None:
        line = text("{line} · {done:int} of {all:int} rows", line=line, done=reached.rows, all=reached.of)
    elif (rows := reached.of if reached.rows is None else reached.rows) is not None:
        line = text("{line} · {rows:int} {rows:plural row|rows}", line=line, rows=rows)
    if reached.share is None or reached.share < _SURE or seconds < _SOON:
        return text("{line} · {time}", line=line, time=_clock(seconds))
    left = _clock(seconds * (1 - reached.share) / reached.share)
    return text("{line} · {time} left", line=line, time=left)


def _clock(seconds: float) -> str:
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"


@contextmanager
def watched(language: Language, *, at_once: bool = True) -> Iterator[Progress]:
    """Show progress on standard error where a person watches it; nothing elsewhere.

    With ``at_once`` something is shown before the first step is told.
    """
    import sys

    if not sys.stderr.isatty():
        yield lambda step: None
        return
    from rich.console import Console
    from rich.live import Live
    from rich.text import Text as Line

    shown = Shown(language)

    def render() -> Line:
        return Line(shown.line(), no_wrap=True, overflow="ellipsis", end="")

    live = Live(console=Console(stderr=True), get_renderable=render, refresh_per_second=_PER_SECOND, transient=True)

    def tell(step: Step) -> None:
        shown.tell(step)
        live.start()  # which does nothing where it shows already

    try:
        if at_once:
            live.start(refresh=True)
        yield tell
    finally:
        live.stop()


def gathered(folder: Path, cycle: str | None, as_of: date | None) -> Gathered:
    """Return what is known of an engagement, and show progress where its logs are audited first."""
    from cxmaturity.engagement.facts import gather

    with watched(_language(), at_once=False) as progress:
        return gather(folder, cycle, as_of, progress)


def followed(folder: Path, cycle: str | None, as_of: date | None, emit: Path | None = None) -> Audited:
    """Return what is known of an engagement, its closed loop observed anew, and show progress meanwhile.

    The cases due are added to the file ``emit``.
    """
    from cxmaturity.engagement.loop_audit import audit_engagement_loop

    with watched(_language(), at_once=False) as progress:
        return audit_engagement_loop(folder, cycle, as_of, progress, emit)


def compared(folder: Path, before: str, after: str, as_of: date | None = None) -> Compared:
    """Return two cycles of an engagement compared, and show progress where logs are audited first."""
    from cxmaturity.engagement.comparing import compare_cycles

    with watched(_language(), at_once=False) as progress:
        return compare_cycles(folder, before, after, as_of, progress)


def _language() -> Language:
    spoken: Language | None = click.get_current_context().find_root().obj
    return preferred_language() if spoken is None else spoken
