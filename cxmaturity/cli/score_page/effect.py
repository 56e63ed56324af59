"""What one practice does to its question's score and to the organisation's stage."""

from __future__ import annotations

from rich.text import Text as Rich

from cxmaturity.cli.paper import Cell, Paper
from cxmaturity.cli.score_page.questions import HEADLINES
from cxmaturity.cli.score_page.wording import level_name, rounded
from cxmaturity.model.schema import Model
from cxmaturity.scoring import Chain, Effects, Outcome, StageReach
from cxmaturity.words import Text, text


def effect(chain: Chain, model: Model, paper: Paper) -> None:
    """Print the question's score and the stage as they are, and as they would be at other levels of the practice."""
    question = next(item for item in model.questions if item.id == chain.practice.question)
    paper.title(text("Effect on {id} {name}", id=question.id, name=question.name.show(paper.language)))
    heads = (text("With the practice"), text("Score"), text("Range"), text("Holds"), text("Overall stage"))
    paper.columns(_rows(chain.effects, paper), heads, right=(1,))
    if chain.effects.cost:
        lost = text(
            "Evidence on this practice takes {points} of 100 points from the question.",
            points=rounded(chain.effects.cost),
        )
        paper.line(lost, indent=3)
    paper.title(text("Effect on the stage"))
    for sentence in _on_the_stage(chain):
        paper.line(sentence, indent=3)


def _rows(effects: Effects, paper: Paper) -> list[list[Cell]]:
    known = [
        (text("as it is: {level}", level=level_name(effects.now.level)), effects.now),
        (text("without its evidence: {level}"), effects.uncapped),
        (text("one level more: {level}"), effects.more),
        (text("one level less: {level}"), effects.less),
        *((text("answered: {level}"), outcome) for outcome in effects.answered),
    ]
    return [
        _row(Text(label.template, {"level": level_name(outcome.level)}), outcome, paper)
        for label, outcome in known
        if outcome is not None
    ]


def _row(label: Text, outcome: Outcome, paper: Paper) -> list[Cell]:
    score = outcome.question.score
    shown, style = HEADLINES[outcome.question.headline]
    return [
        label,
        Rich(rounded(score.value), style="bold"),
        rounded(score.low) if score.low == score.high else f"{rounded(score.low)}–{rounded(score.high)}",
        Rich(paper.say(shown), style=style),
        _reach(outcome.stage),
    ]


def _reach(stage: StageReach) -> str:
    value = "–" if stage.value is None else f"{stage.value}"
    return value if stage.low == stage.high else f"{value} ({stage.low}–{stage.high})"


def _on_the_stage(chain: Chain) -> list[Text]:
    """Return what the practice does to its gate, to what blocks a stage, and whether one level would change it."""
    effects, stage = chain.effects, chain.practice.stage
    if effects.passes is None:
        return [text("A supporting practice: it counts in the score, and no stage waits for it.")]
    said = [_gate(effects, stage)]
    now = effects.now.stage
    reach = 2 if now.value is None else min(now.value + 1, 5)
    if effects.blocks:
        said.append(text("It is one of those that keep the organisation from stage {stage:int}.", stage=reach))
    elif effects.blocks_question:
        said.append(text("It keeps its question from the next stage, and not the organisation."))
    if effects.stages_lost:
        said.append(
            text(
                "Were there no evidence on it, the stage would be {stage:int}.",
                stage=(now.value or 0) + effects.stages_lost,
            )
        )
    if effects.flips:
        said.append(text("One level more or less would change the organisation’s stage."))
    elif effects.now.level is not None:
        said.append(text("One level more or less would not change the organisation’s stage."))
    return said


def _gate(effects: Effects, stage: int) -> Text:
    if effects.passes:
        return text("Stage {stage:int} requires it at “largely” at least: it passes.", stage=stage)
    if effects.passes_high:
        return text(
            "Stage {stage:int} requires it at “largely” at least: it does not pass, and could by what is open.",
            stage=stage,
        )
    return text("Stage {stage:int} requires it at “largely” at least: it does not pass.", stage=stage)
