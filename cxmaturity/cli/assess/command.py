"""``cxmaturity assess``: the guided interview, and answers from a file."""

from __future__ import annotations

import sys
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from cxmaturity.cli.assess.at_terminal import hold
from cxmaturity.cli.assess.form import export_form
from cxmaturity.cli.assess.from_file import take_file
from cxmaturity.cli.assess.misfits import refuse_misfits
from cxmaturity.cli.assess.telling import Asked, say_signed
from cxmaturity.cli.options import engagement_command, print_json, spoken
from cxmaturity.errors import InputError, slip_of, wrong
from cxmaturity.words import Language, text

if TYPE_CHECKING:
    from cxmaturity.engagement.folder import Cycle, Engagement
    from cxmaturity.interview import Mode
    from cxmaturity.model import Model


@click.command(short_help="Hold the interview, or take answers from a file.")
@engagement_command
@click.option(
    "--mode",
    type=click.Choice(["ladder", "full", "quick"]),
    default="ladder",
    show_default=True,
    help="Which practices are asked: stage by stage, all, or two of each question.",
)
@click.option(
    "--review", is_flag=True, help="Go through disagreements and contradicted claims, and record what is agreed on."
)
@click.option("--respondent", metavar="R", help="Who answers, by name or function.")
@click.option("--role", metavar="ROLE", help="In which role, as in executive, cx or front-line.")
@click.option(
    "--answers",
    metavar="FILE",
    type=click.Path(path_type=Path),
    help="Take the answers from a YAML, JSON, CSV or XLSX file.",
)
@click.option(
    "--export-form",
    "form",
    metavar="FILE",
    type=click.Path(path_type=Path),
    help="Write a form to send by mail, XLSX or YAML: all practices unless --mode is given, those of --role first.",
)
@click.option("--sign", metavar="NAME", help="Sign the cycle's answers as they stand.")
def assess(
    folder: Path,
    *,
    cycle: str | None,
    as_of: date | None,
    lang: str | None,
    as_json: bool,
    mode: Mode,
    review: bool,
    respondent: str | None,
    role: str | None,
    answers: Path | None,
    form: Path | None,
    sign: str | None,
) -> None:
    """Ask practice by practice, in the terminal; every answer is saved at once, and the next sitting resumes.

    Where an earlier cycle has answers of the same person, each is shown and preset; Enter confirms it.
    With --review a workshop agrees on one answer where several people's answers differ, or where evidence contradicts
    the claim; every voice is kept.
    With --export-form the same as a form to send by mail, with the present answers of --respondent filled in. With
    --answers a form or another file is taken, whole or not at all. The cycle is made when it is missing. With --sign
    the answers are signed, after those of the file where both are given.
    """
    from cxmaturity.engagement.folder import open_engagement
    from cxmaturity.engagement.given import tidy

    engagement = open_engagement(folder)
    language = spoken(lang, engagement.settings.language)
    refuse_misfits()
    role = role and known_role(role, engagement.model())
    asked = Asked(cycle, as_of, tidy(respondent or "") or None, role, sign)
    if form is not None:
        export_form(engagement, form, asked, mode=mode, language=language, as_json=as_json)
    elif answers is not None:
        take_file(engagement, answers, asked, language, as_json)
    elif sign is not None:
        sign_cycle(engagement, engagement.cycle(cycle, as_of), sign, language, as_json)
    elif sys.stdin.isatty() and sys.stdout.isatty() and not as_json:
        hold(engagement, None if review else mode, asked, language)
    else:
        raise _needs_terminal(review)


def _needs_terminal(review: bool) -> InputError:
    if review:
        return wrong(
            text("the review needs a terminal."),
            remedy=text("Run it in one, or give what was agreed on in a file, with `agreed: true`: --answers FILE."),
        )
    return wrong(
        text("the interview needs a terminal."),
        remedy=text("Run it in one, or give the answers in a file: --answers FILE."),
    )


def known_role(word: str, model: Model) -> str:
    """Return the role that a word names. Raises InputError when it is a misspelt one of the model."""
    from cxmaturity.engagement.given import role_of

    role = role_of(word, model)
    if hint := slip_of(role, model.header.roles):
        raise wrong(text("the model has no role “{role}”.", role=role), remedy=hint)
    return role


def sign_cycle(engagement: Engagement, cycle: Cycle, name: str, language: Language, as_json: bool) -> None:
    """Sign a cycle's answers as they stand, and say so."""
    from cxmaturity.engagement.answering import sign

    digest = sign(engagement, cycle, name, datetime.now(UTC))
    if as_json:
        print_json({"cycle": cycle.name, "by": name, "digest": digest})
        return
    say_signed(cycle, name, digest, language)
