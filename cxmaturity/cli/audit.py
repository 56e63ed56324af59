"""``cxmaturity audit``: what contact logs tell, of files or of an engagement."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import date
from math import isfinite
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from cxmaturity import __version__
from cxmaturity.cli.options import (
    Day,
    check_fail_on,
    every_command,
    exit_code,
    fail_on_option,
    note,
    print_json,
    spoken,
)
from cxmaturity.errors import wrong
from cxmaturity.words import Language, Text, text

if TYPE_CHECKING:
    from cxmaturity.checks.finding import Finding
    from cxmaturity.contacts import AuditSettings, Log, Progress
    from cxmaturity.evidence.measures import ContactFacts
    from cxmaturity.model.schema import Check

ENGAGEMENT = "engagement.yaml"
"""The file that makes a folder an engagement."""


@dataclass(frozen=True)
class Reading:
    """The options that say how files are read and measured; an engagement's own files say it for its logs."""

    format: str | None
    columns: tuple[str, ...]
    constants: tuple[str, ...]
    date_format: str | None
    policy: str | None
    tz: str | None
    response_window: float | None
    log_from: date | None
    log_to: date | None
    without_reminders: bool
    dedupe: bool
    max_rejected: float | None
    memory: str | None
    threads: int | None

    def given(self) -> list[str]:
        """Return the options that were given, as the user wrote them."""
        return [
            _WRITTEN.get(name, f"--{name.replace('_', '-')}")
            for name, value in asdict(self).items()
            if value is not False and value not in (None, ())
        ]


_WRITTEN = {"columns": "--map", "constants": "--set", "log_from": "--from", "log_to": "--to"}


@click.command()
@click.argument("logs", metavar="LOG...", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--format", "format", metavar="F", help="Format of the logs (known: generic).")
@click.option("--map", "columns", metavar="FIELD=COLUMN", multiple=True, help="Which column holds a field.")
@click.option("--set", "constants", metavar="FIELD=VALUE", multiple=True, help="A fixed value for a field.")
@click.option("--date-format", metavar="F", help="How times are written, such as %d/%m/%Y %H:%M, or epoch or epoch_ms.")
@click.option(
    "--policy", metavar="P", help="Contact policy: a preset, N/DAYS[,N/DAYS...] or a file (default: rest-30)."
)
@click.option("--tz", metavar="ZONE", help="Zone of times without offset and of calendar days (default: UTC).")
@click.option(
    "--response-window",
    metavar="DAYS",
    type=click.FloatRange(min=0, min_open=True),
    help="How long an answer counts as one to a request (default: 30).",
)
@click.option("--from", "log_from", metavar="DATE", type=Day(), help="First calendar day to look at.")
@click.option("--to", "log_to", metavar="DATE", type=Day(), help="Last calendar day to look at.")
@click.option("--without-reminders", is_flag=True, help="Leave reminders out.")
@click.option("--dedupe", is_flag=True, help="Keep one of exact duplicates.")
@click.option(
    "--max-rejected",
    metavar="SHARE",
    type=click.FloatRange(0, 1),
    help="Largest share of a file's rows that may be unreadable (default: 0.01).",
)
@click.option("--explain", is_flag=True, help="Show every metric with its definition.")
@click.option("--memory", metavar="SIZE", help="How much memory the engine may use before it spills, such as 4GB.")
@click.option("--threads", metavar="N", type=click.IntRange(min=1), help="How many threads to use.")
@click.option("--cycle", metavar="C", help="With an engagement: the cycle to work on (default: the latest by date).")
@click.option("--as-of", type=Day(), metavar="DATE", help="With an engagement: the date to measure at.")
@fail_on_option
@every_command
def audit(
    logs: tuple[Path, ...],
    *,
    explain: bool,
    cycle: str | None,
    as_of: date | None,
    fail_on: str | None,
    lang: str | None,
    as_json: bool,
    **reading: object,
) -> int:
    """Audit contact logs: how often customers are asked, by how many, and who asks without seeing the others.

    LOG is a CSV, TSV or Parquet file (.gz too), a pattern such as 'exports/*.csv', a folder of *.parquet, or the folder
    of an engagement, whose own logs are then audited.
    """
    from time import perf_counter

    begun = perf_counter()
    options = Reading(**reading)  # type: ignore[arg-type]  # click hands over what the decorators declare
    folder = _engagement(logs)
    language = spoken(lang)
    checks = _checks(folder, fail_on)
    with _progress(language) as progress:
        if folder is not None:
            facts, language = _of_engagement(folder, cycle, as_of, options, lang=lang, progress=progress)
        else:
            facts = _of_files(logs, cycle, as_of, options, progress)
    findings = _findings(facts, checks)
    if as_json:
        for remark in facts.notes:
            note(remark, language)
        print_json(record(facts, findings, perf_counter() - begun, language))
    else:
        from cxmaturity.cli.audit_page import Page

        page = Page(facts, findings, language)
        page.explain() if explain else page.show()
    return exit_code(findings, fail_on)


def record(facts: ContactFacts, findings: Sequence[Finding], seconds: float, language: Language) -> dict[str, object]:
    """Return an audit as JSON holds it."""
    from cxmaturity.evidence.measures import measure_record

    return {
        "schema": "cxmaturity/audit/1",
        "inputs": [asdict(log) for log in facts.inputs],
        "policy": dict(facts.policy),
        "metrics": {name: measure_record(value) for name, value in facts.metrics.items()},
        "tables": {name: None if rows is None else [dict(row) for row in rows] for name, rows in facts.tables.items()},
        "findings": [finding.record(language) for finding in findings],
        "notes": [remark.show(language) for remark in facts.notes],
        "run": {"engine": "duckdb", "seconds": round(seconds, 3), "version": __version__},
    }


def _engagement(logs: tuple[Path, ...]) -> Path | None:
    """Return the engagement that is to be audited, None when files are."""
    folders = [path for path in logs if (path / ENGAGEMENT).is_file()]
    if folders and len(logs) > 1:
        raise wrong(text("an engagement is audited by itself."), folders[0], text("Name it alone, or only log files."))
    return folders[0] if folders else None


def _checks(folder: Path | None, fail_on: str | None) -> Sequence[Check]:
    """Return the checks of the engagement's model, else of the shipped one. Raises InputError for a wrong --fail-on."""
    from cxmaturity import resources
    from cxmaturity.documents import load
    from cxmaturity.engagement.folder import open_engagement
    from cxmaturity.model import SHIPPED
    from cxmaturity.model.schema import Check

    if folder is not None:
        checks: Sequence[Check] = open_engagement(folder).model().checks
    else:
        checks = load(resources.assessments() / SHIPPED / "checks.yaml", tuple[Check, ...])[0]
    check_fail_on(fail_on, [check.id for check in checks])
    return checks


def _of_engagement(
    folder: Path, cycle: str | None, as_of: date | None, options: Reading, *, lang: str | None, progress: Progress
) -> tuple[ContactFacts, Language]:
    """Audit an engagement's own logs and record what was found in its cycle."""
    from cxmaturity.engagement.facts import audit_engagement
    from cxmaturity.engagement.folder import open_engagement

    if options.given():
        raise wrong(
            text("{options} cannot be given with an engagement.", options=", ".join(options.given())),
            folder,
            _where_written(options),
        )
    engagement = open_engagement(folder)
    facts = audit_engagement(folder, cycle, as_of, progress)
    return facts, spoken(lang, engagement.settings.language)


_LISTED: Final = {
    "format": "format: F",
    "columns": "map: {customer_id: COLUMN}",
    "constants": "set: {source: VALUE}",
    "date_format": 'date_format: "%d/%m/%Y %H:%M"',
}
"""Options that say how a log is read, and how its entry in contacts/manifest.yaml says it."""


def _where_written(options: Reading) -> Text:
    """Return where an engagement says what options say of log files."""
    keys = [key for option, key in _LISTED.items() if getattr(options, option)]
    if not keys:
        return text("Write it in engagement.yaml, cycle.yaml or contacts/manifest.yaml, or name the log files instead.")
    return text(
        "Write it in contacts/manifest.yaml under `logs:`, where every log is then listed: `{line}`. "
        "Or name the log files instead.",
        line=f"- {{path: FILE, {', '.join(keys)}}}",
    )


def _of_files(
    logs: tuple[Path, ...], cycle: str | None, as_of: date | None, options: Reading, progress: Progress
) -> ContactFacts:
    from cxmaturity.contacts import audit as audit_logs

    if cycle is not None or as_of is not None:
        raise wrong(text("--cycle and --as-of need the folder of an engagement."), logs[0])
    return audit_logs([_log(path, options) for path in logs], _settings(options), progress)


def _log(path: Path, options: Reading) -> Log:
    from cxmaturity.contacts import Log

    columns, constants = _pairs("--map", options.columns), _pairs("--set", options.constants)
    return Log(path, options.format, columns, constants, options.date_format)


def _settings(options: Reading) -> AuditSettings:
    from cxmaturity.contacts import AuditSettings
    from cxmaturity.contacts.policy import DEFAULT, parse_policy

    for option, number in (("--max-rejected", options.max_rejected), ("--response-window", options.response_window)):
        if number is not None and not isfinite(number):
            raise wrong(text("{option} cannot be {number}.", option=option, number=str(number)))
    if options.log_from and options.log_to and options.log_from > options.log_to:
        raise wrong(text("--from lies after --to."))
    return AuditSettings(
        policy=parse_policy(options.policy or DEFAULT),
        timezone=options.tz or "UTC",
        log_from=options.log_from,
        log_to=options.log_to,
        response_window=30 if options.response_window is None else options.response_window,
        without_reminders=options.without_reminders,
        dedupe=options.dedupe,
        max_rejected=0.01 if options.max_rejected is None else options.max_rejected,
        memory=options.memory,
        threads=options.threads,
    )


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


def _pair_form(option: str) -> Text:
    value = "column" if option == "--map" else "value"
    return text("Write it like {option} source={value}.", option=option, value=value)


def _findings(facts: ContactFacts, checks: Sequence[Check]) -> tuple[Finding, ...]:
    from cxmaturity.checks import find_in_contacts

    return find_in_contacts(checks, facts)


@contextmanager
def _progress(language: Language) -> Iterator[Callable[[Text, float | None], None]]:
    """Show progress on standard error where a person watches it; nothing elsewhere."""
    import sys

    if not sys.stderr.isatty():
        yield lambda what, share: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as shown:
        task = shown.add_task("", total=None)
        yield lambda what, share: shown.update(
            task, description=what.show(language), completed=share or 0, total=None if share is None else 1.0
        )
