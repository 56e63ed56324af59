"""The whole chain of one practice, from its answers to its effect: a working page, which names the respondents."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from rich.text import Text as Rich

from cxmaturity.assess import Assessment
from cxmaturity.cli.paper import Paper
from cxmaturity.cli.score_page.effect import effect
from cxmaturity.cli.score_page.rules import rules
from cxmaturity.cli.score_page.wording import level_name, role_name, voice_name
from cxmaturity.evidence.answers import Answer, Level, Link
from cxmaturity.model.schema import Model
from cxmaturity.roadmap.catalogue import Entry, establishing
from cxmaturity.scoring import Chain, PracticeScore, Verdict, chain
from cxmaturity.words import Language, Text, text

_VERDICTS: Final[dict[Verdict, tuple[Text, str]]] = {
    "confirmed": (text("confirmed by evidence"), "green"),
    "consistent": (text("consistent with evidence"), "green"),
    "contradicted": (text("contradicted by evidence"), "bold red"),
    "unverified": (text("not verified: no evidence"), "dim"),
}
_STATUSES: Final = {
    "proposed": text("proposed"),
    "planned": text("planned"),
    "running": text("running"),
    "finished": text("finished"),
    "dropped": text("dropped"),
}


def explain(assessment: Assessment, practice: str, language: Language, internal: bool) -> None:
    """Print a practice's chain and the actions that establish it; ``internal`` shows internal notes too.

    Raises StopIteration for an unknown practice.
    """
    paper, model, facts = Paper(language), assessment.model, assessment.facts
    found = chain(model, facts, assessment.scores, practice)
    _head(found, paper)
    _answers(found, model, paper, internal)
    rules(found, facts.cycle, paper)
    effect(found, model, paper)
    _actions(establishing(model, facts, practice), practice, paper)


def _head(found: Chain, paper: Paper) -> None:
    score, practice = found.score, found.practice
    paper.line(f"{practice.id}  {practice.statement.show(paper.language)}", "bold", above=1)
    required = text("required") if practice.required else text("supporting")
    stage = text(
        "stage {stage:int}, {kind}, weight {weight}", stage=practice.stage, kind=required, weight=practice.weight
    )
    paper.line(stage, "dim")
    paper.line(practice.guidance.show(paper.language))
    verdict, style = _verdict(score)
    paper.line("")
    paper.columns(
        [
            [
                voice_name(score.claim),
                level_name(score.supported),
                Rich(paper.say(level_name(score.final)), style="bold"),
                Rich(paper.say(verdict), style=style),
            ]
        ],
        (text("claimed"), text("evidence allows"), text("final"), text("verdict")),
    )


def _verdict(score: PracticeScore) -> tuple[Text, str]:
    """Return the verdict in words and its style; links that people gave are proof that no rule has looked at."""
    if score.verdict is None:
        return text("nothing is claimed"), "dim"
    links = sum(len(answer.links) for answer in score.answers)
    if score.verdict == "unverified" and links:
        told = text("not measured by the program; {n:int} {n:plural link|links} given as proof", n=links)
        return told, "dim"
    return _VERDICTS[score.verdict]


def _answers(found: Chain, model: Model, paper: Paper, internal: bool) -> None:
    paper.title(text("Answers"))
    for answer in found.score.answers:
        _voice(answer, model, paper, internal)
    paper.line(_combined(found, model, paper), indent=3)


def _voice(answer: Answer, model: Model, paper: Paper, internal: bool) -> None:
    role = role_name(answer.role, model, paper)
    said = [text("{name} ({role}): {level}", name=answer.respondent, role=role, level=voice_name(answer.voice))]
    if answer.agreed:
        said.append(text("agreed"))
    if answer.note:
        said.append(text("note “{note}”", note=answer.note))
    if internal and answer.internal_note:
        said.append(text("internal note “{note}”", note=answer.internal_note))
    said += [text("proof {link}", link=_link(link, paper)) for link in answer.links]
    paper.line(" · ".join(map(paper.say, said)), indent=3)


def _combined(found: Chain, model: Model, paper: Paper) -> Text:
    """Return in words how the voices became one claim."""
    claim = found.score.claim
    if claim is None:
        return text("→ Nobody has answered: nothing is claimed.")
    levels = {role: level for role, level in found.by_role.items() if level is not None}
    if not levels:
        return text("→ No voice gives a level: {claim}.", claim=voice_name(claim))
    if found.agreed:
        return text("→ What the workshop agreed on stands above every voice: {claim}.", claim=voice_name(claim))
    if len(found.score.answers) == 1:
        return text("→ One voice, which is the claim: {claim}.", claim=voice_name(claim))
    told = ", ".join(_of_role(role, level, model, paper) for role, level in levels.items())
    if len(levels) == 1:
        return text("→ The middle level of the role, the lower one of two: {roles}. This is the claim.", roles=told)
    return text(
        "→ The middle level of each role, the lower one of two: {roles}; then of the roles, likewise: {claim}.",
        roles=told,
        claim=voice_name(claim),
    )


def _of_role(role: str, level: Level, model: Model, paper: Paper) -> str:
    return paper.say(text("{role}: {level}", role=role_name(role, model, paper), level=level_name(level)))


def _link(link: Link, paper: Paper) -> str:
    """Return a link with its date, where it has one."""
    return link.link if link.date is None else paper.say(text("{link} ({day:date})", link=link.link, day=link.date))


def _actions(entries: Sequence[Entry], practice: str, paper: Paper) -> None:
    paper.title(text("Actions that establish it"))
    if not entries:
        paper.line(text("None, in the library or in roadmap.yaml."), indent=3)
    paper.columns(
        [
            [
                Rich(entry.id, style="cyan"),
                level_name(Level.of(entry.action.establishes[practice])),
                _STATUSES[entry.tracked.status],
                entry.action.title.show(paper.language),
            ]
            for entry in entries
        ]
    )
