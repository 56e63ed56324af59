"""``--update [FILE]``: an option whose file may be left out, wherever it stands among the others."""

from __future__ import annotations

from pathlib import Path

import click

from cxmaturity.errors import wrong
from cxmaturity.words import text

ASK = ""
"""The option's value when no file is given: the actions are asked for at the terminal."""


class TakesUpdate(click.Command):
    """A command with ``--update [FILE]``, which does not take the engagement's folder for its file."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Parse the arguments; ``--update DIR`` means ``DIR --update``."""
        if "--update" in args:
            place = args.index("--update")
            if any(Path(word).is_dir() for word in args[place + 1 : place + 2]):
                args = [*args[:place], *args[place + 1 :], "--update"]
        return super().parse_args(ctx, args)


update_option = click.option(
    "--update",
    is_flag=False,
    flag_value=ASK,
    metavar="[FILE]",
    help="Keep what became of the actions: from a table or YAML file, else asked at the terminal.",
)


def check_alone(others: dict[str, object]) -> None:
    """Raise InputError when ``--update`` stands beside options that ask for a plan; ``others`` by their names."""
    given = [name for name, value in others.items() if value not in (None, ())]
    if given:
        raise wrong(
            text("--update makes no plan, so it does not go with {options}.", options=", ".join(given)),
            remedy=text("Run the two one after the other."),
        )
