"""``cxmaturity audit``: what contact logs tell, of files or of an engagement."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from cxmaturity import __version__
from cxmaturity.cli.charts import charts_option, write_charts
from cxmaturity.cli.options import (
    check_fail_on,
    every_command,
    exit_code,
    fail_on_option,
    harmless,
    note,
    print_json,
    spoken,
)
from cxmaturity.cli.reading import (
    Reading,
    engagement_among,
    logs_argument_or_none,
    logs_named,
    logs_read,
    reading_options,
    refuse_cycle,
    refuse_options,
    settings_read,
)
from cxmaturity.cli.watching import watched
from cxmaturity.errors import InputError, wrong
from cxmaturity.words import Language, text

if TYPE_CHECKING:
    from cxmaturity.checks.finding import Finding
    from cxmaturity.contacts import Engine, Machine, Progress
    from cxmaturity.evidence.measures import ContactFacts
    from cxmaturity.model.schema import Check


@click.command()
@logs_argument_or_none
@reading_options
@click.option(
    "--policy", metavar="P", help="Contact policy: a preset, N/DAYS[,N/DAYS...] or a file (default: rest-30)."
)
@click.option(
    "--explain", is_flag=True, help="Show how the logs are understood, five rows of each masked, and compute nothing."
)
@click.option("--definitions", is_flag=True, help="Show every metric with its definition; LOG may be left out.")
@charts_option
@fail_on_option
@every_command
def audit(
    logs: tuple[Path, ...],
    *,
    policy: str | None,
    explain: bool,
    definitions: bool,
    charts: Path | None,
    cycle: str | None,
    as_of: date | None,
    fail_on: str | None,
    lang: str | None,
    as_json: bool,
    **reading: object,
) -> int:
    """Audit contact logs: how often customers are asked, by how many, and who asks without seeing the others.

    LOG is a CSV, TSV, JSON, XLSX or Parquet file (.gz and .zip too), a pattern such as 'exports/*.csv', a folder of
    *.parquet or of one vendor's exports, or the folder of an engagement, whose own logs are then audited.
    """
    from time import perf_counter

    begun = perf_counter()
    options = Reading(**reading)  # type: ignore[arg-type]  # click hands over what the decorators declare
    folder = engagement_among(logs)
    language = spoken(lang)
    if not logs:
        return _define_only(language, as_json=as_json, asked=definitions)
    if explain:
        _refuse_beside_explain({"--definitions": definitions, "--fail-on": fail_on, "--charts": charts})
        return _explain(logs, options, policy, cycle=cycle, as_of=as_of, lang=lang, as_json=as_json)
    checks = _checks(folder, fail_on)
    key = _key(language)
    with watched(language) as progress:
        if folder is not None:
            refuse_options(options, folder, policy)
            facts, language = _of_engagement(folder, cycle, as_of, options.machine, key, lang=lang, progress=progress)
        else:
            refuse_cycle(logs, cycle, as_of)
            facts = _of_files(logs, policy, options, key, progress, with_frontier=charts is not None)
    findings = _findings(facts, checks)
    if definitions:
        _define(facts, language, as_json=as_json)
    elif as_json:
        _print_record(facts, record(facts, findings, perf_counter() - begun, language, options.engine), language)
    else:
        _print_page(facts, findings, language)
    if charts is not None:
        _draw(charts, facts, language)
    return exit_code(findings, fail_on)


def _print_record(facts: ContactFacts, written: dict[str, object], language: Language) -> None:
    """Print an audit as JSON, its notes for people beside it."""
    for remark in facts.notes:
        note(remark, language)
    print_json(written)


def _print_page(facts: ContactFacts, findings: Sequence[Finding], language: Language) -> None:
    from cxmaturity.cli.audit_page import page
    from cxmaturity.cli.paper import Paper

    page.show(facts, findings, Paper(language))


def _define(facts: ContactFacts, language: Language, *, as_json: bool) -> None:
    """Print every metric with its definition and its value."""
    from cxmaturity.cli.audit_page import page
    from cxmaturity.cli.audit_page.definitions import definitions_record
    from cxmaturity.cli.paper import Paper

    if as_json:
        print_json(definitions_record(facts, language))
    else:
        page.definitions(facts, Paper(language))


def _define_only(language: Language, *, as_json: bool, asked: bool) -> int:
    """Define what an audit measures; raises MissingParameter where nobody asked for that."""
    from cxmaturity.cli.audit_page.definitions import defined, definitions_record
    from cxmaturity.cli.paper import Paper

    if not asked:
        context = click.get_current_context()
        argument = next(each for each in context.command.params if isinstance(each, click.Argument))
        raise click.MissingParameter(ctx=context, param=argument)
    if as_json:
        print_json(definitions_record(None, language))
    else:
        defined(Paper(language))
    return 0


def _draw(folder: Path, facts: ContactFacts, language: Language) -> None:
    from cxmaturity.report.files import audit_charts

    write_charts(folder, audit_charts(facts, language), language)


def _refuse_beside_explain(options: Mapping[str, object]) -> None:
    option = next((name for name, value in options.items() if value), None)
    if option is not None:
        what = text("{option} needs figures, and --explain computes none.", option=option)
        raise wrong(what, remedy=text("Give one of them."))


def _explain(
    logs: tuple[Path, ...],
    options: Reading,
    policy: str | None,
    *,
    cycle: str | None,
    as_of: date | None,
    lang: str | None,
    as_json: bool,
) -> int:
    """Tell how the logs are understood, then what is wrong with them."""
    from cxmaturity.cli.audit_page import understood
    from cxmaturity.cli.paper import Paper
    from cxmaturity.contacts.explaining import explain
    from cxmaturity.contacts.policy import parse_policy

    if options.engine == "spark":
        raise wrong(text("--explain reads files of this machine, without Spark."), remedy=text("Omit --engine."))
    named = logs_named(logs, options, cycle, as_of, lang, policy=policy)
    settings = named.settings if policy is None else replace(named.settings, policy=parse_policy(policy))
    with watched(named.language) as progress:
        found = explain(named.logs, settings, progress)
    if as_json:
        print_json(understood.record(found, named.language))
    else:
        understood.show(found, Paper(named.language))
    if found.problems:
        raise InputError(found.problems)
    return 0


def record(
    facts: ContactFacts, findings: Sequence[Finding], seconds: float, language: Language, engine: Engine = "duckdb"
) -> dict[str, object]:
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
        "run": {"engine": engine, "seconds": round(seconds, 3), "version": __version__},
    }


def _checks(folder: Path | None, fail_on: str | None) -> Sequence[Check]:
    """Return the checks of the engagement's model, else of the shipped one. Raises InputError for a wrong --fail-on."""
    from cxmaturity import resources
    from cxmaturity.documents import load
    from cxmaturity.model import SHIPPED
    from cxmaturity.model.schema import Check

    if folder is not None:
        from cxmaturity.engagement.folder import open_engagement

        checks: Sequence[Check] = open_engagement(folder).model().checks
    else:
        checks = load(resources.assessments() / SHIPPED / "checks.yaml", tuple[Check, ...])[0]
    check_fail_on(fail_on, [check.id for check in checks])
    return checks


def _key(language: Language) -> bytes | None:
    """Return the operator's key of pseudonyms; None with a note where it can neither be read nor made."""
    from cxmaturity.contacts.pseudonyms import own_key, state_folder

    try:
        return own_key(state_folder())
    except InputError as error:
        note(text("Findings name no example customers."), language)
        for problem in error.problems:
            click.echo(harmless(problem.show(language)), err=True)
        return None


def _of_engagement(
    folder: Path,
    cycle: str | None,
    as_of: date | None,
    machine: Machine,
    key: bytes | None,
    *,
    lang: str | None,
    progress: Progress,
) -> tuple[ContactFacts, Language]:
    """Audit an engagement's own logs and record what was found in its cycle."""
    from cxmaturity.engagement.facts import audit_engagement
    from cxmaturity.engagement.folder import open_engagement

    engagement = open_engagement(folder)
    facts = audit_engagement(folder, cycle, as_of, progress, key=key, machine=machine)
    return facts, spoken(lang, engagement.settings.language)


def _of_files(
    logs: tuple[Path, ...],
    policy: str | None,
    options: Reading,
    key: bytes | None,
    progress: Progress,
    *,
    with_frontier: bool,
) -> ContactFacts:
    from cxmaturity.contacts import audit as audit_logs
    from cxmaturity.contacts.policy import DEFAULT, parse_policy
    from cxmaturity.contacts.replay import FRONTIER

    replays = FRONTIER if with_frontier else ()
    settings = replace(settings_read(options, parse_policy(policy or DEFAULT)), key=key, replays=replays)
    return audit_logs(logs_read(logs, options), settings, progress)


def _findings(facts: ContactFacts, checks: Sequence[Check]) -> tuple[Finding, ...]:
    """Return what the checks find; what concerns customers names some of them by pseudonym."""
    from cxmaturity.checks import find_in_contacts

    return tuple(
        finding if finding.subjects else replace(finding, subjects=facts.examples.get(finding.id, ()))
        for finding in find_in_contacts(checks, facts)
    )
