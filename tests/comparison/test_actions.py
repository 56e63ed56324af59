"""Finished actions against their target metric: engagements of two and three cycles with planted changes."""

from __future__ import annotations

from datetime import date

import pytest
from comparison.cycles import OVER, RATE, STATED, Planted, plant, share

from cxmaturity.assess import assess
from cxmaturity.comparison.measured import Measured, Window
from cxmaturity.comparison.progress import progress_record
from cxmaturity.comparison.progress_words import beside_words, finished_words, judged_words
from cxmaturity.engagement.facts import gather
from cxmaturity.engagement.previous import progress_of
from cxmaturity.evidence.measures import Estimate

CUSTOMERS = "contacts.customers"
OUT = "optout.per_1000"
BEFORE, AFTER = date(2026, 10, 15), date(2027, 4, 15)


def roadmap(metric: str, to: float, state: str = "status: finished, started: 2026-11-02, ended: 2026-12-10") -> str:
    target = f"target: {{metric: {metric}, to: {to}}}, " if metric else ""
    names = "title: {en: Own, fr: Propre}, establishes: {q2.a: fully}, effort: {cx: 1}"
    return f"actions:\n  - {{id: own, {names}, months: 2, {target}{state}}}\n"


def told(folder, cycle=None):
    gathered = gather(folder, cycle)
    return progress_of(gathered, assess(gathered.model, gathered.facts))


def two(metric, to, before, after, **more):
    return roadmap(metric, to), [Planted(BEFORE, before), Planted(AFTER, after, **more)]


CASES = {
    "moved and reached": (*two(RATE, 0.25, {RATE: share(200, 1000)}, {RATE: share(300, 1000)}), "towards", True),
    "moved and not there": (*two(RATE, 0.5, {RATE: share(200, 1000)}, {RATE: share(300, 1000)}), "towards", False),
    "moved away": (*two(RATE, 0.5, {RATE: share(300, 1000)}, {RATE: share(200, 1000)}), "away", False),
    "not moved": (*two(RATE, 0.5, {RATE: share(200, 1000)}, {RATE: share(203, 1000)}), "cannot_tell", False),
    "too small a sample": (*two(RATE, 0.25, {RATE: share(2, 10)}, {RATE: share(3, 10)}), "cannot_tell", None),
    "down is better, by the customers": (
        *two(OVER, 0.05, {OVER: 0.12, CUSTOMERS: 900}, {OVER: 0.02, CUSTOMERS: 900}),
        "towards",
        True,
    ),
    "the rule says down where the target lies above": (
        *two(OVER, 0.05, {OVER: 0.03, CUSTOMERS: 5000}, {OVER: 0.01, CUSTOMERS: 5000}),
        "towards",
        True,
    ),
    "no rule: down to the target": (
        *two(
            "optout.per_1000", 2, {"optout.per_1000": Estimate(9, 8, 10, 9)}, {"optout.per_1000": Estimate(4, 3, 5, 9)}
        ),
        "towards",
        False,
    ),
    "a count without chance": (
        *two("fatigue.after_opt_out", 0, {"fatigue.after_opt_out": 7}, {"fatigue.after_opt_out": 0}),
        "cannot_tell",
        True,
    ),
    "stale log": (
        *two(RATE, 0.25, {RATE: share(200, 1000)}, {RATE: share(300, 1000)}, last=date(2026, 12, 10)),
        "no_measurement_since",
        None,
    ),
    "a month of records since its end": (
        *two(RATE, 0.25, {RATE: share(200, 1000)}, {RATE: share(300, 1000)}, last=date(2027, 1, 9)),
        "towards",
        True,
    ),
    "a day less": (
        *two(RATE, 0.25, {RATE: share(200, 1000)}, {RATE: share(300, 1000)}, last=date(2027, 1, 8)),
        "too_early",
        True,
    ),
    "a day of records": (
        *two(RATE, 0.25, {RATE: share(200, 1000)}, {RATE: share(300, 1000)}, last=date(2026, 12, 11)),
        "too_early",
        True,
    ),
    "ended before anybody measured": (
        roadmap(RATE, 0.25, "status: finished, started: 2026-03-01, ended: 2026-05-31"),
        [Planted(BEFORE, {RATE: share(200, 1000)}), Planted(AFTER, {RATE: share(300, 1000)})],
        "no_measurement_before",
        True,
    ),
    "ended on the last day of the log of before": (
        roadmap(RATE, 0.25, "status: finished, started: 2026-03-01, ended: 2026-10-08"),
        [Planted(BEFORE, {RATE: share(200, 1000)}), Planted(AFTER, {RATE: share(300, 1000)})],
        "towards",
        True,
    ),
    "the map on the day of its end": (
        roadmap(STATED, 1, "status: finished, started: 2026-03-01, ended: 2026-10-15"),
        [Planted(BEFORE, objective=False), Planted(AFTER, objective=True)],
        "towards",
        True,
    ),
    "the map a day after its end": (
        roadmap(STATED, 1, "status: finished, started: 2026-03-01, ended: 2026-10-14"),
        [Planted(BEFORE, objective=False), Planted(AFTER, objective=True)],
        "no_measurement_before",
        True,
    ),
    "not measured now": (*two(RATE, 0.25, {RATE: share(200, 1000)}, {RATE: None}), "no_measurement_since", None),
    "not measured before": (*two(RATE, 0.25, {}, {RATE: share(300, 1000)}), "no_measurement_before", True),
    "no target": (*two("", 0, {RATE: share(200, 1000)}, {RATE: share(300, 1000)}), "no_target", None),
    "census": (
        roadmap(STATED, 1),
        [Planted(BEFORE, objective=False), Planted(AFTER, objective=True)],
        "towards",
        True,
    ),
    "census that stayed": (
        roadmap(STATED, 1),
        [Planted(BEFORE, objective=False), Planted(AFTER, objective=False)],
        "cannot_tell",
        False,
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_the_verdict_of_a_finished_action(tmp_path, case):
    state, cycles, verdict, reached = CASES[case]
    (item,) = told(plant(tmp_path / "acme", state, *cycles)).actions
    assert item.judged is not None
    assert (item.judged.verdict, item.judged.reached) == (verdict, reached)
    for language in ("en", "fr"):
        assert judged_words(item.judged, language)
        assert all(beside_words(item.judged, language))


def test_the_interval_and_the_smallest_change_stand_in_the_record(tmp_path):
    folder = plant(tmp_path / "acme", *_flat(two(RATE, 0.25, {RATE: share(200, 1000)}, {RATE: share(300, 1000)})))
    (record,) = progress_record(told(folder))
    assert list(record) == [
        *("id", "status", "started", "ended", "planned", "slip_months", "metric", "compared_with", "from", "to"),
        *("low", "high", "detectable", "verdict", "target", "reached", "met_before"),
    ]
    assert (record["from"], record["to"]) == (0.2, 0.3)
    assert 0 < record["low"] < 0.1 < record["high"]
    assert record["detectable"] == pytest.approx(2.8 * (0.2 * 0.8 / 1000 + 0.3 * 0.7 / 1000) ** 0.5)
    assert (record["metric"], record["compared_with"], record["target"]) == (RATE, "c1", 0.25)


def _flat(given):
    state, cycles = given
    return state, *cycles


FOUR, MANY, ONE = ({OUT: Estimate(*ends, 9)} for ends in ((4, 3, 5), (20, 18, 22), (1, 0, 2)))
BEYOND = {
    "worse, from beyond": (OUT, 6, FOUR, MANY, "away", "worse; the target (6) was met"),
    "worse, and still beyond": (OUT, 30, FOUR, MANY, "away", "worse; the target (30)"),
    "better, from beyond": (OUT, 6, FOUR, ONE, "towards", "better still"),
    "worse, from the target itself": (OUT, 4, FOUR, MANY, "away", "worse; the target (4)"),
    "better, from the target itself": (OUT, 4, FOUR, ONE, "towards", "better still"),
    "unmoved at the target": (OUT, 4, FOUR, FOUR, "cannot_tell", "the value before met it already"),
}


@pytest.mark.parametrize("case", BEYOND)
def test_a_metric_that_no_rule_speaks_of_goes_the_way_that_is_better_for_it(tmp_path, case):
    metric, to, before, after, verdict, words = BEYOND[case]
    (item,) = told(plant(tmp_path / "acme", *_flat(two(metric, to, before, after)))).actions
    assert (item.judged.verdict, item.judged.met_before) == (verdict, True)
    said = [judged_words(item.judged, "en"), *beside_words(item.judged, "en")]
    assert sum(words in sentence for sentence in said) == 1
    assert sum("before met" in sentence or "met before" in sentence for sentence in said) == 1


def test_where_neither_way_is_better_an_own_target_says_which_way_is_meant(tmp_path):
    tools = "contacts.tools"
    fewer = two(tools, 4, {tools: Estimate(9, 8, 10, 9)}, {tools: Estimate(3, 2, 4, 9)})
    (item,) = told(plant(tmp_path / "acme", *_flat(fewer))).actions
    assert (item.judged.verdict, item.judged.reached, item.judged.met_before) == ("towards", True, False)


@pytest.mark.parametrize(
    ("started", "compared", "words"),
    [
        ("2026-11-02", "c1", []),
        ("2027-01-20", "c2", []),
        ("2026-10-09", "c1", []),  # the log of c1 ends the day before
        ("2026-10-08", "c1", ["had begun already"]),
        (None, "c1", ["start is not known"]),
    ],
)
def test_it_is_compared_with_the_last_cycle_before_its_start(tmp_path, started, compared, words):
    state = f"status: finished, started: {started or 'null'}, ended: 2027-02-10"
    rates = [share(100, 1000), share(200, 1000), share(300, 1000)]
    days = [BEFORE, date(2027, 1, 15), date(2027, 7, 15)]
    cycles = [Planted(day, {RATE: rate}) for day, rate in zip(days, rates, strict=True)]
    (item,) = told(plant(tmp_path / "acme", roadmap(RATE, 0.25, state), *cycles)).actions
    assert item.judged.before.cycle == compared
    said = " ".join(beside_words(item.judged, "en"))
    assert all(word in said for word in words)
    assert bool(item.judged.notes) == bool(words)


def test_a_cycle_looks_at_those_before_it_alone(tmp_path):
    cycles = [
        Planted(day, {RATE: share(part, 1000)})
        for day, part in ((BEFORE, 100), (date(2027, 1, 15), 200), (date(2027, 7, 15), 300))
    ]
    folder = plant(tmp_path / "acme", roadmap(RATE, 0.25, "status: finished, ended: 2026-10-20"), *cycles)
    (item,) = told(folder).actions
    assert item.judged.change.after == share(300, 1000)
    assert told(folder, "c1").actions == ()  # a closed cycle keeps the roadmap recorded for it


NOTES = {
    "too early": ({"last": date(2026, 12, 20)}, "10 days since its end; 30 are needed", "too_early"),
    "overlap": ({"first": date(2026, 10, 1)}, "overlap", "towards"),
    "part of it before its end": ({"first": date(2026, 12, 1)}, "from before its end", "towards"),
    "another rule": ({"limit": 90}, "another contact rule", "cannot_tell"),
}


@pytest.mark.parametrize("case", NOTES)
def test_what_weakens_the_judgement_is_said(tmp_path, case):
    more, words, verdict = NOTES[case]
    cycles = two(OVER, 0.05, {OVER: 0.12, CUSTOMERS: 9000}, {OVER: 0.04, CUSTOMERS: 9000}, **more)
    (item,) = told(plant(tmp_path / "acme", *_flat(cycles))).actions
    assert words in " ".join(beside_words(item.judged, "en"))
    assert item.judged.verdict == verdict


@pytest.mark.parametrize(
    ("state", "verdict"),
    [
        ("status: running, started: 2026-11-02", "towards"),
        ("status: running, started: 2027-04-01", None),
        ("status: running", None),
        ("status: planned, started: 2026-11-02", "unlisted"),
        ("status: finished", "towards"),
    ],
)
def test_running_actions_are_judged_once_they_should_have_ended(tmp_path, state, verdict):
    _, cycles = two(RATE, 0.25, {RATE: share(200, 1000)}, {RATE: share(300, 1000)})
    items = told(plant(tmp_path / "acme", roadmap(RATE, 0.25, state), *cycles)).actions
    if verdict == "unlisted":
        assert items == ()
    else:
        assert (items[0].judged and items[0].judged.verdict) == verdict


def test_what_cannot_be_read_of_an_earlier_cycle_is_said(tmp_path):
    folder = plant(tmp_path / "acme", *_flat(two(RATE, 0.25, {RATE: share(200, 1000)}, {RATE: share(300, 1000)})))
    (folder / "cycles" / "c1" / "facts.json").write_text("{")
    (folder / "cycles" / "c1" / "results.json").write_text('{"roadmap": {"actions": [{"id": 1, "start": "soon"}]}}')
    (folder / "cycles" / "c1" / "answers.jsonl").write_bytes(b"\xff\xfe\x00")
    progress = told(folder)
    assert progress.plan is None
    assert progress.actions[0].judged.verdict == "no_measurement_before"
    assert "nothing is compared with that cycle" in progress.notes[0].show("en")


def test_a_figure_of_the_map_is_as_old_as_the_cycle_whatever_the_log():
    now = Measured("c", AFTER, {}, {"log": Window(BEFORE, BEFORE)})
    assert now.window("map.accountable_weighted_share") == Window(None, AFTER)
    assert now.window("timing.within_declared_share") == Window(BEFORE, BEFORE)


@pytest.mark.parametrize(("language", "words"), [("en", "1 too early to tell"), ("fr", "1 trop récente pour le dire")])
def test_what_ended_a_moment_ago_is_not_counted_as_moved(tmp_path, language, words):
    moved = two(RATE, 0.25, {RATE: share(200, 1000)}, {RATE: share(300, 1000)}, last=date(2026, 12, 20))
    said = finished_words(told(plant(tmp_path / "acme", *_flat(moved))))
    assert said is not None
    assert words in said.show(language)
