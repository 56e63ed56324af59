"""The result of ``verify`` on a terminal."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from cxmaturity import __version__
from cxmaturity.cli.paper import Paper
from cxmaturity.cli.verify.checking import Verdict, Verified
from cxmaturity.engagement.recomputing import Part
from cxmaturity.engagement.reproducing import InputSince, State
from cxmaturity.resources import program_digest
from cxmaturity.words import Language, Text, listed, text

_STATES: Final[dict[State, Text]] = {
    "changed": text("Changed: {path}"),
    "gone": text("Not here any more: {path}"),
    "new": text("New: {path}"),
}
_VERDICTS: Final[dict[Verdict, Text]] = {
    "same": text("The same: this PDF is what the engagement gives, byte for byte"),
    "trusted": text("The same bytes, with the recorded facts taken on trust"),
    "records": text("The same bytes, but facts.json does not agree with the inputs"),
    "changed": text("Not the same: what this PDF rests on has changed"),
    "facts": text("Not the same: facts.json does not agree with the inputs"),
    "differs": text("Not the same: other bytes come of the same inputs"),
}
_PARTS: Final[dict[Part, Text]] = {
    "contact": text("the audit of the logs"),
    "loop": text("the closed loop"),
    "map": text("the map"),
    "roadmap": text("the roadmap’s state"),
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
    if verified.verdict == "inputs":
        return _other_inputs(verified)
    if verified.verdict == "build":
        return text("Not the same: made by another build of cxmaturity {version}", version=__version__)
    return _VERDICTS[verified.verdict]


def _other_inputs(verified: Verified) -> Text:
    """Say that the same bytes come of recorded facts, and that their inputs are others."""
    states = [each.state for each in verified.others]
    if set(states) == {"gone"}:
        return text(
            "Not proven: the same bytes, but {n:plural an input is|{n:int} inputs are} gone",
            n=len(states),
        )
    return text(
        "Not proven: the same bytes, but {n:plural an input has|{n:int} inputs have} changed",
        n=len(states),
    )


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
    elif not verified.is_same_program:
        yield text(
            "The version is {version} in both, the program is another one (then {then}…, now {now}…): verify it with "
            "the build that made it.",
            version=__version__,
            then=str(proof.program)[:12],
            now=program_digest()[:12],
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
    yield from _records(verified)
    yield from verified.hints


def _records(verified: Verified) -> Iterator[Text]:
    """Yield what was computed and what was not, and what recorded files say otherwise."""
    if verified.on_trust:
        parts = [_PARTS[part] for part in verified.on_trust]
        yield text("Not computed anew, but as facts.json of the cycle records it: {parts}.", parts=listed(parts))
    elif verified.again is not None:
        yield text("The facts were computed anew from the files, and not taken from facts.json.")
    for each in verified.disagreements:
        yield text(
            "facts.json of the cycle: {key} is {old}, and computed anew {new}.",
            key=each.key,
            old=each.recorded,
            new=each.computed,
        )
    if verified.disagreements:
        yield text(
            "Somebody changed facts.json, or another build recorded it. To record it anew: cxmaturity {command} "
            "{folder} --cycle {cycle}",
            command="loop" if all(each.key.startswith("loop") for each in verified.disagreements) else "audit",
            folder=verified.folder,
            cycle=verified.asked.proof.cycle,
        )
    for each in verified.concluded_otherwise:
        yield text(
            "results.json of the cycle, on which no report rests: {key} is {old}, and computed anew {new}.",
            key=each.key,
            old=each.recorded,
            new=each.computed,
        )


def _inputs(verified: Verified, paper: Paper) -> None:
    """Print what became of the inputs: each that is not as it was with its digests, of the others how many."""
    holds = verified.verdict == "inputs"
    same = sum(each.state == "same" for each in (*verified.inputs, *verified.theme, *verified.templates))
    if holds and verified.keeps_facts:
        paper.line(
            text("The report rests on the facts recorded for the cycle, and not on these files as they are now:"),
            above=1,
        )
    for each in verified.others:
        paper.line(Text(_STATES[each.state].template, {"path": each.path}), above=0 if holds else 1)
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
