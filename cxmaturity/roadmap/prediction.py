"""What the scores and the stage will be at each quarter's end, if the plan is kept."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from cxmaturity.evidence.answers import Level
from cxmaturity.model.schema import Model
from cxmaturity.roadmap import months
from cxmaturity.roadmap.months import Index
from cxmaturity.roadmap.plan import Attainment, Planned, Quarter, StageMove
from cxmaturity.scoring import Scores, outlook, raised
from cxmaturity.words import text


def predict(
    model: Model, scores: Scores, planned: Iterable[Planned], start: Index, horizon: int
) -> tuple[Quarter, ...]:
    """Return the scores at the end of every quarter that the horizon touches, counted by the scoring itself.

    A practice counts from the month after the last month of an action that establishes it.
    """
    plan = list(planned)
    ends = range(months.quarter_end(start), months.quarter_end(start + horizon - 1) + 1, 3)
    return tuple(_quarter(model, scores, plan, end) for end in ends)


def moved_stages(before: Sequence[Quarter], then: Sequence[Quarter]) -> tuple[StageMove, ...]:
    """Return the stages that come at another quarter's end, or never; of several that move alike, the highest."""
    known, now = _attained(before), _attained(then)
    moved = [stage for stage in sorted({*known, *now}) if known.get(stage) != now.get(stage)]
    found = {(now.get(stage), known.get(stage)): stage for stage in moved}
    return tuple(StageMove(stage, quarter, instead_of) for (quarter, instead_of), stage in found.items())


def _attained(predicted: Sequence[Quarter]) -> dict[int, str]:
    """Return each stage from 2 on that is attained, and the first quarter at whose end it is."""
    first: dict[int, str] = {}
    for quarter in predicted:
        for stage in range(2, (quarter.stage.value or 0) + 1):
            first.setdefault(stage, quarter.quarter)
    return first


def confirmed(attainment: Attainment | None, predicted: Iterable[Quarter]) -> Attainment | None:
    """Return what became of a deadline; not attained where the scoring does not say so too.

    Why it matters: the search counts practices, and a stage is what the scoring says it is. Nobody is promised one that
    the predicted scores do not show.
    """
    if attainment is None or not attainment.attained:
        return attainment
    deadline = attainment.deadline
    then = next((item.stage.value for item in predicted if item.quarter == deadline.quarter), None)
    if then is not None and then >= deadline.stage:
        return attainment
    why = (
        text("Nothing is answered yet, so no stage can be predicted.")
        if then is None
        else text(
            "The scoring does not confirm stage {stage:int} by the end of {quarter:quarter}.",
            stage=deadline.stage,
            quarter=deadline.quarter,
        )
    )
    return Attainment(deadline, attained=False, proven=False, why=(why,))


def _quarter(model: Model, scores: Scores, planned: list[Planned], end: Index) -> Quarter:
    done = [item for item in planned if item.end is not None and months.index(item.end) < end]
    levels: Mapping[str, Level] = {
        practice: Level.of(level) for item in done for practice, level in item.action.establishes.items()
    }
    moved = [
        raised(score, levels[score.practice.id]) if score.practice.id in levels else score for score in scores.practices
    ]
    return Quarter(months.quarter(end), *outlook(model, moved))
