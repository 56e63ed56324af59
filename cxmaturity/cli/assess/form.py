"""A form to send by mail."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from cxmaturity.cli.assess.misfits import is_given
from cxmaturity.cli.assess.telling import Asked
from cxmaturity.cli.options import note, print_json
from cxmaturity.words import Language, text

if TYPE_CHECKING:
    from cxmaturity.engagement.folder import Engagement
    from cxmaturity.interview import Mode


def export_form(
    engagement: Engagement, path: Path, asked: Asked, *, mode: Mode, language: Language, as_json: bool
) -> None:
    """Write a form with the practices of a mode, all of them unless a mode is given on the command line.

    The respondent's present answers stand in it, those of last time beside what they have not answered yet. Nothing is
    written into the engagement.
    """
    from cxmaturity.engagement import journal
    from cxmaturity.engagement.forms import Form, write_form
    from cxmaturity.engagement.given import Respondent, Whose, namesakes, role_notes, tidy
    from cxmaturity.engagement.last_time import LastTime
    from cxmaturity.engagement.versions import as_present
    from cxmaturity.interview.path import asked as asked_in

    cycle = engagement.cycle_or_next(asked.cycle, asked.as_of)
    model = engagement.model()
    present = as_present(journal.read(cycle.journal), model, engagement.migrations()).journal.answers
    name = asked.respondent and tidy(asked.respondent)
    answers = {answer.practice: answer for answer in present if answer.respondent == name and not answer.agreed}
    voices = {practice: answer.voice for practice, answer in answers.items()}
    practices = asked_in(model, mode if is_given("mode") else "full", voices)
    last_time = LastTime(engagement, cycle)
    last = last_time.of(name) if name else None
    known = (*answers.values(), *(last.answers.values() if last else ()))
    whose = Whose(name, asked.role or next((answer.role for answer in known), None))
    form = Form(model, engagement.settings.organisation, cycle.name, language, practices, whose, answers, last)
    write_form(form, path)
    for told in (*last_time.notes, *(namesakes(name, [answer.respondent for answer in present]) if name else ())):
        note(told, language)
    for told in role_notes(Respondent(name or "", asked.role), model, {}) if asked.role else ():
        note(told, language)
    if as_json:
        print_json({"form": str(path), "practices": len(practices)})
        return
    shown = text(
        "{path}: a form with {n:int} {n:plural practice|practices} for {cycle}.",
        path=path,
        n=len(practices),
        cycle=cycle.name,
    )
    click.echo(shown.show(language))
    back = text(
        "Filled in, take it back with: cxmaturity assess {folder} --answers {path}", folder=engagement.folder, path=path
    )
    note(back, language)
