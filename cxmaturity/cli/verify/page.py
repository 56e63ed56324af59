"""The result of ``verify`` on a terminal."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from cxmaturity import __version__
from cxmaturity.cli.paper import Paper
from cxmaturity.cli.verify.checking import Verified
from cxmaturity.engagement.reproducing import InputSince, State
from cxmaturity.words import Language, Text, text

_STATES: Final[dict[State, Text]] = {
    "changed": text("Changed: {path}"),
    "gone": text("Not here any more: {path}"),
    "new": text("New: {path}"),
}
_KINDS: Final = {"leadership": text("leadership report"), "working": text("working report")}
_LANGUAGES: Final = {"en": text("in English"), "fr": text("in French")}


def show(verified: Verified, language: Language) -> None:
    """Print what came of the comparison."""
    paper = Paper(language)
    proof = verified.asked.proof
    paper.head(_verdict(verified))
    paper.line(
        text(
            "{name}, cycle {cycle} as of {day:date}: {kind} {language}{notes}.",
            name=proof.organisation,
            cycle=proof.cycle,
            day=proof.as_of,
            kind=_KINDS[proof.kind],
            language=_LANGUAGES[proof.language],
            notes=text(", with internal notes") if proof.internal else "",
        )
    )
    for reason in _reasons(verified):
        paper.bullet(reason, "")
    _inputs(verified, paper)


def _verdict(verified: Verified) -> Text:
    if verified.is_same:
        return text("The same: this PDF is what the engagement gives, byte for byte")
    if verified.again is None:
        return text("Not the same: what this PDF rests on has changed")
    return text("Not the same: other bytes come of the same inputs")


def _reasons(verified: Verified) -> Iterator[Text]:
    """Yield why it is not the same, beside the inputs."""
    proof = verified.asked.proof
    if proof.organisation != verified.organisation:
        yield text(
            "It is of {then}, and this is the engagement of {now}.", then=proof.organisation, now=verified.organisation
        )
    if not verified.is_same_version:
        yield text(
            "It was made by cxmaturity {then}, and this is {now}: verify it with that version.",
            then=proof.version,
            now=__version__,
        )
    if not verified.is_same_model:
        header = verified.model.header
        yield text(
            "It was scored by the model {id} {version} ({then}…), which is now {now_version} ({now}…).",
            id=proof.model.id,
            version=proof.model.version,
            then=proof.model.hash[:12],
            now_version=header.version,
            now=verified.model.hash[:12],
        )
    yield from verified.hints


def _inputs(verified: Verified, paper: Paper) -> None:
    """Print what became of the inputs: each that is not as it was with its digests, of the others how many."""
    same = sum(each.state == "same" for each in (*verified.inputs, *verified.theme, *verified.templates))
    if verified.others and verified.is_same:
        paper.line(
            text("The report rests on the facts recorded for the cycle, and not on these files as they are now:"),
            above=1,
        )
    for each in verified.others:
        paper.line(Text(_STATES[each.state].template, {"path": each.path}), above=0 if verified.is_same else 1)
        for line in _digests(each):
            paper.line(line, indent=3)
    paper.line(
        text(
            "{n:int} {n:plural input has|inputs have} the {n:plural digest|digests} that the PDF names.",
            n=same,
        ),
        above=1,
    )


def _digests(each: InputSince) -> Iterator[Text]:
    if each.then is not None:
        yield text("then {digest}", digest=each.then)
    if each.now is not None:
        yield text("now  {digest}", digest=each.now)
