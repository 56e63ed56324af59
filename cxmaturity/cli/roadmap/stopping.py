"""Ctrl-C while a plan is made: the search ends, and the best plan so far is kept."""

from __future__ import annotations

import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType


@contextmanager
def kept_on_interrupt() -> Iterator[Callable[[], bool]]:
    """Catch the first Ctrl-C and yield what tells whether it came; the second one ends the command as usual."""
    came = False

    def catch(_number: int, _frame: FrameType | None) -> None:
        nonlocal came
        came = True
        signal.signal(signal.SIGINT, before)

    before = signal.getsignal(signal.SIGINT)
    if before is signal.SIG_IGN or threading.current_thread() is not threading.main_thread():
        yield lambda: came  # nobody can interrupt it
        return
    signal.signal(signal.SIGINT, catch)
    try:
        yield lambda: came
    finally:
        signal.signal(signal.SIGINT, before)
