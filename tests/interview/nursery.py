"""Real commands in real terminals, started fast: a process that has imported everything forks one child a command.

A thousand interviews are killed in one test, and importing the program takes longer than answering. Run as a script it
is that process; ``Nursery`` is its other end.
"""

from __future__ import annotations

import fcntl
import io
import json
import os
import pty
import signal
import socket
import struct
import subprocess
import sys
import termios
from dataclasses import dataclass
from pathlib import Path

SIZE = struct.pack("HHHH", 24, 80, 0, 0)


@dataclass(frozen=True)
class Child:
    """A command that runs."""

    pid: int
    terminal: int
    """The file through which its terminal is read and typed into."""


class Nursery:
    """The test's end of the line."""

    def __init__(self, environment: dict[str, str]) -> None:
        self._line, theirs = socket.socketpair()
        command = [sys.executable, __file__, str(theirs.fileno())]
        self._process = subprocess.Popen(command, env=environment, pass_fds=[theirs.fileno()])
        theirs.close()

    def start(self, arguments: list[str], folder: Path | None = None, **variables: str) -> Child:
        """Start a command in a folder, with further variables in its environment."""
        self._line.sendall(json.dumps([arguments, str(folder or Path.cwd()), variables]).encode())
        pid, files, *_ = socket.recv_fds(self._line, 100, 1)
        return Child(int(pid), files[0])

    def wait(self, child: Child) -> int:
        """Return how the child ended, as subprocess says it: below zero the signal that killed it."""
        self._line.sendall(json.dumps(child.pid).encode())
        ended = int(self._line.recv(100))
        os.close(child.terminal)  # not before: it would hang up on a child that is about to end
        return ended

    def close(self) -> None:
        self._line.close()
        self._process.wait()


def serve(line: socket.socket) -> None:
    """Start what is asked for, and wait for what is named, until nobody asks any more."""
    while asked := line.recv(100_000):
        wanted = json.loads(asked)
        if isinstance(wanted, int):
            line.sendall(str(os.waitstatus_to_exitcode(os.waitpid(wanted, 0)[1])).encode())
            continue
        pid, terminal = pty.fork()
        if pid == 0:
            line.close()
            run(*wanted)
        socket.send_fds(line, [str(pid).encode()], [terminal])
        os.close(terminal)


def run(arguments: list[str], folder: str, variables: dict[str, str]) -> None:
    """Be the command, in the terminal that is this process's own from here on."""
    from cxmaturity.cli import main

    os.chdir(folder)
    os.environ.update(variables)
    fcntl.ioctl(0, termios.TIOCSWINSZ, SIZE)
    signal.signal(signal.SIGINT, signal.default_int_handler)  # a shell's background jobs ignore it
    # The streams of the process before the fork were made for what it was started with, which was no terminal.
    sys.stdin = io.TextIOWrapper(os.fdopen(0, "rb"))
    sys.stdout, sys.stderr = (io.TextIOWrapper(os.fdopen(number, "wb"), line_buffering=True) for number in (1, 2))
    main(arguments)


def preload() -> None:
    """Import what an interview needs, and read what it reads besides the engagement."""
    from cxmaturity import assess
    from cxmaturity.cli.assess import at_terminal, command
    from cxmaturity.engagement import answering, facts
    from cxmaturity.interview import desk
    from cxmaturity.model import find_model, load_model
    from cxmaturity.words import text

    assert all((assess, at_terminal, command, answering, facts, desk))
    load_model(find_model("cx-program"))
    text("{n:int}", n=1).show("fr")


if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).parents[2]))
    preload()
    serve(socket.socket(fileno=int(sys.argv[1])))
