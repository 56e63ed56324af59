"""The command line's entry: which commands there are, and the one place that catches errors."""

from __future__ import annotations

import atexit
import errno
import gc
import io
import os
import re
import signal
import sys
from collections.abc import Iterable
from contextlib import suppress
from importlib import import_module
from itertools import pairwise
from types import FrameType
from typing import TYPE_CHECKING

import click

from cxmaturity import __version__
from cxmaturity.cli.speech import Stopped, in_language, speak
from cxmaturity.words import LANGUAGES, preferred_language, text

if TYPE_CHECKING:
    from cxmaturity.errors import Problem
    from cxmaturity.words import Language, Text

COMMANDS = {
    "init": text("Make an engagement folder."),
    "assess": text("Hold the interview, or take answers from a file."),
    "score": text("Question scores, stage, blockers and verdicts."),
    "audit": text("Audit contact logs: how often customers are asked, and by how many."),
    "replay": text("Replay contact logs under policies: what each would have stopped."),
    "resolve": text("Tell which customer a pseudonym stands for."),
    "ownership": text("Ask the ownership map: gaps, who can act, load, proposed owners."),
    "loop": text("Audit the closed loop: who was followed up, how soon and by whom."),
    "roadmap": text("Choose actions for what was found, and place them in time."),
    "report": text("Write the report: PDF, one HTML file, XLSX or JSON."),
    "compare": text("Tell what moved between two cycles, and why."),
    "verify": text("Tell whether a PDF is the report that an engagement gives."),
    "model": text("Check or print an assessment model."),
    "demo": text("Make a sample engagement and its report."),
}
"""Command to what the overview says of it; each is a click command in the module of its name in this package.

The overview stands here so that ``cxmaturity --help`` imports none of them.
"""

FAILED_ON_FINDING = 1
WRONG_INPUT = 2
OUR_BUG = 70
INTERRUPTED = 130
_KILLED = 128
_KEEPING = frozenset({"assess", "init", "demo", "--charts"})
"""Commands, and an option, that leave files behind as they go on."""
_MARK = "engagement.yaml"
"""What makes a folder an engagement."""
_NO_THREAD = "can't start new thread|Resource temporarily unavailable"
"""What Python and the engine say when the system refuses a thread."""
_received: list[int] = []
"""Signals that asked this process to stop."""


class Commands(click.Group):
    """A group that imports a command's module when it is asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the commands in the order of an engagement's life."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Return a command by name, None if there is none."""
        if cmd_name not in COMMANDS:
            return None
        command: click.Command = getattr(import_module(f"cxmaturity.cli.{cmd_name}"), cmd_name)
        return in_language(command, _language_of(ctx))

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the overview of the commands."""
        language = _language_of(ctx)
        with formatter.section(text("Commands").show(language)):
            formatter.write_dl([(name, overview.show(language)) for name, overview in COMMANDS.items()])

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Return the command that is called; a misspelt one gets a hint."""
        from difflib import get_close_matches

        if args[0] not in COMMANDS and (close := get_close_matches(args[0], COMMANDS, n=1)):
            what = text("there is no command “{word}”. Did you mean “{close}”?", word=args[0], close=close[0])
            ctx.fail(what.show(_language_of(ctx)))
        return super().resolve_command(ctx, args)


def _language_of(ctx: click.Context) -> Language:
    spoken = ctx.find_root().obj
    return preferred_language() if spoken is None else spoken


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="cxmaturity")
def cli() -> None:
    """Tell how mature a customer-experience programme is, and check its answers against evidence."""


def main(arguments: list[str] | None = None) -> None:
    """Run the command line and leave: 0 done, 1 --fail-on found something, 2 wrong input, 70 our bug."""
    for name in ("SIGINT", "SIGTERM", "SIGHUP"):
        number = getattr(signal, name, None)
        if number is not None and signal.getsignal(number) is not signal.SIG_IGN:
            signal.signal(number, _stop)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):  # None, or of another kind, where somebody put it in place
            stream.reconfigure(errors="replace")
    _make_lean()
    given = sys.argv[1:] if arguments is None else arguments
    sys.exit(run(given))


def _make_lean() -> None:
    """Spend no time on what a command of seconds does not need; no result hangs on it.

    The collector of cycles walks all of a large map again and again, once more on leaving, and finds nothing; threads
    for matrices wait for one another longer than tables of some hundred teams take.
    """
    gc.set_threshold(200_000)
    atexit.register(_skip_last_collection)
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")


def _skip_last_collection() -> None:
    """Leave without a last walk over everything; not where the engine worked, which then calls its types leaked."""
    if "_duckdb" not in sys.modules:
        gc.freeze()


def _stop(number: int, frame: FrameType | None) -> None:
    """Unwind, so that temporary folders are removed; once only, unless the user insists."""
    again = bool(_received)
    _received.append(number)
    if not again or number == signal.SIGINT:
        raise KeyboardInterrupt


def run(arguments: list[str]) -> int:
    """Run one command and return its exit code; the only place that catches errors."""
    language = chosen_language(arguments)
    speak(language)
    try:
        result = in_language(cli, language).main(arguments, prog_name="cxmaturity", standalone_mode=False, obj=language)
        sys.stdout.flush()  # here, where a full disk can still be told
    except click.exceptions.Exit as stop:
        return stop.exit_code
    except BrokenPipeError:
        sys.stdout = open(os.devnull, "w")  # noqa: SIM115, PTH123  # the reader is gone; say no more
        return 0
    except (Exception, KeyboardInterrupt) as error:
        if "--debug" in arguments and not _received:
            import traceback

            traceback.print_exc()
        return _explain(error, arguments)
    return result if isinstance(result, int) else 0


def _explain(error: BaseException, arguments: list[str]) -> int:
    """Tell the user what went wrong, and return the exit code of that kind of error."""
    from cxmaturity.errors import InputError

    if _received or isinstance(error, click.Abort | KeyboardInterrupt):  # an engine that was stopped says it in its way
        with suppress(OSError):  # the terminal may be gone
            stop = error.__cause__ or error  # click hands it on as the cause of its own
            language = stop.language if isinstance(stop, Stopped) else None
            _say([_stopped(arguments)], arguments, language)
        return _KILLED + _received[0] if _received else INTERRUPTED
    match error:
        case InputError():
            _say(error.problems, arguments)
            return WRONG_INPUT
        case click.ClickException():
            error.show()
            return WRONG_INPUT
        case OSError(errno=errno.ENOSPC):
            _drop_output()
            _say([_full(error)], arguments)
            return WRONG_INPUT
        case RuntimeError() if re.search(_NO_THREAD, str(error)):
            _say([_no_thread()], arguments)
            return WRONG_INPUT
        case _:
            _say([_bug(error)], arguments)
            return OUR_BUG


def _stopped(arguments: list[str]) -> Text:
    """Return what is left of the work of a command that was stopped: it is kept where it goes into a folder."""
    keeps = bool({*arguments} & _KEEPING) or any(os.path.isfile(os.path.join(word, _MARK)) for word in arguments)  # noqa: PTH113, PTH118
    return text("Stopped; what was done so far is kept.") if keeps else text("Stopped; nothing was written.")


def _full(error: OSError) -> Problem:
    from cxmaturity.errors import Problem

    what = text("the output cannot be written: {reason}.", reason=error.strerror or str(error))
    return Problem(what, remedy=text("Check the free space where it goes."))


def _no_thread() -> Problem:
    from cxmaturity.errors import Problem

    what = text("the system gives this program no more threads, because too much runs on this machine.")
    return Problem(what, remedy=text("Wait or close other programs; audit, replay and resolve take --threads 1."))


def _drop_output() -> None:
    """Let what is left in the buffer go nowhere, else the same error would come again when the program ends."""
    with suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _bug(error: BaseException) -> Text:
    return text(
        "This is a bug of cxmaturity, not a mistake of yours: {error}. "
        "Run again with --debug and report what it shows.",
        error=f"{type(error).__name__}: {error}",
    )


def _say(messages: Iterable[Problem | Text], arguments: list[str], spoken: Language | None = None) -> None:
    from cxmaturity.cli.options import harmless

    language = spoken or chosen_language(arguments)
    for message in messages:
        click.echo(click.style("✗ ", fg="red") + harmless(message.show(language)), err=True)


def chosen_language(arguments: list[str]) -> Language:
    """Return the language to speak before anything has been parsed or read.

    That of ``--lang``, else that of an engagement named on the command line, else the system's.
    """
    for language in LANGUAGES:
        if f"--lang={language}" in arguments or ("--lang", language) in pairwise(arguments):
            return language
    return next(filter(None, map(_language_of_engagement, arguments)), preferred_language())


def _language_of_engagement(folder: str) -> Language | None:
    try:
        with open(os.path.join(folder, _MARK), encoding="utf-8") as file:  # noqa: PTH118, PTH123
            found = re.search(r"^language:\s*[\"']?(en|fr)\b", file.read(20_000), re.MULTILINE)
    except (OSError, ValueError):
        return None
    return None if found is None else "fr" if found[1] == "fr" else "en"
