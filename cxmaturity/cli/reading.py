"""How the commands on contact logs read them: the options that they share, and the logs that they name."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date
from functools import reduce
from math import isfinite
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from cxmaturity.cli.options import Day, pile, spoken
from cxmaturity.errors import wrong
from cxmaturity.words import Language, Text, text

if TYPE_CHECKING:
    from cxmaturity.contacts import AuditSettings, Engine, Log, Machine, Policy

ENGAGEMENT = "engagement.yaml"
"""The file that makes a folder an engagement."""


@dataclass(frozen=True)
class Reading:
    """The options that say how files are read and measured; an engagement's own files say it for its logs."""

    format: str | None
    columns: tuple[str, ...]
    constants: tuple[str, ...]
    date_format: tuple[str, ...]
    tz: str | None
    response_window: float | None
    log_from: date | None
    log_to: date | None
    without_reminders: bool
    dedupe: bool
    max_rejected: float | None
    memory: str | None
    threads: int | None
    engine: Engine
    master: str | None

    def given(self) -> list[str]:
        """Return the options on reading and measuring that were given, as the user wrote them."""
        return [
            _WRITTEN.get(name, f"--{name.replace('_', '-')}")
            for name, value in asdict(self).items()
            if name not in _OF_MACHINE and value is not False and value not in (None, ())
        ]

    @property
    def machine(self) -> Machine:
        """What does the work and what it may take; it changes no figure, so an engagement takes it, too."""
        from cxmaturity.contacts import Machine

        if self.master is not None and self.engine != "spark":
            raise wrong(text("--master names where Spark runs."), remedy=text("Add --engine spark."))
        return Machine(**{name: getattr(self, name) for name in _OF_MACHINE})


_MOST_THREADS: Final = 1024
"""More would only take time to begin, on any machine."""
_OF_MACHINE: Final = ("memory", "threads", "engine", "master")
_WRITTEN = {"columns": "--map", "constants": "--set", "log_from": "--from", "log_to": "--to"}


class _LogPath(click.Path):
    """A path, or an address for Spark."""

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> Path:
        """Return an address as it is written."""
        from cxmaturity.contacts.files.addresses import Address, is_address

        written = str(value)
        return Address(written) if is_address(written) else Path(written)


logs_argument = click.argument("logs", metavar="LOG...", nargs=-1, required=True, type=_LogPath(path_type=Path))
logs_argument_or_none = click.argument("logs", metavar="LOG...", nargs=-1, type=_LogPath(path_type=Path))
"""For a command that has something to say without a log."""

reading_options = pile(
    [
        click.option(
            "--format",
            "format",
            metavar="F",
            help="Format of the logs, recognised from their columns unless given: generic, asknicely, braze, "
            "delighted, formbricks, hubspot, limesurvey, mailchimp, mailgun, medallia, qualtrics-history, "
            "qualtrics-responses, salesforce-marketing-cloud, sendgrid, typeform, or a format file of your own.",
        ),
        click.option("--map", "columns", metavar="FIELD=COLUMN", multiple=True, help="Which column holds a field."),
        click.option("--set", "constants", metavar="FIELD=VALUE", multiple=True, help="A fixed value for a field."),
        click.option(
            "--date-format",
            metavar="[FIELD=]F",
            multiple=True,
            help="How times are written, such as %d/%m/%Y %H:%M, or epoch or epoch_ms; or those of one field, such as "
            "responded_at=%d/%m/%Y.",
        ),
        click.option("--tz", metavar="ZONE", help="Zone of times without offset and of calendar days (default: UTC)."),
        click.option(
            "--response-window",
            metavar="DAYS",
            type=click.FloatRange(min=0, min_open=True),
            help="How long an answer counts as one to a request (default: 30).",
        ),
        click.option("--from", "log_from", metavar="DATE", type=Day(), help="First calendar day to look at."),
        click.option("--to", "log_to", metavar="DATE", type=Day(), help="Last calendar day to look at."),
        click.option("--without-reminders", is_flag=True, help="Leave reminders out."),
        click.option("--dedupe", is_flag=True, help="Keep one of exact duplicates."),
        click.option(
            "--max-rejected",
            metavar="SHARE",
            type=click.FloatRange(0, 1),
            help="Largest share of a file's rows that may be unreadable (default: 0.01).",
        ),
        click.option(
            "--memory", metavar="SIZE", help="How much memory the engine may use before it spills, such as 4GB."
        ),
        click.option("--threads", metavar="N", type=click.IntRange(1, _MOST_THREADS), help="How many threads to use."),
        click.option(
            "--engine",
            type=click.Choice(["duckdb", "spark"]),
            default="duckdb",
            help="What reads and sorts: duckdb on this machine (default), or spark where the logs lie in a cluster.",
        ),
        click.option("--master", metavar="URL", help="Where Spark runs, such as local[4], yarn or spark://HOST:7077."),
        click.option(
            "--cycle", metavar="C", help="With an engagement: the cycle to work on (default: the latest by date)."
        ),
        click.option("--as-of", type=Day(), metavar="DATE", help="With an engagement: the date to measure at."),
    ]
)
"""Those of Reading, and --cycle and --as-of."""


def engagement_among(logs: Sequence[Path]) -> Path | None:
    """Return the engagement whose logs are to be read, None when files are."""
    folders = [path for path in logs if (path / ENGAGEMENT).is_file()]
    if folders and len(logs) > 1:
        raise wrong(text("an engagement is audited by itself."), folders[0], text("Name it alone, or only log files."))
    return folders[0] if folders else None


def refuse_options(reading: Reading, folder: Path, policy: str | None = None) -> None:
    """Raise InputError when options were given that an engagement's own files answer; a policy may be such, too."""
    given = [*reading.given(), *(["--policy"] if policy is not None else [])]
    if given:
        what = text("{options} cannot be given with an engagement.", options=", ".join(given))
        raise wrong(what, folder, _where_written(reading, policy))


def refuse_cycle(logs: Sequence[Path], cycle: str | None, as_of: date | None) -> None:
    """Raise InputError when files are asked for what only an engagement has."""
    if cycle is not None or as_of is not None:
        raise wrong(text("--cycle and --as-of need the folder of an engagement."), logs[0])


_LISTED: Final = {
    "format": "format: F",
    "columns": "map: {customer_id: COLUMN}",
    "constants": "set: {source: VALUE}",
    "date_format": 'date_format: "%d/%m/%Y %H:%M"',
}
"""Options that say how a log is read, and how its entry in contacts/manifest.yaml says it."""
_ASKED: Final = ("response_window", "max_rejected", "without_reminders", "dedupe")
"""Options that say how logs are audited, and the keys of the manifest's ``audit`` that say it."""


def _where_written(reading: Reading, policy: str | None) -> Text:
    """Return the lines in which an engagement's files say what options say of log files."""
    from cxmaturity.contacts.settings import in_manifest

    given = {name: value for name, value in asdict(reading).items() if value is not None and value is not False}
    lines: list[Text] = []
    if keys := [key for option, key in _LISTED.items() if given.get(option)]:
        line = f"- {{path: FILE, {', '.join(keys)}}}"
        lines += [text("`{line}` in contacts/manifest.yaml under `logs:`, where every log is then listed", line=line)]
    if asked := {name: _plain(given[name]) for name in _ASKED if name in given}:
        lines += [in_manifest(_yaml({"audit": asked}))]
    for key, value in (("policy", policy), ("timezone", reading.tz)):
        if value is not None:
            lines += [text("`{line}` in engagement.yaml", line=_yaml({key: value}))]
    for key in ("log_from", "log_to"):
        if key in given:
            lines += [text("`{line}` in cycle.yaml", line=_yaml({key: given[key]}))]
    written = reduce(lambda one, other: text("{one}; {other}", one=one, other=other), lines)
    return text("Write {lines}. Or name the log files instead.", lines=written)


def _plain(value: object) -> object:
    return int(value) if isinstance(value, float) and value.is_integer() else value


def _yaml(value: dict[str, object]) -> str:
    """Return one line of YAML, as files of an engagement hold it."""
    import yaml

    nested = any(isinstance(part, dict) for part in value.values())
    return str(yaml.safe_dump(value, default_flow_style=None if nested else False, allow_unicode=True)).strip()


@dataclass(frozen=True)
class Named:
    """The logs that a command names, and how they are to be read."""

    logs: Sequence[Log]
    settings: AuditSettings
    language: Language
    is_engagement: bool


def logs_named(
    paths: Sequence[Path],
    reading: Reading,
    cycle: str | None,
    as_of: date | None,
    lang: str | None,
    *,
    policy: str | None = None,
) -> Named:
    """Return the logs behind paths: files read as the options say, or an engagement's own read as its files say.

    ``policy`` is one that was given and that an engagement's files answer. Raises InputError when the options do not
    fit, or an engagement has no log.
    """
    from cxmaturity.contacts.policy import DEFAULT, parse_policy

    folder = engagement_among(paths)
    if folder is None:
        refuse_cycle(paths, cycle, as_of)
        return Named(logs_read(paths, reading), settings_read(reading, parse_policy(DEFAULT)), spoken(lang), False)
    from cxmaturity.engagement.contact_audit import logs_to_audit
    from cxmaturity.engagement.folder import open_engagement

    refuse_options(reading, folder, policy)
    engagement = open_engagement(folder)
    logs, settings = logs_to_audit(engagement, engagement.cycle(cycle, as_of))
    return Named(logs.logs, reading.machine.of(settings), spoken(lang, engagement.settings.language), True)


def logs_read(paths: Sequence[Path], reading: Reading) -> list[Log]:
    """Return the logs that paths stand for, read as the options say."""
    from cxmaturity.contacts import Log

    columns, constants = _pairs("--map", reading.columns), _pairs("--set", reading.constants)
    own, general = _date_formats(reading.date_format)
    names = [path if reading.engine == "spark" or _in_cluster(path) else Path(str(path)) for path in paths]
    several = len(names) > 1
    return [Log(path, reading.format, columns, constants, general, own, among_others=several) for path in names]


def _in_cluster(path: Path) -> bool:
    """Return whether only Spark can read what a log's name says; files of this machine and of the web are no such."""
    from cxmaturity.contacts.files.addresses import Address

    return isinstance(path, Address) and not str(path).startswith(("file:", "http:", "https:", "ftp:"))


def settings_read(reading: Reading, policy: Policy) -> AuditSettings:
    """Return how logs are read and what they are measured against."""
    from cxmaturity.contacts import AuditSettings
    from cxmaturity.contacts.settings import LONGEST

    for option, number in (("--max-rejected", reading.max_rejected), ("--response-window", reading.response_window)):
        if number is not None and not isfinite(number):
            raise wrong(text("{option} cannot be {number}.", option=option, number=str(number)))
    if (reading.response_window or 0) > LONGEST:
        raise wrong(text("--response-window cannot be longer than {n:int} days.", n=LONGEST))
    if reading.log_from and reading.log_to and reading.log_from > reading.log_to:
        raise wrong(text("--from lies after --to."))
    settings = AuditSettings(
        policy=policy,
        timezone=reading.tz or "UTC",
        log_from=reading.log_from,
        log_to=reading.log_to,
        response_window=30 if reading.response_window is None else reading.response_window,
        without_reminders=reading.without_reminders,
        dedupe=reading.dedupe,
        max_rejected=0.01 if reading.max_rejected is None else reading.max_rejected,
    )
    return reading.machine.of(settings)


def _pairs(option: str, given: tuple[str, ...]) -> dict[str, str]:
    pairs: dict[str, str] = {}
    for pair in given:
        field, found, value = pair.partition("=")
        if not found or not field.strip():
            raise wrong(text("“{option} {pair}” says no field.", option=option, pair=pair), remedy=_pair_form(option))
        if field.strip() in pairs:
            raise wrong(text("{option} names {field} twice.", option=option, field=field.strip()))
        pairs[field.strip()] = value.strip()
    return pairs


def _date_formats(given: tuple[str, ...]) -> tuple[dict[str, str], str | None]:
    """Return the formats that are given for a field each, and the one for all."""
    own = tuple(each for each in given if "=" in each and "%" not in each.partition("=")[0])
    general = [each for each in given if each not in own]
    if len(general) > 1:
        what = text("--date-format is given twice without a field.")
        raise wrong(what, remedy=text("Name the field of each, such as --date-format responded_at=%d/%m/%Y."))
    return _pairs("--date-format", own), general[0] if general else None


def _pair_form(option: str) -> Text:
    if option == "--date-format":
        return text("Name the field of each, such as --date-format responded_at=%d/%m/%Y.")
    value = "column" if option == "--map" else "value"
    return text("Write it like {option} source={value}.", option=option, value=value)
