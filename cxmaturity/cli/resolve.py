"""``cxmaturity resolve``: which customer a pseudonym stands for."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from cxmaturity.cli.options import every_command, harmless, print_json
from cxmaturity.cli.reading import Reading, logs_argument, logs_named, reading_options
from cxmaturity.cli.watching import watched
from cxmaturity.errors import wrong
from cxmaturity.words import text


@click.command()
@logs_argument
@click.argument("pseudonym", metavar="PSEUDONYM")
@reading_options
@every_command
def resolve(
    logs: tuple[Path, ...],
    *,
    pseudonym: str,
    cycle: str | None,
    as_of: date | None,
    lang: str | None,
    as_json: bool,
    **reading: object,
) -> int:
    """Tell which customer a pseudonym stands for that audit printed on this machine.

    LOG is as for audit. The key lies in the operator's state folder; CXMATURITY_STATE names another one.
    """
    from cxmaturity.contacts import pseudonyms

    options = Reading(**reading)  # type: ignore[arg-type]  # click hands over what the decorators declare
    wanted, folder = pseudonyms.check_pseudonym(pseudonym), pseudonyms.state_folder()
    key = pseudonyms.known_key(folder)
    if key is None:
        raise wrong(
            text("there is no key of pseudonyms here."),
            folder,
            text("Resolve as the user, and on the machine, that ran audit; CXMATURITY_STATE names another folder."),
        )
    named = logs_named(logs, options, cycle, as_of, lang)
    with watched(named.language) as progress:
        customers = pseudonyms.resolve(named.logs, named.settings, wanted, key, progress)
    if not customers:
        remedy = text("Name the logs that audit read, with the same options, and use the key of that time.")
        raise wrong(text("no customer of these logs has the pseudonym {word}.", word=wanted), remedy=remedy)
    if as_json:
        print_json({"schema": "cxmaturity/resolve/1", "pseudonym": wanted, "customers": customers})
    else:
        for customer in customers:
            click.echo(harmless(customer))
    return 0
