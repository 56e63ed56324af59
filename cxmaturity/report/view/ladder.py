"""The stage ladder: where the programme stands, and each practice that stands between here and the next stage."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from cxmaturity.assess import Assessment
from cxmaturity.report.charts.ladder import ladder
from cxmaturity.report.view.evidence import seen_words
from cxmaturity.report.view.names import Names, level_change, level_rank
from cxmaturity.report.view.roadmap import references
from cxmaturity.report.view.silence import is_unanswered, nothing_applies, unanswered_blockers
from cxmaturity.report.view.speech import Speech
from cxmaturity.roadmap.plan import Roadmap
from cxmaturity.scoring import PracticeScore, QuestionScore
from cxmaturity.scoring.symptoms import SymptomSeen
from cxmaturity.words import Text, text

_ROWS: Final = 4, 6
"""Practices that the next stage waits for that the page has room for as rows, beside further ones in short, and how
many more where none follow."""
_ROWS_BESIDE_TREND: Final = 3, 3
_REASONS: Final = 4
"""Practices in short up to which there is room to say why they are missing, which the page of claims says too."""
_SIGNS: Final[dict[bool | None, str]] = {
    True: text("The records show its signs: {names}.").template,
    False: text("They do not show: {names}.").template,
    None: text("They cannot tell of: {names}.").template,
}
"""Whether a symptom is seen, and how that is said."""


@dataclass(frozen=True)
class Blocker:
    """A required practice that the next stage waits for."""

    ref: str
    statement: str
    levels: str
    """Claimed and final level; one word where they agree."""
    why: str
    rank: int | None
    """The final level as a number, from 0 to 3."""
    capped: bool
    """Claimed high enough; the records do not support it."""
    action: str
    """The roadmap's action that establishes it, and when."""


@dataclass(frozen=True)
class LadderPage:
    """The page of the stage."""

    title: str
    lead: str
    chart: str
    source: str
    here: str
    here_words: str
    signs: str
    """Which symptoms of the stage the records show; empty where it has none, or none could be looked at."""
    next: str
    next_words: str
    missing: str
    """How much of that is missing in this organisation; empty where nothing is."""
    blockers: tuple[Blocker, ...]
    """Those that the page has room for as a table, unanswered ones only where they are few."""
    blockers_title: str
    further: tuple[Blocker, ...]
    """All others, in short."""
    further_title: str
    one_reason: bool
    """All of those are missing for the same reason, which the title says."""
    has_open_stages: bool
    """Some stage is drawn dashed: open answers could still bring it."""


def ladder_page(
    assessment: Assessment, roadmap: Roadmap | None, speech: Speech, names: Names, has_trend: bool = False
) -> LadderPage:
    """Return the page of the stage; an unknown stage is spoken of as the first.

    ``has_trend`` says that the trend over cycles stands on the page, too.
    """
    stage = assessment.scores.stage.value
    stages = assessment.model.stages
    here, ahead = stages[(stage or 1) - 1], stages[min(stage or 1, len(stages) - 1)]
    blocked = [assessment.scores.practice(practice_id) for practice_id in assessment.scores.blockers]
    ranks = {practice.id: index for index, practice in enumerate(assessment.model.practices)}
    blocked.sort(key=lambda score: (not _is_capped(score), ranks[score.practice.id]))
    full, short = _parted(blocked, *(_ROWS_BESIDE_TREND if has_trend else _ROWS))
    further = tuple(_blocker(score, roadmap, speech, names, reason=len(short) <= _REASONS) for score in short)
    return LadderPage(
        title=speech.title(_title(assessment, blocked, speech.words(ahead.name))),
        lead=speech.say(_lead(assessment, blocked)),
        chart=_chart(assessment, speech, names),
        source=_source(assessment, speech, names),
        here=speech.say(text("Stage {n:int}, {name}, in general", n=here.number, name=speech.words(here.name))),
        here_words=speech.words(here.description),
        signs=_signs([symptom for symptom in assessment.symptoms if symptom.stage == here.number], speech),
        next=speech.say(_next(here.number, ahead.number, speech.words(ahead.name))),
        next_words=speech.words(here.next),
        missing=_missing_here(assessment, ahead.number, speech),
        blockers=tuple(_blocker(score, roadmap, speech, names) for score in full),
        blockers_title=speech.say(text("What the next stage waits for")),
        further=further,
        further_title=_further(further, bool(full), speech),
        one_reason=bool(full) and len({row.why for row in further}) == 1,
        has_open_stages=(assessment.scores.stage.high or 0) > (stage or 0),
    )


def _parted(blocked: list[PracticeScore], room: int, instead: int) -> tuple[list[PracticeScore], list[PracticeScore]]:
    """Return what stands in the table and what follows in short: of many unanswered ones there is little to tell."""
    if len(blocked) <= room + instead:
        return blocked, []
    open_ = [score for score in blocked if score.final is None]
    kept = [score for score in blocked if score.final is not None]
    return kept[:room], [*kept[room:], *open_]


def _further(further: Sequence[Blocker], follows: bool, speech: Speech) -> str:
    """Return the heading of those in short, with why they are missing where that is the same of all."""
    n, whys = len(further), {row.why for row in further}
    if not follows:
        return speech.say(text("The next stage waits for {n:int} {n:plural practice|practices}", n=n))
    if len(whys) == 1:
        return speech.say(text("{n:int} further {n:plural practice|practices}: {why:lower}", n=n, why=whys.pop()))
    return speech.say(text("{n:int} further {n:plural practice|practices}, in short", n=n))


def _source(assessment: Assessment, speech: Speech, names: Names) -> str:
    source = speech.say(
        text(
            "Source: interview and records. A stage is reached when every required practice up to it "
            "is at least largely in place."
        )
    )
    silent = [names.references[question.id] for question in assessment.scores.questions if _is_silent(question)]
    if not silent:
        return source
    unplaced = text("Not placed, because nothing is answered: {refs}.", refs=", ".join(silent))
    return f"{source} {speech.say(unplaced)}"


def _signs(symptoms: Sequence[SymptomSeen], speech: Speech) -> str:
    """Return which symptoms of a stage the records show, which not, and which nobody can tell."""
    if all(symptom.seen is None for symptom in symptoms):
        return ""
    named = {state: [_sign(symptom, speech) for symptom in symptoms if symptom.seen is state] for state in _SIGNS}
    told = [speech.say(Text(_SIGNS[state], {"names": speech.listed(names)})) for state, names in named.items() if names]
    return " ".join(told)


def _sign(symptom: SymptomSeen, speech: Speech) -> str:
    """Return a symptom's name with its figure, where there is one."""
    name = symptom.symptom.short(speech.language)
    name = name[:1].lower() + name[1:]
    if symptom.value is None:
        return name
    is_share = symptom.symptom.per is not None
    figure = speech.percent(symptom.value) if is_share else speech.measure(symptom.metric, symptom.value)
    return f"{name} ({figure})"


def _is_silent(question: QuestionScore) -> bool:
    """Tell whether nothing is known of a question that has stages."""
    return question.top is not None and question.stage.value is None


def _next(here: int, ahead: int, name: str) -> Text:
    if here == ahead:
        return text("What keeps it there")
    return text("The step to stage {n:int}, {name}, in general", n=ahead, name=name)


def _missing_here(assessment: Assessment, ahead: int, speech: Speech) -> str:
    """Return how much of what the next stage requires is there: its advice is not what is missing here."""
    scores = [score for score in assessment.scores.practices if score.applicable]
    required = [score for score in scores if score.practice.required and (score.practice.stage or 0) <= ahead]
    blockers, silent = len(assessment.scores.blockers), unanswered_blockers(assessment)
    if not blockers or silent or assessment.scores.stage.value is None:
        return ""
    return speech.say(
        text(
            "Here, {there:int} of the {all:int} practices that it requires are in place; what is missing stands below.",
            there=len(required) - blockers,
            all=len(required),
        )
    )


def _title(assessment: Assessment, blocked: list[PracticeScore], ahead: str) -> Text:
    stage = assessment.scores.stage.value
    if stage is None:
        return _unnamed(assessment.scores.stage.low or 1, assessment.scores.stage.high or 5)
    if nothing_applies(assessment):
        return text("No required practice applies: stage {stage:int} is reached by the rule alone", stage=stage)
    if not blocked:
        return text("Every required practice is established: the last stage is reached")
    capped, silent = (sum(map(test, blocked)) for test in (_is_capped, is_unanswered))
    if silent and not capped:
        return _open(len(blocked) - silent, silent, stage + 1, ahead)
    return _missing(len(blocked) - silent, capped, stage + 1, ahead)


def _missing(n: int, capped: int, ahead: int, name: str) -> Text:
    """Return the title that counts practices which are missing, and how many of them were claimed."""
    figures = {"n": n, "capped": capped, "next": ahead, "name": name}
    if capped == n:
        return text(
            "{n:int} {n:plural practice is|practices are} missing for stage {next:int}, {name}, and "
            "{n:plural was|all of them were} thought to be there",
            **figures,
        )
    if capped:
        return text(
            "{n:int} {n:plural practice is|practices are} missing for stage {next:int}, {name}; "
            "{capped:int} of them {capped:plural was|were} thought to be there",
            **figures,
        )
    return text("{n:int} {n:plural practice is|practices are} missing for stage {next:int}, {name}", **figures)


def _open(missing: int, silent: int, ahead: int, name: str) -> Text:
    """Return the title where some practices have no answer, which is not to say that they are missing."""
    if not missing:
        return text(
            "{n:int} {n:plural practice|practices} of stage {next:int}, {name}, {n:plural waits|wait} for an answer",
            n=silent,
            next=ahead,
            name=name,
        )
    return text(
        "{n:int} {n:plural practice is|practices are} missing for stage {next:int}, {name}; {silent:int} "
        "{silent:plural waits|wait} for an answer",
        n=missing,
        next=ahead,
        name=name,
        silent=silent,
    )


def _unnamed(low: int, high: int) -> Text:
    """Return the title where no stage can be named."""
    if low == high:
        return text("No stage can be named yet; the records allow none above stage {high:int}", high=high)
    return text("No stage can be named yet; the bounds run from {low:int} to {high:int}", low=low, high=high)


def _lead(assessment: Assessment, blocked: list[PracticeScore]) -> Text:
    silent = sum(map(is_unanswered, blocked))
    if assessment.scores.stage.value is None:
        if assessment.scores.stage.high != len(assessment.model.stages):
            return text("The interview has not begun; the records alone set this bound.")
        return text("The interview has not begun, so nothing is ruled out.")
    if nothing_applies(assessment):
        return text("A stage counts as reached where nothing that it requires applies.")
    if not blocked:
        return text("The work that remains is to keep it so.")
    if silent:
        return text(
            "The organisation’s stage is the lowest of its questions. {n:int} of the "
            "practices below {n:plural has|have} no answer yet.",
            n=silent,
        )
    return text("The organisation’s stage is that of its lowest question; the steps show which ones lead.")


def _is_capped(score: PracticeScore) -> bool:
    return score.verdict == "contradicted" and score.claimed is not None and score.claimed >= 2


def _chart(assessment: Assessment, speech: Speech, names: Names) -> str:
    scores = assessment.scores
    standing: dict[int, list[str]] = {}
    for question in scores.questions:
        if question.top is not None and question.stage.value is not None:
            standing.setdefault(question.stage.value, []).append(names.references[question.id])
    stages = [speech.words(stage.name) for stage in assessment.model.stages]
    profile = speech.series(
        speech.say(text("stage {n:int}: {names}", n=number, names=", ".join(refs)))
        for number, refs in sorted(standing.items())
    )
    title = speech.say(
        text("The five stages as steps, with the questions on the stage that each has reached. {rows}", rows=profile)
    )
    return ladder(title, stages, scores.stage.value, scores.stage.high, standing)


def _blocker(
    score: PracticeScore, roadmap: Roadmap | None, speech: Speech, names: Names, reason: bool = True
) -> Blocker:
    capped = _is_capped(score)
    why = seen_words(score, speech) if capped else speech.say(_why(score))
    return Blocker(
        ref=names.references[score.practice.question],
        statement=speech.words(score.practice.statement),
        levels=level_change(score.claimed, score.final, speech),
        why=why if reason or not capped else "",
        rank=level_rank(score.final),
        capped=capped,
        action=_action(score.practice.id, roadmap, speech),
    )


def _why(score: PracticeScore) -> Text:
    if score.outside_control:
        return text("Outside the organisation’s control")
    if score.final is None:
        return text("Nobody knows") if score.answers else text("Not answered")
    return text("Not yet largely in place")


def _action(practice_id: str, roadmap: Roadmap | None, speech: Speech) -> str:
    plans = [plan for plan in roadmap.actions if practice_id in plan.action.establishes and plan.end] if roadmap else []
    if not plans:
        return "–"
    plan = min(plans, key=lambda found: (found.end or "", found.action.id))
    ref = references(roadmap)[plan.action.id] if roadmap else ""
    return speech.say(text("{ref}, until {month}", ref=ref, month=speech.month(plan.end or "", short=True)))
