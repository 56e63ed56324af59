"""Follow-up at its edges: moments that just count, what is not known."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from loop.given import DAY, MIDNIGHT, TICK, answer, case, ownership_map, reached
from loop.seen import looked_at

from cxmaturity.evidence.loop import CASE_COLUMNS, CaseLog
from cxmaturity.evidence.measures import Estimate
from cxmaturity.loop.figures import METRICS


def metric(name, answers, cases, the_map=None, columns=CASE_COLUMNS):
    return looked_at(answers, CaseLog(tuple(cases), frozenset(columns)), the_map, DAY).metrics[name]


def counts(name, *told):
    """Return a share as hits and denominator."""
    found = metric(name, *told)
    return found and (round(found.value * found.n), found.n)


FORTNIGHT = timedelta(days=14)


@pytest.mark.parametrize(
    ("age", "after", "expected"),
    [
        (FORTNIGHT + TICK, FORTNIGHT, (1, 1)),
        (FORTNIGHT + TICK, FORTNIGHT + TICK, (0, 1)),
        (FORTNIGHT + TICK, -timedelta(hours=1), (1, 1)),
        (FORTNIGHT, timedelta(0), None),
    ],
)
def test_an_answer_is_acknowledged_within_14_days_once_it_is_older(age, after, expected):
    responded = MIDNIGHT - age
    cases = [case(opened_at=responded, **reached(responded + after, "automatic"))]
    assert counts("loop.acknowledged", [answer(responded)], cases) == expected


def test_the_first_contact_of_all_its_cases_acknowledges_an_answer():
    start = MIDNIGHT - timedelta(days=20)
    cases = [case(line=2 + days, case_id=str(days), **reached(start + timedelta(days=days))) for days in (18, 3, 16)]
    assert counts("loop.acknowledged", [answer(start)], cases) == (1, 1)


RULES = [{"id": "r", "when": {"score": "<= 6"}, "then": "case", "deadline_hours": 48}]
DUE = timedelta(hours=48)


@pytest.mark.parametrize(
    ("age", "fields", "expected"),
    [
        (timedelta(days=5), reached(MIDNIGHT - timedelta(days=5) + DUE), (1, 1)),
        (timedelta(days=5), reached(MIDNIGHT - timedelta(days=5) + DUE + TICK), (0, 1)),
        (timedelta(days=5), reached(MIDNIGHT - timedelta(days=5), "automatic"), (0, 1)),
        (timedelta(days=5), {}, (0, 1)),
        (DUE + TICK, {}, (0, 1)),
        (DUE, {}, None),
        (DUE, reached(MIDNIGHT), (1, 1)),
        (timedelta(days=1), {"closed_at": MIDNIGHT}, None),
        (timedelta(days=1), reached(MIDNIGHT, "automatic"), None),
        (timedelta(days=5), reached(MIDNIGHT + timedelta(days=1)), (0, 1)),
        (timedelta(hours=30), reached(MIDNIGHT + timedelta(hours=18)), (1, 1)),
    ],
    ids=[
        "exactly on it",
        "just after it",
        "an automatic reply does not count",
        "passed in silence",
        "just passed",
        "not yet passed",
        "reached before it passed",
        "closed, and it has not passed",
        "replied to, and it has not passed",
        "reached after the day",
        "reached on the day itself",
    ],
)
def test_a_deadline_is_kept_up_to_its_last_moment(age, fields, expected):
    responded = MIDNIGHT - age
    told = [answer(responded)], [case(opened_at=responded, **fields)], ownership_map(rules=RULES)
    assert counts("loop.deadline", *told) == expected


@pytest.mark.parametrize(("day", "in_time"), [(-1, 1), (0, 1), (1, 0)])
def test_a_first_contact_on_the_day_of_its_deadline_is_in_time_and_no_wait_is_negative(day, in_time):
    """The answer came at noon, and its deadline is two days later at noon; the contact is told as a day."""
    responded = MIDNIGHT - timedelta(days=9, hours=12)
    told = reached(responded + DUE - timedelta(hours=12) + timedelta(days=day))
    given = [answer(responded)], [case(opened_at=responded, days=frozenset({"first_contact_at"}), **told)]
    assert counts("loop.deadline", *given, ownership_map(rules=RULES)) == (in_time, 1)
    at_once = case(
        opened_at=responded, days=frozenset({"first_contact_at"}), **reached(responded - timedelta(hours=12))
    )
    assert metric("loop.time_to_person.p50", [answer(responded)], [at_once]) == 0


@pytest.mark.parametrize(
    ("fields", "sections", "hours"),
    [
        ({"rule": "r"}, {}, 24),
        ({"rule": "unknown"}, {}, 48),
        ({}, {}, 48),
        ({"rule": "without"}, {}, 48),
        ({}, {"rules": []}, 72),
        ({}, {"rules": [{"id": "q", "when": {"score": ">= 9"}, "then": "case", "deadline_hours": 1}]}, 72),
        ({"customer_id": None}, {}, 48),
        ({"customer_id": None, "class_": None}, {}, 72),
        ({"customer_id": None, "class_": None, "source": "t"}, {}, None),
    ],
    ids=[
        *("its own rule", "no such rule", "first match", "own rule without deadline", "alert", "no rule matches"),
        *("its own class", "no class", "no alert either"),
    ],
)
def test_the_deadline_is_the_own_rules_else_the_first_matching_ones_else_the_alerts(fields, sections, hours):
    rules = [
        {"id": "first", "when": {"class": "= detractor"}, "then": "case", "deadline_hours": 48},
        {"id": "r", "when": {"class": "= detractor"}, "then": "case", "deadline_hours": 24},
        {"id": "without", "when": {"class": "= promoter"}, "then": "none"},
    ]
    the_map = ownership_map(**{"rules": rules, "alerts": [{"id": "a", "source": "s", "deadline_hours": 72}]} | sections)
    start = MIDNIGHT - timedelta(days=5)
    for late in (0, 1):
        moment = start + timedelta(hours=hours or 0) + late * TICK
        cases = [case(**{"class_": "detractor"} | reached(moment) | fields)]
        expected = None if hours is None else (1 - late, 1)
        assert counts("loop.deadline", [answer(start)], cases, the_map) == expected


def test_the_best_contact_of_all_its_cases_counts_for_an_answer():
    start = MIDNIGHT - timedelta(days=5)
    kinds = [None, reached(start, "automatic"), reached(start + DUE)]
    cases = [case(line=2 + at, case_id=f"x{at}", **kind or {}) for at, kind in enumerate(kinds)]
    found = looked_at([answer(start)], CaseLog(tuple(cases)), None, DAY)
    assert [(row["kind"], row["value"], row["n"]) for row in found.tables["by_kind"]] == [
        ("human", 1, 1),
        ("automatic", 0, 1),
        ("none", 0, 1),
    ]
    assert found.metrics["loop.coverage"].value == found.metrics["loop.detractor_follow_up"].value == 1


def test_a_contact_of_unknown_kind_is_a_contact_by_neither():
    log = CaseLog((case(**reached(MIDNIGHT, None)),))
    found = looked_at([answer()], log, None, DAY)
    assert found.metrics["loop.coverage"].value == 1
    assert found.metrics["loop.detractor_follow_up"].value == 0
    assert [(row["kind"], row["value"]) for row in found.tables["by_kind"]][-1] == (None, 1)


def test_the_median_wait_lets_other_ends_compete():
    """Of four cases one is replied to at once, one closed without contact: a person must reach two to be the median."""
    start = MIDNIGHT - timedelta(days=10)
    ends = [reached(start, "automatic"), {"closed_at": start + timedelta(days=1)}]
    ends += [reached(start + timedelta(days=days)) for days in (2, 4)]
    cases = [case(line=at, case_id=str(at), customer_id=None, opened_at=start, **end) for at, end in enumerate(ends, 2)]
    assert metric("loop.time_to_person.p50", [], cases) == 4
    assert metric("loop.time_to_person.p50", [], cases[:3]) is None


def test_open_cases_count_until_the_midnight_of_the_date():
    """Two closed after 2 and 6 days; one open for 3 days: by Kaplan-Meier two thirds, then nothing is left."""
    opened = [MIDNIGHT - timedelta(days=days) for days in (8, 8, 3)]
    closed = [opened[0] + timedelta(days=2), opened[1] + timedelta(days=6), None]
    cases = [
        case(line=at, case_id=str(at), customer_id=None, opened_at=first, closed_at=last)
        for at, (first, last) in enumerate(zip(opened, closed, strict=True), 2)
    ]
    assert metric("loop.fixed.p50", [], cases) == 6


def test_contact_before_the_clock_starts_takes_no_time():
    start = MIDNIGHT - timedelta(days=5)
    cases = [case(contact_id="k", opened_at=start - timedelta(days=3), **reached(start - timedelta(days=2)))]
    assert metric("loop.time_to_person.p50", [answer(start, contact_id="k")], cases) == 0


def test_deadlines_of_which_none_was_watched_to_its_end_have_no_curve():
    """One case, a day old of two: whether its deadline will be kept is not known; the plain share has no case yet."""
    given = [answer(MIDNIGHT - timedelta(days=1))], [case(opened_at=MIDNIGHT)], ownership_map(rules=RULES)
    assert metric("loop.deadline.curve", *given) is None
    assert metric("loop.deadline", *given) is None


def test_the_curve_counts_what_is_not_yet_due():
    """Of four cases one was reached in time, one too late, two are a day old of two: ½ of what was watched."""
    ages = [timedelta(days=days) for days in (9, 9, 1, 1)]
    waits = [timedelta(hours=24), timedelta(hours=72), None, None]
    cases = [
        case(
            line=at,
            case_id=str(at),
            customer_id=None,
            opened_at=MIDNIGHT - age,
            class_="detractor",
            **(reached(MIDNIGHT - age + wait) if wait else {}),
        )
        for at, (age, wait) in enumerate(zip(ages, waits, strict=True), 2)
    ]
    the_map = ownership_map(alerts=[{"id": "a", "source": "s", "deadline_hours": 48}])
    assert counts("loop.deadline", [], cases, the_map) == (1, 2)
    curve = metric("loop.deadline.curve", [], cases, the_map)
    assert (curve.value, curve.n) == (pytest.approx(1 / 4), 4)
    assert curve.low < curve.value < curve.high


def test_without_a_log_detractors_are_cases():
    cases = [
        case(line=2, case_id="a", class_="detractor", **reached(MIDNIGHT)),
        case(line=3, case_id="b", class_="detractor"),
        case(line=4, case_id="c", class_="promoter", **reached(MIDNIGHT)),
    ]
    found = looked_at([], CaseLog(tuple(cases)), None, DAY)
    assert (found.metrics["loop.detractor_follow_up"].value, found.metrics["loop.detractor_follow_up"].n) == (0.5, 2)
    assert found.metrics["loop.coverage"] is found.metrics["loop.acknowledged"] is None
    assert (found.tables["by_class"], found.tables["by_kind"]) == ((), ())


def test_without_a_case_log_nothing_is_known():
    found = looked_at([answer()], None, ownership_map(rules=RULES), DAY)
    assert found.metrics == dict.fromkeys(METRICS)
    assert set(found.tables.values()) == {()}


def test_column_names_alone_mean_that_nobody_was_followed_up():
    found = looked_at([answer(MIDNIGHT - timedelta(days=20))], CaseLog(()), None, DAY).metrics
    for name in ("loop.coverage", "loop.detractor_follow_up", "loop.acknowledged"):
        assert (found[name].value, found[name].n) == (0, 1)
    assert (found["loop.aims"], found["loop.oldest_silent_days"]) == (0, 20)
    assert found["loop.unowned"] is found["loop.deadline"] is found["loop.fixed.p50"] is None


@pytest.mark.parametrize(
    ("absent", "unknown"),
    [
        ("first_contact_at", {"coverage", "acknowledged", "oldest_silent_days", "detractor_follow_up", "deadline"}),
        ("first_contact_kind", {"detractor_follow_up", "deadline"}),
        ("owner", {"unowned", "owner_fit"}),
        ("documented", {"documented"}),
        ("cause", {"with_cause"}),
        ("action_id", {"linked_to_action"}),
        ("aim", {"aims"}),
        ("closed_at", {"fixed.p50"}),
    ],
)
def test_what_a_column_would_tell_is_unknown_without_it(absent, unknown):
    start = MIDNIGHT - timedelta(days=20)
    cases = [case(opened_at=start, closed_at=start, owner="t", **reached(start))]
    the_map = ownership_map(sources=[{"id": "s"}], rules=RULES)
    answers = [answer(start), answer(start, 1, source="other")]
    found = looked_at(answers, CaseLog(tuple(cases), frozenset(CASE_COLUMNS) - {absent}), the_map, DAY)
    whole = looked_at(answers, CaseLog(tuple(cases)), the_map, DAY)
    timed = {"deadline.curve", "time_to_person.p50"} if absent.startswith("first") else set()
    assert {name for name in METRICS if whole.metrics[name] is None} == set()
    assert {name for name in METRICS if found.metrics[name] is None} == {f"loop.{name}" for name in unknown | timed}


def test_owners_fit_where_the_map_says_so():
    the_map = ownership_map(
        teams=[{"id": "t"}, {"id": "u"}], sources=[{"id": "s", "accountable": "t", "responsible": ["u"]}, {"id": "o"}]
    )
    owners = [("t", "s"), ("u", "s"), ("v", "s"), ("t", "o"), ("t", "nowhere"), (None, "s")]
    cases = [
        case(line=at, case_id=str(at), customer_id=None, owner=owner, source=source)
        for at, (owner, source) in enumerate(owners)
    ]
    assert counts("loop.owner_fit", [], cases, the_map) == (2, 5)
    assert counts("loop.owner_fit", [], cases, ownership_map(sources=[])) == (0, 5)
    assert metric("loop.owner_fit", [], cases, ownership_map()) is None
    assert metric("loop.owner_fit", [], cases) is None


def test_owners_that_are_no_team_go_without_name():
    the_map = ownership_map(teams=[{"id": "t"}, {"id": "idle"}], rules=RULES)
    start = MIDNIGHT - timedelta(days=5)
    cases = [
        case(line=2, case_id="a", owner="t", closed_at=MIDNIGHT, **reached(start + timedelta(days=1))),
        case(line=3, case_id="b", owner="t"),
        case(line=4, case_id="c", owner="Eva Martin"),
        case(line=5, case_id="d", owner="Jo Smith"),
        case(line=6, case_id="e"),
    ]
    found = looked_at([answer(start)], CaseLog(tuple(cases)), the_map, DAY)
    assert list(found.tables["by_owner"]) == [
        {"owner": "t", "cases": 2, "open": 1, "late": 1, "human": 1, "p50": 1},
        {"owner": None, "cases": 2, "open": 2, "late": 2, "human": 0, "p50": None},
        {"owner": "", "cases": 1, "open": 1, "late": 1, "human": 0, "p50": None},
    ]
    assert not any("Eva" in str(note) for note in found.notes)


def test_the_oldest_silence_is_counted_in_days_of_the_calendar():
    """23:30 UTC is the next day in Paris."""
    answers = [answer(datetime(2026, 10, 20, 23, 30, tzinfo=UTC)), answer(datetime(2026, 10, 1, tzinfo=UTC), 1)]
    log = CaseLog((case(opened_at=datetime(2026, 10, 2, tzinfo=UTC), **reached(MIDNIGHT)),))
    for zone, days in (("Europe/Paris", 9), ("UTC", 10)):
        assert looked_at(answers, log, None, DAY, zone).metrics["loop.oldest_silent_days"] == days


def test_nobody_silent_has_no_oldest_silence():
    assert metric("loop.oldest_silent_days", [answer()], [case(**reached(MIDNIGHT))]) is None


def test_what_lies_after_the_day_is_left_out_and_said():
    after = MIDNIGHT + timedelta(days=1)
    cases = [
        case(line=2, case_id="a", closed_at=after - TICK),
        case(line=3, case_id="b", closed_at=after, **reached(after)),
        case(line=4, case_id="c", opened_at=after, **reached(after)),
        case(line=5, case_id="d", customer_id="stranger"),
        case(line=6, case_id="e", opened_at=None, customer_id=None),
    ]
    the_map = ownership_map(teams=[{"id": "t"}], rules=RULES)
    found = looked_at([answer(), answer(after, 1)], CaseLog(tuple(cases)), the_map, DAY)
    assert found.metrics["loop.coverage"].value == 0
    assert found.metrics["loop.unowned"].n == 4
    assert [str(note).replace("\xa0", " ") for note in found.notes] == [
        "1 answer after 30 October 2026 is left out.",
        "1 case opened after 30 October 2026 is left out.",
        "2 first contacts or closings after 30 October 2026 are left out: the cases count as they stood then.",
        "2 of 4 cases belong to no answer of the logs: neither by contact_id, nor by customer and source at or before "
        "opened_at (lines 5, 6).",
        "1 case has neither an answer nor an opened_at (line 6): how long it waits is unknown.",
    ]


def test_owners_and_rules_off_the_map_are_said_without_their_words():
    cases = [case(line=2, case_id="a", owner="Eva Martin", rule="gone"), case(line=3, case_id="b", owner="t", rule="r")]
    the_map = ownership_map(teams=[{"id": "t"}], rules=RULES)
    assert [str(note) for note in looked_at([answer()], CaseLog(tuple(cases)), the_map, DAY).notes] == [
        "1 case has an owner that is no team on the map (line 2); it is counted without name.",
        "1 case names a rule that is not on the map (line 2); the first rule that matches counts instead.",
    ]


def test_ids_of_the_map_that_such_words_are_near_are_told():
    cases = [case(line=2, case_id="a", owner="supprt", rule="key-detractr"), case(line=3, case_id="b", owner="Eva")]
    rules = ({"id": "key-detractor", "when": {}, "then": "none"},)
    the_map = ownership_map(teams=[{"id": "support"}, {"id": "cx"}], rules=rules)
    notes = " ".join(str(note) for note in looked_at([answer()], CaseLog(tuple(cases)), the_map, DAY).notes)
    assert "(lines 2, 3); they are counted without name. Perhaps meant: support." in notes
    assert "(line 2); the first rule that matches counts instead. Perhaps meant: key-detractor." in notes
    assert "supprt" not in notes


def test_cases_of_sources_that_nobody_knows_still_count():
    found = looked_at([answer()], CaseLog((case(source="unknown", cause="late"),)), None, DAY)
    assert found.metrics["loop.with_cause"] == Estimate(1.0, pytest.approx(0.2065, abs=1e-4), 1.0, 1)
    assert found.metrics["loop.coverage"].value == 0


@pytest.mark.parametrize("hours", [1e-12, 1e300, float("inf")])
def test_a_deadline_that_nobody_means_is_a_deadline(hours):
    the_map = ownership_map(alerts=[{"id": "a", "source": "s", "deadline_hours": hours}])
    start = MIDNIGHT - timedelta(days=5)
    cases = [case(**reached(start + timedelta(days=1)))]
    assert counts("loop.deadline", [answer(start)], cases, the_map) == (int(hours > 1), 1)
    assert metric("loop.deadline.curve", [answer(start)], cases, the_map).n == 1
