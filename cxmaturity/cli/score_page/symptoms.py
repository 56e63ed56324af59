"""Symptoms of the stage that has no practices: which the records show, which not, and which nobody can tell."""

from __future__ import annotations

from typing import Final

from rich.text import Text as Rich

from cxmaturity.assess import Assessment
from cxmaturity.cli.paper import Paper
from cxmaturity.cli.score_page.wording import figure, metric_name
from cxmaturity.scoring.symptoms import SymptomSeen
from cxmaturity.words import Text, fill, text

_STATES: Final[dict[bool | None, tuple[Text, str]]] = {
    True: (text("seen"), "yellow"),
    False: (text("not seen"), "green"),
    None: (text("cannot be told"), "dim"),
}


def symptoms(assessment: Assessment, paper: Paper) -> None:
    """Print each symptom that a metric can show; nothing where none could be looked at."""
    found = assessment.symptoms
    if all(symptom.seen is None for symptom in found):
        return
    for stage in sorted({symptom.stage for symptom in found}):
        of_stage = [symptom for symptom in found if symptom.stage == stage]
        seen = sum(symptom.seen is True for symptom in of_stage)
        title = text("Symptoms of stage {stage:int}: {n:int} of {all:int} seen", stage=stage, n=seen, all=len(of_stage))
        paper.title(title)
        paper.columns([_row(symptom, paper) for symptom in of_stage])


def _row(symptom: SymptomSeen, paper: Paper) -> list[Rich]:
    state, style = _STATES[symptom.seen]
    name = symptom.symptom.short(paper.language)
    return [Rich(paper.say(state), style=style), Rich(name), Rich(_measured(symptom, paper), style="dim")]


def _measured(symptom: SymptomSeen, paper: Paper) -> str:
    """Return the metric with its value, interval and limit; why there is none, where there is none."""
    if symptom.value is None:
        return paper.say(text("{name}: {value}", name=_name(symptom, paper), value=text("no data")))
    value, low, high, limit = (
        _figure(symptom, end, paper) for end in (symptom.value, symptom.low, symptom.high, symptom.limit)
    )
    shown = value if symptom.low == symptom.high else f"{value} [{low}–{high}]"
    words = {"name": _name(symptom, paper), "value": shown, "limit": limit}
    if symptom.old is not None:
        return paper.say(Text(text("{name}: {value}, too old").template, words))
    if symptom.symptom.below is not None:
        return paper.say(Text(text("{name}: {value}, shows below {limit}").template, words))
    return paper.say(Text(text("{name}: {value}, shows above {limit}").template, words))


def _name(symptom: SymptomSeen, paper: Paper) -> str:
    """Return the metric's name; that of a count which is divided by all there are as the share that it then is."""
    name = metric_name(symptom.metric, paper)
    if symptom.symptom.per is None:
        return name
    part = name if name[:2].isupper() else name[:1].lower() + name[1:]
    return paper.say(text("Share of {part}", part=part))


def _figure(symptom: SymptomSeen, value: float | None, paper: Paper) -> str:
    """Return a value in its metric's unit; a count that is divided by another is a share."""
    if symptom.symptom.per is not None:
        return fill("{share:percent1}", {"share": value}, paper.language)
    return figure(symptom.metric, value, paper)
