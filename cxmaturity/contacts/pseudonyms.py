"""Pseudonyms of customers: the same for the same customer, and only the operator who holds the key can tell whose.

The key lies in the operator's state folder and never in an engagement, so that a folder that is passed on tells nobody.
"""

from __future__ import annotations

import hmac
import os
import re
import secrets
import sys
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Final

from cxmaturity.contacts.settings import AuditSettings, Log
from cxmaturity.errors import wrong
from cxmaturity.words import text

if TYPE_CHECKING:
    from cxmaturity.contacts.progress import Progress

STATE: Final = "CXMATURITY_STATE"
"""Environment variable that names the state folder where it is not the platform's."""
KEY: Final = "pseudonyms.key"
_BYTES: Final = 32
_DIGITS: Final = 10
_FORM: Final = re.compile(rf"c-[0-9a-f]{{{_DIGITS}}}")


def pseudonym(customer: str, key: bytes) -> str:
    """Return the pseudonym of a customer, given the id as customers are compared: trimmed, addresses in lower case."""
    return f"c-{hmac.digest(key, customer.encode(), 'sha256').hex()[:_DIGITS]}"


def state_folder(environment: Mapping[str, str] = os.environ, platform: str = sys.platform) -> Path:
    """Return the folder where the operator's own state lies."""
    if own := environment.get(STATE):
        return Path(own)
    if platform == "win32":
        return Path(environment.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local") / "cxmaturity"
    if platform == "darwin":
        return Path.home() / "Library" / "Application Support" / "cxmaturity"
    folder = Path(environment.get("XDG_STATE_HOME") or "")
    return (folder if folder.is_absolute() else Path.home() / ".local" / "state") / "cxmaturity"


def known_key(folder: Path) -> bytes | None:
    """Return the key that lies in a state folder, None where there is none. Raises InputError when it is no key."""
    path = folder / KEY
    try:
        written = path.read_text(encoding="ascii").strip()
        key = bytes.fromhex(written)
    except FileNotFoundError:
        return None
    except OSError as error:
        raise wrong(text("this file cannot be read: {reason}.", reason=error.strerror or str(error)), path) from error
    except ValueError:
        key = b""
    if len(key) != _BYTES:
        raise wrong(
            text("this is not a key of pseudonyms."),
            path,
            text("Restore it; without it no pseudonym printed so far can be resolved. Or delete it to get a new one."),
        )
    return key


def own_key(folder: Path) -> bytes:
    """Return the key of a state folder, made where there is none, for its owner only.

    Raises InputError when it is no key, or cannot be written.
    """
    known = known_key(folder)
    if known is not None:
        return known
    beside = folder / f"{KEY}.{os.getpid()}"
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        with suppress(FileNotFoundError):
            beside.unlink()
        with os.fdopen(os.open(beside, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "w", encoding="ascii") as file:
            file.write(f"{secrets.token_hex(_BYTES)}\n")
            file.flush()
            os.fsync(file.fileno())
        with suppress(FileExistsError):
            os.link(beside, folder / KEY)  # whole at once, and only if no other process was faster
    except OSError as error:
        reason = error.strerror or str(error)
        raise wrong(text("the key of the pseudonyms cannot be written: {reason}.", reason=reason), folder) from error
    finally:
        with suppress(OSError):
            beside.unlink()
    made = known_key(folder)
    assert made is not None
    return made


def check_pseudonym(given: str) -> str:
    """Return a pseudonym as it is written. Raises InputError when it has not that form."""
    tidy = given.strip().lower()
    if not _FORM.fullmatch(tidy):
        remedy = text("It is c- and {n:int} digits or letters a to f, as audit prints it.", n=_DIGITS)
        raise wrong(text("“{word}” is not a pseudonym.", word=given), remedy=remedy)
    return tidy


def resolve(
    logs: Sequence[Log], settings: AuditSettings, wanted: str, key: bytes, progress: Progress | None = None
) -> list[str]:
    """Return which customers of the logs a pseudonym stands for, sorted: one, barring a rare chance; or none.

    Raises InputError as ``audit`` does.
    """
    from cxmaturity.contacts.auditing import opened_logs
    from cxmaturity.contacts.progress import Step, of_engine

    digits = bytes.fromhex(wanted.removeprefix("c-"))
    size = len(digits)
    found: set[str] = set()
    with opened_logs(logs, settings, progress) as desk:
        if progress:
            progress(Step(text("Looking for the customer"), of_engine(desk.place.connection)))
        for batch in desk.place.customers([(each.judge, each.tally) for each in desk.opened]):
            for customer in batch.column("customer").to_pylist():
                if hmac.digest(key, customer.encode(), "sha256")[:size] == digits:
                    found.add(customer)
    return sorted(found)
