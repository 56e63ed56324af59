"""Engagements that strain a layout: hardly anything known, or more, longer and worse than anybody has seen."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from itertools import cycle

from report import sample

from cxmaturity.assess import Assessment, assess
from cxmaturity.checks.finding import Finding
from cxmaturity.comparison.progress import ActionProgress, Progress
from cxmaturity.comparison.slip import EarlierPlan, Slip, Span
from cxmaturity.evidence.answers import Answer, Level, NotApplicable, Unknown, Voice
from cxmaturity.evidence.facts import Facts, Tracked
from cxmaturity.evidence.measures import ContactFacts, Measure
from cxmaturity.evidence.ownership_map import OwnershipMap
from cxmaturity.model import Action, Bilingual
from cxmaturity.results import EarlierCycle, EarlierScore, Results
from cxmaturity.roadmap.plan import Planned, Quarter, Roadmap, Value
from cxmaturity.scoring import StageReach
from cxmaturity.words import text

INPUTS = {"answers.jsonl": "ab" * 32, "engagement.yaml": "cd" * 32}
LONG = "Direction de l’expérience client, des réclamations et de l’amélioration continue"
"""Eighty characters, with accents, apostrophes and no short word to break at."""
UNBROKEN = "customer_experience_survey_of_the_second_line_support_team_after_a_complaint_v12"
"""Eighty characters without a space, as tools write them."""


def long(words: str, number: int = 0) -> str:
    """Return a name of exactly 80 characters that begins with what it names; every third one has no space."""
    whole = UNBROKEN if number % 3 == 2 else LONG
    return f"{words} – {whole}"[:80]


def results(facts: Facts, roadmap: Roadmap | None = None) -> Results:
    return Results(assess(sample.model(), facts), roadmap, INPUTS)


def nothing() -> Results:
    """Nobody answered, no log, no map, no plan."""
    return results(replace(sample.facts(), answers=(), contacts=None, map=None))


def answers_alone() -> Results:
    """Answers, and nothing to check them by."""
    return results(replace(sample.facts(), contacts=None, map=None))


def log_alone() -> Results:
    """A log, and nobody asked."""
    return results(replace(sample.facts(), answers=(), map=None))


def map_alone() -> Results:
    """A map, and nobody asked."""
    return results(replace(sample.facts(), answers=(), contacts=None))


def one_source() -> Results:
    """One survey of one team, a short log, one action."""
    log = replace(
        quiet_log(),
        sources={"nps": 41},
        metrics={**quiet_log().metrics, "contacts.count": 41, "contacts.customers": 41, "contacts.sources": 1},
        histogram={"1": 41},
        by_day={"2026-09-30": 41},
    )
    found = OwnershipMap.model_validate(
        {
            "teams": [{"id": "cx", "name": "CX"}],
            "sources": [{"id": "nps", "name": "NPS", "accountable": ["cx"]}],
        }
    )
    said = (Answer("q1.relationship-survey", Level.FULLY, "ceo", "executive"),)
    return results(replace(sample.facts(), organisation="X", answers=said, contacts=log, map=found), plan(1, 3))


def solved() -> Results:
    """The last stage is reached, no check finds anything, and nothing is left to do."""
    return results(replace(sample.facts(), answers=unanimous(Level.FULLY), contacts=quiet_log(), map=None))


def contradicted() -> Results:
    """Three people claim everything, and every record says otherwise."""
    rules = [rule for practice in sample.model().practices for rule in practice.evidence]
    worst = {
        rule.metric: 0.0 if rule.direction == "up" else 1.0 if rule.thresholds.partly <= 1 else 30.0 for rule in rules
    }
    log = sample.contacts()
    metrics: dict[str, Measure] = {**log.metrics, **worst}
    said = unanimous(Level.FULLY, voices=3)
    facts = replace(sample.facts(), answers=said, contacts=replace(log, metrics=metrics), map=None)
    return results(facts, plan(6, 3))


def not_applicable() -> Results:
    """Nothing applies to the organisation, by its own account."""
    return results(replace(sample.facts(), answers=unanimous(NotApplicable("not_our_business"))), plan(0, 24))


def long_names() -> Results:
    """Names of 80 characters wherever there is a name."""
    assessment = assess(sample.model(), replace(sample.facts(), organisation=long("Banque"), map=renamed()))
    longer = plan(23, 24)
    actions = tuple(
        replace(item, action=titled(item.action, n), owner=list(sample.TEAMS)[n % 6])
        for n, item in enumerate(longer.actions)
    )
    names = [f"contacts/{long('export', 2)}-{n}.csv" for n in range(3)]
    return Results(assessment, replace(longer, actions=actions), INPUTS | dict.fromkeys(names, "ef" * 32))


def sixty_sources() -> Results:
    """Sixty surveys of twenty teams, three cycles, eighty findings, eighty actions over five years."""
    names = {f"s{n}": long(f"Enquête {n}", n) if n % 2 else f"Enquête {n}" for n in range(60)}
    teams = {f"t{n}": long(f"Équipe {n}", n) if n % 4 == 0 else f"Équipe {n}" for n in range(20)}
    found = OwnershipMap.model_validate({
        "teams": [{"id": team, "name": name} for team, name in teams.items()],
        "sources": [
            {"id": source, "name": name, "accountable": [f"t{n % 20}"] if n % 5 else [], "responsible": [f"t{n % 7}"],
             "informed": [f"t{(n * 7) % 20}"]}
            for n, (source, name) in enumerate(names.items())
        ],
        "levers": [{"id": f"l{n}", "name": f"Levier {n}", "owner": f"t{n}"} for n in range(12)],
    })  # fmt: skip
    log = replace(sample.contacts(), sources={source: 90_000 // (n + 1) for n, source in enumerate(names)})
    assessment = assess(sample.model(), replace(sample.facts(), contacts=log, map=found))
    return Results(with_findings(assessment, 80), plan(80, 60), INPUTS, progress(), earlier(3))


def crowded() -> Results:
    """Eighty actions within three months, none of them long, with two cycles."""
    return Results(sample.assessment(), plan(80, 3), INPUTS, progress(), earlier(1))


def nothing_scheduled() -> Results:
    """Ten actions, and no team has a day for any of them."""
    waiting = plan(10, 24)
    actions = tuple(replace(item, start=None, end=None, why_not=_full()) for item in waiting.actions)
    return Results(sample.assessment(), replace(waiting, actions=actions, critical_chain=()), INPUTS)


def workshop() -> Results:
    """Twelve people of eight roles, who do not agree."""
    roles = ("executive", "cx", "support", "retail", "digital", "marketing", "credit", "it")
    voices: cycle[Voice] = cycle([*Level, Unknown(), Level.PARTLY, NotApplicable("outside_control")])
    said = tuple(
        Answer(practice.id, next(voices), f"{role}-{n}", role, note=LONG if n == 3 else "")
        for practice in sample.model().practices
        for n, role in zip(range(12), cycle(roles), strict=False)
    )
    return Results(
        assess(sample.model(), replace(sample.facts(), answers=said)), sample.roadmap(), INPUTS, progress(), earlier(1)
    )


EXTREMES: dict[str, Callable[[], Results]] = {
    make.__name__: make
    for make in (
        nothing, answers_alone, log_alone, map_alone, one_source, solved, contradicted, not_applicable, long_names,
        sixty_sources, crowded, nothing_scheduled, workshop,
    )
}  # fmt: skip


def unanimous(voice: Voice, voices: int = 1) -> tuple[Answer, ...]:
    """Return the same answer to every practice."""
    return tuple(
        Answer(practice.id, voice, f"cx-{n}", "cx") for practice in sample.model().practices for n in range(voices)
    )


def quiet_log() -> ContactFacts:
    """Return a log in which nothing is amiss: one request a customer."""
    metrics: dict[str, Measure] = {
        "contacts.count": 900, "contacts.customers": 900, "contacts.sources": 1, "contacts.tools": 1,
        "contacts.channels": 1, "contacts.rejected_rows": 0, "contacts.first": "2026-08-30T06:02:11.000000Z",
        "contacts.last": "2026-09-30T17:40:00.000000Z", "contacts.per_customer.mean": 1.0,
        "contacts.per_customer.p50": 1, "contacts.per_customer.p95": 1, "contacts.per_customer.max": 1,
        "fatigue.customers_over_policy_share": 0.0, "fatigue.contacts_over_policy_share": 0.0,
        "fatigue.pressure_30d.p95": 1, "fatigue.pressure_30d.max": 1,
    }  # fmt: skip
    log = sample.contacts()
    days = {f"2026-09-{day:02d}": 30 for day in range(1, 31)}
    return replace(
        log, metrics=metrics, tables={}, concerned={}, sources={"nps": 900}, last_seen={}, histogram={"1": 900},
        by_day=days, frontier=None, without_reminders=None, inputs=log.inputs[:1],
    )  # fmt: skip


def renamed() -> OwnershipMap:
    """Return the bank's map with names of 80 characters."""
    record = sample.ownership_map().model_dump(mode="json", by_alias=True, exclude_unset=True)
    for part in ("tools", "teams", "touchpoints", "sources", "levers", "objectives"):
        record[part] = [{**entry, "name": long(entry["name"], n)} for n, entry in enumerate(record[part])]
    record["teams"] = [{**team, "lead_role": long(team["lead_role"], n)} for n, team in enumerate(record["teams"])]
    return OwnershipMap.model_validate(record)


def titled(action: Action, number: int) -> Action:
    """Return an action with a title of 80 characters."""
    return action.model_copy(update={
        "title": Bilingual(en=long(action.title.en, number), fr=long(action.title.fr, number))
    })  # fmt: skip


def plan(count: int, months: int) -> Roadmap:
    """Return a plan of so many actions, spread over so many months from November 2026."""
    library = sample.model().actions
    actions = tuple(_planned(library[n % len(library)], n, n * months // max(count, 1), months) for n in range(count))
    quarters = [f"{2026 + (3 + n) // 4}-Q{(3 + n) % 4 + 1}" for n in range(-(-(months + 1) // 3))]
    scores = {question.id: question.score for question in sample.assessment().scores.questions}
    stages = [min(5, 1 + 4 * n // len(quarters)) for n in range(len(quarters))]
    return replace(
        sample.roadmap(),
        months=months,
        capacity=dict.fromkeys(sample.TEAMS, (6.0,) * months),
        actions=actions,
        predicted=tuple(Quarter(q, StageReach(s, s, s), scores) for q, s in zip(quarters, stages, strict=True)),
        critical_chain=tuple(item.action.id for item in actions[:3]),
    )


def _planned(action: Action, number: int, first: int, months: int) -> Planned:
    last = min(first + action.months, months) - 1
    own = action if number < len(sample.model().actions) else action.model_copy(update={"id": f"{action.id}-{number}"})
    worth = 0.09 / (1 + number / 6)
    return Planned(
        action=own, status="proposed", owner="cx", findings=(), effort=dict(action.effort), start=_month(first),
        end=_month(last), value=Value(worth, worth / 2, worth / 3, worth / 6, 0.8),
    )  # fmt: skip


def _month(offset: int) -> str:
    return f"{2026 + (10 + offset) // 12}-{(10 + offset) % 12 + 1:02d}"


def _full():
    return text(sample.FULL, days=9.0, team="it")


def with_findings(assessment: Assessment, count: int) -> Assessment:
    """Return an assessment with so many findings: its own, again and again under other ids."""
    more: list[Finding] = []
    for number, finding in zip(range(count), cycle(assessment.findings), strict=False):
        known = number < len(assessment.findings)
        id_ = finding.id if known else f"{finding.id}-{number}"
        more.append(replace(finding, check=finding.check.model_copy(update={"id": id_})))
    return replace(assessment, findings=tuple(more))


def earlier(count: int) -> tuple[EarlierCycle, ...]:
    """Return so many cycles before this one, half a year apart."""
    questions = [question.id for question in sample.model().questions]
    return tuple(
        EarlierCycle(
            name=f"{2026 - n}-Q4",
            as_of=date(2026 - n, 10, 1),
            model=sample.model().hash,
            version="1.0.0",
            stage=StageReach(1, 1, 1),
            claimed_stage=2,
            index=1.4,
            questions={q: EarlierScore(20.0 + place * 5 - n, 15.0, 60.0, 40.0) for place, q in enumerate(questions)},
        )
        for n in range(count, 0, -1)
    )


def progress() -> Progress:
    """Return actions that are finished, late and dropped since the cycle before."""
    library = sample.model().actions
    states = ("finished", "running", "planned", "dropped")
    spans = {action.id: Span("2026-02", "2026-04") for action in library[:8]}
    items = tuple(
        ActionProgress(action, Tracked(id=action.id, status=states[n % 4]), Slip(spans[action.id], n, n), None)
        for n, action in enumerate(library[:8])
    )
    return Progress(sample.DAY, EarlierPlan("2026-Q2", spans), items)
