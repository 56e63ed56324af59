"""Prompts that a signal ends at any instant.

A handler that raises wherever the program just is may raise where Python swallows it, as in the callback of a weak
reference: that is seldom enough to go unnoticed, and leaves a prompt that Ctrl-C seems not to reach. So nothing is
raised between prompts; a signal ends the prompt that runs, or else the next one.
"""

from __future__ import annotations

import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from types import FrameType
from typing import Final, TypeVar

from prompt_toolkit.application import Application

T = TypeVar("T")
_SIGNALS: Final = tuple(getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name))
_received: Final[list[int]] = []
"""Signals that have come and have not been handed on."""
_prompts: Final[list[Callable[[], None]]] = []
"""What ends the prompt that runs."""


@contextmanager
def heeded() -> Iterator[None]:
    """Let signals end prompts while this lasts; whoever handled them before handles them at its end.

    Raises KeyboardInterrupt there for a signal after the last prompt.
    """
    _received.clear()
    try:
        with _handled_by(_hear):
            yield
        if _received:
            raise KeyboardInterrupt
    finally:
        if _received:
            with suppress(KeyboardInterrupt):  # one is under way already, and says what the sitting came to
                signal.raise_signal(_received[0])


def answer_of(prompt: Application[T]) -> T:
    """Run a prompt and return its answer. Raises KeyboardInterrupt when a signal has come, before or meanwhile."""

    def end() -> None:
        if _received and prompt.is_running and not prompt.is_done:
            prompt.exit(exception=KeyboardInterrupt())

    def wake() -> None:
        if prompt.loop is not None:
            prompt.loop.call_soon_threadsafe(end)

    _prompts.append(wake)
    try:
        answer = prompt.run(pre_run=end, handle_sigint=False)
    finally:
        _prompts.remove(wake)
    if _received:
        raise KeyboardInterrupt
    return answer


def _hear(number: int, frame: FrameType | None) -> None:
    """Take note of a signal; a second one between prompts, as where a disk hangs, raises after all."""
    _received.append(number)
    for wake in _prompts:
        wake()
    if len(_received) > 1 and not _prompts:
        raise KeyboardInterrupt


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
