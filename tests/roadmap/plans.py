"""Small models with actions, and facts around them, for tests of roadmaps."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from small_models import answer, model, practice, words

from cxmaturity.checks.finding import Finding
from cxmaturity.evidence.answers import Answer, Level
from cxmaturity.evidence.facts import Facts, RoadmapState, Tracked
from cxmaturity.model.schema import Action, Check, Impact, Model
from cxmaturity.roadmap import Roadmap, plan_roadmap
from cxmaturity.roadmap.what_if import WhatIf
from cxmaturity.scoring import judge, tally


def action(key: str, establishes: dict[str, str], months: int = 1, **more: object) -> Action:
    texts = {name: words(f"{key} {name}") for name in ("title", "objective", "background")}
    given = {"effort": {}, "level": "functional", "impact": Impact(en="i", fr="i (fr)"), **texts, **more}
    return Action(id=key, establishes=establishes, months=months, **given)


def check(key: str) -> Check:
    return Check(
        id=key, family="fatigue", metric=None, limit=None, severity="high", title=words(key), detail=words(key)
    )


def finding(key: str, reach: float | None) -> Finding:
    return Finding(check(key), "high", None, None, None, reach)


def model_with(
    actions: Iterable[Action], practices: dict[str, int] | None = None, checks: Iterable[str] = ("tired", "split")
) -> Model:
    """Return a model of these actions; practices (id to stage) are those that they establish, unless given."""
    actions = tuple(actions)
    stages = practices or {key: 2 for item in actions for key in item.establishes}
    plain = model([practice(key, stage) for key, stage in stages.items()])
    return plain.model_copy(update={"actions": actions, "checks": tuple(check(key) for key in checks)})


def facts(answers: Iterable[Answer] = (), start: str = "2027-01", **more: object) -> Facts:
    state = {
        "start": start,
        "capacity": more.pop("capacity", {}),
        "actions": tuple(Tracked(**item) for item in more.pop("said", ())),
    }
    return Facts("Acme", "2026-Q4", date(2026, 10, 15), tuple(answers), roadmap=RoadmapState(**state), **more)


def plan(
    small: Model, known: Facts, findings: Iterable[Finding] = (), months: int | None = 6, **more: object
) -> Roadmap:
    scores = tally(small, judge(small, known.answers, {}))
    supposed = WhatIf(months, more.pop("capacity", {}), tuple(more.pop("without", ())), more.pop("deadline", None))
    return plan_roadmap(small, known, scores, tuple(findings), supposed, **more)


def placed(roadmap: Roadmap) -> dict[str, tuple[str | None, str | None]]:
    return {item.action.id: (item.start, item.end) for item in roadmap.actions}


def said(key: str, level: Level = Level.NOT) -> Answer:
    return answer(key, level)
