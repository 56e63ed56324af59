"""A form as commented YAML, for who prefers a text file."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from textwrap import wrap
from typing import Final

import yaml

from cxmaturity.engagement.forms.contents import HOW_TO, LEGEND, Form
from cxmaturity.engagement.levels import LEVEL_WORDS, REASON_WORDS
from cxmaturity.evidence.answers import Answer, Link
from cxmaturity.model import Bilingual, Practice
from cxmaturity.words import Text, text

_WIDTH: Final = 112


def commented(form: Form) -> str:
    """Return the form as YAML that an answers file is read from."""
    return "\n".join(_lines(form)) + "\n"


def _lines(form: Form) -> Iterator[str]:
    yield from _comment(form.title)
    yield "#"
    for sentence in HOW_TO:
        yield from _comment(form.show(sentence))
    yield "#"
    for name, meaning in LEGEND.items():
        yield from _comment(_labelled(form, LEVEL_WORDS[name], form.show(meaning)), "#   ")
    yield "#"
    yield from _choices(form, text("Reasons"), REASON_WORDS.values())
    example = f'{{level: {form.show(LEVEL_WORDS["partly"])}, note: "…", evidence: [{{link: "…", date: 2026-09-30}}]}}'
    yield from _comment(_labelled(form, text("With more than a level"), example))
    yield ""
    header = form.model.header
    yield f"model: {{id: {header.id}, version: {_quoted(header.version)}}}"
    yield f"cycle: {_quoted(form.cycle)}"
    yield f"respondent: {_quoted(form.whose.name) if form.whose.name else ''}".rstrip()
    yield from _choices(form, text("Roles"), header.roles.values())
    yield f"role: {_quoted(form.role) if form.role else ''}".rstrip()
    yield "answers:"
    for part in form.parts:
        if part.title:
            yield from ("", *_comment(f"=== {form.show(part.title)} ===", "  # "))
        for practice in part.practices:
            yield from _practice(form, practice)


def _practice(form: Form, practice: Practice) -> Iterator[str]:
    yield ""
    yield from _comment(form.show(practice.statement), "  # ")
    if last := form.last_time(practice):
        yield from _comment(last, "  # ")
    yield from _comment(form.show(practice.guidance), "  #   ")
    for label, words in (
        (text("An example of fully"), practice.fully),
        (text("An example of not"), practice.not_),
        (text("Proof to look for"), practice.proof),
    ):
        yield from _comment(_labelled(form, label, form.show(words)), "  #   ")
    answer = form.answers.get(practice.id)
    yield f"  {practice.id}:" if answer is None else f"  {practice.id}: {_written(form, answer)}"


def _choices(form: Form, label: Text, choices: Iterable[Text | Bilingual]) -> list[str]:
    return _comment(_labelled(form, label, ", ".join(f'"{form.show(choice)}"' for choice in choices)))


def _labelled(form: Form, label: Text, words: str) -> str:
    return form.show(text("{label}: {words}", label=label, words=words))


def _written(form: Form, answer: Answer) -> str:
    parts = [("level", form.level(answer))]
    if reason := form.reason(answer):
        parts.append(("reason", _quoted(reason)))
    if answer.note:
        parts.append(("note", _quoted(answer.note)))
    if answer.links:
        parts.append(("evidence", f"[{', '.join(map(_link, answer.links))}]"))
    return "{" + ", ".join(f"{key}: {value}" for key, value in parts) + "}"


def _link(link: Link) -> str:
    day = "" if link.date is None else f", date: {link.date.isoformat()}"
    return f"{{link: {_quoted(link.link)}{day}}}"


def _comment(words: str, before: str = "# ") -> list[str]:
    lines = wrap(words, _WIDTH - len(before), break_long_words=False, break_on_hyphens=False)
    return [before + line for line in lines]


def _quoted(words: str) -> str:
    """Return words in double quotes, on one line, whatever they hold."""
    return yaml.safe_dump(words, default_style='"', allow_unicode=True, width=float("inf")).strip()
