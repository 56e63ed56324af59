"""Go to any practice: from the list of a question, or by its id."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from rich.text import Text as Rich

from cxmaturity.errors import did_you_mean
from cxmaturity.evidence.answers import Voice
from cxmaturity.interview.prompts import Prompts
from cxmaturity.interview.steps import GoTo, Step
from cxmaturity.interview.wording import short
from cxmaturity.model.schema import Practice
from cxmaturity.words import text

_OTHER: Final = "other"
_BY_ID: Final = "id"
_BACK: Final = "back"


def elsewhere(prompts: Prompts, step: Step) -> GoTo | None:
    """Return where the respondent wants to go; None when they stay."""
    question = step.question.id
    while True:
        chosen = _of_question(prompts, step, question)
        if chosen == _OTHER:
            question = _other_question(prompts, step, question)
        elif chosen == _BY_ID:
            if found := _by_id(prompts, step.reachable):
                return GoTo(found)
        else:
            return None if chosen == _BACK else GoTo(chosen)


def _of_question(prompts: Prompts, step: Step, question: str) -> str:
    practices = [practice for practice in step.reachable if practice.question == question]
    said = {practice.id: prompts.show(short(_voice(step, practice))) for practice in practices}
    wide = max(map(len, said.values()), default=0) + 2
    choices = [
        (
            _cut(said[practice.id].ljust(wide) + practice.statement.show(prompts.language), prompts.width - 8),
            practice.id,
        )
        for practice in practices
    ]
    choices += [
        (prompts.show(text("Another question…")), _OTHER),
        (prompts.show(text("By its id…")), _BY_ID),
        (prompts.show(text("Back")), _BACK),
    ]
    name = next(each.name for each in step.model.questions if each.id == question).show(prompts.language)
    here = step.practice.id if step.practice.question == question else _BACK
    return prompts.select(text("{question}: go to", question=name), choices, start=here)


def _other_question(prompts: Prompts, step: Step, present: str) -> str:
    choices = []
    for question in step.model.questions:
        practices = [practice for practice in step.reachable if practice.question == question.id]
        if practices:
            answered = sum(_voice(step, practice) is not None for practice in practices)
            counted = text(
                "{name}: {n:int} of {total:int}",
                name=question.name.show(prompts.language),
                n=answered,
                total=len(practices),
            )
            choices.append((prompts.show(counted), question.id))
    return prompts.select(text("Which question? (answered)"), choices, start=present)


def _by_id(prompts: Prompts, practices: Sequence[Practice]) -> str | None:
    """Return the id typed; None when nothing was."""
    known = [practice.id for practice in practices]
    while word := prompts.word_of(text("Id of the practice (Tab completes, empty: back):"), known):
        if word in known:
            return word
        prompts.print(text("there is no practice “{id}” in the model.", id=word), "yellow")
        if hint := did_you_mean(word, known):
            prompts.print(hint, "yellow")
    return None


def _voice(step: Step, practice: Practice) -> Voice | None:
    answer = step.answers.get(practice.id)
    return answer.voice if answer else None


def _cut(line: str, width: int) -> str:
    shown = Rich(line)
    shown.truncate(width, overflow="ellipsis")
    return shown.plain
