"""Every finding of CONTACT_METRICS, from a log that has just enough for it and from one that has just too little."""

from __future__ import annotations

import csv
import random
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cli.commands import call

from cxmaturity.checks import BUILT
from cxmaturity.documents import load
from cxmaturity.model.schema import Check
from cxmaturity.resources import assessments

START = datetime(2026, 1, 5, 9, tzinfo=UTC)
DAY, HOUR, MOMENT = timedelta(days=1), timedelta(hours=1), timedelta(microseconds=1)
Row = dict[str, object]


def sent(who: str, at: timedelta, **cells: object) -> Row:
    return {"customer_id": who, "sent_at": START + at, "source": "nps", **cells}


def calm(customers: int = 9) -> list[Row]:
    """Return one contact each of customers that no finding is about."""
    return [sent(f"calm-{n}", n * DAY) for n in range(customers)]


def one(*own: Row) -> list[Row]:
    """Return ten customers, one of whom has these contacts."""
    return [*own, *calm()]


def twice(gap: timedelta, **second: object) -> list[Row]:
    """Return ten customers, one of whom is asked again after a gap."""
    return one(sent("a", DAY), sent("a", DAY + gap, **second))


def in_a_day(contacts: int) -> list[Row]:
    return one(*(sent("a", n * timedelta(minutes=10)) for n in range(contacts)))


def after(column: str, value: object, gap: timedelta) -> list[Row]:
    return one(sent("a", DAY, **{column: value}), sent("a", DAY + gap))


def ignored(run: int) -> list[Row]:
    """Return ten customers with a run of requests without an answer each, and answers to others long ago."""
    asked = [sent(f"c{n}", 40 * DAY * k) for n in range(10) for k in range(1, run + 1)]
    answered = [sent(f"c{n}", 0 * DAY, responded_at=START + HOUR) for n in range(10)]
    return [*answered, *asked, sent("c0", 400 * DAY, responded_at=START + 401 * DAY)]


def repeated(gap: timedelta) -> list[Row]:
    texts = ("How was it?", "how  WAS it")
    return one(*(sent("a", at, source=source, question=q) for at, source, q in zip((0 * DAY, gap), "xy", texts)))  # noqa: B905


def several_sources(number: int) -> list[Row]:
    return one(*(sent("a", 40 * n * DAY, source=f"s{n}") for n in range(number)))


def mirrored(**last: object) -> list[Row]:
    rows = [sent(f"c{n}", n * DAY, source=source) for n in range(10) for source in ("x", "y")]
    return [*rows[:-1], {**rows[-1], **last}]


def leaving(share_of_busy: float) -> list[Row]:
    """Return customers asked once, of whom none opts out, and such asked four times, of whom some do."""
    rows = [sent("first", 0 * DAY), sent("last", 300 * DAY)]
    rows += [sent(f"single-{n}", 60 * DAY) for n in range(300)]
    for n in range(300):
        rows += [sent(f"busy-{n}", (60 + k) * DAY) for k in range(4)]
        if n < 300 * share_of_busy:
            rows[-1]["unsubscribed_at"] = START + 64 * DAY
    return rows


def answering(effect: float) -> list[Row]:
    """Return customers who answer less by an effect at times when they are asked more, whatever else they were told."""
    rng = random.Random(3)
    rows: list[Row] = [sent("last", 500 * DAY)]
    for n in range(400):
        recent: list[timedelta] = []
        at = rng.random() * 20 * DAY
        for _ in range(16):
            at += rng.expovariate(1 / 20) * DAY
            recent = [*(earlier for earlier in recent if earlier > at - 30 * DAY), at]
            answer = START + at + HOUR if rng.random() < 0.6 - effect * len(recent) else ""
            rows.append(sent(f"c{n}", at, responded_at=answer))
    return rows


CASES: dict[str, tuple[list[Row], list[Row], float | None]] = {
    "over_20_a_day": (in_a_day(21), in_a_day(20), 0.1),
    "contact_after_opt_out": (
        after("unsubscribed_at", START + DAY, MOMENT),
        after("unsubscribed_at", START + DAY, 0 * DAY),
        0.1,
    ),
    "over_policy": (twice(30 * DAY - MOMENT), twice(30 * DAY), 0.1),
    "same_day_requests": (twice(14 * HOUR), twice(15 * HOUR), 0.1),
    "response_falls_with_pressure": (answering(0.08), answering(0), None),
    "opt_out_rises_with_pressure": (leaving(0.2), leaving(0.01), None),
    "ignored_runs": (ignored(5), ignored(4), 1.0),
    "collisions": (twice(7 * DAY - MOMENT, source="x"), twice(7 * DAY, source="x"), 0.1),
    "many_senders": (several_sources(4), several_sources(3), 0.1),
    "repeated_questions": (repeated(30 * DAY - MOMENT), repeated(30 * DAY), 0.1),
    "metric_conflict": (
        one(sent("a", DAY, metric="nps", scale="0-10"), sent("b", DAY, metric="NPS", scale="1-10")),
        one(sent("a", DAY, metric="nps", scale="0-10"), sent("b", DAY, metric="NPS", scale="0 – 10")),
        None,
    ),
    "unattributed_contacts": (one(sent("a", DAY, source=" ")), one(sent("a", DAY)), 0.1),
    "duplicate_rows": (twice(0 * DAY), twice(0 * DAY, channel="sms"), 0.1),
    "mirrored_sources": (mirrored(), mirrored(customer_id="somebody else"), None),
    "impossible_times": (
        one({**sent("a", DAY), "sent_at": datetime(1989, 12, 31, 23, 59, tzinfo=UTC)}),
        one({**sent("a", DAY), "sent_at": datetime(1990, 1, 1, tzinfo=UTC)}),
        0.1,
    ),
    "contact_after_bounce": (after("bounced", "hard", MOMENT), after("bounced", "soft", MOMENT), 0.1),
    "rejected_rows": ([*calm(), sent("", DAY)], calm(), None),
}


def written(path: Path, rows: list[Row]) -> Path:
    columns = list(dict.fromkeys(name for row in rows for name in row))
    with path.open("w", newline="") as file:
        table = csv.DictWriter(file, columns)
        table.writeheader()
        table.writerows(rows)
    return path


def test_every_finding_of_the_contract_has_a_case():
    checks = load(assessments() / "cx-program" / "checks.yaml", tuple[Check, ...])[0]
    of_contacts = {check.id for check in checks if check.family in ("fatigue", "fragmentation")}
    assert set(CASES) == of_contacts
    assert of_contacts <= BUILT


@pytest.mark.parametrize("finding", sorted(CASES))
def test_a_finding_fires_with_its_reach_and_not_before(tmp_path, capsys, finding):
    enough, too_little, reach = CASES[finding]
    options = ("--json", "--fail-on", finding, "--max-rejected", "1", "--lang", "en")
    done = call(capsys, "audit", written(tmp_path / "enough.csv", enough), *options)
    found = {each["id"]: each for each in done.json["findings"]}
    assert (done.code, finding in found) == (1, True)
    assert found[finding]["reach"] == (None if reach is None else pytest.approx(reach))
    assert "{" not in found[finding]["title"] + found[finding]["detail"]
    done = call(capsys, "audit", written(tmp_path / "little.csv", too_little), *options)
    assert (done.code, finding in {each["id"] for each in done.json["findings"]}) == (0, False)
