"""A headless Chromium that tests speak to over a pipe, in its own DevTools protocol."""

from __future__ import annotations

import fcntl
import json
import os
import select
import shutil
import signal
import tempfile
import time
from base64 import b64decode
from pathlib import Path
from types import TracebackType
from typing import Any

NAMES = ("chromium", "chromium-browser", "google-chrome", "chrome", "google-chrome-stable")
FLAGS = (
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--remote-debugging-pipe",
    "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-extensions",
    "--disable-sync", "--hide-scrollbars", "--force-color-profile=srgb",
)  # fmt: skip
PATIENCE = 60.0
"""Seconds that an answer may take on a busy machine."""
KEYS = {
    "Tab": (9, ""), "Enter": (13, "\r"), " ": (32, " "), "Escape": (27, ""), "ArrowDown": (40, ""),
    "ArrowRight": (39, ""), "Backspace": (8, ""),
}  # fmt: skip


def program() -> str | None:
    """Return where a Chromium is, None without one."""
    return next((found for name in NAMES if (found := shutil.which(name))), None)


class Page:
    """One browser with one page; whatever it says or asks the network for is kept in ``events``."""

    def __init__(self, path: str) -> None:
        self.events: list[dict[str, Any]] = []
        self._folder = tempfile.mkdtemp(prefix="cxmaturity-browser-")
        self._sent, self._rest = 0, b""
        self._untouched: tuple[Path, int] | None = None
        theirs, self._to = (_high(end) for end in os.pipe())
        self._from, answers = (_high(end) for end in os.pipe())
        places = [(os.POSIX_SPAWN_DUP2, theirs, 3), (os.POSIX_SPAWN_DUP2, answers, 4)]
        quiet = (os.POSIX_SPAWN_OPEN, 2, os.devnull, os.O_WRONLY, 0)
        command = [path, *FLAGS, f"--user-data-dir={self._folder}", "about:blank"]
        self._process = os.posix_spawn(path, command, os.environ, file_actions=[*places, quiet], setsid=True)
        os.close(theirs)
        os.close(answers)
        target = next(t for t in self._ask("Target.getTargets")["targetInfos"] if t["type"] == "page")
        attached = self._ask("Target.attachToTarget", targetId=target["targetId"], flatten=True)
        self._session = attached["sessionId"]
        for domain in ("Page", "Runtime", "Log", "Network"):
            self.do(f"{domain}.enable")

    def __enter__(self) -> Page:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._ask("Browser.close")
        os.waitpid(self._process, 0)
        os.close(self._to)
        os.close(self._from)
        shutil.rmtree(self._folder, ignore_errors=True)

    def do(self, method: str, **parameters: object) -> dict[str, Any]:
        """Send a command to the page and return its result."""
        return self._ask(method, session=self._session, **parameters)

    def open(self, path: Path, width: int, height: int = 900, fragment: str = "") -> None:
        """Show a file in a window of that size, wait for it, and forget what was told before."""
        self._untouched = None
        self.size(width, height)
        self.do("Page.navigate", url="about:blank")
        self.events.clear()
        self.do("Page.navigate", url=path.as_uri() + fragment)
        self.wait("document.readyState === 'complete' && !document.querySelector('.waiting')")

    def show(self, path: Path, width: int) -> None:
        """Show a file to a test that only looks: as the last such test left it, where that was the same."""
        if self._untouched != (path, width):
            self.open(path, width)
            self._untouched = (path, width)

    def size(self, width: int, height: int = 900) -> None:
        """Set the window's size."""
        phone = width < 600
        self.do("Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=1, mobile=phone)

    def wait(self, condition: str) -> None:
        """Wait until an expression is true."""
        until = time.monotonic() + PATIENCE
        while not self.run(condition):
            assert time.monotonic() < until, f"never true: {condition}"
            time.sleep(0.01)

    def run(self, expression: str) -> Any:
        """Return the value of an expression in the page."""
        found = self.do("Runtime.evaluate", expression=expression, returnByValue=True, awaitPromise=True)
        assert "exceptionDetails" not in found, found
        return found["result"].get("value")

    def press(self, *keys: str) -> None:
        """Press keys, as a keyboard does."""
        for key in keys:
            shift, name = key.startswith("Shift+"), key.removeprefix("Shift+")
            code, words = KEYS[name]
            pressed = {"key": name, "code": name, "windowsVirtualKeyCode": code, "modifiers": 8 if shift else 0}
            self.do("Input.dispatchKeyEvent", type="keyDown", text=words, **pressed)
            self.do("Input.dispatchKeyEvent", type="keyUp", **pressed)

    def type(self, words: str) -> None:
        """Type words, a letter at a time."""
        for letter in words:
            self.do("Input.dispatchKeyEvent", type="keyDown", text=letter, key=letter)
            self.do("Input.dispatchKeyEvent", type="keyUp", key=letter)

    def picture(self, path: Path) -> None:
        """Write a picture of the whole page."""
        shot = self.do("Page.captureScreenshot", captureBeyondViewport=True, format="png", clip=self._whole())
        path.write_bytes(b64decode(shot["data"]))

    def _whole(self) -> dict[str, float]:
        size = self.do("Page.getLayoutMetrics")["cssContentSize"]
        return {"x": 0, "y": 0, "width": size["width"], "height": size["height"], "scale": 1}

    def pdf(self) -> bytes:
        """Return what the browser prints."""
        printed = self.do("Page.printToPDF", preferCSSPageSize=True, printBackground=True)
        return b64decode(printed["data"])

    def told(self) -> list[str]:
        """Return every complaint on the console or in the log since the page was opened."""
        self.run("0")
        found = []
        for event in self.events:
            match event["method"]:
                case "Runtime.consoleAPICalled":
                    found.append(f"{event['params']['type']}: {event['params']['args']}")
                case "Runtime.exceptionThrown":
                    found.append(str(event["params"]["exceptionDetails"]))
                case "Log.entryAdded":
                    found.append(f"{event['params']['entry']['level']}: {event['params']['entry']['text']}")
        return found

    def requests(self) -> list[str]:
        """Return the addresses of everything asked for since the page was opened."""
        self.run("0")
        return [e["params"]["request"]["url"] for e in self.events if e["method"] == "Network.requestWillBeSent"]

    def _ask(self, method: str, session: str | None = None, **parameters: object) -> dict[str, Any]:
        self._sent += 1
        message: dict[str, object] = {"id": self._sent, "method": method, "params": parameters}
        if session:
            message["sessionId"] = session
        os.write(self._to, json.dumps(message).encode() + b"\0")
        while True:
            answer = self._next()
            if answer.get("id") == self._sent:
                assert "error" not in answer, answer
                return dict(answer["result"])
            self.events.append(answer)

    def _next(self) -> dict[str, Any]:
        while b"\0" not in self._rest:
            ready, _, _ = select.select([self._from], [], [], PATIENCE)
            if not ready:
                os.killpg(self._process, signal.SIGKILL)
                raise TimeoutError("Chromium does not answer")
            found = os.read(self._from, 1 << 20)
            if not found:
                raise EOFError("Chromium has ended")
            self._rest += found
        first, _, self._rest = self._rest.partition(b"\0")
        return dict(json.loads(first))


def _high(end: int) -> int:
    """Return an end of a pipe under a number that no redirection of the child can fall on."""
    moved = fcntl.fcntl(end, fcntl.F_DUPFD_CLOEXEC, 20)
    os.close(end)
    return moved
