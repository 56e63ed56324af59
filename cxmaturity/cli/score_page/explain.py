"""All that is said and known of one practice: a working page, which names the respondents."""

from __future__ import annotations

from typing import Final

from rich.text import Text as Rich

from cxmaturity.cli.paper import Paper
from cxmaturity.cli.score_page.wording import figure, level_name, measured, metric_name, role_name, voice_name
from cxmaturity.evidence.answers import Answer, Link
from cxmaturity.model.schema import EvidenceRule, Model
from cxmaturity.scoring import EvidenceSeen, PracticeScore, Verdict
from cxmaturity.words import Language, Text, text

_VERDICTS: Final[dict[Verdict, tuple[Text, str]]] = {
    "confirmed": (text("confirmed by evidence"), "green"),
    "consistent": (text("consistent with evidence"), "green"),
    "contradicted": (text("contradicted by evidence"), "bold red"),
    "unverified": (text("not verified: no evidence"), "dim"),
}


def explain(score: PracticeScore, model: Model, language: Language, internal: bool) -> None:
    """Print a practice of a model with its voices and its evidence; ``internal`` shows internal notes too."""
    paper, practice = Paper(language), score.practice
    paper.line(f"{practice.id}  {practice.statement.show(language)}", "bold", above=1)
    required = text("required") if practice.required else text("supporting")
    stage = text(
        "stage {stage:int}, {kind}, weight {weight}", stage=practice.stage, kind=required, weight=practice.weight
    )
    paper.line(stage, "dim")
    paper.line(practice.guidance.show(language))
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
    if score.answers:
        paper.title(text("Voices"))
    for answer in score.answers:
        _voice(answer, model, paper, internal)
    if practice.evidence:
        paper.title(text("Evidence"))
    seen = {found.rule.metric: found for found in score.evidence}
    for rule in practice.evidence:
        _evidence(rule, seen.get(rule.metric), paper)


def _verdict(score: PracticeScore) -> tuple[Text, str]:
    """Return the verdict in words and its style; links that people gave are proof that no rule has looked at."""
    if score.verdict is None:
        return text("nothing is claimed"), "dim"
    links = sum(len(answer.links) for answer in score.answers)
    if score.verdict == "unverified" and links:
        told = text("not measured by the program; {n:int} {n:plural link|links} given as proof", n=links)
        return told, "dim"
    return _VERDICTS[score.verdict]


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


def _link(link: Link, paper: Paper) -> str:
    """Return a link with its date, where it has one."""
    return link.link if link.date is None else paper.say(text("{link} ({day:date})", link=link.link, day=link.date))


def _evidence(rule: EvidenceRule, found: EvidenceSeen | None, paper: Paper) -> None:
    ends = {name: figure(rule.metric, end, paper) for name, end in rule.thresholds.model_dump().items()}
    asked = (
        text("partly from {partly}, largely from {largely}, fully from {fully}", **ends)
        if rule.direction == "up"
        else text("partly up to {partly}, largely up to {largely}, fully up to {fully}", **ends)
    )
    value = measured(found, paper) if found else paper.say(text("no data"))
    line = text("{name}: {value}", name=metric_name(rule.metric, paper), value=value)
    paper.line(f"{paper.say(line)} · {paper.say(asked)} · {rule.metric}", "" if found else "dim", indent=3)
