"""Go to any practice: from the list of a question, or by its id."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from cxmaturity.errors import did_you_mean
from cxmaturity.evidence.answers import Voice
from cxmaturity.interview.prompts import Prompts
from cxmaturity.interview.steps import GoTo, Ground
from cxmaturity.interview.wording import short
from cxmaturity.model.schema import Practice
from cxmaturity.words import text

_OTHER: Final = "other"
_BY_ID: Final = "id"
_BACK: Final = "back"


def elsewhere(prompts: Prompts, ground: Ground, here: Practice) -> GoTo | None:
    """Return where the respondent wants to go; None when they stay."""
    question = here.question
    while True:
        chosen = _of_question(prompts, ground, question, here)
        if chosen == _OTHER:
            question = _other_question(prompts, ground, question)
        elif chosen == _BY_ID:
            if found := _by_id(prompts, ground.reachable):
                return GoTo(found)
        else:
            return None if chosen == _BACK else GoTo(chosen)


def _of_question(prompts: Prompts, ground: Ground, question: str, here: Practice) -> str:
    practices = [practice for practice in ground.reachable if practice.question == question]
    said = {practice.id: prompts.show(short(_voice(ground, practice))) for practice in practices}
    wide = max(map(len, said.values()), default=0) + 2
    marked = not ground.asked.issuperset(said)
    choices = [
        (
            ("• " if practice.id in ground.asked else "  ") * marked
            + said[practice.id].ljust(wide)
            + practice.statement.show(prompts.language),
            practice.id,
        )
        for practice in practices
    ]
    choices += [
        (prompts.show(text("Another question…")), _OTHER),
        (prompts.show(text("By its id…")), _BY_ID),
        (prompts.show(text("Back")), _BACK),
    ]
    name = next(each.name for each in ground.model.questions if each.id == question).show(prompts.language)
    start = here.id if here.id in said else _BACK
    message = (
        text("{question}: go to (• asked here)", question=name) if marked else text("{question}: go to", question=name)
    )
    return prompts.select(message, choices, start=start)


def _other_question(prompts: Prompts, ground: Ground, present: str) -> str:
    choices = []
    for question in ground.model.questions:
        practices = [practice for practice in ground.reachable if practice.question == question.id]
        if practices:
            answered = sum(_voice(ground, practice) is not None for practice in practices)
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
    known = {practice.id.casefold(): practice.id for practice in practices}
    while word := prompts.word_of(text("Id of the practice (Tab completes, empty: back):"), list(known.values())):
        if word.casefold() in known:
            return known[word.casefold()]
        prompts.print(text("there is no practice “{id}” in the model.", id=word), "yellow")
        if hint := did_you_mean(word.casefold(), known.values()):
            prompts.print(hint, "yellow")
    return None


def _voice(ground: Ground, practice: Practice) -> Voice | None:
    answer = ground.answers.get(practice.id)
    return answer.voice if answer else None
