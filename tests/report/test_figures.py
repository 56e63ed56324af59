"""The charts of the contact audit: sound whatever the log holds, and true to its figures."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, timedelta
from statistics import median
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from report import sample
from report.drawings import SVG, outside, overlaps, size, texts

from cxmaturity.evidence.measures import Slope
from cxmaturity.report.charts import palette
from cxmaturity.report.charts.svg import FULL
from cxmaturity.report.view.figures import (
    Figure,
    Undrawn,
    calendar,
    calendar_figure,
    collision_figure,
    dose_figure,
    dose_verdict,
    frontier_figure,
    policy_figure,
    pressure_figure,
)
from cxmaturity.report.view.speech import Speech

ENGLISH, FRENCH = Speech("en", {}), Speech("fr", {})
FEW = settings(max_examples=40, deadline=None)
names = st.text(st.characters(codec="utf-8", categories=["L", "P", "Zs"]), min_size=1, max_size=60)
counts = st.one_of(st.integers(0, 50), st.integers(0, 10**9))
speeches = st.sampled_from((ENGLISH, FRENCH))


def facts(**changes):
    return replace(sample.contacts(), **changes)


def sound(figure: Figure | Undrawn) -> str:
    assert isinstance(figure, Figure)
    svg = figure.drawing
    assert overlaps(texts(svg)) == []
    assert outside(texts(svg), *size(svg)) == []
    assert not re.search(r"class=|currentColor|var\(|filter|foreignObject|textPath|style=", svg)
    assert ElementTree.fromstring(svg).find(f"{SVG}title") is not None
    return svg


def shown(svg: str) -> list[str]:
    return [box.words for box in texts(svg)]


def hovers(svg: str) -> list[str]:
    return [title.text or "" for title in ElementTree.fromstring(svg).iterfind(f".//{SVG}g/{SVG}title")]


@st.composite
def by_pressure(draw):
    rows = []
    for level in ("1", "2", "3", "4", "5", "6+"):
        n = draw(counts)
        rate = draw(st.floats(0, 1)) if n else None
        low, high = (None, None) if rate is None else (draw(st.floats(0, rate)), draw(st.floats(rate, 1)))
        responded = 0 if rate is None else round(rate * n)
        rows.append({"pressure": level, "n": n, "responded": responded, "rate": rate, "low": low, "high": high})
    return tuple(rows)


@FEW
@given(by_pressure(), st.sampled_from((308.0, FULL)), speeches, st.floats(-90, 90))
def test_any_rates_make_a_sound_dose_response(table, width, speech, points):
    slope = Slope(points, points - 1, points + 1, customers=100)
    told = facts(tables={"response.by_pressure": table}, metrics={"response.within_customer_slope": slope})
    figure = dose_figure(told, speech, width)
    if not any(row["n"] for row in table):
        assert isinstance(figure, Undrawn)
        return
    known = [row for row in table if row["n"]]
    assert sound(figure).count("<circle") == len(known)


@pytest.mark.parametrize(
    ("slope", "said"),
    [
        (Slope(-2.84, -3.31, -2.37, customers=100), True),
        (Slope(-2.84, -3.31, -2.37, customers=99), False),
        (Slope(-2.84, -3.31, -2.37, customers=100, label="not_causal"), False),
        (Slope(None, None, None, customers=100), False),
        (None, False),
    ],
)
def test_the_slope_stands_above_the_rates_only_where_it_may_be_used(slope, said):
    figure = dose_figure(facts(metrics={"response.within_customer_slope": slope}), ENGLISH, 308)
    assert isinstance(figure, Figure)
    assert ("Same customers: −2.8 points a further request (−3.3 to −2.4)" in shown(figure.drawing)) is said


def test_nothing_is_drawn_over_a_gap():
    rows = [{**row} for row in sample.by_pressure()]
    rows[2] |= {"n": 0, "responded": 0, "rate": None, "low": None, "high": None}
    svg = sound(dose_figure(facts(tables={"response.by_pressure": tuple(rows)}), ENGLISH, 308))
    lines = re.findall(r'<path d="([^"]*)"', svg)
    assert [line.count("L") for line in lines] == [1, 2]
    assert svg.count("<polygon") == 2


def test_the_first_rate_is_set_against_all_further_ones():
    figure = dose_figure(facts(), ENGLISH, 308)
    assert isinstance(figure, Figure)
    further = sample.by_pressure()[1:]
    share = sum(row["responded"] for row in further) / sum(row["n"] for row in further)
    assert figure.title == (
        f"24% of requests were answered where none came in the 30 days before, {round(share * 100)}% where some did"
    )


@pytest.mark.parametrize(("rates", "is_said"), [((0.3, 0.2, 0.1), False), ((0.2, 0.3, 0.1), True)])
def test_a_line_that_does_not_fall_throughout_is_said_to_compare_different_customers(rates, is_said):
    rows = tuple({"pressure": str(n), "n": 50, "responded": 9, "rate": rate} for n, rate in enumerate(rates, start=1))
    verdict = dose_verdict(facts(tables={"response.by_pressure": rows}), ENGLISH)
    assert verdict.startswith("The same customers answer less when they are asked more: an association, not proof")
    assert ("different customers" in verdict) == is_said


def test_sources_outside_the_matrix_are_counted():
    pairs = ({"a": "apres-appel", "b": "apres-agence", "collisions": 3, "customers": 3, "lift": 1.0},)
    sources = {"": 4, "apres-appel": 1, "apres-agence": 2, "x": 3}
    log = facts(tables={"fragmentation.collision_pairs": pairs}, sources=sources)
    figure = collision_figure(log, ENGLISH, str)
    assert isinstance(figure, Figure)
    assert figure.remark.endswith("1 further source collides with no other.")


@FEW
@given(
    st.dates(date(1990, 1, 1), date(2099, 12, 31)),
    st.dictionaries(st.one_of(st.integers(0, 800), st.integers(0, 40_000)), st.integers(1, 10**8), min_size=1),
    speeches,
    st.sampled_from((2, 3)),
)
def test_any_days_make_a_sound_calendar(first, sends, speech, strips):
    days = {min(first + timedelta(days=offset), date(2099, 12, 31)): n for offset, n in sends.items()}
    told = {day.isoformat(): n for day, n in sorted(days.items())}
    figure = calendar_figure(facts(by_day=told), speech, strips)
    svg = sound(figure)
    busiest = min(day for day, n in days.items() if n == max(days.values()))
    assert isinstance(figure, Figure)
    stands_out = max(days.values()) > median(days.values())
    if calendar._heaviest(days) is None:
        assert (speech.day(busiest) in figure.title) == stands_out
    held = [int(re.sub(r"\D", "", hover.rsplit(":", 1)[1])) for hover in hovers(svg)]
    assert sum(held) == sum(days.values())


@pytest.mark.parametrize(
    ("days", "cells", "said"),
    [
        (1, 1, "Requests a day"),
        (365, 365, "Requests a day"),
        (720, 720, "Requests a day"),
        (3 * 366, 37, "Requests a month"),
        (30 * 366, 31, "Requests a year"),
    ],
)
def test_a_long_log_is_shown_by_month_or_year(days, cells, said):
    first = date(2001, 1, 1)
    every = {(first + timedelta(days=offset)).isoformat(): offset % 7 + 1 for offset in range(days)}
    svg = sound(calendar_figure(facts(by_day=every), ENGLISH, 2))
    assert len(hovers(svg)) == cells
    assert said in shown(svg)
    assert size(svg)[1] < 320


def test_the_darker_the_more():
    every = {(date(2026, 1, 1) + timedelta(days=n)).isoformat(): n + 1 for n in range(90)}
    svg = sound(calendar_figure(facts(by_day=every), ENGLISH))
    cells = re.findall(r'<g><title>[^<]*: ([\d,]+)</title>(?:<rect [^>]*>)*?<rect [^>]*fill="(#\w+)"[^>]*></g>', svg)
    tones = [palette.HEAT.index(fill) for _, fill in sorted(cells, key=lambda cell: int(cell[0]))]
    assert tones == sorted(tones)
    assert set(tones) == set(range(5))


def test_a_record_without_days_says_what_to_do():
    figure = calendar_figure(facts(by_day={}), FRENCH)
    assert isinstance(figure, Undrawn)
    assert "relancez l’audit" in figure.reason.show("fr")


@FEW
@given(st.data(), st.integers(2, 20), speeches)
def test_any_pairs_make_a_sound_matrix(data, number, speech):
    called = {f"s{place:02}": data.draw(names) for place in range(number)}
    pairs = [(a, b) for a in called for b in called if a < b]
    chosen = data.draw(st.lists(st.sampled_from(pairs), min_size=1, unique=True))
    table = tuple(
        {"a": a, "b": b, "collisions": data.draw(st.integers(1, 10**7)), "customers": 1, "lift": 1.0} for a, b in chosen
    )
    figure = collision_figure(facts(tables={"fragmentation.collision_pairs": table}), speech, called.__getitem__)
    svg = sound(figure)
    met = {source for pair in chosen for source in pair}
    if len(met) <= 12:
        drawn = [hover for hover in hovers(svg) if re.search(r"collisions?,", hover)]
        assert len(drawn) == len(chosen)
        told = [title for title in hovers(svg) if title not in drawn]
        assert sorted(told) == sorted(called[source] for source in met)
    else:
        others = speech.say(sample.text("{n:int} other sources", n=len(met) - 11))
        assert others in shown(svg)


def test_a_pair_stands_where_column_and_row_meet():
    pairs = {"fragmentation.collision_pairs": sample.collision_pairs()}
    svg = sound(collision_figure(facts(tables=pairs), ENGLISH, str))
    places = {box.words: box for box in texts(svg)}
    call, visit, met = places["apres-appel"], places["apres-agence"], places["6,402"]
    assert abs(met.top - call.top) < 2  # in the row of the later name
    assert met.left < call.left
    assert met.top > visit.top  # in the column below the earlier name
    assert abs((met.left + met.right) / 2 - visit.left) < 56


@pytest.mark.parametrize(
    ("tables", "said"),
    [
        ({"fragmentation.collision_pairs": ()}, "no two sources reached the same customer within a week"),
        ({"fragmentation.collision_pairs": None}, "the log names no sources"),
    ],
)
def test_no_matrix_without_pairs(tables, said):
    figure = collision_figure(facts(tables=tables), ENGLISH, str)
    assert isinstance(figure, Undrawn)
    assert figure.reason.show("en") == said


def rule(contacts: int, days: float, **more):
    return {"limits": [{"contacts": contacts, "days": days, "to": None}], "declared": True, **more}


@pytest.mark.parametrize(
    ("policy", "days", "mark"),
    [
        (rule(1, 30), 30, "rule in force"),
        (rule(1, 30, declared=False), 30, "reference rule"),
        (rule(1, 7), 7, "rule in force"),
        (rule(1, 45), 30, "rule in force"),
        (rule(3, 30), 30, None),
        (rule(1, 365), 30, None),
        (rule(1, 30, exempt=["nps"]), 30, None),
        (rule(1, 30, counts=["invite"]), 30, None),
        (rule(1, 30, counts=["invite", "reminder"], exempt=[]), 30, "rule in force"),
        ({"limits": [], "declared": True}, 30, None),
    ],
)
def test_the_frontier_marks_the_rule_where_it_is_a_rest(policy, days, mark):
    figure = frontier_figure(facts(policy=policy), ENGLISH)
    svg = sound(figure)
    assert isinstance(figure, Figure)
    assert figure.title.startswith(f"One request in {days} day")
    assert [word for word in shown(svg) if "rule" in word] == ([mark] if mark else [])


def test_a_rule_between_two_rests_is_marked_between_them():
    svg = sound(frontier_figure(facts(policy=rule(1, 45)), ENGLISH))
    middle = next((box.left + box.right) / 2 for box in texts(svg) if box.words == "rule in force")
    at = {box.words: (box.left + box.right) / 2 for box in texts(svg) if box.words in ("30", "60")}
    assert abs(middle - (at["30"] + at["60"]) / 2) < 1


@FEW
@given(st.lists(st.tuples(counts, counts, counts), min_size=9, max_size=9), counts, speeches, st.floats(0.1, 200))
def test_any_replay_makes_a_sound_frontier(found, customers, speech, rest):
    rests = (0, 1, 3, 7, 14, 30, 60, 90, 180)
    table = tuple(
        {"days": days, "kept": kept, "stopped": stopped, "customers_spared": min(spared, customers)}
        for days, (kept, stopped, spared) in zip(rests, found, strict=True)
    )
    metrics = {"contacts.customers": customers}
    sound(frontier_figure(facts(frontier=table, metrics=metrics, policy=rule(1, rest)), speech))


def test_no_frontier_without_a_replay():
    assert isinstance(frontier_figure(facts(frontier=None), ENGLISH), Undrawn)


@FEW
@given(st.lists(st.tuples(names, counts, counts, counts), min_size=1, max_size=12), counts, speeches)
def test_any_policies_make_a_sound_comparison(found, customers, speech):
    table = [
        {"policy": name, "kept": kept, "stopped": stopped, "customers_spared": min(spared, customers)}
        for name, kept, stopped, spared in found
    ]
    sound(policy_figure(table, customers, speech))


@FEW
@given(st.lists(counts, min_size=10, max_size=10), st.sampled_from((308.0, FULL)), speeches, st.integers(1, 12))
def test_any_histogram_makes_a_sound_distribution(customers, width, speech, limit):
    histogram = dict(zip(sample.BINS, customers, strict=True))
    sound(pressure_figure(facts(histogram=histogram, policy=rule(limit, 30)), speech, width))


@pytest.mark.parametrize("left_out", [{"exempt": ["nps"]}, {"counts": ["reminder"]}])
def test_no_bar_lies_beyond_a_rule_that_leaves_requests_out(left_out):
    histogram = dict.fromkeys(sample.BINS, 5)
    every = pressure_figure(facts(histogram=histogram, policy=rule(2, 30)), ENGLISH, FULL)
    some = pressure_figure(facts(histogram=histogram, policy=rule(2, 30, **left_out)), ENGLISH, FULL)
    assert (every.remark, some.remark) == ("Bars beyond the rule in orange.", "")
    assert every.title.startswith("80% of customers received more than 2 requests")
    assert some.title == "10% of customers never received more than one request in 30 days"


def _light(colour: str) -> float:
    """Relative luminance, as WCAG 2 defines it."""
    shares = (int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5))
    linear = [share / 12.92 if share <= 0.03928 else ((share + 0.055) / 1.055) ** 2.4 for share in shares]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def _contrast(one: str, other: str) -> float:
    lighter, darker = sorted((_light(one), _light(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def test_the_tones_hold_in_grey():
    for lighter, darker in zip(palette.HEAT, palette.HEAT[1:], strict=False):
        assert _light(lighter) > _light(darker)
        assert _contrast(lighter, darker) > 1.3
    assert _contrast(palette.NAVY, palette.WARM) > 2.5  # the two series of the frontier


@pytest.mark.parametrize("tone", palette.HEAT)
def test_figures_stand_out_on_every_tone(tone):
    assert _contrast(tone, palette.ink_on(tone)) >= 4.5
