"""Prompts that a signal ends at any instant.

A handler that raises wherever the program just is may raise where Python swallows it: while a prompt starts, that is
seldom enough to go unnoticed and leaves a prompt that Ctrl-C seems not to reach.
"""

from __future__ import annotations

import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Final, TypeVar

from prompt_toolkit.application import Application

T = TypeVar("T")
_SIGNALS: Final = tuple(getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name))


def answer_of(prompt: Application[T]) -> T:
    """Run a prompt and return its answer. A signal that comes meanwhile ends it, and is then handled as before."""
    received: list[int] = []

    def end() -> None:
        if received and prompt.is_running and not prompt.is_done:
            prompt.exit(exception=KeyboardInterrupt())

    def stop(number: int, frame: FrameType | None) -> None:
        received.append(number)
        if prompt.loop is not None:
            prompt.loop.call_soon_threadsafe(end)

    try:
        with _handled_by(stop):
            return prompt.run(pre_run=end, handle_sigint=False)
    finally:
        if received:
            signal.raise_signal(received[0])


@contextmanager
def _handled_by(stop: Callable[[int, FrameType | None], None]) -> Iterator[None]:
    """Hand signals to a handler of ours, but for those that are ignored."""
    before = {number: signal.getsignal(number) for number in _SIGNALS}
    ours = {number: handler for number, handler in before.items() if handler not in (signal.SIG_IGN, None)}
    try:
        for number in ours:
            signal.signal(number, stop)
        yield
    finally:
        for number, handler in ours.items():
            signal.signal(number, handler)
