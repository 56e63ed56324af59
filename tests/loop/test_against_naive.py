"""Follow-up against a plain reading of the specification, on small random logs with many ties and edges."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from loop.naive_loop import Answer, Naive
from loop.seen import looked_at

from cxmaturity.evidence.loop import Case, CaseLog
from cxmaturity.evidence.measures import Estimate
from cxmaturity.evidence.ownership_map import OwnershipMap

ZONES = ("UTC", "Europe/Paris", "America/St_Johns", "Asia/Kathmandu")
DAY = date(2026, 10, 30)
"""Five days after the clocks of Europe went back."""
NEAR = [timedelta(0), timedelta(microseconds=1), timedelta(microseconds=-1)]
CUSTOMERS = ("c1", "c2", "c3", "a@x.org")
SOURCES = ("", "s1", "s2", "s3")
TEAMS = ("t1", "t2", "eva")


def moment(dice, days):
    """Return an instant up to so many days before the date or one after it, often at a midnight or near one."""
    hours = dice.choice([0, 0, 6, 12, 22, 23])
    return datetime(2026, 10, 31, tzinfo=UTC) + timedelta(days=-dice.randint(-1, days), hours=hours) + dice.choice(NEAR)


def some_answers(dice):
    """Return answers; some stand in the log twice."""
    answers = [
        Answer(
            number,
            dice.choice(CUSTOMERS),
            dice.choice(["", f"k{dice.randint(0, 6)}"]),
            dice.choice(SOURCES),
            dice.choice(["", "key", "retail"]),
            dice.choice(["", "", "nps", "csat", "ces", "smile"]),
            dice.choice(["", "", "0-10", "1-5", "1-7", "1-3"]),
            dice.choice([None, 6.5, *map(float, range(-1, 12))]),
            moment(dice, 40),
        )
        for number in range(dice.choice([0, 3, 8, 15]))
    ]
    again = dice.sample(answers, dice.randint(0, len(answers) // 3))
    return answers + [replace(answer, number=len(answers) + place) for place, answer in enumerate(again)]


def some_case(dice, line):
    opened = dice.choice([None, *[moment(dice, 35)] * 5])
    since = opened or moment(dice, 30)
    after = [timedelta(0), *(timedelta(hours=hours) for hours in (1, 24, 48, 14 * 24, 300))]
    contacted = dice.choice([None, since + dice.choice(after) + dice.choice(NEAR)])
    customer = dice.choice([None, *CUSTOMERS, " A@X.org "])
    return Case(
        line=line,
        case_id=f"case {line}",
        customer_id=customer,
        contact_id=dice.choice([None, None, f"k{dice.randint(0, 6)}"]),
        source=dice.choice(SOURCES) or None,
        opened_at=opened,
        class_=dice.choice([None, "detractor", "passive", "promoter"]),
        segment=dice.choice([None, "key"]),
        owner=dice.choice([None, *TEAMS]),
        rule=dice.choice([None, None, "r1", "r2", "r9"]),
        first_contact_at=contacted,
        first_contact_kind=contacted and dice.choice([None, "human", "human", "automatic"]),
        closed_at=dice.choice([None, since + dice.choice(after)]),
        cause=dice.choice([None, "late"]),
        action_id=dice.choice([None, "a1"]),
        documented=dice.choice([None, True, False]),
        aim=dice.choice([None, "recover", "grow", "evolve"]),
    )


def told_in_days(dice, case, zone):
    """Return a case some of whose times are days of that zone."""
    times = {name: getattr(case, name) for name in ("opened_at", "first_contact_at", "closed_at")}
    days = {name: moment for name, moment in times.items() if moment and dice.random() < 0.3}
    begun = {
        name: datetime.combine(moment.astimezone(ZoneInfo(zone)).date(), time(), ZoneInfo(zone)).astimezone(UTC)
        for name, moment in days.items()
    }
    return replace(case, days=frozenset(days), **begun)


def some_map(dice):
    sources = [
        {
            "id": name,
            "metric": dice.choice([None, "nps", "csat"]),
            "accountable": dice.choice([[], ["t1"], ["t1", "t2"]]),
        }
        | {"responsible": dice.choice([[], ["t2"]])}
        for name in ("s1", "s2")
    ]
    rules = [
        {"id": "r1", "when": {"score": "<= 6", "segment": "= key"}, "then": "case", "deadline_hours": 24},
        {"id": "r2", "when": {"class": "= detractor"}, "then": "case", "deadline_hours": 48},
        {"id": "r3", "when": {"source": "= s1"}, "then": "auto_reply"},
    ]
    alerts = [
        {"id": "a1", "source": "s1", "deadline_hours": dice.choice([None, 1])},
        {"id": "a2", "source": "s1", "deadline_hours": 336},
        {"id": "a3", "source": "s2", "deadline_hours": 24},
    ]
    sections = {
        "teams": [{"id": "t1"}, {"id": "t2"}],
        "sources": sources,
        "rules": dice.sample(rules, dice.randint(0, 3)),
        "alerts": alerts,
    }
    return OwnershipMap.model_validate({name: value for name, value in sections.items() if dice.random() < 0.85})


def same(measure, expected):
    """Tell whether a measure is what the plain reading gives: whole numbers exactly, others to nine digits."""
    if isinstance(expected, tuple):
        found = (measure.value, measure.low, measure.high, measure.n)
        return found == pytest.approx(expected, abs=1e-9) and measure.n == expected[3]
    if isinstance(expected, float):
        return measure == pytest.approx(expected, abs=1e-9)
    return measure == expected and not isinstance(measure, Estimate)


MANY = [pytest.param(seed, marks=pytest.mark.slow) for seed in range(60, 1000)]


@pytest.mark.parametrize("seed", [*range(60), *MANY])
def test_every_figure_is_that_of_the_plain_reading(seed):
    dice = random.Random(seed)
    answers, ownership_map, zone = some_answers(dice), some_map(dice), dice.choice(ZONES)
    cases = [some_case(dice, line) for line in range(2, 2 + dice.choice([0, 2, 10, 20]))]
    cases = [told_in_days(dice, each, zone) for each in cases]
    found = looked_at(answers, CaseLog(tuple(cases)), ownership_map, DAY, zone)
    naive = Naive(answers, cases, ownership_map, DAY, zone)
    for name, expected in naive.metrics().items():
        assert same(found.metrics[name], expected), (name, found.metrics[name], expected)
    expected = naive.share_by_the_deadline()
    curve = found.metrics["loop.deadline.curve"]
    assert (curve and (curve.value, curve.n)) == (expected and pytest.approx((float(expected[0]), expected[1])))
    check_tables(found.tables, naive)


def check_tables(tables, naive):
    for key in ("class", "source"):
        rows = {row[key]: row for row in tables[f"by_{key}"]}
        expected = list(naive.by(key))
        assert len(rows) == len(expected) == len(tables[f"by_{key}"])
        for value, estimate, counts in expected:
            assert same(Estimate(*(rows[value][name] for name in ("value", "low", "high", "n"))), estimate)
            assert {kind: rows[value][kind] for kind in counts} == counts
    kinds = {row["kind"]: row for row in tables["by_kind"]}
    for kind, estimate in naive.by_kind().items() if naive.answers else ():
        row = kinds.pop(kind)
        assert same(Estimate(*(row[name] for name in ("value", "low", "high", "n"))), estimate)
    assert kinds == {}
    rows = {row["owner"]: dict(row) for row in tables["by_owner"]}
    expected = {row["owner"]: row for row in naive.by_owner()}
    assert {owner: {**row, "p50": None} for owner, row in rows.items()} == {
        owner: {**row, "p50": None} for owner, row in expected.items()
    }
    for owner, row in rows.items():
        assert same(row["p50"], expected[owner]["p50"])


@pytest.mark.parametrize("seed", range(4))
def test_the_order_of_cases_changes_nothing(seed):
    dice = random.Random(seed)
    answers, ownership_map = some_answers(dice), some_map(dice)
    cases = [some_case(dice, line) for line in range(2, 22)]
    found = looked_at(answers, CaseLog(tuple(cases)), ownership_map, DAY)
    assert looked_at(answers, CaseLog(tuple(dice.sample(cases, 20))), ownership_map, DAY) == found
